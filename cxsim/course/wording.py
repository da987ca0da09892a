"""A small checker of what is said to a customer: words that close a door, words of the trade, who does what by when.

It counts words of lists (``wording.json``) and understands nothing; a sentence without a flag can still be unkind.
"""

from __future__ import annotations

import itertools
import json
import re
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

SHORTEST, LONGEST = 6, 30
_WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)?|\d+(?::\d\d)?")
_CLOCK = re.compile(r"^\d{1,2}:\d\d$")


class Wording(NamedTuple):
    """What the checker finds in one text.

    Attributes
    ----------
    negative, jargon
        Words of the two lists, in the order in which they stand.
    action, owner, time
        Is there a word for something done, a person who does it, a concrete time?
    words
        Number of words.
    """

    negative: tuple[str, ...]
    jargon: tuple[str, ...]
    action: bool
    owner: bool
    time: bool
    words: int

    def flags(self) -> tuple[str, ...]:
        """Names of what is wrong, of negative, jargon, action, owner, time, length; none is good."""
        wrong = {
            "negative": bool(self.negative),
            "jargon": bool(self.jargon),
            "action": not self.action,
            "owner": not self.owner,
            "time": not self.time,
            "length": not SHORTEST <= self.words <= LONGEST,
        }
        return tuple(name for name, found in wrong.items() if found)


def read(text: str) -> Wording:
    """Look at one text.

    Parameters
    ----------
    text
        What would be said or written, in English.

    Examples
    --------
    >>> read("I will call you today by 17:00 with the answer.").flags()
    ()
    >>> read("Your ticket cannot be solved.").flags()
    ('negative', 'jargon', 'action', 'owner', 'time', 'length')
    """
    words = [word.replace("’", "'").lower() for word in _WORD.findall(text)]
    known = lists()
    return Wording(
        tuple(word for word in words if word in known["negative"]),
        tuple(word for word in words if word in known["jargon"]),
        any(form in known["action"] for word in words for form in _forms(word)),
        any(word in known["owner"] for word in words),
        _has_time(words),
        len(words),
    )


@lru_cache(maxsize=1)
def lists() -> dict[str, frozenset[str]]:
    """The committed lists of words."""
    found = json.loads((files("cxsim.course") / "wording.json").read_text("utf-8"))
    return {name: frozenset(words) for name, words in found.items()}


def _forms(word: str) -> tuple[str, ...]:
    """A word, and what it is without the ending of "she calls" or "he fixes"."""
    return word, word.removesuffix("s"), word.removesuffix("es")


def _has_time(words: list[str]) -> bool:
    """A day, a time of the clock, or a number with a unit of time."""
    known = lists()
    pairs = itertools.pairwise(words)
    return any(word in known["time"] or _CLOCK.match(word) for word in words) or any(
        first[0].isdigit() and second in known["units"] for first, second in pairs
    )

"""Read what a learner hands in: a number, several numbers, words; or say in one sentence why it cannot be read."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from typing import Any

from cxsim.guards import shown
from cxsim.messages import tr

PUT_OFF = (None, ...)
_COMMA = re.compile(r"\d,\d")
_THOUSANDS = re.compile(r"[-+]?\d{1,3}(,\d{3})+(\.\d*)?")


class UnreadableAnswer(Exception):
    """An answer of the wrong type or shape; the sentence says what is wanted."""


def blank(answer: Any) -> bool:
    """Tell whether nothing was answered: nothing, ``...``, an empty text, or a list of nothing."""
    if answer is None or answer is ...:
        return True
    if isinstance(answer, str):
        return not answer.strip() or answer.strip() == "..."
    if isinstance(answer, Mapping):
        return bool(answer) and all(blank(part) for part in answer.values())
    return isinstance(answer, (list, tuple)) and bool(answer) and all(blank(part) for part in answer)


def gap(answer: Any, empty: bool = True) -> bool:
    """Tell whether a list or a mapping, or a part of it, has an open gap: ``...``, or nothing if ``empty`` counts."""
    parts: Any = answer.values() if isinstance(answer, Mapping) else answer
    if not isinstance(answer, (Mapping, list, tuple)):
        return False
    return any(one is ... or (empty and one is None) or gap(one, empty) for one in parts)


def written_number(word: str) -> float:
    """Read a number as it is written, nan where it is none; a comma stands between thousands only.

    So ``1,5`` is refused and not read as 15.

    Examples
    --------
    >>> written_number("1,200.5"), written_number("0,25")
    (1200.5, nan)
    """
    word = word.replace("\N{MINUS SIGN}", "-")
    if "," in word and not _THOUSANDS.fullmatch(word):
        return math.nan
    try:
        return float(word.replace(",", ""))
    except ValueError:
        return math.nan


def one_number(answer: Any, unit: str) -> float:
    """Read one number; a measure, an array of one and a text such as ``"1,000"`` or ``"85.6 %"`` are numbers too.

    Raises
    ------
    UnreadableAnswer
        With the sentence for the learner.
    """
    wanted = tr("the answer is one number ({unit})", unit=unit)
    found = getattr(answer, "value", answer) if not isinstance(answer, (str, Mapping)) else answer
    if isinstance(found, bool):
        raise UnreadableAnswer(tr("{wanted}, not yes or no.", wanted=wanted))
    if isinstance(found, str):
        found = written_number(found.replace(unit, "").replace("%", "").strip())
        if math.isnan(found):
            told = tr("{wanted}, not {what}.", wanted=wanted, what=shown(answer))
            if _COMMA.search(str(answer)):
                told += " " + tr("Write a point where decimals begin: 1.5, not 1,5.")
            raise UnreadableAnswer(told)
    elif hasattr(found, "__len__"):
        if len(found) != 1:
            raise UnreadableAnswer(tr("{wanted}; you gave {count} values.", wanted=wanted, count=len(found)))
        found = next(iter(found.values() if isinstance(found, Mapping) else found))
    try:
        value = float(found)
    except (TypeError, ValueError, OverflowError):
        raise UnreadableAnswer(tr("{wanted}, not {what}.", wanted=wanted, what=shown(answer))) from None
    if not math.isfinite(value):
        raise UnreadableAnswer(tr("{wanted}.", wanted=wanted))
    return value


def several_numbers(answer: Any, labels: Mapping[str, str], unit: str) -> tuple[float, ...]:
    """Read several numbers: a mapping with the names, or a list in their order; as text with strokes or commas too."""
    names = ", ".join(labels)
    if isinstance(answer, str):
        answer = _parts(answer, len(labels))
    if isinstance(answer, Mapping):
        missing = [name for name in labels if name not in answer]
        if missing:
            raise UnreadableAnswer(tr("the answer needs {names}; missing: {missing}.", names=names,
                                      missing=", ".join(missing)))  # fmt: skip
        answer = [answer[name] for name in labels]
    if isinstance(answer, str) or not hasattr(answer, "__len__") or len(answer) != len(labels):
        raise UnreadableAnswer(
            tr("the answer is {count} numbers in this order: {names}.", count=len(labels), names=names)
        )
    return tuple(one_number(part, unit) for part in answer)


def _parts(text: str, count: int) -> Any:
    """Numbers of a text from the command line: ``205.7 / 2.9 / 72``, ``[205.7, 2.9, 72]`` or ``{"work_s": 205.7}``."""
    if text.strip().startswith("{"):
        try:
            return json.loads(text)
        except ValueError:
            return text
    bare = text.strip().strip("[]()").strip()
    cuts = (re.split(cut, bare) for cut in (r"\s*[/;]\s*", r",\s+|\s+", r",\s*"))
    return next((parts for parts in cuts if len(parts) == count), text)


def words(answer: Any, known: Mapping[str, str]) -> frozenset[str]:
    """Read a set of known words: a list, a set, or one text with commas."""
    parts = answer.split(",") if isinstance(answer, str) else answer
    try:
        found = frozenset(str(part).strip() for part in parts)
    except TypeError:
        raise UnreadableAnswer(
            tr("the answer is a list of words from: {known}.", known=", ".join(known))
        ) from None
    unknown = sorted(found - set(known) - {""})
    if unknown:
        raise UnreadableAnswer(
            tr("{word} is not one of the words: {known}.", word=shown(unknown[0]), known=", ".join(known))
        )
    return found - {""}

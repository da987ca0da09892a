"""What is given in an exercise, for the printed numbers and for others; and the key computed from it.

The printed exercise has seed 0. Any other seed draws other numbers for what the entry lists under ``vary``, so
that an answer can be tried on numbers nobody has seen.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from numbers import Integral
from types import SimpleNamespace
from typing import Any, NamedTuple

from cxsim.course import exercise_texts
from cxsim.course.exercise_texts import Entry
from cxsim.guards import CxError, shown
from cxsim.messages import tr
from cxsim.streams import stream_key, uniform

PRINTED = 0


class Key(NamedTuple):
    """What a key function computes.

    Attributes
    ----------
    value
        The right answer: a number, several numbers in the order of the labels, or a set of words.
    wrong
        By road: the answer to which a usual mistake leads; the sentences stand in the file of texts.
    words
        Further values for the placeholders of the texts.
    low, high
        For a simulated answer (kind ``range``): the ends between which it must lie, in the order of the labels.
    judge
        For an answer that is no number (kind ``judged``): gives the road that was taken, empty when it is right.
    """

    value: Any
    wrong: dict[str, Any]
    words: dict[str, Any] = {}  # noqa: RUF012 (read only)
    low: Any = None
    high: Any = None
    judge: Callable[[Any], str] | None = None


def givens(one: Entry, seed: int = PRINTED) -> dict[str, Any]:
    """Numbers of an exercise: the printed ones, or others for another seed; never the printed ones again."""
    found = dict(one.givens)
    seed = _whole(seed)
    if seed == PRINTED or not one.vary:
        return found
    for attempt in range(100):
        for place, (name, values) in enumerate(sorted(one.vary.items())):
            luck = uniform(stream_key(seed, attempt, f"exercise {one.id}"), place, 0, 0)
            found[name] = values[int(luck * len(values))]
        if found != one.givens:
            break
    return found


def _whole(seed: Any) -> int:
    """A seed as a whole number, or one line that tells what is allowed."""
    if not isinstance(seed, Integral) or isinstance(seed, bool) or not 0 <= seed < 2**63:
        raise CxError(tr("seed = {got}; allowed is a whole number, 0 or above", got=shown(seed)))
    return int(seed)


def key(one: Entry, seed: int = PRINTED) -> Key:
    """Compute the key of an exercise from its givens."""
    room = importlib.import_module(f"{exercise_texts.ROOM}.{one.lesson}")
    return getattr(room, one.key)(SimpleNamespace(**givens(one, seed)))

"""Read what a learner hands in: a number, several numbers, words; or say in one sentence why it cannot be read."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from cxsim.guards import shown
from cxsim.messages import tr

PUT_OFF = (None, ...)


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
        found = found.replace(",", "").replace(unit, "").replace("%", "").strip()
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
    """Read several numbers: a mapping with the names, or a list in the order of the names."""
    names = ", ".join(labels)
    if isinstance(answer, Mapping):
        missing = [name for name in labels if name not in answer]
        if missing:
            raise UnreadableAnswer(tr("the answer needs {names}; {missing} is missing.", names=names,
                                      missing=", ".join(missing)))  # fmt: skip
        answer = [answer[name] for name in labels]
    if isinstance(answer, str) or not hasattr(answer, "__len__") or len(answer) != len(labels):
        raise UnreadableAnswer(
            tr("the answer is {count} numbers in this order: {names}.", count=len(labels), names=names)
        )
    return tuple(one_number(part, unit) for part in answer)


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

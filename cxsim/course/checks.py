"""Checks at the end of a lesson: correct, not yet and why, or not attempted; hints on demand.

An answer is compared with a key that is computed, never typed. Each check knows the usual wrong roads by name,
so that a wrong answer gets its own sentence and not a bare "wrong".
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, NamedTuple

from cxsim.course import store
from cxsim.course.show import Note
from cxsim.guards import CxError
from cxsim.messages import tr


class Wrong(NamedTuple):
    """A usual wrong road: its name, the value it leads to, and what to say about it."""

    name: str
    value: float
    why: str


class Check(NamedTuple):
    """One question with its computed key, its tolerance, its wrong roads and its hints."""

    id: str
    question: str
    unit: str
    key: float
    tolerance: float
    wrongs: tuple[Wrong, ...]
    hints: tuple[str, ...]
    because: str

    def options(self) -> list[float]:
        """Right and wrong values to choose from, from low to high."""
        return sorted({round(value, 6) for value in (self.key, *(wrong.value for wrong in self.wrongs))})


class Verdict(NamedTuple):
    """What a check says: ``correct``, ``not_yet`` or ``not_attempted``, the wrong road if known, and a sentence."""

    state: str
    road: str
    sentence: str


def all_checks() -> dict[str, Callable[[], Check]]:
    """Checks by id; each is built when it is asked for."""
    from cxsim.course import checks_delivery

    return {
        "4.1": checks_delivery.five_agents,
        "4.2": checks_delivery.returns,
        "4.4": checks_delivery.compensation,
    }


def get(check_id: str) -> Check:
    """Find a check by its id."""
    known = all_checks()
    if str(check_id) not in known:
        raise CxError(
            tr("There is no check {check}; there are: {known}", check=check_id, known=", ".join(known))
        )
    return known[str(check_id)]()


def judge(one: Check, answer: Any) -> Verdict:
    """Compare an answer with the key and with the known wrong roads."""
    value = _value(answer)
    if value is None:
        return Verdict("not_attempted", "", tr("Not attempted. {question}", question=one.question))
    if math.isnan(value):
        return Verdict(
            "not_yet", "not_a_number", tr("Not yet: the answer is one number ({unit}).", unit=one.unit)
        )
    if abs(value - one.key) <= one.tolerance:
        return Verdict("correct", "", tr("Correct. {because}", because=one.because))
    for wrong in one.wrongs:
        if abs(value - wrong.value) <= one.tolerance:
            return Verdict("not_yet", wrong.name, tr("Not yet: {why}", why=wrong.why))
    return Verdict(
        "not_yet",
        "",
        tr(
            "Not yet: {value} {unit} is not it, and it is none of the usual wrong roads. Ask for a hint.",
            value=value,
            unit=one.unit,
        ),
    )


def check(check_id: str, answer: Any = None, hint: int = 0) -> None:
    """Check an answer and print the verdict.

    Parameters
    ----------
    check_id
        For example ``"4.1"``.
    answer
        Your answer; nothing, ``...`` or an empty text counts as not attempted.
    hint
        1 to 3 to read hints, each one nearer to the answer.

    Examples
    --------
    >>> check("4.4", hint=1)
    Hint 1 of 3: Of 100 customers with a failure, how many more stay because of the recovery?
    """
    one = get(check_id)
    if hint:
        print(hint_text(one, hint))
        return
    verdict = judge(one, answer)
    if verdict.state != "not_attempted":
        store.append("check", check=one.id, state=verdict.state, road=verdict.road)
    print(verdict.sentence)


def hint_text(one: Check, number: int) -> str:
    """One hint; asking for more than there are shows the last."""
    place = min(max(int(number), 1), len(one.hints))
    return tr("Hint {place} of {count}: {hint}", place=place, count=len(one.hints), hint=one.hints[place - 1])


def note(verdict: Verdict) -> Note:
    """The verdict as something to show."""
    return Note(verdict.sentence, {"correct": "good", "not_yet": "bad"}.get(verdict.state, "plain"))


def _value(answer: Any) -> float | None:
    if answer is None or answer is ... or (isinstance(answer, str) and not answer.strip()):
        return None
    try:
        return float(str(answer).replace(",", "").strip()) if isinstance(answer, str) else float(answer)
    except (TypeError, ValueError):
        return math.nan

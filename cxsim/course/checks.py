"""Checks: correct, not yet and why, or not attempted; hints on demand.

An answer is compared with a key that is computed, never typed. Each check knows the usual wrong roads by name,
so that a wrong answer gets its own sentence and not a bare "wrong". An answer is a value, or a function that is
called with the givens; a function can also be tried on other numbers than the printed ones (``seed``).
"""

from __future__ import annotations

import inspect
import math
import textwrap
from collections.abc import Callable
from functools import partial
from types import SimpleNamespace
from typing import Any, NamedTuple

from cxsim.course import answers, exercise_keys, exercise_texts, progress, store
from cxsim.course.cell import cell
from cxsim.course.exercise_keys import PRINTED
from cxsim.course.exercise_texts import say
from cxsim.course.show import Note
from cxsim.guards import CxError, shown
from cxsim.messages import number, tr

#: Units mixed up: what the answer is multiplied by.
FACTORS = (100.0, 1 / 100, 60.0, 1 / 60, 1000.0, 1 / 1000)
#: Characters of a printed line: what the page shows beside the list of files on a screen of 1366 pixels.
LINE = 100


class Wrong(NamedTuple):
    """A usual wrong road: its name, the value it leads to, and what to say about it."""

    name: str
    value: Any
    why: str


class Check(NamedTuple):
    """One question with its computed key, its tolerance, its wrong roads and its hints."""

    id: str
    question: str
    unit: str
    key: Any
    tolerance: float
    wrongs: tuple[Wrong, ...]
    hints: tuple[str, ...]
    because: str
    kind: str = "number"
    labels: dict[str, str] = {}  # noqa: RUF012 (read only)
    low: Any = None
    high: Any = None
    judge: Callable[[Any], str] | None = None

    def options(self) -> list[Any]:
        """Right and wrong values to choose from, from low to high; each a number or several numbers."""
        return sorted({_rounded(value) for value in (self.key, *(wrong.value for wrong in self.wrongs))})


class Verdict(NamedTuple):
    """What a check says: ``correct``, ``not_yet`` or ``not_attempted``, the wrong road if known, and a sentence."""

    state: str
    road: str
    sentence: str


def _rounded(value: Any) -> Any:
    return tuple(map(_rounded, value)) if isinstance(value, tuple) else round(value, 6)


def option_words(value: Any) -> str:
    """One value to choose from, as it is written: a number, or several with a stroke between them."""
    return " / ".join(map(option_words, value)) if isinstance(value, tuple) else number(value)


def all_checks() -> dict[str, Callable[[], Check]]:
    """Checks by id; each is built when it is asked for."""
    return {name: partial(get, name) for name in exercise_texts.entries()}


def get(check_id: str, seed: int = PRINTED) -> Check:
    """Find a check by its id, with the printed numbers or with those of another seed."""
    one = exercise_texts.entry(check_id)
    key = exercise_keys.key(one, seed)
    values = {**exercise_keys.givens(one, seed), **key.words}
    if isinstance(key.value, (int, float)):
        values["key"] = key.value
    roads = tuple(Wrong(name, value, say(one.wrong[name], values)) for name, value in key.wrong.items())
    size = abs(key.value) if isinstance(key.value, (int, float)) else 0.0
    return Check(
        one.id,
        say(one.question, values),
        say(one.unit, values),
        key.value,
        max(one.tolerance, one.of_key * size),
        roads,
        tuple(say(hint, values) for hint in one.hints),
        say(one.because, values),
        one.kind,
        {name: say(text, values) for name, text in (one.labels or one.words).items()},
        key.low,
        key.high,
        key.judge,
    )


@cell
def given(check_id: str, seed: int = PRINTED) -> SimpleNamespace:
    """Give the numbers of an exercise, so that a cell need not repeat them: ``given("4.1").agents``."""
    return SimpleNamespace(**exercise_keys.givens(exercise_texts.entry(check_id), seed))


def judge(one: Check, answer: Any) -> Verdict:
    """Compare an answer with the key and with the known wrong roads."""
    if answers.blank(answer):
        return Verdict("not_attempted", "", tr("Not attempted. {question}", question=one.question))
    if answers.gap(answer, empty=one.kind != "judged"):
        return _gap(one)
    try:
        value = _read(one, answer)
        if one.judge is not None:
            return _verdict(one, one.judge(value), value)
    except answers.UnreadableAnswer as trouble:
        return Verdict("not_yet", "not_readable", tr("Not yet: {why}", why=str(trouble)))
    if _right(one, value):
        return _verdict(one, "", value)
    for wrong in one.wrongs:
        if _close(one, value, wrong.value):
            return _verdict(one, wrong.name, value)
    return _unknown_road(one, value)


@cell
def check(check_id: str, answer: Any = None, hint: int = 0, seed: int = PRINTED) -> None:
    """Check an answer and print the verdict.

    Parameters
    ----------
    check_id
        For example ``"4.1"``.
    answer
        Your answer, or a function of the givens that computes it; nothing, ``...`` or an empty text counts as
        not attempted.
    hint
        1 to 3 to read hints, each one nearer to the answer.
    seed
        Other numbers than the printed ones; the question is printed with them.

    Examples
    --------
    >>> check("4.4", hint=1)
    Hint 1 of 3: Of 100 customers with a failure, how many more stay because of the recovery?
    """
    one = get(check_id, seed)
    if hint:
        print(_wrapped(hint_text(one, hint)))
        return
    verdict = _tried(one, answer, seed)
    if verdict.state != "not_attempted" and seed == PRINTED:
        record = store.append("check", check=one.id, state=verdict.state, road=verdict.road)
        unsaved = record.get("unsaved") or progress.note()
        print(*filter(None, (_wrapped(verdict.sentence), unsaved)), sep="\n")
        return
    print(_wrapped(verdict.sentence))


def _wrapped(text: str) -> str:
    """Break lines between words: JupyterLab breaks printed text at the edge of the page, within a word."""
    return textwrap.fill(text, LINE, break_long_words=False, break_on_hyphens=False)


def passed(check_id: str, answer: Any, seed: int = PRINTED) -> bool:
    """Tell whether an answer is right; prints nothing and writes nothing (for the hidden tests of an exercise)."""
    return _tried(get(check_id, seed), answer, seed).state == "correct"


def require(check_id: str, answer: Any, seeds: tuple[int, ...] = (11, 12, 13)) -> None:
    """Raise unless an answer is right on numbers that were not printed; a typed result is right on none.

    Parameters
    ----------
    check_id
        For example ``"4.1"``.
    answer
        Function of the givens. A plain value can only be tried on the printed numbers, so it is refused where
        the exercise has others.
    seeds
        Seeds of the other numbers.

    Raises
    ------
    AssertionError
        With the sentence of the first verdict that is not *correct*.
    """
    for seed in (PRINTED, *(seeds if exercise_texts.entry(check_id).vary else ())):
        verdict = _tried(get(check_id, seed), answer, seed)
        if verdict.state != "correct":
            sentence = verdict.sentence
            if seed != PRINTED:
                sentence = tr("With other numbers: {verdict} {question}", verdict=sentence,
                              question=get(check_id, seed).question)  # fmt: skip
            raise AssertionError(sentence)


def hint_text(one: Check, number: int) -> str:
    """One hint; asking for more than there are shows the last."""
    if not isinstance(number, int):
        allowed = tr("hint = {got}; allowed is a whole number, 1 to {count}", got=shown(number), count=len(one.hints))
        raise CxError(allowed)
    place = min(max(number, 1), len(one.hints))
    return tr("Hint {place} of {count}: {hint}", place=place, count=len(one.hints), hint=one.hints[place - 1])


def note(verdict: Verdict) -> Note:
    """The verdict as something to show."""
    return Note(verdict.sentence, {"correct": "good", "not_yet": "bad"}.get(verdict.state, "plain"))


def _tried(one: Check, answer: Any, seed: int) -> Verdict:
    """Call a function with the givens first; what stops it becomes one sentence."""
    if not callable(answer):
        return judge(one, answer)
    values = vars(given(one.id, seed))
    if not _takes(answer, values):
        text = tr("Not yet: an answer is a function, and yours must take what is given by these names: {names}.",
                  names=", ".join(values))  # fmt: skip
        return Verdict("not_yet", "stopped", text)
    try:
        return judge(one, answer(**values))
    except Exception as error:
        if "ellipsis" in str(error).lower():
            return _gap(one)
        told = f"{type(error).__name__}: {error}"
        return Verdict("not_yet", "stopped", tr("Not yet: your lines stopped with {error}", error=told))


def _gap(one: Check) -> Verdict:
    told = tr("Not attempted: a gap (...) is still open. {question}", question=one.question)
    return Verdict("not_attempted", "", told)


def _takes(function: Callable[..., Any], values: dict[str, Any]) -> bool:
    """Tell whether a function can be called with these names; where nobody can tell, calling it will."""
    try:
        inspect.signature(function).bind(**values)
    except TypeError:
        return False
    except ValueError:
        return True
    return True


def _read(one: Check, answer: Any) -> Any:
    if one.kind == "judged":
        return answer
    if one.kind == "words":
        return answers.words(answer, one.labels)
    if one.labels:
        return answers.several_numbers(answer, one.labels, one.unit)
    return answers.one_number(answer, one.unit)


def _right(one: Check, value: Any) -> bool:
    if one.kind != "range":
        return _close(one, value, one.key)
    found, low, high = (part if isinstance(part, tuple) else (part,) for part in (value, one.low, one.high))
    return all(a <= x <= b for x, a, b in zip(found, low, high, strict=True))


def _close(one: Check, value: Any, wanted: Any) -> bool:
    if one.kind == "words":
        return value == frozenset(wanted)
    pairs = zip(value, wanted, strict=True) if isinstance(value, tuple) else [(value, wanted)]
    if one.kind == "range":  # a road from another year is the same road
        return all(abs(x - y) <= (abs(y) / 2 or 0.5) for x, y in pairs)
    return all(abs(x - y) <= one.tolerance + 1e-9 * max(1.0, abs(y)) for x, y in pairs)


def _verdict(one: Check, road: str, value: Any) -> Verdict:
    if not road:
        return Verdict("correct", "", tr("Correct. {because}", because=one.because))
    why = next((wrong.why for wrong in one.wrongs if wrong.name == road), road)
    return Verdict("not_yet", road, tr("Not yet: {why}", why=why))


def _unknown_road(one: Check, value: Any) -> Verdict:
    """Nothing known: look for a sign or a unit mixed up, else send to the hints."""
    if one.kind == "number" and one.key:
        if math.isclose(value, -one.key, rel_tol=1e-3):
            return Verdict("not_yet", "sign", tr("Not yet: the size is right, the sign is not."))
        if any(math.isclose(value, one.key * factor, rel_tol=5e-3) for factor in FACTORS):
            return Verdict(
                "not_yet", "unit", tr("Not yet: look at the unit; what is wanted is: {unit}.", unit=one.unit)
            )
        told = tr("Not yet: {value} {unit} is not it, and it is none of the usual wrong roads. Ask for a hint.",
                  value=value, unit=one.unit)  # fmt: skip
        return Verdict("not_yet", "", told)
    return Verdict("not_yet", "", tr("Not yet: this is none of the usual wrong roads. Ask for a hint."))

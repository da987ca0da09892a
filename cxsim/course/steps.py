"""A step of a lesson: ask, let the years run, show the answer beside what was said.

The same step is played by a card with buttons (`cxsim.labs.cards`), by a plain cell, and without a person; only
the way of asking differs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from cxsim.course import predictions
from cxsim.course.questions import Question, Score
from cxsim.course.show import Item, Note, show
from cxsim.messages import tr

Progress = Callable[[int, int], None]


class Outcome(NamedTuple):
    """What a run gave.

    Attributes
    ----------
    measured
        Value and interval of each measure of the question.
    about
        What goes to the log beside the scores: plan, changes, verdicts, evidence.
    tell
        Makes the items to show from the scores.
    """

    measured: dict[str, tuple[float, float, float]]
    about: dict[str, Any]
    tell: Callable[[Sequence[Score]], list[Item]]


class Step(NamedTuple):
    """A question and the run that answers it; ``cell`` is the cell where it is asked."""

    question: Question
    run: Callable[[Progress], Outcome]
    cell: str


def answer(step: Step, prediction: dict[str, Any], progress: Progress) -> list[Item]:
    """Run a step, log the result, and return what to show."""
    outcome = step.run(progress)
    scores = predictions.measure(step.question, prediction, outcome.measured, **outcome.about)
    return [said(step.question, prediction), *outcome.tell(scores)]


def play_plain(step: Step, say: dict[str, Any] | None = None, sure: Any = None) -> None:
    """Play a step in a plain cell: with an answer in the call, with the one in the log, or not yet."""
    unsaved = ""
    if say and any(value is not None for value in say.values()):
        unsaved = predictions.write(step.question, say, sure).get("unsaved", "")
    prediction = predictions.latest(step.question)
    if prediction is None:
        show([Note(step.question.text, "lead"), *how_to_answer(step)])
        return
    told = [Note(unsaved, "bad")] if unsaved else []
    show([Note(step.question.text, "lead"), *told, *answer(step, prediction, _silent)])


def said(question: Question, prediction: dict[str, Any]) -> Note:
    """Repeat what was written down."""
    answers = "; ".join(
        tr(
            "{measure}: {answer}",
            measure=part.label,
            answer=part.option(prediction["say"][part.measure]).label,
        )
        for part in question.parts
    )
    return Note(tr("Your prediction: {answers} ({sure} % sure).", answers=answers, sure=prediction["sure"]))


def how_to_answer(step: Step) -> list[Item]:
    """Say how to answer without buttons: which words go between the parentheses of the cell."""
    lines: list[Item] = [
        Note(
            tr(
                "Write your answer between the parentheses of this cell (click the three dots to see "
                "it) and run it again:"
            )
        )
    ]
    for part in step.question.parts:
        allowed = ", ".join(f'"{option.token}" = {option.label}' for option in part.options)
        lines.append(
            Note(
                tr(
                    "{name}=... for “{label}”: {allowed}",
                    name=part.measure,
                    label=part.label,
                    allowed=allowed,
                )
            )
        )
    lines.append(Note(tr("sure=50, 70 or 90: how sure you are, in per cent")))
    return lines


def _silent(done: int, total: int) -> None:
    """Show no progress."""

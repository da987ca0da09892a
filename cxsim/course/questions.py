"""A question before a run: what can be answered, how an answer is kept, and how the result scores it.

Options are bands of one measured number, so that a prediction is right or wrong by arithmetic and not by
opinion. Tokens (``"20"``, ``"up"``) are English and stay in the log; labels come from the message catalog.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

from cxsim.guards import CxError
from cxsim.messages import tr

SURE = (50, 70, 90)


class Option(NamedTuple):
    """One band of possible results: from ``low`` (included) to ``high`` (excluded)."""

    token: str
    label: str
    low: float
    high: float


class Part(NamedTuple):
    """One thing to predict: a measure, its name for people, its unit and its bands from low to high.

    ``change`` says that the value is a difference, which is written with its sign.
    """

    measure: str
    label: str
    unit: str
    options: tuple[Option, ...]
    change: bool = True

    def option(self, token: str) -> Option:
        """Find an option by its token."""
        for option in self.options:
            if option.token == str(token):
                return option
        allowed = ", ".join(option.token for option in self.options)
        raise CxError(
            tr(
                "{answer} is not an answer for {measure}; allowed: {allowed}",
                answer=repr(token),
                measure=self.measure,
                allowed=allowed,
            )
        )

    def truth(self, low: float, high: float) -> tuple[Option, ...]:
        """Find the bands that an interval touches: one when the result is clear, more when it is too close to call."""
        return tuple(option for option in self.options if option.low <= high and low < option.high)


class Question(NamedTuple):
    """What is asked before a run: its id, its lesson, the text and the parts."""

    id: str
    lesson: str
    text: str
    parts: tuple[Part, ...]


class Score(NamedTuple):
    """One part of a prediction beside its result."""

    measure: str
    label: str
    unit: str
    said: str
    was: str
    value: float
    low: float
    high: float
    sure: int
    right: bool
    steps_off: int
    change: bool = True


def check_answer(question: Question, say: dict[str, Any], sure: Any) -> tuple[dict[str, str], int]:
    """Refuse an incomplete answer with one sentence; return it in its stored form."""
    for part in question.parts:
        if say.get(part.measure) in (None, ""):
            allowed = ", ".join(option.token for option in part.options)
            raise CxError(
                tr("Please answer {measure} first; allowed: {allowed}", measure=part.measure, allowed=allowed)
            )
        part.option(say[part.measure])
    if str(sure) not in {str(level) for level in SURE}:
        raise CxError(
            tr("Please say how sure you are; allowed: {allowed}", allowed=", ".join(map(str, SURE)))
        )
    return {part.measure: str(say[part.measure]) for part in question.parts}, int(sure)


def score(
    question: Question, prediction: dict[str, Any], measured: dict[str, tuple[float, float, float]]
) -> list[Score]:
    """Put a prediction beside its result; it is right when the interval touches the band that was said.

    Parameters
    ----------
    question
        The question that was asked.
    prediction
        A stored prediction: ``say`` (token by measure) and ``sure`` (per cent).
    measured
        Value, lower and upper end of the interval, by measure, in the unit of the part.
    """
    scores = []
    for part in question.parts:
        value, low, high = measured[part.measure]
        said, was = part.option(prediction["say"][part.measure]), part.truth(low, high)
        steps = min(abs(part.options.index(said) - part.options.index(band)) for band in was)
        words = was[0].label
        if len(was) > 1:
            ends = {"first": was[0].label, "last": was[-1].label}
            words = (
                tr("too close to call, “{first}” or “{last}”", **ends)
                if len(was) == 2
                else tr("too close to call, anything from “{first}” to “{last}”", **ends)
            )
        scores.append(
            Score(part.measure, part.label, part.unit, said.label, words, value, low, high,
                  int(prediction["sure"]), steps == 0, steps, part.change)
        )  # fmt: skip
    return scores


def bands(edges: list[float], tokens: list[str], labels: list[str]) -> tuple[Option, ...]:
    """Build options from the edges between them; the outer bands are open."""
    ends = [-math.inf, *edges, math.inf]
    return tuple(Option(*row) for row in zip(tokens, labels, ends[:-1], ends[1:], strict=True))

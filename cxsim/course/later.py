"""Ten questions from all lessons, a week and four weeks later: the same ways, other numbers.

Recalling after some days keeps more than reading again. The questions are those of the exercises with a seed of
their own, so that nobody remembers a result; the score stands on the page and in no file.
"""

from __future__ import annotations

from typing import NamedTuple

from cxsim.course import checks
from cxsim.course.show import Item, Note
from cxsim.messages import tr


class Round(NamedTuple):
    """One set of questions: ids of exercises, and the seed of their numbers."""

    ids: tuple[str, ...]
    seed: int


WEEK = Round(("1.1", "2.4", "3.3", "4.1", "4.4", "5.1", "6.1", "6.4", "7.1", "8.3"), 101)
FOUR_WEEKS = Round(("1.5", "2.1", "3.5", "4.2", "4.3", "5.2", "5.6", "6.2", "7.3", "8.6"), 107)


def questions(drawn: Round) -> list[checks.Check]:
    """The questions with their numbers."""
    return [checks.get(one, drawn.seed) for one in drawn.ids]


def score(states: list[str]) -> str:
    """How many are right, in words; ``states`` are those of the first answer to each question so far."""
    right = states.count("correct")
    return tr("{right} of {tried} right at the first answer.", right=right, tried=len(states))


def plain(drawn: Round) -> list[Item]:
    """The questions to read, and how to answer each without buttons."""
    told: list[Item] = [
        Note(
            tr(
                "Write your answer between the parentheses, in a new cell: import cxsim as cx, then "
                'cx.check("{first}", your answer, seed={seed}); a list where several numbers are asked.',
                first=drawn.ids[0],
                seed=str(drawn.seed),
            )
        )
    ]
    for one in questions(drawn):
        order = tr("In this order: {labels}.", labels="; ".join(one.labels.values())) if one.labels else ""
        told.append(Note(f"{one.id}  {one.question} {order}".strip()))
    return told

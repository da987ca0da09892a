"""The parameters that a team may move, in plain words."""

from __future__ import annotations

from typing import NamedTuple

from cxsim.messages import number, percent, tr
from cxsim.scenario import Scenario


class Lever(NamedTuple):
    """One parameter that a team may move: its dotted path and its name in plain words."""

    path: str
    label: str


def foundations() -> tuple[tuple[Lever, ...], ...]:
    """The levers of lesson 1: hours, and nothing else."""
    return (
        (
            Lever("policy.staffing.extra.phone", tr("phone agents, more or fewer")),
            Lever("policy.staffing.extra.chat", tr("chat agents, more or fewer")),
            Lever("policy.staffing.extra.email", tr("email agents, more or fewer")),
        ),
        (
            Lever("policy.staffing.extra.case", tr("complaint desk, more or fewer")),
            Lever("policy.staffing.chat_concurrency", tr("chats an agent holds at a time")),
        ),
    )


def delivery() -> tuple[tuple[Lever, ...], ...]:
    """The levers of lesson 4: four in the first round, two more in the second."""
    return (
        (
            Lever("policy.staffing.extra.phone", tr("phone agents, more or fewer")),
            Lever("policy.promise.live_share", tr("share promised in time")),
            Lever("policy.staffing.extra.case", tr("complaint desk, more or fewer")),
            Lever("policy.recovery.compensation_cny", tr("compensation a case, CNY")),
        ),
        (
            Lever("policy.staffing.extra.chat", tr("chat agents, more or fewer")),
            Lever("policy.staffing.extra.email", tr("email agents, more or fewer")),
        ),
    )


def changes(base: Scenario, plan: Scenario, rounds: tuple[tuple[Lever, ...], ...]) -> list[str]:
    """What a plan changes, one line each: levers in plain words, anything else by its path."""
    told = []
    known = {lever.path: lever.label for group in rounds for lever in group}
    for path, label in known.items():
        old, new = base.value(path), plan.value(path)
        if old != new:
            write = percent if path.endswith("_share") else number
            told.append(
                tr("{label}: {old} before, {new} now", label=label, old=write(old, 0), new=write(new, 0))
            )
    others = (line for line in base.diff(plan) if line.split(":")[0] not in known)
    return [*told, *others]

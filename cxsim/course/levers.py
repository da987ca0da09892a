"""The parameters that a team may move, in plain words."""

from __future__ import annotations

from typing import Any, NamedTuple

from cxsim.messages import number, percent, tr
from cxsim.scenario import Scenario


class Lever(NamedTuple):
    """One parameter that a team may move: its dotted path and its name in plain words.

    ``options`` are the words and values to choose from, where a choice says more than a slider.
    """

    path: str
    label: str
    options: tuple[tuple[str, Any], ...] = ()

    def words(self, value: Any) -> str:
        """A value in the words of the lever."""
        for said, option in self.options:
            if option == value:
                return said
        if isinstance(value, str):
            return value
        return (percent if self.path.endswith(("_share", "accuracy")) else number)(value, 0)


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


def needs(base: Scenario) -> tuple[tuple[Lever, ...], ...]:
    """The levers of lesson 2: the links of the chain of causes, and how good the bot is."""
    from cxsim.course import rosters

    rosters_ = (
        (tr("as today"), base.value(rosters.PHONE_ROSTER)),
        (tr("the same hours, placed after the calls"), rosters.placed(base).value(rosters.PHONE_ROSTER)),
    )
    order = (
        (tr("first come, first served"), "fifo"),
        (tr("urgent, complaints, high value first"), "priority"),
    )
    return (
        (
            Lever("policy.staffing.extra.phone", tr("phone agents, more or fewer")),
            Lever(rosters.PHONE_ROSTER, tr("phone roster"), rosters_),
            Lever("policy.routing.mode", tr("who is served next"), order),
            Lever("policy.bot.on", tr("a bot answers first"), ((tr("no"), False), (tr("yes"), True))),
        ),
        (
            Lever("policy.bot.accuracy", tr("what the bot understands")),
            Lever("policy.staffing.extra.chat", tr("chat agents, more or fewer")),
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


def action_plan(base: Scenario) -> tuple[tuple[Lever, ...], ...]:
    """The levers of lesson 8: one package that the budget pays, and what costs nothing."""
    from cxsim.course import packages

    bought = [(one.name, one.measures) for one in packages.packages(base).values()]
    order = (
        (tr("first come, first served"), "fifo"),
        (tr("urgent, complaints, high value first"), "priority"),
    )
    yes = ((tr("no"), False), (tr("yes"), True))
    return (
        (
            Lever(packages.PATH, tr("what the budget buys"), ((tr("nothing"), ()), *bought)),
            Lever("policy.routing.mode", tr("who is served next"), order),
        ),
        (
            Lever("policy.service.owner", tr("the first agent keeps the matter"), yes),
            Lever("policy.complaints.escalation", tr("late complaints go to the front"), yes),
        ),
    )


def changes(base: Scenario, plan: Scenario, rounds: tuple[tuple[Lever, ...], ...]) -> list[str]:
    """What a plan changes, one line each: levers in plain words, anything else by its path."""
    told = []
    known = {lever.path: lever for group in rounds for lever in group}
    for path, lever in known.items():
        old, new = base.value(path), plan.value(path)
        if old != new:
            words = {"old": lever.words(old), "new": lever.words(new)}
            told.append(tr("{label}: {old} before, {new} now", label=lever.label, **words))
    others = (line for line in base.diff(plan) if line.split(":")[0] not in known)
    return [*told, *others]

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


def communication() -> tuple[tuple[Lever, ...], ...]:
    """The levers of lesson 3: who answers whom, and what is said of the wait."""
    helps = ((tr("never"), 0), (tr("after their own"), 2))
    announced = ((tr("nothing"), "off"), (tr("how long it takes"), "wait"))
    factors = ((tr("half of it"), 0.5), (tr("the truth"), 1.0), (tr("twice of it"), 2.0))
    serves = "policy.staffing.pool_serves"
    return (
        (
            Lever(f"{serves}.phone.chat", tr("phone agents take chats"), helps),
            Lever(f"{serves}.chat.phone", tr("chat agents take calls"), helps),
            Lever("policy.promise.announce", tr("who waits is told"), announced),
            Lever("policy.promise.live_share", tr("share promised in time")),
        ),
        (
            Lever("policy.promise.announce_factor", tr("the wait that is told"), factors),
            Lever("policy.staffing.extra.phone", tr("phone agents, more or fewer")),
        ),
    )


def digital() -> tuple[tuple[Lever, ...], ...]:
    """The levers of lesson 5: the bot, and the people beside it."""
    switch = ((tr("no"), False), (tr("yes"), True))
    return (
        (
            Lever("policy.bot.on", tr("a bot answers first"), switch),
            Lever("policy.bot.accuracy", tr("what it understands")),
            Lever("policy.bot.fallback", tr("it hands on to a person"), switch),
            Lever("policy.staffing.extra.phone", tr("phone agents, more or fewer")),
        ),
        (
            Lever("policy.bot.context_passed", tr("the person sees the session"), switch),
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

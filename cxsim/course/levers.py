"""The parameters that a team may move, in plain words."""

from __future__ import annotations

from typing import Any, NamedTuple

from cxsim.messages import number, percent, tr
from cxsim.scenario import Scenario, editing, load_scenario
from cxsim.scenario.groups import CLASSES

PHONE_TAKES_CHATS = "policy.staffing.pool_serves.phone.chat"
CHAT_TAKES_CALLS = "policy.staffing.pool_serves.chat.phone"
CHATS_AT_A_TIME = "policy.staffing.chat_concurrency"
LEVELS = "policy.complaints.deadlines.general.response_h"
#: Values longer than this (rosters, lists of measures) are not written out on a page.
LONGEST = 60


class Lever(NamedTuple):
    """One parameter that a team may move: its dotted path and its name in plain words.

    ``options`` are the words and values to choose from, where a choice says more than a slider; a value that sets
    several parameters at once is a mapping of paths, the first of which is the lever's own.
    """

    path: str
    label: str
    options: tuple[tuple[str, Any], ...] = ()

    def paths(self) -> tuple[str, ...]:
        """Every path that the lever sets."""
        first = self.options[0][1] if self.options else None
        return tuple(first) if isinstance(first, dict) else (self.path,)

    def value(self, scenario: Scenario) -> Any:
        """What the lever stands at in a scenario: a value, or a mapping where it sets several."""
        found = {path: scenario.value(path) for path in self.paths()}
        return found if len(found) > 1 else found[self.path]

    def words(self, value: Any) -> str:
        """A value in the words of the lever."""
        for said, option in self.options:
            if option == value:
                return said
        if isinstance(value, dict):
            return tr("as it is")
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
    announced = ((tr("nothing"), "off"), (tr("how long it takes"), "wait"))
    factors = ((tr("half as long"), 0.5), (tr("the truth"), 1.0), (tr("twice as long"), 2.0))
    teams = (
        (tr("two teams"), _desk(0, 0, 2)),
        (tr("phone helps the chat"), _desk(2, 0, 2)),
        (tr("one pool, one at a time"), _desk(1, 1, 1)),
    )
    return (
        (
            Lever(PHONE_TAKES_CHATS, tr("who answers"), teams),
            Lever("policy.promise.announce", tr("who waits is told"), announced),
            Lever("policy.promise.live_share", tr("share promised in time")),
            Lever("policy.staffing.extra.chat", tr("chat agents, more or fewer")),
        ),
        (
            Lever("policy.promise.announce_factor", tr("the wait that is told"), factors),
            Lever("policy.staffing.extra.phone", tr("phone agents, more or fewer")),
        ),
    )


def _desk(chats: int, calls: int, at_a_time: int) -> dict[str, int]:
    """Whether phone agents take chats and chat agents calls, and how many chats one holds.

    A pool that takes calls holds one contact at a time: nobody leads two calls at once.
    """
    return {PHONE_TAKES_CHATS: chats, CHAT_TAKES_CALLS: calls, CHATS_AT_A_TIME: at_a_time}


def digital() -> tuple[tuple[Lever, ...], ...]:
    """The levers of lesson 5: the bot, the people beside it, the early warning."""
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
            Lever("policy.warning.on", tr("early warning with an offer"), switch),
        ),
    )


def needs(base: Scenario) -> tuple[tuple[Lever, ...], ...]:
    """The levers of lesson 2: the links of the chain of causes, and how good the bot is."""
    from cxsim.course import rosters

    rosters_ = (
        (tr("as today"), base.value(rosters.PHONE_ROSTER)),
        (tr("same hours, where the calls are"), rosters.placed(base).value(rosters.PHONE_ROSTER)),
    )
    order = (
        (tr("first come, first served"), "fifo"),
        (tr("urgent, complaints, high value"), "priority"),
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
            Lever(LEVELS, tr("what a complaint may take"), complaint_levels()),
        ),
    )


def complaint_levels() -> tuple[tuple[str, dict[str, Any]], ...]:
    """Limits of complaints by class as the sources state them; a late case moves to the front of the desk."""
    names = {
        "default": tr("48 hours to the first answer"),
        "promise_24h": tr("24 hours to the first answer"),
        "complaint_3_levels": tr("three levels, the gravest waits longest"),
        "complaint_3_levels_reversed": tr("three levels, the gravest first"),
    }
    clocks = [f"deadlines.{name}.{clock}_h" for name in CLASSES for clock in ("response", "assessment", "resolution")]
    paths = [LEVELS, *(f"policy.complaints.{part}" for part in ("serious_from", "major_from", *clocks))]
    plans = {label: load_scenario(name) for name, label in names.items()}
    return tuple((label, {path: plan.value(path) for path in paths}) for label, plan in plans.items())


def measuring() -> tuple[tuple[Lever, ...], ...]:
    """The levers of lesson 6: how many are asked and called back, and by whom."""
    queues = ((tr("email desk"), "email"), (tr("complaint desk"), "case"), (tr("phone"), "phone"))
    shares = ((tr("nobody"), 0.0), (tr("every second"), 0.5), (tr("everybody"), 1.0))
    reminders = tuple((number(count), count) for count in (0, 1, 2))
    return (
        (
            Lever("policy.survey.call_back_share", tr("unhappy answers called back"), shares),
            Lever("policy.survey.call_back_queue", tr("who calls back"), queues),
            Lever("policy.survey.sent_share", tr("asked after a contact")),
            Lever("policy.survey.reminders", tr("reminders"), reminders),
        ),
        (
            Lever("policy.staffing.extra.case", tr("complaint desk, more or fewer")),
            Lever("policy.staffing.extra.email", tr("email agents, more or fewer")),
        ),
    )


def weights() -> tuple[tuple[str, float], ...]:
    """What variable pay rewards, in words, from speed alone to solving alone."""
    return (
        (tr("speed alone"), 1.0),
        (tr("mostly speed"), 0.5),
        (tr("neither"), 0.0),
        (tr("mostly solving"), -0.5),
        (tr("solving alone"), -1.0),
    )


def people() -> tuple[tuple[Lever, ...], ...]:
    """The levers of lesson 7: pay and training first, hands and trainers later."""
    hours = ((tr("none"), 0.0), (tr("half an hour"), 0.5), (tr("one hour"), 1.0), (tr("two hours"), 2.0))
    bonus = tuple((percent(share, 0), share) for share in (0.0, 0.02, 0.05, 0.10))
    trainer = tuple((number(cny), cny) for cny in (0.0, 50.0, 100.0, 200.0))
    return (
        (
            Lever("policy.incentive.speed_weight", tr("variable pay rewards"), weights()),
            Lever("policy.incentive.bonus_share", tr("bonus, on top of pay"), bonus),
            Lever("policy.training.hours_week", tr("training of each agent a week"), hours),
        ),
        (
            Lever("policy.training.trainer_cny_h", tr("trainer, CNY an hour and person"), trainer),
            Lever("policy.staffing.extra.phone", tr("phone agents, more or fewer")),
        ),
    )


def action_plan(base: Scenario) -> tuple[tuple[Lever, ...], ...]:
    """The levers of lesson 8: one package that the budget pays, and what costs nothing."""
    from cxsim.course import packages

    bought = [(one.name, one.measures) for one in packages.packages(base).values()]
    order = (
        (tr("first come, first served"), "fifo"),
        (tr("urgent, complaints, high value"), "priority"),
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
    """What a plan changes, one line each: levers in their own words, anything else in the words of its field."""
    told = []
    known = {path for group in rounds for lever in group for path in lever.paths()}
    for lever in (one for group in rounds for one in group):
        old, new = lever.value(base), lever.value(plan)
        if old != new:
            words = {"old": lever.words(old), "new": lever.words(new)}
            told.append(tr("{label}: {old} before, {new} now", label=lever.label, **words))
    inside = tuple(path + "." for path in known)
    others = [one for one in editing.changed(base, plan) if not (one.path + ".").startswith(inside)]
    return [*told, *dict.fromkeys(_in_words(one) for one in others)]


def _in_words(one: editing.Change) -> str:
    label = one.meaning.partition(". ")[0].rstrip("?:")
    if not label:
        return tr("what else: {old} before, {new} now", old=one.old, new=one.new)
    if max(len(one.old), len(one.new)) > LONGEST:
        return tr("{label}: changed", label=label)
    if one.unit in ("", "on/off"):
        return tr("{label}: {old} before, {new} now", label=label, old=one.old, new=one.new)
    return tr("{label}: {old} before, {new} now ({unit})", label=label, old=one.old, new=one.new, unit=one.unit)

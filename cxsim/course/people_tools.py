"""The toolbox of lesson 7: training hours, cases to learn from, who does what, visits in secret, a scorecard."""

from __future__ import annotations

from collections.abc import Sequence

from cxsim.course import company, years
from cxsim.course.people import LAB
from cxsim.course.show import Item, Note, Table
from cxsim.measure import share_margin, training_capacity
from cxsim.messages import number, percent, tr

HOURS, HOURS_PATH = (0.0, 0.5, 1.0, 2.0, 4.0), "policy.training.hours_week"
#: Visits by a mystery shopper, or answers behind the score of one agent; the last one is the source's.
VISITS = (30, 100, 400, 1000, 10_000)


def training() -> list[Item]:
    """Hours of training a week: what they take from the seats and what they give back, one year each."""
    rows, last = [], company.summary_of(LAB.base())["profit_cny"]
    for hours in HOURS:
        found = company.summary_of(LAB.base().replace({HOURS_PATH: hours}))
        rows.append([
            number(hours, 1), percent(training_capacity(hours, 0), 1), number(100 * found["fcr_share"], 1),
            number(60 * found["phone_wait_mean_min"], 0), number(found["nps_true"], 1),
            years.signed((found["profit_cny"] - last) / 1000, 0),
        ])  # fmt: skip
    heads = [
        tr("hours a week"), tr("of the paid time"), tr("solved at first contact, of 100"),
        tr("wait on the phone, seconds"), tr("NPS of all"), tr("profit against none, thousand CNY"),
    ]  # fmt: skip
    note = tr("One possible year each, the same luck; the trainer is free here. What is learned fades within weeks, so "
              "little and often beats once a year.")  # fmt: skip
    return [Table(tr("Training: hours off the phone, matters solved"), heads, rows, note)]


def cases() -> list[Item]:
    """One element of each benchmark case, tried in this company, one year each."""
    plans = {
        tr("today"): {},
        tr("who takes the matter keeps it"): {"policy.service.owner": True},
        tr("every compensation is approved"): {"policy.recovery.authority_limit_cny": 0.0},
        tr("a bot answers first"): {"policy.bot.on": True},
    }
    rows = []
    for name, changes in plans.items():
        found = company.summary_of(LAB.base().replace(changes) if changes else LAB.base())
        rows.append([
            name, number(100 * found["fcr_share"], 1), number(60 * found["phone_wait_mean_min"], 0),
            number(found["nps_true"], 1), number(found["profit_cny"] / 1000, 0),
        ])  # fmt: skip
    heads = [
        tr("element"), tr("solved at first contact, of 100"), tr("wait on the phone, seconds"), tr("NPS of all"),
        tr("profit, thousand CNY"),
    ]  # fmt: skip
    note = tr("One possible year each, the same luck. A case tells what somebody did; only a test tells what it does "
              "here.")  # fmt: skip
    return [Table(tr("One element of a case, tried here"), heads, rows, note)]


def who_does_what() -> list[Item]:
    """The RACI matrix of a complaint, and what its check finds when a second A is written in."""
    from cxsim.worksheets import Raci

    sheet = Raci.example()
    rows = [
        [tr("“{task}”", task=row.task), *[_roles(row.roles_with(letter)) for letter in "RACI"]]
        for row in sheet.tasks
    ]
    heads = [
        tr("task"), tr("does it (R)"), tr("answers for it (A)"), tr("is asked before (C)"), tr("is told after (I)"),
    ]  # fmt: skip
    first = sheet.tasks[0]
    letters = {**first.letters, "service manager": "A"}
    broken = sheet.model_copy(
        update={"tasks": (first.model_copy(update={"letters": letters}), *sheet.tasks[1:])}
    )
    (found,) = broken.check(LAB.base())
    note = tr("Your own: {command}", command="python start.py cxsim worksheet new raci --out raci.xlsx")
    return [
        Table(tr("Who does what in a complaint"), heads, rows, note),
        Note(
            tr(
                "With a second A in the first row the check says: {says} {fix}",
                says=found.says,
                fix=found.fix,
            )
        ),
    ]


def _roles(names: Sequence[str]) -> str:
    return tr("“{names}”", names=", ".join(names)) if names else "–"


def how_many_visits(*visits: int) -> list[Item]:
    """How sure a share is after so many visits or answers, where about half or 85 of 100 are good."""
    rows = [
        [
            number(n),
            *[tr("± {points}", points=number(100 * share_margin(n, share), 1)) for share in (0.5, 0.85)],
        ]
        for n in visits or VISITS
    ]
    heads = [tr("visits or answers"), tr("near 50 of 100, points"), tr("near 85 of 100, points")]
    note = tr("95 % intervals. Two agents with {few} answers each and 10 points between them may be alike.",
              few=number(VISITS[0]))  # fmt: skip
    return [Table(tr("How sure is a score?"), heads, rows, note)]


def scorecard() -> list[Item]:
    """Balanced scorecard: four perspectives, one figure each from one year, beside its target where there is one."""
    base = LAB.base()
    found, targets = company.summary_of(base), base.policy.targets
    rows = [
        [tr("money"), tr("profit, thousand CNY"), number(found["profit_cny"] / 1000, 0), "–"],
        [tr("customers"), tr("NPS of those who answered"), number(found["nps_observed"], 1), "–"],
        [tr("customers"), tr("customers who stay, of 100"), number(100 * found["retention_share"], 1), "–"],
        [tr("processes"), tr("solved at first contact, of 100"), number(100 * found["fcr_share"], 1),
         number(100 * targets.first_contact_share, 0)],
        [tr("processes"), tr("calls answered as promised, of 100"),
         number(100 * found["phone_within_promise_share"], 1), number(100 * targets.live_share, 0)],
        [tr("learning"), tr("training, hours a week"), number(base.policy.training.hours_week, 1), "–"],
        [tr("learning"), tr("agents who left"), number(found["staff_leavers"]), "–"],
    ]  # fmt: skip
    heads = [tr("perspective"), tr("figure"), tr("this year"), tr("target")]
    note = tr("– has no target yet: a scorecard without targets is a list.")
    return [Table(tr("Four perspectives on one year"), heads, rows, note)]

"""The toolbox of lesson 5 that counts: bot, early warning, mobile funnel, efficiency, payback."""

from __future__ import annotations

from collections.abc import Sequence

from cxsim.course import company, years
from cxsim.course.communication_tools import CALL_MIN, SECONDS, SHARE, agents
from cxsim.course.show import Item, Table
from cxsim.measure import (
    bot_load,
    churn_precision,
    efficiency_readings,
    funnel_of_claim,
    mobile_funnel,
    payback,
)
from cxsim.messages import number, percent, tr

BASES = (0.02, 0.05, 0.10, 0.20)
RECALL, FALSE_ALARM = 0.78, 0.10
STARTS, STEPS, CUT, GAIN = (0.30, 0.50, 0.80), 8, 2, 0.38
FASTER = 0.28
VOLUME = (200.0, 0.6, 0.8, 0.92)


def bot_arithmetic(
    contacts: float = 200.0, common: float = 0.6, taken: float = 0.8, accuracy: float = 0.92
) -> list[Item]:
    """A bot multiplied out: from the slogan to the agents."""
    got = bot_load(contacts, common, taken, accuracy)
    lines = (
        (tr("without a bot"), contacts),
        (tr("as the slogan sounds: {taken} of everything", taken=percent(taken, 0)), got.slogan_humans),
        (tr("only {common} are common questions", common=percent(common, 0)), contacts - got.taken),
        (
            tr("of these it understands {accuracy}, the rest returns", accuracy=percent(accuracy, 0)),
            got.humans,
        ),
    )
    rows = [[label, number(left, 1), number(agents(left, CALL_MIN, SECONDS))] for label, left in lines]
    note = tr(
        "{minutes} minutes each, {share} within {seconds} seconds, formula Erlang C.",
        minutes=CALL_MIN,
        share=percent(SHARE, 0),
        seconds=SECONDS,
    )
    return [Table(tr("What is left for people"), ["", tr("contacts an hour"), tr("agents")], rows, note)]


def early_warning(bases: Sequence[float] = BASES) -> list[Item]:
    """Of those who are warned about, how many would really leave; by how many leave at all."""
    rows = []
    for base in bases:
        got = churn_precision(base, RECALL, FALSE_ALARM)
        rows.append([
            percent(base, 0), number(1000 * base, 0), number(1000 * got.warned, 0),
            number(1000 * base * RECALL, 0), percent(got.precision, 1), percent(got.accuracy, 1),
            percent(got.accuracy_of_nobody, 1),
        ])  # fmt: skip
    heads = [
        tr("leave at all"), tr("leave, of 1,000"), tr("warned about"), tr("rightly"), tr("right warnings"),
        tr("judged rightly"), tr("by “nobody leaves”"),
    ]  # fmt: skip
    note = tr(
        "Finds {recall} of those who leave, and raises a false alarm for {alarm} of the others.",
        recall=percent(RECALL, 0),
        alarm=percent(FALSE_ALARM, 0),
    )
    return [
        Table(tr("What “finds {found} of 100” is worth", found=number(100 * RECALL, 0)), heads, rows, note)
    ]


def funnel() -> list[Item]:
    """Fewer steps in an app: what cutting two of eight does, and for which app the claim is true."""
    rows = []
    for start in STARTS:
        got = mobile_funnel(start, STEPS, CUT)
        rows.append([percent(start, 0), percent(got.per_step, 1), percent(got.after, 1),
                     years.signed(100 * (got.after / start - 1), 0)])  # fmt: skip
    true = funnel_of_claim(GAIN, STEPS, CUT)
    rows.append(
        [
            percent(true.before, 1),
            percent(true.per_step, 1),
            percent(true.after, 1),
            years.signed(100 * GAIN, 0),
        ]
    )
    heads = [
        tr("finish today"),
        tr("go on at each step"),
        tr("finish with fewer steps"),
        tr("change, per cent"),
    ]
    note = tr("{steps} equal steps, {cut} taken out. Last line: the only app for which the claim is true.",
              steps=STEPS, cut=CUT)  # fmt: skip
    return [Table(tr("A shorter way through the app"), heads, rows, note)]


def efficiency(per_hour: float = 100.0) -> list[Item]:
    """“28 % more efficient” in two readings, down to the agents."""
    seconds = 60 * CALL_MIN
    got = efficiency_readings(seconds, FASTER)
    lines = (
        (tr("today"), seconds),
        (tr("{share} more contacts in the same time", share=percent(FASTER, 0)), got.more_output),
        (tr("{share} less time for each", share=percent(FASTER, 0)), got.less_time),
    )
    rows = [[label, number(time, 1), number(agents(per_hour, time / 60, SECONDS))] for label, time in lines]
    note = tr("{count} contacts an hour.", count=per_hour)
    return [
        Table(
            tr("One view of the customer: {share} more efficient", share=percent(FASTER, 0)),
            ["", tr("seconds each"), tr("agents")],
            rows,
            note,
        )
    ]


def pay_back(cost: float = 50_000.0, saving: float = 3.0) -> list[Item]:
    """When the price of a bot has come back, by what one believes it removes, and with its running cost."""
    got, upkeep = bot_load(*VOLUME), company.default().world.bot.year_cny
    lines = (
        (tr("as the slogan sounds"), VOLUME[0] - got.slogan_humans, 0.0),
        (tr("what it solves"), got.solved, 0.0),
        (tr("what it solves, less upkeep of {upkeep} CNY a year", upkeep=upkeep), got.solved, upkeep / 365),
        (tr("the same in a tenth of the volume"), got.solved / 10, upkeep / 365),
    )
    rows = []
    for label, removed, daily_cost in lines:
        daily = 12 * removed * saving - daily_cost
        days = payback(cost, daily, 1, 1).days if daily > 0 else float("nan")
        rows.append([label, number(removed, 1), number(days, 1) if daily > 0 else tr("never")])
    note = tr("{cost} CNY, {saving} CNY saved with each contact, 12 hours a day.", cost=cost, saving=saving)
    return [
        Table(tr("When it has paid for itself"), ["", tr("contacts fewer an hour"), tr("days")], rows, note)
    ]

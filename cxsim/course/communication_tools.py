"""The toolbox of lesson 3 that counts: teams or pool, standards by channel, what is told of a wait, where to go."""

from __future__ import annotations

from collections.abc import Sequence

from cxsim.analysis import join_tables
from cxsim.course import company, field_words
from cxsim.course.communication import LAB, TOLD
from cxsim.course.show import Item, Table
from cxsim.measure import expectation_gap
from cxsim.messages import number, percent, tr
from cxsim.schema import CHANNELS

CALL_MIN, MAIL_MIN = 3.0, 5.0
SHARE, SECONDS = 0.95, 60.0
#: Told over expected wait: too short, honest, too long.
FACTORS = (0.5, 1.0, 2.0)
#: Weeks of contacts whose lists are joined.
LIST_WEEKS = 4
WAIT_MIN, PROMISES_MIN = 40.0, (30.0, 40.0, 60.0)


def agents(per_hour: float, minutes: float, within_s: float, share: float = SHARE) -> int:
    """Agents that a promise needs (Erlang C: nobody hangs up)."""
    from cxsim.theory.staffing import required_agents

    return required_agents(per_hour / 60, 1 / minutes, within_s / 60, share)


def teams_or_pool(per_hour: Sequence[float] = (10, 30, 60, 120, 240)) -> list[Item]:
    """Agents for two teams and for one pool, by contacts an hour of each team."""
    rows = []
    for calls in per_hour:
        apart, pooled = 2 * agents(calls, CALL_MIN, SECONDS), agents(2 * calls, CALL_MIN, SECONDS)
        rows.append([number(calls, 0), number(apart), number(pooled), percent((apart - pooled) / apart, 0)])
    heads = [
        tr("contacts an hour in each team"),
        tr("two teams, agents"),
        tr("one pool, agents"),
        tr("fewer"),
    ]
    note = tr(
        "{minutes} minutes each, {share} within {seconds} seconds, formula Erlang C. It knows only contacts that take "
        "one agent each: it does not see that in a pool nobody can hold two chats at a time.",
        minutes=CALL_MIN,
        share=percent(SHARE, 0),
        seconds=SECONDS,
    )
    return [Table(tr("Two teams or one pool"), heads, rows, note), _lists()]


def known_elsewhere() -> dict[str, tuple[int, float]]:
    """Contacts of some weeks by channel, and the share whose customer was on another one a little before."""
    import pandas as pd

    run = company.year_of(LAB.base())
    first = pd.Timestamp(run.scenario.world.calendar.start_date)
    recent = run.contacts[run.contacts["arrived"] < first + pd.Timedelta(weeks=LIST_WEEKS)]
    lists = {channel: recent[recent["channel"] == channel][["customer", "arrived"]] for channel in CHANNELS}
    joined = join_tables({"base": run.customers[["customer"]], **lists}, dict.fromkeys(("base", *lists), "customer"),
                         base="base")  # fmt: skip
    seen = {channel: joined.tables[channel].groupby("customer")["arrived"].min() for channel in CHANNELS}
    found = {}
    for channel in CHANNELS:
        mine = joined.tables[channel]
        earlier = pd.concat([mine["customer"].map(seen[other]) for other in CHANNELS if other != channel], axis=1)
        found[channel] = len(mine), float((earlier.min(axis=1) < mine["arrived"]).mean())
    return found


def _lists() -> Table:
    """What the list of one channel does not see: customers who were on another one a little before."""
    names = field_words.channels()
    rows = [[names[channel], number(count), number(100 * known, 0)]
            for channel, (count, known) in known_elsewhere().items()]  # fmt: skip
    heads = [tr("channel"), tr("contacts"), tr("known on another channel, of 100")]
    note = tr("{weeks} weeks of your company, the three lists joined on the customer. Who answers from one list only "
              "asks these customers to tell it again.", weeks=LIST_WEEKS)  # fmt: skip
    return Table(tr("What one list does not see"), heads, rows, note)


def standards(per_hour: float = 60.0) -> list[Item]:
    """Agents on mail under the standard of the phone, and under its own."""
    limits = (
        (SECONDS, tr("1 minute, as on the phone")),
        (600.0, tr("10 minutes")),
        (1800.0, tr("30 minutes")),
    )
    rows = [[words, number(agents(per_hour, MAIL_MIN, within))] for within, words in limits]
    note = tr(
        "{count} mails an hour, {minutes} minutes each, {share} in time.",
        count=per_hour,
        minutes=MAIL_MIN,
        share=percent(SHARE, 0),
    )
    return [
        Table(
            tr("One standard for all channels, or one for each"),
            [tr("mail is answered within"), tr("agents")],
            rows,
            note,
        )
    ]


def promises() -> list[Item]:
    """A wait promised too short, rightly, too long: what is left of it; and what it does in a year."""
    rows = [
        [number(told), number(WAIT_MIN), number(expectation_gap(told, WAIT_MIN))] for told in PROMISES_MIN
    ]
    heads = [tr("promised, minutes"), tr("waited, minutes"), tr("gap, minutes")]
    note = tr("Below zero: later than told.")
    return [Table(tr("The gap"), heads, rows, note), _told_in_a_year()]


def _told_in_a_year() -> Table:
    words = (tr("half as long"), tr("the truth"), tr("twice as long"))
    rows = []
    for factor, said in zip(FACTORS, words, strict=True):
        plan = LAB.base().replace({**TOLD, "policy.promise.announce_factor": factor})
        found = company.summary_of(plan)
        rows.append([
            said, number(100 * found["announced_kept_share"], 0), number(100 * found["announced_left_share"], 0),
            number(100 * found["csat_true_share"], 1), number(found["leavers"]),
        ])  # fmt: skip
    heads = [
        tr("what is told"), tr("answered by then, of 100"), tr("leave on hearing it, of 100"), tr("satisfied, of 100"),
        tr("customers lost"),
    ]  # fmt: skip
    note = tr("One year each. Satisfied: of those who were answered in the end; who left is not among them.")
    return Table(tr("Told too short, rightly, too long"), heads, rows, note)


def channels() -> list[Item]:
    """What each channel gave and cost in one year."""
    run = company.year_of(LAB.base())
    found, contacts = run.summary(), run.contacts
    names = field_words.channels()
    pay = run.weeks[[f"labor_{channel}_cny" for channel in CHANNELS]].sum()
    rows = []
    for channel in CHANNELS:
        done = contacts[(contacts["channel"] == channel) & (contacts["outcome"] == "handled")]
        wait = found[f"{channel}_wait_mean_min"]
        rows.append([
            names[channel], number(len(done)), number(wait, 0 if wait > 10 else 1),
            number(found[f"{channel}_handle_mean_min"], 1), number(100 * done["resolved"].mean(), 0),
            number(-pay[f"labor_{channel}_cny"] / len(done), 1),
        ])  # fmt: skip
    heads = [
        tr("channel"), tr("answered in a year"), tr("wait, minutes"), tr("work, minutes"), tr("solved, of 100"),
        tr("pay for each, CNY"),
    ]  # fmt: skip
    return [
        Table(tr("What a channel gives and costs"), heads, rows, tr("One year of your company.")),
        _choice(),
    ]


def _choice() -> Table:
    """Which matter belongs where: a rule to argue with."""
    rows = [
        [tr("where is my order"), tr("chat or mobile page"), tr("short, needs no person")],
        [tr("does it fit, what does it cost"), tr("chat"), tr("a few questions, a link, a picture")],
        [tr("it does not work"), tr("phone"), tr("steps to try, one after the other")],
        [tr("the bill is wrong"), tr("email"), tr("papers; nobody needs it this minute")],
        [tr("I am angry"), tr("phone, by name"), tr("a voice; one owner until it is solved")],
        [
            tr("what will change for me"),
            tr("message, then phone for the best customers"),
            tr("before it happens"),
        ],
    ]
    heads = [tr("matter"), tr("channel"), tr("because")]
    return Table(
        tr("Which matter where"), heads, rows, tr("A proposal: change the lines for your own company.")
    )

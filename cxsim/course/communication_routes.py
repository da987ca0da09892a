"""The toolbox of lesson 3 that tries a route: which matter on which channel, one memory for all, how often to write."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from cxsim.course import company, field_words, given
from cxsim.course.communication import LAB
from cxsim.course.communication_tools import known_elsewhere
from cxsim.course.show import Item, Note, Table
from cxsim.measure.reading import Allowed, one, word
from cxsim.messages import number, percent, tr
from cxsim.schema import CHANNELS, REASONS

if TYPE_CHECKING:
    from cxsim.results.run import Run
    from cxsim.scenario import Scenario

SHARE, REASON_SHARE = "world.demand.channel_share", "world.demand.reason_share"
HANDLE, SWITCH_EFFORT = "world.service.handle.{channel}.mean_min", "beliefs.answers.effort_per_switch"
SECONDS, TOUCHES, MOST = Allowed(0, 300), Allowed(0, 52, whole=True), Allowed(0.1, 31)
TOUCH_WAYS = ("meeting", "report", "message", "call")


def routed(rule: Mapping[str, str]) -> list[Item]:
    """A rule of which matter belongs where, as if customers kept it: wait, work and effort of the year it makes."""
    chosen = {reason: word(channel, reason, CHANNELS)
              for reason, channel in given.named(rule, tr("rule"), REASONS).items()}  # fmt: skip
    base = LAB.base()
    mix = {reason: float(base.value(f"{REASON_SHARE}.{reason}")) for reason in REASONS}
    shares = {channel: sum(mix[one_of] for one_of in REASONS if chosen[one_of] == channel) for channel in CHANNELS}
    changes = {f"{SHARE}.{channel}": round(share, 6) for channel, share in shares.items()}
    names = field_words.channels()
    columns = [_columns(plan) for plan in (base, base.replace(changes))]
    rows = [[names[channel], percent(float(base.value(f"{SHARE}.{channel}")), 0), percent(shares[channel], 0),
             *[column[channel][place] for place in range(3) for column in columns]]
            for channel in CHANNELS]  # fmt: skip
    heads = [tr("channel"), tr("of the matters today"), tr("under your rule")]
    heads += [tr("{figure}, {when}", figure=figure, when=when)
              for figure in (tr("wait, minutes"), tr("pay for a contact, CNY"), tr("effort, 1 to 7"))
              for when in (tr("today"), tr("your rule"))]  # fmt: skip
    note = tr("One possible year each, the same luck, the same people at each desk. The simulator takes the shares "
              "from your rule and gives each channel a mix of all matters; customers do not keep a rule by "
              "themselves.")  # fmt: skip
    return [Table(tr("Your rule, if customers kept it"), heads, rows, note)]


def _columns(plan: Scenario) -> dict[str, tuple[str, str, str]]:
    """Wait, pay for a contact and effort of each channel in one year, as they are shown."""
    found = company.figures(plan, 0, _by_channel).reshape(len(CHANNELS), 3)
    return {channel: (_shown(wait, 0 if wait > 10 else 1), _shown(paid, 1), _shown(effort, 2))
            for channel, (wait, paid, effort) in zip(CHANNELS, found, strict=True)}  # fmt: skip


def _by_channel(run: Run) -> list[float]:
    """For each channel, of one year: minutes of wait, pay for a contact, effort."""
    found, pay = run.summary(), run.weeks[[f"labor_{channel}_cny" for channel in CHANNELS]].sum()
    effort = run.needs["true_effort"].astype(float).groupby(run.needs["channel"], observed=True).mean()
    read: list[float] = []
    for channel in CHANNELS:
        handled = found[f"{channel}_handled"]
        paid = -pay[f"labor_{channel}_cny"] / handled if handled else float("nan")
        read += [found[f"{channel}_wait_mean_min"], paid, effort.get(channel, float("nan"))]
    return read


def _shown(value: float, digits: int) -> str:
    return "–" if value != value else number(float(value), digits)


def one_memory(again_s: float) -> list[Item]:
    """What it brings when every desk sees the contacts of the others: time to tell it again, wait, effort."""
    seconds = one(again_s, "again_s", SECONDS)
    base = LAB.base()
    known = {channel: share for channel, (_, share) in known_elsewhere().items()}
    changes: dict[str, float] = {SWITCH_EFFORT: 0.0}
    for channel in CHANNELS:
        path = HANDLE.format(channel=channel)
        changes[path] = float(base.value(path)) - known[channel] * seconds / 60
    plans = {tr("each its own list"): base, tr("one shared history"): base.replace(changes)}
    rows = []
    for (name, plan), kept in zip(plans.items(), (False, True), strict=True):
        *contacts, wait, all_effort, effort, nps = company.figures(plan, 0, _told_again)
        told = zip(CHANNELS, contacts, strict=True)
        hours = 0.0 if kept else sum(count * known[channel] for channel, count in told) * seconds / 3600
        rows.append([name, number(hours, 0), number(60 * wait, 0), number(all_effort, 2), _shown(effort, 2),
                     number(nps, 1)])  # fmt: skip
    heads = [tr("what a desk sees"), tr("hours of telling it again"), tr("wait on the phone, seconds"),
             tr("effort, 1 to 7"), tr("effort of who changed the channel"), tr("NPS of all")]  # fmt: skip
    note = tr("One possible year each, the same luck. Assumed: who was on another channel a little before tells it "
              "again for {seconds} seconds, which are part of today’s handle time; with one history these fall "
              "away, and so does the extra effort of a change.", seconds=number(seconds, 0))  # fmt: skip
    return [Table(tr("Each its own list, or one shared history"), heads, rows, note)]


def _told_again(run: Run) -> list[float]:
    """Contacts of each channel; wait on the phone, minutes; effort of all, and of who changed the channel; NPS."""
    found = run.summary()
    switched = set(run.contacts.loc[run.contacts["kind"] == "switch", "need"])
    effort = run.needs.loc[run.needs["need"].isin(switched), "true_effort"].astype(float).mean()
    return [*[found[f"{channel}_handled"] for channel in CHANNELS], found["phone_wait_mean_min"], found["ces_true"],
            effort, found["nps_true"]]  # fmt: skip


def touch_plan(plan: Mapping[str, Mapping[str, float]], most_a_month: float) -> list[Item]:
    """Planned touches by segment, on top of what the company already sends and answers, held against a limit."""
    run = company.year_of(LAB.base())
    limit = one(most_a_month, "most_a_month", MOST)
    people = run.customers[run.customers["status_start"].astype(str) == "customer"]
    segments = sorted(people["segment"].astype(str).unique())
    asked = run.needs[run.needs["survey"].astype(str) != "not_sent"].groupby("customer").size()
    rows, crowded = [], []
    for segment, ways in given.named(plan, tr("plan"), tuple(segments)).items():
        part = people[people["segment"].astype(str) == segment]
        planned = {way: one(count, tr("{way} of {segment}", way=way, segment=segment), TOUCHES)
                   for way, count in _ways(ways, segment).items()}  # fmt: skip
        there = float(part["contacts"].mean()), float(part["customer"].map(asked).fillna(0).mean())
        month = (sum(there) + sum(planned.values())) / 12
        crowded += [segment] * (month > limit)
        rows.append([given.own(segment), number(len(part)), *[number(value, 1) for value in there],
                     ", ".join(tr("{way} {count}", way=way, count=number(n)) for way, n in planned.items()) or "–",
                     number(len(part) * sum(planned.values())), number(month, 1),
                     tr("too much") if month > limit else tr("fits")])  # fmt: skip
    heads = [tr("segment"), tr("customers"), tr("contacts a year"), tr("surveys a year"), tr("planned a year"),
             tr("touches to make"), tr("all together, a month"), ""]  # fmt: skip
    note = tr("Contacts and surveys: mean of one possible year of your company. Limit: {limit} a month.",
              limit=number(limit, 1))  # fmt: skip
    told = tr("Every segment stays below the limit.") if not crowded else tr("Take something out for: {segments}.",
                                                                             segments=", ".join(crowded))  # fmt: skip
    return [Table(tr("Touch plan"), heads, rows, note), Note(told, "lead")]


def _ways(ways: Mapping[str, float], segment: str) -> dict[str, float]:
    """Ways and times of one segment; nothing planned is allowed."""
    if not ways:
        return {}
    for way in given.named(ways, segment):
        word(way, tr("way of {segment}", segment=segment), TOUCH_WAYS)
    return dict(ways)

"""The toolbox of lesson 6 that looks at answers: four analyses, one page, a monthly report, feeds of feedback."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from cxsim import datasets
from cxsim.analysis import (
    correlations,
    dashboard,
    kpi_table,
    merge_feeds,
    over_time,
    segments,
    sentiment,
    trend,
)
from cxsim.course import claims, company, field_words, given, measuring, years
from cxsim.course.measuring import LAB
from cxsim.course.own_data_tables import between
from cxsim.course.show import Item, Note, Picture, Table
from cxsim.course.stored_answers import SATISFIED_FROM, satisfied_answers
from cxsim.measure.reading import Allowed, one, word
from cxsim.messages import number, tr

if TYPE_CHECKING:
    import pandas as pd

    from cxsim.results.run import Run

#: The claim of what the market has.
MARKET = "C-084"
GROUPS = ("channel", "product", "reason", "region", "segment")
#: Outcomes of calls that nobody could have answered.
NOT_OFFERED = ("closed", "self_served", "bot_failed")


def looks(by: str) -> list[Item]:
    """Trend, gap, correlation and segment of two years of answers: one finding each."""
    word(by, "by", GROUPS)
    table = satisfied_answers()
    moved = trend(over_time(table, "satisfied", "answered", "month", "share")["value"], per=12)
    rows = [
        [tr("trend"), tr("{change} of 100 a year", change=years.signed(moved.value, 1)),
         between(moved.low, moved.high), tr("doubtful") if moved.warning else _sure(moved.low > 0 or moved.high < 0)],
        _gap(table), _goes_with(table), _apart(table, by),
    ]  # fmt: skip
    heads = [tr("look"), tr("finding"), tr("95 %"), tr("beyond chance?")]
    note = tr(
        "Satisfied: mark {least} or {most} of {most}. Answers of two years, from the stored tables of a made-up "
        "company; market: guide 2025. Correlation: 0 is none, 1 the most. Segment: the one farthest from the others, "
        "with the interval of its own share.", least=SATISFIED_FROM, most=5,
    )  # fmt: skip
    warned = [Note(tr("Trend: {warning}.", warning=moved.warning))] if moved.warning else []
    return [Table(tr("Four looks at the same {n} answers", n=number(len(table))), heads, rows, note), *warned]


def _sure(beyond: bool) -> str:
    return tr("yes") if beyond else tr("no")


def _gap(table: pd.DataFrame) -> list[str]:
    """Satisfied answers beside the market."""
    market = claims.figure(MARKET)
    (found,) = kpi_table(table, {"satisfied": "share"}, {"satisfied": market}).itertuples()
    text = tr("{value} of 100 satisfied, the market {market}", value=number(found.value, 1), market=number(market, 1))
    return [tr("gap"), text, between(found.low, found.high), _sure(found.status != "too close to call")]


def _goes_with(table: pd.DataFrame) -> list[str]:
    """Which mark goes most with satisfaction."""
    names = {"timeliness": tr("speed"), "solution": tr("solution"), "attitude": tr("attitude"), "effort": tr("effort")}
    found = next(correlations(table, "satisfaction", list(names)).itertuples())
    text = tr("the mark for {what}: {value}", what=names[found.first], value=number(found.value, 2))
    return [tr("correlation"), text, between(found.low, found.high, 2), _sure(found.sure)]


def _apart(table: pd.DataFrame, by: str) -> list[str]:
    """Which segment is farthest from the others."""
    found = _farthest(segments(table, by, "satisfied", "share"))
    text = tr("{segment}: {value} of 100 satisfied, {gap} against the others", segment=given.quoted(found.segment),
              value=number(found.value, 1), gap=years.signed(found.difference, 1))  # fmt: skip
    return [tr("segment"), text, between(found.low, found.high), _sure(found.differs)]


def _farthest(found: pd.DataFrame) -> Any:
    return max(found.itertuples(), key=lambda part: abs(part.difference))


def one_page(by: str) -> list[Item]:
    """The year with the fault on one page: level, months, groups, and what stands out."""
    words = {
        "reason": {"enquiry": tr("enquiry"), "order": tr("order"), "technical": tr("technical"), "billing": tr("bill"),
                   "complaint": tr("complaint")},
        "channel": field_words.desks(),
        "segment": {"mass": tr("mass"), "value": tr("value"), "business": tr("business"), "new": tr("new")},
    }  # fmt: skip
    names = words[word(by, "by", tuple(words))]
    run = company.year_of(measuring.fault_to_the_end(LAB.base()))
    answers = run.surveys.merge(run.customers[["customer", "segment"]], on="customer")
    satisfied, nps = tr("satisfied, of 100"), tr("NPS, points")
    table = {"answered": answers["answered"], by: answers[by].astype(str).map(names), satisfied: answers["satisfied"],
             nps: answers["recommend"]}  # fmt: skip
    found = dashboard(table, {satisfied: "share", nps: "nps"}, "answered", by)
    hidden = tr("No group stands out beyond chance: the fault is hidden from this side.")
    return [*_drawn(found), _stands_out(found.groups[satisfied], hidden)]


def _drawn(found: Any) -> list[Item]:
    """The page: indicators of the year, and the picture of their months and groups."""
    from cxsim.plots.dashboard import dashboard as drawn

    rows = [
        [part.indicator, number(part.value, 1), between(part.low, part.high), number(part.n)]
        for part in found.kpis.itertuples()
    ]
    heads = [tr("figure"), tr("value"), tr("95 %"), tr("answers")]
    note = tr("One possible year. Left of each pair: months with their 95 % band. Right: groups with their 95 % "
              "interval; a triangle stands apart from the others beyond chance.")  # fmt: skip
    return [Table(tr("The year with the fault on one page"), heads, rows, note), Picture(*drawn(found))]


def _stands_out(groups: pd.DataFrame, none: str) -> Note:
    """The group farthest from the others, or `none` where no group is beyond chance."""
    if not groups["differs"].any():
        return Note(none, "lead")
    far = _farthest(groups[groups["differs"]])
    return Note(tr("Farthest from the others: {group}, {gap} of 100 satisfied.", group=far.segment,
                   gap=years.signed(far.difference, 1)), "lead")  # fmt: skip


def stored_page(by: str, product: str) -> list[Item]:
    """Two years of stored answers on one page: trend, region or product, and the outlier; all products or one."""
    from cxsim.plots.dashboard import dashboard as drawn

    word(by, "by", ("region", "product", "channel"))
    table = satisfied_answers()
    products = sorted(table["product"].dropna().astype(str).unique())
    if word(product, "product", ("all", *products)) != "all":
        table = table[table["product"].astype(str) == product]
        by = "region" if by == "product" else by
    satisfied = tr("satisfied, of 100")
    found = dashboard(table.rename(columns={"satisfied": satisfied}), {satisfied: "share"}, "answered", by,
                      period="quarter")  # fmt: skip
    (level,) = found.kpis.itertuples()
    title = tr("{n} stored answers of two years: {value} of 100 satisfied ({low} to {high}).", n=number(len(table)),
               value=number(level.value, 1), low=number(level.low, 1), high=number(level.high, 1))  # fmt: skip
    told = _stands_out(found.groups[satisfied], tr("No group stands out beyond chance."))
    return [Note(title), Picture(*drawn(found)), told]


def monthly_report(month: int, actions: dict[str, str]) -> list[Item]:
    """One month of the year as a report: figures, interval, month before, target, action."""
    number_of = int(one(month, "month", Allowed(2, 12, whole=True)))
    targets = LAB.base().policy.targets
    wanted = {"handle": targets.phone_handle_min, "in_time": 100 * targets.live_share,
              "solved": 100 * targets.first_contact_share, "satisfied": claims.figure(MARKET)}  # fmt: skip
    for name, text in actions.items():
        given.texts([text], word(name, tr("action"), tuple(wanted)))
    run = company.year_of(LAB.base())
    kinds = {name: "mean" if name == "handle" else "share" for name in wanted}
    found = kpi_table(of_month(run, number_of), kinds, wanted, ["handle"])
    before = kpi_table(of_month(run, number_of - 1), kinds).set_index("indicator")["value"]
    said = {"met": tr("met"), "missed": tr("missed"), "too close to call": tr("too close to call")}
    names = _figures()
    rows = [
        [names[part.indicator], number(part.value, 1), between(part.low, part.high), number(before[part.indicator], 1),
         number(part.target, 1), said[part.status],
         given.own(actions[part.indicator]) if part.indicator in actions else "–"]
        for part in found.itertuples()
    ]  # fmt: skip
    heads = [tr("figure"), tr("this month"), tr("95 %"), tr("month before"), tr("target"), tr("status"), tr("action")]
    note = tr("The worst first; one possible year. Targets: of this company; satisfied: the market in the guide 2025. "
              "Busy days make the true intervals wider.")  # fmt: skip
    status = dict(zip(found["indicator"], found["status"], strict=True))
    title = tr("Report of month {month}", month=number_of)
    return [Table(title, heads, rows, note), _to_decide(status, actions)]


def _figures() -> dict[str, str]:
    return {
        "handle": tr("a call takes, minutes (handle)"),
        "in_time": tr("calls answered in time, of 100 (in_time)"),
        "solved": tr("solved at first contact, of 100 (solved)"),
        "satisfied": tr("satisfied, of 100 answers (satisfied)"),
    }


def _to_decide(status: Mapping[str, str], actions: Mapping[str, str]) -> Note:
    """What a meeting has to decide about the figures of a month."""
    missed = [name for name, said in status.items() if said == "missed"]
    idle = [name for name in missed if name not in actions]
    close = [name for name, said in status.items() if said == "too close to call"]
    if idle:
        text = tr("Missed: {missed}. Without an action: {names}. Write who does what until when.", missed=len(missed),
                  names=", ".join(idle))  # fmt: skip
    elif missed:
        text = tr("Missed: {missed}. Each has its action; next month asks what came of it.", missed=len(missed))
    elif close:
        text = tr("No target is missed for sure. Too close to call: {names}; look at them again next month.",
                  names=", ".join(close))  # fmt: skip
    else:
        text = tr("Every target is met: no action is needed this month.")
    return Note(text, "lead")


def of_month(run: Run, month: int) -> pd.DataFrame:
    """Calls, matters and answers of one month of a year: a column for each figure of the report."""
    import pandas as pd

    first = pd.Timestamp(run.scenario.world.calendar.start_date)

    def within(table: pd.DataFrame, when: str) -> pd.DataFrame:
        passed = 12 * (table[when].dt.year - first.year) + table[when].dt.month - first.month
        return table[passed == month - 1]

    calls = within(run.contacts[run.contacts["channel"].eq("phone") & run.contacts["kind"].ne("call_back")], "arrived")
    offered = calls[~calls["outcome"].isin(NOT_OFFERED)]
    answered = offered["outcome"].eq("handled")
    soon = 60 * offered["wait_min"] <= run.scenario.policy.promise.live_within_s
    matters = within(run.needs[run.needs["handlings"] > 0], "born")
    columns = {
        "handle": offered["handle_min"][answered],
        "in_time": answered & soon,
        "solved": matters["state"].eq("resolved") & matters["handlings"].eq(1),
        "satisfied": within(run.surveys, "answered")["satisfied"],
    }
    return pd.concat([pd.DataFrame({name: part.astype(float)}) for name, part in columns.items()])


def feeds(chosen: tuple[str, ...]) -> list[Item]:
    """Feedback of several channels merged: whom each reaches, what it says, whom it misses."""
    table = datasets.feedback()
    words = {"survey": tr("survey"), "online": tr("online"), "phone": tr("phone"), "social": tr("social media")}
    table["good"] = 100.0 * (sentiment(table["text_zh"])["sentiment"] > 0)
    parts = {words[word(name, tr("channel"), tuple(words))]: table[table["feed"] == name] for name in chosen or words}
    people = datasets.customers().query("status != 'prospect'")["customer"]
    found = merge_feeds(parts, "good", "customer", people)
    rows = [
        [_feed(part.channel), number(part.answers), number(part.customers), number(part.coverage, 0),
         number(part.only_here) if part.channel in parts else "–", number(part.score, 0),
         between(part.low, part.high, 0)]
        for part in found.itertuples()
    ]  # fmt: skip
    heads = [tr("channel"), tr("comments"), tr("customers known"), tr("of 100 customers"), tr("customers only here"),
             tr("in good words, of 100"), tr("95 %")]  # fmt: skip
    note = tr("Two years of a made-up company, {n} customers. Good words: more good than bad ones of a list; it counts "
              "words and does not understand. Comments without a customer's number count for the words only.",
              n=number(len(people)))  # fmt: skip
    return [Table(tr("Feedback merged"), heads, rows, note), *_missed(parts, people, found)]


def _feed(name: str) -> str:
    return tr("all together") if name == "all" else name


def _missed(parts: dict[str, pd.DataFrame], people: pd.Series, found: pd.DataFrame) -> list[Item]:
    """Of customers who were left unsatisfied once, and of the others: how many each channel reaches."""
    needs = datasets.needs()
    unhappy = people.isin(needs.loc[needs["true_satisfied"].eq(False), "customer"])
    sides = [merge_feeds(parts, "good", "customer", people[side])["coverage"] for side in (unhappy, ~unhappy)]
    rows = [
        [_feed(name), number(bad, 0), number(fine, 0)]
        for name, bad, fine in zip(found["channel"], *sides, strict=True)
    ]
    heads = [tr("channel"), tr("of 100 once left unsatisfied"), tr("of 100 others")]
    note = tr("Unsatisfied: at least one matter of {n} customers; only a made-up company knows. Who has more matters "
              "is asked more often, and is unsatisfied sooner.", n=number(int(unhappy.sum())))  # fmt: skip
    silent = [number(100 - found["coverage"].iloc[-1], 0), number(100 - sides[0].iloc[-1], 0)]
    told = tr("Not heard by name: {missed} of 100 customers, and {bad} of 100 who were once left unsatisfied.",
              missed=silent[0], bad=silent[1])  # fmt: skip
    best, worst = (found.loc[found.iloc[:-1]["score"].agg(pick)] for pick in ("idxmax", "idxmin"))
    if best.low > worst.high:
        told += " " + tr("The same company sounds better in {best} than in {worst}: {high} and {low} of 100 in good "
                         "words.", best=best.channel, worst=worst.channel, high=number(best.score, 0),
                         low=number(worst.score, 0))  # fmt: skip
    return [Table(tr("Whom each channel hears"), heads, rows, note), Note(told, "lead")]

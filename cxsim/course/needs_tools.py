"""The toolbox of lesson 2: rosters, who the customers are, their journey, needs that fade, what comes first."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence

from cxsim.course import company, given, plain_day
from cxsim.course.needs import LAB
from cxsim.course.show import Item, Note, Picture, Table
from cxsim.measure import bot_load, cac, decay_below, priority_board, saved_share
from cxsim.messages import number, percent, tr
from cxsim.scenario.groups import SEGMENTS

#: Weeks that a roster of the table lives.
WEEKS = 40
LOSSES, MONTHS = (0.05, 0.15, 0.25), (1, 3, 6, 12)
#: Scores from 1 to 5, more is better (5 in ease: easy); made up for the page.
SCORES = {
    "value": (5, 5, 3, 2, 4, 2),
    "ease": (1, 4, 4, 5, 1, 4),
    "returns": (3, 4, 4, 1, 5, 2),
    "fit": (3, 3, 3, 2, 5, 5),
}
#: An idea counts as large in impact from here on, and as easy up to here, of 5; so many become prototypes.
LARGE_FROM, EASY_UP_TO, PROTOTYPES = 4, 2, 2
EQUAL, VALUE_FIRST = (0.25, 0.25, 0.25, 0.25), (0.55, 0.15, 0.15, 0.15)


def roster_table() -> list[Item]:
    """Seven rosters of one day: hours, share in time by formula and as the simulator lives it."""
    from cxsim.theory import roster_share

    left = bot_load(1, plain_day.COMMON, plain_day.DEFLECTION, plain_day.ACCURACY).humans
    flat = plain_day.AGENTS
    cases = [
        *[(tr("{agents} all day", agents=agents), (agents,) * 12, False) for agents in (flat, flat + 1, flat + 2)],
        (tr("{agents} all day, placed where the calls are", agents=flat), plain_day.PLACED, False),
        (tr("{agents} all day and a bot", agents=flat), (flat,) * 12, True),
        (tr("as many as each hour needs"), plain_day.EACH_HOUR, False),
        (tr("{agents} all day", agents=max(plain_day.EACH_HOUR)), (max(plain_day.EACH_HOUR),) * 12, False),
    ]  # fmt: skip
    rows = []
    for name, roster, bot in cases:
        calls = [(left if bot else 1.0) * one for one in plain_day.CALLS]
        by_formula = roster_share(calls, roster, 60 * plain_day.HANDLE_MIN, plain_day.WITHIN_S).share
        lived = plain_day.share_in_time(plain_day.desk(roster, bot, WEEKS))
        rows.append([name, number(sum(roster)), number(100 * by_formula, 1), number(100 * lived, 1)])
    heads = [tr("roster"), tr("agent hours"), tr("in time by formula"), tr("in time, simulated")]
    saved = saved_share(12 * max(plain_day.EACH_HOUR), sum(plain_day.EACH_HOUR))
    note = tr(
        "Of 100 calls, within {seconds} seconds; {days} days each. The formula counts an hour with more calls than "
        "agents can take as lost. As many as each hour needs saves {saved} of the hours of the last row.",
        seconds=number(plain_day.WITHIN_S), days=7 * WEEKS, saved=percent(saved, 1),
    )  # fmt: skip
    return [Table(tr("One day, seven rosters"), heads, rows, note)]


def place_hours(calls: Sequence[float], hours: int, call_min: float) -> list[Item]:
    """Your own calls by hour: the same agent hours flat and placed after the calls, and what each keeps."""
    from cxsim.theory import equal_hours, roster_share

    placed = equal_hours([one * call_min / 60 for one in calls], hours).seats
    flat = [hours // len(calls) + (place < hours % len(calls)) for place in range(len(calls))]
    rows = [
        [number(place), number(one), number(a), number(b)]
        for place, (one, a, b) in enumerate(zip(calls, flat, placed, strict=True), 1)
    ]
    kept = [
        number(100 * roster_share(calls, roster, 60 * call_min, plain_day.WITHIN_S).share, 1)
        for roster in (flat, placed)
    ]
    heads = [tr("hour"), tr("calls"), tr("flat"), tr("placed")]
    note = tr("Of 100 calls within {seconds} seconds, by formula: {flat} flat, {placed} placed. Same hours, same pay.",
              seconds=number(plain_day.WITHIN_S), flat=kept[0], placed=kept[1])  # fmt: skip
    return [Table(tr("{hours} agent hours over the day", hours=hours), heads, rows, note)]


def segments() -> list[Item]:
    """Who the customers are: four segments of one year, from the customer table."""
    table = company.year_of(LAB.base()).customers.query("status_start == 'customer'")
    words = {"mass": tr("mass"), "value": tr("value"), "business": tr("business"), "new": tr("new")}
    rows = []
    for name in SEGMENTS:
        part = table[table["segment"] == name]
        stay = (part["status_end"] == "customer").mean()
        rows.append([
            words[name], percent(len(part) / len(table), 0), number(part["needs"].mean(), 1),
            number(part["contacts"].sum() / max(1, part["needs"].sum()), 2),
            number(part["margin_month_cny"].mean(), 0), number(100 * stay, 1),
        ])  # fmt: skip
    heads = [
        tr("segment"), tr("share"), tr("matters a year"), tr("contacts for each"), tr("margin a month, CNY"),
        tr("stayed, of 100"),
    ]  # fmt: skip
    note = tr("One possible year. A persona adds a face, a wish and a pain point: {command}",
              command="python start.py cxsim worksheet new persona --example --out personas.xlsx")  # fmt: skip
    return [Table(tr("Four kinds of customers"), heads, rows, note)]


def journey() -> list[Item]:
    """The journey of one persona with its emotion curve, and the parameter behind each low point."""
    from cxsim.worksheets import JourneyMap

    sheet = JourneyMap.example()
    drawn = sheet.picture()
    low = [sheet.touchpoints[place] for place in sheet.lowest()]
    text = tr(
        "Lowest: {touchpoint}. Repair: {repair}.", touchpoint=low[0].touchpoint, repair=low[0].opportunity
    )
    return [Picture(drawn.png, drawn.text, beside=True), Note(text, "lead")]


def when_they_call() -> list[Item]:
    """Calls by weekday and part of the day: the pattern that a roster has to follow."""
    from cxsim.analysis import heat_map

    calls = heat_map(company.year_of(LAB.base()).contacts.query("channel == 'phone'"), "arrived")
    edges = (8, 10, 12, 14, 16, 18, 20)
    days = [
        (tr("Monday"), [0]),
        (tr("Tuesday to Friday"), [1, 2, 3, 4]),
        (tr("Saturday"), [5]),
        (tr("Sunday"), [6]),
    ]
    rows = []
    for name, weekdays in days:
        by_hour = calls.iloc[weekdays].sum()
        counts = [by_hour[range(a, b)].sum() / 52 / len(weekdays) / (b - a) for a, b in itertools.pairwise(edges)]
        rows.append([name, *[number(count, 0) for count in counts]])
    heads = [tr("calls an hour"), *[f"{a}–{b}" for a, b in itertools.pairwise(edges)]]
    return [
        Table(tr("When they call"), heads, rows, tr("Mean of one possible year, repeated calls included."))
    ]


def fading() -> list[Item]:
    """A delight that becomes usual: what is left of it, and when it is below half."""
    rows = []
    for loss in LOSSES:
        found = decay_below(loss)
        left = [percent((1 - loss) ** month, 0) for month in MONTHS]
        rows.append([percent(loss, 0), *left, number(found.period)])
    heads = [
        tr("lost a month"),
        *[tr("month {month}", month=month) for month in MONTHS],
        tr("below half in month"),
    ]
    return [Table(tr("What is left of a delight"), heads, rows)]


def priorities() -> list[Item]:
    """Six needs on four criteria, under two sets of weights."""
    needs = {
        "answer": tr("a faster first answer"),
        "once": tr("explain it only once"),
        "status": tr("see where my matter is"),
        "birthday": tr("a birthday message"),
        "person": tr("a named person"),
        "app": tr("fewer steps in the app"),
    }
    boards = [
        priority_board(SCORES, dict(zip(SCORES, weights, strict=True)), list(needs))
        for weights in (EQUAL, VALUE_FIRST)
    ]
    first = boards[0].order
    rows = [
        [needs[name], *[number(board.order.index(name) + 1) for board in boards],
         tr("changes place") if boards[1].order.index(name) != first.index(name) else ""]
        for name in first
    ]  # fmt: skip
    heads = [tr("need"), tr("rank, equal weights"), tr("rank, value first"), ""]
    note = tr(
        "Scores for value, ease, returns and fit made up. What keeps its place under both can be begun at once."
    )
    return [Table(tr("What first?"), heads, rows, note)]


def what_a_customer_costs() -> list[Item]:
    """Cost of winning a customer, and in how many months it has come back."""
    found = company.summary_of(LAB.base())
    cost = cac(found["acquisition_cny"], found["joiners"]).value
    margin = LAB.base().world.market.margin_month_cny
    rows = [
        [tr("paid for winning customers, thousand CNY"), number(found["acquisition_cny"] / 1000, 0)],
        [tr("customers won"), number(found["joiners"])],
        [tr("cost of a new customer, CNY"), number(cost, 0)],
        [tr("margin of a customer in a month, CNY"), number(margin, 0)],
        [tr("months until it has come back"), number(cost / margin, 1)],
    ]
    return [Table(tr("What winning a customer costs"), [tr("one possible year"), ""], rows)]


def ideas(cards: Mapping[str, Sequence[float]]) -> list[Item]:
    """Ideas of a workshop with votes, impact and effort: the board, and which become prototypes first."""
    columns = {tr("votes"): given.COUNT, tr("impact"): given.MARK, tr("effort"): given.MARK}
    found = given.rows(cards, tr("ideas"), columns)
    places = {
        (True, True): tr("prototype now"), (True, False): tr("try a part of it"),
        (False, True): tr("on the side"), (False, False): tr("leave it"),
    }  # fmt: skip
    kinds = {name: (impact >= LARGE_FROM, effort <= EASY_UP_TO) for name, (_, impact, effort) in found.items()}
    order = sorted(found, key=lambda name: (*(not one for one in kinds[name]), -found[name][0]))
    rows = [
        [given.own(name), *[number(one, 0) for one in found[name]], places[kinds[name]]] for name in order
    ]
    note = tr("Impact is large from {large} of 5, effort is small up to {easy} of 5; within a field the votes decide.",
              large=LARGE_FROM, easy=EASY_UP_TO)  # fmt: skip
    board = Table(tr("Ideas on the board"), [tr("idea"), *columns, tr("field")], rows, note)
    return [board, _shortlist([name for name in order if kinds[name] == (True, True)], found)]


def _shortlist(best: Sequence[str], found: Mapping[str, Sequence[float]]) -> Note:
    """Which ideas become prototypes, and whether the votes alone would have chosen them."""
    if not best:
        return Note(tr("No idea has a large impact for a small effort: try a part of the best one."), "lead")
    chosen = best[:PROTOTYPES]
    loudest = sorted(found, key=lambda name: -found[name][0])[: len(chosen)]
    others = [given.quoted(name) for name in loudest if name not in chosen]
    text = tr("Prototypes first: {ideas}.", ideas=", ".join(map(given.quoted, chosen)))
    if others:
        text += " " + tr("Votes alone would have built {others} too early.", others=", ".join(others))
    return Note(text, "lead")

"""The toolbox of lesson 1: the measuring models, claims under arithmetic, and what staying is worth."""

from __future__ import annotations

from typing import Any

from cxsim.course import claims, company, years
from cxsim.course.foundations import LAB
from cxsim.course.show import Item, Table
from cxsim.measure import csi, drivers, kano, nps, retention_profit, servqual
from cxsim.messages import number, percent, tr

DIMENSIONS = ("reliability", "responsiveness", "assurance", "empathy", "tangibles")
#: Answers of a small survey, 1 to 7, made up for the page: expected and lived, in the order of `DIMENSIONS`.
EXPECTED, LIVED = (6.4, 6.3, 6.1, 5.9, 5.2), (6.0, 5.0, 6.0, 6.1, 5.4)
KANO_VOTES = {"A": 18, "O": 46, "M": 28, "I": 8}
#: Means of a small survey, 1 to 5, and weights, made up for the page.
INDEX_MEANS = {"service": 3.9, "product": 4.3, "feeling": 4.1, "taking_part": 3.2, "loyalty": 3.8}
INDEX_WEIGHTS = (0.30, 0.25, 0.20, 0.10, 0.15)
DISCOUNT = 0.10
STAYING = (0.60, 0.70, 0.80, 0.90)


def gaps() -> list[Item]:
    """SERVQUAL: expected, lived and gap by dimension."""
    found = servqual(EXPECTED, LIVED)
    words = (tr("reliability"), tr("responsiveness"), tr("assurance"), tr("empathy"), tr("tangibles"))
    labels = dict(zip(DIMENSIONS, words, strict=True))
    rows = [
        [labels[name], number(wanted, 1), number(got, 1), years.signed(found.gaps[name].value, 1)]
        for name, wanted, got in zip(DIMENSIONS, EXPECTED, LIVED, strict=True)
    ]
    heads = [tr("dimension"), tr("expected"), tr("lived"), tr("gap")]
    note = tr("Answers from 1 to 7, made up. Repair first: {worst}.", worst=labels[found.worst])
    return [Table(tr("Five dimensions of service quality"), heads, rows, note)]


def kinds_of_needs() -> list[Item]:
    """Kano: what a feature is for most people, and what it moves."""
    found = kano(KANO_VOTES)
    names = {
        "A": tr("delight: nice to have, not missed"),
        "O": tr("expected: the more the better"),
        "M": tr("basic: taken for granted"),
        "I": tr("indifferent"),
    }
    rows = [[names[letter], number(votes)] for letter, votes in KANO_VOTES.items()]
    note = tr("Better {better}: how much it can please where it is. Worse {worse}: how much it hurts where it is "
              "missing (at most 1 and -1). Answers made up.",
              better=number(found.better.value, 2), worse=number(found.worse.value, 2))  # fmt: skip
    title = tr("An answer within an hour: what is it for {n} people?", n=sum(KANO_VOTES.values()))
    return [Table(title, [tr("class"), tr("people")], rows, note)]


def index() -> list[Item]:
    """Customer satisfaction index: five parts, their weights, what each adds."""
    found = csi(INDEX_MEANS, INDEX_WEIGHTS)
    labels = {
        "service": tr("service quality and efficiency"),
        "product": tr("product value and quality"),
        "feeling": tr("emotion and attitude"),
        "taking_part": tr("participation and interaction"),
        "loyalty": tr("loyalty and long-term value"),
    }
    rows = [
        [
            labels[name],
            percent(weight, 0),
            number(100 * (mean - 1) / 4, 1),
            number(weight * 25 * (mean - 1), 1),
        ]
        for (name, mean), weight in zip(INDEX_MEANS.items(), INDEX_WEIGHTS, strict=True)
    ]
    rows.append([tr("index"), percent(sum(INDEX_WEIGHTS), 0), "", number(found.index.value, 1)])
    heads = [tr("part"), tr("weight"), tr("score, of 100"), tr("adds")]
    note = tr("Answers and weights made up; other weights give another index, so write them down.")
    return [Table(tr("One number out of five parts"), heads, rows, note)]


def asked_and_true() -> list[Item]:
    """NPS of those who answered, beside the NPS of everybody, in one year."""
    run = company.year_of(LAB.base())
    found = nps(run.surveys["recommend"])
    rows = [
        [tr("those who answered"), number(found.n), *[number(v, 1) for v in (found.value, found.low, found.high)]],
        [tr("all customers (only a simulator knows)"), "", number(run.summary()["nps_true"], 1), "", ""],
    ]  # fmt: skip
    heads = [tr("whose answers"), tr("answers"), tr("NPS"), tr("from"), tr("to")]
    note = tr("The interval covers the luck of who was asked, not who chose to answer.")
    return [Table(tr("NPS of one year"), heads, rows, note)]


def what_drives() -> list[Item]:
    """Drivers of satisfaction on the phone, ranked from one year's answers."""
    found = drivers(_answers(), "satisfied")
    labels = {
        "solved": tr("the matter was solved at the first call"),
        "waited": tr("minutes waited"),
        "talked": tr("minutes of the call"),
    }
    rows = [
        [labels[one.name], years.signed(one.value, 2), number(one.low, 2), number(one.high, 2)]
        for one in found.ranking
    ]
    heads = [tr("driver"), tr("strength"), tr("from"), tr("to")]
    note = tr("Strength from -1 to 1, each beside the others. Together they explain {share} of the differences; the "
              "rest is the person and what was expected. What goes together need not cause.",
              share=percent(found.r_squared, 0))  # fmt: skip
    return [Table(tr("What goes with a satisfied answer"), heads, rows, note)]


def _answers() -> Any:
    """One row for each answer about a phone matter: satisfied or not, and its first call."""
    run = company.year_of(LAB.base())
    calls = run.contacts.query("channel == 'phone' and outcome == 'handled'").drop_duplicates("need")
    table = run.surveys.merge(calls, on="need")
    columns = {"solved": table["resolved"], "waited": table["wait_min"], "talked": table["handle_min"]}
    return {
        "satisfied": table["satisfied"].astype(float),
        **{key: one.astype(float) for key, one in columns.items()},
    }


def claim_board() -> list[Item]:
    """Claims of the sources held against arithmetic: can they be true, and in which reading?"""
    rises = (
        (tr("satisfaction +15 to 25 %"), 85.6, (15.0, 25.0)),
        (tr("satisfaction +12 %"), 85.6, (12.0,)),
        (tr("satisfaction +18 to 22 %"), 85.6, (18.0, 22.0)),
        (tr("satisfaction +20 to 30 %"), 85.6, (20.0, 30.0)),
        (tr("satisfaction +25 %"), 85.6, (25.0,)),
        (tr("staff who stay +30 %"), 60.0, (30.0,)),
    )
    return [claims.can_it_be(rises, tr("Nothing can pass 100. Staff who stay, 60 of 100: an assumption."))]


def what_staying_is_worth() -> list[Item]:
    """Five per cent less churn in both readings: what it adds to the value of a customer, by where one starts."""
    rows = [
        [
            percent(stay, 0),
            percent(retention_profit(stay, 0.05, DISCOUNT).share, 1),
            percent(retention_profit(stay, 0.05, DISCOUNT, "relative").share, 1),
        ]
        for stay in STAYING
    ]
    heads = [tr("customers who stay a year"), tr("five points fewer leave"), tr("5 % of the leavers fewer")]
    note = tr("Rise of a customer's value, discounted at {rate} a year. The source: 5 % less churn, 25 to 95 % more "
              "profit.", rate=percent(DISCOUNT, 0))  # fmt: skip
    return [Table(tr("What staying is worth"), heads, rows, note)]


def quarters() -> list[Item]:
    """The circle of satisfaction, quarter by quarter of one year."""
    weeks = company.year_of(LAB.base()).weeks.set_index("week")
    rows = []
    for quarter in range(4):
        part = weeks.loc[13 * quarter + 1 : 13 * quarter + 13]
        calls = part["phone_handled"]
        wait = (part["phone_wait_mean_min"] * calls).sum() / calls.sum()
        moved = part["joiners"].sum() - part["leavers"].sum()
        rows.append([
            number(quarter + 1), number(60 * wait, 0), number(100 * part["csat_observed_share"].mean(), 1),
            number(part["nps_true"].mean(), 1), years.signed(float(moved), 0),
            number(part["profit_cny"].sum() / 1000, 0),
        ])  # fmt: skip
    heads = [
        tr("quarter"), tr("wait on the phone, seconds"), tr("satisfied, of 100 who answered"), tr("NPS of all"),
        tr("customers won or lost"), tr("profit, thousand CNY"),
    ]  # fmt: skip
    note = tr("One year of luck: compare plans, never one quarter with another.")
    return [Table(tr("The circle, quarter by quarter"), heads, rows, note)]


def market_board() -> list[Item]:
    """What the guide says of the industry in 2024, beside this company."""
    found = company.summary_of(LAB.base())
    rows = [
        [tr("satisfied, of 100"), number(85.6, 1), number(100 * found["csat_true_share"], 1)],
        [tr("who find the service slow (here: callers who hang up), of 100"), number(24.0, 1),
         number(100 * found["phone_abandoned_share"], 1)],
        [tr("processes that are standardized, of 100"), number(68.3, 1), "–"],
        [tr("service that is digital, of 100"), number(42.7, 1), "–"],
        [tr("staff who were trained, of 100"), number(58.2, 1), "–"],
        [tr("staff assessment that is carried out, of 100"), number(41.7, 1), "–"],
    ]  # fmt: skip
    note = tr("The guide names a white paper that cannot be opened; – is not measured here.")
    heads = [tr("measure"), tr("guide, 2024"), tr("here")]
    return [Table(tr("The market and this company"), heads, rows, note)]

"""The toolbox of lesson 1: the measuring models, claims under arithmetic, and what staying is worth."""

from __future__ import annotations

from cxsim.course import company, years
from cxsim.course.foundations import LAB
from cxsim.course.show import Item, Table
from cxsim.measure import claim_readings, kano, nps, retention_profit, servqual
from cxsim.messages import number, percent, tr

DIMENSIONS = ("reliability", "responsiveness", "assurance", "empathy", "tangibles")
#: Answers of a small survey, 1 to 7, made up for the page: expected and lived, in the order of `DIMENSIONS`.
EXPECTED, LIVED = (6.4, 6.3, 6.1, 5.9, 5.2), (6.0, 5.0, 6.0, 6.1, 5.4)
KANO_VOTES = {"A": 18, "O": 46, "M": 28, "I": 8}
DISCOUNT = 0.10


def gaps() -> list[Item]:
    """SERVQUAL: expected, lived and gap by dimension."""
    found = servqual(EXPECTED, LIVED)
    labels = dict(zip(DIMENSIONS, (tr("reliability"), tr("responsiveness"), tr("assurance"), tr("empathy"),
                                   tr("tangibles")), strict=True))  # fmt: skip
    rows = [
        [labels[name], number(wanted, 1), number(got, 1), years.signed(found.gaps[name].value, 1)]
        for name, wanted, got in zip(DIMENSIONS, EXPECTED, LIVED, strict=True)
    ]
    heads = [tr("dimension"), tr("expected"), tr("lived"), tr("gap")]
    note = tr("Answers from 1 to 7, made up. Largest gap: {worst}.", worst=labels[found.worst])
    return [Table(tr("Five dimensions of service quality"), heads, rows, note)]


def kinds_of_needs() -> list[Item]:
    """Kano: what a feature is for most people, and what it moves."""
    found = kano(KANO_VOTES)
    names = {
        "A": tr("delight"),
        "O": tr("expected: the more the better"),
        "M": tr("basic"),
        "I": tr("indifferent"),
    }
    rows = [[names[letter], number(votes)] for letter, votes in KANO_VOTES.items()]
    note = tr(
        "Better {better}: how much satisfaction it can bring. Worse {worse}: how much its absence takes. Answers made "
        "up.",
        better=number(found.better.value, 2),
        worse=number(found.worse.value, 2),
    )
    return [Table(tr("An answer within an hour: what is it for {n} people?", n=sum(KANO_VOTES.values())),
                  [tr("class"), tr("people")], rows, note)]  # fmt: skip


def asked_and_true() -> list[Item]:
    """NPS of those who answered, beside the NPS of everybody, in one year."""
    run = company.year_of(LAB.base())
    answered = run.surveys["recommend"]
    rows = [
        [tr("those who answered"), str(nps(answered))],
        [tr("all customers (only a simulator knows)"), number(run.summary()["nps_true"], 1)],
    ]
    note = tr("The interval covers the luck of who was asked, not who chose to answer.")
    return [Table(tr("NPS of one year"), [tr("whose answers"), tr("NPS")], rows, note)]


def claim_board() -> list[Item]:
    """Claims of the sources held against arithmetic: can they be true, and in which reading?"""
    rows = []
    words = {"possible": tr("possible"), "in part": tr("only its lower end"), "impossible": tr("impossible")}
    for what, base, change in ((tr("satisfaction +15 to 25 %"), 85.6, (15, 25)), (tr("satisfaction +12 %"), 85.6, 12),
                               (tr("staff who stay +30 %"), 60.0, 30)):  # fmt: skip
        read = claim_readings(base, change)
        rows.append([what, number(base, 1), words[read.relative.possible], words[read.points.possible]])
    heads = [tr("the source says"), tr("starting from"), tr("as a share of it"), tr("as points")]
    return [Table(tr("Can it be?"), heads, rows, tr("Ceiling 100. Staff base of 60: an assumption."))]


def what_staying_is_worth() -> list[Item]:
    """Five points more retention: what it adds to the value of a customer, by where one starts."""
    rows = [
        [percent(stay, 0), percent(stay + 0.05, 0), percent(retention_profit(stay, 0.05, DISCOUNT).share, 1)]
        for stay in (0.60, 0.70, 0.80, 0.90)
    ]
    heads = [tr("customers who stay a year"), tr("five points more"), tr("value of a customer rises by")]
    note = tr(
        "Discounted at {rate} a year. The source says +25 to 95 % of profit.", rate=percent(DISCOUNT, 0)
    )
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
    found = company.year_of(LAB.base()).summary()
    rows = [
        [tr("contacts or customers who are satisfied, of 100"), number(85.6, 1),
         number(100 * found["csat_true_share"], 1)],
        [tr("who find the service slow (here: callers who hang up), of 100"), number(24.0, 1),
         number(100 * found["phone_abandoned_share"], 1)],
        [tr("processes that are standardized, of 100"), number(68.3, 1), "–"],
        [tr("service that is digital, of 100"), number(42.7, 1), "–"],
        [tr("staff who were trained, of 100"), number(58.2, 1), "–"],
    ]  # fmt: skip
    note = tr("The guide names a white paper that cannot be opened; the slide with the market chart is lost.")
    return [
        Table(tr("The market and this company"), [tr("measure"), tr("guide, 2024"), tr("here")], rows, note)
    ]

"""The first half of the notebook on own tables: read and clean, join and know, ask the answers.

Every function takes a stored table of the made-up company, asks one question of it and returns what a cell shows.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from cxsim import datasets
from cxsim.analysis import (
    agreement,
    clean,
    customer_card,
    gaps,
    join_tables,
    key_words,
    profit_bridge,
    quality_report,
    topics,
)
from cxsim.course.show import Item, Table
from cxsim.measure import read_table, servqual
from cxsim.messages import date, number, percent, tr

#: What columns of the CRM must hold; a margin above 2,000 CNY a month is not expected (assumption).
RULES = {"birth_date": "time", "customer_since": "time", "monthly_margin": "number 0..2000"}
#: Interquartile ranges outside the quartiles from which a value is put aside.
FENCE = 3
#: Columns that tell a customer in each raw table, in order of trust.
KEYS = {
    "raw_crm": ["mobile", "email"],
    "raw_orders": ["buyer_mobile", "buyer_email"],
    "raw_tickets": ["caller"],
    "raw_survey": ["email"],
    "raw_channel": ["login"],
}
DATES = {"tickets": "created", "surveys": "answered", "orders": "ordered"}
#: Topics in each language; words of each group; rows of a card.
TOPICS, WORDS, EVENTS = 3, 4, 6
#: Claimed changes of a base figure (low, middle, high); assumptions to be replaced by what somebody promises you.
CLAIMS = {"complaints": (-0.1, -0.25, -0.42), "retention": (0.0, 0.01, 0.03), "new": (0.0, 0.02, 0.05)}
#: Work on a complaint beside the money paid, CNY (assumption); months of the stored tables.
COMPLAINT_WORK_CNY, YEARS = 60.0, 2


def said(value: Any) -> str:
    """A word of the data as it stands there, marked as a quotation."""
    return tr("“{value}”", value=str(value))


def between(low: float, high: float, digits: int = 1) -> str:
    """An interval."""
    return tr("{low} to {high}", low=number(low, digits), high=number(high, digits))


@cache
def crm() -> Any:
    """The CRM, read and repaired where that is certain."""
    return read_table(datasets.folder() / "raw_crm.csv", RULES, repair=True)


def quality() -> list[Item]:
    """Each column of the raw CRM: filled, different values, share that is what it must be."""
    found = quality_report(datasets.raw_crm(), RULES)
    found = found[~found["column"].isin(["row", "note"])]
    rows = [
        [said(one.column), percent(one.filled, 0), number(int(one.different)),
         percent(one.valid) if one.valid == one.valid else ""]
        for one in found.sort_values("filled").itertuples()
    ]  # fmt: skip
    heads = [tr("column"), tr("filled"), tr("different values"), tr("allowed, of the filled")]
    note = tr(
        "{rows} rows of one customer table. Only columns with a rule are held against it.",
        rows=number(len(datasets.raw_crm())),
    )
    return [Table(tr("How good is the table?"), heads, rows, note)]


def cleaned() -> list[Item]:
    """The steps of cleaning, and what was found twice beside the truth."""
    done = clean(crm(), outliers={"monthly_margin": FENCE})
    steps = [
        [said(one.column) if one.column else "", one.what, number(one.number)] for one in done.attrs["steps"]
    ]
    first = Table(
        tr("What was done"), [tr("column"), tr("step"), tr("cells")], steps,
        tr("Each old value is kept beside its row: attrs[\"steps\"].cells() lists them."),
    )  # fmt: skip
    twice = set(join_tables({"crm": done}, {"crm": KEYS["raw_crm"]}).duplicates["row"])
    links = datasets.raw_links().query("table == 'raw_crm'").reset_index(drop=True)
    true = set(links.index[links["duplicate_of"].notna()])
    rows = [
        [tr("found by telephone or mail"), number(len(twice))],
        [tr("right, of the found"), percent(len(twice & true) / len(twice))],
        [tr("found, of all that are there"), percent(len(twice & true) / len(true))],
    ]
    note = tr("The last two lines need the truth, which only a simulator knows.")
    return [first, Table(tr("Customers who stand there twice"), [tr("what"), tr("rows")], rows, note)]


def joined() -> list[Item]:
    """Match rate of five raw tables, and how many of the matches are right."""
    tables = {name: datasets.load(name) for name in KEYS}
    found = join_tables(tables, KEYS, base="raw_crm")
    links = datasets.raw_links()
    owner = {name: links[links["table"] == name].set_index("row")["customer"] for name in KEYS}
    known = found.customers["row"].map(owner["raw_crm"])
    rows = []
    for one in found.report.itertuples():
        if one.table == "raw_crm":
            continue
        table = found.tables[one.table].dropna(subset=["customer"])
        right = (table["customer"].map(known) == table["row"].map(owner[one.table])).mean()
        rows.append([said(one.table), number(int(one.rows)), number(int(one.without_key)), number(one.match_rate, 1),
                     between(one.low, one.high), number(100 * float(right), 1)])  # fmt: skip
    heads = [
        tr("table"), tr("rows"), tr("without any key"), tr("matched, of 100"), tr("95 %"),
        tr("right, of 100 matched (only a simulator knows)"),
    ]  # fmt: skip
    return [Table(tr("Whose row is it?"), heads, rows,
                  tr("Only equal telephone numbers and mails count; alike names are no proof."))]  # fmt: skip


def card() -> list[Item]:
    """The card of the customer with most tickets among those who answered a survey."""
    tables = {name: datasets.load(name) for name in ("customers", *DATES)}
    found = join_tables(tables, dict.fromkeys(tables, "customer"), base="customers")
    many = found.customers[found.customers["surveys_rows"] > 0]["tickets_rows"].idxmax()
    one = customer_card(found, int(many), DATES, last=EVENTS)
    profile, counts, history = one["profile"], one["counts"], one["history"]
    rows = [
        [tr("segment"), said(profile["segment"])],
        [tr("region"), said(profile["region"])],
        [tr("customer since"), date(profile["joined"])],
        [tr("prefers"), said(profile["preferred_channel"])],
        [tr("margin, CNY a month"), number(profile["margin_month_cny"], 0)],
        [tr("tickets, answers, orders"), " / ".join(number(counts[name]) for name in DATES)],
    ]
    note = tr("Name, telephone and mail stand in the table and are left out here: who calls back needs them, who "
              "analyzes does not.")  # fmt: skip
    latest = [
        [date(row.created), said(row.channel), said(row.reason), said(row.status)]
        for row in history["tickets"].itertuples()
    ]
    heads = [tr("date"), tr("channel"), tr("about"), tr("how it ended")]
    return [Table(tr("One customer"), [tr("what"), tr("here")], rows, note),
            Table(tr("The latest tickets"), heads, latest)]  # fmt: skip


def own_words() -> Any:
    """Surveys with a comment, each in the language in which it was written."""
    table = datasets.surveys()
    text = table["comment_zh"].where(table["language"] == "zh", table["comment_en"])
    return table.assign(text=text)[text.notna()].reset_index(drop=True)


def asked() -> list[Item]:
    """Topics of the comments with their score, and the words of those who would not recommend."""
    table = own_words()
    found = topics(table["text"], TOPICS, table["satisfaction"])
    rows = [
        [said(one.topic), number(int(one.n)), between(one.low, one.high, 0), number(one.score, 1)]
        for one in found.itertuples()
    ]
    how = {name: agreement(part["text"], part["satisfaction"]) for name, part in table.groupby("language")}
    note = tr(
        "{n} comments; a topic is named by its words. Sentiment by word list and the satisfaction of the same "
        "customers go together with {english} in English and {chinese} in Chinese (rank correlation).",
        n=number(len(table)), english=number(how["en"].value, 2), chinese=number(how["zh"].value, 2),
    )  # fmt: skip
    heads = [tr("words of the topic"), tr("comments"), tr("of 100 of its language"), tr("satisfied, 1 to 5")]
    group = table["recommend"].map(lambda score: "no" if score <= 6 else "yes")
    words = key_words(table["text"], group, WORDS).query("group == 'no'")
    more = [[said(one.word), number(int(one.comments)), number(one.z, 1)] for one in words.itertuples()]
    second = Table(tr("Words of those who would not recommend"),
                   [tr("word"), tr("their comments"), tr("how sure (above 2 is hardly luck)")], more,
                   tr("Without a segmenter Chinese is cut into pairs of characters; cut= takes one."))  # fmt: skip
    return [Table(tr("What are the comments about?"), heads, rows, note), second]


def behind() -> list[Item]:
    """Own values beside those of the market, the worst first; gaps of SERVQUAL."""
    table = datasets.benchmarks().dropna(subset=["company"]).set_index("benchmark")
    low = table.index[table["better"] == "low"].tolist()
    found = gaps(table["company"].to_dict(), table["market"].to_dict(), low)
    status = {
        "met": tr("as good or better"),
        "missed": tr("behind"),
        "too close to call": tr("too close to call"),
    }
    rows = [[said(one.indicator), number(one.value, 1), number(one.target, 1), said(table.loc[one.indicator, "unit"]),
             status[one.status]] for one in found.itertuples()]  # fmt: skip
    heads = [tr("measure"), tr("here"), tr("market"), tr("unit"), tr("verdict")]
    note = tr("The market's values are claims of sources; lesson 1 shows how to check them.")
    answers = datasets.servqual()
    sides = [answers.filter(like=start).set_axis(range(22), axis=1) for start in ("expect_", "perceive_")]
    result = servqual(*sides)
    parts = sorted(result.gaps.items(), key=lambda pair: pair[1].value)
    second = [[said(name), number(one.value, 2), between(one.low, one.high, 2), number(result.alphas[name].value, 2)]
              for name, one in parts]  # fmt: skip
    return [
        Table(tr("Behind the market, and ahead"), heads, rows, note),
        Table(tr("What was expected, what was perceived"),
              [tr("dimension"), tr("gap, points of 1 to 7"), tr("95 %"), tr("alpha")], second),
    ]  # fmt: skip


def base_figures() -> dict[str, float]:
    """What the bridge stands on, from the stored tables: a mean year of two."""
    people, cases = datasets.customers(), datasets.cases()
    there = people[people["status"] == "customer"]
    first = cases["opened"].min().normalize()
    came, lost = (float((people[name] >= first).sum()) / YEARS for name in ("joined", "left"))
    return {
        "customers": float(len(there)), "margin": 12 * float(there["margin_month_cny"].mean()),
        "retention": 1 - lost / len(there), "new": came, "complaints": len(cases) / YEARS,
        "complaint_cost": COMPLAINT_WORK_CNY + float(cases["paid_cny"].mean()), "fixed": 0.0,
    }  # fmt: skip


def bridge() -> list[Item]:
    """Claimed changes, one after the other, in money."""
    found = profit_bridge(base_figures(), CLAIMS)
    names = {
        "before": tr("margin of a year today"), "complaints": tr("fewer complaints"),
        "retention": tr("more customers stay"), "new": tr("more customers come"), "after": tr("together"),
    }  # fmt: skip
    rows = [[names[one.claim], *(number(value / 1000, 1) for value in (one.low, one.mid, one.high))]
            for one in found.itertuples()]  # fmt: skip
    heads = [tr("thousand CNY"), tr("low"), tr("middle"), tr("high")]
    note = tr("Margin after complaints, before fixed cost. Claims here are assumptions: complaints down by "
              "{few} to {many}, customers who stay up by {least} to {most}, new ones up by {low} to {high}.",
              few=percent(-CLAIMS["complaints"][0], 0), many=percent(-CLAIMS["complaints"][2], 0),
              least=percent(CLAIMS["retention"][0], 0), most=percent(CLAIMS["retention"][2], 0),
              low=percent(CLAIMS["new"][0], 0), high=percent(CLAIMS["new"][2], 0))  # fmt: skip
    return [Table(tr("What would the claims be worth?"), heads, rows, note)]

"""The toolbox of lesson 5 that looks at data: one customer on one card, who is worth most, privacy, screens, posts."""

from __future__ import annotations

import numpy as np

from cxsim.course import company, field_words, given
from cxsim.course.digital import LAB
from cxsim.course.show import Item, Note, Table
from cxsim.messages import date, number, tr
from cxsim.results.run import Run

LAST = 5
#: Stored exports of a made-up company that are searched for what names a person.
EXPORTS = ("raw_crm", "raw_orders", "raw_tickets", "raw_survey", "raw_channel")


def customer_card(customer: int | None = None) -> list[Item]:
    """One customer from all tables of a year: who, worth, last contacts, complaints, what next."""
    run = company.year_of(LAB.base())
    people = run.customers.set_index("customer")
    known = customer if customer in people.index else int(run.cases["customer"].value_counts().index[0])
    person, cases = people.loc[known], run.cases[run.cases["customer"] == known]
    rows = [
        [tr("customer"), tr("{name}, number {number}", name=person["name"], number=str(known))],
        [tr("with us for, years"), number(person["tenure_years"], 1)],
        [tr("margin a month, CNY"), number(person["margin_month_cny"], 0)],
        [tr("contacts this year"), number(int(person["contacts"]))],
        [tr("hung up or left the line"), number(int(person["abandoned"]))],
        [tr("complaints"), number(len(cases))],
        [tr("compensation paid, CNY"), number(cases["paid_cny"].sum(), 0)],
    ]
    return [
        Table(tr("One customer on one card"), [tr("what"), ""], rows),
        _last_contacts(run, known),
        _next(person),
    ]


def _last_contacts(run: Run, customer: int) -> Table:
    channels = field_words.desks()
    reasons = {"enquiry": tr("question"), "order": tr("order"), "technical": tr("does not work"),
               "billing": tr("bill"), "complaint": tr("complaint")}  # fmt: skip
    mine = run.contacts[run.contacts["customer"] == customer].tail(LAST)
    rows = [
        [date(one.arrived.date()), channels[one.channel], reasons[one.reason], number(one.wait_min, 0),
         tr("yes") if one.resolved else tr("no")]
        for one in mine.itertuples()
    ]  # fmt: skip
    heads = [tr("day"), tr("channel"), tr("matter"), tr("wait, minutes"), tr("solved")]
    return Table(tr("The last contacts"), heads, rows)


def _next(person: object) -> Note:
    if person["status_end"] != "customer":
        return Note(tr("This customer has left. Would the card have told you before?"), "lead")
    return Note(tr("What would you do next for this customer, and who does it?"), "lead")


def who_is_worth_most() -> list[Item]:
    """Customers in five parts by margin: what each part brings, and how often it needs somebody."""
    people = company.year_of(LAB.base()).customers
    own = people[people["status_start"] == "customer"].sort_values("margin_month_cny", ascending=False)
    total, rows = own["margin_cny"].sum(), []
    names = (tr("first fifth"), tr("second"), tr("third"), tr("fourth"), tr("last fifth"))
    for name, places in zip(names, np.array_split(np.arange(len(own)), len(names)), strict=True):
        part = own.iloc[places]
        rows.append([
            name, number(100 * part["margin_cny"].sum() / total, 0), number(part["contacts"].mean(), 1),
            number(100 * (part["status_end"] != "customer").mean(), 1),
        ])  # fmt: skip
    heads = [
        tr("customers by margin"),
        tr("of the margin, of 100"),
        tr("contacts a year"),
        tr("leave, of 100"),
    ]
    return [
        Table(
            tr("Who brings what"), heads, rows, tr("One year. Margin of the year; not what they will bring.")
        )
    ]


def warned() -> list[Item]:
    """One year with an early warning: whom it finds, who takes the offer, what it costs, who stays."""
    base = LAB.base()
    plans = (
        base,
        base.replace({"policy.warning.on": True}, name=tr("warning for all")),
        base.replace(
            {"policy.warning.on": True, "policy.warning.who": "high_value"}, name=tr("for high value only")
        ),
    )
    rows = []
    for plan in plans:
        found = company.summary_of(plan)
        rows.append([
            plan.name, number(found["warnings"]), number(100 * found["warnings_right_share"], 0),
            number(found["offers"]), number(100 * found["retention_share"], 1),
            number(found["retention_cny"] / 1000, 0), number(found["profit_cny"] / 1000, 0),
            number(found["value_cny"] / 1000, 0),
        ])  # fmt: skip
    heads = [
        tr("plan"), tr("warnings"), tr("right, of 100"), tr("offers taken"), tr("stay, of 100"),
        tr("cost, thousand CNY"), tr("profit, thousand CNY"), tr("profit and change in customer value"),
    ]  # fmt: skip
    note = tr(
        "One year, the same luck; one year is no verdict. Most who take the offer would have stayed without it."
    )
    return [Table(tr("An early warning in your company"), heads, rows, note)]


def privacy() -> list[Item]:
    """What is known of a customer: why, how long, and what the law on personal information asks."""
    rows = [
        [tr("name, phone, address"), tr("to deliver and to call back"), tr("contract"), tr("until the contract ends")],
        [tr("orders and bills"), tr("service, warranty, taxes"), tr("contract, law"), tr("as long as the law asks")],
        [tr("recorded calls"), tr("training and proof"), tr("consent, told at the start"), tr("some months")],
        [tr("what the bot was told"), tr("to answer, to pass on"), tr("told at the start"), tr("some months, masked")],
        [tr("clicks in the app"), tr("to find where people stop"), tr("consent, can be refused"), tr("without names")],
        [tr("risk of leaving"), tr("to make an offer"), tr("told; a person can ask why"), tr("until the next score")],
        [tr("health, religion, face"), tr("no purpose here"), tr("do not collect"), "–"],
    ]  # fmt: skip
    heads = [tr("data"), tr("what for"), tr("allowed by"), tr("kept")]
    note = tr(
        "A sheet for your own list, not legal advice: each line needs a purpose, a ground, an end and somebody who "
        "answers for it. The people in this course are invented."
    )
    return [Table(tr("What we keep, and why"), heads, rows, note), _names_a_person()]


def _names_a_person() -> Table:
    """Columns of a made-up company's exports that name a person, as a program finds them."""
    from cxsim import datasets
    from cxsim.analysis import personal_data

    found = {name: personal_data(datasets.load(name)) for name in EXPORTS}
    rows = [
        [given.own(name), given.own(one.column), one.kind, number(100 * one.share, 0)]
        for name, table in found.items()
        for one in table.itertuples()
    ]
    heads = [tr("table"), tr("column"), tr("looks like"), tr("cells, of 100")]
    note = tr("Found by the form of the cells, and by the name of the column. What is not found here can be personal "
              "all the same; mask before you pass a table on.")  # fmt: skip
    return Table(tr("What names a person in five exports"), heads, rows, note)


def screens_and_posts() -> list[Item]:
    """A check of a screen for everybody, and what is done with a public post."""
    screen = [
        [tr("text can be made larger"), tr("nothing is cut off at twice the size")],
        [tr("contrast"), tr("readable in the sun; nothing is said by color alone")],
        [tr("without a mouse"), tr("every button can be reached and seen with the keyboard")],
        [tr("read aloud"), tr("pictures and fields have names")],
        [tr("the same everywhere"), tr("a matter begun on the phone goes on in the app")],
    ]
    posts = [
        [tr("danger to people"), tr("minutes"), tr("a manager, by phone")],
        [tr("a named customer in trouble"), tr("an hour"), tr("public reply with a name, then private")],
        [
            tr("many say the same"),
            tr("the same day"),
            tr("one answer for all, pinned; cause to the weekly meeting"),
        ],
        [tr("praise"), tr("the next day"), tr("thanks, with permission to share")],
        [tr("insult without a matter"), tr("–"), tr("no reply; kept")],
    ]
    return [
        Table(tr("A screen for everybody"), [tr("what"), tr("good when")], screen),
        Table(tr("A public post: who answers when"), [tr("post"), tr("within"), tr("how")], posts),
    ]

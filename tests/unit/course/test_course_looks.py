"""Toolbox cells that look at answers: what they find, counted a second way, and the one line that a bad input gets."""

import re
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from cxsim import datasets
from cxsim.analysis import label_agreement
from cxsim.course import company, delivery_tools, given, interview, measuring_looks
from cxsim.course.show import Picture
from cxsim.guards import CxError
from cxsim.measure import cronbach_alpha
from cxsim.plots.canvas import sheet
from cxsim.plots.dashboard import over_time

#: Cared for, three answers on the tie, satisfaction, stayed.
TIED = {name: (1, 6, 6, 7, place % 3 + 4, 1) for place, name in enumerate("ABCDEFGH")}
LOOSE = {name: (0, 2, 3, 2, place % 3 + 4, 0) for place, name in enumerate("IJKLMNOP")}


def test_four_looks_find_what_a_second_count_finds():
    table = datasets.surveys()
    good = 100.0 * (table["satisfaction"] >= 4)
    months = good.groupby(table["answered"].dt.to_period("M")).mean()
    found, warning = measuring_looks.looks("channel")
    trend, gap, goes_with, apart = found.rows
    assert trend[1] == f"{12 * np.polyfit(range(24), months, 1)[0]:+.1f} of 100 a year"
    assert trend[3] == "doubtful" and "too narrow" in warning.text
    assert f"{good.mean():.1f} of 100 satisfied, the market 85.6" in gap[1]
    ranks = table[["timeliness", "solution", "attitude", "effort"]].corrwith(table["satisfaction"], method="spearman")
    assert (ranks.abs().idxmax(), goes_with[1]) == ("timeliness", f"the mark for speed: {ranks['timeliness']:.2f}")
    means = good.groupby(table["channel"]).mean()
    rest = {name: means[name] - good[table["channel"] != name].mean() for name in means.index}
    far = max(rest, key=lambda name: abs(rest[name]))
    assert apart[1] == f"“{far}”: {means[far]:.1f} of 100 satisfied, {rest[far]:+.1f} against the others"
    assert [row[3] for row in measuring_looks.looks("region")[0].rows][3] == "no"


@pytest.fixture
def year(monkeypatch):
    """A year of few answers in which billing satisfies far less often than the rest."""
    luck = np.random.default_rng(3)
    reasons = np.repeat(["enquiry", "order", "billing"], 200)
    good = luck.random(600) < np.where(reasons == "billing", 0.5, 0.85)
    surveys = pd.DataFrame({
        "customer": range(600),
        "answered": pd.Timestamp("2024-01-01") + pd.to_timedelta(np.arange(600) % 360, unit="D"),
        "channel": np.resize(["phone", "chat"], 600), "reason": reasons, "satisfied": good.astype(int),
        "recommend": np.where(good, 9, 3),
    })  # fmt: skip
    customers = pd.DataFrame({"customer": range(600), "segment": np.resize(["mass", "new"], 600)})
    monkeypatch.setattr(company, "year_of", lambda plan: SimpleNamespace(surveys=surveys, customers=customers))


@pytest.mark.usefixtures("year")
def test_one_page_shows_the_outlier_from_one_side_and_none_from_another():
    level, picture, told = measuring_looks.one_page("reason")
    assert [row[3] for row in level.rows] == ["600", "600"]
    assert isinstance(picture, Picture) and "bill differs from the others" in picture.alternative
    assert told.text.startswith("Farthest from the others: bill, -")
    assert "No group stands out" in measuring_looks.one_page("channel")[2].text


def test_months_below_a_narrow_picture_do_not_lie_on_each_other():
    months = pd.DataFrame({"period": [f"2024-{k:02d}" for k in range(1, 25)], "value": 1.0, "low": 0.0, "high": 2.0})
    for columns, least, most in ((1, 6, 8), (4, 2, 4)):
        _, axes = sheet(1000, 300, columns)
        over_time(months, axes[0])
        assert least <= len(axes[0].get_xticks()) <= most


def test_feeds_reach_what_their_customers_count_up_to():
    table = datasets.feedback().dropna(subset=["customer"])
    people = set(datasets.customers().query("status != 'prospect'")["customer"])
    heard = {name: set(part["customer"]) & people for name, part in table.groupby("feed")}
    merged, sides, told = measuring_looks.feeds(())
    assert {row[0]: int(row[2]) for row in merged.rows[:2]} == {name: len(heard[name]) for name in ("survey", "online")}
    everybody = set().union(*heard.values())
    assert f"Not heard by name: {100 - 100 * len(everybody) / len(people):.0f} of 100 customers" in told.text
    words = {row[0]: row[5] for row in merged.rows[:-1]}
    said = re.search(r"better in ([\w ]+) than in ([\w ]+): (\d+) and (\d+) of 100", told.text)
    best, worst, high, low = said.groups()
    assert (words[best], words[worst]) == (high, low)
    assert int(high) == max(map(int, words.values())) and int(low) == min(map(int, words.values()))
    fewer, *_ = measuring_looks.feeds(("online", "phone", "social"))
    lost = int(merged.rows[-1][2].replace(",", "")) - int(fewer.rows[-1][2])
    assert lost == int(merged.rows[0][4]) == len(heard["survey"] - heard["online"] - heard["phone"] - heard["social"])
    assert all(int(bad) > int(fine) for _, bad, fine in sides.rows)


def test_a_rule_that_sees_nothing_agrees_by_luck_only():
    _, told, wrong = delivery_tools.classes(("xyz",), ("zyx",))
    assert "kappa (agreement beyond luck): 0.00." in told.text and "sees 0 as grave" in told.text
    assert f"{100 * (datasets.cases()['case_class'] == 'general').mean():.1f} of 100 (" in told.text
    assert [row[1:] for row in wrong.rows] == [["major", "general"]] * delivery_tools.SHOWN
    grave = ("律师", "association", "public")
    table, told = delivery_tools.classes(("want it back", "supervisor", "compensation"), grave)
    assert "Agreement: 100.0 of 100" in told.text and "beyond luck): 1.00." in told.text
    counts = datasets.cases()["case_class"].value_counts()
    assert [row[place] for place, row in enumerate(table.rows, 1)] == [
        str(counts[name]) for name in ("general", "serious", "major")
    ]
    assert delivery_tools.classes("I", ["I"])[0].rows[1][1:] == ["0", "0", "0"]


def test_a_tie_is_told_from_satisfaction():
    level, goes_with, told = delivery_tools.bond("a call", TIED | LOOSE)
    assert [row[1] for row in level.rows] == ["16", "8", "8"]
    assert [row[5] for row in level.rows] == ["50", "100", "0"]
    assert [row[3] for row in goes_with.rows] == ["yes", "no", "yes"]
    assert "says more than satisfaction" in told.text
    turned = {name: (*row[:5], 1 - row[5]) for name, row in (TIED | LOOSE).items()}
    assert "the tied ones leave" in delivery_tools.bond("a call", turned)[2].text
    few = {name: row for name, row in (TIED | LOOSE).items() if name in "ABCKLMN"}
    mixed = few | {"Q": (1, 6, 7, 6, 4, 0), "R": (0, 1, 2, 2, 6, 1)}
    assert "Too close to call: 9 customers" in delivery_tools.bond("a call", mixed)[2].text


CUSTOMERS = TIED | LOOSE


def _with(**columns):
    """The customers with some columns of their own."""
    heads = ("cared", "know", "miss", "care", "satisfied", "stayed")
    return {
        name: tuple(columns[head](place) if head in columns else row[i] for i, head in enumerate(heads))
        for place, (name, row) in enumerate(CUSTOMERS.items())
    }


HINDERED = [
    (TIED, "The column “stayed” is 1 for all customers, so nothing can go with it: add customers who left."),
    (LOOSE, "The column “stayed” is 0 for all customers, so nothing can go with it: add customers who stayed."),
    (_with(satisfied=lambda _: 5), "“satisfied” is 5 for all customers, so nothing can go with it: add customers who"),
    (_with(**dict.fromkeys(("know", "miss", "care"), lambda _: 4)), "The column “tie” is 50 for all customers"),
    (_with(know=lambda i: 1 + i % 7, miss=lambda i: 7 - i % 7, care=lambda _: 4), "The column “tie” is 50 for all"),
    (_with(satisfied=lambda i: 7 - i // 8), "“satisfied” and “stayed” tell the same of each customer"),
    ({"A": TIED["A"]}, "Too few to see what goes with staying: 1; write down 5 customers or more."),
    ({name: CUSTOMERS[name] for name in "ABIJ"}, "Too few to see what goes with staying: 4;"),
]


@pytest.mark.parametrize(("customers", "says"), HINDERED, ids=[says for _, says in HINDERED])
def test_a_tie_is_shown_where_nothing_can_go_with_it(customers, says):
    level, told = delivery_tools.bond("a call", customers)
    assert level.rows[0][1] == str(len(customers))
    assert says in told.text and told.tone == "bad"


def test_five_customers_are_enough():
    five = {name: CUSTOMERS[name] for name in "ABCIJ"}
    assert len(delivery_tools.bond("a call", five)) == 3


def test_a_tie_of_items_that_do_not_belong_together_is_not_used():
    turned = _with(know=lambda i: (1, 7)[i < 8], miss=lambda i: (7, 1)[i < 8], care=lambda i: 1 + i % 7)
    *_, told = delivery_tools.bond("a call", turned)
    alpha = cronbach_alpha([row[1:4] for row in turned.values()]).value
    assert alpha < 0
    assert f"do not belong together (alpha {alpha:.2f}, below 0.7): do not use the score" in told.text
    assert "says more" not in told.text and told.tone == "bad"


@pytest.mark.parametrize(
    ("status", "says"),
    [
        (("missed", "met"), "Missed: 1. Without an action: one."),
        (("too close to call", "met"), "No target is missed for sure. Too close to call: one; look at them again"),
        (("met", "met"), "Every target is met: no action is needed this month."),
    ],
)
def test_a_report_says_what_is_to_decide(status, says):
    assert says in measuring_looks._to_decide(dict(zip(("one", "two"), status, strict=True)), {}).text


def test_kappa_is_no_verdict_and_needs_two_classes():
    table = pd.DataFrame({"rule": ["a", "b", "a", "b"], "key": ["a", "a", "a", "b"], "same": ["a"] * 4})
    many = pd.concat([table] * 10)
    assert label_agreement(many, "rule", "key").warning == "kappa (agreement beyond luck): 0.50"
    assert label_agreement(many, "rule", "same").warning == (
        "no kappa (agreement beyond luck): the key has one class only"
    )


def test_a_question_with_a_scale_is_not_open():
    closed = "How hard was it today? One is very hard, five is very easy."
    assert "No question is open" in interview.questionnaire([closed])[1].text
    assert "open" not in interview.questionnaire([closed, "How could we make it easier?"])[1].text


BAD = [
    (lambda: measuring_looks.looks("color"), "by is 'color'; allowed: channel, product"),
    (lambda: measuring_looks.looks(3), "by is 3; allowed"),
    (lambda: measuring_looks.one_page("region"), "by is 'region'; allowed: reason, channel, segment"),
    (lambda: measuring_looks.monthly_report(13, {}), "month is 13; allowed: whole numbers 2 to 12"),
    (lambda: measuring_looks.monthly_report("May", {}), "month is 'May'"),
    (lambda: measuring_looks.monthly_report(5, {"speed": "x"}), "action is 'speed'; allowed: handle, in_time"),
    (lambda: measuring_looks.monthly_report(5, {"handle": ""}), "handle 1 is ''; allowed: words"),
    (lambda: measuring_looks.feeds(("radio",)), "channel is 'radio'; allowed: survey, online, phone, social"),
    (lambda: measuring_looks.feeds((3,)), "channel is 3"),
    (lambda: delivery_tools.classes((), ("lawyer",)), "serious: nothing is written"),
    (lambda: delivery_tools.classes(("money",), (3,)), "major 1 is 3"),
    (lambda: delivery_tools.classes(3, ("lawyer",)), "serious 1 is 3"),
    (lambda: delivery_tools.bond("", TIED), "care 1 is ''"),
    (lambda: delivery_tools.bond("a call", {}), "customers must be names and values"),
    (lambda: delivery_tools.bond("a call", {"A": (1, 2)}), "A needs 6 numbers in parentheses: cared for, they know me"),
    (lambda: delivery_tools.bond("a call", {"A": (1, 9, 1, 1, 1, 1)}), "they know me of A is 9"),
]  # fmt: skip


@pytest.mark.parametrize(("call", "says"), BAD, ids=[says for _, says in BAD])
def test_a_bad_input_is_one_line(call, says):
    with pytest.raises(CxError) as caught:
        call()
    assert says in str(caught.value)
    (note,) = given.tried(call)
    assert (note.text, note.tone) == (str(caught.value), "bad")

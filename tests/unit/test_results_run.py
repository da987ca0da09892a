"""The tables of a run: units, words, and sums that meet the summary exactly."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from cxsim.guards import CxError
from cxsim.results.why import MOST_LINES
from cxsim.schema import OUTCOMES, QUEUES
from cxsim.simulate import generate_customers, simulate

TABLES = (
    "contacts",
    "needs",
    "cases",
    "customers",
    "employees",
    "surveys",
    "reviews",
    "weeks",
    "intervals",
    "ledger",
)


@pytest.mark.parametrize("name", TABLES)
def test_tables_are_built_once_and_hold_something(run, name):
    table = getattr(run, name)
    assert len(table) > 0
    assert getattr(run, name) is table
    assert not [column for column in table.columns if column.endswith("_ms")]


def test_nothing_of_the_burn_in_is_shown(run):
    start = pd.Timestamp(run.scenario.world.calendar.start_date)
    end = start + pd.Timedelta(weeks=run.scenario.weeks)
    for table, column in ((run.contacts, "arrived"), (run.needs, "born"), (run.cases, "opened")):
        assert table[column].min() >= start
        assert table[column].max() < end
    assert run.weeks["start"].iloc[0] == start
    assert run.reviews["week"].min() == 1
    assert run.reviews["week"].max() <= run.scenario.weeks


def test_words_and_units(run):
    contacts = run.contacts
    assert set(contacts["outcome"].cat.categories) == set(OUTCOMES)
    handled = contacts[contacts["outcome"] == "handled"]
    assert handled["handle_min"].between(0, 600).all()
    assert handled["pool"].notna().all()
    assert contacts.loc[contacts["outcome"] == "abandoned", "pool"].isna().all()
    assert contacts["previous"].isna().any()
    assert run.surveys["recommend"].between(0, 10).all()
    assert len(run.surveys) == run.summary()["surveys_answered"]


def test_counts_and_money_of_customers_add_up_to_the_summary(run):
    total, table = run.summary(), run.customers
    assert table["needs"].sum() == total["needs"]
    own = run.contacts["kind"].isin(["case_response", "case_resolution"]).sum()
    assert table["contacts"].sum() == len(run.contacts) - own
    assert table["complaints"].sum() == total["complaints"]
    abandoned = sum(total[f"{queue}_abandoned"] for queue in QUEUES)
    assert table["abandoned"].sum() == abandoned
    for name in ("revenue", "margin", "compensation", "acquisition", "lost_orders"):
        assert round(table[f"{name}_cny"].sum() * 100) == round(total[f"{name}_cny"] * 100), name
        assert total[f"{name}_cny"] > 0
    assert round(table["equity_cny"].sum() * 100) == round(total["equity_end_cny"] * 100)
    assert (table["status_start"] == "customer").sum() == total["customers_start"]
    assert (table["status_end"] == "customer").sum() == total["customers_end"]
    assert table["left"].notna().sum() == total["leavers"]
    assert table["joined"].notna().sum() == total["joiners"]
    assert total["customers_end"] == total["customers_start"] + total["joiners"] - total["leavers"]


def test_weeks_and_intervals_add_up_to_the_summary(run):
    total = run.summary()
    for queue in QUEUES:
        for column in ("offered", "handled"):
            assert run.weeks[f"{queue}_{column}"].sum() == total[f"{queue}_{column}"]
        mine = run.intervals[run.intervals["queue"] == queue]
        assert mine["arrivals"].sum() == total[f"{queue}_arrivals"]
        assert mine["handled"].sum() == total[f"{queue}_handled"]
        assert mine["abandoned"].sum() == total[f"{queue}_abandoned"]
    assert run.intervals["seats"].sum() / 2 == pytest.approx(run.scenario.weeks * 84 * 5)
    assert round(run.weeks["profit_cny"].sum() * 100) == round(total["profit_cny"] * 100)
    assert run.ledger["amount_fen"].sum() == round(total["profit_cny"] * 100)
    assert run.weeks["joiners"].sum() == total["joiners"]
    assert run.weeks["leavers"].sum() == total["leavers"]


def test_employees_handled_everything_and_only_while_employed(run):
    staff, total = run.employees, run.summary()
    assert staff["handled"].sum() == sum(total[f"{queue}_handled"] for queue in QUEUES)
    assert staff["left"].notna().sum() == total["staff_leavers"] > 0
    assert (staff["hired"].isna() | staff["left"].isna() | (staff["hired"] < staff["left"])).all()
    weighted = (staff["handle_mean_min"] * staff["handled"]).sum() / staff["handled"].sum()
    handled = run.contacts[run.contacts["outcome"] == "handled"]
    assert weighted == pytest.approx(handled["handle_min"].mean())


def interesting(run):
    busy = run.customers.sort_values(["complaints", "needs"], ascending=False)["customer"]
    left = run.customers[run.customers["left"].notna()]["customer"]
    joined = run.customers[run.customers["joined"].notna()]["customer"]
    quiet = run.customers[(run.customers["needs"] == 0)]["customer"]
    return [int(n) for part in (busy, left, joined, quiet) for n in part.head(8)]


def test_the_moves_of_a_life_telescope(run):
    for customer in interesting(run):
        life = run.why(customer)
        assert 1 <= len(life) <= MOST_LINES
        assert life["when"].is_monotonic_increasing
        chance = life["leave_probability"].dropna()
        if len(chance):
            assert life["move"].sum() == pytest.approx(chance.iloc[-1] - chance.iloc[0], abs=1e-12)
        assert life["event"].str.len().min() > 5


def test_a_life_line_knows_the_probability_that_the_engine_used(run):
    from cxsim.results.life import REVIEW, life_of
    from cxsim.results.why import _leaving

    checked = 0
    for customer in interesting(run):
        events = life_of(run.log, run.facts, customer)
        reviews = run.reviews[run.reviews["customer"] == customer]["leave_probability"].tolist()
        before = [
            _leaving(events[n - 1], customer, run.log, run.facts)
            for n, event in enumerate(events)
            if event.kind in (REVIEW, "left")
        ]
        assert before == pytest.approx(reviews[: len(before)], rel=1e-4)
        checked += len(before)
    assert checked > 20


def test_who_left_ends_with_leaving(run):
    left = run.customers[run.customers["left"].notna()]["customer"].head(5)
    assert all(run.why(int(customer))["kind"].iloc[-1] == "left" for customer in left)


@pytest.mark.parametrize("wrong", [-1, 10**6, 1.5, "seven", None, True, float("nan")])
def test_unknown_customers_are_refused_in_one_line(run, wrong):
    with pytest.raises(CxError, match="allowed: a whole number from 0") as error:
        run.why(wrong)
    assert "\n" not in str(error.value)


def test_generated_customers_are_those_of_the_simulation(run):
    world = run.scenario.world
    people = generate_customers(1500, seed=3, world=world)
    assert len(people) == 1500
    shown = run.customers.head(1500)
    assert people["name"].tolist() == shown["name"].tolist()
    assert people["margin_month_cny"].tolist() == shown["margin_month_cny"].tolist()
    assert people["name"].nunique() > 500
    again = generate_customers(10, seed=3, world=world)
    assert again["name"].tolist() == people["name"].head(10).tolist()
    assert generate_customers(10, seed=4)["name"].tolist() != again["name"].tolist()


@pytest.mark.parametrize("wrong", [0, -1, 2.5, float("nan"), 10**9, "ten"])
def test_a_wrong_number_of_customers_is_refused(wrong):
    with pytest.raises(CxError, match=r"n is .*allowed: a whole number from 1 to"):
        generate_customers(wrong)


@pytest.mark.parametrize(
    ("name", "value"), [("seed", 1.5), ("seed", "x"), ("replication", -1), ("replication", True)]
)
def test_wrong_seeds_are_refused(run, name, value):
    with pytest.raises(CxError, match=f"{name} is"):
        simulate(run.scenario, **{name: value})


def test_an_unknown_engine_is_refused_with_the_nearest(run):
    with pytest.raises(CxError, match="kernel"):
        simulate(run.scenario, engine="kernal")


def test_without_numba_the_kernel_says_so(run, monkeypatch):
    from cxsim import simulate as module

    monkeypatch.setattr(module, "HAVE_NUMBA", False)
    with pytest.warns(module.Notice, match="plain Python"):
        module.check_engine("kernel")


def test_another_replication_is_another_year(run):
    other = simulate(run.scenario, seed=3, replication=1)
    assert other.summary()["needs"] != run.summary()["needs"]
    assert np.array_equal(simulate(run.scenario, seed=3).log.contacts, run.log.contacts)

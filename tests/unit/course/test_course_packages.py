"""Packages fit into the budget and act from their dates; targets are read in their weeks; the stored years hold."""

import csv
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import cxsim as cx
from cxsim.course import action_plan, company, package_board, packages, target_years
from cxsim.course.target_years import TARGETS, Reached
from cxsim.experiment import kept_rows, memory
from cxsim.guards import CxError
from cxsim.scenario import load_scenario
from cxsim.scenario.dated import phases

SMALL = {"world.market.customers": 900, "world.market.prospects": 300}


def bought():
    return packages.packages(company.default())


def silent(done, total):
    """Show no progress."""


@pytest.mark.parametrize("key", list(bought()))
def test_a_package_fits_into_the_budget_and_changes_the_policy_from_its_week(key):
    one = bought()[key]
    assert 0 < one.cost_cny <= packages.BUDGET_CNY
    parts = phases(one.plan(company.default()))
    assert len(parts) >= 2
    first = parts[0][1]
    assert not first.replace({}, name="today").diff(company.default())
    assert first.diff(parts[-1][1])


def test_the_first_package_is_the_preset_of_the_plan_template():
    assert bought()["source"].measures == tuple(load_scenario("budget_52k").policy.measures)


def test_a_settled_plan_has_every_measure_in_force_and_no_date():
    plan = bought()["source"].plan(company.default())
    settled = packages.settled(plan)
    assert settled.policy.bot.on
    assert settled.policy.training.hours_week == 1
    assert settled.policy.measures == ()


def test_an_unknown_package_is_refused_with_the_known_ones():
    with pytest.raises(CxError, match="evenings"):
        packages.package(company.default(), "gold")


def test_a_package_by_its_token_is_the_package():
    found = action_plan.LAB.understood({packages.PATH: "phone", "policy.service.owner": True})
    assert found[packages.PATH] == bought()["phone"].measures
    assert found["policy.service.owner"] is True
    assert action_plan.LAB.understood({"policy.service.owner": True}) == {"policy.service.owner": True}


def test_the_chance_of_a_target_is_the_share_of_years_that_reach_it():
    values = np.array(
        [[[1.9, 91, 3, 0, 5]], [[2.0, 89, 3, 0, 5]], [[2.1, 90, 3, 0, 5]], [[4.0, 80, 3, 0, 5]]]
    )
    reached = Reached(("plan",), values)
    assert reached.chance("plan", "response").of_100 == 50
    assert reached.chance("plan", "satisfied").of_100 == 50
    none = reached.chance("plan", "churn")
    assert none.of_100 == none.low == 0 < none.high < 100


def test_the_same_years_give_verdicts_and_targets():
    from cxsim.experiment import compare

    base = company.default().replace(SMALL)
    plan = base.replace({"policy.staffing.extra.case": 1}, name="plan")
    lived, reached = target_years.live([base, plan], silent, 2)
    again = compare([base, plan], 2, company.SEED)
    assert np.array_equal(lived.study.values, again.values, equal_nan=True)
    assert reached.values.shape == (2, 2, len(TARGETS))
    months = [list(TARGETS).index(key) for key in ("response", "satisfied", "referred")]
    assert np.isfinite(reached.values[:, :, months]).all()
    assert (reached.values[:, 0, list(TARGETS).index("revenue")] == 0).all()


def test_a_target_read_from_the_log_is_what_the_tables_for_people_say():
    run = cx.simulate(company.default().replace(SMALL))
    start = pd.Timestamp(run.scenario.world.calendar.start_date)

    def within(moments, first, last):
        return (moments >= start + pd.Timedelta(weeks=first - 1)) & (moments < start + pd.Timedelta(weeks=last))

    cases, needs, people, reviews = run.cases, run.needs, run.customers, run.reviews
    rated = needs["true_satisfied"][within(needs["closed"], 23, 26)].dropna()
    rich = people["customer"][people["margin_month_cny"] >= run.scenario.policy.routing.high_value_from_cny]
    looks = reviews[reviews["week"].between(14, 26) & reviews["customer"].isin(rich)]
    told = {
        "response": cases["response_h"][within(cases["opened"], 10, 13)].mean(),
        "satisfied": 100 * rated.astype(float).mean(),
        "churn": 100 * looks["left"].sum() / looks["customer"].nunique(),
    }
    assert {key: TARGETS[key].read(run, TARGETS[key].weeks) for key in told} == pytest.approx(told)


def test_years_with_their_targets_are_kept_and_never_mixed_with_another_way_of_reading(tmp_path, monkeypatch):
    base = company.default().replace(SMALL)
    plans = [base, base.replace({"policy.staffing.extra.case": 1}, name="plan")]

    def lived(years):
        memory.forget()
        study, reached = target_years.live(plans, silent, years)
        return study.study.values.tobytes(), reached.values.tobytes()

    monkeypatch.delenv(kept_rows.SWITCH, raising=False)
    monkeypatch.setattr(kept_rows, "folder", lambda: tmp_path / "years-1")
    two = lived(2)
    three = lived(3)
    monkeypatch.setattr(target_years, "_play", lambda *_: pytest.fail("played again"))
    assert (lived(2), lived(3)) == (two, three)
    monkeypatch.setattr(target_years, "KIND", "another way of reading")
    with pytest.raises(pytest.fail.Exception, match="played again"):
        lived(2)


def test_a_stored_year_of_the_board_is_what_the_simulator_gives():
    path = Path(package_board.__file__).with_name(package_board.FILE)
    fresh, committed = (
        [row for row in csv.reader(text.splitlines()) if row[0] in ("year", "0")]
        for text in (package_board.run(1, silent), path.read_text("utf-8"))
    )
    assert fresh == committed


def test_a_bad_year_hits_the_weeks_in_which_satisfaction_is_measured():
    first, last = TARGETS["satisfied"].weeks
    for _, shock in action_plan.bad_years(company.default()).values():
        assert shock.from_week <= first
        assert last < shock.from_week + shock.weeks

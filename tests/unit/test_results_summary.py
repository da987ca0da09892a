"""Every number of the summary is what it says, checked against the tables in another way."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
import synthetic_log

from cxsim.clock import HOUR, MINUTE, WEEK
from cxsim.results.deadlines import open_before
from cxsim.results.equity import customer_equity
from cxsim.results.horizon import Horizon, cut, first_row
from cxsim.results.measures import MEASURES, UNITS, label
from cxsim.results.summary import summarize
from cxsim.schema import CASE_CLASSES, QUEUES
from cxsim.simulate import begin, run_of, without_burn_in
from cxsim.stages import loyalty


@pytest.fixture(scope="module")
def made_up():
    facts = synthetic_log.facts()
    log = synthetic_log.log(facts)
    return facts, log, summarize(log, facts)


def test_keys_are_fixed_and_numbers_are_floats(run):
    found = run.summary()
    assert list(found) == list(MEASURES)
    assert all(type(value) is float for value in found.values())
    assert len({info.key for info in MEASURES.values()}) == len(MEASURES)
    assert all(label(key) for key in MEASURES)


def test_the_cut_keeps_exactly_the_horizon(made_up):
    facts, log, _ = made_up
    part = cut(log, facts.horizon)
    assert part.contacts["arrived"].min() >= facts.horizon.t0
    assert len(part.contacts) == (log.contacts["arrived"] >= facts.horizon.t0).sum()
    assert len(part.reviews) == (log.reviews["week"] >= facts.horizon.first_week).sum()
    assert len(part.persons) == len(log.persons)
    assert first_row(log.contacts, "arrived", 0) == 0
    assert Horizon(4, 8).end - Horizon(4, 8).t0 == 8 * WEEK


def test_contacts_agree_with_pandas(made_up):
    facts, log, found = made_up
    table = pd.DataFrame(log.contacts[log.contacts["arrived"] >= facts.horizon.t0])
    for code, queue in enumerate(QUEUES):
        mine = table[table["queue"] == code]
        handled, offered = mine[mine["outcome"] == 0], mine[mine["outcome"] != 3]
        assert found[f"{queue}_arrivals"] == len(mine)
        assert found[f"{queue}_offered"] == len(offered)
        assert found[f"{queue}_handled"] == len(handled)
        assert found[f"{queue}_abandoned"] == mine["outcome"].isin([1, 4]).sum()
        assert found[f"{queue}_wait_mean_min"] == pytest.approx(handled["wait"].mean() / MINUTE)
        assert found[f"{queue}_handle_mean_min"] == pytest.approx(handled["handle"].mean() / MINUTE)
        ends = ("handled", "abandoned", "blocked", "in_system_end")
        assert found[f"{queue}_offered"] == sum(found[f"{queue}_{end}"] for end in ends)
    phone = table[(table["queue"] == 0) & (table["outcome"] == 0)]
    assert found["phone_within_promise_share"] == (phone["wait"] <= 60_000).sum() / found["phone_offered"]
    ninety = found["phone_wait_p90_min"] * MINUTE
    assert (phone["wait"] <= ninety).mean() >= 0.9 > (phone["wait"] < ninety).mean()
    email = table[(table["queue"] == 2) & (table["outcome"] == 5)]
    assert found["email_backlog_age_h"] == pytest.approx((facts.horizon.end - email["arrived"]).mean() / HOUR)
    own = table[table["kind"] < 6]
    assert found["recontact_share"] == (own["kind"] == 2).mean()


def test_needs_and_answers_agree_with_pandas(made_up):
    facts, log, found = made_up
    table = pd.DataFrame(log.needs[log.needs["born"] >= facts.horizon.t0])
    closed, answered = table[table["state"] != 3], table[table["answer_state"] == 2]
    assert found["needs"] == len(table)
    first = (table["state"] == 0) & (table["handlings"] == 1)
    assert found["fcr_share"] == first.sum() / (table["handlings"] > 0).sum()
    targets = facts.scenario.policy.targets
    assert found["fcr_above_target_share"] == found["fcr_share"] - targets.first_contact_share
    assert found["phone_handle_above_target_min"] == found["phone_handle_mean_min"] - targets.phone_handle_min
    assert found["contacts_per_need"] == table["attempts"].sum() / len(table)
    for rows, kind in ((closed, "true"), (answered, "observed")):
        assert found[f"csat_{kind}_share"] == pytest.approx((rows["satisfied"] == 1).mean())
        assert found[f"ces_{kind}"] == pytest.approx(rows["effort"].mean())
    promoters, detractors = (answered["recommend"] >= 9).mean(), (answered["recommend"] <= 6).mean()
    assert found["nps_observed"] == pytest.approx(100 * (promoters - detractors))
    assert found["response_share"] == len(answered) / (table["answer_state"] > 0).sum()


def test_true_nps_is_the_mean_of_the_periods(made_up):
    _, log, found = made_up
    table = pd.DataFrame(log.reviews[log.reviews["week"] >= 4])
    scores = table.groupby((table["week"] - 4) // 4)["recommend"].agg(
        lambda answers: 100 * ((answers >= 9).mean() - (answers <= 6).mean())
    )
    assert len(scores) == 2
    assert found["nps_true"] == pytest.approx(scores.mean())


def test_deadlines_count_open_cases_only_when_they_are_late(made_up):
    facts, log, found = made_up
    table = pd.DataFrame(log.cases[log.cases["opened"] >= facts.horizon.t0])
    limit = facts.scenario.policy.complaints.deadlines.general.resolution_h * HOUR
    for code, name in enumerate(CASE_CLASSES):
        mine = table[table["case_class"] == code]
        stopped = mine["resolved"] >= 0
        elapsed = np.where(stopped, mine["resolved"], facts.horizon.end) - mine["opened"]
        met, due = stopped & (elapsed <= limit), stopped | (elapsed > limit)
        assert found[f"{name}_resolution_met_share"] == met.sum() / due.sum()
    hours = (table["responded"] - table["opened"])[table["responded"] >= 0] / HOUR
    assert found["complaint_response_h"] == pytest.approx(hours.mean())


def test_business_clock_stands_still_at_night(made_up):
    facts, log, calendar = made_up
    scenario = facts.scenario.replace({"policy.complaints.clock": "business"})
    business = summarize(log, facts._replace(scenario=scenario))
    assert business["general_resolution_met_share"] > calendar["general_resolution_met_share"]
    prefix = facts.plan.case_prefix
    times = np.array([0, 8 * HOUR, 9 * HOUR, 20 * HOUR, 23 * HOUR, 32 * HOUR, facts.horizon.end + 5])
    assert open_before(prefix, times).tolist() == [
        0, 0, HOUR, 12 * HOUR, 12 * HOUR, 12 * HOUR, facts.scenario.weeks * 84 * HOUR + 4 * 84 * HOUR + 5,
    ]  # fmt: skip


def test_money_closes_to_the_fen(made_up):
    _, _, found = made_up
    costs = ("labor", "overtime", "supervisors", "recruitment", "tools", "compensation", "acquisition",
             "lost_orders", "fixed")  # fmt: skip
    fen = {key: round(value * 100) for key, value in found.items() if key.endswith("_cny") and value == value}
    assert fen["profit_cny"] == fen["margin_cny"] - sum(fen[f"{kind}_cny"] for kind in costs)
    assert fen["value_cny"] == fen["profit_cny"] + fen["equity_end_cny"] - fen["equity_start_cny"]


def test_an_empty_log_gives_no_number_where_there_is_none():
    facts = synthetic_log.facts()
    log = synthetic_log.log(facts)
    empty = log._replace(
        **{name: getattr(log, name)[:0] for name in ("contacts", "needs", "cases", "reviews")}
    )
    found = summarize(empty, facts)
    assert found["phone_arrivals"] == 0
    for key in ("phone_within_promise_share", "phone_wait_p90_min", "fcr_share", "nps_true", "nps_observed"):
        assert math.isnan(found[key])


def test_rows_of_the_burn_in_do_not_change_the_summary(run):
    from cxsim.draws import make_draws
    from cxsim.plan import build_plans

    plans = build_plans([run.scenario])[0]
    draws = make_draws(run.scenario, 3, 0)
    short = run_of(run.scenario, plans, draws, without_burn_in(begin("kernel", plans[0], draws)))
    assert len(short.log.contacts) < len(run.log.contacts)
    assert list(map(str, short.summary().values())) == list(map(str, run.summary().values()))


def test_both_engines_give_the_same_summary(run):
    from cxsim.simulate import simulate

    other = simulate(run.scenario, seed=3, engine="reference")
    assert list(map(str, other.summary().values())) == list(map(str, run.summary().values()))
    assert (other.facts.persons_start == run.facts.persons_start).all()


def test_equity_by_hand():
    facts = synthetic_log.facts(people=3, customers=2)
    facts.traits["contract"] = [-1, 3, -1]
    start = facts.persons_start
    start["satisfaction"], start["failure"] = [0.5, -0.5, 0.0], [0.0, 1.0, 0.0]
    state = start.copy()
    state["satisfaction"] = [1.0, 1.0, 1.0]
    row, margin = facts.plan.loyalty, facts.traits["margin_fen"]
    value = customer_equity(state, facts.horizon.t0, facts)
    for n in (0, 1):
        years = (facts.horizon.t0 - int(state["joined"][n])) / (52 * WEEK)
        logit = -4.62 + 0.4 * facts.traits["frailty"][n] - 1.3 * 1.2 * math.tanh((0.5 - 0.1) / 1.2)  # half-way to 0
        logit += 0.4 * 0.5 * state["failure"][n] - 0.18 * (math.log(1 + years) - 1.1)
        usual, last = (logit, logit) if n == 0 else (logit - 0.25, logit + 0.9)
        stay = (1 / (1 + math.exp(usual))) ** 12 / (1 + math.exp(last))
        yearly = margin[n] * 13 * (1 + 0.05 * (1.0 - 0.1))
        assert value[n] == pytest.approx(yearly * stay / (1.1 - stay), abs=1)
    assert value[2] == 0
    assert row[loyalty.SLOPE] == 1.3


def test_every_unit_has_a_word():
    assert {info.unit for info in MEASURES.values()} <= set(UNITS)

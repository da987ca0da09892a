"""Has every [measure] and [data] system of the course its function, and does each call give what it must?"""

import csv
from pathlib import Path

import numpy as np
import pytest
from own_tables import CALLS as FEED
from own_tables import COMMENTS, GROUPS, KEYS, LOG, STAGES, TABLES, TICKETS, customers

import cxsim as cx
from cxsim import analysis as a
from cxsim import measure as m

ROOT = Path(__file__).resolve().parents[3]
TABLE = customers()
SERVQUAL = np.tile(np.arange(1, 8), (22, 1)).T


def joined():
    return a.join_tables(TABLES, KEYS)


#: Systems whose cell shows a part of them without the function that does the whole on a table, or reaches a second one.
BESIDE = {
    "M1-01": "measure.gap_groups",
    "M1-11": "measure.csi_sensitivity",
    "M2-21": "measure.channel_costs",
    "M5-09": "analysis.churn_model",
    "M5-10": "analysis.value_deciles",
    "M5-13": "measure.step_funnel",
    "M6-06": "measure.sample_size_margin",
    "M6-07": "measure.rake",
    "M6-09": "analysis.over_time",
    "M6-20": "measure.pilot_power",
    "M7-10": "measure.speed_pay",
    "M7-14": "measure.combined_scorecard",
    "M7-17": "measure.mystery_shopper",
    "M4-02": "analysis.kpi_table",
}
#: Function of the coverage table, or beside it: a call, and what must be true of its result.
CALLS = {
    "analysis.ageing": (
        lambda: a.ageing(TICKETS, "started", "finished", "2024-03-09"),
        lambda r: r["cases"].sum() == 3,
    ),
    "analysis.churn_model": (
        lambda: a.churn_model(TABLE, "left", ["csat", "wait"]),
        lambda r: 0.6 < r.auc < 1,
    ),
    "analysis.clean": (lambda: a.clean({"id": [1, 1, 2]}, unique="id"), lambda r: len(r) == 2),
    "analysis.customer_card": (lambda: a.customer_card(joined(), 0), lambda r: r["counts"]["orders"] == 1),
    "analysis.dashboard": (
        lambda: a.dashboard(TABLE, {"happy": "share"}, "when", "region"),
        lambda r: len(r.trends["happy"]) == 11,
    ),
    "analysis.forecast": (lambda: a.forecast([100.0 + k for k in range(20)], 2), lambda r: len(r.table) == 2),
    "analysis.gaps": (lambda: a.gaps({"CSAT": 80}, {"CSAT": 85.6}), lambda r: round(r["gap"][0], 1) == -5.6),
    "analysis.heat_map": (lambda: a.heat_map(LOG, "when"), lambda r: r.to_numpy().sum() == len(LOG)),
    "analysis.join_tables": (joined, lambda r: len(r.customers) == 3),
    "analysis.key_words": (lambda: a.key_words(COMMENTS, GROUPS), lambda r: "late" in set(r["word"])),
    "analysis.kpi_table": (
        lambda: a.kpi_table(TABLE, {"csat": "mean"}, {"csat": 4.5}),
        lambda r: r["status"][0] == "missed",
    ),
    "analysis.label_agreement": (lambda: a.label_agreement(TICKETS, "class", "key"), lambda r: r.value == 80),
    "analysis.merge_feeds": (
        lambda: a.merge_feeds({"call": FEED}, "score", "from", ["13800001111", "1"]),
        lambda r: r["coverage"][0] == 50,
    ),
    "analysis.missed_triggers": (
        lambda: a.missed_triggers(
            {"who": ["a", "b"], "when": [1.0, 1.0]}, {"who": ["a"], "when": [2.0]}, "who", "when", 3
        ),
        lambda r: r["missed"].tolist() == [False, True],
    ),
    "analysis.over_time": (
        lambda: a.over_time(TABLE, "csat", "when", "quarter"),
        lambda r: r["n"].sum() == len(TABLE),
    ),
    "analysis.pareto": (
        lambda: a.pareto({"why": list("aab")}, "why"),
        lambda r: r["amount"].tolist() == [2, 1],
    ),
    "analysis.personal_data": (
        lambda: a.personal_data(TABLES["crm"]),
        lambda r: {"phone", "mail", "name"} <= set(r["column"]),
    ),
    "analysis.personas": (lambda: a.personas(TABLE, ["spend", "visits"]), lambda r: len(r.profile) == 2),
    "analysis.profit_bridge": (
        lambda: a.profit_bridge(
            {
                "customers": 9,
                "margin": 1,
                "retention": 1,
                "new": 0,
                "complaints": 2,
                "complaint_cost": 1,
                "fixed": 0,
            },
            {"complaints": (0, -0.5, -1)},
        ),
        lambda r: r["high"].iloc[-1] == 9,
    ),
    "analysis.quality_report": (lambda: a.quality_report({"a": [1, None]}), lambda r: r["filled"][0] == 0.5),
    "analysis.recommend": (
        lambda: a.recommend({"who": list("aabbcd"), "what": list("xyxyxz")}, "who", "what", "c"),
        lambda r: r["item"].tolist() == ["y"],
    ),
    "analysis.satisfaction_to_revenue": (
        lambda: a.satisfaction_to_revenue(s := np.array([80, 82, 81, 84, 83, 86, 88.0]), 100 * 1.0237**s),
        lambda r: round(r.value, 2) == 2.37,
    ),
    "analysis.segments": (lambda: a.segments(TABLE, "region", "spend"), lambda r: r["differs"].all()),
    "analysis.stage_moves": (
        lambda: a.stage_moves(STAGES, "customer", "stage", "month"),
        lambda r: r["moves"].sum() == 4,
    ),
    "analysis.takeover_curve": (
        lambda: a.takeover_curve([-0.9, 0.9], [1, 0], 100, 6, 50),
        lambda r: r["profit"].max() == 95,
    ),
    "analysis.topics": (lambda: a.topics(COMMENTS, 2), lambda r: set(r["language"]) == {"en", "zh"}),
    "analysis.usage_steps": (
        lambda: a.usage_steps(LOG, "visit", "step", "when", "error"),
        lambda r: r["step"].tolist() == ["open", "choose", "pay"],
    ),
    "analysis.value_deciles": (
        lambda: a.value_deciles(np.arange(20.0), np.arange(20.0)),
        lambda r: r["seen"].is_monotonic_decreasing,
    ),
    "measure.agent_scorecard": (
        lambda: m.agent_scorecard(list("aabb"), [1.0, 1.0, 0.0, 0.0]),
        lambda r: {one.agent: one.raw for one in r.agents} == {"a": 1, "b": 0},
    ),
    "measure.bond_score": (
        lambda: m.bond_score({"a": [1, 4, 7, 6], "b": [1, 4, 7, 7]}),
        lambda r: round(r.score.value, 1) == 60.4,
    ),
    "measure.bot_load": (lambda: m.bot_load(200, 0.6, 0.8, 0.92), lambda r: round(r.humans, 1) == 111.7),
    "measure.cac": (lambda: m.cac(900, 3), lambda r: r.value == 300),
    "measure.ces": (lambda: m.ces([7, 5]), lambda r: r.value == 6),
    "measure.channel_costs": (
        lambda: m.channel_costs({"ads": 900}, {"ads": 3}, 100, 0.8, 0.1),
        lambda r: r[0].cac.value == 300,
    ),
    "measure.churn_precision": (
        lambda: m.churn_precision(0.05, 0.78, 0.1),
        lambda r: round(100 * r.precision, 1) == 29.1,
    ),
    "measure.claim_check": (lambda: m.claim_check(85.6, (15, 25)), lambda r: r.possible == "in part"),
    "measure.closed_loop_rate": (
        lambda: m.closed_loop_rate({"a": [1, 1], "b": [1, 0]}),
        lambda r: r.rate.value == 50,
    ),
    "measure.cohort_clv": (
        lambda: m.cohort_clv(["a", "a"], [[1, 1], [1, 0]], 0),
        lambda r: r.cohorts["a"].value == 1.5,
    ),
    "measure.combined_scorecard": (
        lambda: m.combined_scorecard(TABLE["region"], TABLE[["spend", "csat"]], {"spend": 0.5, "csat": 0.5}),
        lambda r: r.agents[0].agent == "north",
    ),
    "measure.control_chart": (lambda: m.control_chart([0.9] * 11 + [0.5], 400), lambda r: 11 in r.out),
    "measure.csat": (lambda: m.csat([70, 50], 60, 100), lambda r: r.value == 50),
    "measure.csi": (lambda: m.csi({"a": 5, "b": 1}, (0.75, 0.25)), lambda r: r.index.value == 75),
    "measure.csi_sensitivity": (lambda: m.csi_sensitivity({"a": 5, "b": 1}), lambda r: r[0].index_high == 60),
    "measure.decay_below": (lambda: m.decay_below(0.15), lambda r: r.period == 5),
    "measure.difference_with_control": (
        lambda: m.difference_with_control([1, 2], [4, 5], [1, 2], [2, 3]),
        lambda r: r.value == 2,
    ),
    "measure.drivers": (
        lambda: m.drivers(TABLE, "csat", ["wait", "spend"]),
        lambda r: r.ranking[0].name == "wait",
    ),
    "measure.fcr": (lambda: m.fcr(["x", "a", "a", "b", "y"], [0, 9, 10, 11, 30]), lambda r: r.value == 50),
    "measure.gap_groups": (lambda: m.gap_groups([4, 4], [5, 3]), lambda r: r.delighted.value == 50),
    "measure.kano": (lambda: m.kano({"A": 30, "O": 40, "M": 20, "I": 10}), lambda r: r.category == "O"),
    "measure.mobile_funnel": (lambda: m.mobile_funnel(0.25, 2, 1), lambda r: round(r.after, 6) == 0.5),
    "measure.mystery_shopper": (lambda: m.mystery_shopper([80, 60], ["a", "b"]), lambda r: r.value == 70),
    "measure.nps": (lambda: m.nps([10] * 5 + [8] * 3 + [3] * 2), lambda r: r.value == 30),
    "measure.payback": (lambda: m.payback(50_000, 3, 88.32, 12), lambda r: round(r.days, 1) == 15.7),
    "measure.pilot_power": (lambda: m.pilot_power(0.7, 0.84, 141), lambda r: 0.79 < r < 0.82),
    "measure.pilot_size": (lambda: m.pilot_size(0.7, 0.2), lambda r: (round(r.target, 6), r.per_arm) == (0.9, 62)),
    "measure.priority_board": (
        lambda: m.priority_board({"v": [5, 3], "e": [1, 5]}, {"v": 0.7, "e": 0.3}),
        lambda r: r.order[0] == "0",
    ),
    "measure.rake": (
        lambda: m.rake({"s": ["f", "f", "m"]}, {"s": {"f": 0.5, "m": 0.5}}),
        lambda r: round(r.weights[2], 2) == 1.5,
    ),
    "measure.response_rates": (
        lambda: m.response_rates(["a", "a", "b", "b"], [0, 1, 1, 1]),
        lambda r: r[1].gain.value == 50,
    ),
    "measure.retention_profit": (
        lambda: m.retention_profit(0.8, 0.05, 0.1),
        lambda r: round(100 * r.share, 1) == 27.5,
    ),
    "measure.sample_size_margin": (lambda: m.sample_size_margin(0.03), lambda r: r == 1068),
    "measure.servqual": (
        lambda: m.servqual(SERVQUAL, SERVQUAL),
        lambda r: r.mean_gap.value == 0 and len(r.gaps) == 5,
    ),
    "measure.share_margin": (lambda: m.share_margin(100), lambda r: round(100 * r, 1) == 9.8),
    "measure.speed_pay": (lambda: m.speed_pay(180, 0.9, 144, 0.7), lambda r: round(100 * r.change, 1) == 2.9),
    "measure.step_funnel": (lambda: m.step_funnel({"a": 10, "b": 5}), lambda r: r.completion.value == 50),
    "measure.stratified_sample": (
        lambda: m.stratified_sample(["a"] * 80 + ["b"] * 20, 10),
        lambda r: r.drawn == {"a": 8, "b": 2},
    ),
    "measure.synergy_indicators": (
        lambda: m.synergy_indicators([5, 30], [1, 1], [1, 0]),
        lambda r: r["response"].found.value == 50,
    ),
    "measure.weight_for_nonresponse": (
        lambda: m.weight_for_nonresponse((0.5, 0.3, 0.2), (0.2, 0.1, 0.3)),
        lambda r: round(r.weighted_nps, 6) == round(r.true_nps, 6) == 30,
    ),
    "measure.work_per_solved": (lambda: m.work_per_solved(180, 0.9), lambda r: round(r, 6) == 200),
}


def rows():
    text = (ROOT / "docs" / "coverage.csv").read_text(encoding="utf-8")
    return [row for row in csv.DictReader(text.splitlines()) if {"measure", "data"} & set(row["marks"].split())]


def test_every_marked_system_has_a_function_that_is_called_here():
    assert sum("measure" in row["marks"] for row in rows()) == 47
    assert sum("data" in row["marks"] for row in rows()) == 28
    assert [row["id"] for row in rows() if not (row["function"] or row["id"] in BESIDE)] == []
    assert set(BESIDE) <= {row["id"] for row in rows()}
    assert {row["function"] for row in rows()} - {""} | set(BESIDE.values()) == set(CALLS)


@pytest.mark.parametrize("name", sorted(CALLS))
def test_the_function_gives_what_it_must(name):
    room, function = name.split(".")
    assert callable(getattr(getattr(cx, room), function))
    call, must = CALLS[name]
    assert must(call())


def test_a_call_that_gives_something_else_is_seen():
    call, must = CALLS["analysis.ageing"]
    assert not must(call().assign(cases=0))

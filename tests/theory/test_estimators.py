"""Are sums, estimates and intervals right? Tried on small logs and on an independent toy simulation."""

import math

import numpy as np
import pytest
from toy import poisson, toy_log

from cxsim import theory
from cxsim.clock import DAY, HOUR, MINUTE
from cxsim.evidence.verify_cases import NotCovered
from cxsim.evidence.verify_days import crowd
from cxsim.evidence.verify_desk import Desk, desk_spec
from cxsim.evidence.verify_specs import (
    Choice,
    Estimate,
    at_least,
    jackknife,
    mean,
    ratio,
    student,
)
from cxsim.evidence.verify_view import View
from cxsim.schema import ABANDONED, BALKED, BLOCKED, DTYPES, FIRST, HANDLED, REDIAL


def small_log():
    """Six attempts; times in ms, one unit = 10 ms, counted from 100 to 200."""
    rows = [
        # need, previous, kind, queue, outcome, arrived, wait, handle
        (0, -1, FIRST, 0, HANDLED, 90, 20, 40),
        (1, -1, FIRST, 0, HANDLED, 110, 0, 30),
        (2, -1, FIRST, 0, ABANDONED, 120, 25, 0),
        (3, -1, FIRST, 0, BLOCKED, 130, 0, 0),
        (3, 3, REDIAL, 0, HANDLED, 150, 10, 60),
        (4, -1, FIRST, 0, BALKED, 210, 0, 0),
    ]
    log = np.zeros(len(rows), DTYPES["contacts"])
    log["contact"] = np.arange(len(rows))
    for name, values in zip(
        ("need", "previous", "kind", "queue", "outcome", "arrived", "wait", "handle"),
        zip(*rows, strict=True),
        strict=True,
    ):
        log[name] = values
    return log


def test_sums_of_a_log_counted_by_hand():
    v = View(small_log(), 10.0, (100.0, 200.0))
    assert v.length == [10.0]
    assert v.count() == [4]
    assert v.count(v.handled) == [2]
    assert v.count(v.blocked) == [1]
    assert v.count(v.gave_up) == [1]
    assert v.waits() == [3.5]
    assert v.count(v.within(1.0)) == [3]
    # waiting: 100-110 of the first, 120-145, 150-160; the first is outside by arrival but still there
    assert v.queue_area() == [1.0 + 2.5 + 1.0]
    # in service: 110-150, 110-140, 160-200 (cut at the end)
    assert v.busy_area() == [4.0 + 3.0 + 4.0]
    assert v.per_need(np.ones(6)) == [1 + 1 + 2]
    assert v.never(v.handled) == [1]
    assert v.orbit_area() == [2.0]
    assert v.last(v.arrived) == [110 + 120 + 150]


def test_days_are_separate_groups():
    log = np.zeros(4, DTYPES["contacts"])
    log["arrived"] = [10, HOUR, DAY + 5, 2 * DAY + 5]
    log["wait"] = [0, 30 * 60_000, 7, 9]
    log["handle"] = [HOUR, HOUR, HOUR, HOUR]
    v = View(log, 60_000.0, days=(0, 2), day_ms=float(DAY))
    assert v.count().tolist() == [2, 1]
    assert v.rank_in_group().tolist() == [1, 2, 0, 1]
    assert v.hour_area(v.arrived, v.arrived + v.wait, 1)[0] == pytest.approx(30.0)
    assert v.hour_area(v.arrived, v.arrived + v.wait, 2)[0] == 0.0
    assert v.starts_empty()
    log["handle"][1] = 2 * DAY
    assert not View(log, 60_000.0, days=(0, 2), day_ms=float(DAY)).starts_empty()


def test_a_day_on_which_long_contacts_left_time_for_few_weighs_as_many_as_it_had():
    # One contact of 10 minutes on one day, four of 5 on the other: 30 minutes, as five of 6 should last.
    log = np.zeros(5, DTYPES["contacts"])
    log["arrived"] = [0, DAY, DAY + 1, DAY + 2, DAY + 3]
    log["handle"] = np.array([10, 5, 5, 5, 5]) * MINUTE
    log["outcome"], log["kind"] = HANDLED, FIRST
    luck = View(log, float(MINUTE), days=(0, 1), day_ms=float(DAY)).controls(2.5, {"phone": 6.0 * MINUTE})
    assert luck.sum(axis=0) == pytest.approx([0.0, 0.0])
    assert luck[:, 1] == pytest.approx([4 / 6 / 2.5, -4 / 6 / 2.5])


def test_who_is_handed_back_waits_twice():
    # One seat leaves at 1:00 while two contacts are served: the later one waits again from 1:00 to 1:30, before the
    # one of 1:10, which waits until 1:50. On the other day one comes at the moment at which one leaves.
    log = np.zeros(5, DTYPES["contacts"])
    log["arrived"] = np.array([10, 20, 70, 48 * 60 + 65, 48 * 60 + 70]) * MINUTE
    log["wait"] = np.array([0, 0, 40, 0, 0]) * MINUTE
    log["handle"] = np.array([80, 90, 20, 5, 5]) * MINUTE
    found = crowd(View(log, float(MINUTE), days=(0, 2), day_ms=float(DAY)), (2, *[1] * 23))
    assert found.beyond[:, 1].tolist() == [30 + 40, 0]
    assert found.beyond.sum() == 70
    assert found.met.tolist() == [False, False, True, False, False]


def test_jackknife_of_a_mean_is_the_usual_standard_error():
    x = np.random.default_rng(1).normal(5, 2, (30, 1))
    rows = np.hstack((x, np.ones((30, 1))))
    value, error, free = jackknife(lambda s: s[..., 0] / s[..., 1], [rows])
    assert value == pytest.approx(x.mean())
    assert error == pytest.approx(x.std(ddof=1) / math.sqrt(30))
    assert free == 29


def test_jackknife_removes_the_bias_of_a_square():
    # E[mean squared] = mu^2 + sigma^2 / n; the corrected value has expectation mu^2
    rng = np.random.default_rng(2)
    values = [
        jackknife(lambda s: (s[..., 0] / s[..., 1]) ** 2, [np.hstack((rng.normal(0, 1, (8, 1)), np.ones((8, 1))))])[0]
        for _ in range(4000)
    ]
    assert abs(np.mean(values)) < 4 * np.std(values) / math.sqrt(4000)
    assert np.std(values) / math.sqrt(4000) * 8 < 1 / 8  # the bias would have been seen


def test_false_alarms_are_as_rare_as_stated():
    """Ratio of two correlated skewed sums, 24 groups: misses at the 5 % and the 0.1 % level."""
    rng = np.random.default_rng(3)
    spec = ratio(None, None)
    tries = 6000
    missed = {0.05: 0, 0.001: 0}
    for _ in range(tries):
        length = rng.gamma(50, 1, 24)
        rows = np.column_stack((length * rng.gamma(20, 0.1, 24), length))
        for miss in missed:
            found = spec.find([rows], miss)
            missed[miss] += abs(found.value - 2.0) > found.half_width
    assert missed[0.05] / tries == pytest.approx(0.05, abs=0.015)
    assert missed[0.001] <= 25


def test_two_systems_are_compared_with_both_errors():
    spec = Estimate(("", "other"), (None, None), lambda a, b: a[..., 0] / b[..., 0])
    rng = np.random.default_rng(4)
    a, b = rng.normal(4, 0.4, (100, 1)), rng.normal(2, 0.2, (100, 1))
    error = spec.find([a, b], 0.05).half_width / student(0.05, 100)
    assert error == pytest.approx(2 * math.sqrt(2 * 0.1**2 / 100), rel=0.2)


def test_too_few_groups_are_never_precise():
    spec = mean(None)
    assert spec.find([np.ones((1, 2))], 0.05).more > 1
    noisy = np.column_stack((np.array([1.0, 2.0, 3.0]), np.ones(3)))
    assert spec.find([noisy], 0.01).more > 1


def test_least_agents_needs_both_sides_to_be_significant():
    spec = at_least(None, None, (0.8, 8, True, True))
    n = np.full(200, 1000.0)
    noise = np.random.default_rng(5).normal(0, 20, 200)
    enough, short, near = (np.column_stack((share * n + noise, n)) for share in (0.88, 0.74, 0.7995))
    assert spec.find([enough, short], 0.01) == (8, 0.0, pytest.approx(0, abs=0.2))
    assert spec.find([enough, near], 0.01).more > 1
    assert spec.find([short, short], 0.01).value == 9
    assert spec.find([enough, enough], 0.01).value == 7


def test_longest_hour_must_lead():
    rng = np.random.default_rng(6)
    rows = rng.normal([1.0, 1.3, 0.2], 0.1, (100, 3))
    spec = Choice(("",), (None,), lambda s: (float(np.argmax(s)), [lambda t: t[..., 1] - t[..., 0]]))
    assert spec.find([rows], 0.001).value == 1
    assert spec.find([rows], 0.001).more < 1


def simulate(system, groups, seed):
    """Rows of every quantity from independent toy replications: M/M/c with patience or a limit on lines."""
    agents, rate, handle, held, lines = system
    rng = np.random.default_rng(seed)
    unit, length = 10_000.0, 600 * 10_000.0
    views = []
    for _ in range(groups):
        arrivals = poisson(rng, rate / unit, length)
        n = len(arrivals)
        handles = np.rint(rng.exponential(handle * unit, n)).astype(int)
        patience = None if held is None else np.rint(rng.exponential(held * unit, n)).astype(int)
        log = toy_log(rng, agents, arrivals, handles, patience, lines)
        views.append(View(log, unit, (100 * unit, 550 * unit)))
    return views


def estimate(views, quantity, desk):
    spec = desk_spec(quantity, desk)
    rows = np.concatenate([np.array(spec.columns[0](v), dtype=float).T for v in views])
    return spec.find([rows], 0.001)


def test_toy_erlang_c_gives_erlang_c():
    views = simulate((3, 2.0, 1.0, None, math.inf), 60, 7)
    desk = Desk(3, 1.0, 2.0)
    wait, delayed = theory.mean_wait(3, 2.0, 1.0), theory.erlang_c(3, 2.0)
    exact = {
        "P_wait": delayed,
        "Wq": wait,
        "Wq_given_wait": wait / delayed,
        "Lq": 2.0 * wait,
        "L": 2.0 * wait + 2.0,
        "occupancy": 2 / 3,
        "SL_T=0.5": theory.within(0.5, 3, 2.0, 1.0),
        "P_W_gt_1": 1 - theory.within(1.0, 3, 2.0, 1.0),
        "W_q90": theory.wait_quantile(0.9, 3, 2.0, 1.0),
        "Wsd": math.sqrt(delayed * 2.0 - delayed**2),  # exponential of rate 1 with probability `delayed`
    }
    for quantity, value in exact.items():
        found = estimate(views, quantity, desk)
        assert abs(found.value - value) < found.half_width < 0.3 * value, quantity
    assert estimate(views, "W_q50", desk).value == 0.0


def test_toy_erlang_a_gives_erlang_a():
    views = simulate((3, 3.5, 1.0, 2.0, math.inf), 60, 8)
    desk = Desk(3, 1.0, 3.5, limit=1 / 3)
    got = theory.patience_queue(3, 3.5, 1.0, theory.Patience("exponential", 2.0), 1 / 3)
    exact = {
        "P_wait": got.waits,
        "P_ab": got.abandons,
        "EW_all": got.mean_wait,
        "occupancy": got.occupancy,
        "SL_served_over_offered_T=0.3333": got.served_within,
        "SL_served_over_answered_T=0.3333": got.served_within / (1 - got.abandons),
        "P_ab_within_T=0.3333": got.abandons_within,
        "P_ab_ratio_EW": 0.5,
    }
    for quantity, value in exact.items():
        found = estimate(views, quantity, desk)
        assert abs(found.value - value) < found.half_width < 0.2 * value, quantity


def test_toy_finite_lines_give_the_birth_death_process():
    views = simulate((2, 2.5, 1.0, None, 5), 60, 9)
    desk = Desk(2, 1.0, 2.5)
    got = theory.finite_lines(2, 5, 2.5, 1.0, 0.5)
    exact = {
        "P_block": got.blocked,
        "Wq_accepted": got.mean_wait,
        "P_wait_accepted": got.waits,
        "SL_T=0.5_accepted": got.within_limit,
        "occupancy": got.occupancy,
    }
    for quantity, value in exact.items():
        found = estimate(views, quantity, desk)
        assert abs(found.value - value) < found.half_width < 0.2 * value, quantity


def test_unknown_quantity_is_refused():
    with pytest.raises(NotCovered, match="EW_median"):
        desk_spec("EW_median", Desk(1, 1.0, 0.5))

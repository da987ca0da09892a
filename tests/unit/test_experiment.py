"""Common random numbers, equal results from any workers, verdicts with doubt, nothing lost in silence."""

from __future__ import annotations

import math
import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context

import numpy as np
import pytest
from small_world import more_agents, small

from cxsim.experiment import memory, workers
from cxsim.experiment import replication as module
from cxsim.experiment.comparison import compare, sweep
from cxsim.experiment.replication import sharing, stop_job
from cxsim.experiment.study import HEADLINES, Study
from cxsim.experiment.verdict import CLOSE, amount, interval, judge, margin_of, sentence
from cxsim.guards import CxError
from cxsim.results.measures import MEASURES
from cxsim.simulate import simulate

BASE = small(weeks=3, burn_in_weeks=2)
PLANS = [BASE, more_agents(BASE), BASE.replace({"policy.recovery.compensation_cny": 300}, name="generous")]


@pytest.fixture(scope="module")
def study():
    return compare(PLANS, replications=6, seed=11)


class Backwards(Executor):
    """Runs everything at the end, last first: an order that no pool would choose."""

    def __init__(self):
        self.waiting = []

    def submit(self, fn, /, *args, **kwargs):
        future = Future()
        self.waiting.append((future, fn, args))
        if len(self.waiting) == 6:
            for future_, fn_, args_ in reversed(self.waiting):
                future_.set_result(fn_(*args_))
        return future


def test_values_are_those_of_single_runs(study):
    for plan, scenario in enumerate(PLANS):
        alone = simulate(scenario, seed=11, replication=4).summary()
        assert list(map(str, study.values[4, plan])) == list(map(str, alone.values()))


@pytest.mark.parametrize("place", ["one thread", "four threads", "two processes", "backwards"])
def test_any_executor_gives_the_same_study(study, place):
    pools = {
        "one thread": lambda: ThreadPoolExecutor(1),
        "four threads": lambda: ThreadPoolExecutor(4),
        "two processes": lambda: ProcessPoolExecutor(2, mp_context=get_context("spawn")),
        "backwards": Backwards,
    }
    with pools[place]() as executor:
        other = compare(PLANS, replications=6, seed=11, executor=executor)
    assert np.array_equal(other.values, study.values, equal_nan=True)
    assert other.replications == study.replications == tuple(range(6))


def test_threads_that_would_be_idle_take_plans_and_change_nothing(study, monkeypatch):
    monkeypatch.setattr(workers, "workers_here", lambda: 4)
    with workers.Threads(4) as place:
        assert [workers.helper(place, number, 6) is place for number in range(6)] == [False] * 4 + [True] * 2
        assert workers.helper(ThreadPoolExecutor(1), 5, 6) is None
    memory.forget()
    assert np.array_equal(study.values, compare(PLANS, replications=6, seed=11).values, equal_nan=True)


def test_equal_plans_do_not_differ_at_all():
    twin = compare([BASE, BASE.replace(name="twin")], replications=2)
    assert np.array_equal(twin.values[:, 0], twin.values[:, 1], equal_nan=True)
    assert set(twin.verdicts()["verdict"]) == {"too close to call"}


def test_what_is_shared():
    other_world = BASE.replace({"world.demand.factor": 1.1})
    other_before = BASE.replace({"before": {"staffing": {"extra": {"phone": 2}}}})
    assert sharing([BASE, more_agents(BASE), other_world, other_before]) == [[[0, 1], [3]], [[2]]]
    no_burn_in = BASE.replace({"burn_in_weeks": 0})
    assert sharing([no_burn_in, more_agents(no_burn_in)]) == [[[0], [1]]]


def test_shared_burn_in_changes_nothing_for_plans_of_other_worlds():
    plans = [BASE, BASE.replace({"world.demand.factor": 1.1}, name="busy"), more_agents(BASE, 2)]
    together = compare(plans, replications=2, seed=5)
    for plan, scenario in enumerate(plans):
        alone = compare([scenario], replications=2, seed=5)
        assert np.array_equal(together.values[:, plan], alone.values[:, 0], equal_nan=True)


def test_plans_of_different_length_can_be_compared():
    study = compare([BASE, small(weeks=4, burn_in_weeks=1, name="longer")], replications=1)
    assert study.of("longer", "needs")[0] > study.of(0, "needs")[0]


def test_progress_is_told():
    seen = []
    compare([BASE], replications=3, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(1, 3), (2, 3), (3, 3)]


def test_a_bar_is_shown_on_request(capsys):
    study = compare([BASE], replications=1, progress=True)
    assert len(study.replications) == 1
    assert capsys.readouterr().out == ""


def test_the_reference_engine_runs_in_processes_and_agrees():
    tiny = [plan.replace({"world.market.customers": 150, "weeks": 2, "burn_in_weeks": 1}) for plan in PLANS]
    reference = compare(tiny, replications=3, seed=2, engine="reference")
    assert np.array_equal(reference.values, compare(tiny, replications=3, seed=2).values, equal_nan=True)


def test_tables_of_a_study(study):
    table = study.table()
    assert len(table) == 6 * 3
    assert table["plan"].tolist()[:3] == list(study.names) == ["small", "one more", "generous"]
    assert list(table.columns[2:]) == list(MEASURES)
    means = study.means(["profit_cny"])
    assert means["mean"].tolist()[0] == pytest.approx(study.of(BASE, "profit_cny").mean())
    verdicts = study.verdicts(to="one more", measures=["profit_cny", "phone_wait_mean_min"])
    assert verdicts["plan"].tolist() == ["small", "small", "generous", "generous"]
    row = verdicts.iloc[0]
    assert row["difference"] == pytest.approx((study.of(0, "profit_cny") - study.of(1, "profit_cny")).mean())
    assert verdicts["words"].str.len().min() > 20
    assert len(study.verdicts()) == 2 * len(HEADLINES)
    waits = study.verdicts(measures=["phone_wait_mean_min"])
    assert waits["verdict"].iloc[0] == "better"  # shorter is better
    assert waits["difference"].iloc[0] < 0


def test_names_are_told_apart():
    study = Study((BASE, BASE, BASE), 1, "kernel", 1, (0,), np.zeros((1, 3, len(MEASURES))))
    assert study.names == ("small", "small (2)", "small (3)")


@pytest.mark.parametrize("wrong", ["nobody", 7, -1, 1.0, None])
def test_an_unknown_base_is_refused(study, wrong):
    with pytest.raises(CxError, match="no plan"):
        study.verdicts(to=wrong)


def test_an_unknown_measure_is_refused_with_the_nearest(study):
    with pytest.raises(CxError, match="nearest: profit_cny"):
        study.verdicts(measures=["profit_cn"])


@pytest.mark.parametrize(
    ("plans", "how", "words"),
    [
        ([], {}, "at least one scenario"), (BASE, {}, "list"), ([1], {}, "list"),
        ([BASE], {"replications": 0}, "replications is 0"), ([BASE], {"replications": 2.5}, "whole number"),
        ([BASE], {"replications": float("nan")}, "whole number"), ([BASE], {"seed": "x"}, "seed"),
        ([BASE], {"engine": "fast"}, "kernel"),
    ],
)  # fmt: skip
def test_bad_input_is_told_in_one_line(plans, how, words):
    with pytest.raises(CxError, match=words) as error:
        compare(plans, **how)
    assert "\n" not in str(error.value)


def test_sweep_names_its_plans():
    study = sweep(BASE, "policy.staffing.extra.phone", [0, 2], replications=1)
    assert study.names == ("small", "policy.staffing.extra.phone=0", "policy.staffing.extra.phone=2")
    assert np.array_equal(study.values[:, 0], study.values[:, 1], equal_nan=True)


def fail_third(job, number, helper=None):
    if number == 2:
        raise ZeroDivisionError("planted")
    return module.replicate(job, number, helper)


def test_a_failing_replication_is_reported_by_number(monkeypatch):
    monkeypatch.setattr("cxsim.experiment.comparison.replicate", fail_third)
    study = compare([BASE], replications=4)
    assert study.replications == (0, 1, 3)
    assert list(study.failed) == [2]
    assert "planted" in study.failed[2]
    assert study.is_partial
    assert "3/4" in repr(study)
    monkeypatch.setattr("cxsim.experiment.comparison.replicate", lambda job, number, helper: fail_third(job, 2))
    with pytest.raises(CxError, match=r"replication 0 failed, and all others: .*planted"):
        compare([BASE], replications=3)


def test_ctrl_c_keeps_what_is_finished():
    def stop(done, total):
        if done == 3:
            raise KeyboardInterrupt

    with ThreadPoolExecutor(1) as executor:
        study = compare([BASE], replications=40, executor=executor, progress=stop)
    assert 3 <= len(study.replications) < 40
    assert study.is_partial
    whole = compare([BASE], replications=max(study.replications) + 1)
    for position, number in enumerate(study.replications):
        assert np.array_equal(study.values[position], whole.values[number], equal_nan=True)


def test_ctrl_c_before_anything_is_finished_is_ctrl_c(monkeypatch):
    class Interrupted(ThreadPoolExecutor):
        def submit(self, fn, /, *args, **kwargs):
            return Future()

    def interrupt(futures):
        raise KeyboardInterrupt

    monkeypatch.setattr("cxsim.experiment.comparison.as_completed", interrupt)
    with pytest.raises(KeyboardInterrupt):
        compare([BASE], replications=2, executor=Interrupted(1))


def test_a_stopped_job_ends_between_two_weeks():
    job = module.Job(-7, (BASE,), 1, "kernel")
    stop_job(-7)
    with pytest.raises(module.Stopped):
        module.replicate(job, 0)
    module._stopped.discard(-7)


def test_studies_do_not_disturb_each_other(study):
    found = {}

    def work(name):
        found[name] = compare(PLANS[:2] if name else PLANS, replications=3, seed=11)

    threads = [threading.Thread(target=work, args=(n,)) for n in (0, 1)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert np.array_equal(found[0].values, study.values[:3], equal_nan=True)
    assert np.array_equal(found[1].values, study.values[:3, :2], equal_nan=True)


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent in another way on Windows")
def test_a_real_ctrl_c_on_the_command_line_process(tmp_path):
    code = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from small_world import small\n"
        "from cxsim.experiment.comparison import compare\n"
        "print('begun', flush=True)\n"
        "tell = lambda done, total: print('done', done, flush=True)\n"
        "study = compare([small(weeks=3, burn_in_weeks=2)], replications=100000, progress=tell)\n"
        "print()\n"  # a word that Ctrl-C cut may still stand on the line
        "print(study.is_partial, len(study.replications) > 0, flush=True)\n"
    )
    here = os.path.dirname(__file__)
    process = subprocess.Popen(
        [sys.executable, "-c", code, here], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    for line in process.stdout:
        if line.startswith("done 2"):
            process.send_signal(signal.SIGINT)
            break
    out, err = process.communicate(timeout=120)
    assert out.split()[-2:] == ["True", "True"], err
    assert process.returncode == 0
    assert "Traceback" not in err


def test_interval_is_students():
    values = np.array([1.0, 2.0, 4.0])
    mean, half = interval(values)
    assert mean == pytest.approx(7 / 3)
    assert half == pytest.approx(4.302652729911275 * np.std(values, ddof=1) / math.sqrt(3))
    assert interval(values[:1]) == (1.0, math.inf)
    assert math.isnan(interval(values[:0])[0])


@pytest.mark.parametrize(
    ("key", "difference", "margin", "word"),
    [
        ("profit_cny", [50, 51, 52], 30, "better"),
        ("profit_cny", [-50, -51, -52], 30, "worse"),
        ("profit_cny", [28, 31, 33], 30, CLOSE),
        ("profit_cny", [-90, 0, 90], 0, CLOSE),
        ("phone_wait_mean_min", [5, 6, 7], 0, "worse"),
        ("phone_wait_mean_min", [-5, -6, -7], 0, "better"),
        ("phone_occupancy_share", [0.1, 0.11, 0.12], 0, "higher"),
        ("phone_occupancy_share", [-0.1, -0.11, -0.12], 0, "lower"),
        ("profit_cny", [0, 0, 0], 0, CLOSE),
        ("profit_cny", [math.nan, 1, 1], 0, CLOSE),
        ("profit_cny", [100], 0, CLOSE),
    ],
)  # fmt: skip
def test_verdicts_need_significance_and_relevance(key, difference, margin, word):
    base = np.array([1000.0, 2000.0, 1500.0])[: len(difference)]
    found = judge(key, base + np.array(difference), base, margin)
    assert found.verdict == word
    words = sentence("plan", found)
    assert words.startswith("plan: ")
    assert words.endswith("; no margin of relevance is set for this measure") == (margin == 0)


def test_margins_come_from_the_beliefs():
    relevance = BASE.beliefs.relevance
    assert margin_of("nps_true", 0.0, relevance) == 0.5
    assert margin_of("nps_observed", 0.0, relevance) == 1.0
    assert margin_of("retention_share", 0.0, relevance) == pytest.approx(0.002)
    assert margin_of("profit_cny", -1e5, relevance) == 30_000
    assert margin_of("value_cny", -1e8, relevance) == pytest.approx(400_000)
    assert margin_of("csat_true_share", 1e9, relevance) == 0.0


def test_numbers_are_written_for_reading():
    assert amount(0.0123, "share", signed=True) == "+1.23"
    assert amount(1234567.8, "CNY") == "1,234,568"
    assert amount(-0.004, "points", signed=True) in ("0.00", "-0.00")
    assert amount(0.0, "points", signed=True) == "0.00"

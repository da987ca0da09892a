"""Does the simulator agree with theory, on both engines, and would `verify` notice if it did not?"""

from concurrent.futures import Executor, Future
from dataclasses import replace

import numpy as np
import pytest

from cxsim.clock import HOUR
from cxsim.evidence import verify, verify_run
from cxsim.evidence.verify_cases import Case, group, read_anchors, shipped
from cxsim.evidence.verify_run import Job, build, work
from cxsim.schema import OPEN

# One case of many families, each settled in a few seconds; `cxsim verify` runs the whole file on both engines, as
# test_other_parameters does for its families. That the engines are equal is what tests/agreement shows.
BOTH, COMPILED = ("B04", "K01"), ("C06", "D04", "E03", "F04", "G09", "H04")
QUICK = (*BOTH, *COMPILED)


class Here(Executor):
    """Runs everything at once in this process, so that a fault can be planted."""

    def submit(self, function, /, *args, **kwargs):
        future = Future()
        future.set_result(function(*args, **kwargs))
        return future


@pytest.fixture(scope="module")
def rows():
    return verify.run(only=BOTH, executor=Here()) + verify.run(only=COMPILED, engines=("kernel",), executor=Here())


def test_quick_cases_agree(rows):
    assert {row.case for row in rows} == set(QUICK)
    assert [(row.case, row.quantity) for row in rows if row.verdict != verify.AGREES] == []
    assert all(row.checked >= 1 for row in rows if row.case in BOTH)


def test_agreement_is_narrow(rows):
    for row in rows:
        if row.quantity != "agents":
            assert row.half_width <= 0.04 * abs(row.estimate) + 0.02, row
    text = list(verify.lines(rows))
    assert len(text) == len(rows) + 1
    assert "1 % chance" in text[-1]


def shifted(only, factor):
    """Anchors of a case with every exact value changed."""
    anchors = [a for a in read_anchors(shipped()) if a.case_id == only]
    return [a._replace(value=a.value * factor) for a in anchors]


def verdicts(monkeypatch, anchors, **change):
    monkeypatch.setattr(verify, "read_anchors", lambda _: anchors)
    for name, value in change.items():
        monkeypatch.setattr(verify_run, name, value)
    return verify.run(engines=change.pop("engines", ("kernel",)), executor=Here())


def test_a_wrong_exact_value_is_noticed(monkeypatch):
    got = verdicts(monkeypatch, shifted("B04", 1.03))
    assert [row.verdict for row in got] == [verify.DISAGREES] * 5


def test_a_budget_that_is_too_small_gives_no_verdict(monkeypatch):
    got = verdicts(monkeypatch, shifted("A08", 1.0), BUDGET=1_600_000)
    assert "the interval is still too wide to judge" in {row.reason for row in got}
    assert verify.DISAGREES not in {row.verdict for row in got}


def plant(monkeypatch, change):
    """Change what the engines log before it is looked at."""
    from cxsim import simulate

    true = simulate.run_of

    def run_of(scenario, plans, draws, *, engine):
        run = true(scenario, plans, draws, engine=engine)
        return replace(run, log=run.log._replace(contacts=change(engine, run.log.contacts.copy())))

    monkeypatch.setattr(simulate, "run_of", run_of)


def longer_waits(engine, contacts):
    contacts["wait"] += contacts["wait"] // 20
    return contacts


def longer_calls(engine, contacts):
    contacts["handle"] += contacts["handle"] // 100
    return contacts


def other_reference(engine, contacts):
    contacts["wait"][-1] += engine == "reference"
    return contacts


@pytest.mark.parametrize(
    ("fault", "words"),
    [(longer_waits, ""), (longer_calls, "% off what the scenario says")],
)
def test_a_planted_fault_is_noticed(monkeypatch, fault, words):
    plant(monkeypatch, fault)
    got = verdicts(monkeypatch, shifted("F04", 1.0))
    assert [row.verdict for row in got] == [verify.DISAGREES] * 2
    assert all(words in row.reason for row in got)


def left_open(engine, contacts):
    contacts["outcome"][::100] = OPEN
    return contacts


def test_a_log_that_ends_before_its_contacts_gives_no_verdict(monkeypatch):
    plant(monkeypatch, left_open)
    got = verdicts(monkeypatch, shifted("F04", 1.0))
    assert {row.verdict for row in got} == {verify.NOT_COVERED}
    assert all(row.reason.endswith("counted contacts had not ended with the log") for row in got)


def test_engines_that_differ_in_one_wait_are_noticed(monkeypatch):
    plant(monkeypatch, other_reference)
    monkeypatch.setattr(verify, "read_anchors", lambda _: shifted("F04", 1.0))
    got = verify.run(executor=Here())
    assert {row.reason for row in got} == {"reference differs from kernel on replication 0"}
    assert {row.verdict for row in got} == {verify.DISAGREES}


def test_an_engine_that_fails_is_a_disagreement_of_its_case_only(monkeypatch):
    from cxsim import simulate

    true, priority = simulate.run_of, 1

    def run_of(scenario, plans, draws, *, engine):
        if plans[1].scalars[0]["mode"] == priority:
            raise ZeroDivisionError("planted")
        return true(scenario, plans, draws, engine=engine)

    monkeypatch.setattr(simulate, "run_of", run_of)
    rows = verify.run(only=("F04", "B06"), engines=("kernel",), executor=Here())
    assert {(row.case, row.verdict) for row in rows} == {("F04", verify.DISAGREES), ("B06", verify.AGREES)}
    assert {row.reason.partition("failed")[2] for row in rows if row.case == "F04"} == {": ZeroDivisionError: planted"}


def case_of(name) -> Case:
    return next(case for case in group(read_anchors(shipped())) if case.name == name)


@pytest.mark.parametrize("name", ["I01", "I02", "J01"])
def test_days_start_empty_and_have_the_arrivals_of_the_case(name):
    case = case_of(name)
    piece = work(Job(case, "", ("kernel",), 0, 1))
    assert piece.differs == ""
    assert piece.unfinished == 0
    part = build(case).parts[""]
    arrivals = piece.sums[-1][:, 0]  # over their expectation, minus 1
    assert len(arrivals) == len(part.days)
    assert abs(arrivals.mean()) < 5 / np.sqrt(part.fresh * len(part.days))


def test_hourly_rates_are_those_of_the_case():
    case = case_of("I01")
    part = build(case).parts[""]
    weights = np.array(part.scenario.world.demand.half_hour_weight.phone).reshape(24, 2)
    assert (weights[:, 0] == weights[:, 1]).all()
    assert weights[:, 0].tolist() == case.params["arrivals_per_hour"]
    assert part.unit_ms * 60 == HOUR


def test_result_does_not_depend_on_the_workers():
    here = verify.run(only="K01", engines=("kernel",), executor=Here())
    assert here == verify.run(only="K01", engines=("kernel",))

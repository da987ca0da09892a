"""What `agree.run` answers: equal, or where the engines differ first."""

import json
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from made_worlds import made

from cxsim.engines.kernel.run import run as run_kernel
from cxsim.evidence import agree
from cxsim.evidence.agree_compare import differences, digests
from cxsim.guards import CxError


class Here(ThreadPoolExecutor):
    """Runs everything in this process, so that a patched engine is the one that runs."""

    def __init__(self):
        super().__init__(1)


def test_equal_engines_give_a_true_report(tmp_path):
    done = []
    file = tmp_path / "agree.json"
    report = agree.run(3, seed=9, json=file, progress=lambda *step: done.append(step), executor=Here())
    assert report
    assert done == [(1, 3, "9/0"), (2, 3, "9/1"), (3, 3, "9/2")]
    assert len(list(report.lines())) == 1 and "agree" in next(report.lines())
    told = json.loads(file.read_text())
    assert told["agree"] is True and told["scenarios"] == 3 and told["differences"] == []
    assert told["contacts"] == report.contacts > 100 and told["reached"]["contact handled"] > 10


@pytest.mark.parametrize("breaks", [False, True])
def test_different_engines_give_a_false_report_that_says_where(tmp_path, monkeypatch, breaks):
    from cxsim.engines.reference import run as reference

    usual = reference.run

    def another(before, plan, draws):
        if breaks:
            raise ZeroDivisionError("planted")
        log = usual(before, plan, draws)
        log.needs["effort"][7] += 1
        return log

    monkeypatch.setattr(reference, "run", another)
    file = tmp_path / "agree.json"
    report = agree.run(2, seed=9, json=file, executor=Here())
    assert not report
    first = report.differences[0]
    assert (first.scenario, first.column) == (0, "error" if breaks else "effort")
    assert (first.table, first.row) == ("", -1) if breaks else ("needs", 7)
    assert first.reference == ("ZeroDivisionError: planted" if breaks else first.kernel + 1)
    assert len(list(report.lines())) == 3
    assert json.loads(file.read_text())["differences"][0]["column"] == first.column


def test_a_difference_of_one_bit_type_or_row_is_found():
    log = run_kernel(*made(1))
    assert differences(1, log, log) == []
    bits = log.needs.copy()
    bits["episode"][3] = -0.0 if bits["episode"][3] == 0 else np.nextafter(bits["episode"][3], np.float32(9))
    zero = log.contacts.copy()
    found = differences(1, log, log._replace(needs=bits, contacts=zero[:-1]))
    assert [(d.table, d.column, d.row) for d in found] == [("contacts", "rows", len(zero) - 1), ("needs", "episode", 3)]
    other = log.moves.astype([(name, "i8") for name in log.moves.dtype.names])
    assert [d.column for d in differences(1, log, log._replace(moves=other))] == ["types"]
    negative = log.needs.copy()
    row = int(np.flatnonzero(negative["severity"] == 0)[0])
    negative["severity"][row] = -0.0
    assert [(d.column, d.row) for d in differences(1, log, log._replace(needs=negative))] == [("severity", row)]
    assert digests(log) != digests(log._replace(needs=negative))


def test_many_differences_are_cut_short():
    one = agree.Difference(3, "needs", "effort", 7, 1, 2)
    report = agree.Report(5, 1, 100, 0.1, (one,) * 30, {})
    lines = list(report.lines())
    assert len(lines) == agree.MOST_SHOWN + 2 and "10 more" in lines[-2]


def test_a_difference_of_the_last_bit_is_seen_in_the_line_and_a_seed_can_be_typed_again():
    one = agree.Difference(1234, "needs", "episode", 7, -0.0, 1.00000000001)
    first, last = agree.Report(5, 918273, 100, 0.1, (one,), {}).lines()
    assert "scenario 1234:" in first and "reference -0.0, kernel 1.00000000001" in first
    assert "seed 918273 " in last


def test_a_file_that_cannot_be_written_is_told_before_anything_runs(tmp_path):
    with pytest.raises(CxError, match="no such file or folder"):
        agree.run(1000, json=tmp_path / "missing" / "agree.json")


def test_by_default_processes_do_the_work():
    report = agree.run(4, seed=2)
    assert report and report.scenarios == 4

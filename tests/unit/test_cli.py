"""The command line: every command does its work, and whatever goes wrong is one line and exit code 2."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time

import pytest
from small_world import small

from cxsim.cli import commands_run
from cxsim.cli.door import main
from cxsim.results.store import load_run

WEEK = ("--set", "weeks=3", "--set", "burn_in_weeks=1")


@pytest.fixture(scope="module")
def company(tmp_path_factory):
    """File of a small company, in a folder with a space and Chinese characters."""
    place = tmp_path_factory.mktemp("公司 files") / "small.yaml"
    return str(small(weeks=3, burn_in_weeks=1).save(place))


def cxsim(*words, **how):
    return subprocess.run(
        [sys.executable, "-m", "cxsim", *words], capture_output=True, encoding="utf-8", timeout=300, check=False, **how
    )


def refused(capsys, *words):
    """The one line with which a command is refused."""
    assert main(list(words)) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert err.startswith("cxsim: ")
    assert "Traceback" not in err
    return err


def test_help_is_quick_and_names_every_command():
    best = min(_timed() for _ in range(3))
    found = cxsim("--help")
    assert found.returncode == 0
    commands = "simulate compare demo why customers verify agree bench check debrief scenario worksheet".split()
    assert all(f"\n  {command} " in found.stdout for command in commands)
    assert best < 2.0  # 0.25 s where nothing else runs; the engines alone would take longer than this


def test_a_group_without_a_command_shows_its_commands_line_by_line(capsys):
    assert main(["scenario"]) == 2
    told = capsys.readouterr().err.splitlines()
    assert any(line.split()[:1] == ["diff"] for line in told)


def _timed():
    begin = time.perf_counter()
    assert cxsim("--help").returncode == 0
    return time.perf_counter() - begin


def test_help_does_not_load_what_is_slow():
    code = "import sys; from cxsim.cli.door import main; main(['--help']); print(*sys.modules)"
    words = [sys.executable, "-c", code]
    loaded = subprocess.run(words, capture_output=True, encoding="utf-8", check=True).stdout.split()
    assert not {"numba", "pandas", "scipy", "pydantic", "matplotlib", "numpy"} & set(loaded)


def test_simulate_shows_and_saves(capsys, company, tmp_path):
    out = tmp_path / "year one"
    assert main(["simulate", company, "--seed", "4", "--out", str(out)]) == 0
    shown = capsys.readouterr().out
    assert "one possible year, no verdict" in shown
    assert "true NPS" in shown
    run = load_run(out)
    assert run.facts.seed == 4
    assert f"{run.summary()['needs']:,.0f}" in shown


def test_both_engines_print_the_same(capsys, company):
    texts = []
    for engine in ("kernel", "reference"):
        assert main(["simulate", company, "--engine", engine]) == 0
        texts.append(capsys.readouterr().out)
    assert texts[0] == texts[1]


def test_compare_judges_and_saves(capsys, company, tmp_path):
    words = ["compare", company, "--set", "policy.staffing.extra.phone=2", "--replications", "3", "--out"]
    assert main([*words, str(tmp_path / "study")]) == 0
    shown = capsys.readouterr().out
    assert "3 replications, seed 7, against small" in shown
    assert "policy.staffing.extra.phone=2: true NPS is" in shown
    manifest = json.loads((tmp_path / "study" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["replications"] == [0, 1, 2]
    rows = (tmp_path / "study" / "replications.csv").read_text(encoding="utf-8").splitlines()
    assert len(rows) == 1 + 3 * 2


def test_a_change_holds_for_each_of_several_plans(company, tmp_path):
    words = ["compare", company, company, "--set", "weeks=2", "--replications", "1", "--out", str(tmp_path / "two")]
    assert main(words) == 0
    assert ["weeks: 2" in (tmp_path / f"two/plan_{n}.yaml").read_text() for n in (0, 1)] == [True, True]
    assert not (tmp_path / "two/plan_2.yaml").exists()


def test_many_changes_make_a_name_that_fits(capsys, company):
    changes = [f"world.demand.weekday_weight.{day}=1" for day in range(7)]
    words = [word for change in changes for word in ("--set", change)]
    assert main(["compare", company, *words, "--replications", "1"]) == 0


def test_compare_of_one_plan_shows_its_means(capsys, company):
    assert main(["compare", company, "--replications", "2"]) == 0
    assert "profit_cny" in capsys.readouterr().out


def test_demo_gives_a_verdict_in_words(capsys, monkeypatch):
    monkeypatch.setattr("cxsim.scenario.load_scenario", lambda name: small(weeks=2, burn_in_weeks=1))
    assert main(["demo", "--replications", "3"]) == 0
    shown = capsys.readouterr().out
    for measure in ("true NPS", "observed NPS", "retention", "profit", "value"):
        assert f"one more phone agent: {measure} is" in shown


def test_why_tells_a_life(capsys, company, tmp_path):
    assert main(["why", "5", company]) == 0
    first = capsys.readouterr().out
    assert "at the start: customer for" in first
    assert main(["simulate", company, "--out", str(tmp_path / "run")]) == 0
    capsys.readouterr()
    assert main(["why", "5", "--run", str(tmp_path / "run")]) == 0
    assert capsys.readouterr().out == first


def test_why_reads_a_company_at_the_end_of_time(capsys, company):
    assert main(["why", "5", company, "--set", "world.calendar.start_date=9999-12-27"]) == 0
    assert " 10000-01-" in capsys.readouterr().out


def test_customers_go_to_screen_and_file(capsys, tmp_path):
    file = tmp_path / "people.csv"
    assert main(["customers", "30", "--seed", "9", "--out", str(file)]) == 0
    assert "30 customers, seed 9" in capsys.readouterr().out
    rows = file.read_text(encoding="utf-8").splitlines()
    assert len(rows) == 31
    assert rows[0].startswith("customer,name,segment")


def test_scenario_commands(capsys, company, tmp_path):
    assert main(["scenario", "show", company]) == 0
    assert "customers: 1500" in capsys.readouterr().out
    assert main(["scenario", "show", "--path", "policy.promise.live_within_s"]) == 0
    assert capsys.readouterr().out.startswith("60")
    assert main(["scenario", "show", "--path", "policy.promise"]) == 0
    assert "policy.promise.live_within_s" in capsys.readouterr().out
    assert main(["scenario", "show", "--path", "policy.staffing.roster.phone.0"]) == 0
    assert capsys.readouterr().out.startswith("Mon 08:00-09:00 x 5\n")
    assert "allowed: A | B" in refused(capsys, "scenario", "sources", "--grade", "X")
    assert main(["scenario", "diff", "default", "--set", "weeks=26"]) == 0
    assert "weeks: 52 -> 26" in capsys.readouterr().out
    assert main(["scenario", "diff", "default", "default"]) == 0
    assert capsys.readouterr().out == "no difference\n"
    assert main(["scenario", "schema", "--json", str(tmp_path / "schema.json")]) == 0
    assert "properties" in json.loads((tmp_path / "schema.json").read_text(encoding="utf-8"))
    assert main(["scenario", "sources", "--grade", "A"]) == 0
    assert "Brown et al. 2005" in capsys.readouterr().out


def test_check_answers_an_exercise(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(["check", "4.1", "--hint", "1"]) == 0
    assert "Hint 1" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["frobnicate"], "No such command"),
        (["simulate", "--sed", "7"], "No such option"),
        (["simulate", "--seed", "x"], "--seed"),
        (["simulate", "--seed", "1" * 30], "seed is"),
        (["simulate", "--replication", "-1"], "--replication"),
        (["simulate", "--engine", "kernal"], "allowed: kernel | reference"),
        (["simulate", "defaul"], "nearest: default"),
        (["simulate", "missing.yaml"], "neither a file nor a preset"),
        (["simulate", "--set", "policy.staffing.extra.phon=1"], "policy.staffing.extra.phone"),
        (["simulate", "--set", "policy.staffing.extra.phone"], "PATH=VALUE"),
        (["simulate", "--set", "=3"], "PATH=VALUE"),
        (["simulate", "--set", "weeks=3", "--set", "weeks=4"], "given twice"),
        (["simulate", "--set", "weeks=1000000000"], "weeks"),
        (["simulate", "--set", "weeks=.nan"], "weeks"),
        (["simulate", "--set", "weeks=2.5"], "weeks"),
        (["simulate", "--set", "weeks=-1"], "weeks"),
        (["simulate", "--set", "weeks=!!python/object/apply:os.system [echo]"], "--set weeks"),
        (["simulate", "--set", "weeks=[[["], "--set weeks"),
        (["simulate", "--set", "weeks=" + "[" * 5000], "--set weeks"),
        (["simulate", "--set", "weeks=*a"], "--set weeks"),
        (["compare", "--replications", "0"], "--replications"),
        (["compare", "--replications", "1.5"], "--replications"),
        (["why", "x"], "CUSTOMER"),
        (["why", "1", "--run", "nowhere"], "no such file or folder"),
        (["customers", "0"], "n is 0"),
        (["scenario", "show", "--path", "policy.staffin"], "policy.staffing"),
        (["check", "99.9", "3"], "99.9"),
        (["check", "99.9", "-3.5"], "99.9"),
        (["debrief", "no such folder"], "no such folder"),
    ],
)  # fmt: skip
def test_bad_input_is_one_line(capsys, words, says):
    assert says in refused(capsys, *words)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"weeks: 52\nweeks: 51\n", "twice"), (b"\xff\xfe\x00bad", "UTF-8"), (b"just words", "names and values"),
        (b"weeks: !!python/object/apply:os.system ['echo']", "bad.yaml"), (b"a: &a [1]\nb: *a\n", "bad.yaml"),
        (b"[" * 5000, "bad.yaml"), (b"policy: {staffing: {roster: {phone: []}}}", "phone"), (b"", "bad.yaml"),
    ],
)  # fmt: skip
def test_bad_files_are_one_line(capsys, tmp_path, monkeypatch, content, says):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bad.yaml").write_bytes(content)
    line = refused(capsys, "simulate", "bad.yaml")
    assert says in line or "bad.yaml" in line


def test_an_unwritable_place_is_one_line(capsys, company, tmp_path):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    for command in ("simulate", "compare"):  # told before anything is run
        assert "file" in refused(capsys, command, company, "--out", str(tmp_path / "file" / "below"))
    line = refused(capsys, "scenario", "schema", "--json", str(tmp_path / "file" / "schema.json"))
    assert "file" in line


def test_a_fault_of_the_program_is_no_traceback(capsys, monkeypatch):
    def broken(*_words):
        raise ZeroDivisionError("planted")

    monkeypatch.setattr(commands_run, "load", broken)
    assert "a fault in cxsim: ZeroDivisionError: planted" in refused(capsys, "simulate")
    monkeypatch.setenv("CXSIM_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        main(["simulate"])


@pytest.mark.parametrize(
    ("error", "code", "says"),
    [(KeyboardInterrupt(), 130, "stopped"), (MemoryError(), 2, "memory"), (OSError(28, "No space"), 2, "full"),
     (RecursionError(), 2, "nested")],
)  # fmt: skip
def test_other_troubles_are_one_line_too(capsys, monkeypatch, error, code, says):
    def broken(*_words):
        raise error

    monkeypatch.setattr(commands_run, "load", broken)
    assert main(["simulate"]) == code
    err = capsys.readouterr().err
    assert says in err
    assert err.count("\n") == 1


def test_without_numba_there_is_one_notice_and_the_same_result(company):
    words = ("simulate", company, *WEEK, "--set", "world.market.customers=60", "--set", "world.market.prospects=20")
    plain = cxsim(*words, env={**os.environ, "NUMBA_DISABLE_JIT": "1"})
    assert plain.returncode == 0, plain.stderr
    assert plain.stderr.count("\n") == 1
    assert "plain Python" in plain.stderr
    assert plain.stdout == cxsim(*words).stdout


@pytest.mark.parametrize("words", [["simulate"], ["compare", "--replications", "1"]])
def test_what_lies_after_the_end_of_the_horizon_is_told_and_what_begins_in_its_last_week_is_not(capsys, company, words):
    late = "policy.measures=[{name: late, from_week: 3, lead_weeks: 1}, {name: last, from_week: 2, lead_weeks: 1}]"
    shock = "world.shocks=[{name: flood, from_week: 4}, {name: storm, from_week: 3}]"
    assert main([*words, company, "--set", late, "--set", shock]) == 0
    told = [line for line in capsys.readouterr().err.splitlines() if "after the last" in line]
    assert len(told) == 2
    for line, what in zip(told, ("late would take effect", "flood would begin"), strict=True):
        assert line.startswith("cxsim: ")
        assert line.endswith(f": {what} in week 4, after the last of the 3 weeks: it never does")


def test_a_console_that_knows_few_signs(company):
    found = subprocess.run(
        [sys.executable, "-m", "cxsim", "simulate", company], capture_output=True, check=False, timeout=300,
        env={**os.environ, "PYTHONIOENCODING": "cp936"},
    )  # fmt: skip
    assert found.returncode == 0, found.stderr
    assert b"NPS" in found.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="a process is ended there without being asked")
def test_a_request_to_end_stops_like_ctrl_c(capsys, monkeypatch):
    def ask(*_):
        os.kill(os.getpid(), signal.SIGTERM)
        signal.pause()

    monkeypatch.setattr("cxsim.simulate.generate_customers", ask)
    usual = signal.getsignal(signal.SIGTERM)
    assert main(["customers", "5"]) == 130
    assert capsys.readouterr().err == "cxsim: stopped\n"
    assert signal.getsignal(signal.SIGTERM) is usual


def test_ctrl_c_keeps_finished_replications(capsys, monkeypatch, company):
    @contextlib.contextmanager
    def interrupted(what):
        def tell(done, total):
            if done == 2:
                raise KeyboardInterrupt

        yield tell

    monkeypatch.setattr(commands_run.show, "steps", interrupted)
    assert main(["compare", company, "--set", "policy.staffing.extra.phone=1", "--replications", "5000"]) == 0
    out, err = capsys.readouterr()
    assert "replications, seed 7" in out
    assert err.startswith("partial: ")
    assert err.endswith(" of 5,000 replications\n")

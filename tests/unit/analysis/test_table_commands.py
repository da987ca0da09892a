"""Has every measure and analysis one spelling in Python and on the command line?"""

import inspect

import pandas as pd
import pytest
from own_tables import CRM, ORDERS, customers

import cxsim as cx
from cxsim.cli.door import main
from cxsim.cli.table_calls import ANALYSES, MEASURES, _roles

OWN = {"nps", "csat", "ces", "csi", "servqual", "kano", "control_chart"}
TABLES = {"read_table", "write_table", "steps_of"}


@pytest.mark.parametrize(
    ("room", "listed"), [(cx.measure, {*MEASURES, *OWN, *TABLES}), (cx.analysis, set(ANALYSES))]
)
def test_every_function_is_a_command(room, listed):
    assert {name for name in room.__all__ if inspect.isfunction(getattr(room, name))} == listed


@pytest.mark.parametrize(("room", "calls"), [(cx.measure, MEASURES), (cx.analysis, ANALYSES)])
def test_every_role_is_a_parameter(room, calls):
    for name, roles in calls.items():
        assert set(_roles(roles)) <= set(inspect.signature(getattr(room, name)).parameters), name


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "own.csv"
    customers(60).assign(late=1e9).to_csv(path, index=False)
    return str(path)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("segments", "--column", "group=late", "--column", "value=late", "--set", "least=null"), "least is None"),
        (("key_words", "--column", "comments=late", "--column", "group=late", "--set", "most=[1]"), "most is [1]"),
        (("key_words", "--column", "comments=late", "--column", "group=late", "--set", "cut=[1]"), "cut is [1]"),
        (("topics", "--column", "comments=late", "--set", "seed=-1"), "seed is -1"),
        (("personal_data", "--set", "sample=0.5"), "sample is 0.5"),
    ],
)
def test_a_setting_of_another_kind_is_one_line(capsys, file, words, says):
    assert main(["analyze", words[0], file, *words[1:]]) == 2
    err = capsys.readouterr().err
    assert says in err and err.count("\n") == 1 and "fault" not in err


def test_a_setting_that_a_card_has_not_is_one_line(capsys, file):
    assert main(["analyze", "customer_card", f"crm={file}", "--column", "crm=late", "--set", "joined=1"]) == 2
    assert "customer_card has no joined" in capsys.readouterr().err


def said(capsys, *words):
    code = main(list(words))
    out = capsys.readouterr()
    return code, out.out + out.err


def test_a_measure_and_an_analysis_give_what_python_gives(capsys, file):
    from cxsim.measure import read_table

    table = read_table(file)
    code, text = said(
        capsys, "measure", "gap_groups", file, "--column", "expected=wait", "--column", "experienced=csat"
    )
    assert (code, text.strip()) == (0, str(cx.measure.gap_groups(table["wait"], table["csat"])))
    code, text = said(
        capsys, "analyze", "segments", file, "--column", "group=region", "--column", "value=spend"
    )
    assert text.strip() == cx.analysis.segments(table, "region", "spend").to_string().strip()
    code, text = said(
        capsys, "measure", "pilot_duration", "--set", "per_arm=141", "--set", "cases_per_day=40"
    )
    assert "weeks 2" in text


def test_every_number_of_a_result_has_a_line_of_its_own(capsys, file, tmp_path):
    out = tmp_path / "found.csv"
    words = [file, "--column", "groups=region", "--set", "n=10", "--out", str(out)]
    assert said(capsys, "measure", "stratified_sample", *words)[0] == 0
    written = pd.read_csv(out, index_col=0)["value"]
    plan = cx.measure.stratified_sample(cx.measure.read_table(file)["region"], 10)
    assert [written[f"places.{n}"] for n in range(1, 11)] == list(plan.places)
    assert {name: written[f"drawn.{name}"] for name in plan.drawn} == plan.drawn


def test_tables_are_joined_and_written(capsys, tmp_path):
    for name, table in (("crm", CRM), ("orders", ORDERS)):
        table.to_csv(tmp_path / f"{name}.csv", index=False)
    files = [f"{name}={tmp_path / name}.csv" for name in ("crm", "orders")]
    keys = ["--column", "crm=id,phone", "--column", "orders=who"]
    code, text = said(capsys, "analyze", "join_tables", *files, *keys)
    assert code == 0
    assert "duplicates found in the base table: 1" in text
    assert said(capsys, "analyze", "join_tables", *files, *keys, "--out", str(tmp_path / "all.csv"))[0] == 0
    assert len((tmp_path / "all.csv").read_text(encoding="utf-8-sig").splitlines()) == 4


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["measure", "fcr", "FILE", "--column", "customers=customer"], "fcr needs --column times=NAME"),
        (
            ["measure", "fcr", "FILE", "--column", "who=customer"],
            "fcr has no column who; allowed: customers, times",
        ),
        (["measure", "fcr", "FILE", "--column", "customers=custome"], "no column custome; nearest: customer"),
        (["measure", "fcr", "FILE", "--set", "windw=3"], "fcr has no windw; nearest: window_days"),
        (["analyze", "trend", "--column", "csat"], "a table is missing; give FILE"),
        (
            ["analyze", "trend", "FILE", "--column", "csat", "--type", "csat=number 0..3"],
            "column csat: .*allowed: 0 to 3",
        ),
    ],
)
def test_refused_in_one_line(capsys, file, words, line):
    import re

    code, text = said(capsys, *[file if word == "FILE" else word for word in words])
    assert code == 2
    assert re.search(line, text)
    assert len(text.strip().splitlines()) == 1


def test_what_was_mended_is_said_counted_and_written(capsys, tmp_path):
    """Nothing is lost silently: rows that went stand on the error stream and, where asked, in a file."""
    path, log = tmp_path / "own.csv", tmp_path / "log.csv"
    path.write_text('id,wait\n1,"1,234.5"\n1,7\n2,-3\n', encoding="utf-8")
    rules = ["--type", "wait=duration", "--repair", "--log", str(log)]
    assert main(["measure", "survival", str(path), "--column", "durations=wait", "--set", "ended=[1,1,1]", *rules]) == 0
    told = capsys.readouterr().err
    assert "wait: put aside; allowed: 0 or more (1), first in row 4: '-3'" in told
    assert "(1), first in row 2: '1,234.5'" in told
    assert len(log.read_text(encoding="utf-8-sig").splitlines()) == 3
    assert main(["analyze", "clean", str(path), "--column", "unique=id"]) == 0
    assert "row of the same id put aside (1), first in row 3: '1 | 7'" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["measure", "ces", "FILE", "--column", "spend"], "own.csv, column spend: .*row 2"),
        (["measure", "clv", "FILE", "--column", "margin=csat", "--column", "retention=region", "--set", "discount=0.1"],
         "own.csv, column margin=csat, retention=region: .*in row 2 is 'north'"),
        (["analyze", "trend", "FILE", "--column", "region"], "own.csv, column region: values: answer in row 2"),
        (["analyze", "trend", "FILE", "--column", "csat", "--repair"], "--repair needs --type"),
        (["measure", "rake", "FILE", "--column", "region", "--set", "targets=1"],
         'targets=1; allowed: JSON such as {"a": 1, "b": 2}$'),
        (["measure", "resolution_mix_mean", "--set", "shares=1", "--set", "hours=[1]"], "shares=1; allowed: JSON"),
        (["analyze", "label_agreement", "FILE", "--column", "given=region", "--column", "key=region"], "two columns"),
        (["analyze", "over_time", "FILE", "--column", "value=csat", "--column", "time=late"], "allowed: -100,000 to"),
    ],
)  # fmt: skip
def test_a_refusal_names_file_and_column(capsys, file, words, line):
    test_refused_in_one_line(capsys, file, words, line)


COUPLE = ["--column", "a", "--column", "b"]


@pytest.mark.parametrize(
    "words",
    [
        ["nps", "--column", "a"],
        ["csat", "--column", "a"],
        ["ces", "--column", "a"],
        ["csi", *COUPLE],
        ["servqual", "--expected", "a", "--perceived", "b"],
        ["kano", "--functional", "a", "--dysfunctional", "b"],
        ["control_chart", "--column", "a"],
    ],
    ids=lambda words: words[0],
)
def test_the_first_measures_read_by_the_rules_of_all_others(capsys, tmp_path, words):
    assert words[0] in OWN
    file, log = tmp_path / "own.csv", tmp_path / "log.csv"
    file.write_text("a,b\n" + "4,5\n3,4\n" * 20 + "none,2\n")
    rules = ["--type", "a=number 1..5 whole", "--repair", "--log", str(log)]
    code, text = said(capsys, "measure", words[0], str(file), *words[1:], *rules)
    assert (code, "first in row 42: 'none'" in text) == (0, True)
    assert "a,put aside; allowed: whole numbers 1 to 5,42,none" in log.read_text(encoding="utf-8-sig")


def test_help_says_what_a_function_does_and_which_parameters_are_columns(capsys):
    code, text = said(capsys, "measure", "survival", "-h")
    assert code == 0 and "Kaplan-Meier" in text and "durations (needed), ended (needed)" in text
    code, text = said(capsys, "measure")
    assert code == 2 and "  cac " in text and "The function" not in text and len(text.splitlines()) > 60

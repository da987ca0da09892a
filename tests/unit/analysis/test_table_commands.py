"""Has every measure and analysis one spelling in Python and on the command line?"""

import inspect

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
    customers(60).to_csv(path, index=False)
    return str(path)


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

"""Do the stored tables keep to their descriptor, does every loader load, does the descriptor notice what is wrong?"""

import csv
import json
import re
import shutil

import pandas as pd
import pytest

from cxsim import datasets
from cxsim.guards import CxError
from cxsim.measure.encodings import encoding_of
from cxsim.measure.tables import read_table

ROOT = datasets.PACKAGE.parent
#: Systems of the course that are a data set or a joining of data.
DATA_SYSTEMS = """M1-10 M1-13 M2-03 M2-04 M2-05 M2-10 M2-15 M2-17 M2-19 M2-20 M3-09 M4-10 M4-11 M4-25 M4-27 M5-01 M5-02
    M5-03 M5-07 M5-08 M5-16 M5-17 M5-18 M6-13 M6-14 M6-15 M6-25 M7-05""".split()
RAW = ("raw_crm", "raw_orders", "raw_tickets", "raw_survey", "raw_channel")
#: Small tables for planted faults.
FEW = ("kano_features", "servqual_items", "process_steps", "claims", "benchmarks")


def test_every_file_keeps_to_the_descriptor():
    assert datasets.faults() == []


@pytest.mark.parametrize("name", datasets.names())
def test_each_loader_loads_what_its_docstring_says(name):
    loader = getattr(datasets, name)
    table, fields = loader(), datasets.dictionary(name)
    assert list(table.columns) == fields["column"].tolist()
    assert len(table) > 0
    assert all(f"{column} : " in loader.__doc__ for column in table.columns)
    empty = set(fields.loc[fields["may_be_empty"], "column"])
    assert set(table.columns[table.isna().any()]) <= empty
    assert not fields[["unit", "meaning", "generator"]].eq("").any(axis=None)


@pytest.mark.parametrize("system", DATA_SYSTEMS)
def test_every_data_system_has_a_table(system):
    assert [one["name"] for one in datasets.described()["resources"] if system in one["systems"]]


def test_the_readme_lists_every_table():
    text = (ROOT / "datasets" / "README.md").read_text(encoding="utf-8")
    for one in datasets.described()["resources"]:
        line = f"| [{one['name']}]({one['path']}) | {one['rows']:,} | {one['for']} | {one['lessons']} |"
        assert line in text, line


@pytest.fixture
def copy(tmp_path):
    """Some of the tables and their descriptor, to be spoiled."""
    package = datasets.described()
    package["resources"] = [one for one in package["resources"] if one["name"] in FEW]
    for name in FEW:
        shutil.copy(datasets.folder() / f"{name}.csv", tmp_path)
    (tmp_path / datasets.DESCRIPTOR).write_text(json.dumps(package), encoding="utf-8")
    assert datasets.faults(tmp_path) == []
    return tmp_path


def spoiled(place, name, old, new):
    path = place / f"{name}.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")
    return [line for line in datasets.faults(place) if "not the file" not in line]


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("servqual_items", "\n2,", "\n23,", "servqual_items, row 3, item: '23'; allowed: from 1 to 22"),
        ("servqual_items", "\n2,", "\n1,", "servqual_items: the key item stands twice"),
        ("servqual_items", "\n2,tangibles", "\n2,looks", "row 3, dimension: 'looks'; allowed: tangibles | "),
        ("servqual_items", "item,", "thing,", "servqual_items: columns are not those of the descriptor"),
        ("process_steps", ",1.2,", ",soon,", "minutes: 'soon'"),
        ("kano_features", "a birthday greeting", "=1+1", "name_en: '=1+1'"),
        ("kano_features", "a birthday greeting", "", "name_en: ''"),
        ("benchmarks", "C-084", "C-999", "benchmarks, claim: 1 values lead nowhere, for example 'C-999'"),
    ],
)  # fmt: skip
def test_a_planted_fault_is_told_in_one_line(copy, name, old, new, told):
    found = spoiled(copy, name, old, new)
    assert len(found) == 1
    assert told in found[0]


def test_a_changed_file_and_a_missing_row_are_found(copy):
    path = copy / "claims.csv"
    path.write_text("".join(path.read_text(encoding="utf-8").splitlines(True)[:-1]), encoding="utf-8", newline="\n")
    assert datasets.faults(copy) == ["claims: not the file of the descriptor", "claims: 165 rows, described are 166"]


def test_an_unknown_table_and_a_broken_descriptor_are_one_line(tmp_path):
    with pytest.raises(CxError, match="no table 'survey'; nearest: surveys"):
        datasets.load("survey")
    (tmp_path / datasets.DESCRIPTOR).write_text("[]", encoding="utf-8")
    with pytest.raises(CxError, match="not a data package"):
        datasets.faults(tmp_path)


def test_the_intervals_add_up_to_the_contacts():
    contacts, intervals = datasets.contacts(), datasets.intervals()
    customers = contacts[(contacts["channel"] != "case") & (contacts["kind"] != "call_back")]
    handled = ("outcome", lambda outcome: (outcome == "handled").sum())
    by = customers.groupby("channel").agg(arrivals=("contact", "size"), handled=handled)
    assert by.equals(intervals.groupby("channel")[["arrivals", "handled"]].sum())


def test_waits_in_comments_are_the_real_ones():
    """Where somebody names minutes, they are those of the need, in both languages."""
    told = datasets.surveys().merge(datasets.needs()[["need", "wait_min"]], on="need")
    told = told[told["topics"].str.contains("wait-", na=False)]
    english = told["comment_en"].str.extract(r"(\d+) minutes")[0].dropna().astype(int)
    chinese = told["comment_zh"].str.extract(r"(\d+)分钟")[0].dropna().astype(int)
    assert len(english) > 50
    assert english.equals(chinese)
    assert (english - told.loc[english.index, "wait_min"]).abs().max() <= 0.51


def test_satisfied_marks_are_those_of_the_simulation():
    surveys = datasets.surveys().merge(datasets.needs()[["need", "true_satisfied", "true_recommend"]], on="need")
    assert ((surveys["satisfaction"] >= 4) == surveys["true_satisfied"]).all()
    assert (surveys["recommend"] == surveys["true_recommend"]).all()


def test_the_panel_tells_nothing_that_comes_later():
    panel, customers = datasets.churn_panel(), datasets.customers().set_index("customer")
    month = pd.Timedelta(weeks=4)
    end = pd.Timestamp("2024-01-01") + panel["month"] * month
    left = panel["customer"].map(customers["left"])
    assert ((left >= end.dt.normalize()) | left.isna()).all()
    known = panel["left_within_3m"].notna()
    assert (known == (panel["month"] <= panel["month"].max() - 3)).all()
    within = (left < end + 3 * month) & left.notna()
    assert (within[known] == panel.loc[known, "left_within_3m"].astype(bool)).mean() > 0.999  # `left` is a day


@pytest.mark.parametrize("name", RAW)
def test_the_truth_of_the_raw_tables_fits_them(name):
    raw, links = datasets.load(name).set_index("row"), datasets.raw_links()
    mine = links[links["table"] == name].set_index("row")
    assert mine.index.equals(raw.index)
    again = mine["duplicate_of"].dropna()
    assert (mine.loc[again.astype(int), "customer"].to_numpy() == mine.loc[again.index, "customer"].to_numpy()).all()
    faults = datasets.raw_faults().query("table == @name")
    for row, column, fault, true in faults[["row", "column", "fault", "true_value"]].itertuples(index=False):
        cell = raw.at[row, column]
        assert pd.isna(cell) if fault == "missing" else cell != true


@pytest.mark.parametrize(("name", "encoding"), [("raw_survey", "gb18030"), ("raw_tickets", "utf-16")])
def test_two_raw_tables_are_in_the_encodings_of_offices(name, encoding):
    path = datasets.folder() / f"{name}.csv"
    assert encoding_of(path) == encoding
    found, same = read_table(path), datasets.load(name)
    assert found.columns.tolist() == same.columns.tolist() and len(found) == len(same)
    with pytest.raises(UnicodeDecodeError):
        path.read_text(encoding="utf-8")


def test_nobody_is_real():
    people = datasets.customers()
    assert people["phone"].str.fullmatch(r"120-\d{4}-\d{4}").all()
    assert people["email"].str.fullmatch(r"[a-z.]+\.\d+@example\.(com|org|net)").all()
    numbers = datasets.raw_crm()["id_number"].dropna()
    assert numbers.str.startswith("990000").all()


def test_the_inventory_names_every_personal_column():
    listed = set(map(tuple, datasets.data_inventory()[["table", "column"]].to_numpy()))
    for name in datasets.names():
        fields = datasets.dictionary(name)
        wanted = {(name, column) for column in fields.loc[fields["personal"] != "", "column"]}
        assert wanted == {pair for pair in listed if pair[0] == name}


def test_no_file_has_a_line_end_of_another_system():
    for one in datasets.described()["resources"]:
        content = (datasets.folder() / one["path"]).read_bytes().decode(one["encoding"])
        assert "\r" not in content
        assert content.endswith("\n")
    rows = list(csv.reader((datasets.folder() / "customers.csv").read_text(encoding="utf-8").splitlines()))
    assert [int(row[0]) for row in rows[1:]] == sorted(int(row[0]) for row in rows[1:])
    assert re.fullmatch(r"\d{4}", rows[1][2])

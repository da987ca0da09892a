"""Each planted fault gives exactly its kind of finding; the model examples give none."""

from __future__ import annotations

import inspect
import re
from importlib.resources import files
from pathlib import Path

import pytest

from cxsim import worksheets
from cxsim.course import glossary
from cxsim.guards import CxError
from cxsim.scenario import Scenario, reading
from cxsim.scenario.fields import overlay
from cxsim.worksheets import KINDS
from cxsim.worksheets.worksheet import columns, tables

FAULTS = Path(__file__).with_name("faults")
PLANTED = sorted(FAULTS.rglob("*.yaml"))


def planted(path: Path):
    """The worksheet and company of a fault file: what differs from the example, rows to remove, the company."""
    found = reading.parse(path.read_text("utf-8"), path.name)
    removed, changes = found.pop("remove", {}), found.pop("scenario", {})
    sheet = KINDS[path.parent.name].example()
    data = overlay(sheet, found)
    for table, rows in removed.items():
        data[table] = [row for index, row in enumerate(data[table]) if index not in rows]
    return KINDS[path.parent.name].from_data(data), Scenario().replace(changes)


@pytest.mark.parametrize("kind", KINDS)
def test_the_example_has_no_finding(kind):
    assert KINDS[kind].example().check() == []


@pytest.mark.parametrize("path", PLANTED, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_planted_fault_gives_exactly_its_kind(path):
    sheet, company = planted(path)
    found = sheet.check(company)
    assert {item.kind for item in found} == {path.stem}, [str(item) for item in found]
    assert all(item.where and item.says and item.fix for item in found)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_finding_has_its_fault_file(kind):
    sheet = KINDS[kind]
    files_of_kind = {path.stem for path in PLANTED if path.parent.name == kind}
    assert files_of_kind == set(sheet.FINDINGS)
    assert len(sheet.FINDINGS) == len(files_of_kind) >= 5
    source = inspect.getsource(inspect.getmodule(sheet))
    named = set(re.findall(r'Finding\(\s*"(\w+)"', source))
    assert named <= files_of_kind


def test_a_fault_of_one_company_is_none_of_another():
    sheet, company = planted(FAULTS / "sla-table" / "more_than_roster.yaml")
    assert sheet.check(company)
    rich = company.replace({"policy.staffing.extra.phone": 4, "policy.staffing.extra.chat": 3})
    assert sheet.check(rich) == []


def test_findings_come_from_the_catalog(monkeypatch):
    monkeypatch.setenv("CXSIM_LANG", "qps")
    for path in PLANTED:
        sheet, company = planted(path)
        for item in sheet.check(company):
            assert item.says.startswith("⟦"), path
            assert item.fix.endswith("⟧"), path


@pytest.mark.parametrize("kind", KINDS)
def test_chinese_terms_are_those_of_the_glossary(kind):
    known = {term for text in glossary.terms().values() for term in text.split(" / ")} | set(
        glossary.terms().values()
    )
    bare = {re.sub(r"[(（].*[)）]", "", term) for term in known} | known
    sheet = KINDS[kind]
    heads = [
        sheet.CHINESE,
        *(item.chinese for model in (sheet, *(t.row for t in tables(sheet))) for item in columns(model)),
    ]
    text = (files("cxsim.worksheets") / "examples" / f"{kind}.yaml").read_text("utf-8")
    used = {head for head in heads if head} | set(re.findall(r"\(([\u4e00-\u9fff]+)\)", text))
    assert used - bare == set()
    assert used


def test_a_number_for_a_worksheet_is_refused_in_one_line():
    for data, told in (
        ({"promises": [{"share": "many"}]}, "promises.0.share = 'many': must be a number"),
        ({"promises": [{"channel": "fax"}]}, "promises.0.channel = 'fax': must be phone, chat, email, case"),
        ({"promises": [{"owner": "a\x00b"}]}, "without control characters"),
        ({"promises": 3}, "promises = 3: must be"),
        ({"promise": []}, "promise = []: must be one of the fields"),
        (3, "must be a mapping"),
    ):
        with pytest.raises(CxError, match=re.escape(told)):
            worksheets.SlaTable.from_data(data)


def test_a_worksheet_half_filled_in_is_checked_and_not_refused():
    for sheet in KINDS.values():
        found = sheet.from_data({}).check()
        assert {item.kind for item in found} == {"blank"}
        empty = sheet.from_data({table.name: [{}] for table in tables(sheet)})
        assert "blank" in {item.kind for item in empty.check()}
        empty.picture()


def test_smart_letters_are_earned_one_by_one():
    card, company = planted(FAULTS / "smart-card" / "not_specific.yaml")
    assert card.letters(company) == ["-MART", "SMART"]
    card, company = planted(FAULTS / "smart-card" / "outside_horizon.yaml")
    assert card.letters(company) == ["SMAR-", "SMART"]
    assert worksheets.SmartCard.from_data({"goals": [{}]}).letters() == ["-----"]


def test_the_critical_path_is_the_longest_chain():
    plan = worksheets.ImprovementPlan.example()
    assert plan.critical_path() == ["T1", "T3", "T4", "T6"]
    assert planted(FAULTS / "improvement-plan" / "circle.yaml")[0].critical_path() == []

"""Is every study complete, its page made from its tables, and every test that the list of the model names there?"""

import re
import sys
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs" / "studies"
sys.path.insert(0, str(FOLDER))

import bank_1999_later as later  # noqa: E402
import contents  # noqa: E402
import sheet  # noqa: E402

from cxsim.calibrate.bank import bank_targets  # noqa: E402


@pytest.mark.parametrize("study", contents.STUDIES)
def test_a_study_has_script_tables_picture_and_page(study):
    measured = contents.OWN_LAYOUT.get(study, "years")
    for name in (f"{study}.py", f"{study}.csv", f"{study}_{measured}.csv", f"{study}_claims.csv", f"{study}.png"):
        assert (FOLDER / name).stat().st_size > 200, name
    page = (FOLDER / f"{study}.md").read_text(encoding="utf-8")
    assert f"]({study}.png)" in page
    for claim in contents.claims(study):
        assert f"| {claim.claim} | {claim.asked} | {claim.measured} | {claim.holds} |" in page


@pytest.mark.parametrize("study", contents.COURSES)
def test_a_study_has_thirty_years_and_the_means_are_theirs(study):
    years = sheet.load(study)
    assert len(years.values) >= 30
    table = contents.pd.read_csv(FOLDER / f"{study}.csv")
    assert len(table) == len(years.courses) * len(years.measures)
    for row in table.itertuples():
        assert years.of(row.course, row.measure).mean() == pytest.approx(row.mean, rel=1e-5, abs=1e-12)


def test_the_list_is_made_from_the_claims():
    told = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert told == "\n\n".join(part.strip() for part in contents.page()) + "\n"


def named_tests():
    return sorted({test for _, shown, _ in contents.CHAPTERS for one in shown for test in one.tests})


@pytest.mark.parametrize("test", named_tests())
def test_the_tests_of_the_list_exist(test):
    file, _, name = test.partition("::")
    assert re.search(rf"^def {name}\(|^    def {name}\(", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE)


def test_what_does_not_hold_is_explained():
    for study in contents.STUDIES:
        for claim in contents.claims(study):
            assert claim.holds == "yes" or contents.remark(study, claim), f"{study}: {claim.claim}"


@pytest.mark.parametrize("study", ["default_company", *contents.OWN_LAYOUT])
def test_a_page_is_made_again_from_what_was_measured(study, tmp_path, monkeypatch):
    """Drawing anew from the stored years or worlds gives the same claims: nobody typed a number into a table."""
    again(study, tmp_path, monkeypatch)
    for name in (f"{study}_claims.csv", f"{study}.csv", f"{study}.md"):
        assert (tmp_path / name).read_bytes() == (FOLDER / name).read_bytes(), name


def again(study, folder, monkeypatch):
    """What ``python <study>.py --draw`` does, in a copy of the folder."""
    for file in FOLDER.glob("*.csv"):
        (folder / file.name).write_bytes(file.read_bytes())
    monkeypatch.setattr(sheet, "HERE", folder)
    monkeypatch.setattr(sys, "argv", [f"{study}.py", "--draw"])
    import_module(study).main()


class Stored(Exception):
    """The years of a study are on disk; what follows needs thirty of them."""


def first_year(study, folder, monkeypatch):
    """The first year of every course: what ``python <study>.py --replications 1`` stores."""
    write = sheet.store

    def store(*what):
        write(*what)
        raise Stored

    monkeypatch.setattr(sheet, "HERE", folder)
    monkeypatch.setattr(sheet, "store", store)
    monkeypatch.setattr(sys, "argv", [f"{study}.py", "--replications", "1"])
    with pytest.raises(Stored):
        import_module(study).main()
    return (folder / f"{study}_years.csv").read_text("utf-8").splitlines()


@pytest.mark.parametrize("study", [
    study if study == "busy_days" else pytest.param(study, marks=pytest.mark.wide) for study in contents.COURSES
])  # fmt: skip
def test_the_first_year_played_again_is_the_one_that_is_stored(study, tmp_path, monkeypatch):
    stored = (FOLDER / f"{study}_years.csv").read_text("utf-8").splitlines()
    assert first_year(study, tmp_path, monkeypatch) == [line for line in stored if line[:2] in ("ye", "0,")]


def test_a_later_month_has_a_range_for_every_total_and_an_odd_one_is_seen(tmp_path, monkeypatch):
    """Both months themselves lie within; a month of twice the calls does not."""
    again("bank_1999_later", tmp_path, monkeypatch)
    for name in ("bank_1999_later.csv", "bank_1999_later.md"):
        assert (tmp_path / name).read_bytes() == (FOLDER / name).read_bytes(), name
    told = contents.pd.read_csv(tmp_path / "bank_1999_later.csv", keep_default_na=False)
    assert (told["low"] < told["high"]).all()
    totals = bank_targets()
    assert set(zip(totals["quantity"], totals["segment"], strict=True)) <= set(
        zip(told["quantity"], told["segment"], strict=True))  # fmt: skip
    own = later.compared(told, totals)
    assert own["within_same"].tolist() == ["yes"] * len(totals)
    also = {"quantity": ["P_wait_positive", "daily_total_mean"], "segment": "all", "value": ["0.59", 2 * 1426]}
    found = later.compared(told, contents.pd.DataFrame(also))
    assert found["within_other"].tolist() == ["yes", "no"]

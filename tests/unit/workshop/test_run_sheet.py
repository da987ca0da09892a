"""The run sheet keeps its minutes, and the debrief its share."""

import pytest

from cxsim.course import minutes
from cxsim.guards import CxError
from cxsim.workshop import run_sheet


@pytest.mark.parametrize("length", [180, 120, 90])
def test_the_plan_keeps_its_minutes_and_the_debrief_is_not_cut(length):
    made = run_sheet.plan(length)
    _, _, debrief, total = made.sums()
    assert total <= length
    assert debrief >= run_sheet.DEBRIEF_LEAST * length
    assert [part.start for part in made.parts] == sorted(part.start for part in made.parts)
    assert run_sheet._end(made.parts[-1]) == total


def test_the_whole_workshop_is_that_of_the_course():
    tell, do, debrief, total = run_sheet.plan(180).sums()
    assert (total, debrief) == (180, 41)
    assert do - minutes.PARTS["00"].do == 73
    assert debrief >= 35
    assert tell + do + debrief + minutes.BREAK == 180


def test_a_plan_that_is_too_long_would_be_seen(monkeypatch):
    monkeypatch.setitem(minutes.PARTS, "04", minutes.Minutes(8, 16, 7, 25, 45))
    assert run_sheet.plan(180).sums()[3] > 180


def test_every_part_has_what_a_trainer_needs():
    source = run_sheet.read()
    assert list(source["parts"]) == list(minutes.PARTS)
    for part in source["parts"].values():
        for name in ("name", "page", "goal", "say", "do", "errors", "cut", "ask", "slides"):
            assert part[name], part["name"]
        assert "debrief" not in part["cut"].lower() or "keep" in part["cut"].lower()


def test_page_and_slides(tmp_path):
    page = run_sheet.write(tmp_path / "sheet.html", 180).read_text("utf-8")
    assert "http" not in page
    assert "<script" not in page
    assert page.count("<section>") == 10
    slides = run_sheet.write(tmp_path / "slides.md", 90).read_text("utf-8")
    assert slides.count("## ") == 6
    left = run_sheet.page(run_sheet.plan(90))
    assert "Left out in this version" in left


@pytest.mark.parametrize(("name", "length"), [("x.pdf", 180), ("x.html", 60)])
def test_other_files_and_lengths_are_refused(tmp_path, name, length):
    with pytest.raises(CxError):
        run_sheet.write(tmp_path / name, length)

"""The lab and the first check of every other lesson in a real browser, with the keyboard alone.

One page holds the labs of all lessons, so that one server, one kernel and one browser serve every test.
"""

from __future__ import annotations

import json
from importlib import import_module

import pytest
from lab_server import browser, run_all_by_keys

from cxsim.course import catalog, checks

#: Module of a lesson and its first check.
LESSONS = {
    "01": ("foundations", "1.1"),
    "02": ("needs", "2.1"),
    "03": ("communication", "3.3"),
    "05": ("digital", "5.1"),
    "06": ("measuring", "6.1"),
    "07": ("people", "7.1"),
    "08": ("action_plan", "8.2"),
}
PARTS = ("lab", "check-1")
LONG = 120_000
MOST_TABS = 40
#: A slider moves at once; a list opens first.
MOVES = {"DIV": ("ArrowRight",), "SELECT": ("Space", "ArrowDown", "Enter")}
FOCUSED = "one => one === document.activeElement"


@pytest.fixture(scope="module")
def labs(course):
    """The page with all labs, run; the learner's folder; what the browser complained about."""
    work, address = course
    page_file = work / "notebooks" / "labs.ipynb"
    page_file.write_text(json.dumps(all_labs(work / "notebooks")), "utf-8")
    complaints: list[str] = []
    with browser(complaints) as page:
        run_all_by_keys(page, address.format(page="notebooks/labs.ipynb"))
        page.get_by_role("button", name="Hint").nth(len(LESSONS) - 1).wait_for(timeout=LONG)
        yield page, work, complaints


def all_labs(folder):
    """A notebook of the lab and the first check of each lesson, taken from the lessons as they are."""
    wanted = [f"n{lesson}-{part}" for lesson in LESSONS for part in PARTS]
    books = [catalog.load(path) for path in sorted(folder.glob("0[1-8]_*.ipynb"))]
    cells = [cell for book in books for cell in book["cells"] if cell["id"] in wanted]
    assert [cell["id"] for cell in cells] == wanted
    return {**books[0], "cells": cells}


def tab_to(page, target):
    """Go to something with the Tab key alone."""
    for _ in range(MOST_TABS):
        if target.evaluate(FOCUSED):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the Tab key does not reach {target}")


def press(page, cell, name):
    tab_to(page, cell.get_by_role("button", name=name, exact=True))
    page.keyboard.press("Enter")


def fits(cell):
    """Tell whether nothing in the output of a cell is wider than its place."""
    return cell.locator(".jp-OutputArea-output").last.evaluate(
        "one => one.scrollWidth <= one.clientWidth + 1"
    )


def kinds(work, lesson):
    lines = (work / "course_log.jsonl").read_text("utf-8").splitlines()
    return [one for one in map(json.loads, lines) if one.get("lesson") == lesson]


@pytest.mark.parametrize("lesson", LESSONS)
def test_lab_with_keys_alone(labs, lesson):
    page, work, complaints = labs
    plan_lab = import_module(f"cxsim.course.{LESSONS[lesson][0]}").LAB
    cell = page.locator(".jp-CodeCell").nth(len(PARTS) * list(LESSONS).index(lesson))
    run = cell.get_by_role("button", name="Run", exact=True)
    first, second = plan_lab.rounds()[:2]
    levers = cell.locator(".noUi-handle, select")
    assert levers.count() == len(first)

    levers.first.focus()  # the reader stands at the lab; from here on keys only
    for key in MOVES[levers.first.evaluate("one => one.tagName")]:
        page.keyboard.press(key)
    press(page, cell, "Write down my prediction")
    cell.get_by_text("Please answer").wait_for()
    assert run.is_disabled()
    levers.first.focus()
    rows = cell.locator(".widget-radio-box")
    assert rows.count() == len(plan_lab.ask().parts) + 1
    for place in range(rows.count()):
        tab_to(page, rows.nth(place).locator("input").first)
        page.keyboard.press("Space")
    press(page, cell, "Write down my prediction")
    cell.get_by_text("Run is open now").wait_for()
    assert all(one.is_disabled() for one in cell.locator("select, .widget-radio-box input").all())
    assert cell.get_by_text("At the desk", exact=True).count() == 0
    press(page, cell, "Run")
    cell.get_by_text("At the desk", exact=True).wait_for(timeout=LONG)
    assert cell.locator("img").count() == 2
    assert fits(cell)
    press(page, cell, "Next round")
    cell.get_by_text("Round 2").wait_for()
    assert levers.count() == len(first) + len(second)

    prediction, decision, result = kinds(work, lesson)
    assert [prediction["kind"], result["kind"]] == ["prediction", "result"]
    assert len(decision["changes"]) == 1
    assert complaints == []


@pytest.mark.parametrize("lesson", LESSONS)
def test_check_with_keys_alone(labs, lesson):
    page, _, complaints = labs
    cell = page.locator(".jp-CodeCell").nth(len(PARTS) * list(LESSONS).index(lesson) + 1)
    one = checks.get(LESSONS[lesson][1])
    (right,) = [
        place for place, value in enumerate(one.options()) if checks.judge(one, value).state == "correct"
    ]
    options = cell.locator("input[type=radio]")
    assert options.count() == len(one.options())
    options.first.focus()
    press(page, cell, "Check")
    cell.get_by_text("Not attempted").wait_for()
    options.first.focus()
    tab_to(page, options.nth(right))
    page.keyboard.press("Space")
    press(page, cell, "Check")
    cell.get_by_text("Correct.").wait_for()
    press(page, cell, "Hint")
    cell.get_by_text("Hint 1 of").wait_for()
    assert fits(cell)
    assert complaints == []

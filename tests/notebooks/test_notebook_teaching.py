"""What the plan of the course promises: objectives with exercises, known terms, minutes, short workshop paths."""

import copy
import re

import pytest
from books import BOOKS, WORKSHOP_CELLS, book, code_cells, prose, workshop

from cxsim.course import catalog, exercise_texts, minutes
from cxsim.course.glossary import terms

LEAST_DEBRIEF = 35
#: Key of each objective, as exercises name it, and the first words of its line in the lesson.
OBJECTIVES = {
    "01": {
        "gap": "explain satisfaction as a gap",
        "models": "choose between the measuring models",
        "chain": "follow the chain",
        "claims": "read a claim",
    },
    "02": {
        "whys": "test a chain of whys",
        "kinds": "tell basic, expected and delighting needs apart",
        "people": "describe customers by a persona",
        "ranking": "rank problems and needs",
    },
    "03": {
        "promise": "promise what the desk can keep",
        "talk": "lead a hard talk",
        "pool": "choose a channel",
    },
    "04": {"promise": "say which promise a roster can keep", "recovery": "choose what a complaint gets",
           "verdict": "read a verdict"},
    "05": {"bot": "multiply a slogan out", "night": "say what happens to those whom a bot misreads",
           "gains": "read an early warning and a claimed gain"},
    "06": {"interval": "compute NPS, CSAT and CES", "sample": "say how many answers",
           "chart": "find a fault by a chart",
           "control": "test a change"},
    "07": {"distortion": "say what a figure in the pay does", "training": "weigh hours of training",
           "raci": "give every task of a process", "cases": "judge a benchmark case"},
    "08": {"smart": "write targets that can be missed", "targets": "spend a budget", "prove": "make a pilot big enough",
           "bad_year": "test a plan in a bad year"},
}  # fmt: skip
LESSONS = [name for name in BOOKS if name[:2] in OBJECTIVES]
#: Bold words that steer or stress and are no terms of the field.
STRESSED = {
    "After this lesson you can",
    "Run",
    "Check",
    "▶▶",
    "high impact",
    "low impact",
    "three plus one",
    "and keeps the 24 hours",
    "and how often",
}
_BOLD = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
_CHINESE = re.compile(r"\[([A-Za-z0-9+]*[\u4e00-\u9fff][^\]]*)\]")


def objectives(notebook):
    """Lines of the objectives of a lesson."""
    cells = [cell for cell in workshop(notebook) if cell["id"].endswith("-objectives")]
    return [line[2:] for cell in cells for line in catalog.source(cell).splitlines() if line.startswith("- ")]


def without_exercise(lesson, entries):
    """Objectives of a lesson that no exercise has, and exercises of one that the lesson does not name."""
    used = {one.objective for one in entries if one.id.startswith(f"{int(lesson)}.")}
    return sorted(used ^ set(OBJECTIVES[lesson]))


def unknown_terms(text):
    """Terms of a text that the glossary lacks: Chinese words, and bold words that have no Chinese beside them."""
    known = {one.strip() for chinese in terms().values() for one in chinese.split(" / ")}
    missing = [one for one in _CHINESE.findall(text) if one not in known]
    for bold in _BOLD.finditer(text):
        inside, after = bold[1].strip(), text[bold.end() : bold.end() + 2].strip()
        leads_in = inside[-1] in ".:?" or inside.endswith("]") or text[bold.end() : bold.end() + 1] == ":"
        letter = len(inside) == 1
        if not (
            leads_in or letter or after.startswith("[") or inside in STRESSED or inside.lower() in terms()
        ):
            missing.append(inside)
    return missing


def too_long(notebook):
    return len(code_cells({"cells": workshop(notebook)})) > WORKSHOP_CELLS


def plan_faults(parts, closing):
    """What the minutes of the workshop break: its length, and the time to talk."""
    total = sum(one.total for one in parts) + minutes.BREAK + closing
    debrief = sum(one.debrief for one in parts) + closing
    return [fault for fault, broken in (("length", total > minutes.WORKSHOP), ("debrief", debrief < LEAST_DEBRIEF))
            if broken]  # fmt: skip


@pytest.mark.parametrize("name", LESSONS)
def test_each_objective_stands_in_its_lesson_and_has_an_exercise(name):
    lesson = name[:2]
    lines, starts = objectives(book(name)), list(OBJECTIVES[lesson].values())
    assert len(lines) == len(starts)
    assert all(line.startswith(start) for line, start in zip(lines, starts, strict=True)), lines
    assert without_exercise(lesson, exercise_texts.entries().values()) == []


@pytest.mark.parametrize("name", BOOKS)
def test_no_term_is_missing_in_the_glossary(name):
    found = [(cell["id"], term) for cell in book(name)["cells"] if cell["cell_type"] == "markdown"
             for term in unknown_terms(prose(cell))]  # fmt: skip
    assert found == []


@pytest.mark.parametrize("name", BOOKS)
def test_the_workshop_path_has_few_code_cells(name):
    assert not too_long(book(name))


def test_the_plan_fits_and_leaves_time_to_talk():
    assert plan_faults(minutes.PARTS.values(), minutes.CLOSING) == []


# Each guard, with its fault planted, finds it.


def test_an_objective_without_an_exercise_is_found():
    entries = [one for one in exercise_texts.entries().values() if one.objective != "people"]
    assert without_exercise("02", entries) == ["people"]
    odd = [
        one._replace(objective="other") if one.id == "2.6" else one
        for one in exercise_texts.entries().values()
    ]
    assert without_exercise("02", odd) == ["other", "people"]


def test_an_unknown_term_is_found():
    assert unknown_terms("**delight drift** [兴奋漂移] and **Customer satisfaction** [客户满意度]") == [
        "兴奋漂移"
    ]
    assert unknown_terms("A **customer half-life** is short. **Time:** long. **Run** it.") == [
        "customer half-life"
    ]


def test_a_long_path_and_a_late_plan_are_found():
    notebook = copy.deepcopy(book("04_delivery.ipynb"))
    notebook["cells"][:0] = 3 * [code_cells(notebook)[0]]
    assert too_long(notebook)
    parts = list(minutes.PARTS.values())
    assert plan_faults([*parts, parts[-1]], minutes.CLOSING) == ["length"]
    assert plan_faults([one._replace(debrief=0) for one in parts], minutes.CLOSING) == ["debrief"]

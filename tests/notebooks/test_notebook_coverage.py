"""Every slide and every system of a lesson that exists has its place, or waits by name."""

import csv
import inspect
import re

import pytest
from books import BOOKS, ROOT, book
from reach import reached

import cxsim as cx
from cxsim.course import catalog, own_data, own_data_tables, own_data_work

LATER = "later"
OWN_DATA = "11_own_data.ipynb"
#: Slides and systems of each module: how many content slides after the divider, how many systems.
MODULES = {"01": (4, 14), "02": (5, 21), "03": (5, 15), "04": (5, 37),
           "05": (5, 20), "06": (5, 25), "07": (5, 19), "08": (4, 19)}  # fmt: skip
FRONT = ["S0 0.1", "S0 0.2", "S0 0.3", "S0 0.4"]
#: Marks of a system that runs or computes something; what is only designed may stand in a text.
RUNS = {"sim", "measure", "data"}


def rows():
    return list(csv.DictReader((ROOT / "docs" / "coverage.csv").read_text("utf-8").splitlines()))


def wanted(lesson):
    slides, systems = MODULES[lesson]
    number = int(lesson)
    found = [f"S0 {number}.{slide}" for slide in range(slides + 1)]
    return found + [f"M{number}-{system:02d}" for system in range(1, systems + 1)]


def faults(table):
    """Rows whose cell is not there, and ids that stand twice."""
    cells = {name: {cell["id"] for cell in book(name)["cells"]} for name in BOOKS}
    ids = [row["id"] for row in table]
    gone = [
        row["id"]
        for row in table
        if row["cell"] != LATER and row["cell"] not in cells.get(row["notebook"], ())
    ]
    return gone + [one for one in set(ids) if ids.count(one) > 1]


def test_every_cell_of_the_table_exists():
    assert faults(rows()) == []


def test_a_cell_that_is_gone_and_an_id_that_stands_twice_are_found():
    table = rows()
    assert faults([*table, {"id": "M1-99", "notebook": BOOKS[1], "cell": "n01-gone"}]) == ["M1-99"]
    assert faults([*table, table[0]]) == [table[0]["id"]]


@pytest.mark.parametrize("lesson", MODULES)
def test_no_slide_and_no_system_is_missing(lesson):
    ids = {row["id"] for row in rows()}
    assert [one for one in [*FRONT, *wanted(lesson)] if one not in ids] == []


def test_slides_do_not_wait():
    assert [row["id"] for row in rows() if row["id"].startswith("S0") and row["cell"] == LATER] == []


def cells_of(table):
    """Rows of the table that do not wait, each with its cell."""
    cells = {name: {cell["id"]: cell for cell in book(name)["cells"]} for name in BOOKS}
    return [(row, cells[row["notebook"]][row["cell"]]) for row in table if row["cell"] != LATER]


def silent(table):
    """Systems that run or compute something, and whose cell is a text."""
    return [row["id"] for row, cell in cells_of(table)
            if RUNS & set(row["marks"].split()) and cell["cell_type"] != "code"]  # fmt: skip


def astray(table):
    """Rows whose cell does not reach the function that they name."""
    found = []
    for row, cell in cells_of(table):
        room, _, name = row["function"].partition(".")
        code = catalog.source(cell) if cell["cell_type"] == "code" else ""
        if name and id(getattr(getattr(cx, room), name)) not in reached(code):
            found.append(row["id"])
    return found


def test_what_runs_has_a_cell_that_runs():
    assert silent(rows()) == []


def test_the_cell_of_a_row_reaches_its_function():
    assert sum(bool(row["function"]) for row, _ in cells_of(rows())) > 55
    assert astray(rows()) == []


def test_a_text_for_a_simulation_and_a_function_that_its_cell_does_not_reach_are_found():
    row = {"id": "M9-99", "notebook": "05_digital.ipynb", "cell": "n05-tool-warning", "marks": "measure",
           "function": "measure.churn_precision"}  # fmt: skip
    assert silent([row]) == astray([row]) == []
    assert astray([{**row, "function": "analysis.churn_model"}]) == ["M9-99"]
    text = {**row, "cell": "n05-tool-warning-text"}
    assert silent([text]) == astray([text]) == ["M9-99"]
    assert silent([{**text, "marks": "design"}]) == []


def called_by(cell_id):
    """The text of the function behind a cell of the page on own tables."""
    shell = getattr(own_data, cell_id.removeprefix("n11-").replace("-", "_"))
    room, name = re.search(r"show\((tables|work)\.(\w+)", inspect.getsource(shell)).groups()
    return inspect.getsource(getattr({"tables": own_data_tables, "work": own_data_work}[room], name))


def idle(table):
    """Rows of the page on own tables whose cell opens no stored table, or does not reach the function of the row."""
    mine = [row for row in table if row["notebook"] == OWN_DATA]
    texts = {row["id"]: called_by(row["cell"]) for row in mine}
    opened = re.compile(r"datasets\.|crm\(|own_words\(|base_figures\(")
    return sorted({*astray(mine), *(name for name, text in texts.items() if not opened.search(text))})


def test_each_system_of_the_own_tables_is_worked_out_in_its_cell():
    assert sum(row["notebook"] == OWN_DATA for row in rows()) == 26
    assert idle(rows()) == []


def test_a_row_whose_cell_does_something_else_is_found():
    row = {"id": "M9-99", "notebook": OWN_DATA, "cell": "n11-backlog", "function": "analysis.churn_model",
           "marks": "measure"}  # fmt: skip
    assert idle([row]) == ["M9-99"]

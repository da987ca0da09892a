"""Every slide and every system of a lesson that exists has its place, or waits by name."""

import csv

import pytest
from books import BOOKS, ROOT, book

from cxsim import datasets

LATER = "later"
#: Slides and systems of each module: how many content slides after the divider, how many systems.
MODULES = {"01": (4, 14), "02": (5, 21), "03": (5, 15), "04": (5, 37),
           "05": (5, 20), "06": (5, 25), "07": (5, 19), "08": (4, 19)}  # fmt: skip
FRONT = ["S0 0.1", "S0 0.2", "S0 0.3", "S0 0.4"]


def rows():
    return list(csv.DictReader((ROOT / "docs" / "coverage.csv").read_text("utf-8").splitlines()))


def wanted(lesson):
    slides, systems = MODULES[lesson]
    number = int(lesson)
    found = [f"S0 {number}.{slide}" for slide in range(slides + 1)]
    return found + [f"M{number}-{system:02d}" for system in range(1, systems + 1)]


def faults(table):
    """Rows whose cell (or stored table) is not there, and ids that stand twice."""
    cells = {name: {cell["id"] for cell in book(name)["cells"]} for name in BOOKS}
    cells["datasets"] = set(datasets.names())
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

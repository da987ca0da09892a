"""Grading: whatever is handed in becomes a row with its reason, never a crash."""

import contextlib
import copy
import csv
import io
import json
import os
import re
import shutil
import sys
from pathlib import Path

import pytest

from cxsim.course import catalog, checks
from cxsim.guards import CxError
from cxsim.workshop import grade, grading, limits, run_cells
from cxsim.workshop.limits import Limits
from cxsim.workshop.places import course_folder

BOOK = "04_delivery.ipynb"
QUICK = Limits(seconds=150, cell_seconds=60, memory_mb=2500, output_mb=0.3)


@pytest.fixture(scope="module")
def short():
    """A solution of three exercises that needs no simulation."""
    notebook = catalog.load(course_folder() / "solutions" / BOOK)
    notebook["cells"] = [cell for cell in notebook["cells"] if not re.search("-ex-[56]-", cell["id"])]
    return {BOOK: notebook}


def handed(notebook, changes=None, drop=()):
    """A trainee's copy: some answers changed, some cells deleted."""
    copied = copy.deepcopy(notebook)
    for cell in copied["cells"]:
        if cell["id"] in (changes or {}):
            cell["source"] = changes[cell["id"]]
    copied["cells"] = [cell for cell in copied["cells"] if cell["id"] not in drop]
    return copied


def test_no_sentence_of_a_check_is_too_long_and_a_longer_one_is_cut_after_a_word():
    for name in checks.all_checks():
        for seed in (checks.PRINTED, 11, 12, 13):
            asked = checks.get(name, seed)
            told = "With other numbers: Not attempted: a gap (...) is still open. " + 2 * f"{asked.question} "
            assert run_cells._one_line(told) == told.strip()
    cut = run_cells._one_line("How many\n callers? " * run_cells.LONGEST)
    assert len(cut) <= run_cells.LONGEST + 1 and cut.endswith((" How …", " many …", " callers? …"))
    assert run_cells._one_line("是" * 3000) == "是" * (run_cells.LONGEST - 1) + " …"


@pytest.fixture
def cohort(short, tmp_path, monkeypatch):
    monkeypatch.setattr(grading, "solutions", lambda _: short)
    folder = tmp_path / "in 作业"
    right = short[BOOK]
    tests = [cell["id"] for cell in right["cells"] if cell["id"].endswith("-test")]
    three = "n04-ex-3-answer"
    people = {
        "anna": handed(right),
        "=1+1": handed(right, {three: "mean_hours = [68.4, 212.4]", "n04-ex-4-answer": "raise SystemExit"}),
        "typed": handed(right, {three: "def mean_hours(**_):\n    return [68.4, 212.4]"}),
        "deleted": handed(right, drop=tests),
        "cheat": handed(right, {"n04-ex-3-test": "print('ok')", three: "mean_hours = None"}),
        "loud": handed(right, {three: "while True: print('x' * 999)"}),
        "leaves": handed(right, {three: "import os; os._exit(0)"}),
        "broken": "{no json",
        "empty": "",
        "list": "[1, 2]",
        "none": {"cells": [], "nbformat": 4},
    }
    for name, content in people.items():
        place = folder / name / "any name.ipynb"
        place.parent.mkdir(parents=True)
        place.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    (folder / "nothing").mkdir()
    return folder


def test_a_cohort_becomes_a_table_and_pages(cohort, tmp_path):
    out = tmp_path / "grades.csv"
    grade.grade(cohort, out, QUICK, lambda _: None)
    rows = {row["trainee"]: row for row in csv.DictReader(io.StringIO(out.read_text("utf-8-sig")))}
    status = {name: row["status"] for name, row in rows.items()}
    points = {name: row["points"] for name, row in rows.items()}
    assert status["anna"] == "graded"
    assert points["anna"] == rows["anna"]["of"] == "3"
    assert points["typed"] == points["cheat"] == "2"
    assert points["deleted"] == "3"
    assert points["'=1+1"] == "1"
    assert (status["loud"], status["leaves"], status["nothing"]) == ("output", "stopped", "missing")
    assert (status["broken"], status["empty"], status["list"], status["none"]) == (
        "broken", "empty", "broken", "empty",
    )  # fmt: skip
    assert all(row["reason"] for name, row in rows.items() if row["status"] != "graded")
    pages = list((tmp_path / "grades_feedback").glob("*.html"))
    assert len(pages) == len(rows)
    typed = (tmp_path / "grades_feedback/typed.html").read_text("utf-8")
    assert "With other numbers" in typed
    assert "A hint for the next try" in typed


def test_a_cell_that_never_ends_is_stopped_and_the_others_run(short):
    cells = [cell for cell in short[BOOK]["cells"] if cell["id"].endswith("-test")][-3:]
    endless = "import time\nwhile True: time.sleep(.1)"
    ids = [cell["id"] for cell in cells]
    told = limits.run([*zip(ids, ("1", endless, "2"), strict=False)], Limits(cell_seconds=1))
    marks = [grade._mark(cell, told) for cell in cells]
    assert [mark.points for mark in marks] == [1, 0, 1]
    assert marks[1].why == "took too long"


def test_time_and_memory_end_a_notebook_from_outside():
    stubborn = "import time\nwhile True:\n    try:\n        time.sleep(.1)\n    except BaseException:\n        pass"
    told = limits.run([("a", "1"), ("b", stubborn)], Limits(seconds=5, cell_seconds=99))
    assert told.status == "time"
    assert "a" in told.cells
    greedy = limits.run([("a", "x = []\nwhile True: x.append(bytearray(10**7))")], Limits(memory_mb=400))
    assert greedy.status == "memory"


def test_an_answer_that_replaces_the_check_is_checked_all_the_same():
    swaps = [
        "import cxsim as cx\ncx.require = lambda *_: None",
        "import cxsim.course.checks as c\nc._tried = lambda one, a, s: c.Verdict('correct', '', '')",
        "import sys\nsys.modules['cxsim'] = cx = type('X', (), {'require': staticmethod(lambda *_: None)})",
    ]
    cells = [
        cell for place, swap in enumerate(swaps, 1)
        for cell in ((f"n01-ex-{place}-answer", swap), (f"n01-ex-{place}-test", "cx.require('1.2', 30)"))
    ]  # fmt: skip
    kinds = [cell["kind"] for name, cell in limits.run(cells, QUICK).cells.items() if name.endswith("test")]
    assert kinds == ["AssertionError"] * 3


def test_ids_may_be_lost(short):
    cells = [("", catalog.source(cell)) for cell in short[BOOK]["cells"] if cell["cell_type"] == "code"]
    assert grading._answers(cells, short[BOOK])
    again = grading.restored(cells, short[BOOK])
    assert sum("cx.require" in source for _, source in again) == 4


def test_formulas_lose_their_power():
    assert [grade.plain(cell) for cell in ("=1", "+1", "-1", "@a", "a\tb\n", 3, "李")] == [
        "'=1", "'+1", "'-1", "'@a", "ab", "3", "李",
    ]  # fmt: skip


def test_names_that_look_alike_keep_their_own_page():
    names = grade._file_names(["a b", "a_b", "A_B", "..", "李 雷"])
    assert len({name.lower() for name in names.values()}) == 5


def test_the_pages_beside_a_table_in_the_folder_are_nobody(tmp_path):
    (tmp_path / "li").mkdir()
    grade.grade(tmp_path, tmp_path / "grades.csv")
    rows = grade.grade(tmp_path, tmp_path / "again.csv")
    assert [row.trainee for row in rows] == ["li"]


def test_a_folder_that_is_not_there_is_one_sentence(tmp_path):
    with pytest.raises(CxError, match="no such folder"):
        grade.grade(tmp_path / "x", tmp_path / "g.csv")


def test_a_pack_without_solutions_cannot_grade(tmp_path, monkeypatch):
    monkeypatch.setattr(grading, "solutions", lambda _: {})
    with pytest.raises(CxError, match="no solutions here"):
        grade.grade(tmp_path, tmp_path / "g.csv")


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes and no names of bytes in a folder there")
def test_odd_files_and_names_stop_nobodys_grading(cohort, tmp_path):
    for place in cohort.iterdir():
        shutil.rmtree(place)
    for name in (b"anna", b"bad\xffname"):
        (cohort / os.fsdecode(name)).mkdir()
    (cohort / "anna" / "zero.ipynb").symlink_to("/dev/zero")
    os.mkfifo(cohort / "anna" / "pipe.ipynb")
    (cohort / "anna.ipynb").write_text("broken", "utf-8")
    (cohort / "bob.zip").write_bytes(b"")
    (cohort / "CARL.IPYNB").write_text("broken", "utf-8")
    rows = grade.grade(cohort, tmp_path / "out.csv", QUICK, lambda _: None)
    assert (rows[0].trainee, rows[0].status) == ("CARL", "broken")
    assert [(row.trainee, row.status) for row in rows[1:]] == [
        ("anna", "unreadable"), ("anna", "unreadable"), ("anna", "broken"), ("bad?name", "missing"), ("bob", "missing"),
    ]  # fmt: skip
    pages = {page.name: page.read_text("utf-8") for page in (tmp_path / "out_feedback").iterdir()}
    assert sorted(pages) == ["CARL.html", "anna.html", "bad_name.html", "bob.html"]
    assert all(name in pages["anna.html"] for name in ("zero.ipynb", "pipe.ipynb", "anna.ipynb"))


def test_a_table_that_is_a_folder_is_one_sentence(tmp_path):
    for out in (tmp_path, Path()):
        with pytest.raises(CxError, match="this is a folder; name a file"):
            grade.grade(tmp_path, out)


def started(cells, monkeypatch):
    """What a run of the cells has started, and the run stopped by Ctrl-C or ended by itself."""
    mine = pytest.importorskip("psutil").Process()
    before = set(mine.children(recursive=True))
    found = set()

    def memory(_):
        found.update(set(mine.children(recursive=True)) - before)
        if "wait" in cells[0][1] and len(found) > 1:
            raise KeyboardInterrupt
        return 0.0

    monkeypatch.setattr(limits, "_memory_mb", memory)
    with contextlib.suppress(KeyboardInterrupt):
        limits.run(cells, QUICK)
    return found


@pytest.mark.skipif(sys.platform == "win32", reason="a group of processes is ended where there are groups")
@pytest.mark.parametrize("then", ["import time; time.sleep(1)", "child.wait()"])
def test_nothing_that_a_notebook_started_outlives_its_grading(then, monkeypatch):
    sleeper = f"import subprocess\nchild = subprocess.Popen(['sleep', '300'])\n{then}"
    found = started([("a", sleeper)], monkeypatch)
    assert len(found) == 2
    assert [one for one in found if one.is_running() and one.status() != "zombie"] == []

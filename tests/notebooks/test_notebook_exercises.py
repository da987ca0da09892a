"""Exercises come from solutions: equal to what is committed, no answer in them, and guards that guard."""

import json
import shutil
from pathlib import Path

import pytest
from books import ROOT, code_cells, nbval

from cxsim.course import catalog, exercise_files, exercise_texts
from cxsim.course.exercise_files import BEGIN, END, exercise, file_name, without_hidden, without_solution
from cxsim.guards import CxError

NAMES = sorted(path.name for path in (ROOT / "solutions").glob("*.ipynb"))


def solution(name):
    return catalog.load(ROOT / "solutions" / name)


def unrun(notebook):
    return [cell["id"] for cell in code_cells(notebook) if not cell["execution_count"]]


def failed_or_silent(notebook):
    """Test cells of a solution that do not say Correct."""
    tests = [cell for cell in code_cells(notebook) if exercise_files.role(cell) == "test"]
    said = {cell["id"]: "".join("".join(out.get("text", "")) for out in cell["outputs"]) for cell in tests}
    return [one for one, text in said.items() if not text.startswith("Correct.")]


def test_there_are_solutions():
    assert "04_delivery.ipynb" in NAMES


def test_committed_exercises_are_those_of_the_solutions():
    assert exercise_files.differing(ROOT) == [], "run python -m cxsim.course.exercise_files"


def test_making_them_again_changes_no_byte(tmp_path):
    shutil.copytree(ROOT / "solutions", tmp_path / "solutions")
    for _ in range(2):
        assert exercise_files.main([], tmp_path) == 0
        for name in NAMES:
            made = Path("exercises") / file_name(name)
            assert (tmp_path / made).read_bytes() == (ROOT / made).read_bytes()


def test_a_changed_exercise_or_solution_is_found(tmp_path):
    for folder in ("solutions", "exercises"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    path = tmp_path / "exercises" / file_name(NAMES[0])
    path.write_text(path.read_text("utf-8").replace("your code here", "my code here", 1), "utf-8")
    assert exercise_files.main(["--check"], tmp_path) == 1
    (tmp_path / "exercises" / "09_left_over.ipynb").write_text("{}", "utf-8")
    assert exercise_files.differing(tmp_path) == ["09_left_over.ipynb", path.name]


def test_no_exercise_has_the_name_of_a_lesson_or_a_solution():
    names = [path.name for folder in ("notebooks", "exercises") for path in (ROOT / folder).glob("*.ipynb")]
    assert len(names) == len(set(names))
    assert {file_name(name) for name in NAMES} == {path.name for path in (ROOT / "exercises").glob("*.ipynb")}


@pytest.mark.parametrize("name", NAMES)
def test_a_solution_was_run_whole_and_every_check_says_correct(name):
    assert unrun(solution(name)) == []
    assert failed_or_silent(solution(name)) == []
    damaged = solution(name)
    code_cells(damaged)[2]["execution_count"] = None
    code_cells(damaged)[2]["outputs"] = []
    assert unrun(damaged)
    assert failed_or_silent(damaged)


@pytest.mark.parametrize("name", NAMES)
def test_no_solution_and_no_hidden_test_is_left_in_an_exercise(name):
    text = (ROOT / "exercises" / file_name(name)).read_text("utf-8")
    assert "SOLUTION" not in text
    assert "HIDDEN" not in text
    assert "cx.require" not in text
    assert all(not cell["outputs"] for cell in code_cells(json.loads(text)))


@pytest.mark.parametrize("name", NAMES)
def test_ids_are_those_of_the_list_and_the_same_in_both(name):
    committed = catalog.listed(exercises=True)
    assert catalog.faults(name, solution(name), committed) == []
    assert catalog.ids(solution(name)) == catalog.ids(catalog.load(ROOT / "exercises" / file_name(name)))


@pytest.mark.parametrize("name", NAMES)
def test_five_exercises_faded_each_with_its_check(name):
    cells = {cell["id"]: cell for cell in solution(name)["cells"]}
    lesson = name[:2]
    for place in range(1, 6):
        start = f"n{lesson}-ex-{place}"
        one = exercise_texts.entry(f"{int(lesson)}.{place}")
        kind = "worked" if f"{start}-worked" in cells else "answer"
        source = catalog.source(cells[f"{start}-{kind}"])
        assert one.level == {1: "worked", 2: "gaps"}.get(place, "free")
        assert source.count(BEGIN) == (0 if one.level == "worked" else source.count(BEGIN) or 1)
        assert (source.count(BEGIN) > 1) == (one.level == "gaps")
        test = catalog.source(cells[f"{start}-test"])
        assert f'cx.check("{one.id}", ' in test
        assert f'cx.require("{one.id}", ' in test


def test_unanswered_exercises_run_from_top_to_bottom():
    done = nbval(ROOT / "exercises", "--nbval-lax")
    assert done.returncode == 0, done.stdout


def test_a_tampered_solution_fails_the_strict_comparison(tmp_path):
    notebook = solution("04_delivery.ipynb")
    kept = ("n04-ex-start", "n04-ex-3-answer", "n04-ex-3-test")
    notebook["cells"] = [cell for cell in notebook["cells"] if cell["id"] in kept]
    text = json.dumps(notebook)
    (tmp_path / "untouched.ipynb").write_text(text, "utf-8")
    tampered = text.replace("as_it_is = general_h", "as_it_is = 1.1 * general_h")
    (tmp_path / "tampered.ipynb").write_text(tampered, "utf-8")
    done = nbval(tmp_path, "--nbval")
    assert done.returncode == 1
    failed = [line for line in done.stdout.splitlines() if line.startswith("FAILED")]
    assert failed and all("tampered.ipynb" in line for line in failed)


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("def f(a):\n    @\n    x = 1\n    return x\n    #", "def f(a):\n    return ...  # your code here"),
        ("@\nx = 1\ny = x + 1\n#\ny", "y = ...  # your code here\ny"),
        ("@\nprint(3)\n#", "...  # your code here"),
        ("a = 1", "a = 1"),
    ],
)
def test_stubs_keep_the_left_side(source, wanted):
    assert without_solution(source.replace("#", END).replace("@", BEGIN)) == wanted


@pytest.mark.parametrize("source", [BEGIN, END, f"{BEGIN}\n{BEGIN}\n{END}", "### END HIDDEN TESTS"])
def test_marks_that_do_not_pair_are_refused(source):
    with pytest.raises(CxError, match="does not pair"):
        without_hidden(without_solution(source))


def test_an_exercise_keeps_everything_else():
    cell = {
        "cell_type": "code",
        "id": "a",
        "metadata": {},
        "source": "x = 1",
        "outputs": [1],
        "execution_count": 3,
    }
    made = exercise({"cells": [cell], "metadata": {"m": 1}})
    assert made["metadata"] == {"m": 1}
    assert made["cells"][0] | {"source": "x = 1"} == {**cell, "outputs": [], "execution_count": None}

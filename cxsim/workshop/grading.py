"""Which notebook of a trainee answers which exercises, and the notebook that is run to grade it.

Cells are found by id, so a renamed or moved file is no trouble; a test cell that was changed or deleted comes back
from the solutions, hidden tests included.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from cxsim.course import catalog, exercise_files
from cxsim.messages import tr

LEFT_OUT = {".ipynb_checkpoints", "__pycache__", ".git"}
PACKED = (".zip", ".7z", ".rar", ".gz")
#: End of the name of the folder with the pages for trainees.
PAGES = "_feedback"
MOST_MB = 20
_LESSON_CELL = re.compile(r"^n\d\d-(?!ex-)")


class Handed(NamedTuple):
    """A file that a trainee handed in: whose it is and where it lies."""

    trainee: str
    path: Path


class Fit(NamedTuple):
    """A file compared with the solutions: the exercise it answers, its cells to run, or why it cannot be graded."""

    exercise: str
    cells: list[tuple[str, str]]
    status: str
    reason: str


def handed_in(folder: Path) -> Iterator[tuple[str, list[Path]]]:
    """Trainees of a folder and their notebooks: one sub-folder each, or one file each."""
    people: dict[str, list[Path]] = {}
    for place in sorted(folder.iterdir()):
        if place.name in LEFT_OUT or place.name.startswith("."):
            continue
        if place.is_dir():
            found = sorted(path for path in place.rglob("*") if _is_notebook(path) and not LEFT_OUT & set(path.parts))
            if not found and place.name.endswith(PAGES):
                continue  # the pages of a grading whose table was written in here are nobody's work
            people.setdefault(readable(place.name), []).extend(found)
        elif _is_notebook(place):
            people.setdefault(readable(place.stem), []).append(place)
        elif place.suffix.lower() in PACKED:
            people.setdefault(readable(place.stem), [])  # told as missing: nothing is unpacked here
    yield from people.items()


def _is_notebook(path: Path) -> bool:
    return path.suffix.lower() == ".ipynb"


def readable(text: str) -> str:
    """A text that any file can hold: names of files and words of code may hold halves of characters."""
    return text.encode("utf-8", "replace").decode()


def solutions(root: Path) -> dict[str, dict[str, Any]]:
    """The solutions of the course by file name."""
    return {
        path.name: catalog.load(path) for path in sorted((root / exercise_files.SOLUTIONS).glob("*.ipynb"))
    }


def fit(path: Path, known: dict[str, dict[str, Any]]) -> Fit:
    """Find out which exercise a file answers and what to run."""
    cells, trouble = _code_cells(path)
    if trouble:
        return Fit("", [], *trouble)
    found = {name: _answers(cells, solution) for name, solution in known.items()}
    name = max(found, key=lambda one: len(found[one]), default="")
    if not name or not found[name]:
        if any(_LESSON_CELL.match(cell) for cell, _ in cells):
            return Fit("", [], "lesson", tr("a lesson, not an exercise"))
        return Fit("", [], "unknown", tr("no cell of an exercise is in it (cells are known by their ids)"))
    return Fit(name, restored(cells, known[name]), "", "")


def restored(cells: list[tuple[str, str]], solution: dict[str, Any]) -> list[tuple[str, str]]:
    """Cells to run, with each test cell as it stands in the solution; a deleted one comes back at its place."""
    tests = {
        cell["id"]: catalog.source(cell)
        for cell in solution["cells"]
        if exercise_files.role(cell) in ("test",)
    }
    by_words = {_call(source): name for name, source in tests.items()}
    kept: list[tuple[str, str]] = []
    for name, source in cells:
        if name not in tests and _call(source) not in by_words:
            kept.append((name, source))
    for name, source in tests.items():
        start = name.rpartition("-")[0]
        after = [place for place, (cell, _) in enumerate(kept) if cell.startswith(start)]
        kept.insert(after[-1] + 1 if after else len(kept), (name, source))
    return kept


def _answers(cells: list[tuple[str, str]], solution: dict[str, Any]) -> set[str]:
    """Exercises of a solution that a file answers, by the ids of its cells or, where they are lost, by its checks."""
    code = [cell for cell in solution["cells"] if exercise_files.role(cell)]
    ids = {cell["id"] for cell in code}
    calls = {_call(catalog.source(cell)) for cell in code} - {""}
    return {name for name, _ in cells if name in ids} | {
        _call(source) for _, source in cells if _call(source) in calls
    }


def _call(source: str) -> str:
    """Number of the exercise that a test cell checks."""
    found = re.search(r"cx\.check\(\s*[\"'](\d+\.\d+)[\"']", source)
    return found[1] if found else ""


def _code_cells(path: Path) -> tuple[list[tuple[str, str]], tuple[str, str] | None]:
    """Ids and texts of the code cells; or status and reason when the file is no notebook."""
    try:
        if path.stat().st_size > MOST_MB * 2**20:
            return [], ("too_large", tr("larger than {most} MB", most=MOST_MB))
        if not path.is_file():
            return [], ("unreadable", tr("this is no file"))  # a pipe would never be read to its end
        content = path.read_bytes()
        if not content.strip():
            return [], ("empty", tr("the file is empty"))
        cells = [
            (str(cell.get("id", "")), catalog.source(cell))
            for cell in json.loads(content.decode("utf-8-sig"))["cells"]
            if cell["cell_type"] == "code"
        ]
    except OSError as error:
        return [], ("unreadable", error.strerror or str(error))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return [], ("broken", tr("the file is no notebook (it cannot be read as one)"))
    if not any(source.strip() for _, source in cells):
        return [], ("empty", tr("no code cell in it"))
    return cells, None

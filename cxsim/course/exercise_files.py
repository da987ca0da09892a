"""Exercises are made from solutions, never written by hand.

``python -m cxsim.course.exercise_files`` writes ``exercises/`` from ``solutions/``, the same bytes each time;
``--check`` only tells whether they are equal. The marks are those of nbgrader, so that a trainer may use it:
``### BEGIN SOLUTION`` to ``### END SOLUTION`` becomes a stub, ``### BEGIN HIDDEN TESTS`` to ``### END HIDDEN
TESTS`` disappears. The role of a cell is the end of its id: ``-worked`` (shown whole), ``-answer``, ``-test``.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

from cxsim.course import catalog, execute
from cxsim.guards import CxError
from cxsim.messages import tr

SOLUTIONS, EXERCISES = "solutions", "exercises"
STUB = "...  # your code here"
BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
BEGIN_HIDDEN, END_HIDDEN = "### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS"
EXERCISE_ID = re.compile(r"^n\d\d-ex-\d-(text|worked|answer|test)$")
#: The last line of a solution keeps its left side, so that the stub has a name or returns.
_KEPT_LEFT = re.compile(r"^(\s*)(return\b|[A-Za-z_][A-Za-z0-9_]* *=(?!=))")


def file_name(solution: str) -> str:
    """Name of the exercise of a solution: in the tabs of JupyterLab it must not look like the lesson's."""
    return f"{EXERCISES}_{solution}"


def role(cell: dict[str, Any]) -> str:
    """Role of a cell by the end of its id: ``worked``, ``answer``, ``test``; else nothing."""
    last = cell.get("id", "").rpartition("-")[2]
    return last if EXERCISE_ID.match(cell.get("id", "")) and last in ("worked", "answer", "test") else ""


def exercise(solution: dict[str, Any], name: str = "") -> dict[str, Any]:
    """Make the exercise of a solution: stubs, no hidden tests, no outputs, the same cell ids."""
    cells = []
    for cell in solution["cells"]:
        new = {**cell, "source": catalog.source(cell)}
        if cell["cell_type"] == "code":
            new |= {"outputs": [], "execution_count": None}
            new["source"] = without_hidden(without_solution(new["source"], name), name)
        cells.append(new)
    return {**solution, "cells": [_lines(cell) for cell in cells]}


def without_solution(source: str, where: str = "") -> str:
    """Replace each marked part by a stub."""
    return _replaced(source, (BEGIN, END), _stub, where)


def without_hidden(source: str, where: str = "") -> str:
    """Take the hidden tests out."""
    return _replaced(source, (BEGIN_HIDDEN, END_HIDDEN), lambda _: [], where).rstrip("\n")


def hidden(cell: dict[str, Any]) -> bool:
    """Tell whether a cell holds hidden tests."""
    return BEGIN_HIDDEN in catalog.source(cell)


def text_of(notebook: dict[str, Any]) -> str:
    """A notebook as it stands in its file."""
    return json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def made(root: Path) -> dict[str, str]:
    """Every exercise that belongs to the solutions of a course folder: file name and text."""
    found = {}
    for path in sorted((root / SOLUTIONS).glob("*.ipynb")):
        found[file_name(path.name)] = text_of(exercise(execute.fixed(catalog.load(path)), path.name))
    return found


def differing(root: Path) -> list[str]:
    """Names of exercises that are missing, left over, or not equal to what the solutions give."""
    wanted = made(root)
    present = {path.name: path.read_text("utf-8") for path in (root / EXERCISES).glob("*.ipynb")}
    return sorted(name for name in {*wanted, *present} if wanted.get(name) != present.get(name))


def _stub(lines: list[str]) -> list[str]:
    """One stub for a marked part, with the left side of its last plain line."""
    indents = [len(line) - len(line.lstrip()) for line in lines if line.strip()]
    base = min(indents, default=0)
    last = next(
        (line for line in reversed(lines) if line.strip() and len(line) - len(line.lstrip()) == base), ""
    )
    left = _KEPT_LEFT.match(last)
    return [f"{left[1]}{left[2].rstrip()} {STUB}" if left else " " * base + STUB]


def _replaced(source: str, marks: tuple[str, str], make: Any, where: str) -> str:
    """Replace what stands between two marks; marks that do not pair are an error."""
    begin, end = marks
    kept: list[str] = []
    inside: list[str] | None = None
    for line in source.split("\n"):
        mark = line.strip()
        if mark not in marks:
            (kept if inside is None else inside).append(line)
            continue
        if (mark == begin) != (inside is None):
            raise CxError(tr("{where}: {mark} does not pair with {other}", where=where, mark=mark,
                             other=end if mark == begin else begin))  # fmt: skip
        if inside is None:
            inside = []
        else:
            kept += make(inside)
            inside = None
    if inside is not None:
        raise CxError(tr("{where}: {mark} does not pair with {other}", where=where, mark=begin, other=end))
    return "\n".join(kept)


def _lines(cell: dict[str, Any]) -> dict[str, Any]:
    return {**cell, "source": cell["source"].splitlines(keepends=True)}


def main(words: list[str], root: Path | None = None) -> int:
    """Write the exercises, or with ``--check`` tell which differ."""
    root = root or Path.cwd()
    if "--check" in words:
        wrong = differing(root)
        print(*wrong, sep="\n") if wrong else None
        return 1 if wrong else 0
    wanted = made(root)
    for path in (root / EXERCISES).glob("*.ipynb"):
        if path.name not in wanted:
            path.unlink()
    for name, text in wanted.items():
        (root / EXERCISES).mkdir(exist_ok=True)
        execute.write(json.loads(text), root / EXERCISES / name)
        print(f"{EXERCISES}/{name}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

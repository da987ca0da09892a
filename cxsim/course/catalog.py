"""The list of notebook cells: each has an id given by hand, which is never removed, renamed or used twice.

A translation is kept by cell id and by the checksum of the cell it translates; so the list is committed, and a
notebook that lost an id, or gained one that is not in the list, fails the tests.
"""

from __future__ import annotations

import hashlib
import json
import re
from importlib.resources import files
from pathlib import Path
from typing import Any

ID = re.compile(r"^n\d\d(-[a-z0-9]+)+$")


def listed(exercises: bool = False) -> dict[str, list[str]]:
    """Cell ids by notebook, in order, as committed: of the lessons, or of the exercises."""
    name = "exercise_cells.json" if exercises else "cells.json"
    return json.loads((files("cxsim.course") / name).read_text("utf-8"))


def load(path: str | Path) -> dict[str, Any]:
    """Read a notebook as plain JSON."""
    return json.loads(Path(path).read_text("utf-8"))


def ids(notebook: dict[str, Any]) -> list[str]:
    """The ids of a notebook's cells, in order."""
    return [cell.get("id", "") for cell in notebook["cells"]]


def source(cell: dict[str, Any]) -> str:
    """The text of a cell; a notebook may store it as one string or as lines."""
    text = cell["source"]
    return text if isinstance(text, str) else "".join(text)


def sums(notebook: dict[str, Any]) -> dict[str, str]:
    """Checksum of the text of each markdown cell, for a translation to notice that its source moved."""
    return {
        cell["id"]: hashlib.sha256(source(cell).encode("utf-8")).hexdigest()
        for cell in notebook["cells"]
        if cell["cell_type"] == "markdown"
    }


def faults(name: str, notebook: dict[str, Any], committed: dict[str, list[str]]) -> list[str]:
    """Say what is wrong with the ids of one notebook; an empty list is good."""
    found = ids(notebook)
    number = "n" + name[:2]
    wrong = [
        f"{name}: id {one!r} is not of the form {number}-words"
        for one in found
        if not (ID.match(one) and one.startswith(number + "-"))
    ]
    wrong += [
        f"{name}: id {one!r} is used {found.count(one)} times"
        for one in sorted(set(found))
        if found.count(one) > 1
    ]
    known = committed.get(name, [])
    wrong += [f"{name}: id {one!r} was removed" for one in known if one not in found]
    wrong += [f"{name}: id {one!r} is not in cells.json" for one in found if one not in known]
    return wrong

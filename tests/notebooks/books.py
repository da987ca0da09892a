"""Where the notebooks are and how their tests read them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from cxsim.course import catalog

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "notebooks"
BOOKS = sorted(path.name for path in FOLDER.glob("*.ipynb"))
#: Cells whose output nbval may ignore. Each needs a reason; so far every output is the same everywhere.
MAY_BE_IGNORED: dict[str, str] = {}
TOOLBOX = "toolbox"
WORKSHOP_CELLS = 8


def book(name):
    """One notebook as plain JSON."""
    return catalog.load(FOLDER / name)


def code_cells(notebook):
    """Its code cells."""
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def workshop(notebook):
    """The cells before the toolbox."""
    cells = notebook["cells"]
    ends = [place for place, cell in enumerate(cells) if cell["id"].endswith(TOOLBOX)]
    return cells[: ends[0]] if ends else cells


def prose(cell):
    """The words of a markdown cell: without link targets, code, and the marks of a numbered list."""
    text = catalog.source(cell)
    text = re.sub(r"\]\([^)]*\)", "]", text)
    text = re.sub(r"`[^`]*`", "", text)
    return re.sub(r"^\d+\. ", "", text, flags=re.MULTILINE)


def nbval(folder, *options):
    """nbval of its own on a folder; the finished process with its exit code and its words."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *options, "--nbval-current-env"]
    command += ["--nbval-sanitize-with", str(ROOT / "tests/sanitize.cfg")]
    command += ["--rootdir", str(folder), "-c", os.devnull, str(folder)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "CXSIM_HEADLESS": "1"}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)

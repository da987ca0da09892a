"""The learner's own copies in `my_work/`, and JupyterLab on the first page."""

from __future__ import annotations

import json
import os
import shutil
import time
from pathlib import Path

from cxsim.messages import tr
from launcher.console import ROOT, Fault, has_terminal, run_shown, say

MY_WORK = ROOT / "my_work"
ARCHIVE = ROOT / "my_work_archive"
COPIED = ("notebooks", "exercises")
FIRST_PAGE = "notebooks/00_start_here.ipynb"
SHOWN_BEFORE_RUN = "shown-before-run"
LEFT_OUT = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints")


def archive_group() -> None:
    """Put the last group's work aside whole, so that the next group starts fresh."""
    if not MY_WORK.exists():
        return
    moment = time.strftime("%Y%m%d-%H%M%S")
    names = (moment, *(f"{moment}-{number}" for number in range(2, 100)))  # two groups within one second
    target = next(place for name in names if not (place := ARCHIVE / name).exists())
    try:
        ARCHIVE.mkdir(exist_ok=True)
        os.replace(MY_WORK, target)
    except OSError as error:
        advice = tr("close every Jupyter window of this course and run it again")
        raise Fault(
            tr("The last group's work cannot be moved: {error}", error=error.strerror), str(MY_WORK), advice
        ) from None
    say(tr("The last group's work is now in {folder}", folder=target.relative_to(ROOT)))


def _copy_new(source: str, target: str) -> str:
    """Copy one file unless the learner already has it; never overwrite."""
    if Path(target).exists():
        return target
    if source.endswith(".ipynb"):
        Path(target).write_bytes(without_answers(Path(source).read_bytes()))
        return target
    return shutil.copyfile(source, target)


def without_answers(content: bytes) -> bytes:
    """Take the results out of a lesson, so that nobody reads an answer before the prediction.

    Cells with the tag ``shown-before-run`` keep theirs: they set the scene. What is no notebook stays as it is.
    """
    try:
        notebook = json.loads(content)
        for cell in notebook["cells"]:
            if cell["cell_type"] == "code" and SHOWN_BEFORE_RUN not in cell["metadata"].get("tags", []):
                cell["outputs"], cell["execution_count"] = [], None
    except (ValueError, KeyError, TypeError, AttributeError):
        return content
    return (json.dumps(notebook, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def copy_lessons() -> None:
    """Copy lessons and exercises to `my_work/` where they are missing."""
    try:
        for name in COPIED:
            if (ROOT / name).is_dir():
                shutil.copytree(
                    ROOT / name, MY_WORK / name, copy_function=_copy_new, ignore=LEFT_OUT, dirs_exist_ok=True
                )
        MY_WORK.mkdir(exist_ok=True)
    except (OSError, shutil.Error) as error:
        advice = tr("make the folder writable, or move it away and run start.py again")
        raise Fault(tr("The lessons cannot be copied: {error}", error=error), str(MY_WORK), advice) from None


def open_lab(python: str) -> int:
    """Open JupyterLab on the first page, on this computer only, behind a token; return its exit code."""
    page = FIRST_PAGE if (MY_WORK / FIRST_PAGE).exists() else ""
    command = [
        python,
        "-m",
        "jupyterlab",
        "--ServerApp.answer_yes=True",
        "--ServerApp.ip=127.0.0.1",
        f"--ServerApp.root_dir={MY_WORK}",
    ]
    if not has_terminal():
        command.append("--no-browser")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")
    if page:
        command.append(f"--LabApp.default_url=/lab/tree/{page}")
    say(tr("Opening JupyterLab in your browser; to end it press Ctrl-C here"))
    return run_shown(command)

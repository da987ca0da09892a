"""The pack for trainees: lessons and exercises to work with, without solutions and without answers.

The same course gives the same bytes: names sorted, one date, one set of permissions.
"""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

from cxsim.guards import CxError, file_trouble
from cxsim.messages import tr
from cxsim.workshop.places import course_folder

TOP = "cxsim-course"
#: What a learner needs to set up and to work; nothing else is taken.
FILES = (
    "start.py", "start.bat", "start.command", "pyproject.toml", "requirements.txt", "requirements-test.txt",
    "environment.yml", "README.md", "CHANGELOG.md", "CITATION.cff", "LICENSE", "LICENSE-course",
)  # fmt: skip
FOLDERS = ("cxsim", "launcher", "datasets", "notebooks", "exercises", "docs/images")
#: Answers: predictions that a run without a person uses.
ANSWERS = ("cxsim/course/stored_predictions.json",)
LEFT_OUT = {"__pycache__", ".ipynb_checkpoints"}
SHOWN_BEFORE_RUN = "shown-before-run"
EPOCH = (1980, 1, 1, 0, 0, 0)


def write(out: Path, root: Path | None = None) -> list[str]:
    """Write the pack whole or not at all; return the names in it.

    Parameters
    ----------
    out
        File to write, ``.zip``.
    root
        The course folder; found from here when not given.
    """
    folder = root or course_folder()
    if out.suffix != ".zip":
        raise CxError(tr("{file}: name a file that ends in .zip", file=out))
    names = sorted(contents(folder))
    part = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as pack:
            for name in names:
                pack.writestr(_info(name), without_answers(name, (folder / name).read_bytes()))
        os.replace(part, out)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise file_trouble(error, out) from None
    return names


def contents(root: Path) -> Iterator[str]:
    """Names of the files of the pack, from the course folder."""
    yield from (name for name in FILES if (root / name).is_file())
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            name = path.relative_to(root).as_posix()
            hidden = any(part.startswith(".") or part in LEFT_OUT for part in path.relative_to(root).parts)
            if path.is_file() and not hidden and not name.endswith((".part", ".pyc")) and name not in ANSWERS:
                yield name


def without_answers(name: str, content: bytes) -> bytes:
    """Take the outputs out of a lesson but where a picture sets the scene; other files stay as they are."""
    if not name.endswith(".ipynb"):
        return content
    notebook = json.loads(content)
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code" and SHOWN_BEFORE_RUN not in cell["metadata"].get("tags", []):
            cell["outputs"], cell["execution_count"] = [], None
    return (json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode("utf-8")


def _info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(f"{TOP}/{name}", EPOCH)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.create_system = 3  # permissions as on Unix, wherever the pack is made
    info.external_attr = (0o100755 if name.endswith((".command", "start.py")) else 0o100644) << 16
    return info

"""Where the course folder is: the one that holds ``start.py``, lessons and solutions."""

from __future__ import annotations

from pathlib import Path

from cxsim.guards import CxError
from cxsim.messages import tr


def course_folder(start: Path | None = None) -> Path:
    """Find the course folder from here upwards, or beside the package.

    Raises
    ------
    CxError
        Where only the package is installed: the trainer's tools need the course with its notebooks.
    """
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents, Path(__file__).resolve().parents[2]):
        if (folder / "start.py").is_file() and (folder / "notebooks").is_dir():
            return folder
    raise CxError(tr("{folder}: no course here; run this in the folder that holds start.py", folder=here))

"""Where and how the course runs: the learner's folder, with or without a person in front of it.

Three switches of the environment, read at the moment of use:

``CXSIM_HEADLESS=1``  nobody answers: stored predictions are used, nothing is written to the learner's folder
``CXSIM_WIDGETS=off`` a person answers in plain cells, without sliders and buttons
``CXSIM_WORK``        the learner's folder, where it is not the usual one

Years that were played before are read from the cache folder; ``CXSIM_KEEP_YEARS=off`` has them played again.
"""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path

FOLDER = "my_work"
REPLICATIONS = 30
#: Years after which a page that is made with nobody in front stops, if every verdict is clear by then.
FIRST_LOOK = 16


def headless() -> bool:
    """Tell whether nobody sits in front (tests, re-execution of the notebooks)."""
    return os.environ.get("CXSIM_HEADLESS", "") not in ("", "0")


def with_widgets() -> bool:
    """Tell whether sliders and buttons can be shown."""
    wanted = os.environ.get("CXSIM_WIDGETS", "on") != "off"
    return wanted and not headless() and importlib.util.find_spec("ipywidgets") is not None


def replications() -> int:
    """Years that stand behind a verdict; only tests of the machinery ask for fewer (``CXSIM_REPLICATIONS``)."""
    return int(os.environ.get("CXSIM_REPLICATIONS", REPLICATIONS))


def first_look() -> int:
    """Years after which a page that is made with nobody in front may stop."""
    return min(FIRST_LOOK, replications()) if headless() else replications()


def work_folder(start: Path | None = None) -> Path:
    """Find the learner's folder from a place inside it, or beside ``start.py``, or here.

    Parameters
    ----------
    start
        Where to begin; the current folder by default.
    """
    if os.environ.get("CXSIM_WORK"):
        return Path(os.environ["CXSIM_WORK"])
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if folder.name == FOLDER:
            return folder
        if (folder / "start.py").is_file():
            return folder / FOLDER
    return here / FOLDER

"""One JupyterLab with a learner's folder for the browser tests; skipped with a clear word where no browser is."""

from __future__ import annotations

from pathlib import Path

import pytest
from lab_server import browser, chromium, jupyter

from launcher.course import without_answers

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session", autouse=True)
def _needs_chromium():
    if not chromium():
        pytest.skip("no Chromium found; set CXSIM_CHROMIUM or install it")


@pytest.fixture(scope="session")
def course(tmp_path_factory):
    """A learner's folder as start.py lays it out, and a server on it; few years, so that a Run is short."""
    from cxsim.experiment.replication import warm_up

    warm_up()
    work = tmp_path_factory.mktemp("course 客户") / "my_work"
    (work / "notebooks").mkdir(parents=True)
    for path in (ROOT / "notebooks").glob("*.ipynb"):
        (work / "notebooks" / path.name).write_bytes(without_answers(path.read_bytes()))
    quick = {"PYTHONPATH": str(ROOT), "CXSIM_REPLICATIONS": "2", "CXSIM_HEADLESS": "0", "CXSIM_WORK": ""}
    with jupyter(work, quick) as address:
        yield work, address


@pytest.fixture(scope="session")
def window():
    """A window of the reference laptop's size for all tests, and what it complains about; pages load faster again."""
    console: list[str] = []
    with browser(console) as opened:
        yield opened, console


@pytest.fixture
def page(window):
    """The window for one test, which fails when our code makes the browser complain."""
    opened, console = window
    console.clear()
    yield opened
    assert console == []

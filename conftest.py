"""Notebooks are tested without a person in front; and skipped browser tests are named at the end of a run."""

from __future__ import annotations

import atexit
import contextlib
import gc
import os
import shutil
import signal
import tempfile
from pathlib import Path

import pytest

_SWITCH = "CXSIM_HEADLESS"
_WORK = "CXSIM_WORK"


def pytest_configure():
    """Keep the learner's own company out of the tests, and hear Ctrl-C again where the run was started behind others.

    Programs under test inherit what is ignored; and a company that was kept in ``my_work`` is no fault of the code.
    """
    if not os.environ.get(_WORK):
        os.environ[_WORK] = tempfile.mkdtemp(prefix="cxsim-tests-")
        atexit.register(shutil.rmtree, os.environ[_WORK], ignore_errors=True)
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        with contextlib.suppress(ValueError):  # only the main thread may
            signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_finish():
    """Take what was collected out of the garbage collector's sight: all of it stays to the end."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item):
    """Switch the person off while nbval starts the kernel of a notebook, and only then."""
    if item.path.suffix != ".ipynb":
        return (yield)
    before = os.environ.get(_SWITCH)
    os.environ[_SWITCH] = "1"
    try:
        return (yield)
    finally:
        if before is None:
            del os.environ[_SWITCH]
        else:
            os.environ[_SWITCH] = before


def pytest_terminal_summary(terminalreporter):
    """Name the skipped browser tests and the way to have them run."""
    skipped = [
        report
        for report in terminalreporter.stats.get("skipped", [])
        if "browser" in Path(report.nodeid.split("::")[0]).parts
    ]
    if skipped:
        terminalreporter.write_sep("=", "browser tests", yellow=True)
        terminalreporter.write_line(
            f"{len(skipped)} browser tests were skipped: no Chromium was found "
            "(Debian, Ubuntu: apt install chromium; elsewhere set CXSIM_CHROMIUM to the program)."
        )

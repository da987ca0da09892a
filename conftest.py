"""Say at the end of a run what was skipped for want of a browser, so that a green run is not misread."""

from __future__ import annotations

from pathlib import Path


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

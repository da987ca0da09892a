"""What ``start.py test`` runs: one pytest run that holds everything CI checks, linters included."""

from __future__ import annotations

from cxsim.messages import tr
from cxsim.processors import workers_here
from launcher.console import ROOT, run_shown, say

NOTEBOOKS = ("notebooks", "solutions")


def pytest_command(python: str, wide: bool) -> list[str]:
    """Write the command of the one run.

    Notebooks are compared strictly; ``loadscope`` keeps the cells of one notebook, and the tests of one file,
    on one worker.
    """
    places = ["tests", *(name for name in NOTEBOOKS if any((ROOT / name).glob("*.ipynb")))]
    strict = ["--nbval", "--nbval-current-env"]
    if (ROOT / "tests/sanitize.cfg").exists():
        strict += ["--nbval-sanitize-with", "tests/sanitize.cfg"]
    workers = ["-n", str(workers_here()), "--dist", "loadscope"]
    chosen = [] if wide else ["-m", "not wide"]
    return [python, "-m", "pytest", "-q", *workers, *chosen, *strict, *places]


def coverage_commands(python: str) -> list[list[str]]:
    """Write the commands that measure how much of engines and stages the tests reach, as plain Python."""
    run = [python, "-m", "coverage", "run", "-m", "pytest", "-q", "-m", "coverage", "tests"]
    return [run, [python, "-m", "coverage", "combine", "-q"], [python, "-m", "coverage", "report"]]


def run_tests(python: str, wide: bool) -> int:
    """Run the tests, with `wide` the coverage first; return an exit code that is not 0 if any failed."""
    code = 0
    if wide:
        say(tr("Coverage of engines and stages with the compiler off:"))
        for command in coverage_commands(python):
            code = code or run_shown(command, {"NUMBA_DISABLE_JIT": "1"})
    return run_shown(pytest_command(python, wide)) or code

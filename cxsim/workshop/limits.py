"""Run a notebook's cells in a process of its own, within limits of time, memory and output."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from cxsim.messages import tr


class Limits(NamedTuple):
    """What a notebook may use: seconds for all cells and for one, MB of memory, MB of output."""

    seconds: float = 120.0
    cell_seconds: float = 60.0
    memory_mb: float = 2500.0
    output_mb: float = 2.0


class Outcome(NamedTuple):
    """What became of the cells that were reached, and why the run was ended early (else nothing)."""

    cells: dict[str, dict[str, str]]
    status: str
    reason: str


def run(cells: list[tuple[str, str]], limits: Limits) -> Outcome:
    """Run cells in a fresh process in an empty folder; nothing of it stays behind."""
    with tempfile.TemporaryDirectory(prefix="cxsim-grade-", ignore_cleanup_errors=True) as name:
        place = Path(name)
        (place / "cells.json").write_text(json.dumps(cells), "utf-8")
        work = place / "my_work"
        work.mkdir()
        files = [str(place / "cells.json"), str(place / "results.jsonl"), str(limits.cell_seconds)]
        with (place / "output").open("wb") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", "cxsim.workshop.run_cells", *files],
                cwd=work, stdin=subprocess.DEVNULL, stdout=output, stderr=output, env=_environment(place),
                start_new_session=os.name != "nt",
            )  # fmt: skip
            try:
                status, reason = _watch(process, place / "output", limits)
            finally:  # also what the notebook has left running, and all of it when the grader is stopped
                _end(process)
        found = _results(place / "results.jsonl")
        if not status and (process.returncode or len(found) < len({name for name, _ in cells})):
            status, reason = "stopped", tr("the notebook ended its own process (code {code})",
                                           code=process.returncode)  # fmt: skip
        return Outcome(found, status, reason)


def _environment(place: Path) -> dict[str, str]:
    """The environment of the grader, without a person in front, and with nothing of this run left behind."""
    here = str(Path(__file__).resolve().parents[2])
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CXSIM_W")}
    paths = [here, *filter(None, [os.environ.get("PYTHONPATH", "")])]
    return kept | {
        "CXSIM_HEADLESS": "1", "MPLBACKEND": "agg", "IPYTHONDIR": str(place / "ipython"),
        "PYTHONPATH": os.pathsep.join(paths), "PYTHONIOENCODING": "utf-8:replace",
    }  # fmt: skip


def _watch(process: subprocess.Popen[bytes], output: Path, limits: Limits) -> tuple[str, str]:
    """Wait for the process; end it when it passes a limit."""
    end = time.monotonic() + limits.seconds
    while process.poll() is None:
        told = None
        if time.monotonic() > end:
            told = "time", tr("ended after {seconds} seconds", seconds=limits.seconds)
        elif output.stat().st_size > limits.output_mb * 2**20:
            told = "output", tr("printed more than {most} MB", most=limits.output_mb)
        elif _memory_mb(process.pid) > limits.memory_mb:
            told = "memory", tr("took more than {most} MB of memory", most=limits.memory_mb)
        if told:
            _end(process)
            return told
        time.sleep(0.05)
    return "", ""


def _memory_mb(pid: int) -> float:
    """Memory of a process and its children, MB; nothing where it cannot be read."""
    try:
        import psutil
    except ImportError:
        return 0.0
    total = 0
    with contextlib.suppress(psutil.Error):
        process = psutil.Process(pid)
        for one in (process, *process.children(recursive=True)):
            with contextlib.suppress(psutil.Error):
                total += one.memory_info().rss
    return total / 2**20


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the process and everything that it has started."""
    with contextlib.suppress(OSError):
        if os.name == "nt":
            process.kill()
        else:
            import signal

            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _results(path: Path) -> dict[str, dict[str, str]]:
    found = {}
    with contextlib.suppress(OSError):
        for line in path.read_text("utf-8", errors="replace").splitlines():
            with contextlib.suppress(ValueError, KeyError, TypeError):
                record = json.loads(line)
                found[record["cell"]] = {name: str(record.get(name, "")) for name in ("error", "kind")}
    return found

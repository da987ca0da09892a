"""Talk to the person at the console: steps, faults in one line, and programs that run quietly into a log."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from cxsim.messages import tr

ROOT = Path(__file__).resolve().parent.parent


class Fault(Exception):
    """One thing that stops the start: what happened, where, and what to do."""

    def __init__(self, what: str, where: str, do: str) -> None:
        super().__init__(tr("{what} ({where}). What to do: {do}", what=what, where=where, do=do))


def prepare_streams() -> None:
    """Keep a console that cannot show every character (cp936, plain C) from stopping the program."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace", line_buffering=True)


def say(text: str) -> None:
    """Print one line at once."""
    print(text, flush=True)


def has_terminal() -> bool:
    """Tell whether a person sits at the console (not a pipe, a log or a CI job)."""
    return bool(sys.stdin and sys.stdin.isatty() and sys.stdout and sys.stdout.isatty())


def child_environment() -> dict[str, str]:
    """Give the environment for programs of the course's own Python: the user's, less what leads it astray.

    Without stored bytecode every program would start two to three seconds later (measured), so it is kept, wherever
    the user keeps it or else in the course's own environment. Linear algebra gets one thread unless the user said
    otherwise: its matrices are small here, and threads that wait for each other tripled the processor time of the
    analyses and slowed the wall clock (measured: 77 against 23 s of four test files).
    """
    astray = ("PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV", "PYTHONDONTWRITEBYTECODE")
    kept = {name: value for name, value in os.environ.items() if name not in astray}
    kept.setdefault("PYTHONIOENCODING", ":replace")
    for library in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"):
        kept.setdefault(library, "1")
    if "PYTHONDONTWRITEBYTECODE" in os.environ:
        kept.setdefault("PYTHONPYCACHEPREFIX", str(ROOT / ".venv" / "bytecode"))
    return kept


def run_shown(command: list[str], extra: dict[str, str] | None = None, folder: Path | None = None) -> int:
    """Run a program whose output the person should see; return its exit code.

    It runs in this folder, or in the person's own where the files that the command names lie there.
    Ctrl-C reaches the program itself, which then ends in its own way (a study keeps what is finished,
    JupyterLab stops its kernels); only a second Ctrl-C, or half a minute, ends it from here.
    """
    try:
        process = subprocess.Popen(command, cwd=folder or ROOT, env=child_environment() | (extra or {}))
    except OSError as error:
        advice = tr("delete the folder .venv and run start.py again")
        raise Fault(tr("A program does not start: {error}", error=error), command[0], advice) from None
    for patience in (None, 30):
        try:
            return process.wait(timeout=patience)
        except KeyboardInterrupt:
            continue
        except subprocess.TimeoutExpired:
            break
    process.kill()
    process.wait()
    return 130


def run_quietly(command: list[str], log: Path, extra: dict[str, str] | None = None) -> bool:
    """Run a program into a log file, with the seconds on the screen; return whether it succeeded."""
    with log.open("ab") as sink:
        sink.write(("$ " + " ".join(command) + "\n").encode("utf-8", "replace"))
        sink.flush()
        try:
            process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=child_environment() | (extra or {}),
                stdin=subprocess.DEVNULL,
                stdout=sink,
                stderr=sink,
            )
        except OSError as error:
            sink.write(str(error).encode("utf-8", "replace"))
            return False
        return _wait(process) == 0


def _wait(process: subprocess.Popen) -> int:
    """Wait for a program; count the seconds where there is a terminal; end it with us."""
    started = time.monotonic()
    try:
        while True:
            try:
                return process.wait(timeout=1)
            except subprocess.TimeoutExpired:
                if has_terminal():
                    print(f"\r  {time.monotonic() - started:.0f} s ", end="", flush=True)
    except BaseException:
        process.kill()
        process.wait()
        raise
    finally:
        if has_terminal():
            print("\r          \r", end="", flush=True)

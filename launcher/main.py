"""The steps of ``start.py`` and its sub-commands, on one screen."""

from __future__ import annotations

import argparse
import contextlib
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

from cxsim.messages import tr
from launcher import course, place
from launcher.console import ROOT, Fault, has_terminal, prepare_streams, run_shown, say
from launcher.testing import run_tests

COMMANDS = ("start", "lab", "demo", "check", "test", "cxsim")
#: Where an option would do nothing it is refused: who types it expects it to act.
ONLY_WITH = {"new_group": ("start", "lab"), "all": ("test",)}


class _Words(argparse.ArgumentParser):
    """The parser, with a fault told in one line as everywhere else."""

    def error(self, message: str) -> NoReturn:
        raise Fault(message, "start.py", tr("see what there is with: {command}", command="python start.py --help"))


def read_arguments(words: list[str]) -> argparse.Namespace:
    """Read the command line; what stands behind ``cxsim`` belongs to that program."""
    words, behind = (words[:1], words[1:]) if words[:1] == ["cxsim"] else (words, [])
    parser = _Words(
        prog="start.py", description=tr("Set up the course, check it, show a demonstration, open it.")
    )
    parser.add_argument(
        "command",
        nargs="?",
        default="start",
        choices=COMMANDS,
        help=tr("what to do (default: start); cxsim hands everything behind it to the program"),
    )
    parser.add_argument("--no-lab", action="store_true", help=tr("do not open JupyterLab"))
    parser.add_argument("--new-group", action="store_true", help=tr("put the last group's work aside first"))
    parser.add_argument("--all", action="store_true", help=tr("with test: the wide sweeps as well"))
    options = parser.parse_args(words)
    for name, commands in ONLY_WITH.items():
        if getattr(options, name) and options.command not in commands:
            option, allowed = "--" + name.replace("_", "-"), " | ".join(commands)
            parser.error(tr("{option} does nothing with {command}; allowed: {allowed}",
                            option=option, command=options.command, allowed=allowed))  # fmt: skip
    options.behind = behind
    return options


@contextlib.contextmanager
def only_one() -> Iterator[None]:
    """Keep a second start (a double click too many) away from a set-up that is going on."""
    with (ROOT / ".start.lock").open("w") as held:
        try:
            if sys.platform == "win32":
                import msvcrt

                msvcrt.locking(held.fileno(), msvcrt.LK_NBLCK, 1)
            else:
                import fcntl

                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            advice = tr("wait until the other window has finished")
            raise Fault(tr("Another start.py is setting up this folder"), str(ROOT), advice) from None
        yield


def set_up(options: argparse.Namespace) -> dict:
    """Install what is missing and warm the compiled cache; return the facts of the set-up."""
    place.refuse_unfit_folder()
    with only_one():
        ready = place.prepare(with_tests=options.command == "test")
        sources = place.digest([*(ROOT / "cxsim").rglob("*.py")])
        if ready.get("warmed") != sources:
            run_shown([place.venv_python(), "-m", "cxsim.evidence.warm"])
            place.write_ready(ready := ready | {"warmed": sources})
    return ready


def check() -> int:
    """Check the environment line by line; the exit code is 0 when all is well."""
    return run_shown([place.venv_python(), "-m", "cxsim.evidence.environment"])


def demo() -> int:
    """Run the demonstration; remember that it was seen."""
    code = run_shown([place.venv_python(), "-m", "cxsim", "demo"])
    if code == 0:
        place.write_ready(place.read_ready() | {"demo": True})
    return code


def start(options: argparse.Namespace, ready: dict, started: float) -> int:
    """Check, show the demonstration the first time, lay out the lessons, open the course."""
    if code := check():
        return code
    if ready.get("demo"):
        say(
            tr(
                "The demonstration was shown before; see it again with: {command}",
                command="python start.py demo",
            )
        )
    elif code := demo():
        return code
    if options.new_group:
        course.archive_group()
    course.copy_lessons()
    say(tr("Ready after {seconds} s", seconds=round(time.monotonic() - started)))
    if options.no_lab or not has_terminal():
        return tell_how()
    return course.open_lab(place.venv_python())


def tell_how() -> int:
    """Say how to open the course, where no window is wanted or there is no terminal."""
    say(tr("Open the course with: {command}", command="python start.py lab"))
    return 0


def lab(options: argparse.Namespace) -> int:
    """Lay out the lessons and open the course; with ``--no-lab`` only say how."""
    if options.new_group:
        course.archive_group()
    course.copy_lessons()
    if options.no_lab:
        return tell_how()
    return course.open_lab(place.venv_python())


def run(options: argparse.Namespace) -> int:
    """Do what the command line asks."""
    started = time.monotonic()
    ready = set_up(options)
    if options.command == "start":
        return start(options, ready, started)
    if options.command == "lab":
        return lab(options)
    if options.command == "cxsim":
        return run_shown([place.venv_python(), "-m", "cxsim", *options.behind], folder=Path.cwd())
    if options.command == "test":
        return run_tests(place.venv_python(), wide=options.all)
    return {"demo": demo, "check": check}[options.command]()


def _as_fault(error: OSError) -> Fault:
    """Tell an unforeseen fault of the disk or the system in the same form."""
    advice = tr("free disk space, close other windows of this course, and run it again")
    return Fault(error.strerror or str(error), str(error.filename or ROOT), advice)


def main(words: list[str]) -> int:
    """Run one command; a fault is one line and exit code 2."""
    prepare_streams()
    try:
        return run(read_arguments(words))
    except Fault as fault:
        say(tr("Stopped: {fault}", fault=fault))
        return 2
    except OSError as error:
        say(tr("Stopped: {fault}", fault=_as_fault(error)))
        return 2
    except KeyboardInterrupt:
        say(tr("Stopped by Ctrl-C; run it again to go on"))
        return 130

"""The course's own Python: make `.venv`, notice a half-made one, install the locked requirements."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
import time
from pathlib import Path

from cxsim.messages import tr
from cxsim.processors import workers_here
from launcher.console import ROOT, Fault, child_environment, run_quietly, say
from launcher.installer import install, installer_name

VENV = ROOT / ".venv"
BEGUN = VENV / "cxsim-begun"
READY = VENV / "cxsim-ready.json"
LOG = VENV / "start.log"
LOCKS = {False: ROOT / "requirements.txt", True: ROOT / "requirements-test.txt"}
ROOM_NEEDED_MB = 1500


def venv_python() -> str:
    """Give the path of the Python inside `.venv`."""
    return str(VENV / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python"))


def digest(paths: list[Path]) -> str:
    """Fingerprint files by name and content."""
    total = hashlib.sha256()
    for path in sorted(paths):
        total.update(path.name.encode() + b"\0" + path.read_bytes())
    return total.hexdigest()


def read_ready() -> dict:
    """Read what the finished set-up wrote last; empty when it never finished."""
    try:
        return json.loads(READY.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def write_ready(facts: dict) -> None:
    """Write the mark of a finished set-up whole or not at all."""
    draft = READY.with_suffix(".tmp")
    draft.write_text(json.dumps(facts, indent=1), encoding="utf-8")
    os.replace(draft, READY)


def _long_paths() -> bool:
    """Tell whether this system takes paths of more than 260 characters (every one but an older Windows)."""
    if sys.platform != "win32":
        return True
    import winreg

    try:
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"SYSTEM\CurrentControlSet\Control\FileSystem") as key:
            return winreg.QueryValueEx(key, "LongPathsEnabled")[0] == 1
    except OSError:
        return False


def refuse_unfit_machine() -> None:
    """Stop early, with the reason, where the locked packages cannot be installed."""
    here = f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
    if sys.maxsize < 2**32:
        raise Fault(
            tr("This Python is a 32-bit one"), here, tr("install the 64-bit Python 3.13 from python.org")
        )
    if sys.platform == "darwin" and platform.machine() == "x86_64":
        advice = tr(
            "on an Apple-silicon Mac install the arm64 Python; on an Intel Mac use conda with environment.yml"
        )
        raise Fault(tr("There is no compiled kernel for Intel Macs among the locked packages"), here, advice)
    # The longest path inside .venv has 166 characters.
    if len(str(ROOT)) > 90 and not _long_paths():
        raise Fault(
            tr("The path of this folder is too long for Windows"),
            str(ROOT),
            tr("move the folder to C:\\cxsim"),
        )


def refuse_unfit_folder() -> None:
    """Stop early where nothing can be written or the disk is nearly full."""
    probe = ROOT / f".start-{os.getpid()}.tmp"
    try:
        probe.write_text("x", encoding="utf-8")
        probe.unlink()
    except OSError as error:
        advice = tr("copy the whole folder to a place of your own, such as your home folder")
        raise Fault(
            tr("This folder cannot be written: {error}", error=error.strerror), str(ROOT), advice
        ) from None
    free_mb = shutil.disk_usage(ROOT).free // 2**20
    if not READY.exists() and free_mb < ROOM_NEEDED_MB:
        advice = tr("free {needed} MB on this disk", needed=ROOM_NEEDED_MB)
        raise Fault(tr("Only {free} MB are free", free=free_mb), str(ROOT), advice)


def _works() -> bool:
    """Tell whether the Python inside `.venv` starts and is the one that made it."""
    question = "import sys; print(*sys.version_info[:2])"
    try:
        answer = subprocess.run(
            [venv_python(), "-c", question],
            capture_output=True,
            text=True,
            env=child_environment(),
            check=False,
            timeout=60,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.stdout.split() == [str(number) for number in sys.version_info[:2]]


def _why_rebuild() -> str:
    """Say why `.venv` has to be made anew; empty when it is good as it stands."""
    if not BEGUN.exists():
        return tr("it was not made by start.py") if VENV.exists() else tr("there is none yet")
    ready = read_ready()
    if not ready:
        return tr("the last set-up was interrupted")
    if ready.get("folder") != str(ROOT):
        return tr("the folder was moved or renamed")
    return "" if _works() else tr("its Python is another one or no longer starts")


def _clear() -> None:
    """Remove our own `.venv`; put one that somebody else made aside."""
    if not VENV.exists():
        return
    try:
        if BEGUN.exists():
            shutil.rmtree(VENV)
        else:
            VENV.rename(ROOT / f".venv-before-{time.strftime('%Y%m%d-%H%M%S')}")
    except OSError as error:
        advice = tr("close every Jupyter and Python window of this course and run start.py again")
        raise Fault(
            tr("The old .venv cannot be removed: {error}", error=error.strerror), str(VENV), advice
        ) from None


def _make() -> None:
    """Make an empty `.venv`; with uv it needs no pip of its own."""
    VENV.mkdir()
    BEGUN.write_text("made by start.py\n", encoding="utf-8")
    command = [sys.executable, "-m", "venv", str(VENV)]
    if installer_name(VENV) == "uv":
        command.insert(3, "--without-pip")
    if not run_quietly(command, LOG):
        advice = tr(
            "on Debian or Ubuntu: sudo apt install python3-venv; elsewhere install Python from python.org"
        )
        raise Fault(tr("Python cannot make a virtual environment"), str(LOG), advice)


def _quiet_jupyter() -> None:
    """Keep JupyterLab from asking, on the first page a learner sees, whether it may fetch its news."""
    folder = VENV / "etc/jupyter/labconfig"
    folder.mkdir(parents=True, exist_ok=True)
    settings = {"disabledExtensions": {"@jupyterlab/apputils-extension:announcements": True}}
    (folder / "page_config.json").write_text(json.dumps(settings), encoding="utf-8")


def _translate_libraries() -> None:
    """Translate every library to byte code, on all processors: else each worker and notebook of a test run does it.

    What cannot be translated (a template with the ending of a program) is left as it is.
    """
    run_quietly([venv_python(), "-m", "compileall", "-qq", "-j", str(workers_here()), str(VENV)], LOG)


def prepare(with_tests: bool) -> dict:
    """Bring `.venv` to the locked state, doing only what is missing; return the facts of it."""
    reason = _why_rebuild()
    if reason:
        refuse_unfit_machine()
        say(tr("Making .venv ({reason})", reason=reason))
        _clear()
        _make()
    ready = read_ready()
    wanted = {"lock": digest([LOCKS[False], ROOT / "pyproject.toml"])}
    if with_tests:
        wanted["test_lock"] = digest([LOCKS[True]])
    if any(ready.get(name) != value for name, value in wanted.items()):
        READY.unlink(missing_ok=True)
        install(venv_python(), LOCKS[with_tests], LOG)
        _quiet_jupyter()
        if with_tests:
            _translate_libraries()
        kept = {name: ready[name] for name in ("demo", "warmed") if name in ready}
        ready = kept | wanted | {"folder": str(ROOT)}
        write_ready(ready)
    return ready

"""Question: can this computer run the course? One line per check, with a fix for each fault.

The module needs only the standard library to be imported, so that it can name a package that is missing.
A fault stops the course; a note says what will be less good.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import importlib.util
import os
import re
import shutil
import socket
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cxsim.messages import tr

ROOT = Path(__file__).resolve().parents[2]
OLDEST_PYTHON = (3, 11)
NEWEST_TRIED = (3, 14)
FREE_DISK_MB = 500
FIRST_PORT = 8888
FONTS = ("NotoSansCJK*", "NotoSansSC*", "SourceHanSans*", "msyh*", "PingFang*", "simhei*")


@dataclass(frozen=True)
class Finding:
    """What one check found.

    Attributes
    ----------
    check : str
        What was looked at.
    state : str
        ``"ok"``, ``"note"`` (works, less good) or ``"fault"`` (the course cannot run).
    detail : str
        What was found, in a few words.
    fix : str
        What to do; empty when all is well.
    """

    check: str
    state: str
    detail: str
    fix: str = ""


def check_python() -> Finding:
    """Check the version of Python."""
    version = ".".join(map(str, sys.version_info[:3]))
    name = tr("Python")
    if sys.version_info < OLDEST_PYTHON:
        return Finding(name, "fault", version, tr("install Python 3.13 from python.org"))
    if sys.version_info[:2] > NEWEST_TRIED:
        return Finding(name, "note", version, tr("newer than any tried; if something fails, use Python 3.13"))
    return Finding(name, "ok", version)


def locked_versions(lock: Path) -> dict[str, str]:
    """Read the pins that apply to this computer from a lock file.

    Parameters
    ----------
    lock : Path
        A file of lines ``name==version ; marker``.

    Returns
    -------
    dict of str to str
        Package name to version; a pin whose marker excludes this computer is left out.
    """
    pins = {}
    for line in lock.read_text(encoding="utf-8").splitlines():
        found = re.match(r"(?P<name>[\w.-]+)==(?P<version>\S+)(?:\s*;\s*(?P<marker>.+))?$", line)
        if found and _applies(found["marker"]):
            pins[found["name"]] = found["version"]
    return pins


def _applies(marker: str | None) -> bool:
    """Tell whether a marker holds here; without the packaging library only unmarked pins are looked at."""
    if not marker:
        return True
    try:
        from packaging.markers import Marker
    except ImportError:
        return False
    return Marker(marker).evaluate()


def _installed(name: str) -> str:
    """Give the installed version of a package; empty when it is not there."""
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return ""


def check_packages(lock: Path = ROOT / "requirements.txt") -> Finding:
    """Compare the installed packages with the lock; another version is a note, a missing one a fault."""
    name, fix = tr("Packages"), tr("delete the folder .venv and run: python start.py")
    if not lock.exists():
        return Finding(name, "ok", tr("installed without a lock file"))
    pins = locked_versions(lock)
    found = {package: _installed(package) for package in pins}
    missing = sorted(package for package, version in found.items() if not version)
    if missing:
        return Finding(name, "fault", tr("missing: {names}", names=", ".join(missing[:5])), fix)
    other = [f"{package} {version}" for package, version in sorted(found.items()) if version != pins[package]]
    if other:
        return Finding(name, "note", tr("not as locked: {names}", names=", ".join(other[:5])), fix)
    return Finding(name, "ok", tr("{count} as locked", count=len(pins)))


def check_kernel() -> Finding:
    """Draw one number with a compiled rule and compare it with the same rule as plain Python."""
    name, fix = tr("Compiled kernel"), tr("delete the folder .venv and run: python start.py")
    try:
        from cxsim import _jit, streams
    except Exception as error:  # a broken library can raise anything while it loads
        return Finding(name, "fault", tr("does not load: {error}", error=error), fix)
    if not _jit.HAVE_NUMBA:
        return Finding(
            name, "note", tr("numba is off: the kernel runs as plain Python, about 100 times slower"), fix
        )
    plain = getattr(streams.uniform_pair, "py_func", streams.uniform_pair)
    if streams.uniform_pair(1, 2, 3, 4) != plain(1, 2, 3, 4):
        return Finding(name, "fault", tr("compiled and plain results differ"), fix)
    return Finding(name, "ok", tr("numba {version}, same bits as plain Python", version=_installed("numba")))


def _write_error(folder: Path) -> str:
    """Try to write into a folder, made if missing; return the reason it fails, or an empty text."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(b"x")
    except OSError as error:
        return error.strerror or str(error)
    return ""


def check_cache() -> Finding:
    """Check that compiled code can be kept from one start to the next."""
    name = tr("Cache folder")
    try:
        from cxsim._jit import cache_folder
    except Exception as error:
        return Finding(name, "fault", str(error), tr("delete the folder .venv and run: python start.py"))
    folder = cache_folder()
    if reason := _write_error(folder):
        fix = tr("set CXSIM_CACHE_DIR to a folder that you can write")
        return Finding(
            name, "note", tr("{folder}: {error}; every start compiles anew", folder=folder, error=reason), fix
        )
    return Finding(name, "ok", str(folder))


def check_work() -> Finding:
    """Check that the learner's own folder can be written."""
    folder = ROOT / "my_work" if (ROOT / "start.py").exists() else Path.cwd()
    if reason := _write_error(folder):
        fix = tr("copy the whole course to a folder of your own")
        return Finding(tr("Own work"), "fault", f"{folder}: {reason}", fix)
    return Finding(tr("Own work"), "ok", str(folder))


def check_disk() -> Finding:
    """Check the room for runs and tables."""
    free_mb = shutil.disk_usage(ROOT).free // 2**20
    detail = tr("{free} MB free", free=free_mb)
    if free_mb < FREE_DISK_MB:
        return Finding(tr("Disk"), "fault", detail, tr("free at least {needed} MB", needed=FREE_DISK_MB))
    return Finding(tr("Disk"), "ok", detail)


def _font_folders() -> list[Path]:
    """List the places where this system keeps fonts."""
    home = Path.home()
    if sys.platform == "win32":
        local = Path(os.environ.get("LOCALAPPDATA", home)) / "Microsoft/Windows/Fonts"
        return [Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts", local]
    if sys.platform == "darwin":
        return [Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library/Fonts"]
    shared = [
        Path(part) / "fonts"
        for part in os.environ.get("XDG_DATA_DIRS", "/usr/local/share:/usr/share").split(":")
    ]
    return [*shared, home / ".local/share/fonts", home / ".fonts"]


def check_fonts() -> Finding:
    """Look for a font with Chinese characters; without one they show as boxes in pictures."""
    for folder in filter(Path.is_dir, _font_folders()):
        for pattern in FONTS:
            found = next(folder.rglob(pattern), None)
            if found:
                return Finding(tr("Chinese font"), "ok", found.name)
    fix = tr("install Noto Sans CJK (Debian, Ubuntu: sudo apt install fonts-noto-cjk)")
    return Finding(
        tr("Chinese font"), "note", tr("none found: Chinese characters show as boxes in pictures"), fix
    )


def check_jupyter() -> Finding:
    """Check that the parts of Jupyter that the course opens are there."""
    parts = ("jupyterlab", "ipywidgets", "ipykernel", "voila")
    missing = [part for part in parts if importlib.util.find_spec(part) is None]
    if missing:
        fix = tr("delete the folder .venv and run: python start.py")
        return Finding(tr("Jupyter"), "fault", tr("missing: {names}", names=", ".join(missing)), fix)
    return Finding(tr("Jupyter"), "ok", f"JupyterLab {_installed('jupyterlab')}")


def check_port() -> Finding:
    """Check that a page can be served to this computer itself."""
    name = tr("Local port")
    try:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
    except OSError as error:
        fix = tr("allow Python to listen on 127.0.0.1 in the firewall")
        return Finding(name, "fault", error.strerror or str(error), fix)
    with socket.socket() as probe:
        taken = probe.connect_ex(("127.0.0.1", FIRST_PORT)) == 0
    told = tr("{port:d} is taken, the next one is used", port=FIRST_PORT) if taken else str(FIRST_PORT)
    return Finding(name, "ok", told)


CHECKS: tuple[Callable[[], Finding], ...] = (
    check_python,
    check_packages,
    check_kernel,
    check_cache,
    check_work,
    check_disk,
    check_fonts,
    check_jupyter,
    check_port,
)


def look() -> list[Finding]:
    """Run every check, whatever the others find.

    Returns
    -------
    list of Finding
        One per check, in a fixed order.
    """
    return [check() for check in CHECKS]


def report(findings: list[Finding]) -> list[str]:
    """Write one line per finding, then the verdict.

    Returns
    -------
    list of str
        The last line starts with ``PASS`` or ``FAIL``, the words that tools look for.
    """
    marks = {"ok": tr("ok"), "note": tr("note"), "fault": tr("FAULT")}
    lines = []
    for found in findings:
        fix = tr(" - to mend: {fix}", fix=found.fix) if found.fix else ""
        lines.append(f"  {marks[found.state]:<6} {found.check}: {found.detail}{fix}")
    faults = sum(found.state == "fault" for found in findings)
    if faults:
        return [
            *lines,
            "FAIL: " + tr("{faults} of {count} checks found a fault", faults=faults, count=len(findings)),
        ]
    return [*lines, "PASS: " + tr("all {count} checks are well", count=len(findings))]


def main() -> int:
    """Print the report; the exit code is 1 when a fault stops the course."""
    findings = look()
    for line in report(findings):
        print(line)
    return int(any(found.state == "fault" for found in findings))


if __name__ == "__main__":
    raise SystemExit(main())

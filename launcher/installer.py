"""Install the locked requirements with uv where there is one, else with pip, from the user's own index."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

from cxsim.messages import tr
from launcher.console import ROOT, Fault, run_quietly, say

# What pip is told about indexes, and where uv listens. Values pass through; none is written anywhere.
PIP_TO_UV = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "trusted-host": "UV_INSECURE_HOST",
}


def cures() -> tuple[tuple[str, str], ...]:
    """Pair what an installer's log says with what helps."""
    return (
        (
            r"no space left|disk full|not enough space|os error 28",
            tr("free some disk space (1.5 GB are enough)"),
        ),
        (
            r"certificate|ssl",
            tr("ask your IT for the company's certificate and set PIP_CERT (SSL_CERT_FILE for uv) to it"),
        ),
        (r"407|proxy", tr("check the proxy: set HTTPS_PROXY as your IT says")),
        (
            r"timed? ?out|connection|resolve|unreachable|network|dns|failed to fetch|offline",
            tr("check the network, or set PIP_INDEX_URL to your company's package index"),
        ),
        (
            r"permission denied|access is denied|os error 13|winerror 5",
            tr("close every Jupyter and Python window of this course"),
        ),
        (
            r"no matching distribution|no wheels|because building from source",
            tr("check the network and your package index (PIP_INDEX_URL); the Python must be a 64-bit 3.11 to 3.13"),
        ),
    )


def find_uv(venv: Path) -> str | None:
    """Give the path of uv: the one on the search path or the one in `.venv`."""
    inside = venv / ("Scripts/uv.exe" if sys.platform == "win32" else "bin/uv")
    return shutil.which("uv") or (str(inside) if inside.exists() else None)


def installer_name(venv: Path) -> str:
    """Tell which installer will be used."""
    return "uv" if find_uv(venv) else "pip"


def uv_environment() -> dict[str, str]:
    """Hand pip's index settings on to uv, which reads neither pip's variables nor its files."""
    if any(
        name in os.environ
        for name in (*PIP_TO_UV.values(), "UV_INDEX_URL", "UV_EXTRA_INDEX_URL", "UV_CONFIG_FILE")
    ):
        return {}
    question = [sys.executable, "-m", "pip", "config", "list"]
    lines = subprocess.run(question, capture_output=True, text=True, check=False).stdout.splitlines()
    found: dict[str, str] = {}
    for (
        line
    ) in lines:  # "global.index-url='…'" from a file, ":env:.index-url='…'" from a variable, which wins
        match = re.match(r"(?P<place>[^.]+)\.(?P<name>[\w-]+)=(?P<value>.+)$", line)
        if not match:
            continue
        target = PIP_TO_UV.get(match["name"])
        if target and (target not in found or match["place"] == ":env:"):
            found[target] = _separated(ast.literal_eval(match["value"]), target)
    if found:
        found["UV_INDEX_STRATEGY"] = (
            "unsafe-best-match"  # as pip does: the pins say which version, any index may have it
        )
    return found


def _separated(value: str, target: str) -> str:
    """Write a list of places as uv reads it: links by commas, the rest by spaces."""
    return ("," if target == "UV_FIND_LINKS" else " ").join(value.split())


def _commands(python: str, lock: Path, uv: str | None) -> list[list[str]]:
    """Give the two commands: the locked packages, then the project itself in editable form."""
    head = (
        [uv, "pip", "install", "--python", python]
        if uv
        else [python, "-m", "pip", "install", "--no-input", "--no-compile"]
    )
    # The lock is complete, so nothing is resolved again; wheels only, so that no compiler is needed.
    packages = [*head, "--no-deps", "--only-binary", ":all:", "-r", str(lock)]
    project = [*head, "--no-deps", "--no-build-isolation", "-e", str(ROOT)]
    return [packages, project]


def _cure(log: Path, start: int) -> str:
    """Find the advice that fits what the installer wrote after byte `start` of the log."""
    with log.open("rb") as source:
        source.seek(start)
        told = source.read().decode("utf-8", "replace").lower()
    for pattern, advice in cures():
        if re.search(pattern, told):
            return advice
    return tr("read the last lines of that file")


def _attempt(python: str, lock: Path, log: Path, uv: str | None) -> str:
    """Run one installer to its end; return an empty text, or the advice that fits its failure."""
    extra = uv_environment() if uv else {"PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    for command in _commands(python, lock, uv):
        start = log.stat().st_size if log.exists() else 0
        if not run_quietly(command, log, extra):
            return _cure(log, start)
    return ""


def install(python: str, lock: Path, log: Path) -> None:
    """Install everything that the lock names, then the project; fall back from uv to pip."""
    started = time.monotonic()
    uv = find_uv(log.parent)
    count = sum(1 for line in lock.read_text(encoding="utf-8").splitlines() if re.match(r"[\w.-]+==", line))
    say(
        tr(
            "Installing {count} locked packages with {tool}; the first time takes a minute or two",
            count=count,
            tool="uv" if uv else "pip",
        )
    )
    advice = _attempt(python, lock, log, uv)
    if advice and uv:
        say(tr("uv could not install them; trying pip (details: {log})", log=log))
        run_quietly([python, "-m", "ensurepip"], log)
        advice = _attempt(python, lock, log, None)
    if advice:
        raise Fault(tr("Installing the packages failed"), str(log), advice)
    say(tr("Installed in {seconds} s", seconds=round(time.monotonic() - started)))

"""A JupyterLab of its own and a real Chromium for one test; both are stopped at the end."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
SCREEN = {"width": 1366, "height": 768}
#: Messages of the page that are not ours: JupyterLab's own, and pages that a server without internet cannot have.
NOT_OURS = (
    "favicon",
    "net::ERR_",
    "Failed to load resource",
    "ResizeObserver",
    "was preloaded",
    "DeprecationWarning",
    "debugger state",
)
#: Save and close what is open, then open another notebook.
ANOTHER = """async path => {
    const commands = window.jupyterapp.commands;
    await commands.execute('docmanager:save-all');
    await commands.execute('application:close-all');
    await commands.execute('docmanager:open', {path});
}"""


def chromium() -> str | None:
    """Where the browser is, or nothing."""
    named = os.environ.get("CXSIM_CHROMIUM")
    return named or next(
        (
            found
            for name in ("chromium", "chromium-browser", "google-chrome", "chrome")
            if (found := shutil.which(name))
        ),
        None,
    )


@contextmanager
def jupyter(root: Path, environment: dict[str, str]) -> Iterator[str]:
    """Serve a folder in JupyterLab on a free port; give the address with its token."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    token = secrets.token_hex(16)
    settings = root.parent / "jupyter"
    command = [
        sys.executable,
        "-m",
        "jupyterlab",
        "--no-browser",
        "--allow-root",
        f"--port={port}",
        "--ServerApp.ip=127.0.0.1",
        f"--IdentityProvider.token={token}",
        f"--ServerApp.root_dir={root}",
        "--LabApp.expose_app_in_browser=True",
        "--LabApp.news_url=None",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    ]
    quiet = {
        "JUPYTER_CONFIG_DIR": str(settings / "config"),
        "JUPYTER_DATA_DIR": str(settings / "data"),
        "JUPYTER_RUNTIME_DIR": str(settings / "runtime"),
        "JUPYTERLAB_SETTINGS_DIR": str(settings / "lab"),
        "JUPYTERLAB_WORKSPACES_DIR": str(settings / "spaces"),
    }
    _no_questions(settings / "lab")
    log = (root.parent / "jupyter.log").open("wb")
    server = subprocess.Popen(command, env={**os.environ, **quiet, **environment}, stdout=log, stderr=log)
    try:
        _wait(f"http://127.0.0.1:{port}/api/status?token={token}", server)
        yield f"http://127.0.0.1:{port}/lab/tree/{{page}}?reset&token={token}"
    finally:
        server.terminate()
        try:
            server.wait(15)
        except subprocess.TimeoutExpired:
            server.kill()
        log.close()


@contextmanager
def browser(console: list[str]) -> Iterator[Any]:
    """Open a page of the reference laptop's size; errors of the page are put on ``console``."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chrome = playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        page = chrome.new_page(viewport=SCREEN)
        page.on("console", lambda message: _note(console, message.type, message.text))
        page.on("pageerror", lambda error: console.append(str(error)))
        yield page
        chrome.close()


def open_notebook(page: Any, address: str) -> None:
    """Open a notebook alone, in the JupyterLab that is loaded already if there is one; wait until its kernel is there.

    Loading JupyterLab again for each notebook costs 3 s of processor time.
    """
    if page.evaluate("() => 'jupyterapp' in window"):
        page.evaluate(ANOTHER, address.partition("/lab/tree/")[2].partition("?")[0])
    else:
        page.goto(address)
    page.locator(".jp-Notebook .jp-Cell").first.wait_for(timeout=60_000)
    page.locator("#jp-main-statusbar").get_by_text("Idle").wait_for(timeout=60_000)


def run_all_by_keys(page: Any, address: str) -> None:
    """Open a notebook and run every cell with the keyboard: select all, run."""
    open_notebook(page, address)
    for key in ("Escape", "Control+a", "Control+Enter"):
        page.keyboard.press(key)


def run_all(page: Any, address: str) -> None:
    """Open a notebook and run every cell with the one button that the page names."""
    open_notebook(page, address)
    page.locator("[data-command='notebook:restart-run-all']").click()
    page.locator(".jp-Dialog .jp-mod-accept").click()
    page.locator("[data-status='busy']").first.wait_for(timeout=60_000)


def _note(console: list[str], kind: str, text: str) -> None:
    if kind == "error" and not any(word in text for word in NOT_OURS):
        console.append(text)


def _no_questions(folder: Path) -> None:
    """Keep JupyterLab from asking about news and from checking for updates."""
    target = folder / "@jupyterlab" / "apputils-extension"
    target.mkdir(parents=True, exist_ok=True)
    (target / "notification.jupyterlab-settings").write_text(
        json.dumps({"fetchNews": "false", "checkForUpdates": False}), "utf-8"
    )


def _wait(address: str, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if server.poll() is not None:
            raise RuntimeError("JupyterLab did not start")
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    raise RuntimeError("JupyterLab did not answer within a minute")

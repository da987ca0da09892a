"""Run the cells of one notebook in this process, which was started for it and may be ended at any time.

``python -m cxsim.workshop.run_cells CELLS.json RESULTS.jsonl SECONDS`` writes one line for each cell as soon as it
has run, so that what was reached is known even when the process is ended from outside. This is no safe: code of a
trainee runs with the rights of whoever grades; grade in an account that may be lost. Before each test cell the course
is put back as it was before the first cell, so that an answer which replaced `cx.check` or a key is checked all the
same.
"""

from __future__ import annotations

import _thread
import json
import sys
import threading
from pathlib import Path
from types import ModuleType
from typing import Any

#: Longer than any sentence of a check with its question; what a trainee's own code says may be longer.
LONGEST = 2000
#: Names of the course that test cells use.
USED = ("check", "require", "given", "passed")


def main(words: list[str]) -> int:
    """Run the cells one after the other; a cell that fails or takes too long does not stop the next."""
    cells, results, seconds = Path(words[0]), Path(words[1]), float(words[2])
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell.instance(history_manager=None, colors="NoColor")
    shell.history_manager.enabled = False
    shell._showtraceback = lambda *_: None  # the reason goes into the results, in one line
    first = _course()
    with results.open("w", encoding="utf-8") as sink:
        for name, source in json.loads(cells.read_text("utf-8")):
            if name.endswith("-test"):
                _put_back(shell, first)
            sink.write(json.dumps({"cell": name, **_run(shell, source, seconds)}) + "\n")
            sink.flush()
    return 0


def _course() -> list[tuple[ModuleType, dict[str, Any]]]:
    """Every loaded module of the course with what it holds, before code of a trainee has run."""
    import cxsim

    for name in USED:
        getattr(cxsim, name)
    loaded = [module for name, module in sys.modules.items() if name.partition(".")[0] == "cxsim"]
    return [(module, dict(vars(module))) for module in loaded]


def _put_back(shell: Any, first: list[tuple[ModuleType, dict[str, Any]]]) -> None:
    """Give the course its own functions back, and the test cell the course under its usual name."""
    for module, held in first:
        sys.modules[held["__name__"]] = module
        vars(module).update(held)
    shell.user_ns["cx"] = sys.modules["cxsim"]


def _run(shell: Any, source: str, seconds: float) -> dict[str, str]:
    """Run one cell; an empty error means that it went well."""
    alarm = threading.Timer(seconds, _thread.interrupt_main)
    alarm.daemon = True
    alarm.start()
    try:
        done = shell.run_cell(source, store_history=False)
        error = done.error_before_exec or done.error_in_exec
    except KeyboardInterrupt as stopped:
        error = stopped
    finally:
        alarm.cancel()
    if error is None:
        return {"error": "", "kind": ""}
    return {"error": _one_line(str(error)), "kind": type(error).__name__}


def _one_line(text: str) -> str:
    """A text on one line; what is too long is cut after a word, and says so."""
    line = " ".join(text.split())
    if len(line) <= LONGEST:
        return line
    cut = line[: LONGEST - 1]
    return (cut.rpartition(" ")[0] or cut) + " …"


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

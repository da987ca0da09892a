"""Play notebooks one after the other in one process: ``python player.py OUT.json FOLDER NOTEBOOK[=CELL,CELL…] …``.

A kernel for each notebook takes seconds to start, and forgets the years that the last one has played. What depends on
a real kernel is tested by nbval; other languages, plain cells and odd orders of cells are not.
"""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Cells = list[dict[str, Any]]


def play(books: dict[Path, list[str] | None], folder: Path, environment: dict[str, str]) -> dict[str, Cells]:
    """Play copies of notebooks in a process of its own; the code cells of each, with their outputs.

    Parameters
    ----------
    books
        Notebook, and the ids of the cells to play in this order; nothing for all.
    folder
        Learner's folder in which they play.
    environment
        Variables of the environment.
    """
    asked = [f"{path}={','.join(cells)}" if cells else str(path) for path, cells in books.items()]
    out = folder.parent / "played.json"
    here = Path(__file__).resolve()
    done = subprocess.run(
        [sys.executable, str(here), str(out), str(folder), *asked],
        env={**os.environ, "PYTHONPATH": str(here.parents[2]), "CXSIM_REPLICATIONS": "2", "MPLBACKEND": "agg",
             "CXSIM_WORK": "", **environment},
        capture_output=True, encoding="utf-8", errors="replace", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(out.read_text("utf-8"))


def texts(cells: Cells) -> Iterator[tuple[str, str]]:
    """Every piece of text in the outputs, with the id of its cell."""
    for cell in cells:
        for output in cell["outputs"]:
            if output["output_type"] == "stream":
                yield cell["id"], output["text"]
            yield from (
                (cell["id"], text) for kind, text in output.get("data", {}).items() if kind == "text/plain"
            )


def _play_one(shell: Any, path: Path, wanted: list[str] | None) -> Cells:
    from IPython.utils.capture import capture_output

    cells = [cell for cell in json.loads(path.read_text("utf-8"))["cells"] if cell["cell_type"] == "code"]
    by_id = {cell["id"]: cell for cell in cells}
    played = []
    gc.freeze()  # a reset collects garbage: what the notebooks before have loaded need not be looked through each time
    shell.reset(new_session=True)
    for cell in [by_id[one] for one in wanted] if wanted else cells:
        with capture_output() as said:
            result = shell.run_cell("".join(cell["source"]))
        outputs = [{"output_type": "stream", "name": name, "text": text}
                   for name, text in (("stdout", said.stdout), ("stderr", said.stderr)) if text]  # fmt: skip
        outputs += [{"output_type": "display_data", "data": {kind: value for kind, value in one.data.items()
                                                             if isinstance(value, str)}}
                    for one in said.outputs]  # fmt: skip
        if not result.success:
            outputs.append({"output_type": "error", "text": repr(result.error_in_exec or result.error_before_exec)})
        played.append({**cell, "outputs": outputs})
    return played


def _main(out: str, folder: str, *asked: str) -> None:
    from IPython.core.interactiveshell import InteractiveShell

    os.chdir(folder)
    shell = InteractiveShell.instance()
    shell.kernel = shell  # a page shows what it shows in a notebook
    found = {}
    for one in asked:
        name, _, cells = one.partition("=")
        found[Path(name).name] = _play_one(shell, Path(name), cells.split(",") if cells else None)
    Path(out).write_text(json.dumps(found), "utf-8")


if __name__ == "__main__":
    _main(*sys.argv[1:])

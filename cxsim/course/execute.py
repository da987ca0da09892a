"""Execute a notebook in place, without a person, and write it in one fixed form.

``python -m cxsim.course.execute notebooks/00_start_here.ipynb`` runs every cell with the stored predictions and
writes outputs, counts and metadata so that a second execution changes no byte.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {
        "file_extension": ".py",
        "mimetype": "text/x-python",
        "name": "python",
        "pygments_lexer": "ipython3",
    },
}
KEPT = ("jupyter", "tags")
WIDGET = "application/vnd.jupyter.widget-view+json"


def execute(path: Path, timeout_s: int = 600) -> dict[str, Any]:
    """Run every cell of a notebook in a fresh kernel and return it in its fixed form.

    Raises
    ------
    nbclient.exceptions.CellExecutionError
        When a cell fails; nothing is written.
    """
    import nbformat
    from nbclient import NotebookClient

    notebook = nbformat.read(path, as_version=4)
    os.environ["CXSIM_HEADLESS"] = "1"
    client = NotebookClient(
        notebook,
        timeout=timeout_s,
        kernel_name="python3",
        resources={"metadata": {"path": str(path.parent)}},
        store_widget_state=False,
    )
    client.execute()
    return fixed(json.loads(nbformat.writes(notebook)))


def fixed(notebook: dict[str, Any]) -> dict[str, Any]:
    """Drop what differs from run to run; keep what the reader needs."""
    count = 0
    for cell in notebook["cells"]:
        cell["metadata"] = {key: cell["metadata"][key] for key in KEPT if key in cell["metadata"]}
        cell["metadata"] |= _for_grading(cell["id"])
        if cell["cell_type"] == "code":
            count += 1
            cell["execution_count"] = count
            cell["outputs"] = [_fixed_output(output, count) for output in cell["outputs"]]
    notebook["metadata"] = METADATA
    notebook["nbformat"], notebook["nbformat_minor"] = 4, 5
    return notebook


def _for_grading(cell_id: str) -> dict[str, Any]:
    """What nbgrader wants to know of a cell of an exercise; its role is the end of its id."""
    parts = cell_id.split("-")
    if len(parts) != 4 or parts[1] != "ex" or parts[3] not in ("answer", "test"):
        return {}
    test = parts[3] == "test"
    points = {"points": 0 if parts[2] == "1" else 1} if test else {}  # the first one is worked
    marks = {"grade": test, "grade_id": cell_id, "locked": test, "schema_version": 3, "solution": not test}
    return {"nbgrader": {**marks, "task": False, **points}}


def write(notebook: dict[str, Any], path: Path) -> None:
    """Write a notebook whole: beside the old one first, then in its place."""
    text = json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    part = path.with_suffix(".part")
    part.write_text(text, "utf-8", newline="\n")
    os.replace(part, path)


def _fixed_output(output: dict[str, Any], count: int) -> dict[str, Any]:
    if "execution_count" in output:
        output["execution_count"] = count
    if WIDGET in output.get("data", {}):
        raise ValueError(f"cell {count} shows a widget; a committed notebook holds pictures and text only")
    return output


def main(words: list[str]) -> int:
    """Execute the named notebooks."""
    for word in words:
        path = Path(word)
        write(execute(path), path)
        print(path)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

"""The strict comparison really compares: a notebook with one changed number fails, the committed one passes."""

import json
import shutil
import sys

from books import FOLDER, ROOT, nbval


def only(name, cell_id, path, change=None):
    """A copy of a notebook with one code cell only, its stored output changed."""
    notebook = json.loads((FOLDER / name).read_text("utf-8"))
    notebook["cells"] = [cell for cell in notebook["cells"] if cell["id"] == cell_id]
    if change:
        data = notebook["cells"][0]["outputs"][0]["data"]
        data["text/plain"] = change("".join(data["text/plain"]))
    path.write_text(json.dumps(notebook), "utf-8")


def test_an_untouched_cell_passes_and_one_changed_digit_fails(tmp_path):
    name, cell = "04_delivery.ipynb", "n04-tool-agents"
    only(name, cell, tmp_path / "untouched.ipynb")
    only(name, cell, tmp_path / "changed.ipynb", lambda text: text.replace("9", "8", 1))
    done = nbval(tmp_path, "--nbval")
    assert done.returncode == 1
    assert "1 failed, 1 passed" in done.stdout
    assert "changed.ipynb" in done.stdout.split("short test summary")[-1]


def test_the_sanitizer_is_ascii():
    (ROOT / "tests" / "sanitize.cfg").read_bytes().decode("ascii")
    assert shutil.which(sys.executable)

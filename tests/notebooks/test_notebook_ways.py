"""The same notebooks in other ways: another language, no widgets, out of order, twice, in a folder with spaces."""

import functools
import json
import os
import re
import shutil

import nbformat
import pytest
from books import BOOKS, FOLDER, ROOT, code_cells
from nbclient import NotebookClient

from cxsim.course import catalog, delivery, hinge, own_numbers
from cxsim.plots.canvas import fonts
from cxsim.scenario import Scenario
from cxsim.scenario.paths import known_at

#: What stays as it is in every language: data values, names of columns, files and commands.
DATA = re.compile(r"[A-Za-z]")


def run(name, folder, environment, cells=None):
    """Run a copy of a notebook in a folder; return its code cells with their outputs."""
    target = folder / name
    shutil.copyfile(FOLDER / name, target)
    notebook = nbformat.read(target, as_version=4)
    if cells is not None:
        by_id = {cell["id"]: cell for cell in notebook["cells"]}
        notebook["cells"] = [by_id[one].copy() for one in cells]
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"] = []
    play(notebook, folder, environment)
    return code_cells(notebook)


def play(notebook, folder, environment):
    """Run a notebook in a folder, with few years, in an environment of its own."""
    kept = dict(os.environ)
    os.environ.update({"PYTHONPATH": str(ROOT), "CXSIM_REPLICATIONS": "2", **environment})
    try:
        NotebookClient(
            notebook, timeout=600, kernel_name="python3", resources={"metadata": {"path": str(folder)}}
        ).execute()
    finally:
        os.environ.clear()
        os.environ.update(kept)


def texts(cells):
    """Every piece of text in the outputs, with the id of its cell."""
    for cell in cells:
        for output in cell["outputs"]:
            if output["output_type"] == "stream":
                yield cell["id"], output["text"]
            yield from (
                (cell["id"], text) for kind, text in output.get("data", {}).items() if kind == "text/plain"
            )


def unmarked(text):
    """What is left of a text when everything from the catalog, marked ⟦ so ⟧, is taken out (marks may nest)."""
    while (shorter := re.sub(r"⟦[^⟦⟧]*⟧", "", text)) != text:
        text = shorter
    return text


@pytest.fixture(scope="module")
def pseudo(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pseudo")
    return functools.cache(lambda name: run(name, folder, {"CXSIM_HEADLESS": "1", "CXSIM_LANG": "qps"}))


def data_words():
    """Words that are data and stay as they are: dotted paths, units, sources and grades of fields, names of presets."""
    known = known_at(Scenario, hinge.PATH)
    words = {hinge.PATH, known.unit, known.source, known.grade, *delivery.RULE_BOOKS, *own_numbers.NUMBERS, "CNY"}
    return sorted(words, key=len, reverse=True)


@pytest.mark.parametrize("name", BOOKS)
def test_every_printed_word_comes_from_the_catalog(pseudo, name):
    allowed = data_words()
    missed = []
    for cell_id, text in texts(pseudo(name)):
        rest = unmarked(text)
        for word in allowed:
            rest = re.sub(rf"(?<!\\S){re.escape(word)}(?!\\S)", "", rest)
        missed += [f"{cell_id}: {line.strip()}" for line in rest.splitlines() if DATA.search(line)]
    assert missed == []


def test_no_glyph_is_missing_in_a_picture(pseudo):
    if len(fonts()) == 1:
        pytest.skip("no Chinese font is installed here (Debian, Ubuntu: apt install fonts-noto-cjk)")
    said = [text for name in BOOKS for cell in pseudo(name) for output in cell["outputs"]
            if output.get("name") == "stderr" for text in [output["text"]]]  # fmt: skip
    assert said == []


def test_the_pseudo_language_is_really_used(pseudo):
    assert sum("⟦" in text for _, text in texts(pseudo("04_delivery.ipynb"))) > 10


def test_a_text_that_is_not_in_the_catalog_would_be_found():
    assert unmarked("⟦a⟦b⟧c⟧ 12 plain") == " 12 plain"
    assert DATA.search(unmarked("⟦wait⟧: plain"))


@pytest.mark.parametrize("name", BOOKS)
def test_without_widgets_a_person_is_told_how_to_answer_and_nothing_fails(tmp_path, name):
    folder = tmp_path / "my work 中文" / "my_work"
    folder.mkdir(parents=True)
    cells = run(name, folder, {"CXSIM_WIDGETS": "off", "CXSIM_HEADLESS": "0"})
    said = " ".join(text for _, text in texts(cells))
    assert "Write your answer between the parentheses" in said
    assert not any(output["output_type"] == "error" for cell in cells for output in cell["outputs"])


def test_an_answer_in_a_plain_cell_is_kept_and_run_again_later(tmp_path):
    folder = tmp_path / "my_work"
    folder.mkdir()
    plain = {"CXSIM_WIDGETS": "off", "CXSIM_HEADLESS": "0"}
    name = "00_start_here.ipynb"
    shutil.copyfile(FOLDER / name, folder / name)
    first = run(name, folder, plain, ["n00-wait"])
    assert "between the parentheses" in " ".join(text for _, text in texts(first))
    answered = catalog.load(FOLDER / name)
    (cell,) = [one for one in answered["cells"] if one["id"] == "n00-wait"]
    cell["source"] = catalog.source(cell).replace("more_calls()", 'more_calls(wait="10", sure=70)')
    said = run_source(folder, plain, cell["source"])
    assert "You said about 10 %" in said
    again = run(name, folder, plain, ["n00-wait"])
    assert "You said about 10 %" in " ".join(text for _, text in texts(again))
    log = (folder / "course_log.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["kind"] for line in log] == ["prediction", "result", "result"]


def run_source(folder, environment, source):
    """Run one cell with other source."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)])
    notebook["metadata"]["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    play(notebook, folder, environment)
    return " ".join(text for _, text in texts(code_cells(notebook)))


def test_cells_out_of_order_and_twice_say_what_to_do(tmp_path):
    folder = tmp_path / "my_work"
    folder.mkdir()
    (folder / "course_log.jsonl").write_bytes(b"rubbish\n")
    order = ["n00-same", "n00-hangs", "n00-debrief", "n00-same", "n00-debrief"]
    cells = run("00_start_here.ipynb", folder, {"CXSIM_WIDGETS": "off", "CXSIM_HEADLESS": "0"}, order)
    said = " ".join(text for _, text in texts(cells))
    assert "This opens after the Run" in said
    assert "Your page to print" in said
    assert (folder / "course_log.jsonl").read_bytes().startswith(b"rubbish\n")

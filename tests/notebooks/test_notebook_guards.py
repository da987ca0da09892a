"""What nbval does not look at: cells that were never run, ignored outputs, stored widgets, ids, length."""

import copy

import pytest
from books import BOOKS, FOLDER, MAY_BE_IGNORED, WORKSHOP_CELLS, book, code_cells, workshop

from cxsim.course import catalog
from cxsim.course.execute import WIDGET, fixed


def unrun(notebook):
    return [cell["id"] for cell in code_cells(notebook) if not cell["execution_count"] or not cell["outputs"]]


def ignored(notebook):
    tags = ("nbval-ignore-output", "nbval-skip", "nbval-raises-exception", "raises-exception")
    return [cell["id"] for cell in code_cells(notebook) if set(tags) & set(cell["metadata"].get("tags", []))]


def stored_widgets(notebook):
    return [cell["id"] for cell in code_cells(notebook)
            if any(WIDGET in output.get("data", {}) for output in cell["outputs"])]  # fmt: skip


def errors(notebook):
    return [cell["id"] for cell in code_cells(notebook)
            if any(o["output_type"] == "error" or o.get("name") == "stderr" for o in cell["outputs"])]  # fmt: skip


def test_there_are_notebooks():
    assert {"00_start_here.ipynb", "04_delivery.ipynb"} <= set(BOOKS)


@pytest.mark.parametrize("name", BOOKS)
def test_every_code_cell_was_run_and_shows_something(name):
    assert unrun(book(name)) == []


@pytest.mark.parametrize("name", BOOKS)
def test_no_output_is_ignored_outside_the_list(name):
    assert [one for one in ignored(book(name)) if one not in MAY_BE_IGNORED] == []


@pytest.mark.parametrize("name", BOOKS)
def test_no_stored_widget_no_error_and_no_warning(name):
    assert stored_widgets(book(name)) == []
    assert errors(book(name)) == []
    assert "widgets" not in book(name)["metadata"]


@pytest.mark.parametrize("name", BOOKS)
def test_cell_ids_are_those_of_the_list(name):
    assert catalog.faults(name, book(name), catalog.listed()) == []


def test_the_list_names_no_notebook_that_is_gone():
    assert sorted(catalog.listed()) == BOOKS


@pytest.mark.parametrize("name", BOOKS)
def test_the_workshop_path_is_short_and_each_cell_is_one_call(name):
    cells = [cell for cell in workshop(book(name)) if cell["cell_type"] == "code"]
    assert len(cells) <= WORKSHOP_CELLS
    for cell in cells:
        lines = [line for line in catalog.source(cell).splitlines() if line.strip()]
        assert len(lines) == 2, cell["id"]
        assert lines[0].startswith("from cxsim.labs import "), cell["id"]
        assert lines[1].count("(") == 1, cell["id"]


@pytest.mark.parametrize("name", BOOKS)
def test_code_is_folded_away(name):
    assert [
        cell["id"] for cell in code_cells(book(name)) if not cell["metadata"]["jupyter"]["source_hidden"]
    ] == []


@pytest.mark.parametrize("name", BOOKS)
def test_the_file_is_in_its_fixed_form(name):
    notebook = book(name)
    assert fixed(copy.deepcopy(notebook)) == notebook
    assert (FOLDER / name).read_bytes().endswith(b"}\n")


@pytest.mark.parametrize("name", BOOKS)
def test_every_picture_says_what_it_shows(name):
    for cell in code_cells(book(name)):
        for output in cell["outputs"]:
            if "image/png" in output.get("data", {}):
                assert len("".join(output["data"]["text/plain"])) > 40, cell["id"]
                assert output["metadata"]["image/png"]["alt"], cell["id"]


# The guards guard: each fault, planted, is found.


def damaged(change):
    notebook = book("00_start_here.ipynb")
    change(code_cells(notebook))
    return notebook


def test_an_unrun_cell_is_found():
    assert unrun(damaged(lambda cells: cells[1].update(execution_count=None))) == ["n00-wait"]
    assert unrun(damaged(lambda cells: cells[1].update(outputs=[]))) == ["n00-wait"]


def test_an_ignored_output_is_found():
    assert ignored(damaged(lambda cells: cells[2]["metadata"].update(tags=["nbval-ignore-output"]))) == [
        "n00-life"
    ]


def test_a_stored_widget_is_found():
    output = {
        "output_type": "display_data",
        "metadata": {},
        "data": {WIDGET: {"model_id": "x"}, "text/plain": "VBox()"},
    }
    assert stored_widgets(damaged(lambda cells: cells[3].update(outputs=[output]))) == ["n00-repair"]


def test_removed_renamed_and_doubled_ids_are_found():
    committed = catalog.listed()
    notebook = book("00_start_here.ipynb")
    notebook["cells"][3]["id"] = "n00-other"
    notebook["cells"][4]["id"] = notebook["cells"][5]["id"]
    found = "\n".join(catalog.faults("00_start_here.ipynb", notebook, committed))
    for word in ("n00-scene' was removed", "n00-other' is not in cells.json", "used 2 times"):
        assert word in found

"""A learner's copy holds no answer before the prediction; the committed lesson holds them all."""

import json

from books import BOOKS, FOLDER, book, code_cells

from launcher.course import SHOWN_BEFORE_RUN, without_answers


def test_only_the_scene_is_shown_before_the_first_run():
    for name in BOOKS:
        copy = json.loads(without_answers((FOLDER / name).read_bytes()))
        shown = [cell["id"] for cell in code_cells(copy) if cell["outputs"]]
        assert shown == [
            cell["id"]
            for cell in code_cells(book(name))
            if SHOWN_BEFORE_RUN in cell["metadata"].get("tags", [])
        ]
        assert [cell["id"] for cell in copy["cells"]] == [cell["id"] for cell in book(name)["cells"]]


def test_the_first_page_opens_with_its_picture():
    copy = json.loads(without_answers((FOLDER / "00_start_here.ipynb").read_bytes()))
    assert [cell["id"] for cell in code_cells(copy) if cell["outputs"]] == ["n00-picture"]


def test_what_is_no_notebook_is_copied_as_it_is():
    for content in (b"original", b"[1]", b'{"cells": 3}', b"\xff\xfe", b""):
        assert without_answers(content) == content

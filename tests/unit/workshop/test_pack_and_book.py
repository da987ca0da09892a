"""What is handed out holds no answer; what is shown without Python needs no network."""

import json
import re
import zipfile

import pytest

from cxsim.guards import CxError
from cxsim.workshop import book, trainee_pack
from cxsim.workshop.places import course_folder


@pytest.fixture(scope="module")
def pack(tmp_path_factory):
    out = tmp_path_factory.mktemp("pack") / "pack.zip"
    trainee_pack.write(out)
    return out


def test_the_same_course_gives_the_same_bytes(pack, tmp_path):
    trainee_pack.write(tmp_path / "again.zip")
    assert (tmp_path / "again.zip").read_bytes() == pack.read_bytes()


def test_no_solution_no_stored_prediction_and_no_result_of_a_lesson_is_in_it(pack):
    with zipfile.ZipFile(pack) as opened:
        names = opened.namelist()
        texts = {name: opened.read(name).decode("utf-8") for name in names if name.endswith(".ipynb")}
    assert {"cxsim-course/start.py", "cxsim-course/exercises/exercises_04_delivery.ipynb"} <= set(names)
    told = re.compile(r"solutions/|tests/|stored_predictions|docs/trainer|\.git|__pycache__|conftest")
    assert not [name for name in names if told.search(name)]
    for name, text in texts.items():
        assert "BEGIN SOLUTION" not in text
        shown = [cell["id"] for cell in json.loads(text)["cells"] if cell.get("outputs")]
        assert shown in ([], ["n00-picture"]), name


def test_a_place_that_cannot_be_written_is_one_sentence(tmp_path):
    with pytest.raises(CxError, match=r"\.zip"):
        trainee_pack.write(tmp_path / "pack.tar")
    with pytest.raises(CxError, match="no such file"):
        trainee_pack.write(tmp_path / "nowhere" / "pack.zip")
    assert list(tmp_path.iterdir()) == []


def test_the_book_has_every_lesson_its_outputs_and_no_address(tmp_path):
    paths = book.write(tmp_path / "book")
    lessons = sorted(path.stem for path in (course_folder() / "notebooks").glob("*.ipynb"))
    assert [path.stem for path in paths] == ["index", *lessons]
    for path in paths:
        text = path.read_text("utf-8")
        assert not re.search(r"https?://|<script|src=\"(?!data:)", text), path.name
        for link in re.findall(r'href="([^"#]+)"', text):
            assert (path.parent / link).is_file(), link
    lesson = (tmp_path / "book/04_delivery.html").read_text("utf-8")
    assert "what 30 simulated years say" in lesson
    assert lesson.count("data:image/png") >= 2
    assert all('alt="No description' not in text for text in [lesson])
    assert "from cxsim.labs" not in lesson
    before = sorted(path.stem for path in (course_folder() / "notebooks").glob("*.ipynb") if path.stem < "04")[-1]
    assert re.search(rf'<a href="{before}.html">Previous: ', lesson)


def test_a_book_that_is_stopped_has_no_list_of_missing_pages(tmp_path, monkeypatch):
    def full(path, content):
        if path.name.startswith("01"):
            raise CxError("full")
        path.write_text(content, "utf-8")
        return path

    monkeypatch.setattr(book, "write_whole", full)
    with pytest.raises(CxError, match="full"):
        book.write(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["00_start_here.html"]


def test_a_lesson_that_was_never_run_is_refused(tmp_path):
    cell = {"cell_type": "markdown", "id": "a", "metadata": {}, "source": "# T"}
    (tmp_path / "01.ipynb").write_text(json.dumps({"cells": [cell]}), "utf-8")
    with pytest.raises(CxError, match="execute it"):
        book.read(tmp_path)

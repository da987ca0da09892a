"""The same notebooks in other ways: no widgets, out of order, twice, in a folder with spaces.

Few tests, so that the file comes after the notebooks (files with more tests come first): what they play is kept then.
"""

import json

import pytest
from books import BOOKS, FOLDER, book, workshop
from player import play, texts

PLAIN = {"CXSIM_WIDGETS": "off", "CXSIM_HEADLESS": "0"}
FIRST = FOLDER / "00_start_here.ipynb"
#: Notebooks that ask for an answer before the toolbox; the page on own tables is a toolbox only.
ASKING = [name for name in BOOKS if any(cell["cell_type"] == "code" for cell in workshop(book(name)))]


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    """Every notebook without widgets, by somebody who has not answered yet."""
    folder = tmp_path_factory.mktemp("my work 中文") / "my_work"
    folder.mkdir()
    return play({FOLDER / name: None for name in BOOKS}, folder, PLAIN)


@pytest.fixture
def work(tmp_path):
    """An empty folder of a learner."""
    (tmp_path / "my_work").mkdir()
    return tmp_path / "my_work"


def test_without_widgets_a_person_is_told_how_to_answer_and_nothing_fails(plain):
    told = "Write your answer between the parentheses"
    assert [name for name in BOOKS if any(told in text for _, text in texts(plain[name]))] == ASKING
    outputs = [output for name in BOOKS for cell in plain[name] for output in cell["outputs"]]
    assert [output["text"] for output in outputs if output["output_type"] == "error"] == []


def test_only_the_page_on_own_tables_asks_nothing():
    assert set(BOOKS) - set(ASKING) == {"11_own_data.ipynb"}


def said_by(path, folder, cells):
    """What cells of a notebook say to a person without widgets."""
    (played,) = play({path: cells}, folder, PLAIN).values()
    return " ".join(text for _, text in texts(played))


def test_an_answer_in_a_plain_cell_is_kept_and_run_again_later(work):
    text = FIRST.read_text("utf-8").replace("more_calls()", 'more_calls(wait=\\"10\\", sure=70)')
    (work / FIRST.name).write_text(text, "utf-8")
    assert "You said about 10 %" in said_by(work / FIRST.name, work, ["n00-wait"])
    assert "You said about 10 %" in said_by(FIRST, work, ["n00-wait"])
    log = (work / "course_log.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["kind"] for line in log] == ["prediction", "result", "result"]


def test_cells_out_of_order_and_twice_say_what_to_do(work):
    (work / "course_log.jsonl").write_bytes(b"rubbish\n")
    said = said_by(FIRST, work, ["n00-same", "n00-hangs", "n00-debrief", "n00-same", "n00-debrief"])
    assert "This opens after the Run" in said
    assert "Your page to print" in said
    assert (work / "course_log.jsonl").read_bytes().startswith(b"rubbish\n")

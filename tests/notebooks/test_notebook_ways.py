"""The same notebooks in other ways: another language, no widgets, out of order, twice, in a folder with spaces."""

import json
import re

import pytest
from books import BOOKS, FOLDER, book, workshop
from player import play

from cxsim.course import delivery, hinge, own_numbers
from cxsim.plots.canvas import fonts
from cxsim.scenario import Scenario
from cxsim.scenario.paths import known_at

#: What stays as it is in every language: data values, names of columns, files and commands.
DATA = re.compile(r"[A-Za-z]")
PLAIN = {"CXSIM_WIDGETS": "off", "CXSIM_HEADLESS": "0"}
FIRST = FOLDER / "00_start_here.ipynb"
#: Notebooks that ask for an answer before the toolbox; the page on own tables is a toolbox only.
ASKING = [name for name in BOOKS if any(cell["cell_type"] == "code" for cell in workshop(book(name)))]


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
    """Every notebook in the pseudo-language, with stored predictions."""
    folder = tmp_path_factory.mktemp("pseudo")
    return play({FOLDER / name: None for name in BOOKS}, folder, {"CXSIM_HEADLESS": "1", "CXSIM_LANG": "qps"})


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


def data_words():
    """Words that are data and stay as they are: dotted paths, units, sources and grades of fields, names of presets."""
    known = known_at(Scenario, hinge.PATH)
    words = {hinge.PATH, known.unit, known.source, known.grade, *delivery.RULE_BOOKS, *own_numbers.NUMBERS, "CNY"}
    return sorted(words, key=len, reverse=True)


@pytest.mark.parametrize("name", BOOKS)
def test_every_printed_word_comes_from_the_catalog(pseudo, name):
    allowed = data_words()
    missed = []
    for cell_id, text in texts(pseudo[name]):
        rest = unmarked(text)
        for word in allowed:
            rest = re.sub(rf"(?<!\\S){re.escape(word)}(?!\\S)", "", rest)
        missed += [f"{cell_id}: {line.strip()}" for line in rest.splitlines() if DATA.search(line)]
    assert missed == []


def test_no_glyph_is_missing_in_a_picture(pseudo):
    if len(fonts()) == 1:
        pytest.skip("no Chinese font is installed here (Debian, Ubuntu: apt install fonts-noto-cjk)")
    said = [text for name in BOOKS for cell in pseudo[name] for output in cell["outputs"]
            if output.get("name") == "stderr" for text in [output["text"]]]  # fmt: skip
    assert said == []


def test_the_pseudo_language_is_really_used(pseudo):
    assert sum("⟦" in text for _, text in texts(pseudo["04_delivery.ipynb"])) > 10


def test_a_text_that_is_not_in_the_catalog_would_be_found():
    assert unmarked("⟦a⟦b⟧c⟧ 12 plain") == " 12 plain"
    assert DATA.search(unmarked("⟦wait⟧: plain"))


@pytest.mark.parametrize("name", BOOKS)
def test_without_widgets_a_person_is_told_how_to_answer_and_nothing_fails(plain, name):
    said = " ".join(text for _, text in texts(plain[name]))
    assert ("Write your answer between the parentheses" in said) == (name in ASKING)
    assert not any(output["output_type"] == "error" for cell in plain[name] for output in cell["outputs"])


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

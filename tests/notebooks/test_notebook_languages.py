"""The notebooks in a pseudo-language: every printed word is one that a translation can reach, and every glyph is there.

Few tests, so that the file comes after the notebooks (files with more tests come first): what they play is kept then.
"""

import re

import pytest
from books import BOOKS, FOLDER
from player import play, texts

from cxsim.course import delivery, hinge, own_numbers
from cxsim.plots.canvas import fonts
from cxsim.scenario import Scenario
from cxsim.scenario.paths import known_at

#: What stays as it is in every language: data values, names of columns, files and commands.
DATA = re.compile(r"[A-Za-z]")


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


def data_words():
    """Words that are data and stay as they are: dotted paths, units, sources and grades of fields, names of presets."""
    known = known_at(Scenario, hinge.PATH)
    words = {hinge.PATH, known.unit, known.source, known.grade, *delivery.RULE_BOOKS, *own_numbers.NUMBERS, "CNY"}
    return sorted(words, key=len, reverse=True)


def test_every_printed_word_comes_from_the_catalog(pseudo):
    allowed = data_words()
    missed = []
    for cell_id, text in (said for name in BOOKS for said in texts(pseudo[name])):
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

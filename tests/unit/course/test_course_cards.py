"""Cards and the lab: Run stays closed until the prediction is written, and whatever happens is said on the page."""

import re

import pytest

from cxsim.course import store
from cxsim.course.questions import Part, Question, bands
from cxsim.course.show import Note, Picture, Table
from cxsim.course.steps import Outcome, Step
from cxsim.guards import CxError
from cxsim.labs import reveal
from cxsim.labs.cards import Card
from cxsim.labs.check_card import CheckCard
from cxsim.messages import tr


def question(name="n00-wait"):
    edges = bands([15, 25], ["10", "20", "30"], [tr("a little"), tr("some"), tr("much")])
    return Question(name, "00", tr("How much?"), (Part("wait", tr("wait"), "%", edges),))


def outcome(progress):
    progress(1, 2)
    progress(2, 2)
    return Outcome({"wait": (26.0, 25.5, 27.0)}, {"years": 2}, lambda scores: [
        Note(tr("It was {was}.", was=scores[0].was)),
        Picture(b"png", tr("a picture")),
        Table(tr("Numbers"), [tr("a")], [["1"]]),
    ])  # fmt: skip


def card(run=outcome):
    return Card(Step(question(), run, tr("here")))


def choose(one, token="10", sure=70):
    one.answers.choices["wait"][1].value = token
    one.answers.sure[1].value = sure


def press(button):
    button.click()


def words(widget):
    """Every text of a widget and of what lies in it."""
    found = [
        str(getattr(widget, name, ""))
        for name in ("description", "value")
        if isinstance(getattr(widget, name, ""), str)
    ]
    found += [label for label, _ in (getattr(widget, "options", ()) or ())]
    for child in getattr(widget, "children", ()):
        found += words(child)
    return found


def kinds():
    return [record["kind"] for record in store.read().records]


def test_run_opens_only_after_a_complete_prediction(person):
    one = card()
    assert one.run.disabled
    press(one.write)
    assert one.run.disabled
    assert "Please answer first: wait" in one.message.value
    one.answers.choices["wait"][1].value = "10"
    press(one.write)
    assert one.run.disabled
    assert kinds() == []
    one.answers.sure[1].value = 70
    press(one.write)
    assert not one.run.disabled
    assert kinds() == ["prediction"]


def test_a_written_prediction_cannot_be_changed_only_made_again(person):
    one = card()
    choose(one)
    press(one.write)
    assert one.write.disabled
    assert one.answers.choices["wait"][1].disabled
    press(one.again)
    assert one.run.disabled
    assert not one.answers.choices["wait"][1].disabled
    assert one.answers.read() == ({"wait": None}, None)


def test_the_result_is_shown_and_logged_with_its_score(person):
    one = card()
    choose(one)
    press(one.write)
    press(one.run)
    shown = " ".join(words(one.result))
    assert "It was much" in shown
    assert "a picture" in shown
    record = store.read().records[-1]
    assert record["kind"] == "result"
    assert record["scores"][0]["right"] is False
    assert one.bar.layout.display == "none"


def test_the_cell_run_again_brings_the_prediction_back(person):
    first = card()
    choose(first, "20", 90)
    press(first.write)
    second = card()
    assert not second.run.disabled
    assert second.answers.read() == ({"wait": "20"}, 90)
    assert kinds() == ["prediction"]


@pytest.mark.parametrize("error", [CxError("no such thing"), ZeroDivisionError("oops"), KeyboardInterrupt()])
def test_whatever_goes_wrong_is_said_on_the_page_and_run_stays_open(person, error):
    def fails(progress):
        raise error

    one = card(fails)
    choose(one)
    press(one.write)
    press(one.run)
    assert not one.run.disabled
    assert re.search("no such thing|oops|Stopped", one.message.value)
    assert kinds() == ["prediction"]


def test_an_unwritable_folder_is_said_and_the_prediction_kept(person, monkeypatch):
    blocked = person / "file"
    blocked.write_text("")
    monkeypatch.setenv("CXSIM_WORK", str(blocked))
    one = card()
    choose(one)
    press(one.write)
    assert "make that folder writable" in one.message.value
    assert not one.run.disabled
    press(one.run)
    assert "It was much" in " ".join(words(one.result))


def test_a_cell_that_tells_the_answer_opens_after_the_run(person, monkeypatch):
    shown = []
    monkeypatch.setattr("IPython.display.display", shown.append)
    reveal.after(("n00-wait",), "n00-why", "here", lambda: [Note("the answer")])
    assert "opens after the Run" in " ".join(words(shown[0]))
    one = card()
    choose(one)
    press(one.write)
    press(one.run)
    assert "the answer" in " ".join(words(shown[0]))
    reveal.after(("n00-wait",), "n00-why", "here", lambda: [Note("the answer")])
    assert "the answer" in " ".join(words(shown[1]))


def test_checks_answer_hint_and_log(person):
    from cxsim.course import checks

    one = CheckCard(checks.get("4.1"))
    press(one.button)
    assert "Not attempted" in one.says.value
    one.choice.value = (100.0, 100.0, 100.0)
    press(one.button)
    assert "nobody is free" in one.says.value
    for place in (1, 2, 3, 3):
        press(one.hint)
        assert f"Hint {place} of 3" in one.says.value
    one.choice.value = one.one.key
    press(one.button)
    assert "Correct" in one.says.value
    assert [record["state"] for record in store.read().records] == ["not_yet", "correct"]


def test_every_word_on_a_button_comes_from_the_catalog(person, monkeypatch):
    from cxsim.course import checks

    monkeypatch.setenv("CXSIM_LANG", "qps")
    one = card()
    choose(one)
    press(one.write)
    press(one.run)
    check = CheckCard(checks.get("4.1"))
    press(check.hint)
    for text in [*words(one.box), *words(check.box)]:
        rest = re.sub(r"<[^>]*>", "", text)
        while (shorter := re.sub(r"⟦[^⟦⟧]*⟧", "", rest)) != rest:
            rest = shorter
        assert not re.search("[A-Za-z]", rest.replace("quot;", "")), text


def test_a_cell_that_computes_says_so_until_it_is_filled(person):
    import ipywidgets as w

    box, seen = w.VBox(), []

    def make():
        seen.append(box.children[0].value)
        return [Note("ready")]

    reveal._fill(box, make)
    assert "a few seconds" in seen[0]
    assert "ready" in box.children[0].value

"""The learner's folder cannot be written: each answer gets its sentence, and everything is there once it can be.

A file stands where the folder should be, so that the operating system itself refuses, for any user.
"""

import json

import pytest

from cxsim.course import (
    checks,
    company,
    completion,
    delivery,
    finish,
    own_items,
    predictions,
    progress,
    steps,
    store,
)
from cxsim.guards import CxError

SAY = {"nps": "little", "profit": "up"}


@pytest.fixture
def blocked(person, monkeypatch):
    """The place of the folder is taken by a file."""
    place = person / "my_work"
    place.write_text("in the way", "utf-8")
    monkeypatch.setenv("CXSIM_WORK", str(place))
    return place


def kinds(place):
    return [json.loads(line)["kind"] for line in (place / store.FILE).read_text("utf-8").splitlines()]


def test_predictions_and_checks_are_said_kept_and_written_later(blocked, capsys):
    question = delivery.promise_step().question
    record = predictions.write(question, SAY, 70)
    assert "cannot be written" in record["unsaved"]
    assert predictions.latest(question)["say"] == SAY
    checks.check("4.1", [48, 43, 61])
    *correct, why = capsys.readouterr().out.strip().splitlines()
    assert correct[0].startswith("Correct.")
    assert "cannot be written" in why
    assert progress.read()["checks"]["4.1"]["state"] == "correct"
    assert blocked.read_text("utf-8") == "in the way"

    blocked.unlink()
    checks.check("4.4", 500)
    assert "cannot" not in capsys.readouterr().out
    assert kinds(blocked) == ["prediction", "check", "check"]
    assert set(progress.read()["checks"]) == {"4.1", "4.4"}
    assert json.loads((blocked / progress.FILE).read_text("utf-8")) == progress.read()


def test_an_answer_in_a_plain_cell_is_kept_and_said_to_be_unsaved(blocked, monkeypatch, capsys):
    monkeypatch.setattr(steps, "answer", lambda step, prediction, progress: [])
    steps.play_plain(delivery.promise_step(), SAY, 70)
    assert "cannot be written" in capsys.readouterr().out
    assert predictions.latest(delivery.promise_step().question)["say"] == SAY


def test_company_page_and_own_numbers_are_one_sentence_each(blocked):
    kept, *_, page = finish.carry_items(delivery.LAB)
    (own,) = own_items.items({"customers": 30_000})
    for note in (kept, page, own):
        assert note.tone == "bad"
        assert "\n" not in note.text and str(blocked.name) in note.text
    assert "run this cell again" in kept.text
    with pytest.raises(CxError) as told:
        completion.write(blocked)
    assert "\n" not in str(told.value)
    assert company.before("05").world == company.default().world

"""The debrief page: whole, printable, honest about what it left out."""

import os
import re

import pytest

from cxsim.course import company, debrief, levers, moments, packages, store
from cxsim.guards import CxError


@pytest.fixture(autouse=True)
def _person(monkeypatch):
    monkeypatch.delenv("CXSIM_HEADLESS", raising=False)
    monkeypatch.setattr(store, "_waiting", [])


def score(label="wait", said="10 %", right=False, steps=2, sure=90, measure="wait", value=26.7):
    return {
        "measure": measure,
        "label": label,
        "unit": "%",
        "said": said,
        "was": "30 %",
        "value": value,
        "low": 25.9,
        "high": 27.5,
        "sure": sure,
        "right": right,
        "steps_off": steps,
    }


def fill(folder):
    store.append("prediction", folder, question="n00-wait", say={}, sure=90)
    store.append(
        "result",
        folder,
        lesson="00",
        question="n00-wait",
        text="10 % more calls?",
        scores=[score()],
        predicted_at="x",
        evidence=["Chen Wei hung up after 4 min <b>"],
    )
    for number, profit in ((1, 100), (2, -300), (3, -250)):
        store.append(
            "result",
            folder,
            lesson="04",
            question="n04-lab",
            text="Your plan",
            plan=f"round {number}",
            changes=[f"agents {number}"],
            predicted_at="y",
            scores=[score("profit", "rises", number == 1, number, 50, "profit", profit)],
        )


def test_page_holds_predictions_moments_and_five_questions(tmp_path):
    fill(tmp_path)
    text = debrief.write(tmp_path).read_text("utf-8")
    assert text.count('class="moment"') == 3
    assert text.count("<li>") >= 5
    assert all(question in text for question in debrief.five_questions())
    assert "You said 10 % (90 % sure)" in text
    assert "26.7" in text
    assert "Chen Wei hung up after 4 min &lt;b&gt;" in text
    assert "From “round 1” to “round 2” the profit of the year moved by -400 thousand CNY" in text.replace(
        "−", "-"
    )


def test_page_needs_nothing_from_outside_and_no_script(tmp_path):
    fill(tmp_path)
    text = debrief.write(tmp_path).read_text("utf-8")
    assert not re.search(r"<script|https?://|src=|@import|url\(", text)


def test_unreadable_and_incomplete_lines_are_named(tmp_path):
    fill(tmp_path)
    with (tmp_path / store.FILE).open("ab") as log:
        log.write(b"not json\n")
    store.append("result", tmp_path, lesson="00", question="n00-wait", text="half", scores=[{"label": "x"}])
    text = debrief.write(tmp_path).read_text("utf-8")
    assert "could not be read were left out: 6" in text
    assert "missing parts were left out: 1" in text


@pytest.mark.parametrize("content", [b"", b"\n\n", b"rubbish\n" * 5, b"\x00" * 1000])
def test_an_empty_or_broken_log_still_gives_a_page(tmp_path, content):
    (tmp_path / store.FILE).write_bytes(content)
    text = debrief.write(tmp_path).read_text("utf-8")
    assert "No result yet" in text
    assert "No prediction has a result yet" in text


def test_a_missing_folder_is_one_line(tmp_path):
    with pytest.raises(CxError) as error:
        debrief.write(tmp_path / "nowhere")
    assert "nowhere" in str(error.value)
    assert "\n" not in str(error.value)


def test_when_the_page_cannot_be_written_the_old_one_stays(tmp_path, monkeypatch):
    (tmp_path / debrief.PAGE).write_text("old")
    fill(tmp_path)

    def refuse(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(CxError, match="the disk is full"):
        debrief.write(tmp_path)
    assert (tmp_path / debrief.PAGE).read_text() == "old"
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps no such rights")
def test_the_page_can_be_read_by_whom_the_folder_lets(tmp_path):
    fill(tmp_path)
    plain = tmp_path / "plain"
    plain.write_text("x")
    assert debrief.write(tmp_path).stat().st_mode == plain.stat().st_mode


@pytest.mark.parametrize(
    ("sure", "right", "word"),
    [
        (90, [False] * 4, "too sure"),
        (50, [True] * 4, "too careful"),
        (70, [True, True, False], "well judged"),
        (70, [True], "too few"),
    ],
)
def test_calibration_in_words(sure, right, word):
    results = [{"scores": [score(right=one, sure=sure) for one in right]}]
    assert word in moments.calibration_sentence(moments.calibration(results))


def test_the_biggest_gap_comes_before_smaller_ones(tmp_path):
    results = [
        {"kind": "result", "at": f"2026-01-0{n}", "text": "q", "scores": [score(f"m{n}", steps=n, sure=90)]}
        for n in (1, 2, 3, 4)
    ]
    assert [moment.title[-2:] for moment in moments.decisive(results)] == ["m2", "m3", "m4"]


def test_a_decision_is_a_step_to_a_plan_of_the_lab_within_one_lesson():
    def result(question, plan, profit):
        scores = [score("profit", "rises", True, 0, 50, "profit", profit)]
        about = {"question": question, "lesson": question[1:3], "text": "q"}
        return {**about, "plan": plan, "changes": [plan], "scores": scores}

    lessons = [result("n05-bot", "with the bot", 404), result("n07-lab", "paid for speed", -478)]
    again = [result("n07-lab", "round 1", 50), result("n07-pay", "paid for speed", -478)]
    for made in (lessons, again):
        assert not [one for one in moments.decisive(made) if "decision" in one.title]
    rounds = [result("n04-lab", "round 1", 67), *lessons, result("n04-lab", "round 2", 20)]
    (turn,) = [one for one in moments.decisive(rounds) if "decision" in one.title]
    assert (turn.run, turn.title) == (3, "The decision that cost most")
    assert "From “round 1” to “round 2”" in turn.text


def test_the_page_names_the_lesson_of_a_question(tmp_path):
    fill(tmp_path)
    text = debrief.write(tmp_path).read_text("utf-8")
    assert "Lesson 4: Your plan (Plan: round 3)" in text
    assert "Lesson 0" not in text


def test_what_no_lever_of_the_lesson_names_is_told_in_the_words_of_its_field(tmp_path):
    base = company.default()
    plans = {
        100: base.replace({"policy.recovery.compensation_cny": 80, "policy.bot.on": True}),
        -300: packages.package(base, "roster").plan(base),
        -250: base.replace({"policy.staffing.roster.phone": {0: {"seats": 7}}, "policy.staffing.mode": "to_target"}),
    }
    told = [levers.changes(base, plan, levers.people()) for plan in plans.values()]
    assert "Does a bot answer first: off before, on now" in told[0]
    assert len(levers.changes(base, plans[-300], levers.action_plan(base))) == 1
    for (profit, plan), changes in zip(plans.items(), told, strict=True):
        assert changes
        store.append("result", tmp_path, lesson="07", question="n07-lab", text="Your plan", plan=plan.name,
                     changes=changes, predicted_at="y", scores=[score(measure="profit", value=profit)])  # fmt: skip
    text = debrief.write(tmp_path).read_text("utf-8")
    assert "What takes effect on a date" in text
    assert not re.search(r"policy\.|world\.|\w+\.\w+\.\w+", re.sub(r"<style.*?</style>", "", text, flags=re.DOTALL))

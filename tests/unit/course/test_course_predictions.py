"""Questions are answered in bands, scored by arithmetic, and refuse half an answer."""

import pytest

from cxsim.course import company, predictions, settings, store
from cxsim.course.questions import Part, Question, bands, check_answer, score
from cxsim.guards import CxError

QUESTION = Question(
    "n00-wait",
    "00",
    "What happens?",
    (
        Part(
            "wait",
            "wait rises by",
            "%",
            bands([15, 25, 35], ["10", "20", "30", "40+"], ["10 %", "20 %", "30 %", "more"]),
        ),
        Part(
            "profit",
            "profit",
            "thousand CNY",
            bands([-30, 30], ["down", "same", "up"], ["falls", "same", "rises"]),
        ),
    ),
)


@pytest.mark.parametrize(
    ("value", "token"), [(-100, "10"), (14.9, "10"), (15, "20"), (34.99, "30"), (35, "40+"), (1e9, "40+")]
)
def test_a_value_lies_in_exactly_one_band(value, token):
    assert [option.token for option in QUESTION.parts[0].truth(value, value)] == [token]


def test_right_and_wrong_are_arithmetic():
    prediction = {"say": {"wait": "10", "profit": "up"}, "sure": 90}
    wait, profit = score(QUESTION, prediction, {"wait": (26.7, 26, 27.4), "profit": (61, 50, 70)})
    assert (wait.right, wait.steps_off, wait.was) == (False, 2, "30 %")
    assert (profit.right, profit.steps_off) == (True, 0)


def test_an_interval_over_two_bands_is_too_close_to_call_and_both_are_right():
    for said in ("20", "30"):
        (one, _) = score(
            QUESTION,
            {"say": {"wait": said, "profit": "up"}, "sure": 50},
            {"wait": (25, 24, 26), "profit": (9, 9, 9)},
        )
        assert one.right
        assert one.was == "too close to call, “20 %” or “30 %”"
    (one, _) = score(
        QUESTION,
        {"say": {"wait": "40+", "profit": "up"}, "sure": 50},
        {"wait": (25, 24, 26), "profit": (9, 9, 9)},
    )
    assert (one.right, one.steps_off) == (False, 1)


@pytest.mark.parametrize(
    ("say", "sure"),
    [
        ({"wait": "10"}, 70),
        ({"wait": None, "profit": "up"}, 70),
        ({"wait": "11", "profit": "up"}, 70),
        ({"wait": "10", "profit": "up"}, 65),
        ({"wait": "10", "profit": "up"}, None),
    ],
)
def test_half_an_answer_is_refused_in_one_line(say, sure):
    with pytest.raises(CxError) as error:
        check_answer(QUESTION, say, sure)
    assert "\n" not in str(error.value)
    assert "allowed" in str(error.value)


def test_numbers_are_taken_as_tokens():
    assert check_answer(QUESTION, {"wait": 20, "profit": "same"}, "50") == (
        {"wait": "20", "profit": "same"},
        50,
    )


def test_the_last_usable_prediction_counts(tmp_path, monkeypatch):
    monkeypatch.setenv("CXSIM_WORK", str(tmp_path))
    monkeypatch.delenv("CXSIM_HEADLESS", raising=False)
    assert predictions.latest(QUESTION) is None
    predictions.write(QUESTION, {"wait": "10", "profit": "up"}, 50)
    predictions.write(QUESTION, {"wait": "20", "profit": "up"}, 70)
    store.append("prediction", question=QUESTION.id, say={"wait": "nonsense"}, sure=70)
    found = predictions.latest(QUESTION)
    assert found["say"]["wait"] == "20"
    assert found["sure"] == 70


def test_the_folder_is_found_from_inside_and_from_beside(tmp_path, monkeypatch):
    monkeypatch.delenv("CXSIM_WORK", raising=False)
    (tmp_path / "start.py").touch()
    inside = tmp_path / "my_work" / "notebooks"
    inside.mkdir(parents=True)
    (tmp_path / "notebooks").mkdir()
    assert settings.work_folder(inside) == tmp_path / "my_work"
    assert settings.work_folder(tmp_path / "notebooks") == tmp_path / "my_work"


def test_what_was_said_of_another_company_is_kept_and_is_no_answer_about_this_one(person):
    said = predictions.write(QUESTION, {"wait": "20", "profit": "up"}, 70)
    assert predictions.latest(QUESTION)["say"] == said["say"]
    company.begin(company.default())
    assert predictions.latest(QUESTION) is None
    assert [record["kind"] for record in store.read().records] == ["prediction", "company"]
    predictions.write(QUESTION, {"wait": "10", "profit": "up"}, 70)
    assert predictions.latest(QUESTION)["say"]["wait"] == "10"

"""The checker of words: lists, an action, an owner, a time, a length; and the sentences of the exercise."""

import pytest

from cxsim.course import checks, wording
from cxsim.course.exercises import communication


@pytest.mark.parametrize(
    ("text", "flags"),
    [
        ("I send you the part today by noon.", ()),
        ("I’ll call you at 15:30 with the answer.", ()),
        ("We will repair it within 2 hours for you.", ()),
        ("I hand it to our specialist now; she calls you at 16:00.", ()),
        ("My colleague Li Na fixes it for you on Monday.", ()),
        ("I cannot send you the part today.", ("negative",)),
        ("I send you the SLA of today by mail.", ("jargon",)),
        ("I am glad to hear it from you today.", ("action",)),
        ("The part will be sent; look for it on Friday.", ("owner",)),
        ("I send you the part soon, dear customer.", ("time",)),
        ("I call today.", ("length",)),
        ("", ("action", "owner", "time", "length")),
        ("I " + "send it to you today " * 10, ("length",)),
    ],
)
def test_flags(text, flags):
    assert wording.read(text).flags() == flags


def test_a_number_without_a_unit_is_no_time():
    assert "time" in wording.read("I send you 2 parts and call you then.").flags()


def test_each_flag_of_the_exercise_is_that_flag_alone():
    for flag, sentence in communication.WITH_FLAG.items():
        assert wording.read(sentence).flags() == (flag,)


@pytest.mark.parametrize("odd", [3, "text", ["a"], {"order": 1}, [1] * 10])
def test_ten_sentences_are_wanted(odd):
    verdict = checks.judge(checks.get("3.2"), odd)
    assert verdict.road == "not_readable"
    assert "10 sentences" in verdict.sentence


@pytest.mark.parametrize("odd", [3, ["a"], {"order": []}, {"order": ["x"] * 8, "missing": "hear"}])
def test_eight_lines_and_a_step_are_wanted(odd):
    assert checks.judge(checks.get("3.1"), odd).road == "not_readable"


def test_inside_a_step_the_order_is_free():
    one = checks.get("3.1")
    order = list(one.key["order"])
    order[0], order[1] = order[1], order[0]
    assert checks.judge(one, {"order": order, "missing": one.key["missing"]}).state == "correct"

"""Exercises with other numbers than the printed ones: typed answers fail, roads stay apart, texts stay true."""

import itertools
import math
import re

import pytest

import cxsim as cx
from cxsim.course import checks, exercise_keys, exercise_texts
from cxsim.course.exercises import needs
from cxsim.guards import CxError

VARIED = [one.id for one in exercise_texts.entries().values() if one.vary and one.kind != "range"]


def all_numbers(name):
    """Every set of givens that a seed can draw for an exercise."""
    one = exercise_texts.entry(name)
    for values in itertools.product(*one.vary.values()):
        yield one.givens | dict(zip(one.vary, values, strict=True))


def with_numbers(monkeypatch, name, given):
    """The check of an exercise with these givens."""
    one = exercise_texts.entry(name)._replace(givens=given)
    with monkeypatch.context() as patch:
        patch.setattr(exercise_texts, "entry", lambda _: one)
        return checks.get(name)


@pytest.mark.parametrize("name", VARIED)
def test_no_wrong_road_leads_to_the_key_with_any_numbers(monkeypatch, name):
    for given in all_numbers(name):
        one = with_numbers(monkeypatch, name, given)
        assert checks.judge(one, one.key).state == "correct"
        assert {wrong.name: checks.judge(one, wrong.value).road for wrong in one.wrongs} == {
            wrong.name: wrong.name for wrong in one.wrongs
        }, given


@pytest.mark.parametrize("name", ["3.6", "4.5"])
def test_no_typed_answer_is_right_in_two_simulated_companies(monkeypatch, name):
    printed = checks.get(name)
    for given in all_numbers(name):
        other = with_numbers(monkeypatch, name, given)
        ends = zip(printed.low, printed.high, other.low, other.high, strict=True)
        assert any(max(a, c) > min(b, d) for a, b, c, d in ends), given


def of_one_owner(passed_on, seed):
    passing = {"world.service.transfer_share.phone": passed_on, "world.service.transfer_to.phone": "chat"}
    figures = []
    for owner in (True, False):
        year = cx.simulate(cx.load_scenario("default").replace({**passing, "policy.service.owner": owner}), seed=seed)
        found = year.summary()
        passed = 100 * (year.contacts["kind"] == "transfer").sum() / found["phone_handled"]
        figures.append((passed, 100 * found["fcr_share"], 100 * found["phone_occupancy_share"]))
    return [one - two for one, two in zip(*figures, strict=True)]


@pytest.mark.parametrize("seed", [1, 2, *(pytest.param(seed, marks=pytest.mark.wide) for seed in range(3, 7))])
def test_a_learners_own_year_is_right_with_any_seed(seed):
    assert checks.judge(checks.get("4.5"), of_one_owner(0.3, seed)).state == "correct"


def test_typed_answers_fail_with_other_numbers():
    with pytest.raises(AssertionError, match="With other numbers"):
        checks.require("4.5", lambda passed_on: (-10, 8, 1.6) if passed_on < 0.3 else checks.get("4.5").key)
    mended = checks.get("7.2").key
    faulty = [task for task, row in mended.items() if row != checks.given("7.2").matrix[task]]
    for given in all_numbers("7.2"):
        typed = {**given["matrix"], **{task: mended[task] for task in faulty}}
        one = exercise_texts.entry("7.2")._replace(givens=given)
        assert exercise_keys.key(one).judge(typed) != ""


@pytest.mark.parametrize("seed", range(25))
def test_rounded_factors_of_the_hint_are_right(seed):
    one, given = checks.get("6.2", seed), checks.given("6.2", seed)
    variance = 1e4 * (given.promoters + given.detractors - (given.promoters - given.detractors) ** 2)
    taught = 2 * (1.96 + 0.84) ** 2 * variance / given.rise**2
    for answer in (taught, math.ceil(taught), one.key):
        assert checks.judge(one, answer).state == "correct"
    assert checks.judge(one, 2 * 1.96**2 * variance / given.rise**2).road == "no_power"
    assert checks.judge(one, taught / 2).road == "half"


def test_all_figures_of_the_lesson_plan_are_asked():
    assert checks.get("1.6").key == {"gaps": [-0.6, -1.1, -0.3, -0.2, 0.2], "worst": "responsiveness"}
    assert checks.get("6.5").key == pytest.approx((9, 11, 0, 80.3, 90.9), abs=0.05)
    ranks = checks.get("2.5")
    assert ranks.key["before"] == ["once", "person", "status", "app", "answer", "birthday"]
    assert checks.judge(ranks, {**ranks.key, "after": ranks.key["before"]}).sentence.startswith(
        "Not yet: the order under the other weights"
    )
    assert checks.judge(ranks, ["status"]).road == "not_readable"
    assert checks.judge(checks.get("1.6"), {"gaps": [1, 2], "worst": "empathy"}).road == "not_readable"
    assert checks.judge(checks.get("1.6"), {"gaps": [1] * 5, "worst": "price"}).road == "not_readable"


@pytest.mark.parametrize("name", ["2.3", "2.7"])
def test_hours_are_placed_where_the_calls_are_in_every_day(name):
    for given in all_numbers(name):
        work = [calls * given["handle_s"] / 3600 for calls in given["calls"]]
        assert all(each < agents for each, agents in zip(work, given["placed"], strict=True)), given
        hours = list(zip(given["calls"], given["placed"], strict=True))
        for (calls, agents), (more_calls, more) in itertools.permutations(hours, 2):
            assert not (agents > more + 1 and calls < more_calls), given


def test_advice_follows_the_numbers(monkeypatch):
    assert checks.get("2.7").because.endswith("Look at the clock before you hire.")
    given = vars(checks.given("2.7"))
    even = {**given, "placed": [5] * 12}
    assert not with_numbers(monkeypatch, "2.7", even).because.endswith("before you hire.")
    told = {}
    for given in all_numbers("4.6"):
        because = with_numbers(monkeypatch, "4.6", given).because
        told[because] = given["first_h"]
        levels = given["first_h"][:3]
        assert ("the gravest complaint may wait longest" in because) == (levels[2] == max(levels))
    assert len(told) > 1
    for given in [exercise_texts.entry("5.4").givens, *all_numbers("5.4")]:
        one = with_numbers(monkeypatch, "5.4", given)
        assert ("same desk" in one.because) == (one.key[3] == one.key[4])


@pytest.mark.parametrize(("seed", "said"), [(0, "after hearing"), (1, "after feeling")])
def test_a_step_too_early_is_told_of_a_step_that_has_lines(seed, said):
    one = checks.get("3.1", seed)
    early = next(wrong for wrong in one.wrongs if wrong.name == "feel_first")
    assert said in checks.judge(one, early.value).sentence


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("4.1", [48.5, ..., 61]),
        ("4.1", [48.5, None, 61]),
        ("4.1", {"first": 48.5, "second": None, "third": 61}),
        ("1.6", {"gaps": [-0.6, ..., -0.3, -0.2, 0.2], "worst": "empathy"}),
        ("4.6", ["level_1", ...]),
    ],
)
def test_an_open_gap_inside_an_answer_is_not_attempted(name, answer):
    verdict = checks.judge(checks.get(name), answer)
    assert verdict.state == "not_attempted"
    assert verdict.sentence.startswith("Not attempted: a gap (...) is still open.")


def test_values_that_are_no_class_name_the_classes():
    one = checks.get("2.2")
    for odd in ("P9", 0):
        verdict = checks.judge(one, [odd, *one.key[1:]])
        assert verdict.road == "not_readable"
        assert ", ".join(needs.CLASSES) in verdict.sentence


def test_smaller_mends():
    desk = checks.judge(checks.get("5.4"), [140.6, 129.6, 5, 4, 4])
    assert desk.road == "load_up"
    assert checks.judge(checks.get("8.2"), [85.99, 1.33]).state == "correct"
    sentence = checks.get("3.2").key[0]
    assert checks.judge(checks.get("3.2"), [sentence] * 10).road == "repeated"
    for seed in ("a", 1.5, -1, True):
        with pytest.raises(CxError, match=r"seed = .*; allowed is a whole number, 0 or above"):
            checks.check("4.4", 500, seed=seed)


@pytest.mark.parametrize("seed", range(12))
def test_the_last_hint_of_fading_does_not_name_the_month_before(seed):
    one = checks.get("2.4", seed)
    said = re.findall(r"(?<![\d.])\d+(?![\d.])", one.hints[2])
    assert not {str(one.key - 1), str(one.key)} & set(said)

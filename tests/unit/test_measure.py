"""Do the survey measures give the textbook numbers, keep their scale, and refuse what is off it?"""

import math

import numpy as np
import pandas as pd
import pytest

from cxsim.guards import CxError
from cxsim.measure import Measure, ces, csat, nps


def test_nps_of_the_course_exercise():
    got = nps([10] * 250 + [8] * 150 + [3] * 100)
    assert got.value == 30
    assert got.n == 500
    assert (got.high - got.low) / 2 == pytest.approx(6.8, abs=0.05)
    assert str(got) == "NPS 30.0 (95 % 23.0 to 36.7, n = 500)"


def test_nps_boundaries_of_the_groups():
    assert nps([9]).value == 100
    assert nps([8]).value == 0
    assert nps([7]).value == 0
    assert nps([6]).value == -100


@pytest.mark.parametrize("measure", [nps, csat, ces])
def test_interval_stays_on_the_scale_and_around_the_value(measure):
    low, high = {nps: (-100, 100), csat: (0, 100), ces: (1, 7)}[measure]
    top = {nps: 10, csat: 5, ces: 7}[measure]
    rng = np.random.default_rng(3)
    for n in (1, 2, 5, 40):
        got = measure(rng.integers(1, top + 1, n))
        assert low <= got.low <= got.value <= got.high <= high


def test_everybody_agrees_and_still_there_is_doubt():
    assert nps([10] * 20).low < 100
    assert csat([5] * 20).low < 100


def test_interval_covers_as_often_as_it_says():
    rng = np.random.default_rng(11)
    answers = rng.choice([3, 8, 10], p=[0.2, 0.3, 0.5], size=(2000, 60))
    hits = sum(got.low <= 30 <= got.high for got in map(nps, answers))
    assert 0.93 < hits / 2000 < 0.97


def test_csat_yes_or_no():
    got = csat([1, 0, 1, 1], satisfied_from=1, best=1)
    assert got.value == 75
    assert got.method == "Wilson"


def test_missing_answers_are_left_out():
    answers = pd.Series([10, None, 9, 2])
    assert nps(answers).n == 3
    assert nps(answers.astype("Int64")).n == 3
    assert ces([7, float("nan")]).n == 1


def test_nobody_answered():
    got = nps([])
    assert got.n == 0
    assert math.isnan(got.value)
    assert str(got) == "NPS: no answers"


@pytest.mark.parametrize(
    ("measure", "answers", "words"),
    [
        (nps, [10, 11], "answer 1 is 11"),
        (nps, [-1], "0 to 10"),
        (nps, [7.5], "whole numbers"),
        (nps, ["good"], "must be numbers"),
        (nps, [[1, 2], [3, 4]], "one column"),
        (nps, [math.inf], "inf"),
        (ces, [0], "1 to 7"),
        (csat, [6], "0 to 5"),
    ],
)
def test_answers_off_the_scale(measure, answers, words):
    with pytest.raises(CxError, match=words) as error:
        measure(answers)
    assert "\n" not in str(error.value)


def test_level_out_of_range():
    with pytest.raises(CxError, match="level"):
        nps([10], level=95)


def test_result_is_frozen():
    got = ces([7, 6])
    assert isinstance(got, Measure)
    with pytest.raises(AttributeError):
        got.value = 7

"""Does the curve know of those whose end was not seen, and say so where it does not know?"""

import numpy as np
import pytest

from cxsim import measure as m
from cxsim.guards import CxError

# Freireich et al. 1963, 6-MP arm, as printed with its curve in Kalbfleisch & Prentice: weeks, 1 = relapse.
WEEKS = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
RELAPSE = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]


def test_printed_curve():
    curve = m.survival(WEEKS, RELAPSE)
    shown = [round(curve.at(t).value / 100, 3) for t in (6, 7, 10, 13, 16, 22, 23)]
    assert shown == [0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448]
    assert curve.quantile().value == 23


def test_interval_at_a_time_is_that_of_the_log_log_scale():
    got = m.survival(WEEKS, RELAPSE).at(10)
    # R: survfit(Surv(time, status) ~ 1, conf.type = "log-log")
    assert (round(got.low / 100, 3), round(got.high / 100, 3)) == (0.503, 0.889)


def test_two_groups_differ_and_the_log_rank_value_is_the_printed_one():
    group = ["treated"] * 21 + ["placebo"] * 21
    got = m.survival_difference(WEEKS + PLACEBO, RELAPSE + [1] * 21, group, at=10)
    assert got.sign() == "higher"
    from statsmodels.duration.survfunc import survdiff

    chance = survdiff(np.array(WEEKS + PLACEBO), np.array(RELAPSE + [1] * 21), np.array(group))
    assert round(float(chance[0]), 2) == 16.79
    assert f"{chance[1]:.3g}" in got.method


def test_the_plain_mean_of_the_ended_is_far_off_and_the_curve_is_not():
    rng = np.random.default_rng(5)
    patience, wait = rng.exponential(10, 4000), rng.exponential(2, 4000)
    left = patience <= wait
    curve = m.survival(np.minimum(patience, wait), left.astype(int))
    assert patience[left].mean() < 2
    got = curve.at(5)
    assert got.low < 100 * np.exp(-0.5) < got.high


def test_beyond_the_longest_duration_nothing_is_said():
    with pytest.raises(CxError, match=r"time is 36; allowed: 0 to 35"):
        m.retention(WEEKS, RELAPSE, at=36)


def test_nobody_left_yet_has_an_exact_lower_end():
    got = m.retention([3, 4, 5], [0, 0, 0], at=2)
    assert (got.value, round(got.low, 1)) == (100.0, round(100 * 0.025 ** (1 / 3), 1))
    assert np.isnan(m.survival([3, 4, 5], [0, 0, 0]).quantile().value)

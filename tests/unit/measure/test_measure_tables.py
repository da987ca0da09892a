"""Do the measures of a table agree with a second way to the same number, and with printed ones?"""

import math
import os

import numpy as np
import pandas as pd
import pytest

from cxsim import measure as m
from cxsim.guards import CxError


def test_share_interval_agrees_with_a_second_library():
    from statsmodels.stats.proportion import proportion_confint

    got = m.csat([1] * 37 + [0] * 8, 1, 1)
    assert (got.low / 100, got.high / 100) == pytest.approx(proportion_confint(37, 45, method="wilson"))


def test_clv_against_anchors():
    assert m.clv(100, 0.8, 0.1).value == pytest.approx(266.66666666666663)
    assert m.clv(100, 0.8, 0.1, first="now").value == pytest.approx(366.66666666666663)
    assert m.clv(100, 0.8, 0.1, periods=10).value == pytest.approx(255.6273612047194)
    assert m.clv_factor(1.0, 0.0, periods=5) == 5


def test_nps_of_a_fine_scale_against_an_anchor():
    shares = [0.02, 0.01, 0.02, 0.03, 0.03, 0.08, 0.07, 0.16, 0.22, 0.14, 0.22]
    answers = np.repeat(np.arange(11), np.rint(400 * np.array(shares)).astype(int))
    got = m.nps(answers, method="Wald")
    assert got.value == pytest.approx(10)
    assert got.half / 1.959964 == pytest.approx(3.905124837953327, rel=1e-6)


def test_weights_bring_back_the_truth_with_uneven_answers():
    shares = np.array([0.02, 0.01, 0.02, 0.03, 0.03, 0.08, 0.07, 0.16, 0.22, 0.14, 0.22])
    rates = np.array([0.3, 0.28, 0.26, 0.22, 0.18, 0.14, 0.12, 0.12, 0.14, 0.2, 0.24])
    counts = np.rint(1e4 * shares * rates).astype(int)
    answers = np.repeat(np.arange(11), counts)
    assert m.nps(answers).value == pytest.approx(19.954648526077097)
    assert m.weighted_nps(answers, np.repeat(1 / rates, counts)).value == pytest.approx(10)


def test_equal_weights_change_nothing():
    answers = [10, 9, 8, 3, 5, 9, 10, 7] * 10
    plain, weighted = m.nps(answers), m.weighted_nps(answers, [2.5] * 80)
    assert weighted.value == pytest.approx(plain.value)
    assert weighted.half == pytest.approx(plain.half, rel=0.05)
    assert m.weighted_mean([0, 1, 1], [1, 1, 2]).value == 0.75


def test_servqual_of_a_table_pairs_the_rows():
    expected = pd.DataFrame({"speed": [7, 6, None, 5], "care": [6, 6, 6, 6]})
    perceived = pd.DataFrame({"care": [5, 6, 7, 6], "speed": [5, 5, 5, 5]})
    got = m.servqual(expected, perceived)
    assert got.gaps["speed"].value == -1
    assert got.gaps["speed"].n == 3
    assert got.gaps["care"].value == pytest.approx(-1 / 3)
    assert got.worst == "speed"
    assert got.weighted_gap is None
    assert "only 3 answers" in str(got)
    assert str(got).count("only 3 answers") == 1


def test_csi_ends_and_contributions():
    assert m.csi({"a": [1, 1], "b": [1, 1]}).value == 0
    assert m.csi({"a": [5, 5], "b": [5, 5]}).value == 100
    got = m.csi(pd.DataFrame({"a": [4, 5, 3], "b": [2, 3, 3]}), {"b": 0.25, "a": 0.75})
    assert sum(got.contributions.values()) == pytest.approx(got.value)
    assert got.value == pytest.approx(0.75 * 75 + 0.25 * 100 * (8 / 3 - 1) / 4)


def test_kano_table_of_all_pairs():
    pairs = [(f, d) for f in range(1, 6) for d in range(1, 6)]
    letters = m.kano_classes(*zip(*pairs, strict=True))
    assert [letters.count(letter) for letter in "QAORMI"] == [2, 3, 1, 7, 3, 9]
    got = m.kano(letters)
    assert got.n == 25
    assert "reverse or questionable" in got.warning


def test_kano_reads_letters_words_and_shares():
    assert m.kano(["a", "attractive", "O", None, math.nan, "must-be"]).counts["A"] == 2
    got = m.kano({"A": 0.3, "O": 0.4, "M": 0.2, "I": 0.1})
    assert got.better.value == pytest.approx(0.7)
    assert math.isnan(got.better.low)
    assert "no interval" in str(got.better)
    assert m.kano({"A": 90, "O": 10, "M": 0, "I": 0}).is_clear


def test_difference_agrees_with_second_ways():
    from scipy.stats import ttest_ind

    first, second = [3.0, 4, 5, 2, 4, 6], [5.0, 6, 7, 5, 9]
    ends = ttest_ind(second, first, equal_var=False).confidence_interval()
    got = m.difference(first, second)
    assert (got.low, got.high) == pytest.approx((ends.low, ends.high))
    assert got.sign() == "higher"
    flat = m.difference_with_control(first, second, first, second)
    assert flat.value == pytest.approx(0)
    assert flat.sign() == "too close to call"


def test_difference_of_shares_is_newcombes():
    # Newcombe 1998, example (a): 56 of 70 against 48 of 80, interval 0.0524 to 0.3339
    got = m.difference([1] * 48 + [0] * 32, [1] * 56 + [0] * 14, "share")
    assert got.low == pytest.approx(5.24, abs=0.01)
    assert got.high == pytest.approx(33.39, abs=0.01)


def test_drivers_rank_and_warn():
    rng = np.random.default_rng(4)
    speed, care = rng.normal(size=(2, 500))
    table = pd.DataFrame(
        {"csat": 2 * speed + 0.5 * care + rng.normal(size=500), "care": care, "speed": speed}
    )
    got = m.drivers(table, "csat")
    assert [driver.name for driver in got.ranking] == ["speed", "care"]
    assert not got.warning
    assert list(got.table().columns) == ["driver", "weight", "low", "high", "correlation"]
    table["fast"] = speed + 0.01 * rng.normal(size=500)
    assert "move together" in m.drivers(table, "csat").warning
    twin = table.assign(twin=care + rng.normal(size=500), csat=care + rng.normal(0, 9, 500))
    assert "may change places" in m.drivers(twin, "csat", ["care", "twin"]).warning
    assert "only 12 rows" in m.drivers(table.head(12), "csat", ["care", "speed"]).warning


def test_control_chart_finds_the_month_and_the_drift():
    months = pd.Series([0.85, 0.86, 0.87, 0.75, 0.86], index=["Jan", "Feb", "Mar", "Apr", "May"])
    got = m.control_chart(months, 400, 0.856)
    assert got.out == ("Apr",)
    assert m.control_chart([0.86] * 9, 400, 0.85).runs == (7, 8)
    assert m.control_chart([0.86, None, 0.85], [400, 400, 100], 0.856).labels == (0, 2)
    varied = m.control_chart([0.86, 0.86], [400, 100], 0.856)
    assert varied.high[1] > varied.high[0]
    # Montgomery: moving range 1 on average gives limits of 3 / 1.128
    assert m.control_chart([1, 2, 1, 2]).high[0] == pytest.approx(1.5 + 2.66, abs=0.01)


def test_margins_and_sizes_fit_together():
    for share in (0.5, 0.856):
        n = m.sample_size_margin(0.03, share)
        assert m.share_margin(n, share) <= 0.03 < m.share_margin(n - 1, share)
    assert m.sample_size_margin(0.03, population=2000) < 1068
    assert m.sample_size_margin(0.03, population=10**9) == 1068
    assert m.pilot_size(0.70, 0.20, "relative", cases_per_day=47).days == pytest.approx(6)


def test_claims():
    assert m.claim_readings(40, (10, 20)).verdict == "possible"
    assert m.claim_readings(99, (15, 20)).verdict == "impossible"
    assert m.claim_check(4.2, 0.5, "points", ceiling=5).possible == "possible"
    assert m.claim_check(100, -30).high == pytest.approx(70)
    assert m.observed_change(70, 84, 20).relative_inside


def test_recovery_funnel_and_board():
    assert m.mobile_funnel(0.2757, 8, 2).after == pytest.approx(0.3805, abs=1e-3)
    table = pd.DataFrame({"value": [5, 3, 4], "ease": [1, 5, 4]}, index=["app", "call-back", "bot"])
    assert m.priority_board(table, {"value": 1.0, "ease": 0}).order == ("app", "bot", "call-back")
    assert m.priority_board(table, {"value": 0, "ease": 1.0}).order == ("call-back", "bot", "app")
    assert m.decay_below(0.5, 0.25).period == 3
    assert m.ltv_to_cac(1200, 400) == 3
    assert m.cac_payback(400, 100) == 4


def test_a_small_sample_is_told():
    assert "only 12 answers" in m.nps([9] * 12).warning
    assert "single answer" in m.nps([9]).warning
    assert not m.nps([9] * 30).warning or "scale" in m.nps([9] * 30).warning
    assert "is this a scale to 5?" in m.nps([1, 2, 3, 4, 5] * 10).warning


def test_odd_samples_say_what_they_cannot_say():
    """All alike, nobody ended, everybody equal, numbers beyond all use: no false certainty and no fault."""
    alike = m.ces([4] * 50)
    assert (alike.low, alike.high) == (4, 4) and "no width" in alike.warning
    assert m.difference([4] * 50, [4] * 50).warning.count("no width") == 1
    assert "no width" not in m.ces([4, 5] * 25).warning
    nobody = m.survival([1, 2, 3], [0, 0, 0])
    assert np.isnan(nobody.mean().low) and str(nobody.mean()).endswith("nobody ended before 3")
    assert "fewer than 0.5" in str(nobody.quantile()) and "no answers" not in str(nobody.quantile())
    assert m.survival_difference([5, 6, 7, 8], [0] * 4, list("aabb"), 5).value == 0
    equal = m.agent_scorecard(["A", "A", "B", "B"], [4] * 4).agents
    assert [(one.rank_low, one.rank_high) for one in equal] == [(1, 2), (1, 2)]
    for call, words in (
        (lambda: m.stratified_mean([1, 2, 3, 3], list("aabb"), {"a": 100, "b": 1}), "2 answers in group b of 1 cust"),
        (lambda: m.weighted_mean([1e300, 2], [1, 1]), "answer 0 is 1e\\+300; allowed: -1e"),
    ):
        with pytest.raises(CxError, match=words):
            call()


def test_results_are_frozen():
    results = {
        "n": m.kano({"A": 1}),
        "index": m.csi([3, 4]),
        "center": m.control_chart([1, 2]),
        "low": m.claim_check(50, 1),
    }
    for field, result in results.items():
        with pytest.raises(AttributeError):
            setattr(result, field, 0)


def test_a_million_rows():
    answers = np.tile([10, 8, 3, 9], 250_000)
    assert m.nps(answers).n == 10**6
    assert m.csat(answers, 8, 10).value == 75
    assert m.control_chart(answers).warning == ""


def test_a_table_is_written_whole_or_not_at_all(tmp_path):
    table = pd.DataFrame({"a": ["x"]})
    (tmp_path / "there.csv").write_text("old", "utf-8")
    (tmp_path / "link.csv").symlink_to(tmp_path / "there.csv")
    m.write_table(table, tmp_path / "link.csv")
    assert (tmp_path / "link.csv").is_symlink() and (tmp_path / "there.csv").read_text("utf-8-sig") == "a\nx\n"
    for place in (tmp_path, "", tmp_path / "no" / "x.csv", f"{tmp_path}/a\0b", tmp_path / ("x" * 300)):
        with pytest.raises(CxError):
            m.write_table(table, place)
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["link.csv", "there.csv"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes there")
def test_a_table_goes_into_a_pipe_which_stays_a_pipe(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    reader = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    m.write_table(pd.DataFrame({"a": ["x"]}), tmp_path / "pipe")
    assert os.read(reader, 99).endswith(b"a\nx\n")
    os.close(reader)
    assert (tmp_path / "pipe").is_fifo()

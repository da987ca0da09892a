"""The closed forms of value, retention and surveys, recomputed elsewhere and written down with all their digits."""

import numpy as np
import pytest

from cxsim import measure as m

CHANCE = np.array([0.02, 0.01, 0.02, 0.03, 0.03, 0.08, 0.07, 0.16, 0.22, 0.14, 0.22])
ANSWERS = np.array([0.30, 0.28, 0.26, 0.22, 0.18, 0.14, 0.12, 0.12, 0.14, 0.20, 0.24])


def groups(chance):
    return [chance[9:].sum(), chance[7:9].sum(), chance[:7].sum()]


def states():
    moves = {"satisfied": [0.85, 0.1, 0.05], "dissatisfied": [0.15, 0.7, 0.15], "gone": [0, 0, 1]}
    return m.clv_by_state(moves, {"satisfied": 40, "dissatisfied": 15, "gone": 0}, 0.1)


@pytest.mark.parametrize(
    ("got", "value"),
    [
        (lambda: m.clv(100, 0.8, 0.1).value, 266.66666666666663),
        (lambda: m.clv(100, 0.8, 0.1, first="now").value, 366.6666666666667),
        (lambda: m.clv(100, 0.8, 0.1, periods=10).value, 255.6273612047194),
        (lambda: m.nps_margin(400, *groups(CHANCE)[::2], level=0.6826894921370859), 3.905124837953327),
        (lambda: states()["satisfied"], 226.47058823529395),
        (lambda: states()["dissatisfied"], 126.17647058823519),
        (lambda: m.referrals(0.06, 0.8).direct, 0.30000000000000004),
        (lambda: m.referrals(0.06, 0.8).total, 1.4285714285714286),
    ],
)
def test_value(got, value):
    assert got() == pytest.approx(value, rel=1e-9)


def test_who_answers_moves_the_score_and_weights_bring_it_back():
    rates = [part / whole for part, whole in zip(groups(CHANCE * ANSWERS), groups(CHANCE), strict=True)]
    got = m.weight_for_nonresponse(groups(CHANCE), rates)
    assert got.response_rate == pytest.approx(0.1764)
    assert got.observed_nps == pytest.approx(19.954648526077097)
    assert got.weighted_nps == pytest.approx(10)


def test_an_unlikely_pair_of_items_is_found():
    from cxsim import analysis as a

    rng = np.random.default_rng(1)
    who, what = np.repeat(np.arange(300), 3), rng.integers(0, 30, 900).astype(object)
    extra = np.arange(0, 300, 4)
    table = {"who": [*who, *extra, *extra], "what": [*what, *["tea"] * 75, *["cup"] * 75]}
    first = a.bought_together(table, "who", "what").iloc[0]
    assert {first["item"], first["other"]} == {"tea", "cup"}
    assert first["surprise"] > 100

"""Do the laws of leaving and buying give the printed numbers, and find the truth they were drawn from?"""

import numpy as np
import pytest

from cxsim import measure as m
from cxsim.guards import CxError

REGULAR = [1000, 631, 468, 382, 326, 289, 262, 241]  # Fader & Hardie 2007, regular customers
HIGH_END = [1000, 869, 743, 653, 593, 551, 517, 491]


@pytest.mark.parametrize(("alive", "alpha", "beta"), [(REGULAR, 0.704, 1.182), (HIGH_END, 0.668, 3.806)])
def test_fitted_renewals_are_the_printed_ones(alive, alpha, beta):
    got = m.fit_shifted_beta_geometric(alive)
    assert (round(got.alpha, 3), round(got.beta, 3)) == (alpha, beta)


def test_renewal_law_gives_the_closed_forms():
    law = m.ShiftedBetaGeometric(0.704, 1.182)
    assert law.survival(1).value == pytest.approx(0.6267232237539765)
    assert law.survival(12).value == pytest.approx(0.17006257680605033)
    assert law.retention(8).value == pytest.approx(0.9207742517316805)
    assert law.discounted_lifetime(0.1).value == pytest.approx(3.6951474055745734)


def test_buying_law_gives_the_printed_numbers():
    law = m.BgNbd(0.243, 4.414, 0.793, 2.426)  # Fader, Hardie & Lee 2005, CDNOW
    assert law.expected_repeat(39).value == pytest.approx(1.1967231933207985)
    # customer 1 of the authors' note: x = 2, last purchase at 30.43, age 38.86 weeks
    assert law.expected_purchases(39, [2], [30.43], [38.86])[0] == pytest.approx(1.226, abs=5e-4)
    assert round(m.GammaGamma(6.25, 3.74, 15.44).mean_amount().value, 1) == 35.2


def test_buying_law_is_found_again_and_agrees_with_a_plain_likelihood():
    rng = np.random.default_rng(2)
    n = 1500
    rate, leave, age = rng.gamma(0.5, 1 / 8, n), rng.beta(0.8, 2.5, n), rng.uniform(27, 39, n)
    time, count, last, alive = np.zeros(n), np.zeros(n), np.zeros(n), np.ones(n, bool)
    while alive.any():
        time = time + rng.exponential(1 / rate)
        hit = alive & (time < age)
        count[hit] += 1
        last[hit] = time[hit]
        alive = hit & (rng.random(n) > leave)
    got = m.fit_bg_nbd(count, last, age)
    found = got.expected_repeat(52)
    assert found.low < m.BgNbd(0.5, 8, 0.8, 2.5).expected_repeat(52).value < found.high

    def plain(r, alpha, a, b):
        from scipy.special import betaln, gammaln

        first = betaln(a, b + count) - betaln(a, b) - (r + count) * np.log(alpha + age)
        with np.errstate(divide="ignore"):
            gone = betaln(a + 1, b + count - 1) - betaln(a, b) - (r + count) * np.log(alpha + last)
            second = np.where(count > 0, gone, -np.inf)
        return float(
            np.sum(gammaln(r + count) - gammaln(r) + r * np.log(alpha) + np.logaddexp(first, second))
        )

    top = (got.r, got.alpha, got.a, got.b)
    assert plain(*top) == pytest.approx(got.fit.log_likelihood)
    assert all(plain(*(v * (1 + e * (k == i)) for i, v in enumerate(top))) < plain(*top)
               for k in range(4) for e in (-0.05, 0.05))  # fmt: skip


def test_amounts_are_found_again():
    rng = np.random.default_rng(3)
    x = rng.geometric(0.4, 3000).astype(float)
    scale = rng.gamma(3.74, 1 / 15.44, 3000)
    found = m.fit_gamma_gamma(x, rng.gamma(6.25 * x, 1 / (scale * x))).mean_amount()
    assert found.low < 6.25 * 15.44 / 2.74 < found.high


def test_orders_become_frequency_recency_and_age():
    got = m.purchase_summary(["a", "a", "a", "b"], [1.0, 1.2, 11.0, 5.0], [10, 20, 40, 9], end=21)
    assert got.loc["a", ["frequency", "recency", "age", "amount"]].tolist() == [1, 10, 20, 40]
    assert got.loc["b", "frequency"] == 0


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: m.fit_shifted_beta_geometric([100, 90, 95]), "95 customers after 90; a cohort cannot grow"),
        (lambda: m.fit_bg_nbd([1] * 12, [9] * 12, [8] * 12), "recency 9 at age 8"),
        (lambda: m.fit_gamma_gamma([0] * 12, [5] * 12), "0 customers with a repeat purchase"),
        (lambda: m.cohort_clv(["a"], [[None, 5]], 0), "row 0 has a margin after a missing one"),
    ],
)
def test_refused(call, words):
    with pytest.raises(CxError, match=words):
        call()

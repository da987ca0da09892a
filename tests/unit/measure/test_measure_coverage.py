"""Do the intervals hold the truth as often as they say? Small seeded simulations under two or three conditions each."""

import numpy as np
import pytest

from cxsim import measure as m

TIMES = 400
# Four standard errors of a coverage of 95 % in 400 trials.
LEAST, MOST = 0.906, 0.994


def covered(draw, truth, times=TIMES):
    found = [draw() for _ in range(times)]
    return sum(one.low <= truth <= one.high for one in found) / times


def scores(rng, n, detractors, promoters):
    return rng.choice([3, 8, 10], p=[detractors, 1 - detractors - promoters, promoters], size=n)


def yes(rng, n, share):
    return (rng.random(n) < share).astype(int)


@pytest.fixture
def rng():
    return np.random.default_rng(20)


@pytest.mark.parametrize(("n", "down", "up"), [(20, 0.2, 0.5), (400, 0.1, 0.5), (60, 0.05, 0.8)])
def test_nps(rng, n, down, up):
    assert LEAST < covered(lambda: m.nps(scores(rng, n, down, up)), 100 * (up - down)) < MOST


@pytest.mark.parametrize(("n", "share"), [(30, 0.856), (200, 0.5)])
def test_csat(rng, n, share):
    assert LEAST < covered(lambda: m.csat(yes(rng, n, share), 1, 1), 100 * share) < MOST


@pytest.mark.parametrize("n", [20, 80])
def test_ces(rng, n):
    chance = [0.02, 0.03, 0.05, 0.1, 0.2, 0.3, 0.3]
    mean = float(np.arange(1, 8) @ chance)
    assert LEAST < covered(lambda: m.ces(rng.choice(np.arange(1, 8), p=chance, size=n)), mean) < MOST


@pytest.mark.parametrize("n", [15, 60])
def test_index_and_gap(rng, n):
    chance = [0.05, 0.1, 0.2, 0.4, 0.25]
    five = np.arange(1, 6)
    truth = 100 * (five @ chance - 1) / 4

    def answers():
        return rng.choice(five, p=chance, size=(n, 3))

    assert LEAST < covered(lambda: m.csi(answers(), [0.5, 0.3, 0.2]).index, truth) < MOST
    names = ("a", "b", "c")

    def gap():
        expected = dict(zip(names, answers().T, strict=True))
        perceived = dict(zip(names, answers().T, strict=True))
        return m.servqual(expected, perceived, [0.5, 0.3, 0.2]).weighted_gap

    assert LEAST < covered(gap, 0.0) < MOST


@pytest.mark.parametrize("n", [40, 150])
def test_kano(rng, n):
    def one():
        return m.kano(dict(zip("AOMI", rng.multinomial(n, [0.3, 0.4, 0.2, 0.1]).tolist(), strict=True)))

    found = [one() for _ in range(TIMES)]
    assert LEAST < np.mean([k.better.low <= 0.7 <= k.better.high for k in found]) < MOST
    assert LEAST < np.mean([k.worse.low <= -0.6 <= k.worse.high for k in found]) < MOST


def test_kano_class_of_two_equal_classes_is_seldom_clear(rng):
    equal = [0.4, 0.4, 0.1, 0.1]
    found = [
        m.kano(dict(zip("AOMI", rng.multinomial(100, equal).tolist(), strict=True))) for _ in range(TIMES)
    ]
    assert np.mean([one.is_clear for one in found]) < 0.07


@pytest.mark.parametrize(("n", "stay"), [(100, 0.8), (600, 0.9)])
def test_clv(rng, n, stay):
    truth = np.exp(5.125) * m.clv_factor(stay, 0.1)
    assert LEAST < covered(lambda: m.clv(rng.lognormal(5, 0.5, n), yes(rng, n, stay), 0.1), truth) < MOST
    assert LEAST < covered(lambda: m.clv(100, yes(rng, n, stay), 0.1), 100 * m.clv_factor(stay, 0.1)) < MOST


def test_clv_when_good_customers_stay_longer(rng):
    """Margin and stay are linked: the interval has to know."""

    def one():
        likes = rng.normal(size=300)
        return m.clv(np.exp(5 + 0.4 * likes), (rng.normal(size=300) < 0.9 + likes).astype(int), 0.1)

    likes = np.random.default_rng(1).normal(size=1_000_000)
    from scipy.stats import norm

    truth = np.exp(5.08) * m.clv_factor(float(norm.cdf(0.9 + likes).mean()), 0.1)
    assert LEAST < covered(one, truth) < MOST


@pytest.mark.parametrize("count", [8, 60])
def test_cac(rng, count):
    # Garwood's ends are exact for a count, and so never cover too little
    assert covered(lambda: m.cac(1000, max(1, rng.poisson(count))), 1000 / count) > 0.93


@pytest.mark.parametrize("asked", [400, 2000])
def test_weighted_nps(rng, asked):
    answers, rates = np.array([10, 8, 3]), np.array([0.2, 0.1, 0.3])

    def one():
        group = rng.choice(3, p=[0.5, 0.3, 0.2], size=asked)
        group = group[rng.random(asked) < rates[group]]
        return m.weighted_nps(answers[group], 1 / rates[group])

    assert LEAST < covered(one, 30) < MOST


@pytest.mark.parametrize("n", [40, 150])
def test_difference(rng, n):
    assert LEAST < covered(lambda: m.difference(rng.normal(3, 1, n), rng.normal(4, 3, n // 2)), 1) < MOST
    assert LEAST < covered(lambda: m.difference(yes(rng, n, 0.7), yes(rng, n, 0.85), "share"), 15) < MOST
    nps = covered(lambda: m.difference(scores(rng, n, 0.2, 0.5), scores(rng, n, 0.1, 0.6), "nps"), 20)
    assert LEAST < nps < MOST


@pytest.mark.parametrize("n", [30, 150])
def test_difference_with_control(rng, n):
    def mean():
        return m.difference_with_control(*(rng.normal(k, 1 + k / 5, n) for k in (3, 5, 3, 4)))

    def share():
        return m.difference_with_control(*(yes(rng, n, p) for p in (0.7, 0.9, 0.7, 0.75)), "share")

    def nps():
        return m.difference_with_control(*(scores(rng, n, d, 0.7 - d) for d in (0.2, 0.05, 0.2, 0.15)), "nps")

    for draw, truth in ((mean, 1), (share, 15), (nps, 20)):
        assert LEAST < covered(draw, truth) < MOST


@pytest.mark.parametrize(("n", "weights"), [(60, (0.3, 0.2)), (300, (0.6, 0.3))])
def test_drivers(rng, n, weights):
    truth = np.array(weights) / np.sqrt(1 + np.sum(np.square(weights)))
    hits = np.zeros(2)
    for _ in range(TIMES // 2):
        x = rng.normal(size=(n, 2))
        y = x @ np.array(weights) + rng.normal(size=n)
        found = {d.name: d for d in m.drivers({"y": y, "a": x[:, 0], "b": x[:, 1]}, "y").ranking}
        hits += [found[k].low <= t <= found[k].high for k, t in zip("ab", truth, strict=True)]
    assert (hits / (TIMES // 2) > 0.89).all()
    assert (hits / (TIMES // 2) < 0.999).all()


def test_control_chart_raises_few_false_alarms(rng):
    shares = rng.binomial(400, 0.856, 4000) / 400
    assert 0 < len(m.control_chart(shares, 400, 0.856).out) / 4000 < 0.006
    assert 0 < len(m.control_chart(rng.normal(50, 5, 4000)).out) / 4000 < 0.006


def test_sample_sizes_have_the_power_they_promise(rng):
    from statsmodels.stats.proportion import proportions_ztest

    n = m.sample_size_difference(0.70, 0.84)
    shown = [proportions_ztest(rng.binomial(n, [0.70, 0.84]), [n, n])[1] < 0.05 for _ in range(TIMES)]
    assert 0.72 < np.mean(shown) < 0.88
    n = m.sample_size_nps_difference(8, 0.50, 0.20)
    # both waves with the same variance, as the formula says
    waves = (scores(rng, n, 0.20, 0.50), scores(rng, n, 0.16, 0.54))
    assert m.difference(*waves, "nps").n == 2 * n
    shown = [
        m.difference(scores(rng, n, 0.20, 0.50), scores(rng, n, 0.16, 0.54), "nps").sign() == "higher"
        for _ in range(TIMES)
    ]
    assert 0.72 < np.mean(shown) < 0.88


def test_a_plain_share_interval_would_be_seen(rng):
    """The textbook interval of a share near 1 covers too little; this check can tell."""

    def wald():
        share = yes(rng, 30, 0.97).mean()
        half = 1.96 * np.sqrt(share * (1 - share) / 30)
        return m.Measure("wald", share, share - half, share + half, 30, "Wald")

    assert covered(wald, 0.97) < LEAST

"""Are exp, log and the normal quantile right to the last bits; do samplers keep mean, shape and order?"""

import doctest
import math
from decimal import Decimal, localcontext

import numpy as np
import pytest

from cxsim import distributions as d
from cxsim.streams import uniforms

GRID = 2.0**-53


def off_by_ulps(value: float, reference: Decimal) -> float:
    return float(abs(Decimal(value) - reference) / Decimal(math.ulp(value)))


def normal_below(z: float) -> Decimal:
    """Return the normal distribution function by its series of positive terms, to 50 digits."""
    x = Decimal(z)
    term = total = x
    n = 1
    while abs(term) > Decimal("1e-58"):
        n += 2
        term *= x * x / n
        total += term
    density = (-x * x / 2).exp() / (
        2 * Decimal("3.14159265358979323846264338327950288419716939937510582")
    ).sqrt()
    return Decimal("0.5") + density * total


def test_exp_is_within_one_ulp():
    u = uniforms(1, np.arange(12_000), 0, 0)
    points = np.concatenate([u[:6000] * 1417 - 708, u[6000:9000] * 4 - 2, (u[9000:] - 0.5) * 1e-3])
    with localcontext() as context:
        context.prec = 40
        assert max(off_by_ulps(d.exp_(x), Decimal(x).exp()) for x in points.tolist()) <= 1.0


def test_log_is_within_one_ulp():
    u = uniforms(2, np.arange(12_000), 0, 0)
    points = np.concatenate([2.0 ** (u[:4000] * 2044 - 1022), u[4000:8000] * 2, 1 + (u[8000:] - 0.5) * 1e-3])
    points = np.append(
        points, [2.0**-1022, math.nextafter(1, 0), math.nextafter(1, 2), 1.7976931348623157e308]
    )
    with localcontext() as context:
        context.prec = 40
        assert max(off_by_ulps(d.log_(x), Decimal(x).ln()) for x in points.tolist()) <= 1.0


def test_exp_and_log_at_their_ends():
    assert (d.exp_(0.0), d.exp_(-math.inf), d.exp_(-709.0), d.exp_(math.inf)) == (1.0, 0.0, 0.0, math.inf)
    assert d.exp_(709.5) == math.inf and d.exp_(709.0) < math.inf and d.exp_(-708.0) > 0.0
    assert (d.log_(1.0), d.log_(0.0), d.log_(5e-324), d.log_(math.inf)) == (
        0.0,
        -math.inf,
        -math.inf,
        math.inf,
    )
    assert all(math.isnan(x) for x in (d.log_(-1.0), d.log_(-math.inf), d.log_(math.nan), d.exp_(math.nan)))


def test_normal_quantile_matches_the_published_values():
    # Wichura (1988), section "Precision".
    assert d.normal_quantile_(0.25) == pytest.approx(-0.6744897501960817, rel=1e-15)
    assert d.normal_quantile_(0.001) == pytest.approx(-3.090232306167814, rel=1e-15)
    assert d.normal_quantile_(1e-20) == pytest.approx(-9.262340089798408, rel=1e-15)


def test_normal_quantile_is_accurate_to_the_last_digits():
    u = uniforms(3, np.arange(600), 0, 0)
    points = np.concatenate([u[:300], u[300:] ** 9, [0.075, 0.925, GRID, math.exp(-25.0), 0.5 + GRID]])
    with localcontext() as context:
        context.prec = 60
        for p in points.tolist():
            z = d.normal_quantile_(p)
            density = math.exp(-z * z / 2) / math.sqrt(2 * math.pi)
            error = abs(float(normal_below(z) - Decimal(p))) / density
            assert error <= 2e-15 * abs(z)


def test_normal_quantile_is_odd():
    for u in uniforms(4, np.arange(2000), 0, 0).tolist():
        assert d.normal_quantile_(1.0 - u) == -d.normal_quantile_(u)
    assert d.normal_quantile_(0.5) == 0.0


def test_logistic():
    assert d.logistic_(0.0) == 0.5
    assert d.logistic_(math.log(3)) == pytest.approx(0.75, rel=1e-15)
    assert (d.logistic_(-800.0), d.logistic_(800.0)) == (0.0, 1.0)
    points = [d.logistic_(x) for x in np.linspace(-40, 40, 5001)]
    assert points == sorted(points)
    assert all(
        d.logistic_(x) + d.logistic_(-x) == pytest.approx(1.0, abs=3e-16) for x in np.linspace(0, 40, 500)
    )


def test_logit_undoes_logistic():
    assert d.logit_(0.5) == 0.0
    for x in np.linspace(-30, 12, 211):  # near 1 a probability keeps fewer digits of its log odds
        assert d.logit_(d.logistic_(x)) == pytest.approx(x, abs=1e-10)


def test_arrays_and_scalars_agree():
    u = uniforms(5, np.arange(600), 0, 0).reshape(20, 30)
    u.flags.writeable = False
    assert d.normal_quantiles(u).tolist() == [[d.normal_quantile_(x) for x in row] for row in u.tolist()]


MEAN = 5.5
# family, shape, shape2, coefficient of variation
FAMILIES = [
    (d.DETERMINISTIC, 0.0, 0.0, 0.0),
    (d.EXPONENTIAL, 0.0, 0.0, 1.0),
    (d.ERLANG, 1.0, 0.0, 1.0),
    (d.ERLANG, 4.0, 0.0, 0.5),
    (d.ERLANG, 100.0, 0.0, 0.1),
    (d.HYPEREXPONENTIAL, 0.3, 2.0, math.sqrt(2 * (0.3 * 4 + 0.4**2 / 0.7) - 1)),
    (d.HYPEREXPONENTIAL, 0.9, 0.5, math.sqrt(2 * (0.9 * 0.25 + 0.55**2 / 0.1) - 1)),
    (d.LOGNORMAL, 0.0, 0.0, 0.0),
    (d.LOGNORMAL, 0.6, 0.0, 0.6),
    (d.LOGNORMAL, 1.2, 0.0, 1.2),
]


@pytest.mark.parametrize(("family", "shape", "shape2", "cv"), FAMILIES)
def test_families_keep_their_mean_and_spread(family, shape, shape2, cv):
    n = 20_000
    middle = (np.arange(n) + 0.5) / n
    # The second uniform runs over its interval in another order, so that (u, v) fill the square evenly.
    other = (np.arange(n) * 0.6180339887498949 + 0.5 / n) % 1.0
    x = np.array(
        [
            d.sample(family, MEAN, shape, shape2, *uv)
            for uv in zip(middle.tolist(), other.tolist(), strict=True)
        ]
    )
    assert x.mean() == pytest.approx(MEAN, rel=2e-3)
    assert x.std() / MEAN == pytest.approx(cv, rel=2e-2, abs=1e-12)


@pytest.mark.parametrize(("family", "shape", "shape2", "cv"), FAMILIES)
@pytest.mark.parametrize("v", [0.05, 0.95])
def test_samplers_never_fall_when_luck_rises(family, shape, shape2, cv, v):
    u = np.concatenate(
        [uniforms(6, np.arange(3000), 0, 0), 2.0 ** -np.arange(1, 53), 1 - 2.0 ** -np.arange(1, 53)]
    )
    joins = [0.01, 0.075, 0.925, math.exp(-25.0)]
    # Erlang is solved by iteration and holds its order to 1e-13 of its value, the others to the last bit.
    step = 2.0**-42 if family == d.ERLANG else 2 * GRID
    near = [join + step * k for join in joins for k in range(-20, 21)]
    x = [d.sample(family, MEAN, shape, shape2, p, v) for p in sorted([*u.tolist(), *near])]
    assert x == sorted(x)
    assert x[0] >= 0.0 and x[-1] < math.inf


@pytest.mark.parametrize("k", [1, 2, 3, 10, 30, 100])
def test_erlang_quantile_solves_its_distribution_function(k):
    u = np.concatenate([uniforms(7, np.arange(60), k, 0), [GRID, 1 - GRID, 1e-9, 0.0099999, 0.0100001]])
    with localcontext() as context:
        context.prec = 60
        for p in ((int(p / GRID) | 1) * GRID for p in u.tolist()):
            x = Decimal(d.erlang_quantile_(k, p))
            term = total = Decimal(1)
            for j in range(1, k):
                term *= x / j
                total += term
            missing = 1 - (-x).exp() * total - Decimal(p)
            assert abs(missing / ((-x).exp() * term)) <= Decimal("1e-13") * x


def test_mean_zero_and_unused_shapes_do_no_harm():
    for family, shape, shape2, _ in FAMILIES:
        assert d.sample(family, 0.0, shape, shape2, 0.3, 0.6) == 0.0
    assert d.sample(d.LOGNORMAL, MEAN, 0.0, 0.0, 0.9, 0.5) == pytest.approx(MEAN, rel=1e-15)


@pytest.mark.parametrize(
    ("cv", "worst_mean", "worst_cv"), [(0.15, 1e-4, 5e-4), (0.5, 2e-4, 5e-3), (0.707, 3e-4, 1e-2), (1.5, 4e-3, 1e-2)]
)
def test_gamma_factor_keeps_mean_and_spread(cv, worst_mean, worst_cv):
    n = 20_000
    x = np.array([d.gamma_factor(d.normal_quantile_((i + 0.5) / n), cv) for i in range(n)])
    assert x.mean() == pytest.approx(1.0, abs=worst_mean)
    assert x.std() == pytest.approx(cv, rel=worst_cv)
    assert x.tolist() == sorted(x.tolist()) and x.min() >= 0.0


@pytest.mark.parametrize(("k", "worst"), [(2, 0.0125), (4, 0.0065), (44, 0.0002)])
def test_gamma_factor_is_close_to_the_gamma_quantile(k, worst):
    # A gamma of whole shape is an Erlang, whose quantile is exact here.
    for u in np.linspace(0.01, 0.99, 99).tolist():
        factor = d.gamma_factor(d.normal_quantile_(u), 1.0 / math.sqrt(k))
        assert factor == pytest.approx(d.erlang_quantile_(k, u) / k, abs=worst)


def test_gamma_factor_without_spread_is_one():
    assert d.gamma_factor(-0.5, 0.0) == 1.0


@pytest.mark.parametrize("name", ["sample", "gamma_factor"])
def test_examples_in_the_documentation(name):
    text = getattr(d, name).__doc__
    test = doctest.DocTestParser().get_doctest(text, vars(d).copy(), name, None, None)
    assert doctest.DocTestRunner().run(test).failed == 0 < len(test.examples)

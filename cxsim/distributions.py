"""Functions and distributions that give the same bits in compiled code, in numpy's company and in Python.

Libraries differ in the last bit of exp and log, so here they are written with + - * / sqrt and exact scaling
by powers of two only. Every sampler turns one uniform into one value and never falls when the uniform rises,
so common random numbers stay common when a parameter moves.

Literature: fdlibm (Sun Microsystems 1993) for exp and log; Wichura (1988), algorithm AS241, for the normal
quantile; Wilson and Hilferty (1931) for the gamma distribution.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from cxsim._jit import inlined_rule, kernel, power_of_two, rule, split_float

DETERMINISTIC = 0
EXPONENTIAL = 1
ERLANG = 2
HYPEREXPONENTIAL = 3
LOGNORMAL = 4

# ln 2 in two parts: the first has 32 zero bits at its end, so that k * LN2_HIGH is exact.
LN2_HIGH = 6.93147180369123816490e-01
LN2_LOW = 1.90821492927058770002e-10
ONE_BY_LN2 = 1.44269504088896338700
SQRT_HALF = 0.7071067811865476
EXP_LOWEST = -708.0
EXP_HIGHEST = 709.0
SMALLEST_NORMAL = 2.0**-1022
ERLANG_MOST_STAGES = 100


@inlined_rule
def exp_(x: float) -> float:
    """Return e to the power x: at most 1 ulp off, 0 below -708, infinite above 709."""
    if not x <= EXP_HIGHEST:
        return x + math.inf
    if x < EXP_LOWEST:
        return 0.0
    k = math.floor(x * ONE_BY_LN2 + 0.5)
    high = x - k * LN2_HIGH
    low = k * LN2_LOW
    r = high - low
    t = r * r
    tail = 6.61375632143793436117e-05 + t * (-1.65339022054652515390e-06 + t * 4.13813679705723846039e-08)
    c = r - t * (1.66666666666666019037e-01 + t * (-2.77777777770155933842e-03 + t * tail))
    return (1.0 - ((low - (r * c) / (2.0 - c)) - high)) * power_of_two(k)


@inlined_rule
def log_(x: float) -> float:
    """Return the natural logarithm of x: at most 1 ulp off, minus infinity at 0 (and for subnormal x)."""
    if not SMALLEST_NORMAL <= x < math.inf:
        return -math.inf if 0.0 <= x < 1.0 else x + math.nan if x < 0.0 else x
    m, k = split_float(x)
    low = 1 if m < SQRT_HALF else 0  # as often as not, so nobody could guess: counted without a jump
    m, k = m * (1 + low), k - low
    f = m - 1.0
    half_square = 0.5 * f * f
    s = f / (2.0 + f)
    z = s * s
    w = z * z
    even = w * (3.999999999940941908e-01 + w * (2.222219843214978396e-01 + w * 1.531383769920937332e-01))
    odd = z * (
        6.666666666666735130e-01
        + w * (2.857142874366239149e-01 + w * (1.818357216161805012e-01 + w * 1.479819860511658591e-01))
    )
    return k * LN2_HIGH - ((half_square - (s * (half_square + (even + odd)) + k * LN2_LOW)) - f)


@inlined_rule
def logistic_(x: float) -> float:
    """Return 1 / (1 + exp(-x)): the probability whose log odds are x."""
    e = exp_(-abs(x))
    return (1.0 if x >= 0.0 else e) / (1.0 + e)


@inlined_rule
def logit_(u: float) -> float:
    """Return the log odds of a uniform, 0 < u < 1: ``u < logistic_(x)`` and ``logit_(u) < x`` are the same decision.

    The second can be prepared before x is known.
    """
    return log_(u / (1.0 - u))


@inlined_rule
def _normal_center(r):
    # AS241, |u - 1/2| <= 0.425; r = 0.425**2 - (u - 1/2)**2.
    above = (
        ((((((2.5090809287301226727e3 * r + 3.3430575583588128105e4) * r + 6.7265770927008700853e4) * r
            + 4.5921953931549871457e4) * r + 1.3731693765509461125e4) * r + 1.9715909503065514427e3) * r
         + 1.3314166789178437745e2) * r + 3.3871328727963666080e0
    )  # fmt: skip
    below = (
        ((((((5.2264952788528545610e3 * r + 2.8729085735721942674e4) * r + 3.9307895800092710610e4) * r
            + 2.1213794301586595867e4) * r + 5.3941960214247511077e3) * r + 6.8718700749205790830e2) * r
         + 4.2313330701600911252e1) * r + 1.0
    )  # fmt: skip
    return above / below


@inlined_rule
def _normal_shoulder(r):
    # AS241, tail probability down to e**-25; r = sqrt(-log p) - 1.6.
    above = (
        ((((((7.74545014278341407640e-4 * r + 2.27238449892691845833e-2) * r + 2.41780725177450611770e-1) * r
            + 1.27045825245236838258e0) * r + 3.64784832476320460504e0) * r + 5.76949722146069140550e0) * r
         + 4.63033784615654529590e0) * r + 1.42343711074968357734e0
    )  # fmt: skip
    below = (
        ((((((1.05075007164441684324e-9 * r + 5.47593808499534494600e-4) * r + 1.51986665636164571966e-2) * r
            + 1.48103976427480074590e-1) * r + 6.89767334985100004550e-1) * r + 1.67638483018380384940e0) * r
         + 2.05319162663775882187e0) * r + 1.0
    )  # fmt: skip
    return above / below


@inlined_rule
def _normal_tail(r):
    # AS241, tail probability below e**-25; r = sqrt(-log p) - 5.
    above = (
        ((((((2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r + 1.24266094738807843860e-3) * r
            + 2.65321895265761230930e-2) * r + 2.96560571828504891230e-1) * r + 1.78482653991729133580e0) * r
         + 5.46378491116411436990e0) * r + 6.65790464350110377720e0
    )  # fmt: skip
    below = (
        ((((((2.04426310338993978564e-15 * r + 1.42151175831644588870e-7) * r + 1.84631831751005468180e-5) * r
            + 7.86869131145613259100e-4) * r + 1.48753612908506148525e-2) * r + 1.36929880922735805310e-1) * r
         + 5.99832206555887937690e-1) * r + 1.0
    )  # fmt: skip
    return above / below


@rule
def normal_quantile_(u: float) -> float:
    """Return the standard normal value below which the share u lies, 0 < u < 1 (AS241, about 1e-16)."""
    q = u - 0.5
    if -0.425 <= q <= 0.425:
        return q * _normal_center(0.180625 - q * q)
    r = math.sqrt(-log_(u if q < 0.0 else 1.0 - u))
    z = _normal_shoulder(r - 1.6) if r <= 5.0 else _normal_tail(r - 5.0)
    return -z if q < 0.0 else z


@rule
def to_normals(values: np.ndarray, tail: np.ndarray, where: np.ndarray) -> None:
    """Turn a short row of uniforms into standard normal values in place, with the same bits as `normal_quantile_`.

    The few values in the tails are put side by side, so that no loop takes one by one: a third of the time of
    single calls (measured, rows of 64).

    Parameters
    ----------
    values : float64 array
        Uniforms in (0, 1), to be replaced by normal values.
    tail, where : float64 and int64 arrays
        Room to work in, as long as ``values``.
    """
    n = 0
    for i in range(values.shape[0]):
        where[n] = i
        n += int(abs(values[i] - 0.5) > 0.425)
    for j in range(n):
        tail[j] = values[where[j]]
    for i in range(values.shape[0]):
        q = values[i] - 0.5
        values[i] = q * _normal_center(0.180625 - q * q)
    for j in range(n):
        q = tail[j] - 0.5
        r = math.sqrt(-log_(0.5 - abs(q)))
        far = _normal_shoulder(r - 1.6) if r <= 5.0 else _normal_tail(r - 5.0)
        tail[j] = -far if q < 0.0 else far
    for j in range(n):
        values[where[j]] = tail[j]


@rule
def gamma_factor(z: float, cv: float) -> float:
    """Draw a factor around 1 that differs between days or people.

    Parameters
    ----------
    z : float64
        Standard normal value; several factors may be linked through theirs.
    cv : float64
        Coefficient of variation, 0 to 1.5: there the mean is 0.3 % too high, at 2 it is 4 %, from 3 on all is wrong.

    Returns
    -------
    float64
        Gamma distributed with mean 1 by the cube-root approximation of Wilson and Hilferty (1931), scaled so
        that the mean is kept; 0 where the cube root would be negative.

    Examples
    --------
    >>> round(gamma_factor(0.0, 0.15), 4)
    0.9925
    """
    c = cv * cv / 9.0
    root = 1.0 - c + z * cv / 3.0
    if root <= 0.0:
        return 0.0
    return root * root * root / (1.0 - c * c * c)


@rule
def _halley(x, k, error, slope, sign):
    # One Halley step on the log of a tail of the Erlang distribution, whose slope is its hazard.
    newton = error / slope
    bend = (k - 1.0) / x - 1.0 + sign * slope  # second derivative relative to the slope
    return x - newton / max(1.0 - 0.5 * newton * bend, 0.5)


@rule
def _power_over_factorial(x, k):
    power = 1.0
    factorial = 1.0
    for j in range(1, k + 1):
        power *= x
        factorial *= j
    return power / factorial


@rule
def _erlang_lower(x, k, log_u):
    # One step for log F(x) = log u; the series of F keeps its digits where F is small.
    ratio = 1.0  # F relative to its leading part exp(-x) * x**k / k!
    term = 1.0
    j = k + 1
    while term > 1e-17 * ratio:
        term *= x / j
        ratio += term
        j += 1
    error = log_(_power_over_factorial(x, k) * ratio) - x - log_u
    return _halley(x, k, error, k / (ratio * x), -1.0)


@rule
def _erlang_upper(x, k, log_rest):
    # One step for log(1 - F(x)) = log(1 - u); 1 - F is exp(-x) times the sum of x**j / j!, j < k.
    per_x = 1.0 / x
    ratio = 1.0  # 1 - F relative to the density
    for j in range(1, k):
        ratio = 1.0 + ratio * (j * per_x)
    error = log_rest - log_(_power_over_factorial(x, k - 1) * ratio) + x
    return _halley(x, k, error, 1.0 / ratio, 1.0)


@rule
def _erlang_start(k, u):
    # Wilson-Hilferty where it holds, else the root of x**k / k! = u, which lies below the quantile.
    root = 1.0 - 1.0 / (9.0 * k) + normal_quantile_(u) / (3.0 * math.sqrt(k))
    if root > 0.3:
        return k * root * root * root
    return exp_((log_(u) - log_(_power_over_factorial(1.0, k))) / k)


@rule
def erlang_quantile_(k: int, u: float) -> float:
    """Return the quantile of the sum of k exponentials of mean 1 each, 1 <= k <= 100, 0 < u < 1.

    Solved by iteration: off by at most 1e-13 of its value, so it rises with u to that precision.
    """
    if k == 1:
        return -log_(1.0 - u)
    x = _erlang_start(k, u)
    target = log_(u) if u < 0.01 else log_(1.0 - u)
    for _ in range(30):
        before = x
        x = _erlang_lower(x, k, target) if u < 0.01 else _erlang_upper(x, k, target)
        x = max(x, 0.25 * before)
        if abs(x - before) <= 1e-5 * x:  # Halley triples the digits, so this step reached the last bits
            return x
    return x


@rule
def _hyperexponential(mean, p, first, u, v):
    if v < p:
        return -(mean * first) * log_(1.0 - u)
    return -(mean * (1.0 - p * first) / (1.0 - p)) * log_(1.0 - u)


@inlined_rule
def lognormal_factor(z: float, variance: float) -> float:
    """Return a lognormal value of mean 1: z is standard normal, the variance that of its logarithm."""
    return exp_(math.sqrt(variance) * z - 0.5 * variance)


@rule
def sample(family: int, mean: float, shape: float, shape2: float, u: float, v: float) -> float:
    """Draw a duration from one of the families.

    Parameters
    ----------
    family : int64
        `DETERMINISTIC`, `EXPONENTIAL`, `ERLANG`, `HYPEREXPONENTIAL` or `LOGNORMAL`.
    mean : float64
        Mean, 0 or more; its unit is the unit of the result.
    shape : float64
        ERLANG: number of stages, 1 to 100. HYPEREXPONENTIAL: probability of the first branch, in (0, 1).
        LOGNORMAL: coefficient of variation. Otherwise not used.
    shape2 : float64
        HYPEREXPONENTIAL: mean of the first branch relative to ``mean``, with ``shape * shape2 < 1``; the mean
        of the second branch follows. Otherwise not used.
    u, v : float64
        Uniforms in (0, 1): ``u`` sets the size, ``v`` picks the branch of HYPEREXPONENTIAL.

    Returns
    -------
    float64
        The duration; it never falls when ``u`` rises.

    Examples
    --------
    >>> round(sample(EXPONENTIAL, 6.0, 0.0, 0.0, 0.5, 0.5), 4)
    4.1589
    """
    if family == LOGNORMAL:
        return mean * lognormal_factor(normal_quantile_(u), log_(1.0 + shape * shape))
    if family == EXPONENTIAL:
        return -mean * log_(1.0 - u)
    if family == ERLANG:
        k = int(shape)
        return mean * erlang_quantile_(k, u) / k
    if family == HYPEREXPONENTIAL:
        return _hyperexponential(mean, shape, shape2, u, v)
    return mean


@kernel
def _fill_normals(u, out):
    for i in range(out.size):
        out[i] = normal_quantile_(u[i])


def normal_quantiles(u: Any) -> np.ndarray:
    """Turn an array of uniforms into standard normal values, with the same bits as `normal_quantile_`."""
    values = np.array(u, dtype=np.float64, order="C")  # a read-only array would be compiled for again
    out = np.empty(values.size)
    _fill_normals(values.ravel(), out)
    return out.reshape(values.shape)

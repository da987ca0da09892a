"""Better, worse, or too close to call: significance and relevance together.

Under common random numbers a difference of 0.003 NPS points is "significant". So *better* means that the
whole 95 % interval of the paired difference lies beyond a relevance margin, on the side that is better for
this measure. The interval is Student's over replications; it is not corrected for the many comparisons of a
study.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from cxsim.messages import number, tr
from cxsim.results.measures import MEASURES, UNITS, label

if TYPE_CHECKING:
    from cxsim.scenario.beliefs_loyalty import Relevance

LEVEL = 0.95
BETTER, WORSE, HIGHER, LOWER, CLOSE = "better", "worse", "higher", "lower", "too close to call"
#: Words for the verdicts: message ids.
VERDICTS = {
    "better": "better",
    "worse": "worse",
    "higher": "higher",
    "lower": "lower",
    "too close to call": "too close to call",
}


class Verdict(NamedTuple):
    """One measure of one plan against the base.

    Attributes
    ----------
    measure
        Key of `MEASURES`.
    base
        Mean of the base plan.
    difference, low, high
        Mean paired difference (plan minus base) and its 95 % interval.
    margin
        Differences up to this size do not matter.
    n
        Replications.
    verdict
        `better`, `worse`, `higher`, `lower` (where neither side is better) or `too close to call`.
    """

    measure: str
    base: float
    difference: float
    low: float
    high: float
    margin: float
    n: int
    verdict: str


def interval(values: np.ndarray) -> tuple[float, float]:
    """Mean and half-width of its 95 % Student interval; infinite for one value, NaN where one is missing."""
    n = len(values)
    if n == 0:
        return math.nan, math.nan
    mean = float(np.mean(values))
    if n == 1:
        return mean, math.inf
    from scipy.special import stdtrit

    return mean, float(stdtrit(n - 1, 0.5 + LEVEL / 2)) * float(np.std(values, ddof=1)) / math.sqrt(n)


def margin_of(key: str, base_profit: float, relevance: Relevance) -> float:
    """Relevance margin of a measure in its own unit; 0 where the beliefs name none."""
    money = max(relevance.profit_share * abs(base_profit), relevance.profit_floor_cny)
    known = {
        "nps_true": relevance.true_nps,
        "nps_observed": relevance.observed_nps,
        "retention_share": relevance.retention_points / 100,
        "profit_cny": money,
        "value_cny": money,
    }
    return known.get(key, 0.0)


def judge(key: str, plan: np.ndarray, base: np.ndarray, margin: float) -> Verdict:
    """Judge one measure from its values under the plan and under the base, replication by replication."""
    mean, half = interval(plan - base)
    low, high = mean - half, mean + half
    sign = MEASURES[key].better
    word = CLOSE
    if low > margin:
        word = {1: BETTER, -1: WORSE, 0: HIGHER}[sign]
    elif high < -margin:
        word = {1: WORSE, -1: BETTER, 0: LOWER}[sign]
    return Verdict(key, interval(base)[0], mean, low, high, margin, len(plan), word)


def sentence(plan: str, found: Verdict) -> str:
    """A verdict in words, with its doubt; it says where no margin is set, so that any clear difference counts."""
    info = MEASURES[found.measure]
    known = {
        "plan": plan,
        "measure": label(found.measure),
        "difference": amount(found.difference, info.unit, signed=True),
        "low": amount(found.low, info.unit, signed=True),
        "high": amount(found.high, info.unit, signed=True),
        "margin": amount(found.margin, info.unit),
        "unit": unit_word(info.unit),
    }
    if found.verdict == CLOSE:
        text = tr("{plan}: {measure} is too close to call: {difference} ({low} to {high}) {unit}", **known)
        if found.margin:
            return tr("{sentence}; margin {margin}", sentence=text, margin=known["margin"])
    elif found.verdict == BETTER:
        text = tr("{plan}: {measure} is better by {difference} (95 % {low} to {high}) {unit}", **known)
    elif found.verdict == WORSE:
        text = tr("{plan}: {measure} is worse by {difference} (95 % {low} to {high}) {unit}", **known)
    elif found.verdict == HIGHER:
        text = tr("{plan}: {measure} is higher by {difference} (95 % {low} to {high}) {unit}", **known)
    else:
        text = tr("{plan}: {measure} is lower by {difference} (95 % {low} to {high}) {unit}", **known)
    if found.margin:
        return text
    return tr("{sentence}; no margin of relevance is set for this measure", sentence=text)


def unit_word(unit: str) -> str:
    """Unit in which differences are written: shares in points of percent."""
    return tr("percentage points") if unit == "share" else tr(UNITS[unit])


def amount(value: float, unit: str, signed: bool = False) -> str:
    """Write a number of a measure for reading: shares in percent, money without fractions, others by size."""
    scaled = value * 100 if unit == "share" else value
    digits = 0 if unit in ("CNY", "count") else 2
    text = number(scaled, digits)
    return f"+{text}" if signed and scaled > 0 and math.isfinite(scaled) and text.strip("0.,") else text

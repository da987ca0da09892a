"""Keys of lesson 6: interval of an NPS, answers for a difference and a margin, who answers, a claim and a chart.

Keys come from `cxsim.measure`; the givens are the sources' (8 points of NPS, 85.6 %, 82 to 91 % against 15 to 20 %) or
the course's own.
"""

from __future__ import annotations

import math
from types import SimpleNamespace

from cxsim.course.exercise_keys import Key
from cxsim.measure import (
    control_limits,
    nps_margin,
    observed_change,
    sample_size_margin,
    sample_size_nps_difference,
    share_margin,
    weight_for_nonresponse,
)
from cxsim.messages import tr

Z95 = 1.959964


def interval_of_nps(g: SimpleNamespace) -> Key:
    """6.1: half the width of the 95 % interval of an NPS."""
    count = g.promoters + g.passives + g.detractors
    shares = g.promoters / count, g.detractors / count
    exact = nps_margin(count, *shares)
    wrong = {
        "one_share": round(100 * share_margin(count, shares[0]), 2),
        "no_level": round(exact / Z95, 2),
        "whole_width": round(2 * exact, 2),
    }
    words = {
        "all": count,
        "nps": round(100 * (shares[0] - shares[1]), 1),
        "promoter_share": round(100 * shares[0], 1),
        "detractor_share": round(100 * shares[1], 1),
        "spread": round(exact * math.sqrt(count) / Z95, 1),
        "low": round(100 * (shares[0] - shares[1]) - exact, 1),
        "high": round(100 * (shares[0] - shares[1]) + exact, 1),
    }
    return Key(round(exact, 2), wrong, words)


def answers_in_each_wave(g: SimpleNamespace) -> Key:
    """6.2: answers in each of two waves that show a rise of the NPS."""
    key = sample_size_nps_difference(g.rise, g.promoters, g.detractors)
    variance = 1e4 * (g.promoters + g.detractors - (g.promoters - g.detractors) ** 2)
    one_wave = Z95**2 * variance / g.rise**2
    wrong = {"one_wave": math.ceil(one_wave), "no_power": math.ceil(2 * one_wave), "half": math.ceil(key / 2)}
    words = {
        "promoter_share": round(100 * g.promoters),
        "detractor_share": round(100 * g.detractors),
        "deviation": round(math.sqrt(variance), 1),
        "both": 2 * key,
        "ratio": round((1.96 + 0.84) ** 2, 2),
    }
    return Key(key, wrong, words)


def answers_for_a_margin(g: SimpleNamespace) -> Key:
    """6.3: answers for a margin in the worst case, near a known share, and for a wider margin."""
    near, wide = g.margin / 100, g.wide / 100

    def sizes(scale: float) -> tuple[int, int, int]:
        return (
            sample_size_margin(near * scale),
            sample_size_margin(near * scale, g.share),
            sample_size_margin(wide * scale),
        )

    key = sizes(1.0)
    wrong = {
        "rounded_down": tuple(n - 1 for n in key),
        "no_level": sizes(Z95),
        "whole_width": sizes(0.5),
    }
    words = {
        "share_percent": round(100 * g.share, 1),
        "worst": key[0],
        "known": key[1],
        "spread": round(g.share * (1 - g.share), 3),
    }
    return Key(key, wrong, words)


def seen_and_weighted(g: SimpleNamespace) -> Key:
    """6.4: NPS that a survey sees when some answer more often, and what weights bring back."""
    shares = (g.promoters, g.passives, g.detractors)
    rates = (g.promoters_answer, g.passives_answer, g.detractors_answer)
    found = weight_for_nonresponse(shares, rates)
    seen, true = round(found.observed_nps, 2), round(found.weighted_nps, 2)
    of_all = 100 * (shares[0] * rates[0] - shares[2] * rates[2])
    wrong = {
        "of_all": (round(of_all, 2), true),
        "swapped": (true, seen),
        "rates_only": (round(100 * (rates[0] - rates[2]) / sum(rates), 2), true),
    }
    words = {f"{name}_percent": round(100 * getattr(g, name)) for name in vars(g)}
    words |= {"answered": round(100 * found.response_rate, 1), "seen": round(seen, 1), "true": round(true, 1)}
    return Key((seen, true), wrong, words)


def claim_and_chart(g: SimpleNamespace) -> Key:
    """6.5: a rise in points and as a share, readings that the claim holds in, and the limits of a control chart."""
    found = observed_change(g.before, g.after, (g.least, g.most))
    limits = control_limits(g.center / 100, g.month_answers)
    low, high = round(100 * limits.low, 2), round(100 * limits.high, 2)
    points, share = round(found.points, 2), round(found.relative, 2)
    half = 100 * share_margin(g.month_answers, g.center / 100)
    inside = found.points_inside + found.relative_inside
    wrong = {
        "swapped": (share, points, inside, low, high),
        "two_sigma": (points, share, inside, round(g.center - half, 2), round(g.center + half, 2)),
        "of_after": (points, round(100 * points / g.after, 2), inside, low, high),
        "range": (points, share, 2 if inside == 1 else 1, low, high),
    }
    words = {
        "sigma": round(half / Z95, 2),
        "points": round(points, 1),
        "as_share": round(share, 1),
        "low": round(low, 1),
        "high": round(high, 1),
        "reading": _held(inside, g.least, g.most),
    }
    return Key((points, share, inside, low, high), wrong, words)


def _held(inside: int, least: float, most: float) -> str:
    """In how many of the two readings a claim holds, in words."""
    if inside == 0:
        return tr("outside {least} to {most} in both readings", least=f"{least:g}", most=f"{most:g}")
    if inside == 1:
        return tr("within {least} to {most} in one reading only", least=f"{least:g}", most=f"{most:g}")
    return tr("within {least} to {most} in both readings", least=f"{least:g}", most=f"{most:g}")

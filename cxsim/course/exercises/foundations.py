"""Keys of lesson 1: gaps, an NPS, the ends of a claim, five per cent less churn, the cost of winning.

Keys come from `cxsim.measure`; the givens are the sources' (satisfaction +25 %, churn -5 %, 5 to 25 times) or the
course's own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import Any

from cxsim.course import answers
from cxsim.course.exercise_keys import Key
from cxsim.measure import (
    acquisition_cost_range,
    claim_readings,
    clv_factor,
    nps_from_counts,
    retention_profit,
    servqual,
)
from cxsim.messages import tr


def weighted_gap(g: SimpleNamespace) -> Key:
    """1.1: mean gap of five dimensions, plain and weighted with what customers care for."""
    found = servqual(g.expected, g.lived, g.weights)
    names = (tr("Reliability"), tr("Responsiveness"), tr("Assurance"), tr("Empathy"), tr("Tangibles"))
    gaps = [gap.value for gap in found.gaps.values()]
    worst = min(range(len(gaps)), key=gaps.__getitem__)
    words = {f"{name}_{place}": value for name in ("expected", "lived")
             for place, value in enumerate(getattr(g, name), 1)}  # fmt: skip
    words |= {f"weight_{place}": round(100 * weight) for place, weight in enumerate(g.weights, 1)}
    words |= {
        "mean": round(found.mean_gap.value, 3),
        "weighted": round(found.weighted_gap.value, 4),
        "worst": names[worst],
        "worst_gap": round(gaps[worst], 2),
        "worst_part": round(gaps[worst] * g.weights[worst], 3),
    }
    mean, weighted = round(found.mean_gap.value, 4), round(found.weighted_gap.value, 4)
    wrong = {"unweighted": (mean, mean), "turned": (-mean, -weighted), "sum": (round(sum(gaps), 4), weighted)}
    return Key((mean, weighted), wrong, words)


def five_gaps(g: SimpleNamespace) -> Key:
    """1.6: gap of each of five dimensions, and the dimension with the worst."""
    found = servqual(g.expected, g.lived)
    names = list(found.gaps)
    gaps = [round(gap.value, 4) for gap in found.gaps.values()]
    best = names[max(range(len(gaps)), key=gaps.__getitem__)]
    of_expected = [lived / expected - 1 for lived, expected in zip(g.lived, g.expected, strict=True)]
    key = {"gaps": gaps, "worst": found.worst}
    wrong = {
        "turned": {**key, "gaps": [-gap for gap in gaps]},
        "of_expected": {**key, "gaps": [round(part, 4) for part in of_expected]},
        "other_worst": {**key, "worst": best},
    }
    words = {"expected_list": ", ".join(map(str, g.expected)), "lived_list": ", ".join(map(str, g.lived))}
    words |= {"name_list": ", ".join(names), "worst": found.worst, "worst_gap": min(gaps)}
    return Key(key, wrong, words, judge=_judge_gaps(names, key, wrong))


def _judge_gaps(names: list[str], key: dict[str, Any], wrong: dict[str, Any]) -> Callable[[Any], str]:
    """Tell the road of an answer to 1.6: five gaps and the name of a dimension."""

    def road(answer: Any) -> str:
        given, worst = _gaps(answer, names)
        for name in ("of_expected", "turned"):
            if all(abs(x - y) <= 0.005 for x, y in zip(given, wrong[name]["gaps"], strict=True)):
                return name
        for name, x, y in zip(names, given, key["gaps"], strict=True):
            if abs(x - y) > 0.005:
                return tr("the gap of {name} is another one; ask for a hint.", name=name)
        return "" if worst == key["worst"] else "other_worst"

    return road


def _gaps(answer: Any, names: list[str]) -> tuple[tuple[float, ...], str]:
    if not isinstance(answer, Mapping) or {"gaps", "worst"} - set(answer):
        raise answers.UnreadableAnswer(tr('the answer is {{"gaps": five numbers, "worst": a dimension}}.'))
    worst = str(answer["worst"]).strip().lower()
    if worst not in names:
        known = ", ".join(names)
        raise answers.UnreadableAnswer(tr("“worst” is one of the dimensions: {known}.", known=known))
    return answers.several_numbers(answer["gaps"], dict.fromkeys(names, ""), tr("points")), worst


def net_promoters(g: SimpleNamespace) -> Key:
    """1.2: NPS from three counts."""
    count = g.promoters + g.passives + g.detractors
    key = nps_from_counts(g.promoters, g.passives, g.detractors).value
    wrong = {
        "promoters_only": 100 * g.promoters / count,
        "no_passives": round(100 * (g.promoters - g.detractors) / (g.promoters + g.detractors), 1),
        "turned": -key,
    }
    words = {
        "all": count,
        "promoter_share": round(100 * g.promoters / count, 1),
        "detractor_share": round(100 * g.detractors / count, 1),
    }
    return Key(key, wrong, words)


def claim_ends(g: SimpleNamespace) -> Key:
    """1.3: where both ends of a claimed rise lead in both readings, and the highest start for the first."""
    found = claim_readings(g.base, (g.least, g.most))
    share, points = ((one.low, one.high) for one in (found.relative, found.points))
    start = found.relative.base_limit
    wrong = {
        "swapped": (*points, *share, start),
        "capped": (*(min(end, 100.0) for end in (*share, *points)), start),
        "start_in_points": (*share, *points, found.points.base_limit),
    }
    words = {"growth": 1 + g.most / 100} | {
        name: round(end, 1)
        for name, end in zip(("share_low", "share_high", "points_low", "points_high"), (*share, *points), strict=True)
    }
    return Key((*share, *points, start), wrong, words)


def five_less_churn(g: SimpleNamespace) -> Key:
    """1.4: rise of a customer's value from three bases in points, from the first also as a share of the leavers."""

    def rises(discount: float) -> tuple[float, ...]:
        points = [100 * retention_profit(base, g.less, discount).share for base in g.stay]
        share = 100 * retention_profit(g.stay[0], g.less, discount, "relative").share
        held = [100 * base for base, rise in zip(g.stay, points, strict=True) if g.least <= rise <= g.most]
        return (*points, share, round(min(held, default=0.0), 1))

    key = rises(g.discount)
    of_stayers = retention_profit(g.stay[0], g.less * g.stay[0], g.discount)
    wrong = {
        "no_discount": rises(0.0),
        "of_stayers": (*key[:3], 100 * of_stayers.share, key[4]),
        "every_base": (*key[:4], round(100 * min(g.stay), 1)),
        "shares": tuple(part / 100 for part in key),
    }
    words = {f"stay_{place}": round(100 * base) for place, base in enumerate(g.stay, 1)}
    words |= {f"rise_{place}": round(rise, 1) for place, rise in enumerate(key[:3], 1)}
    words |= {
        "less_percent": round(100 * g.less),
        "discount_percent": round(100 * g.discount),
        "leave_percent": round(100 * (1 - g.stay[0])),
        "worth": round(clv_factor(g.stay[0], g.discount), 2),
        "share": round(key[3], 1),
        "lowest": key[4],
    }
    return Key(key, wrong, words)


def cost_of_winning(g: SimpleNamespace) -> Key:
    """1.5: what a new customer costs, at both ends of the source's range."""
    ends = acquisition_cost_range(g.keep_cny, (g.least, g.most))
    wrong = {
        "divided": (g.keep_cny / g.least, g.keep_cny / g.most),
        "on_top": (ends.low + g.keep_cny, ends.high + g.keep_cny),
        "swapped": (ends.high, ends.low),
    }
    return Key((ends.low, ends.high), wrong, {"lower": ends.low, "upper": ends.high})

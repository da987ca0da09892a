"""Exact values of measures: what the public functions of `cxsim.measure` say of the same numbers.

Lifetime value, retention and surveys are formulas, not queues. Nothing is simulated; the number of the function
stands beside the number of the file.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from functools import partial
from typing import Any

from cxsim import measure
from cxsim.evidence.verify_cases import Case, NotCovered, Params
from cxsim.evidence.verify_specs import Fixed, Spec
from cxsim.evidence.verify_stationary import Model
from cxsim.guards import CxError, shown
from cxsim.measure.intervals import z_of
from cxsim.messages import tr

__all__ = ["family_l_retention", "family_l_survey", "family_l_value"]

SCORES = range(11)
STATES = ("satisfied", "dissatisfied", "gone")

Formula = Callable[[], float]


def family_l_value(p: Params, case: Case) -> Model:
    """Lifetime value at a constant retention, by state, and through referrals."""
    if p.has("P"):
        return _states(p, case)
    if p.has("referrals_per_period"):
        brought, stay = p.share("referrals_per_period"), p.share("retention")
        return _formulas({
            "expected_referrals_per_lifetime": lambda: measure.referrals(brought, stay).direct,
            "total_customers_per_seed": lambda: measure.referrals(brought, stay).total,
        })  # fmt: skip
    margin, stay, rate = p.number("margin", low=-1e12), p.share("retention"), p.share("discount")
    return _formulas(
        {
            "CLV_first_margin_after_retention": lambda: measure.clv(margin, stay, rate).value,
            "CLV_first_margin_now": lambda: measure.clv(margin, stay, rate, first="now").value,
            "expected_lifetime": lambda: measure.expected_periods(1 - stay),
        },
        {"CLV_horizon": lambda years: measure.clv(margin, stay, rate, periods=years).value},
    )


def family_l_retention(p: Params, case: Case) -> Model:
    """Laws of who stays: contracts renewed (shifted-beta-geometric), purchases repeated (BG/NBD)."""
    del case
    if p.has("r"):
        law = measure.BgNbd(p.number("r"), p.number("alpha"), p.number("a"), p.number("b"))
        return _formulas(_one_buyer(p, law) if p.has("x") else _new_buyer(p, law))
    cohort = measure.ShiftedBetaGeometric(p.number("alpha"), p.number("beta"))
    rate = p.number("d") if p.has("d") else None
    return _formulas(
        {} if rate is None else {"DEL_new": lambda: cohort.discounted_lifetime(rate).value},
        {"S": lambda count: cohort.survival(count).value, "r": lambda count: cohort.retention(count).value},
    )


def _new_buyer(p: Params, law: measure.BgNbd) -> dict[str, Formula]:
    """BG/NBD of a customer of whom nothing has been seen yet."""
    span = p.number(_named(p, "t_weeks", "t"))
    return {"E_repeat": lambda: law.expected_repeat(span).value}


def _one_buyer(p: Params, law: measure.BgNbd) -> dict[str, Formula]:
    """BG/NBD of a customer with x repeat purchases, the last at the age t_x, seen until the age T."""
    seen = ([p.whole("x", 0)], [p.number("t_x", low=-1e-12)], [p.number("T")])
    found: dict[str, Formula] = {"P_alive": lambda: float(law.alive(*seen)[0])}
    if p.has("t_weeks") or p.has("t"):
        span = p.number(_named(p, "t_weeks", "t"))
        found["E_future"] = lambda: float(law.expected_purchases(span, *seen)[0])
    return found


def _named(p: Params, *names: str) -> str:
    """The name under which a case gives a parameter."""
    return next((name for name in names if p.has(name)), names[0])


def family_l_survey(p: Params, case: Case) -> Model:
    """A net promoter score from the chances of the eleven answers, all asked answering or not."""
    del case
    chances = _eleven(p, "score_probs_0_10")
    if abs(sum(chances) - 1) > 1e-6:
        raise NotCovered(tr("{name} add to {total}; allowed: 1", name="score_probs_0_10", total=f"{sum(chances):g}"))
    nps = measure.weighted_nps(SCORES, chances).value
    asked = p.whole("n") if p.has("n") or not p.has("response_prob_by_score") else 0
    if p.has("response_prob_by_score"):
        rates = _eleven(p, "response_prob_by_score")
        answers = [chance * rate for chance, rate in zip(chances, rates, strict=True)]
        back = [share / rate if rate else 0.0 for share, rate in zip(answers, rates, strict=True)]
        return _formulas({
            "NPS": lambda: nps,
            "response_rate": lambda: measure.weighted_mean(rates, chances).value,
            "NPS_observed": lambda: measure.weighted_nps(SCORES, answers).value,
            "NPS_bias": lambda: measure.weighted_nps(SCORES, answers).value - nps,
            "NPS_IPW": lambda: measure.weighted_nps(SCORES, back).value,
        })  # fmt: skip
    half = measure.nps_margin(asked, sum(chances[9:]), sum(chances[:7]))
    return _formulas({"NPS": lambda: nps, "NPS_SE": lambda: half / z_of(0.95)})


def _states(p: Params, case: Case) -> Model:
    """Customers who move between states: their value in each, and what lies between the first two."""
    moves, margins, rate = [_row(r) for r in p.words("P")], p.levels("margin", low=-1e12), p.share("discount")
    said = re.search(r"states ([^)]*)", case.model)
    names = [str(name) for name in p.words("states")] if p.has("states") else list(STATES)
    names = [name.strip() for name in said.group(1).split(",")] if said else names
    if not len(names) == len(moves) == len(margins):
        raise NotCovered(tr("P has {rows} rows for the states {names}", rows=len(moves), names=", ".join(names)))

    def worth() -> dict[str, float]:
        return measure.clv_by_state(dict(zip(names, moves, strict=True)), dict(zip(names, margins, strict=True)), rate)

    def of(name: str) -> Formula:
        return lambda: worth()[name]

    formulas = {f"V_{name}": of(name) for name in names}
    if {"satisfied", "dissatisfied"} <= set(names):
        formulas["value_of_recovery"] = lambda: worth()["satisfied"] - worth()["dissatisfied"]
    return _formulas(formulas)


def _row(row: Any) -> list[Any]:
    if not isinstance(row, list):
        raise NotCovered(tr("{name} is {value}; expected a list", name="P", value=shown(row)))
    return row


def _eleven(p: Params, name: str) -> list[float]:
    values = p.levels(name)
    if len(values) != len(SCORES) or max(values) > 1:
        words = {"name": name, "count": len(values)}
        raise NotCovered(tr("{name}: {count} numbers; allowed: eleven shares from 0 to 1", **words))
    return values


def _formulas(by_name: dict[str, Formula], by_count: dict[str, Callable[[int], float]] | None = None) -> Model:
    """A model without systems: quantities by name, and by name and number (``S_4``)."""
    counted = by_count or {}

    def spec(quantity: str) -> Spec:
        formula = by_name.get(quantity)
        stem, _, count = quantity.rpartition("_")
        if formula is None and count.isdecimal() and stem in counted:
            formula = partial(counted[stem], int(count))
        if formula is None:
            raise NotCovered(tr("unknown quantity {name}", name=quantity))
        try:
            value = formula()
        except CxError as error:
            raise NotCovered(tr("the parameters cannot be used: {why}", why=error)) from None
        if not math.isfinite(value):
            raise NotCovered(tr("the formula has no finite value for these parameters"))
        return Fixed(value)

    return Model({}, spec)

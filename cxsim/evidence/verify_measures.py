"""Exact values of measures: what the public functions of `cxsim.measure` say of the same numbers.

Lifetime value, retention and surveys are formulas, not queues. Nothing is simulated; the number of the function
stands beside the number of the file.
"""

from __future__ import annotations

import re
from collections.abc import Callable
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
        },
        {"CLV_horizon": lambda years: measure.clv(margin, stay, rate, periods=years).value},
    )


def family_l_retention(p: Params, case: Case) -> Model:
    """Laws of who stays: contracts renewed (shifted-beta-geometric), purchases repeated (BG/NBD)."""
    del case
    if p.has("r"):
        law = measure.BgNbd(p.number("r"), p.number("alpha"), p.number("a"), p.number("b"))
        weeks = p.number("t_weeks")
        return _formulas({"E_repeat": lambda: law.expected_repeat(weeks).value})
    cohort = measure.ShiftedBetaGeometric(p.number("alpha"), p.number("beta"))
    rate = p.number("d") if p.has("d") else None
    return _formulas(
        {} if rate is None else {"DEL_new": lambda: cohort.discounted_lifetime(rate).value},
        {"S": lambda count: cohort.survival(count).value, "r": lambda count: cohort.retention(count).value},
    )


def family_l_survey(p: Params, case: Case) -> Model:
    """A net promoter score from the chances of the eleven answers, all asked answering or not."""
    del case
    chances = _eleven(p, "score_probs_0_10")
    if abs(sum(chances) - 1) > 1e-6:
        raise NotCovered(tr("{name} add to {total}; allowed: 1", name="score_probs_0_10", total=f"{sum(chances):g}"))
    nps = measure.weighted_nps(SCORES, chances).value
    if p.has("response_prob_by_score"):
        rates = _eleven(p, "response_prob_by_score")
        answers = [chance * rate for chance, rate in zip(chances, rates, strict=True)]
        back = [share / rate if rate else 0.0 for share, rate in zip(answers, rates, strict=True)]
        return _formulas({
            "NPS": lambda: nps,
            "response_rate": lambda: measure.weighted_mean(rates, chances).value,
            "NPS_observed": lambda: measure.weighted_nps(SCORES, answers).value,
            "NPS_IPW": lambda: measure.weighted_nps(SCORES, back).value,
        })  # fmt: skip
    asked = p.whole("n")
    half = measure.nps_margin(asked, sum(chances[9:]), sum(chances[:7]))
    return _formulas({"NPS": lambda: nps, "NPS_SE": lambda: half / z_of(0.95)})


def _states(p: Params, case: Case) -> Model:
    """Customers who move between states: their value in each, and what lies between the first two."""
    moves, margins, rate = [_row(r) for r in p.words("P")], p.levels("margin", low=-1e12), p.share("discount")
    said = re.search(r"states ([^)]*)", case.model)
    names = [name.strip() for name in said.group(1).split(",")] if said else list(STATES)
    if not len(names) == len(moves) == len(margins):
        raise NotCovered(tr("P has {rows} rows for the states {names}", rows=len(moves), names=", ".join(names)))

    def worth() -> dict[str, float]:
        return measure.clv_by_state(dict(zip(names, moves, strict=True)), dict(zip(names, margins, strict=True)), rate)

    formulas = {f"V_{name}": lambda name=name: worth()[name] for name in names}
    if len(names) > 1:
        formulas["value_of_recovery"] = lambda: worth()[names[0]] - worth()[names[1]]
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

    def spec(quantity: str) -> Spec:
        formula = by_name.get(quantity)
        stem, _, count = quantity.rpartition("_")
        if formula is None and count.isdecimal() and stem in (by_count or {}):
            formula = lambda: by_count[stem](int(count))  # noqa: E731
        if formula is None:
            raise NotCovered(tr("unknown quantity {name}", name=quantity))
        try:
            return Fixed(formula(), tr("a formula by definition, not simulated"))
        except CxError as error:
            raise NotCovered(tr("the parameters cannot be used: {why}", why=error)) from None

    return Model({}, spec)

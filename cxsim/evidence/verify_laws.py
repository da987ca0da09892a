"""Distributions as the anchor files name them."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from cxsim.evidence.verify_cases import NotCovered, Params
from cxsim.evidence.verify_system import Law
from cxsim.messages import tr

__all__ = ["branches", "law_of", "patience_of", "whitt_law"]

NAMES = {
    "m": "exponential",
    "exp": "exponential",
    "expon": "exponential",
    "exponential": "exponential",
    "d": "deterministic",
    "det": "deterministic",
    "deterministic": "deterministic",
    "const": "deterministic",
    "constant": "deterministic",
    "e": "erlang",
    "erlang": "erlang",
    "h": "hyperexponential",
    "h2": "hyperexponential",
    "hyperexp": "hyperexponential",
    "hyperexponential": "hyperexponential",
    "ln": "lognormal",
    "lognorm": "lognormal",
    "lognormal": "lognormal",
    "balk_exp": "exponential",
    "exp_balk": "exponential",
}


def law_of(name: str, mean: float, cv: float | None) -> Law:
    """A law by the name of its family, its mean and its coefficient of variation.

    A hyperexponential law that is given by mean and spread only has balanced means (each branch carries half of
    the mean), as is usual in queueing tables.
    """
    stages = re.fullmatch(r"e(?:rlang)?_?-?(\d+)", name.lower())
    if stages:
        return _erlang(mean, float(stages.group(1)))
    family = NAMES.get(name.lower())
    if family is None:
        raise NotCovered(tr("the simulator has no {name} distribution", name=name))
    if family == "deterministic":
        return Law(family, mean, 0.0)
    if family == "exponential":
        return Law(family, mean, 1.0)
    if cv is None:
        raise NotCovered(tr("the spread of the {name} distribution is missing", name=name))
    if family == "lognormal":
        return Law(family, mean, cv) if cv > 0 else Law("deterministic", mean, 0.0)
    if family == "erlang":
        return _erlang(mean, 1.0 / cv**2 if cv > 0 else math.inf)
    if cv < 1:
        raise NotCovered(tr("a hyperexponential time has cv at least 1, not {cv}", cv=cv))
    p = 0.5 * (1.0 + math.sqrt((cv**2 - 1.0) / (cv**2 + 1.0)))
    return branches(p, mean * 0.5 / p, mean * 0.5 / (1.0 - p))


def branches(share: float, first: float, second: float) -> Law:
    """A hyperexponential law by the share of its first branch and the means of both."""
    mean = share * first + (1.0 - share) * second
    square = 2.0 * (share * first**2 + (1.0 - share) * second**2)
    cv = math.sqrt(max(0.0, square / mean**2 - 1.0))
    return Law("hyperexponential", mean, cv, 1, share, first / mean)


def whitt_law(words: Sequence[object], mean: float) -> Law:
    """A law as in Whitt 2005: ["M"], ["E2"], ["D"], ["LN", squared cv], or with the mean: ["LN", mean, squared cv]."""
    name, numbers = str(words[0]), []
    for word in words[1:]:
        if isinstance(word, bool) or not isinstance(word, (int, float)) or not word > 0:
            raise NotCovered(tr("{name} is {value}; expected numbers above 0", name=name, value=word))
        numbers.append(float(word))
    spread = NAMES.get(name.lower()) in ("lognormal", "hyperexponential")
    square = numbers.pop() if spread and numbers else None
    if numbers:
        mean = numbers.pop()
    if numbers or not math.isfinite(mean):
        raise NotCovered(tr("cannot read the distribution {words}", words=list(words)))
    return law_of(name, mean, None if square is None else math.sqrt(square))


def patience_of(p: Params) -> tuple[Law, float]:
    """Patience and balking share of a case with `patience` and `pat_...` parameters."""
    name = p.text("patience")
    family = NAMES.get(name.lower(), name)
    balk = p.share("pat_balk") if p.has("pat_balk") else 0.0
    if family == "hyperexponential" and (p.has("pat_p") or p.has("pat_p1")):
        share = p.share("pat_p") if p.has("pat_p") else p.share("pat_p1")
        return branches(share, _branch(p, 1), _branch(p, 2)), balk
    stages = next((p.whole(n) for n in ("pat_k", "pat_stages", "pat_shape") if p.has(n)), None)
    mean = _patience_mean(p)
    if stages is not None:
        return _erlang(mean, stages), balk
    cv = None
    if p.has("pat_cv"):
        cv = p.number("pat_cv", low=-1e-12)
    elif p.has("pat_cv2") or p.has("pat_scv"):
        cv = math.sqrt(p.number("pat_cv2" if p.has("pat_cv2") else "pat_scv", low=-1e-12))
    return law_of(name, mean, cv), balk


def _patience_mean(p: Params) -> float:
    for name in ("pat_mean", "pat_d", "pat_D", "pat_value", "pat_const"):
        if p.has(name):
            return p.number(name)
    for name in ("pat_theta", "pat_rate"):
        if p.has(name):
            return 1.0 / p.number(name)
    raise NotCovered(tr("parameter {name} is missing", name="pat_mean"))


def _branch(p: Params, i: int) -> float:
    for name in (f"pat_m{i}", f"pat_mean{i}"):
        if p.has(name):
            return p.number(name)
    for name in (f"pat_theta{i}", f"pat_rate{i}", f"pat_th{i}"):
        if p.has(name):
            return 1.0 / p.number(name)
    raise NotCovered(tr("parameter {name} is missing", name=f"pat_m{i}"))


def _erlang(mean: float, stages: float) -> Law:
    whole = round(stages) if math.isfinite(stages) else 0
    if whole < 1 or abs(stages - whole) > 1e-6:
        raise NotCovered(tr("an Erlang time has whole stages, not {stages}", stages=f"{stages:g}"))
    if whole == 1:
        return Law("exponential", mean, 1.0)
    return Law("erlang", mean, 1.0 / math.sqrt(whole), whole)

"""Distributions as the anchor files name them."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from cxsim.evidence.verify_cases import NotCovered, Params
from cxsim.evidence.verify_system import Law
from cxsim.messages import tr

__all__ = ["branches", "held_to", "law_of", "patience_of", "phases_of", "service_of", "whitt_law"]

ROUNDED_MEAN = 1e-4  # share by which a mean that is written twice may differ from itself
ROUNDED_SPREAD = 1e-3  # the same for a coefficient of variation: 0.577 is a third of a square
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
    "gamma": "erlang",  # with a whole shape
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


def law_of(name: str, mean: float, cv: float | None, stages: float | None = None) -> Law:
    """A law by the name of its family, its mean, and its coefficient of variation or number of stages.

    A hyperexponential law that is given by mean and spread only has balanced means (each branch carries half of
    the mean), as is usual in queueing tables.
    """
    family, named = _family(name)
    if family == "erlang" and (count := named or stages):
        law = _erlang(mean, count)
    elif family == "deterministic":
        law = Law(family, mean, 0.0)
    elif family == "exponential":
        law = Law(family, mean, 1.0)
    else:
        law = _spread(family, name, mean, cv)
    if stages is not None and (family != "erlang" or stages != law.stages):
        raise NotCovered(tr("{stages} stages do not fit the {name} distribution", stages=stages, name=name))
    return held_to(law, name, cv=cv)


def held_to(law: Law, name: str, mean: float | None = None, cv: float | None = None) -> Law:
    """The same law, unless a mean or a spread that is written beside it says something else."""
    pairs = ((tr("mean"), law.mean, mean, ROUNDED_MEAN), (tr("coefficient of variation"), law.cv, cv, ROUNDED_SPREAD))
    for what, value, said, rounded in pairs:
        if said is not None and abs(value - said) > rounded * value + 1e-9:
            raise NotCovered(tr("the {what} of the {name} distribution is {value}, not {said}", what=what, name=name,
                                value=f"{value:g}", said=said))
    return law


def _family(name: str) -> tuple[str, int]:
    """Family of a name, and the stages that the name carries, 0 = none."""
    staged = re.fullmatch(r"e(?:rlang)?_?-?(\d+)", name.lower())
    family = "erlang" if staged else NAMES.get(name.lower())
    if family is None:
        raise NotCovered(tr("the simulator has no {name} distribution", name=name))
    return family, int(staged.group(1)) if staged else 0


def _spread(family: str, name: str, mean: float, cv: float | None) -> Law:
    """A law whose spread its name leaves open."""
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


def service_of(p: Params) -> Law:
    """Handle time of a case with `dist`, `mean_service`, and a spread, stages or two branches."""
    name, mean = p.text("dist"), p.number("mean_service")
    cv = p.number("cv_service", low=-1e-12) if p.has("cv_service") else None
    if _family(name)[0] == "hyperexponential" and p.has("p") and p.has("m1") and p.has("m2"):
        return held_to(branches(p.share("p"), p.number("m1"), p.number("m2")), name, mean, cv)
    return law_of(name, mean, cv, p.whole("k") if p.has("k") else None)


def phases_of(p: Params) -> Law:
    """Handle time of a case with `service`, its `service_params`, `mean_service` and `cv2_service`."""
    name, mean = p.text("service"), p.number("mean_service")
    numbers = p.numbers("service_params", least=0) if p.has("service_params") else []
    cv = math.sqrt(max(0.0, p.number("cv2_service", low=-1e-12))) if p.has("cv2_service") else None
    family = _family(name)[0]
    if family == "hyperexponential" and numbers:
        if len(numbers) != 3:
            raise NotCovered(tr("service_params of {name} are not a share and two means", name=name))
        return held_to(branches(*numbers), name, mean, cv)
    return law_of(name, mean, cv, numbers[0] if family == "erlang" and numbers else None)


def patience_of(p: Params) -> tuple[Law, float]:
    """Patience and balking share of a case with `patience` and `pat_...` parameters."""
    name = p.text("patience")
    family = NAMES.get(name.lower(), name)
    balk = p.share("pat_balk") if p.has("pat_balk") else 0.0
    if family == "hyperexponential" and (p.has("pat_p") or p.has("pat_p1")):
        share = p.share("pat_p") if p.has("pat_p") else p.share("pat_p1")
        return branches(share, _branch(p, 1), _branch(p, 2)), balk
    _family(name)
    stages = next((p.whole(n) for n in ("pat_k", "pat_stages", "pat_shape") if p.has(n)), None)
    mean = _patience_mean(p)
    cv = None
    if p.has("pat_cv"):
        cv = p.number("pat_cv", low=-1e-12)
    elif p.has("pat_cv2") or p.has("pat_scv"):
        cv = math.sqrt(p.number("pat_cv2" if p.has("pat_cv2") else "pat_scv", low=-1e-12))
    return law_of(name, mean, cv, stages), balk


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
    if whole < 1 or abs(stages - whole) > 2 * ROUNDED_SPREAD * whole:  # stages are 1 / cv^2
        raise NotCovered(tr("an Erlang time has whole stages, not {stages}", stages=f"{stages:g}"))
    if whole == 1:
        return Law("exponential", mean, 1.0)
    return Law("erlang", mean, 1.0 / math.sqrt(whole), whole)

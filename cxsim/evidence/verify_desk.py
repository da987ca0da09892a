"""Quantities of a single desk, by the names that the anchor files use."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from cxsim.evidence.verify_cases import NotCovered
from cxsim.evidence.verify_specs import Estimate, Quantile, plain, ratio
from cxsim.evidence.verify_view import View
from cxsim.messages import tr

__all__ = ["Desk", "desk_spec"]

Which = Callable[[View], np.ndarray | bool]


class Desk(NamedTuple):
    """What a quantity of a desk refers to.

    Attributes
    ----------
    agents : int
        Agents of the pool.
    handle, load : float
        Mean handle time and offered load: scales of the precision floor.
    limit : float or None
        Wait limit of the case; names of quantities carry a rounded copy of it.
    which : callable
        Attempts that count (a class, a queue); all by default.
    part : str
        System that is looked at.
    """

    agents: int
    handle: float
    load: float
    limit: float | None = None
    which: Which = lambda v: True
    part: str = ""


def desk_spec(quantity: str, desk: Desk) -> Estimate | Quantile:
    """How to estimate a quantity of a desk from a contact log.

    Parameters
    ----------
    quantity : str
        Name as in the anchor file, for example "Wq" or "SL_T=0.5".
    desk : Desk
        What it refers to.

    Raises
    ------
    NotCovered
        The name is unknown.
    """
    for table, scale in ((SHARES, 1.0), (TIMES, desk.handle), (RATES, 0.0)):
        if quantity in table:
            top, bottom = table[quantity]
            return _ratio(top, bottom, desk, scale)
    if quantity in NUMBERS:
        area = NUMBERS[quantity]
        number = ratio(lambda v: area(v, desk.which(v)), lambda v: v.length, desk.load, desk.part)
        return number if area is View.queue_area else plain(number)
    if quantity == "occupancy":
        return plain(ratio(lambda v: v.busy_area(desk.which(v)), lambda v: v.length * desk.agents, 1.0, desk.part))
    if quantity in ("Wsd", "W_sd"):
        return _spread(desk)
    for pattern, make in PATTERNS:
        if found := re.fullmatch(pattern, quantity):
            return make(float(found.group(1)), desk)
    raise NotCovered(tr("unknown quantity {name}", name=quantity))


def _everyone(v: View) -> np.ndarray | bool:
    return True


def _accepted(v: View) -> np.ndarray:
    return ~v.blocked


def _count(which: Which) -> Callable[[View, np.ndarray | bool], np.ndarray]:
    return lambda v, base: v.count(which(v) & base)


def _waits(which: Which) -> Callable[[View, np.ndarray | bool], np.ndarray]:
    return lambda v, base: v.waits(which(v) & base)


_ALL, _ACCEPTED = _count(_everyone), _count(_accepted)
_HANDLED, _GAVE_UP = _count(lambda v: v.handled), _count(lambda v: v.gave_up)
_WAITED = _count(lambda v: v.waited)

SHARES = {
    "P_wait": (_WAITED, _ALL),
    "P_W0": (_count(lambda v: ~v.waited), _ALL),
    "P_ab": (_GAVE_UP, _ALL),
    "P_ab_per_attempt": (_GAVE_UP, _ALL),
    "P_block": (_count(lambda v: v.blocked), _ALL),
    "P_wait_accepted": (_WAITED, _ACCEPTED),
}
TIMES = {
    "Wq": (_waits(_everyone), _ALL),
    "EW_all": (_waits(_everyone), _ALL),
    "EW_per_attempt": (_waits(_everyone), _ALL),
    "Wq_per_contact": (_waits(_everyone), _ALL),
    "Wq_accepted": (_waits(_accepted), _ACCEPTED),
    "Wq_given_wait": (_waits(_everyone), _WAITED),
    "EW_served": (_waits(lambda v: v.handled), _HANDLED),
    "EW_abandoned": (_waits(lambda v: v.gave_up), _GAVE_UP),
}
RATES = {"P_ab_ratio_EW": (_GAVE_UP, _waits(_everyone))}
NUMBERS = {
    "Lq": View.queue_area,
    "EQ": View.queue_area,
    "EN": lambda v, which: v.queue_area(which) + v.busy_area(which),
    "L": lambda v, which: v.queue_area(which) + v.busy_area(which),
}


def _ratio(top: Callable, bottom: Callable, desk: Desk, scale: float) -> Estimate:
    return ratio(lambda v: top(v, desk.which(v)), lambda v: bottom(v, desk.which(v)), scale, desk.part)


def _limit(written: float, desk: Desk) -> float:
    """The limit itself where the name carries a rounded copy of it."""
    return desk.limit if desk.limit is not None and abs(desk.limit - written) < 1e-3 else written


def _within(outcome: Which, base: Which) -> Callable[[float, Desk], Estimate]:
    def make(written: float, desk: Desk) -> Estimate:
        limit = _limit(written, desk)
        return _ratio(_count(lambda v: v.within(limit) & outcome(v)), _count(base), desk, 1.0)

    return make


def _beyond(limit: float, desk: Desk) -> Estimate:
    return _ratio(_count(lambda v: ~v.within(limit)), _ALL, desk, 1.0)


def _spread(desk: Desk) -> Estimate:
    """Standard deviation of the wait."""

    def columns(v: View) -> tuple[np.ndarray, ...]:
        which = desk.which(v)
        waits = v.wait / v.unit_ms
        return v.count(which), v.sum(v.wait, which), v.sum(v.wait * waits, which)

    def value(s: np.ndarray) -> np.ndarray:
        return np.sqrt(np.maximum(0.0, s[..., 2] / s[..., 0] - (s[..., 1] / s[..., 0]) ** 2))

    return Estimate((desk.part,), (columns,), value, desk.handle)


def _percentile(percent: float, desk: Desk) -> Quantile:
    if not 0.0 < percent < 100.0:
        raise NotCovered(tr("{name} is {value}; allowed: above {low}, below {high}", name="percentile",
                            value=percent, low=0, high=100))
    limits = np.concatenate(([0.0], desk.handle * np.geomspace(1e-3, 1e3, 1500)))

    def columns(v: View) -> list[np.ndarray]:
        which = v.inside & desk.which(v)
        place = np.searchsorted(limits * v.unit_ms, v.wait[which])
        room = len(limits) + 1
        counts = np.bincount(v.group[which] * room + place, minlength=v.groups * room).reshape(v.groups, room)
        return [v.count(which), *np.cumsum(counts[:, :-1], axis=1).T]

    return Quantile((desk.part,), (columns,), percent / 100.0, limits, desk.handle)


_NUMBER = r"(\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)"
PATTERNS: tuple[tuple[str, Callable[[float, Desk], Estimate | Quantile]], ...] = (
    (f"SL_T={_NUMBER}", _within(_everyone, _everyone)),
    (f"SL_T={_NUMBER}_accepted", _within(_accepted, _accepted)),
    (f"SL_served_over_offered_T={_NUMBER}", _within(lambda v: v.handled, _everyone)),
    (f"SL_served_over_answered_T={_NUMBER}", _within(lambda v: v.handled, lambda v: v.handled)),
    (f"SL{_NUMBER}_served", _within(lambda v: v.handled, lambda v: v.handled)),
    (f"P_ab_within_T={_NUMBER}", _within(lambda v: v.gave_up, _everyone)),
    (f"P_W_gt_{_NUMBER}", _beyond),
    (f"W_q{_NUMBER}", _percentile),
)

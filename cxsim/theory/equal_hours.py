"""The same hours, better placed: a roster that follows the load by the square-root rule.

Literature: Halfin & Whitt 1981; Koole 2013, ch. 6 (load plus a safety of beta times its root).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from cxsim.guards import CxError
from cxsim.messages import tr

__all__ = ["EqualHours", "equal_hours"]


class EqualHours(NamedTuple):
    """Seats by slot, and the safety that they leave.

    Attributes
    ----------
    beta : float
        Seats = load + beta x root of load, before rounding.
    seats : tuple of int
        Whole people by slot, as many together as asked for.
    """

    beta: float
    seats: tuple[int, ...]


def equal_hours(loads: Sequence[float], total: int, least: int = 1) -> EqualHours:
    """Place `total` seats over slots of equal length: load + beta x root of load, rounded by largest remainder.

    Parameters
    ----------
    loads : sequence of float
        Offered load of each slot (Erlang): arrivals per minute times minutes of handling.
    total : int
        Seats to be placed over all slots.
    least : int
        Fewest seats in a slot.

    Examples
    --------
    >>> equal_hours([1.0, 4.0, 4.0, 1.0], 14).seats
    (2, 5, 5, 2)
    """
    if not loads or min(loads) < 0 or total < least * len(loads):
        raise CxError(tr("{total} seats over {slots} slots: at least {least} a slot and loads from 0 on are needed",
                         total=total, slots=len(loads), least=least))
    low, high = -math.sqrt(max(loads)) - 1.0, float(total) + 1.0
    for _ in range(200):
        beta = (low + high) / 2
        if sum(_wanted(loads, beta, least)) > total:
            high = beta
        else:
            low = beta
    wanted = _wanted(loads, low, least)
    seats = [math.floor(seat) for seat in wanted]
    rest = sorted(range(len(loads)), key=lambda slot: (seats[slot] - wanted[slot], slot))
    for place in range(total - sum(seats)):
        seats[rest[place % len(rest)]] += 1
    return EqualHours(low, tuple(seats))


def _wanted(loads: Sequence[float], beta: float, least: int) -> list[float]:
    return [max(float(least), load + beta * math.sqrt(load)) for load in loads]

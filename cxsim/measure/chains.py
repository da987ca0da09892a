"""Value of customers who move between states, and of those who bring others.

Question: what is it worth to make a dissatisfied customer satisfied, and how many come through one?
Inputs: chances of moving from state to state in a period, the margin in each; referrals per period.
Outputs: plain numbers, because nothing here is a sample.
Literature: Pfeifer & Carraway 2000 (J. Interactive Marketing 14:43); Watson & Galton 1875; Kumar et al. 2010.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np

from cxsim.guards import CxError
from cxsim.measure.reading import ANY, LEAST_ZERO, SHARE, Allowed, one
from cxsim.messages import tr

__all__ = ["Referrals", "clv_by_state", "referrals"]


class Referrals(NamedTuple):
    """Customers through one customer: brought directly over a life, and in all (with those brought by the brought)."""

    direct: float
    total: float


def clv_by_state(
    moves: Mapping[str, Iterable[float]], margins: Mapping[str, float], discount: float
) -> dict[str, float]:
    """Lifetime value of a customer in each state, the margin of this period included.

    Parameters
    ----------
    moves : mapping of state to chances
        Chance of each state in the next period, in the order of the mapping; each row adds to 1.
    margins : mapping of state to money
        Margin per period in each state.
    discount : float
        Interest per period, above 0 unless everybody leaves in the end.

    Examples
    --------
    >>> got = clv_by_state({"satisfied": [.85, .10, .05], "dissatisfied": [.15, .70, .15], "gone": [0, 0, 1]},
    ...                    {"satisfied": 40, "dissatisfied": 15, "gone": 0}, 0.10)
    >>> round(got["satisfied"], 2), round(got["satisfied"] - got["dissatisfied"], 2)
    (226.47, 100.29)
    """
    names = [str(name) for name in moves]
    if set(names) != {str(name) for name in margins}:
        odd = ", ".join(sorted(set(names) ^ {str(name) for name in margins}))
        raise CxError(tr("clv_by_state: {odd} has moves or a margin only; both are needed", odd=odd))
    rows = [
        [one(value, name, SHARE) for value in row] for name, row in zip(names, moves.values(), strict=True)
    ]
    for name, row in zip(names, rows, strict=True):
        if len(row) != len(names) or abs(sum(row) - 1) > 1e-6:
            words = {"name": name, "count": len(row), "states": len(names), "total": sum(row)}
            text = tr(
                "moves from {name}: {count} chances that add to {total}; allowed: {states} that add to 1",
                **words,
            )
            raise CxError(text)
    rate = one(discount, "discount", Allowed(0))
    money = np.array([one(margins[name], name, ANY) for name in names])
    system = np.eye(len(names)) - np.array(rows) / (1 + rate)
    if rate == 0:
        raise CxError(tr("clv_by_state: discount is 0; a value without end needs an interest above 0"))
    return dict(zip(names, np.linalg.solve(system, money).tolist(), strict=True))


def referrals(per_period: float, retention: float) -> Referrals:
    """Customers whom one customer brings, directly and through those whom she brought.

    Parameters
    ----------
    per_period : float
        New customers that a living customer brings in a period.
    retention : float
        Share who stay from one period to the next, below 1.

    Examples
    --------
    >>> got = referrals(0.06, 0.8)
    >>> round(got.direct, 2), round(got.total, 4)
    (0.3, 1.4286)
    """
    direct = one(per_period, "per_period", LEAST_ZERO) / (
        1 - one(retention, "retention", Allowed(0, 1, open_high=True))
    )
    if direct >= 1:
        text = tr("referrals: each brings {direct} over a life; below 1 is needed, or the firm grows without end",
                  direct=direct)  # fmt: skip
        raise CxError(text)
    return Referrals(direct, 1 / (1 - direct))

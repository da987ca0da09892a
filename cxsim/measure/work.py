"""Work behind a solved case: handle time, returns, training hours.

Question: does paying for speed make the company faster?
Inputs: handle times, shares 0..1, hours.
Outputs: plain numbers.
"""

from __future__ import annotations

from typing import NamedTuple

from cxsim.guards import CxError
from cxsim.measure.reading import LEAST_ZERO, POSITIVE, SHARE, Allowed, one
from cxsim.messages import tr

__all__ = [
    "SpeedPay", "break_even_fcr", "fcr_to_pay_for", "load_with_returns", "speed_pay", "training_capacity",
    "work_per_solved",
]  # fmt: skip

_RATE = Allowed(0, 1, open_low=True)
WEEKS_PER_MONTH = 52 / 12


class SpeedPay(NamedTuple):
    """What an incentive for speed does to the work behind a solved case.

    Attributes
    ----------
    before, after : float
        Work per solved case, in the unit of the handle time.
    change : float
        Relative change: 0.029 = 2.9 % more work.
    break_even_fcr : float
        First-contact resolution above which the faster way saves work.
    """

    before: float
    after: float
    change: float
    break_even_fcr: float


def work_per_solved(handle: float, fcr: float) -> float:
    """Handle time until a case is solved, when every unsolved contact comes back: handle / FCR.

    Parameters
    ----------
    handle : float
        Handle time of one contact, any unit.
    fcr : float
        Share of contacts that solve the case, above 0.

    Examples
    --------
    >>> round(work_per_solved(180, 0.90), 1), round(work_per_solved(144, 0.70), 1)
    (200.0, 205.7)
    """
    return one(handle, "handle", LEAST_ZERO) / one(fcr, "fcr", _RATE)


def break_even_fcr(handle_before: float, fcr_before: float, handle_after: float) -> float:
    """First-contact resolution at which a new handle time costs as much work per solved case as the old one.

    Examples
    --------
    >>> break_even_fcr(180, 0.90, 144)
    0.72
    """
    return one(handle_after, "handle_after", LEAST_ZERO) / work_per_solved(
        one(handle_before, "handle_before", POSITIVE), fcr_before
    )


def speed_pay(handle_before: float, fcr_before: float, handle_after: float, fcr_after: float) -> SpeedPay:
    """Compare the work per solved case before and after a change of pace.

    Examples
    --------
    >>> got = speed_pay(180, 0.90, 144, 0.70)
    >>> round(100 * got.change, 1)
    2.9
    """
    before, after = work_per_solved(handle_before, fcr_before), work_per_solved(handle_after, fcr_after)
    return SpeedPay(
        before, after, after / before - 1, break_even_fcr(handle_before, fcr_before, handle_after)
    )


def load_with_returns(new_contacts: float, fcr: float) -> float:
    """Contacts to handle when every unresolved one comes back: new / FCR.

    Examples
    --------
    >>> round(load_with_returns(100, 0.90), 1), round(load_with_returns(100, 0.70), 1)
    (111.1, 142.9)
    """
    return one(new_contacts, "new_contacts", LEAST_ZERO) / one(fcr, "fcr", _RATE)


def training_capacity(weekly_h: float, monthly_h: float, month_h: float = 173) -> float:
    """Share of paid time that training takes away from customers, 0..1.

    Parameters
    ----------
    weekly_h, monthly_h : float
        Hours of training in each week, and in each month on top.
    month_h : float
        Paid hours in a month; a month has 52 / 12 weeks.

    Examples
    --------
    >>> round(100 * training_capacity(1, 2, 173), 2)
    3.66
    """
    hours = one(weekly_h, "weekly_h", LEAST_ZERO) * WEEKS_PER_MONTH + one(monthly_h, "monthly_h", LEAST_ZERO)
    paid = one(month_h, "month_h", POSITIVE)
    if hours >= paid:
        raise CxError(
            tr("training takes {hours} of {paid} hours; allowed: less than all", hours=hours, paid=paid)
        )
    return hours / paid


def fcr_to_pay_for(fcr: float, share: float) -> float:
    """First-contact resolution at which fewer returns give back the share of capacity that was spent.

    Parameters
    ----------
    fcr : float
        First-contact resolution today.
    share : float
        Share of capacity spent, for example by `training_capacity`.

    Examples
    --------
    >>> round(100 * fcr_to_pay_for(0.70, training_capacity(1, 2, 173)), 1)
    72.7
    """
    needed = one(fcr, "fcr", _RATE) / (1 - one(share, "share", Allowed(0, 1, open_high=True)))
    if one(needed, "needed", LEAST_ZERO) > 1:
        raise CxError(tr("it would need a resolution of {needed}; allowed: at most 1", needed=needed))
    return one(needed, "needed", SHARE)

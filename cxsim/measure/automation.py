"""What a digital tool really saves: bot, early warning, shorter journeys, a claimed efficiency.

Question: how much human work is left when the slogan has been multiplied out?
Inputs: volumes per hour, shares 0..1, money.
Outputs: small tuples of plain numbers; nothing here is a sample, so nothing has an interval.
"""

from __future__ import annotations

from typing import NamedTuple

from cxsim.guards import CxError
from cxsim.measure.reading import COUNT, INSIDE, LEAST_ZERO, POSITIVE, SHARE, Allowed, one
from cxsim.messages import tr

__all__ = [
    "BotLoad", "ChurnPrecision", "Efficiency", "Funnel", "Payback", "bot_load", "churn_precision",
    "efficiency_readings", "funnel_of_claim", "mobile_funnel", "payback",
]  # fmt: skip


class BotLoad(NamedTuple):
    """Contacts per hour on both sides of a bot.

    Attributes
    ----------
    taken : float
        Contacts the bot starts on.
    solved, returned : float
        Of these: understood and solved; misread and handed to a human.
    humans : float
        Contacts that humans handle, returned ones included.
    slogan_humans : float
        What would be left if the bot took its share of everything and never failed.
    """

    taken: float
    solved: float
    returned: float
    humans: float
    slogan_humans: float


class ChurnPrecision(NamedTuple):
    """An early warning read in full. Shares 0..1.

    Attributes
    ----------
    precision : float
        Share of the warned who would leave.
    warned : float
        Share of all customers who are warned about.
    accuracy : float
        Share of all customers judged rightly.
    accuracy_of_nobody : float
        The same for the rule "nobody leaves".
    """

    precision: float
    warned: float
    accuracy: float
    accuracy_of_nobody: float


class Funnel(NamedTuple):
    """Completion of a task of equal steps. Shares 0..1."""

    per_step: float
    before: float
    after: float


class Efficiency(NamedTuple):
    """Two readings of "efficiency up by a share": more contacts in the same time, or less time for a contact."""

    more_output: float
    less_time: float


class Payback(NamedTuple):
    """Contacts and days until a purchase has paid for itself, running cost left aside."""

    contacts: float
    days: float


def bot_load(contacts: float, common: float, taken: float, accuracy: float) -> BotLoad:
    """Work that a bot removes.

    Parameters
    ----------
    contacts : float
        Contacts per hour.
    common : float
        Share of them that are common questions.
    taken : float
        Share of the common ones that the bot takes.
    accuracy : float
        Share of those that it understands; the others come back to a human.

    Examples
    --------
    >>> got = bot_load(200, 0.60, 0.80, 0.92)
    >>> round(got.taken, 1), round(got.solved, 1), round(got.returned, 1), round(got.humans, 1)
    (96.0, 88.3, 7.7, 111.7)
    """
    volume = one(contacts, "contacts", LEAST_ZERO)
    share = one(taken, "taken", SHARE)
    started = volume * one(common, "common", SHARE) * share
    solved = started * one(accuracy, "accuracy", SHARE)
    return BotLoad(started, solved, started - solved, volume - solved, volume * (1 - share))


def payback(cost: float, saving: float, contacts_per_hour: float, hours_per_day: float = 24) -> Payback:
    """Contacts and days until a purchase is paid by the contacts it removes.

    Parameters
    ----------
    cost : float
        Money spent once.
    saving : float
        Money saved per contact removed.
    contacts_per_hour, hours_per_day : float
        Contacts removed.

    Examples
    --------
    >>> got = payback(50_000, 3, 88.32, 12)
    >>> round(got.contacts), round(got.days, 1)
    (16667, 15.7)
    """
    contacts = one(cost, "cost", LEAST_ZERO) / one(saving, "saving", POSITIVE)
    daily = one(contacts_per_hour, "contacts_per_hour", POSITIVE)
    return Payback(
        contacts, contacts / (daily * one(hours_per_day, "hours_per_day", Allowed(0, 24, open_low=True)))
    )


def churn_precision(base: float, recall: float, false_alarm: float) -> ChurnPrecision:
    """What "finds 78 % of those who leave" means for a warned customer.

    Parameters
    ----------
    base : float
        Share of customers who leave.
    recall : float
        Share of the leavers who are warned about.
    false_alarm : float
        Share of the stayers who are warned about.

    Examples
    --------
    >>> got = churn_precision(0.05, 0.78, 0.10)
    >>> round(100 * got.precision, 1), got.accuracy_of_nobody
    (29.1, 0.95)
    """
    leave = one(base, "base", SHARE)
    hits = leave * one(recall, "recall", SHARE)
    false = (1 - leave) * one(false_alarm, "false_alarm", SHARE)
    warned = hits + false
    if warned == 0:
        raise CxError(tr("nobody is warned about: recall and false_alarm are both 0 where it counts"))
    return ChurnPrecision(hits / warned, warned, hits + 1 - leave - false, 1 - leave)


def mobile_funnel(start: float, steps: int, cut: int) -> Funnel:
    """Completion after cutting some of a number of equal steps.

    Parameters
    ----------
    start : float
        Share who complete the task today.
    steps : int
        Steps today, each lost by the same share.
    cut : int
        Steps taken out, fewer than `steps`.

    Examples
    --------
    >>> got = mobile_funnel(0.80, 8, 2)
    >>> round(100 * got.after, 1)
    84.6
    """
    complete, count, less = _steps(start, steps, cut)
    per_step = complete ** (1 / count)
    return Funnel(per_step, complete, per_step ** (count - less))


def funnel_of_claim(gain: float, steps: int, cut: int) -> Funnel:
    """The app for which "fewer steps raise completion by a share" is true, when all steps are alike.

    Parameters
    ----------
    gain : float
        Claimed relative rise of completion: 0.38.
    steps, cut : int
        Steps before, and steps taken out.

    Examples
    --------
    >>> [round(100 * value, 1) for value in funnel_of_claim(0.38, 8, 2)]
    [85.1, 27.6, 38.1]
    """
    _, count, less = _steps(1.0, steps, cut)
    if not less:
        raise CxError(tr("cut is 0; allowed: at least 1 step"))
    per_step = (1 + one(gain, "gain", LEAST_ZERO)) ** (-1 / less)
    return Funnel(per_step, per_step**count, per_step ** (count - less))


def efficiency_readings(handle_s: float, gain: float) -> Efficiency:
    """Handle time after "efficiency +28 %" in both readings.

    Parameters
    ----------
    handle_s : float
        Handle time today, in any unit.
    gain : float
        Claimed gain, 0.28.

    Examples
    --------
    >>> [round(value, 1) for value in efficiency_readings(180, 0.28)]
    [140.6, 129.6]
    """
    time, more = one(handle_s, "handle_s", POSITIVE), one(gain, "gain", Allowed(0, 1, open_high=True))
    return Efficiency(time / (1 + more), time * (1 - more))


def _steps(start: float, steps: int, cut: int) -> tuple[float, int, int]:
    count = int(one(steps, "steps", Allowed(1, whole=True)))
    less = int(one(cut, "cut", COUNT))
    if less >= count:
        raise CxError(
            tr("cut is {cut} of {steps} steps; allowed: fewer than the steps", cut=less, steps=count)
        )
    return one(start, "start", INSIDE if start != 1 else SHARE), count, less

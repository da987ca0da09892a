"""How many matters are behind the contacts, and over which channel do they come?

Inputs: clean contacts, and the shares who return. Outputs: matters a day with interval, shares of the channels.
"""

from __future__ import annotations

import math

import numpy as np

from cxsim.calibrate.reading import ABANDONED, ANSWERED, BLOCKED, CLOSED, Contacts
from cxsim.calibrate.result import Fit, measure
from cxsim.calibrate.writing import come_back_share
from cxsim.measure.intervals import share_of, wilson
from cxsim.messages import tr
from cxsim.scenario import Scenario
from cxsim.schema import CHANNELS

__all__ = ["begun", "needs_fit", "share_fits", "switch_fit", "usual_returns"]

#: Of those at a closed or busy door who return, where the log has them: the World's own shares.
AT_A_CLOSED_DOOR, AT_A_BUSY_LINE = 0.7, 0.7
#: An email within a minute of hanging up belongs to the same matter.
AT_ONCE_MS = 60_000


def share_fits(log: Contacts, first: np.ndarray, present: list[int]) -> tuple[dict[str, float], list[Fit]]:
    """Share of each channel among first contacts; people keep to a channel, so people are counted, not contacts."""
    n = int(first.sum())
    shares = dict.fromkeys(CHANNELS, 0.0)
    fits = []
    for code in present:
        hit = log.channel[first] == code
        share = float(hit.mean())
        shares[CHANNELS[code]] = share
        if len(present) == 1:
            break
        design = 1.0
        if log.with_ids:
            who = log.customer[first]
            own, all_ = np.bincount(who, hit), np.bincount(who)
            design = max(1.0, float(((own - share * all_) ** 2).sum() / n) / max(share * (1 - share), 1e-12))
        low, high = map(float, wilson(share, n / design))
        found = measure(tr("share of {channel}", channel=CHANNELS[code]), share, (low, high), n,
                        "Wilson, people as clusters" if log.with_ids else "Wilson", digits=3)  # fmt: skip
        fits.append(Fit(f"{CHANNELS[code]}_share", found, "share", f"world.demand.channel_share.{CHANNELS[code]}"))
    total = sum(shares.values())
    return {name: share / total for name, share in shares.items()}, fits


def usual_returns(base: Scenario, email: bool) -> dict[str, float]:
    """Shares who return in the base company, by channel: what stands where they cannot be fitted."""
    contacts, on = base.beliefs.contacts, base.mechanisms
    found = {"switch": contacts.switch_to_email_share * (email and on.redial)}
    for name in CHANNELS:
        found[f"{name}_redial"] = contacts.redial_share * on.redial
        found[f"{name}_back"] = come_back_share(base, name) * on.recontact
    return found


def switch_fit(log: Contacts) -> Fit | None:
    """Share of those who gave up and wrote an email at once; none without people, email, or thirty who gave up."""
    left = np.flatnonzero((log.outcome == ABANDONED) & (log.customer >= 0) & np.isfinite(log.wait))
    written = log.channel == CHANNELS.index("email")
    if not log.with_ids or not written.any() or len(left) < 30:
        return None
    order = np.lexsort((log.arrived, log.customer))
    after = np.full(len(order), -1)
    same = log.customer[order[1:]] == log.customer[order[:-1]]
    after[order[:-1][same]] = order[1:][same]
    following = after[left]
    gap = log.arrived[following] - log.arrived[left] - 1000 * log.wait[left]
    hit = (following >= 0) & written[following] & (gap < AT_ONCE_MS)
    found = share_of(tr("share who write an email after giving up"), int(hit.sum()), len(left), 0.95, 1.0)
    return Fit("switch_share", found, "share", "beliefs.contacts.switch_to_email_share")


def begun(log: Contacts, again: dict[str, float]) -> np.ndarray:
    """For each contact how many matters it stands for: one less whoever, on average, follows it in the same matter.

    Parameters
    ----------
    again
        Shares who return, by channel (``phone_redial``, ``phone_back``), and who write instead (``switch``): fitted, or
        those of the base company where people cannot be told apart.
    """
    followers = np.zeros(len(log.arrived))
    for code, name in enumerate(CHANNELS):
        own = log.channel == code
        followers[own & (log.outcome == ABANDONED)] = again[f"{name}_redial"] + again["switch"]
        followers[own & (log.outcome == ANSWERED)] = again[f"{name}_back"]
    followers[log.outcome == CLOSED] = AT_A_CLOSED_DOOR
    followers[log.outcome == BLOCKED] = AT_A_BUSY_LINE
    return 1 - followers


def needs_fit(log: Contacts, matters: np.ndarray, cv: float, usable: int, count: int) -> tuple[Fit, int]:
    """Matters a day: contacts less those that follow another one; and the number of people seen.

    Parameters
    ----------
    matters
        From `begun`.
    cv
        Spread of the busy-day factor.
    usable, count
        Usable days, and days from the first to the last.
    """
    contacts = float(len(log.arrived))
    value = float(matters.sum()) / count
    people, uneven = 0, 0.0
    if log.with_ids:
        each = np.bincount(log.customer[log.customer >= 0]).astype(float)
        people = len(each)
        uneven = float((each**2).sum() / each.sum() ** 2)
    half = 1.96 * math.sqrt(cv**2 / usable + max(uneven, 1 / contacts))
    warning = "" if log.with_ids else tr(
        "who calls again is not in this table; the base company's shares are taken")
    found = measure(tr("matters a day"), value, (value * (1 - half), value * (1 + half)), len(log.arrived),
                    "contacts less those that follow another", warning=warning)  # fmt: skip
    return Fit("needs_a_day", found, "a day", "world.demand.needs_per_year"), people

"""Everything that a call log can say: each part fitted by its own file, put together here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from cxsim.calibrate import desks, writing
from cxsim.calibrate.arrivals import HALF_HOURS, Days, Level, days_of, level_of, profile_of, season_of
from cxsim.calibrate.cleaning import Steps
from cxsim.calibrate.handling import handle_of
from cxsim.calibrate.odd_hours import odd_hours
from cxsim.calibrate.overlap import shared_work
from cxsim.calibrate.patience import patience_of
from cxsim.calibrate.reading import ABANDONED, ANSWERED, BALKED, CLOSED, DAY_MS, OPEN, Contacts
from cxsim.calibrate.result import Calibration, Curve, Fit, measure
from cxsim.calibrate.returning import COME_BACK, HALF_HOUR_MS, REDIAL, quiet, returns_of
from cxsim.calibrate.volume import begun, needs_fit, share_fits, switch_fit, usual_returns
from cxsim.guards import CxError
from cxsim.messages import number, tr
from cxsim.scenario import Scenario
from cxsim.schema import CHANNELS

if TYPE_CHECKING:
    from cxsim.calibrate.fitting import Options

__all__ = ["fit_log"]

STRETCH_DAYS = 56  # as long as a novice learns: contacts of one agent within it are alike
#: People who made no contact for so many days begin a new matter; a short log has less patience.
QUIET_DAYS, QUIET_DAYS_SHORT, SHORT_LOG_DAYS, FEWEST_CONTACTS = 14, 7, 56, 100


class Parts(NamedTuple):
    """What was found, for the World to be written from it."""

    days: Days
    level: Level
    shapes: dict[str, np.ndarray]
    shares: dict[str, float]
    needs_a_day: float
    people: int
    fits: list[Fit]
    changes: dict[str, Any]
    curves: dict[str, Curve]


def fit_log(log: Contacts, where: dict[str, str], base: Scenario, options: Options, steps: Steps) -> Calibration:
    """Fit a clean call log."""
    start = int(log.arrived[0]) // DAY_MS * DAY_MS
    count = int((log.arrived[-1] - start) // DAY_MS) + 1
    first = _first_contacts(log, count)
    days, level = _level(log, first, start, count)
    present = [code for code in range(3) if (log.channel == code).sum() >= FEWEST_CONTACTS]
    if not present:
        raise CxError(tr("no channel has {least} contacts; as many are needed to fit one", least=FEWEST_CONTACTS))
    fits, curves, shapes = [one for one in level.fits if not one.key.startswith("season")], dict(level.curves), {}
    for code in present:
        shapes[CHANNELS[code]], curves[f"{CHANNELS[code]}_profile"], found = profile_of(days, code, CHANNELS[code])
        fits.append(found)
    shares, more = share_fits(log, first, present)
    fits += more
    changes: dict[str, Any] = {}
    again = usual_returns(base, CHANNELS.index("email") in present)
    switched = switch_fit(log)
    if switched is not None:
        fits.append(switched)
        changes[switched.path] = again["switch"] = switched.measure.value
    for code in present:
        _service(log, first, code, base, (fits, changes, curves))
        open_ = desks.open_week(log, code, days, start)
        rate = np.outer(level.weekday, shapes[CHANNELS[code]])
        clock = desks.clock_of(open_, days, rate, (start, count))
        again |= _returns(log, first, code, clock, base, (fits, changes))
        _desk(log, code, open_, (fits, changes))
    matters = begun(log, again)
    level = _with_season(log, matters, days, level, count)
    needs, people = needs_fit(log, matters, level.cv, len(days.number), count)
    fits += [*(one for one in level.fits if one.key.startswith("season")), needs]
    parts = Parts(days, level, shapes, shares, needs.measure.value, people, fits, changes, curves)
    scenario = writing.company(parts, base, options)
    used = tr("{n} contacts of {days} days ({usable} usable) from {channels}; {first} of them began a matter",
              n=len(log.arrived), days=count, usable=len(days.number),
              channels=", ".join(CHANNELS[code] for code in present),
              first=number(int(first.sum())) if log.with_ids else tr("an unknown number"))  # fmt: skip
    return Calibration(tuple(fits), scenario, dict(where), tuple(steps.done), tuple(_unknown(log, present, count)),
                       used, curves, odd_hours(days, level))  # fmt: skip


def _first_contacts(log: Contacts, count: int) -> np.ndarray:
    """Contacts that begin a matter: of people who had been quiet; every contact where nobody can be told apart."""
    if not log.with_ids:
        return np.ones(len(log.arrived), bool)
    return quiet(log, QUIET_DAYS if count >= SHORT_LOG_DAYS else QUIET_DAYS_SHORT)


def _level(log: Contacts, first: np.ndarray, start: int, count: int) -> tuple[Days, Level]:
    """Counts of first contacts by channel, day and half hour; days that are unlike their weekday are left out."""
    since = log.arrived - start
    usual = np.bincount((since // DAY_MS)[log.outcome != CLOSED], minlength=count)
    counts = np.zeros((3, count, HALF_HOURS), np.int64)
    own = since[first]
    np.add.at(counts, (log.channel[first], own // DAY_MS, own % DAY_MS // HALF_HOUR_MS), 1)
    from_day = int(own.min() // DAY_MS) + 1 if log.with_ids and first.any() else 0
    days = days_of(counts, usual, np.datetime64(start, "ms").astype("datetime64[D]"), from_day)
    return days, level_of(days)


def _with_season(log: Contacts, matters: np.ndarray, days: Days, level: Level, count: int) -> Level:
    """The season of matters by week: first contacts hide a part of it, contacts swell it where the lines are busy."""
    if not any(one.key == "season_amplitude" for one in level.fits):
        return level
    midnight = int(log.arrived[0]) // DAY_MS
    daily = np.bincount(log.arrived // DAY_MS - midnight, weights=matters, minlength=count)
    height, fits = season_of(daily, days, level.weekday)
    kept = tuple(one for one in level.fits if not one.key.startswith("season"))
    return level._replace(season=height, fits=(*kept, *fits))


def _service(log: Contacts, first: np.ndarray, code: int, base: Scenario, into: tuple) -> None:
    """Handle time and patience of a channel; the work of a chat where its agent had several at once."""
    (fits, changes, curves), name = into, CHANNELS[code]
    own = log.channel == code
    shared = shared_work(log, code, base.world.service.chat_speed_permille) if name == "chat" else None
    handle = log.handle if shared is None else shared.work
    if shared is not None:
        changes["policy.staffing.chat_concurrency"] = shared.at_once
    began = own & first & (log.outcome == ANSWERED)
    stretch = log.agent[began] * 10_000 + log.arrived[began] // (STRETCH_DAYS * DAY_MS)
    found = handle_of(handle[began], name, base, np.where(log.agent[began] >= 0, stretch, -1))
    if found is not None:
        fits.extend(found.fits)
        curves[f"{name}_handle"] = found.curve
        changes[f"world.service.handle.{name}"] = {"family": "lognormal", "mean_min": found.mean_min, "cv": found.cv}
    if name == "email":
        return
    ended = own & np.isin(log.outcome, (ANSWERED, ABANDONED, OPEN))
    wait = log.wait[ended] / 60
    waited = np.isfinite(wait) & (wait > 0)
    left = log.outcome[ended] == ABANDONED
    at_once = int((own & (log.outcome == BALKED)).sum() + (left & (wait == 0)).sum())
    patience = patience_of(wait[waited], left[waited], at_once, name)
    if patience is not None:
        fits.extend(patience.fits)
        curves[f"{name}_patience"] = patience.curve
        changes[f"world.service.patience.{name}"] = patience.changes


def _returns(log: Contacts, first: np.ndarray, code: int, clock: Any, base: Scenario, into: tuple) -> dict[str, float]:
    """Redial and come-back of a channel; the World has one of each, that of the phone (else of the first channel)."""
    (fits, changes), name = into, CHANNELS[code]
    if not log.with_ids or (len(clock.closes) < 10 and name != "email"):
        return {}
    frailty = _unevenness(base, name)
    own, known = log.channel == code, {}
    if name != "email":
        redial = returns_of(log, np.flatnonzero(own & (log.outcome == ABANDONED) & (log.customer >= 0)), REDIAL, clock,
                            frailty)  # fmt: skip
        if redial is not None:
            known[f"{name}_redial"] = redial.share
            if "beliefs.contacts.redial_share" not in changes:
                fits.extend(redial.fits)
                changes["beliefs.contacts.redial_share"] = redial.share
                changes["beliefs.contacts.redial_delay"] = {"family": "exponential", "mean_min": redial.delay[0]}
    answered = own & (log.outcome == ANSWERED) & (log.customer >= 0)
    every = returns_of(log, np.flatnonzero(answered), COME_BACK, clock, frailty)
    back = returns_of(log, np.flatnonzero(answered & first), COME_BACK, clock, frailty)
    if every is not None:
        known[f"{name}_back"] = every.share
    if back is not None:
        fits.extend(Fit(f"{name}_{one.key}", _named(one.measure, name), one.unit, one.path) for one in back.fits)
        changes[f"come_back.{name}"] = (back.share, *back.delay)
    return known


def _unevenness(base: Scenario, channel: str) -> float:
    """Relative variance of the contact rate on a channel between people who have just made one (beliefs of the base).

    Who makes contact is who does so often: each spread is taken as it is among contacts, not among people.
    """
    demand = base.world.demand
    share, loyal = max(1e-6, getattr(demand.channel_share, channel)), demand.channel_loyalty
    rates = np.array([loyal + (1 - loyal) * share, (1 - loyal) * share])
    weight = np.array([share, 1 - share]) * rates
    between = float(np.sum(weight * rates**2) * weight.sum() / np.sum(weight * rates) ** 2 - 1)
    own = demand.needs_cv**2 / (1 + demand.needs_cv**2)
    return max(0.02, (1 + own) * (1 + between) - 1)


def _named(found: Any, name: str) -> Any:
    from dataclasses import replace

    return replace(found, name=f"{name}: {found.name}")


def _desk(log: Contacts, code: int, open_: np.ndarray, into: tuple) -> None:
    """Opening hours and seats of a channel."""
    (fits, changes), name = into, CHANNELS[code]
    if open_.any() and name != "email":
        changes[f"world.calendar.open.{name}"] = desks.windows(open_)
    desk = desks.desk_of(log, code, open_) if name != "email" else None
    if desk is None:
        return
    at_once = changes.get("policy.staffing.chat_concurrency", 1) if name == "chat" else 1
    changes[f"seats.{name}"] = -(-desk.seats // at_once)
    most = int(changes[f"seats.{name}"].max())
    warning = tr("{channel}: in {count} half hours of the week hardly anybody waited; their seats are a lower bound",
                 channel=name, count=desk.guessed) if desk.guessed else ""  # fmt: skip
    found = measure(tr("{channel}: most seats at once", channel=name), most, (np.nan, np.nan), desk.moments,
                    "contacts in service whenever somebody waited", digits=0, warning=warning)  # fmt: skip
    fits.append(Fit(f"{name}_seats", found, "people", f"policy.staffing.roster.{name}"))


def _unknown(log: Contacts, present: list[int], count: int) -> list[str]:
    """What this table cannot say, each with what to collect."""
    found = []
    if not log.with_ids:
        found.append(tr("who called again or came back (redial, first-contact resolution) and so how many matters "
                        "there are: collect a customer id; until then the base company's shares stand"))  # fmt: skip
    if not np.isfinite(log.handle).any():
        found.append(tr("how long contacts take and how many people sit there: collect the end of each contact"))
    if not np.isfinite(log.wait).any():
        found.append(tr("how patient people are: collect when each was answered or hung up"))
    if count < 364:
        found.append(tr("the season: collect a year and more; this World has none"))
    if CHANNELS.index("chat") in present and not (log.agent >= 0).any():
        found.append(tr("the work of a chat, where agents have several at once: collect who answered; until then the "
                        "time seen is taken as work, which is too long"))  # fmt: skip
    missing = [name for code, name in enumerate(CHANNELS) if code not in present]
    if missing:
        found.append(tr("channels that are not in it ({names}): they are closed in this World",
                        names=", ".join(missing)))  # fmt: skip
    found += [
        tr("whether a contact solved the matter, and how many of those not helped give up: ask or follow cases; the "
           "share "
           "who give up is that of the base company"),
        tr("who would have called had the line been free: count blocked calls on the trunk"),
        tr("money, satisfaction and staying: those of the base company stand; see `cxsim company new`"),
    ]  # fmt: skip
    return found

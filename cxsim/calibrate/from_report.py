"""What an interval report can say: one row for each half hour instead of one for each contact.

Patience from totals: who gives up does so at a rate; people who left over all time spent waiting is that rate, whatever
the queue (Mandelbaum and Zeltyn 2007). It needs the mean wait of all who were offered, those who left included.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from cxsim.calibrate import writing
from cxsim.calibrate.arrivals import HALF_HOURS, Days, days_of, level_of, profile_of
from cxsim.calibrate.cleaning import NAT, Steps, durations, far_off, numbers, times
from cxsim.calibrate.desks import windows
from cxsim.calibrate.from_log import Parts
from cxsim.calibrate.odd_hours import odd_hours
from cxsim.calibrate.reading import DAY_MS
from cxsim.calibrate.result import Calibration, Fit, measure
from cxsim.calibrate.returning import HALF_HOUR_MS
from cxsim.guards import CxError
from cxsim.measure.intervals import share_of, student_factor
from cxsim.messages import number, tr
from cxsim.scenario import Scenario

if TYPE_CHECKING:
    from cxsim.calibrate.fitting import Options

__all__ = ["fit_report"]

Columns = dict[str, np.ndarray]
#: Nobody counts more contacts of one queue in one interval (assumption); such a number is no count.
MOST_COUNTED = 1_000_000


def fit_report(table: Any, where: dict[str, str], base: Scenario, options: Options, steps: Steps) -> Calibration:
    """Fit an interval report of one queue, taken as phone."""
    rows = _columns(table, where, options.dates, steps)
    start = int(rows["start"].min()) // DAY_MS * DAY_MS
    since = rows["start"] - start
    count = int(since.max() // DAY_MS) + 1
    counts = np.zeros((3, count, HALF_HOURS))
    _spread(counts[0], since, rows["offered"])
    days = days_of(counts, counts[0].sum(axis=1), np.datetime64(start, "ms").astype("datetime64[D]"))
    level = level_of(days)
    shape, curve, peak = profile_of(days, 0, "phone")
    changes: dict[str, Any] = {"world.calendar.open.phone": windows(_open(days))}
    fits = [*level.fits, peak, *_handling(rows, since, base, changes), *_patience(rows, since, changes)]
    needs = _needs(rows, base, level.cv, (count, len(days.number)))
    parts = Parts(days, level, {"phone": shape}, {"phone": 1.0, "chat": 0.0, "email": 0.0}, needs.measure.value, 0,
                  [*fits, needs], changes, {})  # fmt: skip
    scenario = writing.company(parts, base, options)
    used = tr("{n} intervals of {days} days ({usable} usable), {offered} contacts offered, taken as phone",
              n=len(rows["start"]), days=count, usable=len(days.number),
              offered=round(rows["offered"].sum()))  # fmt: skip
    unknown = tuple(_unknown({one.key for one in fits}))
    return Calibration((*fits, needs), scenario, dict(where), tuple(steps.done), unknown, used,
                       {**level.curves, "phone_profile": curve}, odd_hours(days, level))  # fmt: skip


def _columns(table: Any, where: dict[str, str], dates: str, steps: Steps) -> Columns:
    """Clean columns; rows without a time or a count are left out."""
    keep = ~table.duplicated().to_numpy()
    steps.note(~keep, tr("the same as a row before in every column: left out"))
    day = times(table[where["date"]], where["date"], dates, steps) if "date" in where else None
    found = {"start": times(table[where["start"]], where["start"], dates, steps, day)}
    for name in ("offered", "handled", "abandoned", "within_share"):
        if name in where:
            found[name] = numbers(table[where[name]], where[name], steps)
    for name in ("handle_mean_s", "wait_mean_s"):
        if name in where:
            found[name] = durations(table[where[name]], where[name], 1.0, steps)
    for name in ("offered", "handled", "abandoned"):
        if name in found:
            keep &= _countable(found[name], table[where[name]], where[name], steps)
    for name in ("start", "offered"):
        steps.note(keep & table[where[name]].isna().to_numpy(), tr("no time or no number offered: left out"),
                   where[name])  # fmt: skip
    far = far_off(found["start"])
    steps.note(far, tr("more than 60 days from all others: left out"), where["start"], table[where["start"]])
    keep &= (found["start"] != NAT) & np.isfinite(found["offered"]) & ~far
    for name in ("handled", "abandoned"):
        if name in found:
            more = found[name] > found["offered"]
            steps.note(more & keep, tr("more than were offered (left over from the interval before): kept"),
                       where[name], table[where[name]])  # fmt: skip
            _fewer_than_offered(found[name][keep], found["offered"][keep], where[name])
    twice = keep & _seen_before(found["start"], keep)
    steps.note(twice, tr("the same interval again: added, all rows are taken as one queue"), where["start"],
               table[where["start"]])  # fmt: skip
    if not keep.any():
        raise CxError(tr("no row can be used: every one lacks the time or the number offered"))
    return {name: values[keep] for name, values in found.items()}


def _countable(counted: np.ndarray, cells: Any, column: str, steps: Steps) -> np.ndarray:
    """Rows whose count can be one."""
    below, many = counted < 0, counted > MOST_COUNTED
    steps.leave_out(below, tr("negative count: left out"), tr("0 or more"), column, cells)
    steps.leave_out(many, tr("more than a million in one interval: left out"), tr("at most 1,000,000"), column, cells)
    return ~(below | many)


def _fewer_than_offered(counted: np.ndarray, offered: np.ndarray, column: str) -> None:
    """In all, no more can be handled or given up than were offered; a half hour may hand some on to the next."""
    total, most = float(np.nansum(counted)), float(offered[np.isfinite(counted)].sum())
    if total > most > 0:
        words = {"column": column, "total": number(total), "most": number(most)}
        raise CxError(tr("column {column} adds to {total}; allowed: at most what was offered, {most}", **words))


def _seen_before(start: np.ndarray, keep: np.ndarray) -> np.ndarray:
    """Rows whose interval has a usable row before."""
    rows = np.flatnonzero(keep)
    first = np.zeros(len(start), bool)
    first[rows[np.unique(start[rows], return_index=True)[1]]] = True
    return ~first


def _spread(counts: np.ndarray, since: np.ndarray, offered: np.ndarray) -> None:
    """Counts by day and half hour; an interval of an hour is halved, quarters are put together."""
    gaps = np.diff(np.unique(since))
    step = int(gaps.min()) if len(gaps) else HALF_HOUR_MS
    parts = max(1, round(step / HALF_HOUR_MS))
    for part in range(parts):
        moment = since + part * HALF_HOUR_MS
        inside = moment // DAY_MS < len(counts)
        place = (moment[inside] // DAY_MS, moment[inside] % DAY_MS // HALF_HOUR_MS)
        np.add.at(counts, place, offered[inside] / parts)


def _open(days: Days) -> np.ndarray:
    """Half hours between the first and the last contact of a weekday, where at least a tenth of its days have any."""
    found = np.zeros((7, HALF_HOURS), bool)
    for one in range(7):
        own = days.counts[0][days.weekday == one]
        if len(own):
            often = np.flatnonzero((own > 0).mean(axis=0) >= 0.1)
            if len(often):
                found[one, often[0]:often[-1] + 1] = True
    return found


def _ratio(top: np.ndarray, bottom: np.ndarray, day: np.ndarray) -> tuple[float, tuple[float, float], int]:
    """Ratio of two sums with an interval from the spread between days."""
    up, down = np.bincount(day, top), np.bincount(day, bottom)
    up, down = up[down > 0], down[down > 0]
    value, n = float(up.sum() / down.sum()), len(up)
    error = math.sqrt(float(((up - value * down) ** 2).sum()) * n / max(1, n - 1)) / float(down.sum())
    half = student_factor(0.95, max(1, n - 1)) * error
    return value, (max(0.0, value - half), value + half), n


def _handling(rows: Columns, since: np.ndarray, base: Scenario, changes: dict[str, Any]) -> list[Fit]:
    """Mean handle time of all handled; the spread is not in a report."""
    if "handle_mean_s" not in rows or "handled" not in rows:
        return []
    from cxsim.calibrate.handling import difficulty_part, novice_part

    known = np.isfinite(rows["handle_mean_s"]) & (rows["handled"] > 0)
    if not known.any():
        return []
    work = rows["handle_mean_s"][known] * rows["handled"][known] / 60
    value, ends, n = _ratio(work, rows["handled"][known], (since // DAY_MS)[known])
    lift = difficulty_part(base)[0] * novice_part(base)
    changes["world.service.handle.phone.mean_min"] = value / lift
    name = tr("{channel}: mean handle time", channel="phone")
    seen = measure(name, value, ends, n, "ratio, days as clusters", digits=2)
    return [Fit("phone_handle_seen", seen, "min", "world.service.handle.phone.mean_min")]


def _patience(rows: Columns, since: np.ndarray, changes: dict[str, Any]) -> list[Fit]:
    """Rate of giving up, and the share who gave up."""
    if "abandoned" not in rows:
        return []
    told = np.isfinite(rows["abandoned"])
    gone, offered, since = rows["abandoned"][told], rows["offered"][told], since[told]
    if not offered.sum():
        return []
    left = share_of(tr("share who gave up"), int(gone.sum()), int(offered.sum()), 0.95)
    fits = [Fit("phone_abandoned_share", left, "%")]
    if "wait_mean_s" not in rows:
        return fits
    wait = rows["wait_mean_s"][told]
    known = np.isfinite(wait)
    waited = wait[known] * offered[known] / 60
    if gone[known].sum() < 30 or not waited.sum():
        return fits
    rate, (low, high), n = _ratio(gone[known], waited, (since // DAY_MS)[known])
    found = measure(tr("{channel}: mean patience", channel="phone"), 1 / rate, (1 / high, 1 / max(low, 1e-12)), n,
                    "all time spent waiting over those who left, exponential", digits=2,
                    warning=tr("right only where the mean wait is that of all offered, those who left included"),
                    )  # fmt: skip
    changes["world.service.patience.phone"] = {"family": "exponential", "mean_min": 1 / rate}
    return [*fits, Fit("phone_patience_mean", found, "min", "world.service.patience.phone.mean_min")]


def _needs(rows: Columns, base: Scenario, cv: float, days: tuple[int, int]) -> Fit:
    """Matters a day: offered less those who, by the base company's shares, call again or come back."""
    count, usable = days
    gone = float(np.nansum(rows.get("abandoned", np.zeros(1))))
    offered = float(rows["offered"].sum())
    told = "handled" in rows and bool(np.isfinite(rows["handled"]).any())
    handled = float(np.nansum(rows["handled"])) if told else offered - gone
    back = writing.come_back_share(base, "phone") if base.mechanisms.recontact else 0.0
    again = base.beliefs.contacts.redial_share if base.mechanisms.redial else 0.0
    value = (offered - again * gone - back * handled) / count
    half = 1.96 * math.sqrt(cv**2 / usable + 1 / offered)
    found = measure(tr("matters a day"), value, (value * (1 - half), value * (1 + half)), usable,
                    "offered less those who return by the base company's shares",
                    warning=tr(
                        "who calls again is not in this table; the base company's shares are taken"))  # fmt: skip
    return Fit("needs_a_day", found, "a day", "world.demand.needs_per_year")


def _unknown(fitted: set[str]) -> list[str]:
    missing = {
        "phone_handle_seen": tr("the mean handle time: that of the base company stands; collect it with the number "
                                "handled"),
        "phone_patience_mean": tr("patience: that of the base company stands; collect the mean wait of all offered and "
                                  "the number given up (thirty at least)"),
    }  # fmt: skip
    return [
        *(words for key, words in missing.items() if key not in fitted),
        tr("the spread of handle times and of patience: collect a log with a row for each contact"),
        tr("who called again or came back: collect a customer id"),
        tr("how many people sit there: collect seats by half hour; those of the base company stand, in proportion"),
        tr("other channels: they are closed in this World"),
        tr("the season, where the report is shorter than a year: collect a year and more; this World has none"),
        tr("money, satisfaction and staying: those of the base company stand; see `cxsim company new`"),
    ]

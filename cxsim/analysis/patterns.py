"""Patterns in logs: when, in what order, how long, and where somebody works around the product.

Question: what do customers do, and what do the odd rows tell that nobody said?
Inputs: a log with one row per event: who, what, when; or tickets with a start and an end.
Outputs: tables: weekday by hour, moves from stage to stage, ageing, time and errors by step.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from cxsim.analysis.inputs import column, frame, numeric
from cxsim.guards import CxError
from cxsim.measure.intervals import share_of
from cxsim.measure.moments import days, hours_between
from cxsim.measure.reading import LEAST_ZERO, POSITIVE, Allowed, one
from cxsim.messages import tr

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["ageing", "heat_map", "missed_triggers", "stage_moves", "usage_steps", "value_deciles"]

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def heat_map(table: Any, time: str, group: str = "") -> pd.DataFrame:
    """Events by weekday and hour (and group): the habits of customers.

    Parameters
    ----------
    table : table
        One row per event.
    time : str
        Column of dates with hours.
    group : str
        Column of a segment or channel; then one block for each.

    Returns
    -------
    DataFrame
        Rows (group,) weekday, columns 0..23: events. The sum is the number of rows with a time.
    """
    import pandas as pd

    data = frame(table)
    when = days(column(data, time), time)
    there = ~np.isnan(when)
    whole = np.floor(when[there]).astype(int)
    hour = np.clip(((when[there] - whole) * 24 + 1e-9).astype(int), 0, 23)
    rows = {
        "weekday": pd.Categorical.from_codes(
            (whole + 3) % 7, categories=[tr(_DAYS[day]) for day in range(7)]
        ),
        "hour": hour,
    }
    keys = ["weekday"]
    if group:
        rows = {group: column(data, group)[there].to_numpy(), **rows}
        keys = [group, "weekday"]
    counts = pd.DataFrame(rows).groupby([*keys, "hour"], observed=False).size().unstack(fill_value=0)
    return counts.reindex(columns=range(24), fill_value=0)


def stage_moves(table: Any, customer: str, stage: str, time: str) -> pd.DataFrame:
    """Moves of customers from stage to stage (won, growing, kept, lost): a transition matrix with intervals.

    Parameters
    ----------
    table : table
        One row per customer and moment.
    customer, stage, time : str
        Columns: who, which stage, when.

    Returns
    -------
    DataFrame
        from, to, moves, share, low, high (percent of the moves out of "from"; Wilson, moves taken as independent).
    """
    import pandas as pd

    data = frame(table)
    log = pd.DataFrame({"who": column(data, customer).to_numpy(), "stage": column(data, stage).to_numpy(),
                        "time": days(column(data, time), time)}).dropna()  # fmt: skip
    log = log.sort_values(["who", "time"], kind="stable")
    after = log["stage"].shift(-1)
    same = (log["who"] == log["who"].shift(-1)).to_numpy()
    if not same.any():
        raise CxError(tr("stage_moves: no customer is seen twice; at least one is needed"))
    counts = pd.crosstab(log["stage"][same], after[same])
    rows = []
    for start in counts.index:
        whole = int(counts.loc[start].sum())
        for end in counts.columns:
            found = share_of("", int(counts.loc[start, end]), whole, 0.95)
            rows.append(
                (str(start), str(end), int(counts.loc[start, end]), found.value, found.low, found.high)
            )
    return pd.DataFrame(rows, columns=["from", "to", "moves", "share", "low", "high"])


def ageing(
    table: Any, started: str, finished: str, now: Any = None, edges: Sequence[float] = (24, 72, 168), group: str = "",
) -> pd.DataFrame:  # fmt: skip
    """Open cases by age: the backlog that an average of finished cases never shows.

    Parameters
    ----------
    table : table
        One row per case.
    started, finished : str
        Columns of times; finished is missing for an open case.
    now : date, optional
        When the table was drawn; without it the last time in it.
    edges : sequence of float
        Ages in hours between the classes.
    group : str
        Column of a team or class.

    Returns
    -------
    DataFrame
        (group,) age class, cases; and ``oldest_h``, the age of the oldest.
    """
    import pandas as pd

    data = frame(table)
    start, end = days(column(data, started), started), days(column(data, finished), finished)
    if np.isnan(start).all():
        raise CxError(tr("ageing: no row has a time in {started}; at least one is needed", started=started))
    seen = np.nanmax(np.concatenate([start, end])) if now is None else float(days([now], "now")[0])
    wrong = np.flatnonzero(end < start)
    if len(wrong):
        row = data.index[int(wrong[0])]
        raise CxError(tr("the case in row {row} ends before it starts; allowed: not before {started}", row=row,
                         started=started))  # fmt: skip
    open_ = ~np.isnan(start) & (start <= seen) & (np.isnan(end) | (end > seen))
    limits = [0.0, *(one(edge, "edges", POSITIVE) for edge in edges)]
    if limits != sorted(limits):
        raise CxError(tr("edges must rise"))
    age = hours_between(start[open_], np.full(int(open_.sum()), seen))
    names = [tr("{low} to {high} h", low=a, high=b) for a, b in pairwise(limits)]
    names.append(tr("above {low} h", low=limits[-1]))
    kind = pd.Categorical.from_codes(np.searchsorted(limits, age, side="right") - 1, categories=names)
    rows = pd.DataFrame({"age": kind, "hours": age})
    keys = ["age"]
    if group:
        rows[group] = column(data, group)[open_].to_numpy()
        keys = [group, "age"]
    found = rows.groupby(keys, observed=False)["hours"].agg(cases="size", oldest_h="max")
    return found.reset_index()


def usage_steps(table: Any, session: str, step: str, time: str, error: str = "") -> pd.DataFrame:
    """Use of a product step by step: who reaches it, how long it takes, how often it fails or is done again.

    Parameters
    ----------
    table : table
        One row per event of a log.
    session, step, time : str
        Columns: which visit, which step, when.
    error : str
        Column of 0 and 1: an error was shown.

    Returns
    -------
    DataFrame
        step, sessions, reach (percent of sessions, low, high), dwell_s (median seconds until the next event), repeats
        (events per session beyond the first: hesitation or a workaround), errors (share of events, 0..1), stops
        (percent of the sessions that reach it and end there). In the order in which steps usually come.
    """
    import pandas as pd

    data = frame(table)
    log = pd.DataFrame({
        "session": column(data, session).to_numpy(), "step": column(data, step).astype("str").to_numpy(),
        "time": days(column(data, time), time),
    })  # fmt: skip
    log["error"] = numeric(data, error, Allowed(0, 1, whole=True)) if error else 0.0
    log = log.dropna(subset=["session", "time"]).sort_values(["session", "time"], kind="stable")
    same = log["session"] == log["session"].shift(-1)
    log["dwell"] = (log["time"].shift(-1) - log["time"]).where(same) * 86_400
    log["last"] = ~same
    log["place"] = log.groupby("session").cumcount()
    whole, rows = log["session"].nunique(), []
    for name, part in log.groupby("step"):
        visits = int(part["session"].nunique())
        reach = share_of(str(name), visits, whole, 0.95)
        rows.append((name, part["place"].median(), visits, reach.value, reach.low, reach.high, part["dwell"].median(),
                     len(part) / visits - 1, part["error"].mean(), 100 * part["last"].sum() / visits))  # fmt: skip
    names = "step place sessions reach low high dwell_s repeats errors stops".split()
    found = pd.DataFrame(rows, columns=names).sort_values(["place", "sessions"], ascending=[True, False])
    return found.drop(columns="place").reset_index(drop=True)


def value_deciles(expected: Any, seen: Any) -> pd.DataFrame:
    """Customers in ten groups by expected value (or purchases), and what each group then brought.

    Parameters
    ----------
    expected, seen : column
        Forecast of each customer, and what came later.

    Returns
    -------
    DataFrame
        decile (1 = most expected), n, expected, seen (means), share (of all that was seen, 0..1).
    """
    import pandas as pd

    from cxsim.measure.reading import numbers

    first, later = numbers(expected, "expected"), numbers(seen, "seen", LEAST_ZERO)
    if len(first) != len(later):
        raise CxError(tr("value_deciles: {one} forecasts and {two} outcomes; one of each is needed", one=len(first),
                         two=len(later)))  # fmt: skip
    kept = ~np.isnan(first) & ~np.isnan(later)
    first, later = first[kept], later[kept]
    if len(first) < 10:
        raise CxError(tr("value_deciles: {n} customers; at least 10 are needed", n=len(first)))
    total, rows = later.sum(), []
    for k, part in enumerate(np.array_split(np.argsort(-first, kind="stable"), 10), start=1):
        rows.append(
            (
                k,
                len(part),
                first[part].mean(),
                later[part].mean(),
                later[part].sum() / total if total else 0.0,
            )
        )
    return pd.DataFrame(rows, columns=["decile", "n", "expected", "seen", "share"])


def missed_triggers(
    requests: Any, actions: Any, customer: str, time: str, within_days: float
) -> pd.DataFrame:
    """Requests that no follow-up answered in time, and how often each customer was contacted.

    Parameters
    ----------
    requests, actions : table
        Requests of customers, and what was sent or done.
    customer, time : str
        Columns of both.
    within_days : float
        Days allowed.

    Returns
    -------
    DataFrame
        The requests with ``followed_days`` (missing: never) and ``missed``.
    """
    import pandas as pd

    asked, done, limit = frame(requests).copy(), frame(actions), one(within_days, "within_days", POSITIVE)
    left = pd.DataFrame({"who": column(asked, customer).astype("str").to_numpy(), "at": days(column(asked, time), time),
                         "row": np.arange(len(asked))}).dropna().sort_values("at")  # fmt: skip
    right = pd.DataFrame({"who": column(done, customer).astype("str").to_numpy(),
                          "at": days(column(done, time), time)}).dropna().sort_values("at")  # fmt: skip
    right["then"] = right["at"]
    found = pd.merge_asof(left, right, on="at", by="who", direction="forward")
    wait = np.full(len(asked), np.nan)
    wait[found["row"].to_numpy()] = (found["then"] - found["at"]).to_numpy()
    asked["followed_days"] = wait
    asked["missed"] = ~(wait <= limit)
    return asked

"""Whose life is told: a customer who hung up on a Monday, left, and stays in a better year."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from cxsim.course.show import Table
from cxsim.course.waiting import longest_queue
from cxsim.guards import CxError
from cxsim.messages import number, percent, tr
from cxsim.results.run import Run

HALF_PAST_ELEVEN = 23


class Story(NamedTuple):
    """A Monday (day of the year, from 0) and a customer who hung up on it."""

    day: int
    date: str
    customer: int


class Lost(NamedTuple):
    """What one day cost: callers who hung up, those of them who left within the year, their yearly margin."""

    hung_up: int
    left: int
    margin_year_cny: int
    people: pd.DataFrame

    def names(self, first: int, count: int) -> list[str]:
        """A few names, one given customer first."""
        table = self.people.sort_values("customer")
        rest = [name for name in table.loc[table["customer"] != first, "name"] if name][: count - 1]
        return [*table.loc[table["customer"] == first, "name"], *rest]


def find(run: Run, better: Run) -> Story:
    """Pick the story of the first page.

    On a Monday with a long queue that still grew at 11:30 somebody hung up; she left within the year, and in the
    better year she stays. Of all who fit, the one who left with the strongest memory of failures: the clearest
    case, not a typical one.

    Parameters
    ----------
    run
        The year as it is.
    better
        The same year under the better plan.

    Returns
    -------
    Story
        Where nobody fits, the conditions are dropped one by one from the last, so that there is always a story.
    """
    calls = _hung_up(run)
    reviews = run.reviews[run.reviews["left"]]
    failures = reviews.set_index("customer")["failure"]
    stays = better.customers.set_index("customer")["status_end"] == "customer"
    calls = calls.assign(failure=failures.reindex(calls["customer"]).fillna(-1).to_numpy())
    queue = longest_queue(run.contacts)
    left = calls["failure"] >= 0
    kept = stays.reindex(calls["customer"]).to_numpy()
    long, some = (calls["day"].isin(_growing_mondays(queue, share)) for share in (0.8, 0.5))
    for fits in (long & left & kept, some & left & kept, some & left, some, calls["failure"] >= -1):
        if fits.any():
            best = calls[fits].sort_values(["failure", "customer"], ascending=[False, True]).iloc[0]
            return Story(int(best["day"]), str(best["arrived"].date()), int(best["customer"]))
    raise CxError(tr("Nobody hung up in this year; the page needs a company with a queue"))


def lost(run: Run, day: int) -> Lost:
    """What one day cost."""
    calls = _hung_up(run)
    who = calls.loc[calls["day"] == day, "customer"].unique()
    people = run.customers[run.customers["customer"].isin(who)]
    gone = people[people["status_end"] == "left"]
    return Lost(len(who), len(gone), round(float(gone["margin_month_cny"].sum()) * 12), people)


def life(run: Run, customer: int, plan: str) -> Table:
    """The life line of one customer as a table: what happened, how likely she was to leave, what moved it."""
    lines = run.why(customer)
    name = run.customers.set_index("customer").loc[customer, "name"]
    rows = [
        [str(when.date()), event, "–" if pd.isna(chance) else percent(chance), _move(move)]
        for when, event, chance, move in zip(
            lines["when"], lines["event"], lines["leave_probability"], lines["move"], strict=True
        )
    ]
    title = tr("{name} (customer {number}): {plan}", name=name, number=str(customer), plan=plan)
    return Table(title, [tr("when"), tr("what happened"), tr("chance to leave"), tr("moved by")], rows)


def told(run: Run, story: Story) -> list[str]:
    """The lines of a life that moved most, as evidence for the debrief."""
    lines = run.why(story.customer)
    loud = lines.reindex(lines["move"].abs().sort_values(ascending=False).index)[:2].sort_index()
    name = run.customers.set_index("customer").loc[story.customer, "name"]
    return [
        tr("{name}, {date}: {event}", name=name, date=str(when.date()), event=event)
        for when, event in zip(loud["when"], loud["event"], strict=True)
    ]


def _growing_mondays(queue: np.ndarray, share: float) -> list[int]:
    """Mondays (as days) on which the queue grew at 11:30, to at least a share of the longest of the day."""
    mondays = queue[::7]
    before, now = mondays[:, HALF_PAST_ELEVEN - 1], mondays[:, HALF_PAST_ELEVEN]
    return [7 * int(week) for week in np.flatnonzero((now > before) & (now >= share * mondays.max(axis=1)))]


def _hung_up(run: Run) -> pd.DataFrame:
    calls = run.contacts
    calls = calls[(calls["channel"] == "phone") & (calls["outcome"] == "abandoned")]
    people = run.customers.set_index("customer")["status_start"]
    calls = calls[(people.reindex(calls["customer"]) == "customer").to_numpy()]
    first = run.contacts["arrived"].min().normalize()
    return calls.assign(day=(calls["arrived"] - first).dt.days)


def _move(move: float) -> str:
    if pd.isna(move) or abs(move) < 5e-5:
        return ""
    return tr("{points} points", points=("+" if move > 0 else "") + number(100 * move, 2))

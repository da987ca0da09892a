"""The toolbox of lesson 1 that looks at months: revenue that goes with a point of satisfaction, and what comes next."""

from __future__ import annotations

from cxsim.analysis import forecast, over_time, satisfaction_to_revenue
from cxsim.course import claims, company
from cxsim.course.foundations import LAB
from cxsim.course.own_data_tables import between
from cxsim.course.show import Item, Note, Table
from cxsim.course.stored_answers import satisfied_answers
from cxsim.measure.reading import Allowed, one
from cxsim.messages import number, tr

#: Weeks of a month of the simulated year; claim of the revenue of a point.
WEEKS, POINT = 4, "C-017"
LAG, AHEAD = Allowed(0, 4, whole=True), Allowed(1, 12, whole=True)


def revenue_by_month(lag: int) -> list[Item]:
    """Regression of revenue on satisfaction over the months of one year: slope with interval, beside the claim."""
    months = int(one(lag, "lag", LAG))
    weeks = company.year_of(LAB.base()).weeks
    by = weeks.groupby((weeks["week"] - 1) // WEEKS)
    found = satisfaction_to_revenue(100 * by["csat_observed_share"].mean(), by["revenue_cny"].sum(), months)
    claimed = claims.figure(POINT)
    rows = [[tr("here, {n} changes from month to month", n=found.n), number(found.value, 2),
             between(found.low, found.high, 2)],
            [tr("the source"), number(claimed, 2), "–"]]  # fmt: skip
    heads = [tr("revenue of one point of satisfaction"), tr("% more"), tr("95 %")]
    note = tr("One possible year, {weeks} weeks a month, satisfaction {lag} months ahead.", weeks=WEEKS, lag=months)
    inside = found.low <= claimed <= found.high
    told = (
        tr("Months cannot tell it from the claim: the interval holds both.")
        if inside
        else tr("In these months the claim lies outside the interval.")
    )
    if found.low <= 0 <= found.high:
        told += " " + tr("They do not show that a point is worth anything within the year, either.")
    return [Table(tr("What months say of a point"), heads, rows, note), Note(told, "lead")]


def next_months(ahead: int) -> list[Item]:
    """Satisfaction of the months to come from two years of stored answers, and how wrong the method was before."""
    periods = int(one(ahead, "ahead", AHEAD))
    months = over_time(satisfied_answers(), "satisfied", "answered", "month", "share")["value"]
    found = forecast(months, periods, ends=(0.0, 100.0))
    rows = [[number(part.period), number(part.value, 1), between(part.low, part.high)]
            for part in found.table.itertuples()]  # fmt: skip
    heads = [tr("months ahead"), tr("satisfied, of 100"), tr("95 %")]
    note = tr("From {n} months of stored answers; exponential smoothing. On months kept back it was {error} points "
              "wrong on average; as in the last month would have been "
              "{naive}.", n=len(months), error=number(found.error, 1),
              naive=number(found.naive_error, 1))  # fmt: skip
    better = found.error < found.naive_error
    told = tr("It beats the last month as a guess.") if better else tr("It does not beat the last month as a guess.")
    return [Table(tr("The next months"), heads, rows, note), Note(told, "lead")]

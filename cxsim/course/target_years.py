"""Many years of several plans with their targets on dates: did each year reach them at 3, 6 and 12 months?

The same years give the verdicts (`cxsim.course.years`) and the targets, so that nothing is run twice. A target is read
from the tables of a year at its date; its probability is the share of years that reach it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from typing import Any, NamedTuple, Protocol

import numpy as np

from cxsim.course import settings, years
from cxsim.course.company import SEED
from cxsim.course.steps import Progress
from cxsim.experiment import memory
from cxsim.experiment.memory import Memory
from cxsim.messages import number, tr
from cxsim.results.run import Run
from cxsim.scenario import Scenario


class _Books(Protocol):
    """A year whose books are known."""

    @property
    def ledger(self) -> Any: ...


class Target(NamedTuple):
    """One target of the plan template.

    Attributes
    ----------
    key, claim
        Its token, and the row of the claims that states it.
    month, weeks
        When it is due, and the weeks of the horizon in which it is measured (first and last, from 1).
    goal, up
        The value to reach, in `unit`; whether more is better.
    read
        Reads a year, and the weeks of the same year of the company as it is: value in the unit of the goal.
    """

    key: str
    claim: str
    month: int
    weeks: tuple[int, int]
    goal: float
    up: bool
    read: Callable[[Run, _Books, tuple[int, int]], float]

    def reached(self, values: np.ndarray) -> np.ndarray:
        """Which of some values reach the goal."""
        return values >= self.goal if self.up else values <= self.goal


class Chance(NamedTuple):
    """Share of years that reach a target, with its interval, of 100; and the mean value."""

    of_100: float
    low: float
    high: float
    mean: float


class Reached(NamedTuple):
    """Targets of several plans over the same years: `values` has shape (years, plans, targets)."""

    plans: tuple[str, ...]
    values: np.ndarray

    def chance(self, plan: str, key: str) -> Chance:
        """How often a plan reaches a target (Wilson interval)."""
        from cxsim.measure.intervals import share_of

        values = self.values[:, self.plans.index(plan), list(TARGETS).index(key)]
        hits = TARGETS[key].reached(values)
        share = share_of(key, int(hits.sum()), len(hits), 0.95)
        return Chance(share.value, share.low, share.high, float(values.mean()))


def _response(run: Run, _base: _Books, weeks: tuple[int, int]) -> float:
    hours = run.cases["response_h"][_within(run, run.cases["opened"], weeks)]
    return float(hours.mean())


def _satisfied(run: Run, _base: _Books, weeks: tuple[int, int]) -> float:
    rated = run.needs["true_satisfied"][_within(run, run.needs["closed"], weeks)].dropna()
    return 100 * float(rated.astype(float).mean())


def _high_value_churn(run: Run, _base: _Books, weeks: tuple[int, int]) -> float:
    """Of 100 customers of high value with a review in these weeks, those who left at one."""
    people = run.customers
    least = run.scenario.policy.routing.high_value_from_cny
    high = people["customer"][people["margin_month_cny"] >= least]
    looks = run.reviews[run.reviews["week"].between(*weeks) & run.reviews["customer"].isin(high)]
    return 100 * float(looks["left"].sum()) / float(looks["customer"].nunique())


def _more_revenue(run: Run, base: _Books, weeks: tuple[int, int]) -> float:
    """Revenue more than without the plan in the same weeks, in per cent."""
    plan, today = (_revenue(one.ledger, weeks) for one in (run, base))
    return 100 * (plan / today - 1)


def _revenue(ledger: Any, weeks: tuple[int, int]) -> float:
    mine = (ledger["kind"] == "revenue") & ledger["week"].between(*weeks)
    return float(ledger["amount_cny"][mine].sum())


def _referred(run: Run, _base: _Books, _weeks: tuple[int, int]) -> float:
    return 100 * run.summary()["referral_share"]


#: Targets of the plan template by key; months end in the weeks 13, 26 and 52.
TARGETS = {
    one.key: one
    for one in (
        Target("response", "C-146", 3, (10, 13), 2.0, False, _response),
        Target("satisfied", "C-149", 6, (23, 26), 90.0, True, _satisfied),
        Target("churn", "C-151", 6, (14, 26), 2.0, False, _high_value_churn),
        Target("revenue", "C-152", 12, (40, 52), 15.0, True, _more_revenue),
        Target("referred", "C-153", 12, (1, 52), 20.0, True, _referred),
    )
}


def words(key: str) -> str:
    """A target in words, with its goal and its month."""
    goal = number(TARGETS[key].goal, 0)
    month = TARGETS[key].month
    known = {
        "response": tr("month {month}: first answer to a complaint in {goal} hours", month=month, goal=goal),
        "satisfied": tr("month {month}: {goal} of 100 contacts satisfy", month=month, goal=goal),
        "churn": tr("month {month}: of 100 high-value customers {goal} leave in a quarter", month=month, goal=goal),
        "revenue": tr("month {month}: {goal} % more revenue (for repurchase)", month=month, goal=goal),
        "referred": tr("month {month}: of 100 new customers {goal} by referral", month=month, goal=goal),
    }  # fmt: skip
    return known[key]


def live(
    plans: Sequence[Scenario], progress: Progress, count: int | None = None
) -> tuple[years.Years, Reached]:
    """Let every plan live the same years; the first is the base. Give the years for verdicts, and the targets."""
    from cxsim.experiment import kept_starts
    from cxsim.experiment.study import Study
    from cxsim.plan import build_plans
    from cxsim.processors import workers_here

    many = count or settings.replications()
    built = build_plans(list(plans))
    found: dict[int, tuple[np.ndarray, np.ndarray]] = {}
    with kept_starts.shelf(), ThreadPoolExecutor(min(workers_here(), many)) as place:
        jobs = {place.submit(_one_year, plans, built, year): year for year in range(many)}
        for done, job in enumerate(as_completed(jobs), start=1):
            found[jobs[job]] = job.result()
            progress(done, many)
    rows, targets = (np.stack([found[year][part] for year in range(many)]) for part in (0, 1))
    study = Study(tuple(plans), SEED, "kernel", many, tuple(range(many)), rows)
    return years.of_study(study), Reached(tuple(plan.name for plan in plans), targets)


class _Kept(NamedTuple):
    """What is remembered of one year of a plan: its summary, its targets, and the books others are held against."""

    row: list[float]
    targets: list[float]
    ledger: Any


#: The company as it is lives the same years beside every plan of the lesson: they are played once.
_known = Memory(2000)


def _one_year(plans: Sequence[Scenario], built: Any, year: int) -> tuple[np.ndarray, np.ndarray]:
    """Summary and targets of one year of every plan: the same people, the same luck, one time before."""
    base = memory.company(plans[0])
    keys = [(year, base, memory.company(plan)) for plan in plans]
    found = {key: known for key in keys if (known := _known.find(key)) is not None}
    if len(found) < len(set(keys)):
        found |= _play(plans, built, year, keys, found)
    return tuple(np.array([getattr(found[key], part) for key in keys]) for part in ("row", "targets"))


def _play(
    plans: Sequence[Scenario], built: Any, year: int, keys: Sequence[Any], known: dict[Any, _Kept]
) -> dict[Any, _Kept]:
    """Play what is not known of one year, the base first, since revenue is held against it."""
    from cxsim.draws import make_draws
    from cxsim.experiment.replication import Job, shared_burn_in
    from cxsim.results.facts import Facts
    from cxsim.simulate import play, traits_of

    found = dict(known)
    draws = make_draws(plans[0], SEED, year)
    start = shared_burn_in(Job(-1, tuple(plans), SEED, "kernel"), 0, year, draws, built).short
    for key, plan, pair in zip(keys, plans, built, strict=True):
        if key not in found:
            log, persons = play("kernel", pair, draws, start)
            run = Run(log, Facts(plan, SEED, year, "kernel", pair[1], traits_of(draws), persons))
            base = found.get(keys[0], run)
            values = [one.read(run, base, one.weeks) for one in TARGETS.values()]
            found[key] = _Kept(list(run.summary().values()), values, run.ledger)
            _known.keep(key, found[key])
    return found


def _within(run: Run, moments: Any, weeks: tuple[int, int]) -> Any:
    """Which moments lie within some weeks of the horizon (first and last, from 1)."""
    import pandas as pd

    start = pd.Timestamp(run.scenario.world.calendar.start_date)
    first, end = (start + pd.Timedelta(weeks=week) for week in (weeks[0] - 1, weeks[1]))
    return (moments >= first) & (moments < end)

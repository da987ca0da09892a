"""Many years of several plans with their targets on dates: did each year reach them at 3, 6 and 12 months?

The same years give the verdicts (`cxsim.course.years`) and the targets, so that nothing is run twice. A target is read
from the tables of a year at its date; its probability is the share of years that reach it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from cxsim._jit import digest_of
from cxsim.clock import HOUR, WEEK
from cxsim.course import settings, years
from cxsim.course.company import SEED
from cxsim.course.steps import Progress
from cxsim.experiment import memory
from cxsim.messages import number, tr
from cxsim.results.horizon import cut
from cxsim.results.run import Run
from cxsim.results.tallies import ratio
from cxsim.scenario import Scenario


class Target(NamedTuple):
    """One target of the plan template.

    Attributes
    ----------
    key, claim
        Its token, and the row of the claims that states it.
    month, weeks
        When it is due, and the weeks of the horizon in which it is measured (first and last, from 1).
    goal, up
        The value to reach; whether more is better.
    read
        Reads the weeks of a year, from the narrow tables of the log: those for people take ten times as long.
    gain
        Whether the value is how much more is read, in per cent, than in the same year of the company as it is.
    """

    key: str
    claim: str
    month: int
    weeks: tuple[int, int]
    goal: float
    up: bool
    read: Callable[[Run, tuple[int, int]], float]
    gain: bool = False

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


def _response(run: Run, weeks: tuple[int, int]) -> float:
    cases = _within(cut(run.log, run.facts.horizon).cases, "opened", weeks, run)
    answered = cases[cases["responded"] >= 0]
    return ratio((answered["responded"] - answered["opened"]).sum(), len(answered) * HOUR)


def _satisfied(run: Run, weeks: tuple[int, int]) -> float:
    needs = _within(cut(run.log, run.facts.horizon).needs, "closed", weeks, run)
    asked = needs["satisfied"][needs["satisfied"] >= 0]
    return 100 * ratio(asked.sum(), len(asked))


def _high_value_churn(run: Run, weeks: tuple[int, int]) -> float:
    """Of 100 customers of high value with a review in these weeks, those who left at one."""
    high = run.facts.traits["margin_fen"] >= run.facts.plan.scalars["high_value_fen"]
    reviews = cut(run.log, run.facts.horizon).reviews
    week = reviews["week"] - run.facts.horizon.first_week + 1
    looks = reviews[(week >= weeks[0]) & (week <= weeks[1])]
    looks = looks[high[looks["person"]]]
    return 100 * ratio((looks["left"] == 1).sum(), len(np.unique(looks["person"])))


def _revenue(run: Run, weeks: tuple[int, int]) -> float:
    ledger = run.ledger
    mine = (ledger["kind"] == "revenue") & ledger["week"].between(*weeks)
    return float(ledger["amount_cny"][mine].sum())


def _referred(run: Run, _weeks: tuple[int, int]) -> float:
    return 100 * run.summary()["referral_share"]


#: Targets of the plan template by key; months end in the weeks 13, 26 and 52.
TARGETS = {
    one.key: one
    for one in (
        Target("response", "C-146", 3, (10, 13), 2.0, False, _response),
        Target("satisfied", "C-149", 6, (23, 26), 90.0, True, _satisfied),
        Target("churn", "C-151", 6, (14, 26), 2.0, False, _high_value_churn),
        Target("revenue", "C-152", 12, (40, 52), 15.0, True, _revenue, gain=True),
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
    from cxsim.experiment import kept_rows, kept_starts
    from cxsim.experiment.study import Study
    from cxsim.plan import build_plans
    from cxsim.processors import workers_here

    many = count or settings.replications()
    built = build_plans(list(plans))
    kept_rows.recall(plans, SEED, KIND)
    with kept_starts.shelf(), ThreadPoolExecutor(min(workers_here(), many)) as helpers:
        jobs = [helpers.submit(_one_year, plans, built, year) for year in range(many)]
        for done, job in enumerate(as_completed(jobs), start=1):
            job.result()  # what went wrong is raised at once
            progress(done, many)
    rows = np.array([job.result() for job in jobs])
    kept_rows.keep(plans, SEED, dict(enumerate(rows)), KIND)
    summaries, read = np.split(rows, [-len(TARGETS)], axis=2)
    kept_rows.keep(plans, SEED, dict(enumerate(summaries)))  # these years serve every other page too
    study = Study(tuple(plans), SEED, "kernel", many, tuple(range(many)), summaries)
    return years.of_study(study), Reached(tuple(plan.name for plan in plans), _against_the_base(read))


def _against_the_base(read: np.ndarray) -> np.ndarray:
    """Values of the targets from what was read of years, plans and targets; the first plan is the base."""
    values, gains = read.copy(), [target.gain for target in TARGETS.values()]
    values[:, :, gains] = 100 * (read[:, :, gains] / read[:, :1, gains] - 1)
    return values


#: Rows of years: the summary, then what the targets are read from, in this very way. The company as it is lives the
#: same years beside every plan of the lesson: they are played once.
KIND = f"kernel, targets {digest_of([Path(__file__)])}"


def _one_year(plans: Sequence[Scenario], built: Any, year: int) -> list[np.ndarray]:
    """One year of every plan: the same people, the same luck, one time before."""
    keys = [memory.row_key(KIND, SEED, year, plan) for plan in plans]
    found = {key: row for key in keys if (row := memory.rows.find(key)) is not None}
    new = {key: place for place, key in enumerate(keys) if key not in found}
    if new:
        found |= zip(new, _play(plans, built, year, list(new.values())), strict=True)
        for key in new:
            memory.rows.keep(key, found[key])
    return [found[key] for key in keys]


def _play(plans: Sequence[Scenario], built: Any, year: int, which: Sequence[int]) -> Iterator[np.ndarray]:
    """Play a year of some of the plans, and read it."""
    from cxsim.experiment.replication import luck_of, shared_burn_in
    from cxsim.simulate import run_of

    draws = luck_of(plans[0], SEED, year)
    start = shared_burn_in(plans[0], built[0][0], draws).short
    for place in which:
        run = run_of(plans[place], built[place], draws, start)
        read = [target.read(run, target.weeks) for target in TARGETS.values()]
        yield np.array([*run.summary().values(), *read])


def _within(table: np.ndarray, moment: str, weeks: tuple[int, int], run: Run) -> np.ndarray:
    """Rows of a table of the log with a moment within some weeks of the horizon (first and last, from 1)."""
    first, end = (run.facts.horizon.t0 + week * WEEK for week in (weeks[0] - 1, weeks[1]))
    return table[(table[moment] >= first) & (table[moment] < end)]

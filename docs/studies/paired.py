"""Run courses of a company side by side: the same people, the same luck, one burn-in. Shared by the studies.

`cx.compare` answers what most questions need: plans that differ in the policy. A study asks more: a change of the
world that begins with the year, numbers that only the log holds. Luck belongs to a person and a decision, so
differences stay paired in all of them.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from typing import Any, NamedTuple

import numpy as np
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from cxsim.clock import WEEK
from cxsim.draws import Draws, make_draws
from cxsim.experiment.replication import warm_up
from cxsim.plan import build_plans
from cxsim.results.facts import Facts
from cxsim.results.summary import summarize
from cxsim.scenario import Scenario
from cxsim.schema import Log
from cxsim.simulate import begin, run_of, without_burn_in

Numbers = dict[str, float]
Reader = Callable[[Log, Facts], Numbers]


class Course(NamedTuple):
    """What a company does in the year, by a name for tables and pictures."""

    name: str
    scenario: Scenario


def course(name: str, scenario: Scenario, changes: dict[str, Any] | None = None) -> Course:
    """A scenario, given by what it changes."""
    return Course(name, scenario.replace(changes, name=name))


def run(
    courses: Sequence[Course], how: argparse.Namespace, read: Reader = summarize,
    luck: Sequence[tuple[int, int]] | None = None,
) -> list[list[Numbers]]:  # fmt: skip
    """Numbers of every year (outer list) and course (inner list); the first course gives the burn-in.

    Parameters
    ----------
    courses
        Worlds and beliefs may differ in what does not touch who the people are. Where demand differs, it does so
        from the first day of the horizon on.
    how
        Replications, seed and threads (`arguments`).
    read
        What to take from a log.
    luck
        Seed and replication of each year; none takes `how.replications` years of `how.seed`.
    """
    luck = luck or [(how.seed, number) for number in range(how.replications)]
    planned = build_plans([one.scenario for one in courses])
    warm_up()
    found: dict[int, list[Numbers]] = {}
    with ThreadPoolExecutor(how.threads) as pool, _bar() as bar:
        job = bar.add_task("years", total=len(luck) * (len(courses) + 1))

        def one_year(own: tuple[int, int]) -> list[Numbers]:
            draws = make_draws(courses[0].scenario, *own)
            start = without_burn_in(begin("kernel", planned[0][0], draws))
            bar.advance(job)
            rows = []
            for one, plans in zip(courses, planned, strict=True):
                year = run_of(one.scenario, plans, draws_of(one, courses[0], draws), start)
                rows.append(read(year.log, year.facts))
                bar.advance(job)
            return rows

        futures = {pool.submit(one_year, own): n for n, own in enumerate(luck)}
        for future in as_completed(futures):
            found[futures[future]] = future.result()
    return [found[n] for n in range(len(luck))]


def draws_of(one: Course, base: Course, usual: Draws) -> Draws:
    """Luck of a course: that of the base until the horizon begins, then the needs of its own demand.

    A need that both have is the same need, with the same luck: demand only decides which of them arise.
    """
    if one.scenario.world.demand == base.scenario.world.demand:
        return usual
    own = make_draws(one.scenario, usual.seed, usual.replication)
    since = one.scenario.burn_in_weeks * WEEK
    parts: dict[str, Any] = {}
    for name in ("need_time", "need_person", "need_ordinal"):
        early, late = getattr(usual, name), getattr(own, name)
        parts[name] = np.concatenate([early[usual.need_time < since], late[own.need_time >= since]])
    return usual._replace(**parts)


def _bar() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=Console(stderr=True))


def arguments(doc: str, seed: int) -> argparse.Namespace:
    """Replications, seed and threads of a study from the command line."""
    parser = argparse.ArgumentParser(description=doc.splitlines()[0])
    parser.add_argument("--replications", type=int, default=30)
    parser.add_argument("--seed", type=int, default=seed)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--draw", action="store_true", help="re-make picture and page from the stored table")
    return parser.parse_args()

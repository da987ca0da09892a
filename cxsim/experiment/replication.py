"""One replication of all plans: the same customers, the same luck, one burn-in where plans share it."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from cxsim.draws import make_draws
from cxsim.plan import build_plans
from cxsim.results.equity import customer_equity
from cxsim.results.facts import Facts
from cxsim.results.measures import MEASURES
from cxsim.results.summary import summarize
from cxsim.scenario import Policy, Scenario
from cxsim.simulate import begin, play, traits_of, without_burn_in


class Job(NamedTuple):
    """All plans of a study and how to run them; `number` tells studies of one process apart."""

    number: int
    scenarios: tuple[Scenario, ...]
    seed: int
    engine: str


class Stopped(Exception):
    """The study was interrupted; what this replication had so far is dropped."""


class Prepared(NamedTuple):
    """Plans of a job, and which of them share luck and burn-in."""

    plans: list[tuple[Any, Any]]
    groups: list[list[list[int]]]


_lock = threading.Lock()
_ready: dict[int, Prepared] = {}
_stopped: set[int] = set()
_flag: Any = None


def stop_job(number: int) -> None:
    """Make the replications of a job that run in this process stop between two weeks."""
    _stopped.add(number)


def use_stop_flag(flag: Any) -> None:
    """Watch a flag of `multiprocessing` that stops the replications of this worker between two weeks."""
    global _flag
    _flag = flag


def prepare(job: Job) -> Prepared:
    """Resolve the plans of a job once per process."""
    with _lock:
        if job.number not in _ready:
            _ready.clear()
            _ready[job.number] = Prepared(_plans(job.scenarios), sharing(job.scenarios))
        return _ready[job.number]


def _plans(scenarios: Sequence[Scenario]) -> list[tuple[Any, Any]]:
    """Plans of all scenarios; those of equal length get joint limits, so that a burn-in can be shared."""
    found: dict[int, tuple[Any, Any]] = {}
    lengths = {(s.weeks, s.burn_in_weeks) for s in scenarios}
    for length in lengths:
        mine = [n for n, s in enumerate(scenarios) if (s.weeks, s.burn_in_weeks) == length]
        found.update(zip(mine, build_plans([scenarios[n] for n in mine]), strict=True))
    return [found[n] for n in range(len(scenarios))]


def sharing(scenarios: Sequence[Scenario]) -> list[list[list[int]]]:
    """Which scenarios share luck (outer lists) and, of those, which share a burn-in (inner lists).

    Luck depends on everything but the policy; the burn-in also on the policy before the horizon.
    """
    luck: list[tuple[Any, list[tuple[Any, list[int]]]]] = []
    for n, s in enumerate(scenarios):
        world = (s.world, s.beliefs, s.mechanisms, s.weeks, s.burn_in_weeks)
        before = s.policy if s.burn_in_weeks == 0 else (s.before if s.before is not None else Policy())
        bursts = next((found for key, found in luck if key == world), None)
        if bursts is None:
            bursts = []
            luck.append((world, bursts))
        same = next((found for key, found in bursts if key == before), None)
        if same is None:
            same = []
            bursts.append((before, same))
        same.append(n)
    return [[same for _, same in bursts] for _, bursts in luck]


def replicate(job: Job, replication: int) -> np.ndarray:
    """Summaries of one replication, one row per plan and one column per measure of `MEASURES` (float64).

    The result depends on the job and the number of the replication only, never on who runs it or when.
    """
    plans, groups = prepare(job)

    def heed_stop(_weeks: float) -> None:
        if job.number in _stopped or (_flag is not None and _flag.is_set()):
            raise Stopped

    values = np.full((len(job.scenarios), len(MEASURES)), np.nan)
    for bursts in groups:
        draws = make_draws(job.scenarios[bursts[0][0]], job.seed, replication)
        for same in bursts:
            heed_stop(0.0)
            start = begin(job.engine, plans[same[0]][0], draws)
            short, equity = without_burn_in(start), None
            for n in same:
                log, persons = play(job.engine, plans[n], draws, short, heed_stop)
                facts = Facts(
                    job.scenarios[n],
                    job.seed,
                    replication,
                    job.engine,
                    plans[n][1],
                    traits_of(draws),
                    persons,
                )
                if equity is None:
                    equity = int(customer_equity(persons, facts.horizon.t0, facts).sum())
                values[n] = list(summarize(log, facts, equity).values())
    return values


def warm_up(engine: str = "kernel") -> None:
    """Compile (or load from the cache) everything that a study runs, by a small world over one week."""
    small = {
        "world.market.customers": 40,
        "world.market.prospects": 10,
        "world.market.entrants_per_year": 0.0,
    }
    replicate(Job(-1, (Scenario(weeks=1, burn_in_weeks=1).replace(small),), 0, engine), 0)

"""One replication of all plans: the same customers, the same luck, one burn-in where plans share it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from typing import Any, NamedTuple

import numpy as np

from cxsim.draws import Draws, make_draws
from cxsim.experiment import kept_starts, memory
from cxsim.plan import build_plans
from cxsim.results.equity import customer_equity
from cxsim.results.measures import MEASURES
from cxsim.results.summary import summarize
from cxsim.scenario import Policy, Scenario
from cxsim.simulate import begin, run_of, without_burn_in


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


def replicate(job: Job, replication: int, helper: Executor | None = None) -> np.ndarray:
    """Summaries of one replication, one row per plan and one column per measure of `MEASURES` (float64).

    The result depends on the job and the number of the replication only, never on who runs it or when. A helper of
    this process may take plans; what it has not begun in time is done here.
    """
    plans, groups = prepare(job)

    def heed_stop(_weeks: float) -> None:
        if job.number in _stopped or (_flag is not None and _flag.is_set()):
            raise Stopped

    values = np.full((len(job.scenarios), len(MEASURES)), np.nan)
    for bursts in groups:
        draws = None
        for same in bursts:
            new = [n for n in same if not _remembered(job, n, replication, values)]
            if not new:
                continue
            first = job.scenarios[new[0]]
            draws = draws or luck_of(first, job.seed, replication)
            heed_stop(0.0)
            start = shared_burn_in(first, plans[new[0]][0], draws, job.engine)
            years = {n: (job, n, draws, plans[n], start, heed_stop) for n in new}
            given = {n: helper.submit(_year, *years[n]) for n in new[1:]} if helper is not None else {}
            for n in new:
                values[n] = _year(*years[n]) if n not in given or given[n].cancel() else given[n].result()
    return values


def luck_of(scenario: Scenario, seed: int, number: int) -> Draws:
    """The luck of a replication, drawn or remembered."""
    key = memory.luck(scenario, seed, number)
    draws = memory.draws.find(key) if key else None
    if draws is None:
        draws = make_draws(scenario, seed, number)
        if key:
            memory.draws.keep(key, draws)
    return draws


class Start(NamedTuple):
    """The end of a burn-in, without its rows; and the value of the customers then, once it is known (fen)."""

    short: Any
    equity: list[int]


def _remembered(job: Job, n: int, replication: int, values: np.ndarray) -> bool:
    known = memory.rows.find(memory.row_key(job.engine, job.seed, replication, job.scenarios[n]))
    if known is not None:
        values[n] = known
    return known is not None


def shared_burn_in(scenario: Scenario, before: Any, draws: Draws, engine: str = "kernel") -> Start:
    """Play the burn-in of a company under its plan before, or take it from memory or disk."""
    company = memory.burn_in(scenario, before)
    key = (engine, draws.seed, draws.replication, company)
    start = memory.starts.find(key) if company else None
    if start is None:
        start = Start(_burn_in(key, scenario.burn_in_weeks, before, draws), [])
        if company:
            memory.starts.keep(key, start)
    return start


def _burn_in(key: tuple[Any, ...], weeks: int, before: Any, draws: Any) -> Any:
    """The end of a burn-in from disk, where the course has opened it and its company is kept, or else played."""
    engine, company = key[0], key[-1]
    kept = engine == "kernel" and company is not None and kept_starts.is_open(weeks)
    short = kept_starts.recall(key) if kept else None
    if short is None:
        short = without_burn_in(begin(engine, before, draws))
        if kept:
            kept_starts.keep(key, short)
    return short


def _year(
    job: Job, n: int, draws: Draws, plans: tuple[Any, Any], start: Start, heed_stop: Callable[[float], None]
) -> np.ndarray:
    """Play the horizon of one plan and sum it up."""
    run = run_of(job.scenarios[n], plans, draws, start.short, heed_stop, job.engine)
    facts = run.facts
    if not start.equity:
        start.equity.append(int(customer_equity(facts.persons_start, facts.horizon.t0, facts).sum()))
    row = np.array(list(summarize(run.log, facts, start.equity[0]).values()))
    memory.rows.keep(memory.row_key(job.engine, job.seed, draws.replication, facts.scenario), row)
    return row


def warm_up(engine: str = "kernel") -> None:
    """Compile (or load from the cache) everything that a study runs, by a small world over one week."""
    small = {
        "world.market.customers": 40,
        "world.market.prospects": 10,
        "world.market.entrants_per_year": 0.0,
    }
    replicate(Job(-1, (Scenario(weeks=1, burn_in_weeks=1).replace(small),), 0, engine), 0)

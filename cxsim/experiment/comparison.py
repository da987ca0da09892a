"""Run several plans over many replications and collect a Study, on any executor."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from concurrent.futures import Executor, Future, as_completed
from typing import Any

import numpy as np

from cxsim.experiment import workers
from cxsim.experiment.progress import Progress, told
from cxsim.experiment.replication import Job, Stopped, prepare, replicate
from cxsim.experiment.study import Study
from cxsim.guards import CxError, check_kind, shown
from cxsim.messages import tr
from cxsim.results.measures import MEASURES
from cxsim.scenario import Scenario
from cxsim.simulate import MOST_REPLICATIONS, check_engine, check_whole, tell_too_late

_numbers = itertools.count()


def compare(
    plans: Sequence[Scenario], replications: int = 30, seed: int = 7, *, engine: str = "kernel",
    executor: Executor | None = None, progress: Progress | bool | None = None,
) -> Study:  # fmt: skip
    """Run every plan over the same replications: the same customers, the same luck.

    Parameters
    ----------
    plans
        Scenarios. Those that differ in the policy only meet exactly the same people and share a burn-in.
    replications
        Years to run for each plan.
    seed
        Names the luck; any whole number.
    engine
        ``"kernel"`` or ``"reference"``; both give equal results.
    executor
        Where replications run, for example a process pool or a cluster's; none is the fastest way on this
        computer. The result is the same for any executor, number of workers and order.
    progress
        Called as ``progress(done, all)`` whenever a replication is finished; ``True`` shows a bar.

    Returns
    -------
    Study
        Of the finished replications: Ctrl-C keeps what is finished, and a replication that failed is listed
        in ``study.failed`` with its reason.

    Raises
    ------
    CxError
        Unusable input, or no replication finished at all.
    """
    job = _job(plans, seed, engine)
    check_whole("replications", replications, low=1, high=MOST_REPLICATIONS)
    if executor is not None and not callable(getattr(executor, "submit", None)):
        raise CxError(tr("executor is {got}; allowed: an Executor of concurrent.futures, or none", got=shown(executor)))
    tell_too_late(job.scenarios)
    found: dict[int, np.ndarray] = {}
    failed: dict[int, str] = {}
    with told(progress) as tell, workers.pool(executor, job, replications) as (place, stop):
        futures: dict[Future[np.ndarray], int] = {}
        try:
            for number in range(replications):
                helper = workers.helper(place, number, replications)
                futures[place.submit(replicate, job, number, helper)] = number
            for done, future in enumerate(as_completed(futures), start=1):
                _take(future, futures[future], found, failed)
                if tell is not None:
                    tell(done, replications)
        except KeyboardInterrupt:
            stop()
            for future in futures:
                future.cancel()
            for future, number in futures.items():
                if future.done() and not future.cancelled() and number not in found:
                    _take(future, number, found, failed)
    return _study(job, replications, found, failed)


def sweep(base: Scenario, path: str, values: Sequence[Any], **how: Any) -> Study:
    """Compare a scenario with copies of itself in which one parameter takes other values.

    Parameters
    ----------
    base
        The scenario; it is the first plan of the study.
    path
        Dotted path of the parameter.
    values
        What it shall be.
    how
        Passed on to `compare`.
    """
    check_kind("base", base, Scenario, 'load_scenario("default")')
    if isinstance(values, str) or not isinstance(values, Iterable):
        raise CxError(tr("values is {got}; allowed: a list of values of {path}", got=shown(values), path=path))
    return compare([base, *(base.replace({path: value}, name=f"{path}={value}") for value in values)], **how)


def _job(plans: Sequence[Scenario], seed: int, engine: str) -> Job:
    several = isinstance(plans, Iterable) and not isinstance(plans, Scenario)
    plans = tuple(plans) if several else ()
    if not plans or not all(isinstance(plan, Scenario) for plan in plans):
        raise CxError(tr("plans: allowed is a list of at least one scenario"))
    check_engine(engine)
    check_whole("seed", seed)
    job = Job(next(_numbers), plans, int(seed), engine)
    prepare(job)  # unusable plans are refused here, once, before any worker starts
    return job


def _take(
    future: Future[np.ndarray], number: int, found: dict[int, np.ndarray], failed: dict[int, str]
) -> None:
    try:
        found[number] = future.result()
    except Stopped:
        pass
    except Exception as error:
        failed[number] = f"{type(error).__name__}: {error}"


def _study(job: Job, asked: int, found: dict[int, np.ndarray], failed: dict[int, str]) -> Study:
    if not found:
        if failed:
            number, reason = min(failed.items())
            raise CxError(
                tr("replication {number} failed, and all others: {reason}", number=number, reason=reason)
            )
        raise KeyboardInterrupt
    numbers = tuple(sorted(found))
    values = np.stack([found[number] for number in numbers])
    if values.shape[2] != len(MEASURES):
        raise CxError(tr("the workers run another version of cxsim"))
    return Study(job.scenarios, job.seed, job.engine, asked, numbers, values, dict(sorted(failed.items())))

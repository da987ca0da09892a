"""Do the two engines agree? Made-up scenarios over all mechanisms, every array compared to the bit."""

from __future__ import annotations

import json as json_format
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from cxsim.draws import make_draws
from cxsim.evidence.agree_compare import Difference, differences, reached
from cxsim.evidence.agree_worlds import scenario
from cxsim.messages import tr
from cxsim.plan import build_plans
from cxsim.processors import workers_here
from cxsim.whole_files import check_file, write_whole

__all__ = ["Difference", "Report", "compare_one", "run"]

MOST_SHOWN = 20


class Outcome(NamedTuple):
    """What one scenario gave."""

    differences: list[Difference]
    contacts: int
    reached: Counter[str]


@dataclass(frozen=True, slots=True)
class Report:
    """What a comparison found; true when every array was equal.

    Attributes
    ----------
    scenarios, seed : int
        How many scenarios of which seed.
    contacts : int
        Contacts that both engines simulated.
    seconds : float
        Wall time.
    differences : tuple of Difference
        Each column that differs, with scenario, table, first row and both values.
    reached : dict
        How often each mechanism acted, by name.
    """

    scenarios: int
    seed: int
    contacts: int
    seconds: float
    differences: tuple[Difference, ...]
    reached: dict[str, int]

    def __bool__(self) -> bool:
        """Tell whether the engines agree."""
        return not self.differences

    def lines(self) -> Iterator[str]:
        """The report as plain text: the first differences and what was compared."""
        for d in self.differences[:MOST_SHOWN]:
            yield tr("scenario {scenario}: {table}.{column}, row {row}: reference {reference}, kernel {kernel}",
                     **{name: str(value) for name, value in d._asdict().items()})  # every digit counts here
        if len(self.differences) > MOST_SHOWN:
            yield tr("... and {more} more differences", more=len(self.differences) - MOST_SHOWN)
        told = {"scenarios": self.scenarios, "contacts": f"{self.contacts:,}", "seed": str(self.seed),
                "seconds": round(self.seconds, 1)}  # fmt: skip
        if self:
            yield tr("Both engines agree to the bit on {scenarios} scenarios of seed {seed} ({contacts} contacts, "
                     "{seconds} s)", **told)
        else:
            unequal = len({d.scenario for d in self.differences})
            yield tr("The engines differ on {unequal} of {scenarios} scenarios of seed {seed} ({contacts} contacts, "
                     "{seconds} s)", unequal=unequal, **told)

    def as_json(self) -> dict[str, Any]:
        """The report as plain data."""
        return {
            "agree": bool(self), "scenarios": self.scenarios, "seed": self.seed, "contacts": self.contacts,
            "seconds": round(self.seconds, 3), "differences": [d._asdict() for d in self.differences],
            "reached": dict(sorted(self.reached.items())),
        }  # fmt: skip


def run(
    scenarios: int = 500,
    seed: int = 1,
    json: str | Path | None = None,
    progress: Callable[[int, int, str], None] | None = None,
    executor: Executor | None = None,
) -> Report:
    """Run made-up scenarios on both engines and compare every array.

    Parameters
    ----------
    scenarios : int
        How many; numbered from 0.
    seed : int
        Names the set of scenarios: the same seed gives the same ones.
    json : path, optional
        File to write the report to.
    progress : callable, optional
        Called with scenarios done, scenarios in all, name of the scenario just done.
    executor : Executor, optional
        Where to run; by default a process for each core.

    Returns
    -------
    Report
    """
    if json is not None:
        check_file(json)
    started = time.perf_counter()
    outcomes = []
    with _workers(executor) as pool:
        for number, outcome in enumerate(pool.map(compare_one, [seed] * scenarios, range(scenarios))):
            outcomes.append(outcome)
            if progress is not None:
                progress(number + 1, scenarios, f"{seed}/{number}")
    total: Counter[str] = Counter()
    for outcome in outcomes:
        total.update(outcome.reached)
    report = Report(scenarios, seed, sum(o.contacts for o in outcomes), time.perf_counter() - started,
                    tuple(d for o in outcomes for d in o.differences), dict(total))  # fmt: skip
    if json is not None:
        write_whole(json, json_format.dumps(report.as_json(), indent=1, ensure_ascii=False) + "\n")
    return report


def compare_one(seed: int, number: int) -> Outcome:
    """Make up one scenario, run it on both engines and compare; an engine that fails is a difference too."""
    from cxsim.engines.kernel.run import run as run_kernel
    from cxsim.engines.reference.run import run as run_reference

    made = scenario(seed, number)
    before, plan = build_plans([made])[0]
    draws = make_draws(made, seed, number)
    logs, errors = [], []
    for engine in (run_reference, run_kernel):
        try:
            logs.append(engine(before, plan, draws))
            errors.append("")
        except Exception as error:  # whatever it is, it is a finding about this scenario and must not hide the rest
            errors.append(f"{type(error).__name__}: {error}")
    if any(errors):
        return Outcome([Difference(number, "", "error", -1, *errors)], 0, Counter())
    return Outcome(differences(number, *logs), len(logs[0].contacts), reached(made, logs[0]))


@contextmanager
def _workers(executor: Executor | None) -> Iterator[Executor]:
    if executor is not None:
        yield executor
        return
    compare_one(1, 0)  # compiles, or reads what is compiled, once; the workers find it
    pool = ProcessPoolExecutor(max_workers=workers_here())
    try:
        yield pool
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        raise
    pool.shutdown()

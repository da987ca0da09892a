"""The whole flow on one screen: scenario, plan, draws, engine, run.

``Scenario -> Plan -> Draws -> engine -> Log -> Run``; many runs make a Study (`cxsim.experiment`).
"""

from __future__ import annotations

import sys
import types
import warnings
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import numpy as np

from cxsim._jit import HAVE_NUMBA
from cxsim.clock import WEEK
from cxsim.draws import Draws, make_draws
from cxsim.guards import CxError, check_kind, nearest, shown
from cxsim.messages import tr
from cxsim.plan import build_plans
from cxsim.results.facts import Facts
from cxsim.results.run import Run
from cxsim.scenario import Scenario, World
from cxsim.scenario.dated import too_late
from cxsim.schema import DTYPES, copy_rows
from cxsim.stages.population import TRAITS

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["ENGINES", "Notice", "generate_customers", "simulate"]

ENGINES = ("kernel", "reference")
MOST_REPLICATIONS = 1_000_000
#: The kernel comes back after so many ms of simulated time. Threads that come back each week wait for each other: a
#: tenth of a study's time (measured).
STEP = 13 * WEEK


class Notice(UserWarning):
    """Something a user should know, told in one line; not an error."""


def simulate(scenario: Scenario, seed: int = 7, replication: int = 0, engine: str = "kernel") -> Run:
    """Run one company once: the burn-in under the policy before, then the horizon under its own policy.

    Parameters
    ----------
    scenario
        The company.
    seed
        Names the luck; any whole number.
    replication
        Number of the replication, from 0: another year of the same company.
    engine
        ``"kernel"`` (compiled, fast) or ``"reference"`` (readable, on SimPy); both give equal results.

    Returns
    -------
    Run

    Examples
    --------
    >>> run = simulate(Scenario(weeks=1, burn_in_weeks=0).replace({"world.market.customers": 50}))
    >>> int(run.summary()["customers_start"])
    50
    """
    check_kind("scenario", scenario, Scenario, 'load_scenario("default")')
    check_engine(engine)
    check_whole("seed", seed)
    check_whole("replication", replication, low=0, high=MOST_REPLICATIONS)
    tell_too_late([scenario])
    return run_of(scenario, build_plans([scenario])[0], make_draws(scenario, seed, replication), engine=engine)


def begin(engine: str, before: Any, draws: Any) -> Any:
    """Run the burn-in once, to be continued under several plans; none where the engine cannot share it."""
    if engine != "kernel":
        return None
    from cxsim.engines.kernel.run import burn_in

    return burn_in(before, draws)


def run_of(
    scenario: Scenario,
    plans: tuple[Any, Any],
    draws: Draws,
    start: Any = None,
    on_week: Callable[[float], None] | None = None,
    engine: str = "kernel",
) -> Run:
    """Play burn-in and horizon of a company whose plans and luck are ready.

    Parameters
    ----------
    scenario
        The company.
    plans
        Plan before the switch and plan under test.
    draws
        Luck of the replication.
    start
        From `begin` for the same plan before and draws; without it the burn-in is played here.
    on_week
        Called with the number of weeks done, each quarter (kernel) or week; whatever it raises stops the run.
    engine
        One of `ENGINES`.
    """
    before, plan = plans
    if engine == "kernel":
        from cxsim.engines.kernel.run import burn_in, run

        start = start if start is not None else burn_in(before, draws)
        persons_start = copy_rows(np.asarray(start.state.persons).view(DTYPES["persons"]))
        log = run(before, plan, draws, start, on_week=on_week, step=STEP)
    else:
        from cxsim.engines.reference.run import run as run_reference

        at_switch: list[np.ndarray] = []
        log = run_reference(before, plan, draws, on_week=on_week, on_switch=at_switch.append)
        (persons_start,) = at_switch
    traits = np.asarray(draws.traits).view(TRAITS)
    return Run(log, Facts(scenario, draws.seed, draws.replication, engine, plan, traits, persons_start))


def without_burn_in(start: Any) -> Any:
    """The same start without the rows of the burn-in, for who needs only a summary; who left stays known."""
    if start is None:
        return None
    return start._replace(full={"staff": start.full["staff"]})


def check_engine(engine: str) -> None:
    """Refuse an unknown engine; tell when the kernel runs without numba."""
    if engine not in ENGINES:
        text = tr("engine is {got}; allowed: {known}", got=shown(engine), known=" | ".join(ENGINES))
        meant = nearest(str(engine), ENGINES)
        raise CxError(tr("{text}; nearest: {meant}", text=text, meant=meant) if meant else text)
    if engine == "kernel" and not HAVE_NUMBA:
        text = tr("without numba the kernel runs as plain Python: slow, for small worlds only")
        warnings.warn(text, Notice, stacklevel=3)


def tell_too_late(plans: Iterable[Scenario]) -> None:
    """Tell of measures and shocks after the end of the horizon: the same plan may be played for fewer weeks."""
    for line in dict.fromkeys(line for plan in plans for line in too_late(plan)):
        warnings.warn(line, Notice, stacklevel=3)


def check_whole(name: str, value: object, low: int = -(2**63), high: int = 2**63 - 1) -> int:
    """Answer ``value`` when it is a whole number within bounds, or tell in one line what is allowed."""
    if isinstance(value, (int, np.integer)) and not isinstance(value, bool) and low <= int(value) <= high:
        return int(value)
    allowed = tr("a whole number from {low} to {high}", low=low, high=high)
    raise CxError(tr("{name} is {got}; allowed: {allowed}", name=name, got=shown(value), allowed=allowed))


def generate_customers(n: int, seed: int = 7, world: World | None = None) -> pd.DataFrame:
    """Make up customers: a readable table of named people with the traits that the simulation gives them.

    Parameters
    ----------
    n
        Number of customers.
    seed
        Names the luck; the same seed gives the same people as `simulate` in replication 0.
    world
        The market they belong to; none is that of the default company.

    Returns
    -------
    pandas.DataFrame
        One row per customer: number, name, segment, preferred channel, monthly margin, tenure, contract, and
        the factors by which the person differs from others.

    Examples
    --------
    >>> generate_customers(3, seed=7)[["customer", "segment"]].shape
    (3, 2)
    """
    from cxsim.results.people import traits_table
    from cxsim.scenario import Beliefs
    from cxsim.stages.population import draw_traits
    from cxsim.streams import stream_key

    check_whole("n", n, low=1, high=10_000_000)
    check_whole("seed", seed)
    place = world if world is not None else World()
    check_kind("world", place, World, 'load_scenario("default").world')
    market = place.market.model_copy(update={"customers": int(n), "prospects": 0, "entrants_per_year": 0.0})
    place = place.model_copy(update={"market": market})
    return traits_table(draw_traits(place, Beliefs(), 0, lambda name: stream_key(seed, 0, name)), seed)


class _Callable(types.ModuleType):
    # ``cx.simulate(scenario)`` is how everybody says it, and this file is named by what it does. Python puts the
    # module, not the function, into the package as soon as anything imports it; so the module answers calls.
    def __call__(self, scenario: Scenario, seed: int = 7, replication: int = 0, engine: str = "kernel") -> Run:
        return simulate(scenario, seed, replication, engine)


sys.modules[__name__].__class__ = _Callable

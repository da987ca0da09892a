"""How fast are the engines? Ratios within one run, so that a slow or busy machine does not decide.

Rates count contacts (rows of the contact log) per second; the best of a few rounds is reported. Competitors take
turns, and a ratio is taken within each round, whose parts follow each other within seconds; the median of the rounds is
reported: on a busy machine the best of one and the best of the other come from different moments. (Kernel over plain
loop, desk only, in three runs on such a machine: .149 to .192 by the best, .149 to .160 by the median.)
"""

from __future__ import annotations

import json
import operator
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from cxsim.draws import make_draws
from cxsim.engines.kernel import run as kernel
from cxsim.engines.reference import run as reference
from cxsim.evidence.yardsticks import draw_desk_day, plain_loop, plain_simpy
from cxsim.plan import build_plans
from cxsim.scenario import Scenario
from cxsim.whole_files import check_file, write_whole

SHORT = {"weeks": 4, "burn_in_weeks": 0}  # the default company, not a whole year, for the slow engine
CUSTOMER_MECHANISMS = ("experience", "surveys", "loyalty", "complaints", "staff")
GROWTH = (1_000, 10_000, 100_000, 1_000_000)
AGENTS = 6


def run(json_file: Path | str | None = None, rounds: int = 5, growth: bool = False,
        progress: Callable[[str], None] | None = None) -> dict[str, float]:
    """Measure the engines against each other and against two plain desk days.

    Parameters
    ----------
    json_file : path, optional
        Where the numbers are written.
    rounds : int
        Rounds of each competitor.
    growth : bool
        Also run 1,000 to 1,000,000 customers, each in a process of its own, and report rate and memory.
    progress : callable, optional
        Told what is being measured.

    Returns
    -------
    dict
        Rates in contacts per second, and ratios under keys that end in `_ratio`.
    """
    tell = progress or (lambda text: None)
    if json_file is not None:
        check_file(json_file)
    competitors = make_competitors()
    rates: dict[str, list[float]] = {name: [] for name in competitors}
    for number in range(rounds + 1):  # round 0 warms up: compiling and caches are not what is measured
        for name, compete in competitors.items():
            tell(name)
            begin = time.perf_counter()
            contacts = compete()
            if number:
                rates[name].append(contacts / (time.perf_counter() - begin))
    found = {f"{name}_contacts_per_s": max(rate) for name, rate in rates.items()}
    for on in ("all_on", "desk_only"):
        for name, one, other in (
            ("kernel_over_reference", f"kernel_with_draws_{on}", f"reference_{on}"),
            ("kernel_over_plain_loop", f"kernel_ready_draws_{on}", "plain_loop"),
            ("reference_over_plain_simpy", f"reference_{on}", "plain_simpy"),
        ):
            found[f"{name}_{on}_ratio"] = statistics.median(map(operator.truediv, rates[one], rates[other]))
    if growth:
        for customers in GROWTH:
            tell(f"{customers} customers")
            found.update(measure_growth(customers))
    if json_file is not None:
        write_whole(json_file, json.dumps(found, indent=2) + "\n")
    return found


def make_competitors() -> dict[str, Callable[[], int]]:
    """What is measured: each a function that works and answers how many contacts it has handled."""
    found: dict[str, Callable[[], int]] = {}
    for on in ("all_on", "desk_only"):
        switches = {} if on == "all_on" else {f"mechanisms.{name}": False for name in CUSTOMER_MECHANISMS}
        short = Scenario().replace({**SHORT, **switches})
        usual = Scenario().replace({"burn_in_weeks": 0, **switches})
        found[f"reference_{on}"] = competitor(reference, short, fresh_draws=True)
        found[f"kernel_with_draws_{on}"] = competitor(kernel, usual, fresh_draws=True)
        found[f"kernel_ready_draws_{on}"] = competitor(kernel, usual, fresh_draws=False)
    day = draw_desk_day(400_000, AGENTS)
    short_day = draw_desk_day(20_000, AGENTS)
    found["plain_loop"] = lambda: (plain_loop(*day, AGENTS), len(day.arrivals))[1]
    found["plain_simpy"] = lambda: (plain_simpy(short_day, AGENTS), len(short_day.arrivals))[1]
    return found


def competitor(engine, scenario: Scenario, fresh_draws: bool) -> Callable[[], int]:
    """One engine on one scenario; draws made anew each time or once."""
    before, plan = build_plans([scenario])[0]
    ready = make_draws(scenario, 7)

    def compete() -> int:
        draws = make_draws(scenario, 7) if fresh_draws else ready
        return len(engine.run(before, plan, draws).contacts)

    return compete


def measure_growth(customers: int) -> dict[str, float]:
    """Rate and peak memory of a year of so many customers, in a process of its own."""
    answer = subprocess.run([sys.executable, "-m", "cxsim.evidence.growth", str(customers)], check=True,
                            capture_output=True, text=True)
    numbers = json.loads(answer.stdout.splitlines()[-1])
    return {f"growth_{customers}_{name}": value for name, value in numbers.items()}

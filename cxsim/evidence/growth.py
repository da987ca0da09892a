"""A year of many customers on the kernel, its log handed over page by page: rate and peak memory.

``python -m cxsim.evidence.growth 1000000`` prints one line of JSON.
"""

from __future__ import annotations

import json
import math
import sys
import time
from typing import Any

from cxsim.draws import make_draws
from cxsim.engines.kernel import run as kernel
from cxsim.plan import build_plans
from cxsim.scenario import Scenario


def scaled(customers: int) -> Scenario:
    """The default company with so many customers, and prospects, entrants and seats in proportion."""
    usual = Scenario()
    factor = customers / usual.world.market.customers
    changes: dict[str, Any] = {
        "world.market.customers": customers,
        "world.market.prospects": round(usual.world.market.prospects * factor),
        "world.market.entrants_per_year": usual.world.market.entrants_per_year * factor,
        "burn_in_weeks": 0,
    }
    for pool in ("phone", "chat", "email", "case"):
        windows = getattr(usual.policy.staffing.roster, pool)
        changes[f"policy.staffing.roster.{pool}"] = [
            {"days": list(w.days), "from": w.start, "to": w.to, "seats": math.ceil(w.seats * factor)} for w in windows]
    return usual.replace(changes)


def peak_memory_mb() -> float:
    """Largest resident memory of this process so far, in MB; NaN where the system does not tell."""
    try:
        import resource
    except ImportError:  # Windows
        return math.nan
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1e6 if sys.platform == "darwin" else peak / 1e3


def measure(customers: int) -> dict[str, float]:
    """Run one year and count; pages are counted and dropped, as a writer to disk would drop them."""
    scenario = scaled(customers)
    before, plan = build_plans([scenario])[0]
    base = peak_memory_mb()
    begin = time.perf_counter()
    draws = make_draws(scenario, 7)
    drawn = time.perf_counter()
    rows = 0

    def count(table: str, page) -> None:
        nonlocal rows
        rows += len(page) if table == "contacts" else 0

    kernel.run(before, plan, draws, keep=count)
    end = time.perf_counter()
    return {"contacts": rows, "contacts_per_s": rows / (end - begin), "draws_s": drawn - begin,
            "peak_memory_mb": peak_memory_mb(), "start_memory_mb": base}


if __name__ == "__main__":
    measure(1_000)  # compile before the clock starts
    print(json.dumps(measure(int(sys.argv[1]))))

"""What this process remembers of replications it has played, so that a further study of the same company is quicker.

A replication is a function of scenario, seed and number alone, so a remembered row is the row that would be computed
again. A lesson compares several plans with one company: its years and its burn-ins then count once (measured: the
second study of two plans takes less than half of the time). Nothing is written to disk.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import Any

import numpy as np

from cxsim.scenario import Scenario

#: Rows are small (about 1 kB). A burn-in of the default company takes about 6 MB, the luck of its two years 15 MB: the
#: last is for pages that play one year of many plans, one after the other (a fifth of such a year, measured).
MOST_ROWS, MOST_STARTS, MOST_DRAWS = 20_000, 32, 2
#: Of larger companies neither luck nor the end of the burn-in is remembered.
MOST_PEOPLE = 60_000


class Memory:
    """A few things by key; the one not asked for longest is forgotten first."""

    def __init__(self, most: int) -> None:
        self._most, self._kept, self._lock = most, OrderedDict[Any, Any](), threading.Lock()

    def find(self, key: Any) -> Any:
        """What is kept under a key, or nothing."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def keep(self, key: Any, value: Any) -> None:
        """Keep a value under a key."""
        with self._lock:
            self._kept[key] = value
            self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)

    def forget(self) -> None:
        """Forget everything."""
        with self._lock:
            self._kept.clear()


rows, starts, draws = Memory(MOST_ROWS), Memory(MOST_STARTS), Memory(MOST_DRAWS)


def company(scenario: Scenario) -> str:
    """A scenario as the key of its rows; its name is no part of it."""
    return scenario.model_dump_json(exclude={"name"})


def row_key(kind: str, seed: int, number: int, plan: Scenario) -> tuple[str, int, int, str]:
    """The key of a row: the engine (or what else stands in a row), the luck, and the company."""
    return kind, seed, number, company(plan)


def luck(scenario: Scenario, seed: int, number: int) -> tuple[int, int, str] | None:
    """All but the policies as the key of the luck of a replication; nothing for a company too large to remember."""
    if _is_large(scenario):
        return None
    return seed, number, scenario.model_dump_json(exclude={"name", "policy", "before"})


def burn_in(scenario: Scenario, plan: Any) -> tuple[str, bytes] | None:
    """World, policy before and room of a plan as the key of a burn-in; nothing for a company too large to remember."""
    if _is_large(scenario):
        return None
    room = np.concatenate((plan.seat_start, plan.position_start)).tobytes()
    if not scenario.burn_in_weeks:
        return scenario.model_dump_json(exclude={"name"}), room
    # A policy rules and a shock comes after the burn-in: weeks of both are counted from the horizon's first.
    return scenario.model_dump_json(exclude={"name": True, "policy": True, "world": {"shocks"}}), room


def _is_large(scenario: Scenario) -> bool:
    market = scenario.world.market
    return market.customers + market.prospects > MOST_PEOPLE


def forget() -> None:
    """Forget every row, every burn-in and the luck."""
    for memory in (rows, starts, draws):
        memory.forget()

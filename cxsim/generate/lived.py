"""What a customer perceived and expected in each need, taken from the simulation's own rules and luck.

The engine keeps the felt episode, not its parts. The parts follow from the same rules, the same keyed luck and the
rows of the log: expectations start where the population starts and move after every need. A test holds the end of
each such chain against the state that the engine wrote, to the last bit.
"""

from __future__ import annotations

from collections import Counter
from typing import Any, NamedTuple

import numpy as np

from cxsim._jit import plain
from cxsim.distributions import normal_quantile_
from cxsim.results.run import Run
from cxsim.schema import ABANDONED, BALKED, DIMENSIONS, DROPPED, NEED_OPEN, RESOLVED
from cxsim.stages import experience
from cxsim.streams import stream_key, uniform_pair


class Lived(NamedTuple):
    """One need as it was lived; values by dimension in the order of `schema.DIMENSIONS`."""

    difficulty: float
    perceived: tuple[float, ...]
    expected: tuple[float, ...]


def lived_needs(run: Run) -> tuple[dict[int, Lived], dict[int, list[float]]]:
    """Perception and expectation of every need that was felt, and each person's expectation at the end.

    Returns
    -------
    dict of int to Lived
        By number of the need.
    dict of int to list of float
        By person, in the order of `schema.DIMENSIONS`.
    """
    log, facts = run.log, run.facts
    row = facts.plan.experience.tolist()
    start = facts.scenario.beliefs.experience.start_expectation
    first = [float(getattr(start, dimension)) for dimension in DIMENSIONS]
    needs = log.needs[~np.isin(log.needs["state"], (DROPPED, NEED_OPEN))]
    needs = needs[np.lexsort((needs["need"], needs["closed"]))]
    vain, luck = _in_vain(log.contacts), _keys(facts)
    spread = facts.scenario.world.demand.difficulty_sd
    found: dict[int, Lived] = {}
    expected: dict[int, list[float]] = {}
    for need in needs:
        person = int(need["person"])
        before = expected.setdefault(person, list(first))
        difficulty, perceived = _perceived(
            need, vain[int(need["need"])], before, ((facts.plan, spread), row, luck)
        )
        found[int(need["need"])] = Lived(difficulty, perceived, tuple(before))
        expected[person] = [
            plain(experience.adapt)(e, p, row) for e, p in zip(before, perceived, strict=True)
        ]
    return found, expected


def _in_vain(contacts: np.ndarray) -> Counter[int]:
    """Attempts of each need in which the customer waited in vain."""
    gave_up = (contacts["outcome"] == ABANDONED) | (contacts["outcome"] == BALKED)
    return Counter(contacts["need"][gave_up].tolist())


def _keys(facts: Any) -> dict[str, int]:
    names = ("need", "conduct", "surroundings")
    return {name: stream_key(facts.seed, facts.replication, f"{name}/first") for name in names}


def _perceived(need: Any, vain: int, before: list[float], know: tuple) -> tuple[float, tuple[float, ...]]:
    (plan, spread), row, keys = know
    who, ordinal, handlings = int(need["person"]), int(need["ordinal"]), int(need["handlings"])
    _, hard = uniform_pair(keys["need"], who, ordinal, 0)
    difficulty = plan.reason_difficulty[int(need["reason"])] + spread * normal_quantile_(hard)
    a, b = uniform_pair(keys["conduct"], who, ordinal, 0)
    c, _ = uniform_pair(keys["surroundings"], who, ordinal, 0)
    assurance, empathy = before[experience.ASSURANCE], before[experience.EMPATHY]
    if handlings > 0:
        assurance = plain(experience.assurance)(difficulty, normal_quantile_(a), row)
        empathy = plain(experience.empathy)(normal_quantile_(b), row)
    perceived = (
        plain(experience.reliability)(handlings, need["state"] == RESOLVED, row),
        experience.responsiveness(float(need["wait_units"]), vain, plan.experience),
        assurance, empathy, plain(experience.tangibles)(normal_quantile_(c), row),
    )  # fmt: skip
    return float(difficulty), tuple(float(value) for value in perceived)

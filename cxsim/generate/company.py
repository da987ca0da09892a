"""The simulated company behind the data: its run, cut to the window, with times from the first midnight.

The company is that of a committed scenario, played once. All tables start from here; nothing that a customer says,
buys or clicks is made up without what the simulation says of her.
"""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from cxsim.clock import HALF_HOUR, WEEK
from cxsim.generate.luck import Luck
from cxsim.generate.settings import setting
from cxsim.results.names import names_of
from cxsim.results.run import Run
from cxsim.scenario import load_scenario
from cxsim.schema import HANDLED, MOVE_LEFT, PROSPECT, QUEUES, SEGMENTS, STAFF_LEFT
from cxsim.simulate import simulate
from cxsim.stages.finance import REVIEWS_A_YEAR

MONTH = 4 * WEEK


class Agent(NamedTuple):
    """Somebody who held a position; `hired` and `left` in ms from the first midnight, None before and after."""

    number: int
    pool: int
    position: int
    hired: int | None
    left: int | None


class Company:
    """One run, and the luck of everything that the simulation leaves open.

    Parameters
    ----------
    run
        The simulated years.
    luck
        Luck of the data.
    """

    def __init__(self, run: Run, luck: Luck) -> None:
        self.run, self.luck = run, luck
        facts = run.facts
        self.t0, self.end = facts.horizon.t0, facts.horizon.end - facts.horizon.t0
        self.months = self.end // MONTH
        #: Number of the review in the first month of the window; contracts end by it.
        self.first_review = self.t0 // MONTH
        self.first_day: date = facts.scenario.world.calendar.start_date
        log = run.log
        self.all_needs = log.needs
        self.contacts = log.contacts[log.contacts["arrived"] >= self.t0]
        self.cases = log.cases[log.cases["opened"] >= self.t0]
        wanted = np.zeros(len(log.needs), bool)
        wanted[log.needs["born"] >= self.t0] = True
        row_of = np.full(int(log.needs["need"].max()) + 1, -1)
        row_of[log.needs["need"]] = np.arange(len(log.needs))
        wanted[row_of[self.contacts["need"]]] = True
        wanted[row_of[self.cases["need"]]] = True
        self.needs = log.needs[wanted]
        self.reviews = log.reviews[log.reviews["week"] >= facts.horizon.first_week]

    def since(self, moment: Any) -> int | None:
        """Moment of the engine's clock from the first midnight of the window; None where it never happened."""
        return int(moment) - self.t0 if moment >= 0 else None

    @cached_property
    def joined(self) -> np.ndarray:
        """When each person became a customer, ms from the first midnight; a far future for who never did."""
        joined = np.ascontiguousarray(self.run.log.persons["joined"]) - self.t0
        return np.where(self.run.log.persons["status"] == PROSPECT, 2**60, joined)

    @cached_property
    def left(self) -> np.ndarray:
        """When each person left, ms from the first midnight; a far future for who stays."""
        left = np.full(len(self.run.log.persons), 2**60)
        moves = self.run.log.moves[self.run.log.moves["move"] == MOVE_LEFT]
        left[moves["person"]] = moves["time"] - self.t0
        return left

    @cached_property
    def customers(self) -> np.ndarray:
        """Persons of the customer table: who was a customer in the window, and prospects who contacted the company."""
        known = (self.joined < self.end) & (self.left > 0)
        known[self.contacts["person"]] = True
        known[self.needs["person"]] = True
        return np.flatnonzero(known)

    @cached_property
    def names(self) -> list[str]:
        """Name of each person of the market; made up."""
        return list(names_of(np.arange(len(self.run.log.persons)), self.run.facts.seed))

    def segment(self, person: int) -> str:
        """Segment of a person."""
        return SEGMENTS[self.traits["segment"][person]]

    @cached_property
    def traits(self) -> dict[str, list[Any]]:
        """Traits of all persons as plain lists."""
        traits = self.run.facts.traits
        return {name: traits[name].tolist() for name in traits.dtype.names or ()}

    @cached_property
    def margin_month_cny(self) -> list[float]:
        """Contribution margin of each person in a month of a twelfth of a year."""
        return [fen * REVIEWS_A_YEAR / 12 / 100 for fen in self.traits["margin_fen"]]

    def is_customer(self, person: int, moment: int) -> bool:
        """Whether a person is a customer at a moment of the window."""
        return bool(self.joined[person] <= moment < self.left[person])

    def active(self, person: int) -> tuple[int, int]:
        """Part of the window, in ms, in which a person is a customer; empty where the second is not larger."""
        return max(0, int(self.joined[person])), min(self.end, int(self.left[person]))

    @cached_property
    def moods(self) -> dict[int, list[tuple[int, float]]]:
        """Latent satisfaction of each person over time: moment and value, in order of time.

        The values are those that the engine wrote down at ends of needs, ends of cases and reviews.
        """
        log = self.run.log
        found: dict[int, list[tuple[int, float]]] = {}
        first_week = self.run.facts.horizon.first_week
        rows = [(int(p), int(t) - self.t0, float(s))
                for p, t, s in zip(log.needs["person"], log.needs["closed"], log.needs["satisfaction"], strict=True)
                if t >= 0]  # fmt: skip
        rows += [(int(p), int(t) - self.t0, float(s))
                 for p, t, s in zip(log.cases["person"], log.cases["resolved"], log.cases["satisfaction"], strict=True)
                 if t >= 0]  # fmt: skip
        rows += [(int(r["person"]), (int(r["week"]) - first_week + 1) * WEEK, float(r["satisfaction"]))
                 for r in log.reviews]  # fmt: skip
        rows.sort()
        for person, moment, mood in rows:
            found.setdefault(person, []).append((moment, mood))
        return found

    def mood(self, person: int, moment: int) -> float:
        """Latent satisfaction of a person at a moment: the last value written before it."""
        last = float(self.run.facts.persons_start["satisfaction"][person])
        for when, value in self.moods.get(person, ()):
            if when > moment:
                break
            last = value
        return last

    @cached_property
    def agents(self) -> list[Agent]:
        """Everybody who held a position in the window, by pool, position and time."""
        plan = self.run.facts.plan
        plans = [plan, *(later for _, later in plan.later)]
        vacancy = self.run.scenario.world.staff.vacancy_weeks * WEEK
        staff = self.run.log.staff
        found: list[Agent] = []
        for pool in range(len(QUEUES)):
            for place in range(max(int(one.positions[pool]) for one in plans)):
                mine = (staff["pool"] == pool) & (staff["event"] == STAFF_LEFT) & (staff["position"] == place)
                ends = sorted((staff["time"][mine] - self.t0).tolist())
                starts = [None, *(int(end + vacancy) for end in ends)]
                for start, end in zip(starts, [*ends, None], strict=True):
                    if (start is None or start < self.end) and (end is None or end >= 0):
                        found.append(Agent(len(found) + 1, pool, place, start, end))
        return found

    @cached_property
    def agent_of(self) -> list[int | None]:
        """Number of the agent who handled each contact of the window."""
        places: dict[tuple[int, int], list[Agent]] = {}
        for agent in self.agents:
            places.setdefault((agent.pool, agent.position), []).append(agent)
        rows, found = self.contacts, []
        at = rows["arrived"] + rows["wait"] - self.t0
        for outcome, pool, place, moment in zip(
            rows["outcome"], rows["pool"], rows["employee"], at, strict=True
        ):
            who = None
            if outcome == HANDLED and place >= 0:
                for agent in places[(int(pool), int(place))]:
                    if who is None or (agent.hired or 0) <= moment:
                        who = agent.number
            found.append(who)
        return found

    @cached_property
    def seats(self) -> np.ndarray:
        """Rostered seats by half hour of the window and pool, measures that began within it included."""
        plan, first = self.run.facts.plan, self.t0 // HALF_HOUR
        half_hours = self.end // HALF_HOUR
        seats = np.array(plan.roster)[:, first : first + half_hours]
        for start, later in plan.later:
            begin = (int(start) - self.t0) // HALF_HOUR
            seats[:, begin:] = np.asarray(later.roster)[:, first + begin : first + half_hours]
        return seats.T


def build_company() -> Company:
    """Play the company of the settings once."""
    chosen = setting("company")
    return Company(simulate(load_scenario(chosen["scenario"]), seed=chosen["seed"]), Luck(chosen["seed"]))

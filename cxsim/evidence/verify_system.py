"""A textbook queue as an ordinary scenario: every mechanism off that the textbook does not have.

Times of a textbook are in any unit; here one replication is stretched or squeezed to whole weeks of the
simulator's clock, so that the rounding of times to milliseconds does not matter.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

from pydantic import ValidationError

from cxsim.clock import DAY, MINUTE, WEEK
from cxsim.evidence.verify_cases import NotCovered
from cxsim.messages import tr
from cxsim.scenario import Scenario
from cxsim.scenario.checks import REDIAL_MIN
from cxsim.scenario.trouble import explain

__all__ = ["Law", "Part", "System", "days_part", "relaxation", "steady_part"]

YEAR = 364 * DAY  # the year of `needs_per_year`
SHORTEST = 4_000  # ms; a mean handle time is never shorter, so that a millisecond is at most 1/4000 of it
CONTACTS = 30_000  # contacts of one replication, unless forgetting the empty start takes longer
MANY_ROUNDS = 4.0  # contacts of a need; of longer stories a replication has fewer
FEWEST_CONTACTS = 300  # of one replication; from fewer no ratio of sums can be told
LONGEST_WEEKS = 260
MOST_CONTACTS = 4_000_000  # of one replication: half a gigabyte, and some minutes on the readable engine
MOST_SEATS = 5_000
WHOLE_WEEK = {"days": [0, 1, 2, 3, 4, 5, 6], "from": "00:00", "to": "24:00"}
POOLS = ("phone", "chat", "email", "case")


class Law(NamedTuple):
    """A random time in the unit of the case: family, mean, coefficient of variation, and the family's shapes."""

    family: str
    mean: float
    cv: float = 1.0
    stages: int = 1
    branch_share: float = 0.5
    branch_mean_ratio: float = 1.0

    def fields(self, unit_ms: float) -> dict[str, Any]:
        """The same law as a Duration of the scenario."""
        return {
            "family": self.family,
            "mean_min": self.mean * unit_ms / MINUTE,
            "cv": self.cv if self.family == "lognormal" else 1.0,
            "stages": self.stages,
            "branch_share": self.branch_share,
            "branch_mean_ratio": self.branch_mean_ratio,
        }


class System(NamedTuple):
    """A textbook queue in the unit of time of its case.

    Attributes
    ----------
    arrivals : float
        Fresh arrivals per unit of time.
    pools : dict of str to (int, Law)
        Agents and handle time of each pool in use; arrivals come to the first.
    patience, balk : Law or None, float
        Patience on the line and share that does not wait at all.
    lines : int
        Most contacts present, 0 = no limit.
    redial, blocked : tuple of (float, Law), float
        Share that redials after abandoning, time to it; share that redials after a busy signal.
    again : tuple of (float, Law)
        Share of handlings after which the customer comes back, time to it.
    transfers : dict of str to (str, float)
        Hand-over: from queue, to queue, share.
    classes : list of (float, Law)
        Priority classes, first served first: share of arrivals, handle time.
    chat : tuple of (int, tuple)
        Chats at a time, speed per mille with 1, 2, ... chats.
    shift_end : str
        Who leaves when fewer agents are wanted and all are busy, as in the scenario.
    rounds : float
        Contacts of a need, at most, on average.
    relax, life : float
        Time in which the system forgets how it started; time after which a need is surely over.
    """

    arrivals: float
    pools: dict[str, tuple[int, Law]]
    patience: Law | None = None
    balk: float = 0.0
    lines: int = 0
    redial: tuple[float, Law] | None = None
    blocked: float = 0.0
    again: tuple[float, Law] | None = None
    transfers: dict[str, tuple[str, float]] | None = None
    classes: tuple[tuple[float, Law], ...] = ()
    chat: tuple[int, tuple[int, ...]] | None = None
    shift_end: str = "finish"
    rounds: float = 1.0
    relax: float = 0.0
    life: float = 0.0

    @property
    def home(self) -> str:
        """The pool where needs arrive."""
        return next(iter(self.pools))


class Part(NamedTuple):
    """A system ready to run, and where to look in its log.

    Attributes
    ----------
    scenario : Scenario
        What the engines get.
    system : System
        What it stands for.
    unit_ms : float
        Milliseconds per unit of time of the case.
    window : tuple of float
        From and to (ms): arrivals between them are counted. Empty when `days` are counted.
    days : tuple of int
        Days that start empty and are counted one by one, 0 is the first day of the log.
    day_ms : float
        Counted length of such a day.
    contacts : float
        Fresh arrivals expected in one replication.
    fresh : float
        Fresh arrivals expected in the counted stretch, or in one counted day.
    """

    scenario: Scenario
    system: System
    unit_ms: float
    window: tuple[float, ...]
    days: tuple[int, ...]
    day_ms: float
    contacts: float
    fresh: float

    @property
    def starts_empty(self) -> bool:
        """Whether counted days have a day without arrivals before them."""
        return len(self.days) > 1 and self.days[1] - self.days[0] > 1

    def handle_mean(self, pool: str) -> float | None:
        """Expected time at a seat (ms) of the contacts of a pool; None where sharing or handing back changes it."""
        if self.system.shift_end == "hand_back" or self.system.chat is not None:
            return None
        mean = self.system.pools[pool][1].mean
        if self.system.classes:
            mean = sum(share * law.mean for share, law in self.system.classes)
        return mean * self.unit_ms


def relaxation(agents: int, arrivals: float, law: Law, held: float = math.inf) -> float:
    """Time in which a queue forgets its start, roughly.

    Parameters
    ----------
    agents, arrivals, law
        The queue; the spread of the handle time enters by the heavy-traffic diffusion.
    held : float
        Mean patience; whoever gives up also forgets.
    """
    spread = max(1.0, 0.5 * (1.0 + law.cv**2))
    gap = math.sqrt(agents / law.mean) - math.sqrt(arrivals)
    slow = spread / gap**2 if gap > 0 else math.inf
    return law.mean + min(slow, 2.0 * spread * max(law.mean, held))


def steady_part(system: System) -> Part:
    """One replication of a system in steady state: a warm-up that is left out, then the counted stretch."""
    warm = 10.0 * system.relax + 5.0 * system.life
    cool = 3.0 * system.relax + 10.0 * system.life
    shortest = min(law.mean for law in _laws(system))
    unit = SHORTEST / shortest  # ms of one unit of time, at least
    if system.redial is not None:
        unit = max(unit, REDIAL_MIN * MINUTE / system.redial[1].mean)
    # a desk where hardly anybody comes: as many contacts as the longest clock has room for
    room = LONGEST_WEEKS * WEEK / unit - warm - cool
    needs = CONTACTS / max(1.0, system.rounds / MANY_ROUNDS)
    counted = max(5.0 * warm, min(needs / system.arrivals, room))
    if system.arrivals * counted < FEWEST_CONTACTS:
        raise NotCovered(tr("too few contacts: {contacts} in {weeks} weeks of the clock",
                            contacts=f"{system.arrivals * counted:.2g}", weeks=LONGEST_WEEKS))
    total = warm + counted + cool
    weeks = max(1, math.ceil(unit * total / WEEK))
    if weeks > LONGEST_WEEKS:
        raise NotCovered(tr("forgetting the start takes too long: {weeks} weeks of the clock", weeks=weeks))
    contacts = system.arrivals * total * system.rounds
    if contacts > MOST_CONTACTS:
        raise NotCovered(tr("forgetting the start takes too long: {contacts} contacts", contacts=f"{contacts:,.0f}"))
    unit_ms = weeks * WEEK / total
    fields = _scenario(system, unit_ms) | {"weeks": weeks}
    window = (warm * unit_ms, (warm + counted) * unit_ms)
    return Part(
        _validate(fields), system, unit_ms, window, (), 0.0, system.arrivals * total, system.arrivals * counted
    )


def days_part(
    system: System, unit_ms: float, weights: list[float], counted_ms: float, weekdays: tuple[int, ...] = (0, 2, 4)
) -> Part:
    """Days that are counted one by one, as many weeks as a replication of usual size takes.

    Parameters
    ----------
    system : System
        `arrivals` is the mean rate over the day, per unit of time.
    unit_ms : float
        Milliseconds per unit of time.
    weights : list of float
        Relative arrival rate of the 48 half hours.
    counted_ms : float
        Part of the day that is counted, from midnight.
    weekdays : tuple of int
        Days with arrivals. With a day between them each starts empty and all are counted. When they follow one
        another, those are counted that find what the day before left.
    """
    a_day = system.arrivals * DAY / unit_ms
    weeks = min(LONGEST_WEEKS, max(1, round(CONTACTS / a_day / len(weekdays))))
    fields = _scenario(system, unit_ms)
    demand = fields["world"]["demand"]
    demand["needs_per_year"] = a_day * len(weekdays) * 52
    demand["weekday_weight"] = [float(day in weekdays) for day in range(7)]
    demand["half_hour_weight"]["phone"] = list(weights)
    fields["weeks"] = weeks
    follow = tuple(day for day in weekdays if day - 1 in weekdays)
    counted = tuple(7 * week + day for week in range(weeks) for day in follow or weekdays)
    return Part(_validate(fields), system, unit_ms, (), counted, counted_ms, a_day * len(weekdays) * weeks, a_day)


def with_roster(part: Part, seats: list[int]) -> Part:
    """The same days with another number of seats in each half hour."""
    windows = [
        WHOLE_WEEK | {"from": _clock(h), "to": _clock(h + 1), "seats": number}
        for h, number in enumerate(seats)
    ]
    fields = part.scenario.model_dump(by_alias=True)
    fields["policy"]["staffing"]["roster"]["phone"] = windows
    return part._replace(scenario=_validate(fields))


def _clock(half_hour: int) -> str:
    return f"{half_hour // 2:02d}:{30 * (half_hour % 2):02d}"


def _laws(system: System) -> list[Law]:
    return [law for _, law in system.pools.values()] + [law for _, law in system.classes]


def _validate(fields: dict[str, Any]) -> Scenario:
    try:
        return Scenario.model_validate(fields)
    except ValidationError as error:
        raise NotCovered(str(explain(error, Scenario))) from None  # outside the bounds of the scenario


def _scenario(system: System, unit_ms: float) -> dict[str, Any]:
    """Fields of the scenario: the default company without people, plus the system."""
    fields = Scenario().model_dump(by_alias=True)
    fields |= {"name": "textbook", "burn_in_weeks": 0}
    fields["mechanisms"] = dict.fromkeys(fields["mechanisms"], False) | {
        "abandonment": system.patience is not None,
        "redial": system.redial is not None or system.blocked > 0,
        "recontact": system.again is not None,
        "transfer": bool(system.transfers),
    }
    _demand(fields, system, unit_ms)
    _service(fields, system, unit_ms)
    _staffing(fields, system)
    _returning(fields, system, unit_ms)
    return fields


def _demand(fields: dict[str, Any], system: System, unit_ms: float) -> None:
    """A single person whose needs are the Poisson arrivals of the whole market."""
    fields["world"]["market"] |= {"customers": 1, "prospects": 0, "entrants_per_year": 0.0}
    flat = [1.0] * 48
    classes = [share for share, _ in system.classes] or [1.0]
    shares = classes + [0.0] * (5 - len(classes))
    reasons = ("enquiry", "order", "technical", "billing", "complaint")
    ranks = ("urgent", "complaint", "high_value", "general", "general")
    fields["world"]["demand"] |= {
        "needs_per_year": system.arrivals * YEAR / unit_ms,
        "needs_cv": 0.0,
        "prospect_needs_per_year": 0.0,
        "channel_share": {c: float(c == system.home) for c in ("phone", "chat", "email")},
        "channel_loyalty": 1.0,
        "reason_share": dict(zip(reasons, shares, strict=True)),
        "reason_difficulty": dict.fromkeys(reasons, 0.0),
        "difficulty_sd": 0.0,
        "urgent_share": dict.fromkeys(reasons, 0.0),
        "weekday_weight": [1.0] * 7,
        "half_hour_weight": {"phone": list(flat), "chat": list(flat), "email": list(flat)},
        "busy_day_cv": 0.0,
        "factor": 1.0,
        "headroom": 1.0,
    }
    fields["world"]["calendar"]["open"] = {pool: [WHOLE_WEEK] for pool in POOLS}
    routing = fields["policy"]["routing"]
    routing["mode"] = "priority" if system.classes else "fifo"
    routing["order"] = list(ranks[:4])
    routing["high_value_from_cny"] = 1e9
    if system.classes:
        routing["reason_class"] = dict(zip(reasons, ranks, strict=True))
    else:
        routing["reason_class"] = dict.fromkeys(reasons, "general")


def _service(fields: dict[str, Any], system: System, unit_ms: float) -> None:
    service = fields["world"]["service"]
    for pool, (_, law) in system.pools.items():
        service["handle"][pool] = law.fields(unit_ms)
    for reason, (_, law) in zip(service["handle_by_reason"].values(), system.classes, strict=False):
        reason |= {"family": law.family, "mean_min": law.mean * unit_ms / MINUTE, "cv": law.cv}
    service |= {
        "handle_difficulty_slope": 0.0,
        "resolution_difficulty_slope": 0.0,
        "resolution_noise_sd": 0.0,
        "repeat_penalty": 0.0,
        "patience_person_sd": 0.0,
        "patience_prospect_factor": 1.0,
        "patience_urgent_factor": 1.0,
        "transfer_share": dict.fromkeys(POOLS, 0.0),
        "transfer_delay_min": 0.0,
        "blocked_redial_share": system.blocked,
        "shift_end": system.shift_end,
    }
    service["lines"] = {"phone": system.lines, "chat": 0}
    for queue, (to, share) in (system.transfers or {}).items():
        service["transfer_share"][queue] = share
        service["transfer_to"] |= {queue: to}
    if system.patience is not None:
        service["patience"][system.home] = system.patience.fields(unit_ms) | {"balk_share": system.balk}
    if system.chat is not None:
        chats, speeds = system.chat
        fields["policy"]["staffing"]["chat_concurrency"] = chats
        service["chat_speed_permille"] = list(speeds) + [speeds[-1]] * (4 - len(speeds))
    else:
        fields["policy"]["staffing"]["chat_concurrency"] = 1


def _staffing(fields: dict[str, Any], system: System) -> None:
    seats = {pool: system.pools[pool][0] if pool in system.pools else 1 for pool in POOLS}
    if max(seats.values()) > MOST_SEATS:
        raise NotCovered(tr("{seats} agents; the simulator takes up to {most}", seats=max(seats.values()),
                            most=MOST_SEATS))
    staffing = fields["policy"]["staffing"]
    staffing["roster"] = {pool: [WHOLE_WEEK | {"seats": n}] for pool, n in seats.items()}
    staffing["extra"] = dict.fromkeys(POOLS, 0)
    staffing["mode"] = "roster"


def _returning(fields: dict[str, Any], system: System, unit_ms: float) -> None:
    """Redial and re-contact; a need without them ends with its first handling."""
    contacts = fields["beliefs"]["contacts"]
    contacts |= {"redial_share": 0.0, "switch_to_email_share": 0.0, "recontact_share": 1.0, "repeats_max": 1_000_000}
    surely = 40.0  # logit of resolution that leaves less than one failure in 10^17
    logits = dict.fromkeys(POOLS, surely)
    if system.redial is not None:
        contacts |= {"redial_share": system.redial[0], "redial_delay": system.redial[1].fields(unit_ms)}
    if system.again is not None:
        share, delay = system.again
        contacts["recontact_delay"] = delay.fields(unit_ms)
        logits[system.home] = math.log((1.0 - share) / share)
    fields["world"]["service"]["resolution"] = logits

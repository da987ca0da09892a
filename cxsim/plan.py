"""A Scenario resolved to numbers and arrays, once: what both engines read and neither interprets.

A switched-off mechanism arrives here as its neutral number (no patience, share 0), so that engines hold almost no
switches. Times are int64 ms since the start of the burn-in; rates of the scenario's surface units end here.
"""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

import numpy as np

from cxsim.clock import HALF_HOUR, HOUR, MINUTE, WEEK, open_intervals, prefix_of_open
from cxsim.guards import CxError
from cxsim.messages import tr
from cxsim.plan_front import (
    announcement_rows,
    bot_rows,
    feedback_rows,
    feedback_scalars,
    warning_row,
    warning_scalars,
)
from cxsim.plan_roster import Week, plan_week, taught_hours
from cxsim.plan_rows import (
    answers_row,
    authority_numbers,
    closed_by_steps,
    complaints_row,
    duration_row,
    experience_row,
    handle_rows,
    loyalty_row,
    offers,
    paid,
    patience_rows,
    promised,
    staff_row,
    teaching_row,
)
from cxsim.scenario.dated import phases, undated
from cxsim.schema import CASE_CLASSES, CHANNELS, CLASSES, QUEUES, REASONS
from cxsim.stages import service
from cxsim.stages.complaints import TRIGGER_ALL, TRIGGER_CONFIRMED, TRIGGER_NONE

MAX_LOAD = 8  # most contacts one seat can hold
MOST_POSITIONS = 32_767  # the column employee of the log is two bytes wide
# Room is made for more seats and people than there are, so that plans that differ by some agents have equal room and a
# burn-in that is remembered can be continued under all of them. It costs nothing (measured: a year takes the same with
# room for 8 and for 16 seats).
SEATS_AT_A_TIME, PEOPLE_AT_A_TIME = 16, 64
SPARE_WEEKS = 8  # calendar beyond the horizon, so that a follow-up can be placed there

SCALARS = np.dtype([(name, "i8") for name in (
    "tick", "switch_at", "end", "mode", "hand_back", "first_free", "escalation", "business_clock", "confirm", "trigger",
    "apology", "apology_ms", "with_experience", "with_loyalty", "with_complaints", "with_staff", "repeats_max",
    "transfer_delay", "high_value_fen", "first_prospect", "bot_on",
    "announce", "owner", "authority_fen", "budget_fen", "protocol_ms",
    "reminders", "call_backs", "yearly_period", "call_back_queue", "call_back_class", "call_back_delay",
    "call_back_up_to", "warning_on", "warning_reviews", "offer_fen_stay", "offer_ms", "warning_from_fen",
)] + [(name, "f8") for name in (
    "difficulty_sd", "prospect_ratio", "return_share", "blocked_redial", "redial_share", "switch_share",
    "recontact_share", "offer_cny", "confirmed_share", "promise_gap", "difficulty_slope", "resolution_slope",
    "noise_sd", "repeat_penalty", "patience_prospect", "patience_urgent", "personal_sd", "scale_use_sd",
    "one_agent_share", "owner_handle", "owner_logit",
)])


class Plan(NamedTuple):
    """Numbers and arrays of one policy in one world; shapes in comments, h = half hour of the run, Q = 4 queues."""

    scalars: np.ndarray  # record (1,) of SCALARS
    next_open: np.ndarray  # int64 (channels, h): first open ms at or after the half hour
    open_end: np.ndarray  # int64 (channels, h): end of that open interval
    case_prefix: np.ndarray  # int64 (h + 1,): open ms of the case desk before each half hour
    roster: np.ndarray  # int64 (Q, h): seats wanted
    shift_of: np.ndarray  # int64 (Q, 48): shift of each half hour of the day
    team: np.ndarray  # int64 (Q, 7, shifts): people on a shift
    offset: np.ndarray  # int64 (Q, 7, shifts): first rota slot of a shift in the week
    slots: np.ndarray  # int64 (Q,): rota slots a week
    positions: np.ndarray  # int64 (Q,): people employed
    seat_start: np.ndarray  # int64 (Q + 1,): first seat of each pool
    position_start: np.ndarray  # int64 (Q + 1,): first employee of each pool
    serves: np.ndarray  # int64 (pool, queue): preference, 0 = never
    capacity: np.ndarray  # int64 (Q,): contacts one seat can hold
    speed: np.ndarray  # int64 (Q, MAX_LOAD + 1): per mille by contacts held
    handle: np.ndarray  # float64 (5, reasons, 4): duration rows in ms; last kind = case resolution
    patience: np.ndarray  # float64 (Q, 5): duration rows with balking share, family -1 = infinite
    redial_delay: np.ndarray  # float64 (4,)
    recontact_delay: np.ndarray  # float64 (4,)
    assessment: np.ndarray  # float64 (4,)
    reason_share: np.ndarray  # float64 (reasons,): cumulative
    reason_difficulty: np.ndarray  # float64 (reasons,)
    reason_class: np.ndarray  # int64 (reasons,): priority class, -1 = by person
    urgent_share: np.ndarray  # float64 (reasons,)
    class_rank: np.ndarray  # int64 (classes,)
    due: np.ndarray  # int64 (Q, classes): ms after arrival
    lines: np.ndarray  # int64 (Q,): most contacts in the system, 0 = unlimited
    intercept: np.ndarray  # float64 (Q,): resolution logit
    transfer_share: np.ndarray  # float64 (Q,)
    transfer_to: np.ndarray  # int64 (Q,)
    wait_scale: np.ndarray  # float64 (Q,): felt wait units per ms
    promise: np.ndarray  # float64 (Q,): responsiveness that the promise makes people expect
    deadlines: np.ndarray  # int64 (case classes, 4): confirm, response, assessment, resolution in ms
    offer_fen: np.ndarray  # int64 (case classes,)
    experience: np.ndarray  # float64 rows, columns named beside the rules
    answers: np.ndarray
    complaints: np.ndarray
    loyalty: np.ndarray
    staff: np.ndarray
    bot: np.ndarray
    bot_common: np.ndarray  # float64 (reasons,): share of needs that a bot can answer
    bot_front: np.ndarray  # int64 (channels,): 1 where the bot stands in front
    bot_time: np.ndarray  # float64 (4,)
    announcement: np.ndarray
    felt_scale: np.ndarray  # float64 (Q,): felt wait units per felt ms
    work_ms: np.ndarray  # float64 (Q,): mean work of a contact
    pace: np.ndarray  # float64 (Q,): contacts a full seat works through while one is worked on alone
    closed: np.ndarray  # float64 (3,): share of missing justice that the protocol closes, by dimension
    offer_high_fen: np.ndarray  # int64 (case classes,): to high-value customers
    approval: np.ndarray  # float64 (4,)
    teach: np.ndarray  # float64 (Q,): hours of training of each employee in a week
    teaching: np.ndarray
    reason_logit: np.ndarray  # float64 (reasons,): change of the resolution logit
    feedback: np.ndarray
    call_back_time: np.ndarray  # float64 (4,)
    warning: np.ndarray

    later = ()  # what follows it within the horizon: pairs of start in ms and Plan, in order of time


class Phased(Plan):
    """A plan that others follow within the horizon."""


def build_plans(scenarios: list) -> list[tuple[Plan, Plan]]:
    """Resolve scenarios to pairs of plans: the policy before the horizon and the policy under test.

    All plans get room for the same seats and positions, so that one burn-in can be continued under each of them.

    Parameters
    ----------
    scenarios : list of Scenario
        Equal in weeks and burn-in.

    Returns
    -------
    list of (Plan, Plan)
        The same object twice where both are equal; what follows in the horizon is behind the second (`later`).
    """
    lives = [_Life(scenario) for scenario in scenarios]
    weeks = [week for life in lives for week in life.weeks]
    most_seats = np.max([week.seats.max(axis=1) for week in weeks], axis=0)
    most_people = np.max([week.rota.positions for week in weeks], axis=0)
    if most_people.max() > MOST_POSITIONS:
        raise CxError(tr("The roster of {pool} takes {people} employees; at most {most} are allowed in a pool",
                         pool=QUEUES[int(most_people.argmax())], people=int(most_people.max()), most=MOST_POSITIONS))
    rooms = _rounded_up(most_seats, SEATS_AT_A_TIME), _rounded_up(most_people, PEOPLE_AT_A_TIME)
    limits = tuple(np.concatenate(([0], np.cumsum(room))) for room in rooms)
    return [life.plans(limits) for life in lives]


def _rounded_up(numbers: np.ndarray, step: int) -> np.ndarray:
    return -(-numbers // step) * step


class _Life:
    """A company from burn-in to the end: the policy before, then the phases of the horizon, each with its rota."""

    def __init__(self, scenario):
        base = undated(scenario)
        self.phases = phases(scenario)
        before = base.before if base.before is not None else type(base.policy)()
        self.before = base if scenario.burn_in_weeks == 0 else base.model_copy(update={"policy": before})
        self.weeks_before = scenario.burn_in_weeks
        # Rosters are made for the usual world: nobody knows of a shock before it comes.
        policies = [self.before.policy, *(company.policy for _, company in self.phases)]
        self.weeks = [plan_week(base, policy) for policy in policies]

    def plans(self, limits: tuple[np.ndarray, np.ndarray]) -> tuple[Plan, Plan]:
        """Plan before the horizon and plan of its first phase; the others are behind that."""
        before = _plan(self.before, self.before.policy, self.weeks[0], limits)
        same = len(self.phases) == 1 and self.before.policy == self.phases[0][1].policy
        if same and self.before.world == self.phases[0][1].world:
            return before, before
        made = [(int((self.weeks_before + week) * WEEK), _plan(company, company.policy, planned, limits))
                for (week, company), planned in zip(self.phases, self.weeks[1:], strict=True)]
        if len(made) == 1:
            return before, made[0][1]
        roster = made[0][1].roster.copy()
        for start, plan in made[1:]:
            roster[:, start // HALF_HOUR:] = plan.roster[:, start // HALF_HOUR:]
        first, *others = (plan._replace(roster=roster) for _, plan in made)
        phased = Phased(*first)
        phased.later = tuple(zip((start for start, _ in made[1:]), others, strict=True))
        return before, phased


def _plan(scenario, policy, week: Week, limits: tuple[np.ndarray, np.ndarray]) -> Plan:
    world, beliefs, on = scenario.world, scenario.beliefs, scenario.mechanisms
    kept, rota, people = on.transfer, week.rota, paid(policy.incentive, beliefs.pay)
    return Plan(
        scalars=_scalars(scenario, policy),
        **_calendar(scenario, week.seats),
        shift_of=rota.shift_of, team=rota.team, offset=rota.offset, slots=rota.slots, positions=rota.positions,
        seat_start=limits[0].astype(np.int64), position_start=limits[1].astype(np.int64),
        serves=np.array([[getattr(getattr(policy.staffing.pool_serves, p), q) for q in QUEUES] for p in QUEUES]),
        **_capacity(world, policy),
        handle=handle_rows(world.service) * people.handle, patience=patience_rows(world.service, on.abandonment),
        redial_delay=duration_row(beliefs.contacts.redial_delay),
        recontact_delay=duration_row(beliefs.contacts.recontact_delay),
        assessment=duration_row(world.service.assessment),
        **_demand(world, policy), **_routing(policy),
        lines=np.array([world.service.lines.phone, world.service.lines.chat, 0, 0]),
        intercept=_by(world.service.resolution, QUEUES) + people.logit,
        transfer_share=_by(world.service.transfer_share, QUEUES) * kept,
        transfer_to=np.array([QUEUES.index(getattr(world.service.transfer_to, q)) for q in QUEUES]),
        wait_scale=beliefs.experience.perceived_wait_factor / _by(beliefs.experience.wait_scale_min, QUEUES) / MINUTE,
        promise=promised(policy.promise, beliefs.experience),
        deadlines=_deadlines(policy.complaints.deadlines),
        offer_fen=offers(policy.recovery),
        experience=experience_row(beliefs.experience), answers=answers_row(beliefs, policy, on.surveys),
        complaints=complaints_row(beliefs, policy.complaints), loyalty=loyalty_row(beliefs),
        staff=staff_row(world.staff, beliefs.staff), **bot_rows(world, policy, beliefs),
        **announcement_rows(world, policy, beliefs), **feedback_rows(scenario, policy),
        closed=closed_by_steps(policy.recovery, beliefs.recovery), offer_high_fen=offers(policy.recovery, True),
        approval=duration_row(world.service.approval),
        teach=taught_hours(scenario, week), teaching=teaching_row(beliefs.teaching),
        reason_logit=_by(world.service.resolution_by_reason, REASONS), warning=warning_row(policy, beliefs),
    )


def _by(group, names: tuple[str, ...]) -> np.ndarray:
    return np.array([getattr(group, name) for name in names], dtype=np.float64)


def _calendar(scenario, seats: np.ndarray) -> dict[str, np.ndarray]:
    world = scenario.world
    weeks = scenario.burn_in_weeks + scenario.weeks + SPARE_WEEKS
    working = np.ones((7 * weeks, 1), dtype=np.int64)
    for date in world.calendar.holidays:
        day = days_since_start(scenario, date)
        if 0 <= day < len(working):
            working[day] = 0
    roster = [(np.tile(pool.reshape(7, 48), (weeks, 1)) * working).ravel() for pool in seats]
    masks = {}
    for name in QUEUES:
        week = np.zeros((7, 48), dtype=np.int64)
        for window in getattr(world.calendar.open, name):
            for weekday in window.days:
                week[weekday, window.from_min // 30:window.to_min // 30] = 1
        masks[name] = (np.tile(week, (weeks, 1)) * working).ravel().astype(bool)
    intervals = [open_intervals(masks[c]) for c in CHANNELS]
    return {
        "roster": np.array(roster), "next_open": np.array([a for a, _ in intervals]),
        "open_end": np.array([b for _, b in intervals]), "case_prefix": prefix_of_open(masks["case"]),
    }


def days_since_start(scenario, date) -> int:
    """Day number of a calendar date, counted from the start of the burn-in."""
    first = scenario.world.calendar.start_date - timedelta(weeks=scenario.burn_in_weeks)
    return (date - first).days


def _capacity(world, policy) -> dict[str, np.ndarray]:
    capacity = np.array([1, policy.staffing.chat_concurrency, 1, 1])
    speed = np.full((len(QUEUES), MAX_LOAD + 1), service.UNIT)
    speed[1, 1:5] = world.service.chat_speed_permille
    return {"capacity": capacity, "speed": speed}


def _demand(world, policy) -> dict[str, np.ndarray]:
    demand = world.demand
    share = np.cumsum(_by(demand.reason_share, REASONS))
    share[-1] = 1.0
    named = [getattr(policy.routing.reason_class, r) for r in REASONS]
    return {
        "reason_share": share, "reason_difficulty": _by(demand.reason_difficulty, REASONS),
        "reason_class": np.array([-1 if c == "general" else CLASSES.index(c) for c in named]),
        "urgent_share": _by(demand.urgent_share, REASONS),
    }


def _routing(policy) -> dict[str, np.ndarray]:
    due = [[round(getattr(getattr(policy.targets.due_min, q), c) * MINUTE) for c in CLASSES] for q in QUEUES]
    return {"class_rank": np.array([policy.routing.order.index(c) for c in CLASSES]), "due": np.array(due)}


def _deadlines(by_class) -> np.ndarray:
    clocks = ("confirm_h", "response_h", "assessment_h", "resolution_h")
    return np.array([[round(getattr(getattr(by_class, c), clock) * HOUR) for clock in clocks] for c in CASE_CLASSES])


def _scalars(scenario, policy) -> np.ndarray:
    world, beliefs, on = scenario.world, scenario.beliefs, scenario.mechanisms
    service_, contacts = world.service, beliefs.contacts
    usual = type(policy.promise)()
    gap = promised(policy.promise, beliefs.experience)[0] - promised(usual, beliefs.experience)[0]
    switch_at = scenario.burn_in_weeks * WEEK
    values = {
        "tick": world.clock.tick_ms, "switch_at": switch_at, "end": switch_at + scenario.weeks * WEEK,
        "mode": ("fifo", "priority", "due").index(policy.routing.mode),
        "hand_back": service_.shift_end == "hand_back", "first_free": service_.shift_end == "first_free",
        "escalation": policy.complaints.escalation,
        "business_clock": policy.complaints.clock == "business",
        "confirm": round(policy.complaints.confirm_min * MINUTE),
        "trigger": {"none": TRIGGER_NONE, "confirmed": TRIGGER_CONFIRMED, "all": TRIGGER_ALL}[policy.recovery.trigger],
        "with_experience": on.experience, "with_loyalty": on.loyalty,
        "with_complaints": on.complaints and on.experience, "with_staff": on.staff, "repeats_max": contacts.repeats_max,
        "transfer_delay": round(service_.transfer_delay_min * MINUTE),
        "high_value_fen": round(policy.routing.high_value_from_cny * 100 * 12 / 13),
        "first_prospect": world.market.customers, "bot_on": policy.bot.on,
        "announce": policy.promise.announce != "off", **feedback_scalars(scenario, policy), **warning_scalars(policy),
        "difficulty_sd": world.demand.difficulty_sd,
        "prospect_ratio": min(1.0, world.demand.prospect_needs_per_year / max(world.demand.needs_per_year, 1e-12)),
        "return_share": service_.closed_door_return_share,
        "blocked_redial": service_.blocked_redial_share if on.redial else 0.0,
        "redial_share": contacts.redial_share if on.redial else 0.0,
        "switch_share": contacts.switch_to_email_share if on.redial else 0.0,
        "recontact_share": contacts.recontact_share if on.recontact else 0.0,
        "offer_cny": policy.recovery.compensation_cny if policy.recovery.trigger != "none" else 0.0,
        "confirmed_share": beliefs.recovery.confirmed_share, "promise_gap": gap,
        "difficulty_slope": service_.handle_difficulty_slope,
        "resolution_slope": service_.resolution_difficulty_slope, "noise_sd": service_.resolution_noise_sd,
        "repeat_penalty": service_.repeat_penalty, "patience_prospect": service_.patience_prospect_factor,
        "patience_urgent": service_.patience_urgent_factor, "personal_sd": beliefs.experience.personal_sd,
        "scale_use_sd": beliefs.answers.scale_use_sd,
        **authority_numbers(world.service, beliefs.owning, policy),
    }
    row = np.zeros(1, SCALARS)
    for name, value in values.items():
        row[name] = value
    return row.view(np.recarray)



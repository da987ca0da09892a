"""Policy: what the trainee decides. A leaderboard entry is a Policy and nothing else."""

from __future__ import annotations

from typing import Literal

from cxsim.scenario.dated import Measure
from cxsim.scenario.fields import Flag, Model, Real, Whole, part, quantity
from cxsim.scenario.groups import (
    PRIORITIES,
    WEEKEND,
    WORKDAYS,
    Classes,
    Priorities,
    Priority,
    Queue,
    Queues,
    Reasons,
    Roster,
    seats,
)
from cxsim.scenario.policy_front import Bot, EarlyWarning
from cxsim.scenario.policy_people import Incentive, ServiceRules, Training
from cxsim.scenario.policy_recovery import Recovery

_TUE_FRI = (1, 2, 3, 4)
_PHONE = (
    seats((0,), "08:00", "09:00", 5), seats((0,), "09:00", "18:00", 6), seats((0,), "18:00", "20:00", 3),
    seats(_TUE_FRI, "08:00", "09:00", 4), seats(_TUE_FRI, "09:00", "18:00", 5),
    seats(_TUE_FRI, "18:00", "20:00", 3), seats((5,), "08:00", "20:00", 3),
    seats((6,), "08:00", "12:00", 3), seats((6,), "12:00", "20:00", 2),
)
_TWO_ONE = (seats(WORKDAYS, "08:00", "20:00", 2), seats(WEEKEND, "08:00", "20:00", 1))
_EMAIL = (seats(WORKDAYS, "09:00", "18:00", 3), seats(WEEKEND, "09:00", "18:00", 1))
_COMPANY = "default company"


class Staffing(Model):
    """Who sits where: rosters in whole people, skills, chats at a time."""

    mode: Literal["roster", "to_target"] = quantity(
        "roster", unit="rule", source=_COMPANY, grade="Policy",
        doc="Take phone and chat seats from the roster, or compute them from the targets at plan time.")
    roster: Queues[Roster] = quantity(
        Queues[Roster](phone=_PHONE, chat=_TWO_ONE, email=_EMAIL, case=_TWO_ONE), unit="people",
        source=_COMPANY, grade="Policy", doc="Staffed seats of each pool over the week.")
    extra: Queues[Whole] = quantity(
        Queues[Whole](phone=0, chat=0, email=0, case=0), unit="people", low=-5000, high=5000, cited=(-3, 6),
        source="neutral",
        grade="Policy",
        doc="Seats added in every staffed half hour (never below 0): the one-more-agent lever.")
    chat_concurrency: Whole = quantity(
        2, unit="chats", low=1, high=4, source=_COMPANY, grade="Policy",
        doc="Chats an agent may hold at a time.")
    pool_serves: Queues[Queues[Whole]] = quantity(
        Queues[Queues[Whole]](
            phone=Queues[Whole](phone=1, chat=0, email=0, case=0),
            chat=Queues[Whole](phone=0, chat=1, email=0, case=0),
            email=Queues[Whole](phone=0, chat=0, email=1, case=0),
            case=Queues[Whole](phone=0, chat=0, email=0, case=1)),
        unit="preference, 0 = never", low=0, high=4, source="one skill per pool", grade="Policy",
        doc="Pool by queue: 1 is served first, then 2 and so on; 0 is never served.")


class Promise(Model):
    """What customers are told; it sets their expectation."""

    live_share: Real = quantity(
        .95, unit="share", low=0, high=.999, cited=(.5, .99), source="Drafting customer-service rules, detailed rule",
        grade="Policy", doc="Promised share of phone and chat contacts answered in time.")
    live_within_s: Real = quantity(
        60., unit="s", low=1, high=86_400, source="Drafting customer-service rules, detailed rule",
        grade="Policy", doc="Promised time to answer on phone and chat.")
    email_h: Real = quantity(
        24., unit="h", low=.01, high=8_760,
        source="Drafting customer-service rules: preliminary answer in 24 h",
        grade="Policy", doc="Promised time to answer an email.")
    complaint_response_h: Classes[Real] = quantity(
        Classes[Real](general=48., serious=48., major=48.), unit="h", low=.01, high=8_760,
        source="2025 guide to after-sales service, 4.1", grade="Policy",
        doc="Promised time to the first substantive response, by class of complaint.")
    announce: Literal["off", "wait"] = quantity(
        "off", unit="rule", source="Katz et al. 1991; none in the default company", grade="Policy",
        doc="Are callers and chatters told how long they will wait?")
    announce_factor: Real = quantity(
        1., unit="ratio", low=.05, high=20, cited=(.5, 2.), source="1 is honest", grade="Policy",
        doc="Announced wait over the expected one; below 1 the company makes it look short.")


class DueTimes(Model):
    """Due times by queue and priority class."""

    phone: Priorities[Real]
    chat: Priorities[Real]
    email: Priorities[Real]
    case: Priorities[Real]


def _due(urgent: float, complaint: float, high_value: float, general: float) -> Priorities[Real]:
    return Priorities[Real](urgent=urgent, complaint=complaint, high_value=high_value, general=general)


class Targets(Model):
    """Internal targets: they order queues (mode due), size rosters (mode to_target) and are reported."""

    live_share: Real = quantity(
        .95, unit="share", low=0, high=.999, source="Drafting customer-service rules, detailed rule",
        grade="Policy", doc="Target share of phone and chat contacts answered in time.")
    live_within_s: Real = quantity(
        60., unit="s", low=0, high=86_400, source="Drafting customer-service rules, detailed rule",
        grade="Policy", doc="Target time to answer on phone and chat.")
    due_min: DueTimes = quantity(
        DueTimes(phone=_due(1., 1., 1., 1.), chat=_due(1., 1., 1., 1.), email=_due(60., 240., 480., 1440.),
                 case=_due(1440., 1440., 1440., 1440.)),
        unit="min", low=0, high=1e6, source="assumption", grade="Policy",
        doc="Due time of a contact after its arrival, by queue and priority class.")
    first_contact_share: Real = quantity(
        .70, unit="share", low=0, high=1, source="SQM average 70-72 %", grade="Policy",
        doc="Target share of needs resolved at the first handling; the result is held against it, nothing else.")
    phone_handle_min: Real = quantity(
        5., unit="min", low=0, high=1e6, source="assumption", grade="Policy",
        doc="Target mean handle time of a call; the result is held against it, nothing else.")


class Routing(Model):
    """Who is served next."""

    mode: Literal["fifo", "priority", "due"] = quantity(
        "fifo", unit="rule", source=_COMPANY, grade="Policy",
        doc="First come first served, by priority class, or by due time.")
    order: tuple[Priority, ...] = quantity(
        PRIORITIES, unit="order", source="assumption", grade="Policy",
        doc="Priority classes, first served first; each class exactly once.")
    reason_class: Reasons[Priority] = quantity(
        Reasons[Priority](enquiry="general", order="general", technical="general", billing="general",
                          complaint="complaint"),
        unit="class", source=_COMPANY, grade="Policy",
        doc="Priority class of a reason; an urgent need is urgent, a general need of a high-value customer "
            "high_value.")
    high_value_from_cny: Real = quantity(
        400., unit="CNY/month", low=0, high=1e9, source="assumption: about the top tenth", grade="Policy",
        doc="Monthly margin from which a customer is of high value.")


class Deadlines(Model):
    """The four clocks of a complaint case."""

    confirm_h: Real
    response_h: Real
    assessment_h: Real
    resolution_h: Real


FILLED_GROUPS = (Classes[Deadlines],)  # at module level for pickle, as in groups
_CLOCKS = Deadlines(confirm_h=24., response_h=48., assessment_h=72., resolution_h=120.)


class Complaints(Model):
    """How complaint cases are classed, timed and escalated."""

    serious_from: Real = quantity(
        .9, unit="severity", low=0, high=100, source="assumption", grade="Policy",
        doc="Severity from which a complaint is serious.")
    major_from: Real = quantity(
        1.1, unit="severity", low=0, high=100, source="assumption", grade="Policy",
        doc="Severity from which a complaint is major.")
    deadlines: Classes[Deadlines] = quantity(
        Classes[Deadlines](general=_CLOCKS, serious=_CLOCKS, major=_CLOCKS), unit="h", low=.01, high=8_760,
        source="2025 guide to after-sales service, 4.4 (24), 4.1 (48, 72), 4.2 (120)", grade="Policy",
        doc="Deadlines by class, counted from the complaint.")
    clock: Literal["calendar", "business"] = quantity(
        "calendar", unit="rule", source="assumption", grade="Policy",
        doc="Do the deadlines count all hours or only open hours of the case desk?")
    escalation: Flag = quantity(
        True, unit="on/off", source="2025 guide to after-sales service, 4.2", grade="Policy",
        doc="A case past its response deadline goes to the front of the desk.")
    confirm_min: Real = quantity(
        15., unit="min", low=0, high=100_000, source="Strategies for raising customer satisfaction, 6.3",
        grade="Policy", doc="Time to the automatic confirmation of receipt.")


class Survey(Model):
    """The sensor: whom the company asks."""

    sent_share: Real = quantity(
        .5, unit="share", low=0, high=1, source=_COMPANY, grade="Policy",
        doc="Share of closed needs after which a survey is sent.")
    delay_h: Real = quantity(
        2., unit="h", low=0, high=8_760, source="assumption", grade="Policy",
        doc="Time between the closing of a need and the survey.")
    mode: Literal["touchpoint", "yearly"] = quantity(
        "touchpoint", unit="rule", source=_COMPANY, grade="Policy",
        doc="Ask after closed needs, or all customers once a year.")
    yearly_week: Whole = quantity(
        52, unit="week", low=1, high=52, source="assumption", grade="Policy",
        doc="Week of the yearly survey; it goes out at the reviews of its four-week period.")
    reminders: Whole = quantity(
        0, unit="reminders", low=0, high=5, source="none in the default company", grade="Policy",
        doc="Most reminders to those who have not answered.")
    call_back_share: Real = quantity(
        0., unit="share", low=0, high=1, source="no closed loop in the default company", grade="Policy",
        doc="Share of negative answers after a need that are called back: the closed loop.")
    call_back_up_to: Whole = quantity(
        6, unit="answer 0-10", low=0, high=10, source="Reichheld 2003 (detractor)", grade="Policy",
        doc="Recommend answer up to which an answer is negative.")
    call_back_queue: Queue = quantity(
        "email", unit="queue", source="assumption", grade="Policy", doc="Queue that makes the call backs.")
    call_back_class: Priority = quantity(
        "general", unit="class", source="assumption", grade="Policy", doc="Priority class of a call back.")


class Policy(Model):
    """What the trainee decides: staffing, promise, targets, routing, complaints, recovery, survey."""

    staffing: Staffing = part(Staffing(), "Seats, skills, chats at a time.")
    promise: Promise = part(Promise(), "What customers are told.")
    targets: Targets = part(Targets(), "Internal targets.")
    routing: Routing = part(Routing(), "Who is served next.")
    complaints: Complaints = part(Complaints(), "Classes, clocks and escalation of cases.")
    recovery: Recovery = part(Recovery(), "Apology and compensation.")
    survey: Survey = part(Survey(), "Whom the company asks.")
    bot: Bot = part(Bot(), "An automatic answer in front of the channels.")
    incentive: Incentive = part(Incentive(), "What variable pay rewards.")
    training: Training = part(Training(), "Hours off the phone for learning.")
    service: ServiceRules = part(ServiceRules(), "How contacts are handled.")
    measures: tuple[Measure, ...] = quantity(
        (), unit="measures", source="none in the default company", grade="Policy",
        doc="What takes effect on a date, with lead time and cost; in a policy before, all are in force.")
    warning: EarlyWarning = part(EarlyWarning(), "Churn early warning and the offer to stay.")

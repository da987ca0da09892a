"""What must hold between fields, and that every textbook queue can be written as an ordinary scenario."""

import pytest

from cxsim.guards import CxError
from cxsim.scenario import Scenario
from cxsim.scenario.groups import QUEUES

BASE = Scenario()
ALWAYS = [{"from": "00:00", "to": "24:00"}]
NOBODY = {"days": [0], "from": "00:00", "to": "08:00", "seats": 3}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (
            {"world.calendar.start_date": "2024-01-03"},
            "is not a Monday; the Monday before is allowed: 2024-01-01",
        ),
        (
            {"world.market.segment_share.mass": 0.5},
            "world.market.segment_share sums to 0.9: the shares must sum to 1",
        ),
        ({"world.demand.channel_share.phone": 0.5}, "world.demand.channel_share sums to 0.95"),
        ({"world.demand.reason_share.order": 0.5}, "world.demand.reason_share sums to 1.35"),
        ({"beliefs.experience.weight.empathy": 0}, "beliefs.experience.weight sums to 0.85"),
        (
            {"beliefs.recovery.cap": 0.8, "beliefs.recovery.procedural_weight": 0.1},
            "beliefs.recovery.*_weight sums to 0.9",
        ),
        ({"world.demand.factor": 1.5}, "world.demand.factor = 1.5 exceeds world.demand.headroom = 1.3"),
        ({"world.demand.weekday_weight": [0.0] * 7}, "world.demand.weekday_weight has no weight above 0"),
        ({"world.demand.half_hour_weight.chat": [0.0] * 48}, "half_hour_weight.chat has no weight above 0"),
        ({"world.demand.needs_per_year": 1e9}, "at most 1,000,000,000 are allowed"),
        ({"policy.staffing.roster.phone": []}, "policy.staffing.roster: no seat in any open hour of phone"),
        ({"policy.staffing.roster.phone": [NOBODY]}, "no seat in any open hour of phone (pools: phone)"),
        ({"policy.staffing.roster.case": []}, "no seat in any open hour of case"),
        ({"policy.staffing.extra.chat": -2}, "no seat in any open hour of chat"),
        ({"before.staffing.roster.phone": []}, "before.staffing.roster: no seat in any open hour of phone"),
        ({"policy.staffing.pool_serves.phone.phone": 0}, "policy.staffing.pool_serves: no pool serves phone"),
        ({"world.calendar.open.phone": []}, "world.calendar.open.phone is empty, but contacts arrive there"),
        (
            {"policy.staffing.roster.phone.0.from": "10:00"},
            "roster.phone.0: ends at 09:00, not after its start 10:00",
        ),
        (
            {"world.calendar.open.phone": [{"from": "20:00", "to": "06:00"}]},
            "open.phone.0: ends at 06:00, not after",
        ),
        (
            {"world.calendar.open.phone": [{"from": "20:00", "to": "20:00"}]},
            "open.phone.0: ends at 20:00, not after",
        ),
        (
            {"policy.staffing.roster.phone.0.to": "09:30"},
            "roster.phone.1 overlaps policy.staffing.roster.phone.0 on Mon",
        ),
        ({"policy.staffing.roster.phone.0.days": [0, 0]}, "roster.phone.0.days names a day twice"),
        (
            {"policy.routing.order": ["urgent", "general"]},
            "policy.routing.order must name each of urgent, complaint",
        ),
        ({"policy.routing.order.0": "general"}, "exactly once"),
        (
            {"policy.complaints.major_from": 0.5},
            "policy.complaints.major_from = 0.5 lies below serious_from = 0.9",
        ),
        ({"beliefs.failure.severity_high": 0.1}, "severity_high = 0.1 lies below severity_low = 0.2"),
        ({"beliefs.talk.unhappy_to": 9}, "happy_from = 9 must lie above unhappy_to = 9"),
        ({"beliefs.contacts.redial_delay.mean_min": 0}, "must be at least 0.1 min while redial is on"),
        (
            {
                "world.service.handle.phone": {
                    "family": "hyperexponential",
                    "branch_share": 0.9,
                    "branch_mean_ratio": 1.2,
                }
            },
            "world.service.handle.phone: branch_share x branch_mean_ratio = 1.08 leaves no time",
        ),
        (
            {"world.service.transfer_share.phone": 1.0, "world.service.transfer_share.case": 1.0},
            "phone > case > phone",
        ),
    ],
)
def test_parts_that_do_not_fit_are_refused_in_one_line(changes, words):
    with pytest.raises(CxError) as caught:
        BASE.replace(changes)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "changes",
    [
        {"policy.staffing.extra.phone": -2},  # still somebody on weekdays
        {"policy.staffing.roster.chat": [], "policy.staffing.pool_serves.phone.chat": 2},
        {"policy.staffing.roster.chat": [], "world.demand.channel_share": {"phone": 0.8, "chat": 0.0}},
        {"policy.staffing.roster.case": [], "mechanisms.complaints": False},
        {
            "policy.staffing.roster.phone": [],
            "policy.staffing.roster.chat": [],
            "policy.staffing.mode": "to_target",
        },
        {"world.demand.factor": 1.5, "world.demand.headroom": 2.0},
        {"beliefs.contacts.redial_delay.mean_min": 0, "mechanisms.redial": False},
        {"world.service.transfer_share.phone": 1.0, "world.service.transfer_share.case": 0.9},
        {
            "policy.staffing.roster.case": [
                {"days": [0], "from": "08:00", "to": "12:00", "seats": 1},
                {"days": [0], "from": "12:00", "to": "14:00", "seats": 2},
                {"days": [1], "from": "08:00", "to": "14:00", "seats": 2},
            ]
        },
    ],
)
def test_parts_that_fit_are_accepted(changes):
    assert BASE.replace(changes) != BASE


def textbook(**more):
    """A plain queue: one customer, 24 hours, flat demand, mechanisms off, phone only."""
    off = {f"mechanisms.{name}": False for name in type(BASE.mechanisms).model_fields}
    flat = {f"world.demand.half_hour_weight.{name}": [1.0] * 48 for name in ("phone", "chat", "email")}
    seats = {
        f"policy.staffing.roster.{queue}": [{"from": "00:00", "to": "24:00", "seats": 1}] for queue in QUEUES
    }
    opened = {f"world.calendar.open.{queue}": ALWAYS for queue in QUEUES}
    return BASE.replace(
        {
            **off,
            **flat,
            **seats,
            **opened,
            "world.market.customers": 1,
            "world.market.prospects": 0,
            "world.demand.weekday_weight": [1.0] * 7,
            "world.demand.channel_share": {"phone": 1.0, "chat": 0.0, "email": 0.0},
            "world.demand.needs_cv": 0.0,
            "world.demand.headroom": 1.0,
            "world.demand.needs_per_year": 500_000.0,
            "weeks": 1,
            "burn_in_weeks": 0,
            "world.service.handle_difficulty_slope": 0.0,
            "world.service.resolution.phone": 40.0,
            **{path.replace("__", "."): value for path, value in more.items()},
        }
    )


@pytest.mark.parametrize(
    "more",
    [
        {"world.demand.needs_per_year": 1e9, "policy.staffing.roster.phone.0.seats": 5000},
        {
            "world.service.lines.phone": 15,
            "world.service.handle.phone": {"family": "exponential", "mean_min": 2.0},
        },
        {
            "mechanisms.abandonment": True,
            "world.service.patience.phone": {"family": "exponential", "mean_min": 2.0, "balk_share": 0.15},
        },
        {"world.service.handle.phone": {"family": "deterministic", "mean_min": 1.0}},
        {"world.service.handle.phone": {"family": "erlang", "mean_min": 1.0, "stages": 2}},
        {
            "world.service.handle.phone": {
                "family": "hyperexponential",
                "mean_min": 1.0,
                "branch_share": 0.9,
                "branch_mean_ratio": 0.6,
            }
        },
        {
            "policy.routing.mode": "priority",
            "policy.routing.reason_class.order": "urgent",
            "world.demand.reason_share": {
                "enquiry": 0.6,
                "order": 0.4,
                "technical": 0.0,
                "billing": 0.0,
                "complaint": 0.0,
            },
            "world.service.handle_by_reason": {
                "order": {"family": "lognormal", "mean_min": 6.0, "cv": 0.7},
                "enquiry": {"mean_min": 5.0, "cv": 1.0},
            },
        },
        {
            "mechanisms.recontact": True,
            "world.service.resolution.phone": 1.0986,
            "beliefs.contacts.recontact_share": 1.0,
            "beliefs.contacts.recontact_delay": {"family": "exponential", "mean_min": 30.0},
            "beliefs.contacts.repeats_max": 1_000_000,
        },
        {
            "mechanisms.transfer": True,
            "world.service.transfer_share": {"phone": 0.18, "chat": 0.1},
            "world.service.transfer_to": {"phone": "chat", "chat": "phone"},
        },
        {
            "mechanisms.redial": True,
            "world.service.lines.phone": 1,
            "world.service.blocked_redial_share": 1.0,
            "beliefs.contacts.redial_delay": {"family": "exponential", "mean_min": 2.0},
        },
        {
            "policy.staffing.roster.phone": [
                {"from": f"{hour:02d}:00", "to": f"{hour + 1:02d}:00", "seats": hour + 1}
                for hour in range(24)
            ],
            "world.service.shift_end": "hand_back",
        },
        {
            "world.demand.channel_share": {"phone": 0.0, "chat": 1.0, "email": 0.0},
            "policy.staffing.chat_concurrency": 3,
            "world.service.chat_speed_permille": [1000, 720, 560, 450],
        },
    ],
)
def test_textbook_queues_are_ordinary_scenarios(more):
    s = textbook(**more)
    assert s.to_yaml()
    assert all(s.value(path) == value for path, value in more.items() if isinstance(value, (int, float, str)))

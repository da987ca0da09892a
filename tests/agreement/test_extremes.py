"""Do the engines agree at the edges: nobody calls, nobody is there, one customer, every agent holds four chats?"""

import numpy as np
import pytest

from cxsim.draws import make_draws
from cxsim.engines.kernel.run import run as run_kernel
from cxsim.engines.reference.run import run as run_reference
from cxsim.evidence.agree_compare import differences
from cxsim.plan import build_plans
from cxsim.scenario import Scenario

EVERY_DAY = [0, 1, 2, 3, 4, 5, 6]
MINUTE = [{"days": EVERY_DAY, "from": "12:00", "to": "12:30", "seats": 1}]
STEPS = [{"days": EVERY_DAY, "from": f"{hour:02d}:00", "to": f"{hour + 1:02d}:00", "seats": 1 + hour % 3}
         for hour in range(8, 20)]  # fmt: skip
ROUND_THE_CLOCK = [{"days": EVERY_DAY, "from": f"{hour:02d}:00", "to": f"{hour + 1:02d}:00", "seats": seats}
                   for hour, seats in enumerate(map(int, "151241315252511231431235"))]  # fmt: skip
BASE = {"weeks": 2, "burn_in_weeks": 1, "world.market.customers": 60, "world.market.prospects": 30,
        "world.demand.needs_per_year": 120.0}  # fmt: skip
QUEUES = ("phone", "chat", "email", "case")

EXTREMES = {
    "nobody calls": {"world.demand.needs_per_year": 0.0},
    "a surge every day": {"world.demand.surge_day_share": 1.0, "world.demand.surge_factor": 30.0,
                          "world.demand.surge_hours": 6.25},
    "one customer": {"world.market.customers": 1, "world.market.prospects": 0, "world.market.entrants_per_year": 0.0,
                     "world.demand.needs_per_year": 9000.0},
    "only prospects call": {"world.market.customers": 1, "world.demand.prospect_needs_per_year": 120.0},
    "half an hour a day": {f"policy.staffing.roster.{q}": MINUTE for q in QUEUES}
                          | {f"before.staffing.roster.{q}": MINUTE for q in QUEUES},
    "nobody has patience": {f"world.service.patience.{c}": {"family": "deterministic", "mean_min": 0.0}
                            for c in ("phone", "chat")},
    "everybody balks": {f"world.service.patience.{c}.balk_share": 1.0 for c in ("phone", "chat")},
    "work takes no time": {f"world.service.handle.{k}": {"family": "deterministic", "mean_min": 0.0}
                           for k in ("phone", "chat", "email", "case_response", "case_resolution")},
    "work takes for ever": {f"world.service.handle.{k}.mean_min": 1e6
                            for k in ("phone", "chat", "email", "case_response", "case_resolution")},
    "nothing is ever resolved": {"world.service.resolution": dict.fromkeys(QUEUES, -40.0)},
    "everybody complains": {"beliefs.complaining.intercept": 40.0,
                            "world.service.resolution": dict.fromkeys(QUEUES, -40.0),
                            "beliefs.contacts.recontact_share": 0.0},
    "deadlines of half a minute": {"beliefs.complaining.intercept": 40.0, "beliefs.contacts.recontact_share": 0.0,
                                   "policy.complaints.deadlines.general.response_h": .01,
                                   "policy.complaints.deadlines.serious.response_h": .01},
    "all are absent": {"world.staff.absence": 1.0},
    "all leave": {"world.staff.turnover_year": 5.0, "beliefs.loyalty.hazard_intercept": 40.0, "weeks": 6},
    "all join": {"beliefs.talk.join_intercept": 40.0, "weeks": 6},
    "one shift a half hour": {"world.staff.shift_hours": .5},
    "four chats, each at a thousandth": {"policy.staffing.chat_concurrency": 4,
                                         "world.service.chat_speed_permille": (1000, 1, 1, 1)},
    "every pool serves every queue": {f"policy.staffing.pool_serves.{p}.{q}": 1 for p in QUEUES for q in QUEUES},
    "every contact is handed over once": {"world.service.transfer_share": {"phone": 1.0, "chat": 1.0, "email": 1.0,
                                                                           "case": 0.0}},
    "holidays for ever": {"world.calendar.holidays": [str(np.datetime64("2023-12-25") + d) for d in range(100)],
                          "policy.complaints.clock": "business"},
    "a tick that divides nothing": {"world.clock.tick_ms": 59_999},
    "the coarsest clock": {"world.clock.tick_ms": 60_000},
    "many shifts, more people later": {f"policy.staffing.roster.{q}": STEPS for q in QUEUES}
                                      | {f"before.staffing.roster.{q}": MINUTE for q in QUEUES}
                                      | {"world.staff.shift_hours": 1.0, "world.staff.turnover_year": 5.0,
                                         "world.staff.vacancy_weeks": 1, "weeks": 6, "world.market.customers": 200},
    "long work around the clock": {
        "world.market.customers": 400, "world.staff.shift_hours": 24.0, "world.staff.absence": .3, "weeks": 4,
        "world.demand.needs_per_year": 60.0, "world.demand.half_hour_weight.phone": [1.0] * 48,
        "world.service.handle.phone.mean_min": 200.0, "world.service.patience.phone.mean_min": 1000.0,
        "world.calendar.open.phone": [{"days": EVERY_DAY, "from": "00:00", "to": "24:00"}],
        "policy.staffing.roster.phone": ROUND_THE_CLOCK,
    },
    "many more seats than ever waited": {f"policy.staffing.extra.{q}": 300 for q in QUEUES},
}  # fmt: skip


#: These run as plain Python too, with who is free first leaving.
UNCOMPILED = ("all leave", "half an hour a day", "every pool serves every queue", "many shifts, more people later")
EDGES = [pytest.param(name, end, marks=[pytest.mark.coverage] if end == "first_free" and name in UNCOMPILED else [])
         for name in EXTREMES for end in ("finish", "first_free", "hand_back")]  # fmt: skip


@pytest.mark.parametrize(("name", "shift_end"), EDGES)
def test_the_engines_agree_at_the_edges(name, shift_end):
    scenario = Scenario().replace(BASE | EXTREMES[name] | {"world.service.shift_end": shift_end})
    plans, draws = build_plans([scenario])[0], make_draws(scenario, 11)
    reference, kernel = run_reference(*plans, draws), run_kernel(*plans, draws)
    assert differences(0, reference, kernel) == []
    assert (len(kernel.contacts) == 0) == (name == "nobody calls")


def test_more_events_at_once_than_a_small_heap_holds_are_all_done():
    # At noon six hundred seats open and take six hundred emails in one event.
    wide = [{"days": EVERY_DAY, "from": "12:00", "to": "12:30", "seats": 600}]
    scenario = Scenario().replace(BASE | {
        "weeks": 1, "burn_in_weeks": 0, "world.market.customers": 2500, "world.clock.tick_ms": 60_000,
        "world.demand.channel_share": {"phone": 0.0, "chat": 0.0, "email": 1.0}, "policy.staffing.roster.email": wide,
        "world.service.shift_end": "hand_back", "mechanisms.staff": False,
    })  # fmt: skip
    plans, draws = build_plans([scenario])[0], make_draws(scenario, 11)
    kernel = run_kernel(*plans, draws)
    begun = kernel.contacts["arrived"] + kernel.contacts["wait"]
    assert np.unique(begun[kernel.contacts["seat"] >= 0], return_counts=True)[1].max() > 550
    assert differences(0, run_reference(*plans, draws), kernel) == []

"""A mechanism switched off, or at its neutral value, leaves every column of the log equal to the byte."""

import numpy as np
import pytest
from logs import SEED, company, log_of

from cxsim.evidence.agree_compare import differences
from cxsim.results.money import keep_books
from cxsim.scenario.policy import Policy
from cxsim.simulate import simulate

SILENT = {"policy.survey.sent_share": 0.0, "before.survey.sent_share": 0.0}
ALIKE = {  # all contacts are of one priority class
    "world.demand.urgent_share": dict.fromkeys(("enquiry", "order", "technical", "billing", "complaint"), 0.0),
    **{f"{room}.routing.reason_class.complaint": "general" for room in ("policy", "before")},
    **{f"{room}.routing.high_value_from_cny": 1e8 for room in ("policy", "before")},
    "mechanisms.complaints": False,
}
SAME_SPENDING = {"beliefs.loyalty.spend_slope": 0.0}  # else it follows the satisfaction of the last review
FAITHFUL = {
    "beliefs.loyalty.hazard_intercept": -40.0, "beliefs.talk.join_intercept": -40.0,
    "beliefs.talk.referral_per_year": 0.0, "beliefs.talk.contact_join_share": 0.0, "beliefs.failure.memory_keep": 1.0,
    **SAME_SPENDING,
}  # fmt: skip
STEADY = {
    "world.staff.absence": 0.0, "world.staff.turnover_year": 0.0, "world.staff.novice_slowdown": 0.0,
    "world.staff.novice_logit": 0.0, "beliefs.staff.handle_per_tenth": 0.0, "beliefs.staff.absence_per_tenth": 0.0,
}  # fmt: skip
FOREVER = {"family": "deterministic", "mean_min": 1e6, "balk_share": 0.0}


def routing(mode):
    return {f"{room}.routing.mode": mode for room in ("policy", "before")}


def off(*names):
    return {f"mechanisms.{name}": False for name in names}


#: Name: changes that have nothing to act on, changes that switch it off, what may differ.
NEUTRAL = {
    "redial": ({"beliefs.contacts.redial_share": 0.0, "beliefs.contacts.switch_to_email_share": 0.0,
                "world.service.blocked_redial_share": 0.0}, off("redial"), ()),
    "recontact": ({"beliefs.contacts.recontact_share": 0.0}, off("recontact"), ()),
    "recontact limit": ({"beliefs.contacts.repeats_max": 0}, off("recontact"), ()),
    "transfer": ({"world.service.transfer_share": {"phone": 0.0, "chat": 0.0}}, off("transfer"), ()),
    "abandonment": ({f"world.service.patience.{c}": FOREVER for c in ("phone", "chat")}, off("abandonment"), ()),
    "busy day": ({"world.demand.busy_day_cv": 0.0}, off("busy_day"), ()),
    "season": ({"world.demand.season_amplitude": 0.0}, off("season"), ()),
    "surveys": (SILENT, off("surveys"), ()),
    "complaints": ({"beliefs.complaining.intercept": -40.0, "beliefs.complaining.opportunist_share": 0.0},
                   off("complaints"), ()),
    "loyalty": (FAITHFUL, FAITHFUL | off("loyalty"), ("reviews",)),
    "staff": (STEADY, off("staff"), ("employee",)),
    "experience": (SAME_SPENDING | off("loyalty", "complaints"),
                   SAME_SPENDING | off("loyalty", "complaints", "experience"), ("needs", "persons")),
    "lines": ({"world.service.lines": {"phone": 0, "chat": 0}},
              {"world.service.lines": {"phone": 100_000, "chat": 100_000}}, ()),
    "speed of chats": ({f"{room}.staffing.chat_concurrency": 1 for room in ("policy", "before")},
                       {f"{room}.staffing.chat_concurrency": 1 for room in ("policy", "before")}
                       | {"world.service.chat_speed_permille": (1000, 3, 2, 1)}, ()),
    "classes": (ALIKE | routing("fifo"), ALIKE | routing("priority"), ()),
    "due times": (ALIKE | routing("fifo"), ALIKE | routing("due"), ()),
    "promise": ({"beliefs.experience.promise_weight": 0.0, "beliefs.talk.promise_logit": 0.0},
                {"beliefs.experience.promise_weight": 0.0, "beliefs.talk.promise_logit": 0.0,
                 "policy.promise.live_within_s": 7.0, "before.promise.email_h": 3.0}, ()),
    "recovery": ({"policy.recovery.trigger": "none", "policy.recovery.compensation_cny": 60.0},
                 {"policy.recovery.trigger": "none", "policy.recovery.compensation_cny": 300.0}, ()),
    "apology": ({"policy.recovery.apology": False}, {"policy.recovery.apology": False,
                                                     "policy.recovery.apology_s": 999.0}, ()),
    "holidays": ({}, {"world.calendar.holidays": ["2023-12-01", "2024-09-01"]}, ()),
    "escalation": ({f"{room}.complaints.escalation": False for room in ("policy", "before")},
                   {f"{room}.complaints.deadlines.{c}.response_h": 8760.0 for room in ("policy", "before")
                    for c in ("general", "serious", "major")}, ()),
}  # fmt: skip
@pytest.mark.parametrize("name", NEUTRAL)
def test_off_and_neutral_are_the_same(engine, name):
    neutral, switched_off, may_differ = NEUTRAL[name]
    first, second = (simulate(company(changes), seed=SEED, engine=engine) for changes in (neutral, switched_off))
    found = {f"{d.table}.{d.column}" for d in differences(0, first.log, second.log)}
    assert {where for where in found if not set(where.split(".")) & set(may_differ)} == set()
    assert len(first.log.contacts) > 500
    books = [keep_books(run.log, run.facts).ledger for run in (first, second)]
    assert len(books[0]) and books[0].tobytes() == books[1].tobytes()


def test_no_policy_before_is_that_of_the_default_company(engine):
    silent = company({"before": None, "burn_in_weeks": 1})
    named = silent.model_copy(update={"before": Policy()})
    assert differences(0, log_of(engine, silent), log_of(engine, named)) == []
    assert differences(0, log_of(engine, silent), log_of(engine, company({"burn_in_weeks": 1}))) != []


def test_the_mechanisms_act_when_they_are_on(engine):
    usual = log_of(engine, company())
    for name in ("redial", "recontact", "transfer", "abandonment", "busy_day", "season", "surveys", "complaints",
                 "loyalty", "staff", "experience"):  # fmt: skip
        assert differences(0, usual, log_of(engine, company(off(name)))) != [], name
    assert set(np.unique(usual.contacts["kind"])) >= {0, 1, 2, 3, 4, 5, 6, 7}
    assert set(np.unique(usual.contacts["outcome"])) >= {0, 1, 2, 3, 4}

"""What each policy does first: its sign, and where a policy must not act at all."""

import functools
import json
from pathlib import Path

import numpy as np
import pytest
from desk import always
from logs import company, log_of
from test_promise_roads import TARGETS

from cxsim.evidence.agree_compare import differences
from cxsim.scenario.paths import leaves
from cxsim.scenario.policy import Policy
from cxsim.schema import (
    ANSWERED,
    BOT_FELL_BACK,
    CASE_CLASSES,
    CASE_RESPONSE,
    CLASSES,
    EMAIL,
    HANDLED,
    PHONE,
    QUEUES,
    REASONS,
    TRANSFER,
)
from cxsim.simulate import simulate

ROOMS = ("policy", "before")
#: The readable engine is the slow one and gives the same logs (tests/agreement): one year of luck is enough there.
SEEDS = {"kernel": range(3), "reference": range(1)}
ENQUIRY, URGENT = REASONS.index("enquiry"), CLASSES.index("urgent")


def everywhere(changes):
    return {f"{room}.{path}": value for room in ROOMS for path, value in changes.items()}


def each_level(path, value):
    return {path.format(level): value for level in CASE_CLASSES}


def measured(key):
    return lambda run: run.summary()[key]


def wait_of(queue=None, klass=None, reason=None):
    """Mean wait of the contacts that were begun, of a queue, a priority class, a reason."""

    def mean(run):
        contacts = run.log.contacts
        mine = contacts["seat"] >= 0
        for column, value in (("queue", queue), ("klass", klass), ("reason", reason)):
            if value is not None:
                mine &= contacts[column] == value
        return contacts["wait"][mine].mean()

    return mean


def responding(run):
    """Mean work on a first response."""
    work = run.log.contacts
    return work["handle"][(work["kind"] == CASE_RESPONSE) & (work["outcome"] == HANDLED)].mean()


def taking_over(run):
    """Mean work on what a bot could not do."""
    work = run.log.contacts
    fell = run.log.needs["need"][run.log.needs["bot"] == BOT_FELL_BACK]
    mine = (work["kind"] == TRANSFER) & (work["outcome"] == HANDLED) & np.isin(work["need"], fell)
    return work["handle"][mine].mean()


def cases_from(level):
    return lambda run: float((run.log.cases["case_class"] >= CASE_CLASSES.index(level)).sum())


def mended(run):
    """Mean share of the damage that was taken back, of resolved cases."""
    return run.log.cases["recovered"][run.log.cases["resolved"] >= 0].mean()


def paid(run):
    return float(run.log.cases["paid"].sum())


def in_class(name):
    return lambda run: float((run.log.contacts["klass"] == CLASSES.index(name)).sum())


STEP = {"name": "hear", "seconds": 200.0, "justice": "interactional"}
HIRE = {"name": "hire", "from_week": 2, "cost_once_cny": 100.0, "set": {"policy.staffing.extra.phone": 1}}
PRIORITY, DUE = {"routing.mode": "priority"}, {"routing.mode": "due"}
LATE = each_level("complaints.deadlines.{}.response_h", 20.0)
BOT, TELL = {"bot.on": True, "bot.deflection": .8, "bot.accuracy": .9}, {"promise.announce": "wait"}
WARN = {"warning.on": True}
#: Name: policy as a base, what is decided instead, what is looked at, sign of the effect.
LEVERS = {
    "seats of the roster": ({}, {"staffing.roster.phone": always(3)}, measured("phone_wait_mean_min"), -1),
    "phone agents": ({}, {"staffing.extra.phone": 1}, measured("phone_wait_mean_min"), -1),
    "phone agents, giving up": ({}, {"staffing.extra.phone": 1}, measured("phone_abandoned_share"), -1),
    "phone agents, pay": ({}, {"staffing.extra.phone": 1}, measured("labor_cny"), 1),
    # Not the mean wait of those who were answered: with more agents it holds those too who would have given up.
    "chat agents": ({}, {"staffing.extra.chat": 1}, measured("chat_waiting_mean"), -1),
    "chat agents, giving up": ({}, {"staffing.extra.chat": 1}, measured("chat_abandoned_share"), -1),
    "email agents": ({}, {"staffing.extra.email": 1}, measured("email_wait_mean_min"), -1),
    "case workers": ({}, {"staffing.extra.case": 1}, measured("complaint_response_h"), -1),
    "fewer phone agents": ({"staffing.extra.phone": 1}, {"staffing.extra.phone": 0},
                           measured("phone_occupancy_share"), 1),
    "chats at a time": ({"staffing.chat_concurrency": 1}, {"staffing.chat_concurrency": 3},
                        measured("chat_wait_mean_min"), -1),
    "chats at a time, length": ({"staffing.chat_concurrency": 1}, {"staffing.chat_concurrency": 3},
                                measured("chat_handle_mean_min"), 1),
    "email helped by the case desk": ({}, {"staffing.pool_serves.case.email": 2}, wait_of(queue=EMAIL), -1),
    "target staffing": ({"staffing.mode": "to_target", "targets.live_share": .05},
                        {"staffing.mode": "to_target", "targets.live_share": .99}, wait_of(queue=PHONE), -1),
    "target time": ({"staffing.mode": "to_target", "targets.live_within_s": 3600.0},
                    {"staffing.mode": "to_target", "targets.live_within_s": 1.0}, wait_of(queue=PHONE), -1),
    "priority, urgent": ({}, PRIORITY, wait_of(klass=URGENT), -1),
    "priority, order": (PRIORITY, PRIORITY | {"routing.order": ["general", "high_value", "complaint", "urgent"]},
                        wait_of(klass=URGENT), 1),
    "due times, email": (DUE, DUE | {"targets.due_min.email.urgent": 0.0, "targets.due_min.email.general": 90_000.0},
                         wait_of(queue=EMAIL, klass=URGENT), -1),
    "class of a reason": (PRIORITY, PRIORITY | {"routing.reason_class.enquiry": "urgent"}, wait_of(reason=ENQUIRY), -1),
    "who is of high value": ({}, {"routing.high_value_from_cny": 100.0}, in_class("high_value"), 1),
    "serious cases": ({}, {"complaints.serious_from": .4}, cases_from("serious"), 1),
    "major cases": ({"complaints.serious_from": .4}, {"complaints.major_from": .8}, cases_from("major"), 1),
    "response deadline": ({}, LATE, measured("escalations"), 1),
    "business clock": (LATE, LATE | {"complaints.clock": "business"}, measured("escalations"), -1),
    "escalation": (LATE, LATE | {"complaints.escalation": False}, measured("escalations"), -1),
    "confirmation": ({}, {"complaints.confirm_min": 60.0 * 30}, measured("general_confirm_met_share"), -1),
    "no recovery": ({}, {"recovery.trigger": "none"}, mended, -1),
    "recovery for all": ({}, {"recovery.trigger": "all"}, paid, 1),
    "no apology": ({}, {"recovery.apology": False}, mended, -1),
    "apology takes time": ({}, {"recovery.apology_s": 600.0}, responding, 1),
    "compensation mends": ({"recovery.compensation_cny": 0.0}, {"recovery.compensation_cny": 200.0}, mended, 1),
    "compensation costs": ({}, {"recovery.compensation_cny": 200.0}, measured("compensation_cny"), 1),
    "compensation draws complaints": ({}, {"recovery.compensation_cny": 400.0}, measured("complaints"), 1),
    "compensation by class": ({}, {"recovery.class_factor.serious": 3.0}, paid, 1),
    "compensation by value": ({}, {"recovery.high_value_factor.general": 3.0}, paid, 1),
    "budget": ({}, {"recovery.budget_year_cny": 100.0}, paid, -1),
    "protocol takes time": ({}, {"recovery.protocol": [STEP]}, responding, 1),
    "protocol mends": ({}, {"recovery.protocol": [STEP | {"seconds": 0.0}]}, mended, 1),
    "approval": ({}, {"recovery.authority_limit_cny": 0.0}, measured("approvals_cny"), 1),
    "pay for speed": ({}, {"incentive.speed_weight": 1.0}, measured("email_handle_mean_min"), -1),
    "pay for resolution": ({}, {"incentive.speed_weight": -1.0}, measured("email_handle_mean_min"), 1),
    "bonus": ({}, {"incentive.bonus_share": .1}, measured("bonus_cny"), 1),
    "training": ({}, {"training.hours_week": 2.0}, measured("training_cny"), 1),
    "who is trained": ({"training.hours_week": 2.0}, {"training.who": "phone"}, measured("training_cny"), -1),
    "trainers": ({"training.hours_week": 2.0}, {"training.trainer_cny_h": 90.0}, measured("training_cny"), 1),
    "owner": ({}, {"service.owner": True}, measured("email_handle_mean_min"), 1),
    "measure": ({}, {"measures": [HIRE]}, measured("phone_waiting_mean"), -1),
    "measure, cost": ({}, {"measures": [HIRE]}, measured("measures_cny"), 1),
    "bot": ({}, BOT, measured("phone_offered"), -1),
    "where a bot stands": (BOT | {"bot.front.phone": False}, {"bot.front.phone": True}, measured("bot_sessions"), 1),
    "what a bot takes": (BOT | {"bot.deflection": .1}, {"bot.deflection": .9}, measured("bot_sessions"), 1),
    "what a bot understands": (BOT | {"bot.accuracy": .2}, {"bot.accuracy": .9}, measured("bot_solved_share"), 1),
    "no way from a bot to people": (BOT | {"bot.accuracy": .2}, {"bot.fallback": False},
                                    measured("bot_contained_share"), 1),
    "what a bot passes on": (BOT | {"bot.accuracy": .2}, {"bot.context_passed": True}, taking_over, -1),
    "announced waits": ({}, TELL, measured("announced"), 1),
    "waits announced as long": (TELL, {"promise.announce_factor": 10.0}, measured("announced_left_share"), 1),
    "warning": ({}, WARN, measured("warnings"), 1),
    "what a warning finds": (WARN | {"warning.recall": .05}, {"warning.recall": 1.0}, measured("warnings"), 1),
    "false alarms": (WARN, {"warning.false_alarm": .5}, measured("warnings"), 1),
    "how early": (WARN, {"warning.lead_reviews": 6}, measured("warnings"), 1),
    "who is watched": (WARN, {"warning.who": "high_value"}, measured("warnings"), -1),
    "offers to stay": (WARN | {"warning.offer_cny": 10.0}, {"warning.offer_cny": 200.0}, measured("retention_cny"), 1),
    "surveys sent": ({"survey.sent_share": .2}, {"survey.sent_share": .9}, measured("surveys_answered"), 1),
}  # fmt: skip
#: Case work keeps its pace in these: the desk is not drowned, so that deadlines can be met and missed.
CALM = {"world.service.handle.case_response.mean_min": 15.0, "world.service.handle.case_resolution.mean_min": 10.0,
        "world.demand.urgent_share.enquiry": .2}  # fmt: skip


@functools.cache
def played(engine, changes, seed):
    return simulate(company(CALM | everywhere(json.loads(changes))), seed=seed, engine=engine)


@pytest.mark.parametrize("name", LEVERS)
def test_the_sign_of_the_direct_effect(engine, name):
    base, decided, look, sign = LEVERS[name]
    first, second = json.dumps(base), json.dumps(base | decided)
    apart = [look(played(engine, second, seed)) - look(played(engine, first, seed)) for seed in SEEDS[engine]]
    assert all(sign * change >= 0 for change in apart) and sign * np.mean(apart) > 0


SURVEYED = {"survey.sent_share": 1.0, "survey.delay_h": 100.0}


def test_a_survey_is_a_sensor_asking_more_changes_nothing_else(engine):
    first, second = log_of(engine, company()), log_of(engine, company(everywhere(SURVEYED)))
    found = {f"{d.table}.{d.column}" for d in differences(0, first, second)}
    assert found == {"needs.answer_state"}
    silent, asked = (log.needs["answer_state"] for log in (first, second))
    assert (asked[silent == ANSWERED] == ANSWERED).all() and (asked == ANSWERED).sum() > (silent == ANSWERED).sum()


def kind_of(path):
    """A path without the queue, class or reason that it is for."""
    return ".".join(part for part in path.split(".") if part not in {*QUEUES, *CLASSES, *CASE_CLASSES, *REASONS})


#: Decisions whose effect other files test, in more than its sign.
ELSEWHERE = {
    "recovery.protocol": "test_recovery", "recovery.budget_year_cny": "test_recovery",
    "recovery.high_value_factor": "test_recovery", "recovery.authority_limit_cny": "test_people",
    "incentive.speed_weight": "test_people", "incentive.bonus_share": "test_people",
    "training.hours_week": "test_people", "training.who": "test_people", "training.trainer_cny_h": "test_people",
    "service.owner": "test_people", "measures": "test_dates",
    **dict.fromkeys(("survey.mode", "survey.yearly_week", "survey.reminders", "survey.call_back_share",
                     "survey.call_back_queue", "survey.call_back_class", "survey.call_back_up_to"), "test_feedback"),
}  # fmt: skip


def test_every_kind_of_decision_has_a_sign_or_a_road():
    tried = [path for base, decided, _, _ in LEVERS.values() for path in (*base, *decided)]
    tried += [path for targets in TARGETS.values() for path in targets] + list(SURVEYED)
    untried = {kind_of(path) for path, _ in leaves(Policy)} - {kind_of(path) for path in tried}
    assert untried - set(ELSEWHERE) == set()
    for kind, file in ELSEWHERE.items():
        assert kind in Path(__file__).with_name(f"{file}.py").read_text(encoding="utf-8"), kind


NOTHING_TO_ACT_ON = {
    "no more agents": {"staffing.extra": dict.fromkeys(("phone", "chat", "email", "case"), 0)},
    "order of classes under fifo": {"routing.order": ["general", "high_value", "complaint", "urgent"]},
    "a pool that never meets a queue": {"staffing.pool_serves.case.case": 3},
    "agents where nobody is rostered": {"staffing.roster.chat": [], "staffing.extra.chat": 5},
    "targets in roster mode": {"targets.live_share": .1, "targets.live_within_s": 1.0},
    "class factor without compensation": {"recovery.compensation_cny": 0.0, "recovery.class_factor.general": 9.0},
    "seconds of an apology that is not made": {"recovery.apology": False, "recovery.apology_s": 900.0},
}  # fmt: skip
WITHOUT = {
    "agents where nobody is rostered": {"staffing.roster.chat": [], "staffing.extra.chat": 0},
    "class factor without compensation": {"recovery.compensation_cny": 0.0},
    "seconds of an apology that is not made": {"recovery.apology": False},
}
NO_CHAT = {
    "agents where nobody is rostered": {
        "world.demand.channel_share": {"phone": .8, "chat": 0.0, "email": .2},
        "world.calendar.open.chat": [],
    },
}


@pytest.mark.parametrize("name", NOTHING_TO_ACT_ON)
def test_a_policy_with_nothing_to_act_on_changes_nothing(engine, name):
    world = NO_CHAT.get(name, {})
    first = log_of(engine, company(world | everywhere(WITHOUT.get(name, {}))))
    second = log_of(engine, company(world | everywhere(NOTHING_TO_ACT_ON[name])))
    assert differences(0, first, second) == []
    assert len(first.contacts) > 500

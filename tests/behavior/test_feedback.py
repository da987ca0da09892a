"""Surveys are a sensor: asking moves nothing; reminders press; a call back does good and takes hands from its queue."""

import numpy as np
import pytest
from logs import company, log_of

import cxsim as cx
from cxsim.evidence.agree_compare import differences
from cxsim.schema import ANSWERED, CALL_BACK, HANDLED, NOT_SENT

MANY = {"beliefs.answers.response_intercept": 1.0, "policy.survey.sent_share": 1.0, "before.survey.sent_share": 1.0}
CALLS = {"policy.survey.call_back_share": 1.0, "policy.survey.call_back_queue": "email", "policy.survey.delay_h": 1.0}


def found(first, second):
    return {f"{d.table}.{d.column}" for d in differences(0, first, second)}


def test_asking_more_people_moves_nothing_but_the_answers(engine):
    few, many = (log_of(engine, company({"policy.survey.sent_share": share})) for share in (.2, 1.0))
    assert found(few, many) == {"needs.answer_state"}


@pytest.mark.parametrize("changes", [
    {"policy.survey.reminders": 3, "policy.survey.sent_share": 0.0, "policy.survey.call_back_share": 1.0},
    {"policy.survey.sent_share": 0.0, "policy.survey.mode": "yearly"},
], ids=["nobody is asked", "nobody is asked yearly"])  # fmt: skip
def test_without_surveys_nothing_follows_from_them(engine, changes):
    silent = log_of(engine, company({"policy.survey.sent_share": 0.0}))
    assert found(silent, log_of(engine, company(changes))) == set()


def test_reminders_bring_answers_and_press_a_little(engine):
    free = {"beliefs.feedback.reminder_points": 0.0}
    none, gentle, pressing = (log_of(engine, company(changes)) for changes in (
        {}, free | {"policy.survey.reminders": 3}, {"policy.survey.reminders": 3,
                                                    "beliefs.feedback.reminder_points": .3}))  # fmt: skip
    assert found(none, gentle) == {"needs.answer_state", "needs.reminders"}
    answered = [np.sum(log.needs["answer_state"] == ANSWERED) for log in (none, gentle)]
    assert answered[1] > 1.5 * answered[0]
    assert pressing.persons["satisfaction"].mean() < gentle.persons["satisfaction"].mean() - .1


def test_the_yearly_survey_asks_everybody_once_in_its_period(engine):
    yearly = company(MANY | {"policy.survey.mode": "yearly", "policy.survey.yearly_week": 3, "burn_in_weeks": 4})
    log = log_of(engine, yearly)
    asked = log.reviews[log.reviews["answer_state"] != NOT_SENT]
    assert len(np.unique(asked["person"])) == len(asked) > 100
    assert set(asked["week"].tolist()) == {4, 5, 6, 7}
    after = log.needs["closed"] > 4 * 7 * 86_400_000
    assert (log.needs["answer_state"][after] == NOT_SENT).all()


@pytest.mark.parametrize("mode", ["touchpoint", "yearly"])
def test_surveys_weeks_and_summary_know_the_same_answers(engine, mode):
    run = cx.simulate(company(MANY | {"policy.survey.mode": mode, "policy.survey.yearly_week": 3}), engine=engine)
    found, answered = run.summary(), run.weeks["surveys_answered"]
    assert found["surveys_answered"] == len(run.surveys) == answered.sum() > 20
    recommend = run.surveys["recommend"]
    assert 100 * ((recommend >= 9).mean() - (recommend <= 6).mean()) == pytest.approx(found["nps_observed"])
    assert run.weeks["nps_observed"].notna().equals(answered > 0)
    assert run.surveys["need"].isna().all() == (mode == "yearly")


def test_the_unhappy_are_called_back_feel_better_and_the_queue_waits(engine):
    hands = {"policy.survey.call_back_up_to": 8, "world.feedback.call_back.mean_min": 30.0}
    good = {"beliefs.feedback.call_back_points": .5}
    none = log_of(engine, company(MANY))
    log = log_of(engine, company(MANY | CALLS | hands | good))
    calls = log.contacts[log.contacts["kind"] == CALL_BACK]
    assert len(calls) > 50 and (calls["case"] == -1).all() and not calls["resolved"].any()
    told = log.needs[calls["need"]]
    assert (told["answer_state"] == ANSWERED).all() and (told["recommend"] <= 8).all()
    assert (calls["arrived"] >= told["closed"] + 3_600_000).all()
    emails = [np.mean(x.contacts["wait"][(x.contacts["queue"] == 2) & (x.contacts["outcome"] == HANDLED)
                                         & (x.contacts["kind"] != CALL_BACK)]) for x in (none, log)]  # fmt: skip
    assert emails[1] > emails[0]
    assert log.persons["satisfaction"].mean() > none.persons["satisfaction"].mean()


def test_what_asking_costs_is_in_the_ledger_to_the_fen(engine):
    run = cx.simulate(company(MANY | {"policy.survey.reminders": 2, "world.feedback.reminder_cny": .13}), engine=engine)
    ledger = run.ledger[run.ledger["kind"] == "feedback"]
    closed_inside = run.log.needs[run.log.needs["closed"] >= 2 * 7 * 86_400_000]
    assert -int(ledger["amount_fen"].sum()) == 13 * int(closed_inside["reminders"].sum(dtype=int)) > 0
    once = company(MANY | {"policy.survey.mode": "yearly", "policy.survey.yearly_week": 1})
    yearly = cx.simulate(once, engine=engine)
    ledger = yearly.ledger[yearly.ledger["kind"] == "feedback"]
    assert -int(ledger["amount_fen"].sum()) == 200 * int(yearly.summary()["surveys_sent"]) > 0


def test_a_call_back_of_a_better_class_waits_less(engine):
    crowded = MANY | CALLS | {"policy.survey.call_back_up_to": 8, "policy.routing.mode": "priority",
                              "world.feedback.call_back.mean_min": 30.0}  # fmt: skip
    waits = []
    for klass in ("general", "urgent"):
        log = log_of(engine, company(crowded | {"policy.survey.call_back_class": klass}))
        calls = log.contacts[(log.contacts["kind"] == CALL_BACK) & (log.contacts["outcome"] == HANDLED)]
        waits.append(calls["wait"].mean())
    assert waits[1] < waits[0]

"""The lab of lesson 2: a roster and an order to choose, kept in the log and in the company as plain words."""

import pytest

from cxsim.course import company, levers, needs, rosters, store
from cxsim.course.plan_lab import last_plan
from cxsim.course.show import Note
from cxsim.course.steps import Outcome
from cxsim.labs.lab import Design, Lab, Look
from cxsim.labs.sliders import largest


def look(plan):
    return Look(b"png", f"{len(plan.value(rosters.PHONE_ROSTER))} windows", [])


def run(plan, progress):
    measured = {"nps": (2.0, 1.5, 2.5), "profit": (-100.0, -120.0, -80.0), "in_time": (84.0, 83.0, 85.0)}
    return Outcome(measured, {"plan": plan.name}, lambda scores: [Note("verdict")])


@pytest.fixture
def lab(person):
    return Lab(Design(company.default(), needs.LAB.rounds(), needs.LAB.ask(), look, run))


def choose(lab, path, place):
    """Choose the option at a place of a list."""
    lab.sliders[path].value = lab.sliders[path].options[place][1]


def test_the_choices_begin_as_the_company_is(lab):
    base = company.default()
    assert len(lab.sliders) == 4
    assert {path: one.value for path, one in lab.sliders.items()} == {
        path: base.value(path) for path in lab.sliders
    }


def test_a_chosen_roster_is_the_plan_the_log_and_the_company(lab):
    wanted = rosters.placed(company.default())
    choose(lab, rosters.PHONE_ROSTER, 1)
    choose(lab, "policy.bot.on", 1)
    for measure, token in (("nps", "up"), ("profit", "up"), ("in_time", "80")):
        lab.answers.choices[measure][1].value = token
    lab.answers.sure[1].value = 70
    lab.write.click()
    decision = store.read().records[-1]
    assert decision["kind"] == "decision"
    assert len(decision["changes"]) == 2
    assert decision["values"][rosters.PHONE_ROSTER][0].keys() == {"days", "from", "to", "seats"}
    kept = last_plan(needs.LAB)
    assert kept.value("policy.bot.on") is True
    assert (rosters.phone_seats(kept) == rosters.phone_seats(wanted)).all()
    company.keep(kept, "02")
    assert (rosters.phone_seats(company.before("04")) == rosters.phone_seats(wanted)).all()


def test_choices_have_no_upper_end():
    base = company.default()
    most = largest(base, levers.needs(base))
    assert most.value("policy.bot.on") == base.value("policy.bot.on")
    assert most.value(rosters.PHONE_EXTRA) > base.value(rosters.PHONE_EXTRA)

"""A promise or target acts by three roads only: what customers expect, what is due, and the roster made from it."""

import numpy as np
import pytest
from logs import company, log_of

from cxsim.evidence.agree_compare import differences
from cxsim.schema import JOINED_ALONE
from cxsim.simulate import simulate

ROOMS = ("policy", "before")
LEVELS = ("general", "serious", "major")
#: No expectation and no joining from a promise, no case moved to the front; fifo and roster are the usual modes.
CLOSED_ROADS = {
    "beliefs.experience.promise_weight": 0.0, "beliefs.talk.promise_logit": 0.0,
    **{f"{room}.complaints.escalation": False for room in ROOMS},
}  # fmt: skip
TARGETS = {
    "promised share": {"promise.live_share": .5}, "promised time": {"promise.live_within_s": 600.0},
    "promised mail": {"promise.email_h": 300.0},
    "promised response": {f"promise.complaint_response_h.{level}": 500.0 for level in LEVELS},
    "target share": {"targets.live_share": .2}, "target time": {"targets.live_within_s": 3.0},
    "due on the phone": {"targets.due_min.phone.general": 99.0}, "due mail": {"targets.due_min.email.urgent": 9999.0},
    "target of first contact": {"targets.first_contact_share": .99},
    "target of length": {"targets.phone_handle_min": 1.0},
    "confirmation": {f"complaints.deadlines.{level}.confirm_h": .1 for level in LEVELS},
    "response": {f"complaints.deadlines.{level}.response_h": .5 for level in LEVELS},
    "assessment": {f"complaints.deadlines.{level}.assessment_h": 1.0 for level in LEVELS},
    "resolution": {f"complaints.deadlines.{level}.resolution_h": 2.0 for level in LEVELS},
}  # fmt: skip


def everywhere(changes):
    return {f"{room}.{path}": value for room in ROOMS for path, value in changes.items()}


@pytest.mark.parametrize("name", TARGETS)
def test_with_the_roads_closed_only_attainment_changes(engine, name):
    usual, other = company(CLOSED_ROADS), company(CLOSED_ROADS | everywhere(TARGETS[name]))
    first, second = simulate(usual, engine=engine), simulate(other, engine=engine)
    assert differences(0, first.log, second.log) == []
    one, two = first.summary(), second.summary()
    changed = {key for key in one if one[key] != two[key] and not (np.isnan(one[key]) and np.isnan(two[key]))}
    attainment = ("_within_promise_share", "_met_share", "_above_target_share", "_above_target_min")
    assert all(key.endswith(attainment) for key in changed)


def test_attainment_changes_when_the_measure_is_stricter(engine):
    usual = simulate(company(CLOSED_ROADS), engine=engine).summary()
    strict = everywhere(TARGETS["response"] | TARGETS["target of first contact"] | TARGETS["target of length"]
                        | {"promise.live_within_s": 1.0})  # fmt: skip
    other = simulate(company(CLOSED_ROADS | strict), engine=engine).summary()
    assert other["phone_within_promise_share"] < usual["phone_within_promise_share"]
    assert other["general_response_met_share"] < usual["general_response_met_share"]
    assert other["fcr_above_target_share"] < usual["fcr_above_target_share"]
    assert other["phone_handle_above_target_min"] > usual["phone_handle_above_target_min"]


def test_each_road_acts_when_it_is_open(engine):
    base = CLOSED_ROADS | everywhere({"routing.mode": "due"})
    due = everywhere({"targets.due_min.phone.general": 99.0})
    assert differences(0, log_of(engine, company(base)), log_of(engine, company(base | due)))
    base = {path: value for path, value in CLOSED_ROADS.items() if "escalation" not in path}
    late = everywhere(TARGETS["response"])
    assert differences(0, log_of(engine, company(base)), log_of(engine, company(base | late)))
    base = CLOSED_ROADS | everywhere({"staffing.mode": "to_target", "targets.live_share": .95})
    less = everywhere({"targets.live_share": .05})
    assert differences(0, log_of(engine, company(base)), log_of(engine, company(base | less)))
    weak = everywhere(TARGETS["promised share"])
    assert differences(0, log_of(engine, company()), log_of(engine, company(weak)))


def joined(engine, share, **changes):
    """People who joined of their own accord, where the promise has no other effect."""
    only = {"beliefs.experience.promise_weight": 0.0, "beliefs.talk.promise_logit": .4, "world.market.prospects": 800,
            "world.demand.prospect_needs_per_year": 0.0, **changes}  # fmt: skip
    scenario = company(only | everywhere({"promise.live_share": share}))
    seeds = range(4 if engine == "kernel" else 1)
    return sum(int((log_of(engine, scenario, seed).moves["move"] == JOINED_ALONE).sum()) for seed in seeds)


def test_a_weaker_promise_costs_joiners(engine):
    found = [joined(engine, share) for share in (.99, .95, .5, .05)]
    assert found == sorted(found, reverse=True)
    assert found[0] > found[1] > found[2] > found[3] > 12


def test_the_emptiest_promise_is_bounded(engine):
    """Below the floor a still weaker promise changes nothing: neither what people expect nor who joins."""
    weak, weaker = (company(everywhere({"promise.live_share": share})) for share in (.05, .001))
    assert differences(0, log_of(engine, weak), log_of(engine, weaker)) == []


def test_a_weaker_promise_raises_the_episode(engine):
    """What is promised is part of what is expected: the same service is felt as better."""
    weight = {"beliefs.experience.promise_weight": .5, "mechanisms.loyalty": False}
    strong, weak = (log_of(engine, company(weight | everywhere({"promise.live_share": share}))).needs
                    for share in (.95, .3))  # fmt: skip
    closed = (strong["closed"] >= 0) & (weak["closed"] >= 0)
    assert (weak["episode"][closed] >= strong["episode"][closed]).mean() > .5
    assert weak["episode"][closed].mean() > strong["episode"][closed].mean() + .05

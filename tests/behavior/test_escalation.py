"""A case past its response deadline goes to the front of the desk, whatever the routing."""

import numpy as np
import pytest
from logs import answered, company, log_of

from cxsim.schema import CASE, CASE_RESPONSE, FAILED

LIMIT_H = {"general": 30.0, "serious": 8.0, "major": 1.0}
HOUR_MS = 3_600_000


def swamped(mode, **changes):
    """Many complain and one agent works on cases: nearly all are late."""
    rooms = ("policy", "before")
    return company({
        "beliefs.complaining.intercept": 3.0, "world.service.handle.case_response.mean_min": 60.0,
        "world.service.handle.case_resolution.mean_min": 30.0, "world.service.assessment.mean_min": 300.0,
        "beliefs.contacts.recontact_share": .3, "beliefs.failure.severity_high": 3.0,
        **{f"{room}.routing.mode": mode for room in rooms},
        **{f"{room}.routing.order": ["general", "high_value", "urgent", "complaint"] for room in rooms},
        **{f"{room}.complaints.deadlines.{c}.response_h": h for room in rooms for c, h in LIMIT_H.items()},
        **changes,
    })  # fmt: skip


@pytest.mark.parametrize("mode", ["fifo", "priority", "due"])
def test_no_other_case_is_begun_while_an_overdue_one_waits(engine, mode):
    scenario = swamped(mode)
    log = log_of(engine, scenario)
    work = log.contacts[(log.contacts["queue"] == CASE)]
    limit = np.array([round(h * HOUR_MS) for h in LIMIT_H.values()])
    due = log.cases["opened"] + limit[log.cases["case_class"]]
    late = np.where(work["case"] >= 0, due[work["case"]], np.iinfo(np.int64).max)
    late[work["kind"] != CASE_RESPONSE] = np.iinfo(np.int64).max
    jumped = 0
    for begun in work[work["seat"] >= 0]:
        now = int(answered(begun))
        waiting = (work["arrived"] < now) & (answered(work) > now)
        overdue = waiting & (late < now)
        escalated = begun["case"] >= 0 and log.cases["escalated"][begun["case"]]
        assert escalated or not overdue.any()
        jumped += bool(escalated and (waiting & (work["arrived"] < begun["arrived"])).any())
    assert log.cases["escalated"].sum() > 30 and jumped > 5


def test_without_escalation_a_fifo_desk_answers_in_turn(engine):
    log = log_of(engine, swamped("fifo", **{f"{r}.complaints.escalation": False for r in ("policy", "before")}))
    cases = log.contacts[(log.contacts["queue"] == CASE) & (log.contacts["seat"] >= 0)]
    order = np.argsort(answered(cases), kind="stable")
    assert (np.diff(cases["arrived"][order]) >= 0).all()
    assert log.cases["escalated"].sum() == 0


def test_an_escalated_case_that_is_handed_back_stays_in_front(engine):
    # Shifts end every hour and the work takes longer: a case is handed back again and again. One that is overdue is
    # taken up first when the desk opens again.
    hourly = [{"days": [0, 1, 2, 3, 4, 5, 6], "from": f"{h:02d}:00", "to": f"{h:02d}:30", "seats": 1}
              for h in range(8, 20)]  # fmt: skip
    rosters = {f"{room}.staffing.roster.case": hourly for room in ("policy", "before")}
    log = log_of(engine, swamped("fifo", **rosters, **{"world.service.shift_end": "hand_back"}))
    cases = log.cases[(log.cases["escalated"] == 1) & (log.cases["responded"] >= 0)]
    assert len(cases) > 3
    failed = log.needs["state"][log.cases["need"]] == FAILED
    assert failed.any()

"""Identities of a queue that hold whatever the demand: who gives up, and what priorities can and cannot change."""

import math

import pytest
from desk import plain_desk
from logs import log_of

from cxsim.schema import ABANDONED, CLASSES, HANDLED, PHONE

#: Everybody is as patient as everybody else, and patience knows no past.
THETA_MIN = 1 / 4
MEMORYLESS = {
    "world.service.patience.phone": {"family": "exponential", "mean_min": 1 / THETA_MIN, "balk_share": 0.0},
    "world.service.patience_person_sd": 0.0, "world.service.patience_urgent_factor": 1.0,
}  # fmt: skip
#: Every call takes the same time, so who goes first changes nothing for the queue as a whole.
ALIKE = {
    "world.service.handle.phone": {"family": "deterministic", "mean_min": 17.0},
    "world.service.handle_difficulty_slope": 0.0, "mechanisms.abandonment": False,
    "world.demand.urgent_share": dict.fromkeys(("enquiry", "order", "technical", "billing", "complaint"), .3),
}  # fmt: skip


def queue_ms(log):
    return int(log.weeks["queue_ms"][log.weeks["pool"] == PHONE].sum())


def test_abandonment_rate_is_theta_times_the_mean_queue(engine):
    """Those who gave up less theta x time in the queue is a fair game with as much variance as people gave up."""
    gave_up = waited = 0
    for seed in range(6 if engine == "kernel" else 2):
        log = log_of(engine, plain_desk(2, MEMORYLESS), seed)
        gave_up += int((log.contacts["outcome"] == ABANDONED).sum())
        waited += queue_ms(log) / 60_000
    assert gave_up > (2000 if engine == "kernel" else 600)
    assert abs(gave_up - THETA_MIN * waited) < 4 * math.sqrt(gave_up)


def test_the_identity_would_notice_patience_with_a_memory():
    """With patience of one length the same mean queue makes other people give up: the test above can fail."""
    fixed = MEMORYLESS | {"world.service.patience.phone": {"family": "deterministic", "mean_min": 1 / THETA_MIN,
                                                           "balk_share": 0.0}}  # fmt: skip
    log = log_of("kernel", plain_desk(2, fixed), 0)
    gave_up = int((log.contacts["outcome"] == ABANDONED).sum())
    assert abs(gave_up - THETA_MIN * queue_ms(log) / 60_000) > 4 * math.sqrt(gave_up)


def routed(mode, *order):
    """Policy and burn-in with one rule of who is next."""
    rooms, changes = ("policy", "before"), {}
    for room in rooms:
        changes |= {f"{room}.routing.mode": mode, **({f"{room}.routing.order": list(order)} if order else {})}
    return ALIKE | changes


RULES = {
    "in turn": routed("fifo"),
    "urgent first": routed("priority", "urgent", "complaint", "high_value", "general"),
    "urgent last": routed("priority", "general", "high_value", "complaint", "urgent"),
    "by due time": routed("due"),
}


@pytest.mark.parametrize("seed", range(2))
def test_priorities_hand_the_same_waiting_to_others(engine, seed):
    """Conservation law: equal service and nobody gives up, so every order has the same queue at every moment."""
    found, urgent = {}, {}
    for name, changes in RULES.items():
        log = log_of(engine, plain_desk(4, changes), seed)
        found[name] = log.weeks["queue_ms"][log.weeks["pool"] == PHONE].tolist()
        calls = log.contacts[log.contacts["outcome"] == HANDLED]
        urgent[name] = calls["wait"][calls["klass"] == CLASSES.index("urgent")].mean()
    assert all(weeks == found["in turn"] for weeks in found.values())
    assert sum(found["in turn"]) > 12 * 3_600_000
    assert urgent["urgent first"] < .7 * urgent["in turn"] < urgent["in turn"] < .7 * urgent["urgent last"]
    assert urgent["by due time"] == urgent["in turn"]  # one due time for all: the order of coming

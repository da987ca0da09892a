"""With customer dynamics off, more agents never make people wait longer."""

import numpy as np
import pytest
from desk import NO_DYNAMICS as OFF
from desk import plain_desk
from logs import company, log_of

from cxsim.schema import HANDLED, PHONE

SEEDS = range(4)
NO_DYNAMICS = {f"mechanisms.{name}": False for name in OFF}
PATIENT = {"mechanisms.abandonment": False}


def waits(engine, scenario, seed):
    """Wait of every call that was begun, by person and ordinal of its need."""
    log = log_of(engine, scenario, seed)
    calls = log.contacts[(log.contacts["queue"] == PHONE) & (log.contacts["seat"] >= 0)]
    needs = log.needs[calls["need"]]
    return {(int(p), int(o)): int(w) for p, o, w in zip(needs["person"], needs["ordinal"], calls["wait"], strict=True)}


@pytest.mark.parametrize("family", ["exponential", "lognormal", "deterministic"])
def test_without_abandonment_nobody_waits_longer_on_any_path(engine, family):
    handle = {"world.service.handle.phone.family": family, "world.service.handle.phone.cv": 1.3}
    for seed in SEEDS[:2]:
        fewer = waits(engine, plain_desk(3, PATIENT | handle), seed)
        assert len(fewer) > 1000
        for seats in (4, 5):
            more = waits(engine, plain_desk(seats, PATIENT | handle), seed)
            assert set(fewer) <= set(more)
            assert all(more[need] <= wait for need, wait in fewer.items())
            assert sum(more[need] < wait for need, wait in fewer.items()) > 200
            fewer = more


def test_with_abandonment_the_mean_wait_falls_in_expectation(engine):
    means = [np.mean([np.mean(list(waits(engine, plain_desk(seats), seed).values())) for seed in SEEDS])
             for seats in (2, 3, 4, 5)]  # fmt: skip
    assert means == sorted(means, reverse=True) and means[0] > 3 * means[-1]


def test_with_shifts_and_a_whole_company_the_mean_wait_falls_in_expectation(engine):
    """Shifts break the order of single paths: which busy seat closes depends on who is idle. The mean still falls."""
    means = []
    for extra in (0, 1, 2):
        seats = {"policy.staffing.extra.phone": extra, "before.staffing.extra.phone": extra}
        logs = [log_of(engine, company(NO_DYNAMICS | seats), seed) for seed in SEEDS]
        waited = [log.contacts[(log.contacts["queue"] == PHONE) & (log.contacts["outcome"] == HANDLED)]["wait"].mean()
                  for log in logs]  # fmt: skip
        means.append(np.mean(waited))
    assert means == sorted(means, reverse=True) and means[0] > 2 * means[-1]

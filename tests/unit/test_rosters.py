"""Rosters by numbers: windows say the same, equal hours stay equal, and follow the load."""

import numpy as np
import pytest

import cxsim as cx
from cxsim.guards import CxError
from cxsim.plan_roster import weekly_seats
from cxsim.scenario import Scenario
from cxsim.theory import equal_hours


def phone(scenario):
    return weekly_seats(scenario, scenario.policy)[0]


@pytest.mark.parametrize("shape", [24, 48, (7, 24), (7, 48)])
def test_windows_say_what_the_numbers_say(shape):
    table = np.random.default_rng(3).integers(0, 9, shape)
    table[..., 20] = 4
    made = Scenario().replace({"policy.staffing.roster.phone": cx.roster_from_hours(table)})
    days = np.tile(table, (7, 1)) if table.ndim == 1 else table
    assert np.array_equal(phone(made).reshape(7, 48), np.repeat(days, 48 // days.shape[1], axis=1))


@pytest.mark.parametrize("bad", [[1] * 23, [1.5] * 24, [-1] * 24, [float("nan")] * 24, [[1] * 24] * 6])
def test_other_numbers_are_refused_in_one_line(bad):
    with pytest.raises(CxError, match="roster"):
        cx.roster_from_hours(bad)


def test_equal_hours_are_kept_and_a_busier_slot_never_has_fewer():
    loads = np.random.default_rng(5).uniform(0, 9, 60)
    for total in (200, 317, 400, 1000):
        found = equal_hours(loads.tolist(), total)
        assert sum(found.seats) == total
        order = np.argsort(loads)
        assert (np.diff(np.array(found.seats)[order]) >= -1).all() and min(found.seats) >= 1
    assert equal_hours(loads.tolist(), 400).beta > equal_hours(loads.tolist(), 317).beta
    with pytest.raises(CxError, match="slots"):
        equal_hours([1.0, 2.0], 1)


def test_a_rerostered_company_works_the_same_hours_at_better_times():
    base = Scenario()
    better = cx.rerostered(base)
    assert phone(better).sum() == phone(base).sum()
    assert (phone(better) > 0).tolist() == (phone(base) > 0).tolist()
    assert phone(cx.rerostered(base, hours=300)).sum() == 600
    with pytest.raises(CxError, match="allowed"):
        cx.rerostered(base, "email")


def test_a_target_is_staffed_at_the_ends_of_handle_time_too():
    target = Scenario().replace({"policy.staffing.mode": "to_target"})
    for handle_min in (0.0, 5e-324):
        quick = phone(target.replace({"world.service.handle.phone.mean_min": handle_min}))
        assert quick[quick > 0].tolist() == [1] * np.count_nonzero(phone(target))
    with pytest.raises(CxError, match=r"phone needs more than 40,000 seats"):
        phone(target.replace({"world.service.handle.phone.mean_min": 1e6}))

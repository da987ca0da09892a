"""Rosters of the phone: thinner by so many hours, or the same hours placed after the calls."""

import numpy as np
import pytest

from cxsim.course import company, rosters
from cxsim.scenario.rosters import roster_from_hours


def test_the_roster_gives_the_seats_back():
    base = company.default()
    again = base.replace({rosters.PHONE_ROSTER: roster_from_hours(rosters.roster_seats(base))})
    assert (rosters.phone_seats(again) == rosters.phone_seats(base)).all()


@pytest.mark.parametrize("hours", [10, 40.5, 160])
def test_a_shorter_roster_loses_so_many_hours_and_leaves_nobody_alone_at_the_door(hours):
    base = company.default()
    less = base.replace(rosters.shorter(base, hours))
    assert rosters.phone_hours(base) - rosters.phone_hours(less) == hours
    staffed = rosters.phone_seats(base) > 0
    assert (rosters.phone_seats(less)[staffed] >= 1).all()
    assert (rosters.phone_seats(less)[~staffed] == 0).all()


def test_extra_seats_are_taken_into_a_shorter_roster():
    more = company.default().replace({rosters.PHONE_EXTRA: 2})
    less = more.replace(rosters.shorter(more, 20))
    assert rosters.phone_hours(more) - rosters.phone_hours(less) == 20


def test_all_hours_cannot_go():
    base = company.default()
    least = base.replace(rosters.shorter(base, 10_000))
    assert set(rosters.phone_seats(least).ravel()) == {0, 1}


@pytest.mark.parametrize("extra", [-1, 0, 2])
def test_placed_hours_are_the_same_hours_and_follow_the_calls(extra):
    from cxsim.plan_roster import contacts_per_min

    base = company.default().replace({rosters.PHONE_EXTRA: extra})
    found = rosters.placed(base)
    assert rosters.phone_hours(found) == rosters.phone_hours(base)
    staffed = rosters.phone_seats(base).ravel() > 0
    assert (rosters.phone_seats(found).ravel()[staffed] >= 1).all()
    calls = contacts_per_min(base, "phone")[staffed]

    def follows(plan):
        return np.corrcoef(calls, rosters.phone_seats(plan).ravel()[staffed])[0, 1]

    assert follows(found) > max(0.95, follows(base))


def test_paid_hours_are_more_than_those_at_the_desk():
    base = company.default()
    assert rosters.paid_hours(base, 84) == pytest.approx(84 / (1 - base.world.costs.shrinkage))

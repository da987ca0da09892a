"""The roster table of lesson 2: seven rosters of one day, each over more than 1,500 days of the ordinary simulator.

The wanted shares (answered within 60 seconds, of 100) come from another event simulation, so that two programs agree.
"""

import pytest

from cxsim.course import plain_day

DAYS, NEAR = 1500, 0.5
WEEKS = -(-DAYS // plain_day.DAYS_A_WEEK)
TABLE = [
    ((5,) * 12, False, 60, 61.8),
    ((6,) * 12, False, 72, 84.4),
    ((7,) * 12, False, 84, 94.3),
    (plain_day.PLACED, False, 60, 84.6),
    ((5,) * 12, True, 60, 96.4),
    (plain_day.EACH_HOUR, False, 75, 96.4),
    ((9,) * 12, False, 108, 99.4),
]


@pytest.mark.parametrize(("roster", "bot", "hours", "wanted"), TABLE)
def test_the_ordinary_simulator_gives_the_roster_table(roster, bot, hours, wanted):
    assert sum(roster) == hours
    found = 100 * plain_day.share_in_time(plain_day.desk(roster, bot, WEEKS))
    assert abs(found - wanted) <= NEAR


def test_the_night_finishes_what_the_day_left():
    from cxsim.simulate import simulate

    found = simulate(plain_day.desk((5,) * 12), 3).summary()
    assert found["phone_handled"] == found["phone_offered"] == found["phone_arrivals"]
    assert found["phone_in_system_end"] == 0


def test_a_seat_fewer_at_noon_is_seen():
    fewer = tuple(seats - (hour == 4) for hour, seats in enumerate(plain_day.PLACED))
    full, thin = (
        plain_day.share_in_time(plain_day.desk(roster, weeks=30)) for roster in (plain_day.PLACED, fewer)
    )
    assert full - thin > 0.02

"""Is time exact: ticks, order of simultaneous events, and promises in business hours?"""

import doctest
import math

import numpy as np
import pytest

from cxsim import clock
from cxsim.clock import DAY, FOREVER, HALF_HOUR, HOUR, MINUTE, WEEK, business_add, business_elapsed
from cxsim.streams import uniforms


def company_calendar(weeks: int = 4) -> np.ndarray:
    """Open Monday to Friday 8 to 20, Saturday 9 to 13, closed on Sunday and on two holidays in a row."""
    mask = np.zeros((weeks * 7, 48), dtype=bool)
    for day in range(weeks * 7):
        if day % 7 < 5:
            mask[day, 16:40] = True
        elif day % 7 == 5:
            mask[day, 18:26] = True
    mask[10:12] = False  # Thursday and Friday of the second week
    return mask.ravel()


MASKS = {
    "company": company_calendar(),
    "always": np.ones(336, dtype=bool),
    "never": np.zeros(336, dtype=bool),
    "scattered": uniforms(1, np.arange(1344), 0, 0) < 0.3,
}


def moments(mask: np.ndarray, n: int, stream: int) -> list[int]:
    span = mask.size * HALF_HOUR
    spread = (uniforms(2, np.arange(n), stream, 0) * 1.1 * span).astype(np.int64).tolist()
    edges = [h * HALF_HOUR + shift for h in range(0, mask.size, 7) for shift in (-1, 0, 1)]
    return spread + [t for t in edges if t >= 0] + [span - 1, span, span + 1]


def open_time_by_counting(mask: np.ndarray, a: int, b: int) -> int:
    total = 0
    for h in range(a // HALF_HOUR, b // HALF_HOUR + 1):
        if h >= mask.size or mask[h]:
            total += max(0, min(b, (h + 1) * HALF_HOUR) - max(a, h * HALF_HOUR))
    return total


def test_ranks_and_ids_order_simultaneous_events():
    ranks = [clock.SERVICE_END, clock.ROSTER, clock.RENEGE, clock.CASE_CLOCK, clock.FOLLOW_UP]
    ranks += [clock.ARRIVAL, clock.SURVEY, clock.CUSTOMER_REVIEW, clock.ACCOUNTING]
    assert ranks == list(range(1, 10))
    keys = [clock.event_key(rank, number) for rank in ranks for number in (0, 1, 2**31, 2**40 - 1)]
    assert keys == sorted(set(keys))


def test_ticks_round_half_up_to_at_least_one():
    assert [clock.to_ticks(ms, 1) for ms in (0.0, 0.2, 1.0, 1.49, 1.5, 2.5, 1e12)] == [
        1,
        1,
        1,
        1,
        2,
        3,
        10**12,
    ]
    assert [clock.to_ticks(ms, 60_000) for ms in (0.0, 29_999.9, 89_999.9, 90_000.0)] == [
        60_000,
        60_000,
        60_000,
        120_000,
    ]
    assert [clock.to_ticks0(ms, 1000) for ms in (0.0, 0.1, 1500.0)] == [0, 1000, 2000]


@pytest.mark.parametrize("endless", [math.inf, 1e300, 2.0**63, float(FOREVER)])
def test_endless_durations_are_cut_to_whole_ticks(endless):
    assert clock.to_ticks(endless, 1) == clock.to_ticks0(endless, 1) == FOREVER
    assert clock.to_ticks(endless, 7000) % 7000 == 0
    assert FOREVER - 7000 < clock.to_ticks(endless, 7000) <= FOREVER


@pytest.mark.parametrize("name", MASKS)
def test_elapsed_equals_counting(name):
    mask = MASKS[name]
    prefix = clock.prefix_of_open(mask)
    for a, b in zip(moments(mask, 300, 0), moments(mask, 300, 1)[::-1], strict=True):
        a, b = min(a, b), max(a, b)
        assert business_elapsed(prefix, a, b) == open_time_by_counting(mask, a, b)
        assert business_elapsed(prefix, b, a) == -business_elapsed(prefix, a, b)


@pytest.mark.parametrize("name", MASKS)
def test_add_is_the_inverse_of_elapsed_and_the_earliest(name):
    mask = MASKS[name]
    prefix = clock.prefix_of_open(mask)
    durations = (uniforms(3, np.arange(2000), 0, 0) ** 3 * 8 * DAY + 1).astype(np.int64).tolist()
    durations = [1, HALF_HOUR, 12 * HOUR, 12 * HOUR + 1, 60 * HOUR, *durations]
    for a, duration in zip(moments(mask, 1500, 2), durations, strict=False):
        due = business_add(prefix, a, duration)
        assert due > a
        assert business_elapsed(prefix, a, due) == duration
        assert business_elapsed(prefix, a, due - 1) == duration - 1
        assert business_add(prefix, a, 0) == a == business_add(prefix, a, -5)


def test_promises_over_nights_weekends_and_holidays():
    prefix = clock.prefix_of_open(company_calendar())
    friday_19, monday = 4 * DAY + 19 * HOUR, WEEK
    assert business_add(prefix, friday_19, HOUR) == 4 * DAY + 20 * HOUR  # closing time, not the next opening
    assert business_add(prefix, friday_19, HOUR + 1) == 5 * DAY + 9 * HOUR + 1
    assert business_add(prefix, friday_19, 6 * HOUR) == monday + 9 * HOUR
    assert business_add(prefix, 6 * DAY + 3 * HOUR, HOUR) == monday + 9 * HOUR
    wednesday_19 = WEEK + 2 * DAY + 19 * HOUR
    assert business_add(prefix, wednesday_19, 2 * HOUR) == WEEK + 5 * DAY + 10 * HOUR
    assert business_elapsed(prefix, wednesday_19, WEEK + 5 * DAY) == HOUR


@pytest.mark.parametrize("name", MASKS)
def test_next_open_equals_looking_minute_by_minute(name):
    mask = MASKS[name]
    next_start, open_end = clock.open_intervals(mask)
    assert next_start.dtype == open_end.dtype == np.int64
    for h in range(mask.size):
        later = [i for i in range(h, mask.size) if mask[i]]
        first = later[0] if later else mask.size
        closing = [i for i in range(first, mask.size) if not mask[i]]
        after = (closing[0] if closing else mask.size) if later else mask.size + 1
        assert (next_start[h], open_end[h]) == (first * HALF_HOUR, after * HALF_HOUR)
        for t in (h * HALF_HOUR, h * HALF_HOUR + 12_345, (h + 1) * HALF_HOUR - 1):
            assert clock.next_open(open_end, next_start, t) == (t if mask[h] else first * HALF_HOUR)


@pytest.mark.parametrize("name", MASKS)
def test_contacts_in_closed_hours_spread_over_the_next_open_interval(name):
    mask = MASKS[name]
    next_start, open_end = clock.open_intervals(mask)
    span = mask.size * HALF_HOUR
    for t in moments(mask, 300, 4):
        for u in (2.0**-53, 0.25, 1 - 2.0**-53):
            moved = clock.spread_to_open(open_end, next_start, t, u)
            if t >= span or mask[t // HALF_HOUR]:
                assert moved == t
                continue
            a, b = int(next_start[t // HALF_HOUR]), int(open_end[t // HALF_HOUR])
            assert t < a <= moved < b
            assert moved == a + int(u * (b - a))
            assert moved >= span or mask[moved // HALF_HOUR]


def test_spread_is_even():
    next_start, open_end = clock.open_intervals(company_calendar())
    sunday = 6 * DAY + 3 * HOUR
    u = uniforms(5, np.arange(4000), 0, 0).tolist()
    hours = [(clock.spread_to_open(open_end, next_start, sunday, x) - WEEK) // HOUR for x in u]
    counts = np.bincount(hours, minlength=24)
    assert counts[:8].sum() == counts[20:].sum() == 0
    assert ((counts[8:20] - 4000 / 12) ** 2 / (4000 / 12)).sum() < 40


def test_units():
    assert (MINUTE, HALF_HOUR, HOUR, DAY, WEEK) == (60_000, 1_800_000, 3_600_000, 86_400_000, 604_800_000)


@pytest.mark.parametrize("name", ["event_key", "to_ticks", "business_add", "spread_to_open"])
def test_examples_in_the_documentation(name):
    text = getattr(clock, name).__doc__
    test = doctest.DocTestParser().get_doctest(text, vars(clock).copy(), name, None, None)
    assert doctest.DocTestRunner().run(test).failed == 0 < len(test.examples)


def test_division_rounds_up_on_either_side_of_zero():
    for b in (1, 2, 3, 7, 999, 1000, 1001, 60_000):
        for q in (-(2**30), -1, 0, 1, 12_345, 2**51 // b):
            for a in (q * b - 1, q * b, q * b + 1):
                assert clock.ceil_divide(a, b) == -(-a // b)

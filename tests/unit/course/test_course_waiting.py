"""The longest queue and the mean wait by half hour, against hand-made days."""

import numpy as np
import pandas as pd

from cxsim.course.waiting import longest_queue, open_hours, wait_by_half_hour


def contacts(rows):
    return pd.DataFrame(
        {
            "channel": ["phone"] * len(rows),
            "outcome": ["handled"] * len(rows),
            "arrived": pd.to_datetime([at for at, _ in rows]),
            "wait_min": [wait for _, wait in rows],
        }
    )


def test_a_long_wait_counts_in_every_half_hour_it_touches():
    found = longest_queue(contacts([("2024-01-01 08:45", 75), ("2024-01-01 09:10", 5)]))
    assert found[0, 15:22].tolist() == [0, 0, 1, 2, 1, 0, 0]


def test_the_queue_equals_a_count_minute_by_minute():
    rng = np.random.default_rng(1)
    start, wait = rng.integers(480, 1200, 400), rng.integers(0, 40, 400)
    day = pd.Timestamp("2024-01-01")
    rows = [(day + pd.Timedelta(minutes=int(m)), float(w)) for m, w in zip(start, wait, strict=True)]
    found = longest_queue(contacts(rows))
    minutes = np.arange(1440)
    counted = ((start <= minutes[:, None]) & (minutes[:, None] < start + wait)).sum(axis=1)
    assert np.array_equal(found[0], counted.reshape(48, 30).max(axis=1))


def test_who_is_answered_at_once_never_queues():
    assert longest_queue(contacts([("2024-01-01 09:00", 0)])).max() == 0


def test_mean_wait_in_seconds_over_days():
    table = contacts([("2024-01-01 09:00", 1), ("2024-01-02 09:10", 3), ("2024-01-01 10:00", 5)])
    hours, values = open_hours(wait_by_half_hour(table))
    assert values[hours == 9] == 120
    assert values[hours == 10] == 300


def test_only_the_named_queue_and_open_doors_count():
    table = contacts([("2024-01-01 09:00", 30)] * 3)
    table["channel"], table["outcome"] = ["phone", "chat", "phone"], ["abandoned", "handled", "closed"]
    assert longest_queue(table).max() == 1
    assert wait_by_half_hour(table)[18] == 1800

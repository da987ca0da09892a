"""People waiting by half hour equal the hours waited."""

import numpy as np
import pandas as pd

from cxsim.course.waiting import open_hours, waiting_by_half_hour


def contacts(rows):
    return pd.DataFrame(
        {
            "channel": ["phone"] * len(rows),
            "outcome": ["handled"] * len(rows),
            "arrived": pd.to_datetime([at for at, _ in rows]),
            "wait_min": [wait for _, wait in rows],
        }
    )


def test_one_long_wait_is_spread_over_the_half_hours_it_touches():
    found = waiting_by_half_hour(contacts([("2024-01-01 08:45", 75)]))
    assert np.allclose(found[0, 16:22], [0, 0.5, 1, 1, 0, 0])


def test_little_holds_for_many_waits():
    rng = np.random.default_rng(1)
    rows = [
        (pd.Timestamp("2024-01-01") + pd.Timedelta(minutes=float(m)), float(w))
        for m, w in zip(rng.uniform(0, 1300, 500), rng.exponential(3, 500), strict=True)
    ]
    found = waiting_by_half_hour(contacts(rows))
    assert abs(found.sum() * 30 - sum(wait for _, wait in rows)) < 1e-2


def test_only_the_named_queue_and_open_doors_count():
    table = contacts([("2024-01-01 09:00", 30), ("2024-01-01 09:00", 30), ("2024-01-01 09:00", 30)])
    table["channel"], table["outcome"] = ["phone", "chat", "phone"], ["abandoned", "handled", "closed"]
    hours, values = open_hours(waiting_by_half_hour(table))
    assert values[0].sum() == 1
    assert hours[np.argmax(values[0])] == 9

"""What comes in: maps, encodings, dates, durations, and rows that cannot be; counted or refused in one line."""

import numpy as np
import pandas as pd
import pytest

import cxsim as cx
from cxsim.calibrate import columns, reading
from cxsim.calibrate.cleaning import NAT, Steps, durations, far_off, numbers, times, without_time
from cxsim.guards import CxError


def steps(n):
    return Steps(np.arange(2, n + 2))


def ms(text):
    return int(np.datetime64(text, "ms").astype(np.int64))


def few(**changes):
    """A log of forty usable rows with some cells changed."""
    n = 40
    table = pd.DataFrame({
        "arrived": [f"2024-01-01 08:{i:02d}:00" for i in range(n)],
        "answered": [f"2024-01-01 08:{i:02d}:30" for i in range(n)],
        "ended": [f"2024-01-01 08:{i:02d}:59" for i in range(n)], "wait": ["30"] * n, "handle": ["29"] * n,
        "outcome": ["answered"] * n,
    })  # fmt: skip
    for name, (row, value) in changes.items():
        table.loc[row, name] = value
    return table.set_index(np.arange(2, n + 2))


def read(table, **by_hand):
    where = columns.mapped(list(table.columns), by_hand)
    log = steps(len(table))
    return reading.contacts_of(table, where, {}, "", log), [str(step) for step in log.done]


def test_likely_names_are_proposed_and_a_map_by_hand_goes_first():
    found = columns.mapped(["Arrival Time", "WAIT_MIN", "到达时间", "结果"], {"到达时间": "arrived"})
    assert found == {"arrived": "到达时间", "wait_min": "WAIT_MIN", "outcome": "结果"}
    assert columns.mapped(["date", "interval", "offered", "handled", "aht"], {})["handle_mean_s"] == "aht"


@pytest.mark.parametrize(
    ("names", "by_hand", "says"),
    [
        (["arived"], {"arrived": "arrived"}, "no column arrived; nearest: arived"),
        (["a"], {"a": "arival"}, "column a means arival; allowed: date, arrived"),
        (["x"], {}, "no column means arrived"),
        (["arrived"], {}, "no column means outcome or answered"),
        (["a", "b"], {"a": "arrived", "b": "arrived"}, "given by both a and b"),
    ],
)
def test_a_map_that_cannot_be_used_is_refused(names, by_hand, says):
    with pytest.raises(CxError, match=says):
        columns.mapped(names, by_hand)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_file_is_read_in_every_encoding_and_separator(tmp_path, encoding, separator):
    path = tmp_path / "log.csv"
    path.write_bytes(f"到达时间{separator}结果\n2024-01-01 08:00{separator}接听\n".encode(encoding))
    found = reading.read(path)
    assert list(found.columns) == ["到达时间", "结果"] and found.index[0] == 2


def test_dates_in_three_forms_are_one_moment():
    column = pd.Series(["2024-03-31 08:30:00", "31/03/2024 8:30", "2024年3月31日 8:30:00", "20240331 08:30", ""])
    log = steps(5)
    found = times(column, "when", "", log)
    assert found.tolist() == [ms("2024-03-31T08:30")] * 4 + [NAT]
    assert any("another form" in step.what for step in log.done)


def test_a_date_that_may_be_read_both_ways_is_never_guessed():
    column = pd.Series(["03/04/2024 08:00", "05/06/2024 08:00"])
    with pytest.raises(CxError, match=r"row 2, column when: 03/04/2024 may be day or month first; say dates: dmy"):
        times(column, "when", "", steps(2))
    assert times(column, "when", "dmy", steps(2))[0] == ms("2024-04-03T08:00")
    assert times(column, "when", "mdy", steps(2))[0] == ms("2024-03-04T08:00")


def test_an_unknown_order_of_dates_is_refused():
    with pytest.raises(CxError, match="dates is 'ymd'; allowed: dmy, mdy"):
        cx.calibrate({"arrived": ["2024-01-01"]}, dates="ymd")


def test_thousands_separators_and_clocks_are_read_and_counted():
    log = steps(5)
    assert numbers(pd.Series(["1,234", "1 234.5", "7", "12%", ""]), "x", log)[:4].tolist() == [1234, 1234.5, 7, 12]
    assert log.done[0].rows == 3
    assert numbers(pd.Series(["12,5", "1.234,5", "7"]), "x", steps(3)).tolist() == [12.5, 1234.5, 7]
    assert durations(pd.Series(["1:02:03", "3:25", "90", "", "0"]), "x", 1.0, steps(5))[:3].tolist() == [3723, 205, 90]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"wait": (3, "soon")}, "1 rows: text where a number belongs: left out (first: row 5, column wait: 'soon')"),
        ({"wait": (3, "-4")}, "1 rows: negative duration: left out (first: row 5, column wait: '-4')"),
        ({"ended": (3, "2024-01-01 08:03:10")}, "1 rows: ends before it starts: left out (first: row 5, column ended: "
                                                "'2024-01-01 08:03:10')"),
        ({"outcome": (3, "phantom")}, "1 rows: outcome that is not known: left out (first: row 5, column outcome: "
                                      "'phantom')"),
        ({"arrived": (3, "noon")}, "1 rows: not a date and time: left out (first: row 5, column arrived: 'noon')"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_left_out_counted_and_shown(changes, says):
    _, told = read(few(**changes))
    assert says in told


def test_a_comma_before_three_digits_is_told_by_the_column_or_refused():
    """A thousand and three decimals look alike; the rules are those of `read_table` for all other spellings."""
    said = {"1,234": ["1,234", "7", "15"], "52.25": ["52,250", "0,345", "7,100"], "3.5": ["3,500", "1250", "9"]}
    for first, cells in said.items():
        assert numbers(pd.Series(cells), "x", steps(3))[0] == float(first.replace(",", ""))
    with pytest.raises(CxError, match="row 2, column x: '3,500' may be a thousand or three decimals"):
        numbers(pd.Series(["3,500", "1,250", "9"]), "x", steps(3))


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"wait": (3, "9e9")}, "longer than 30 days: left out (first: row 5, column wait: '9e9')"),
        ({"handle": (3, "inf")}, "text where a number belongs: left out (first: row 5, column handle: 'inf')"),
        ({"wait": (3, "0:30")}, "clock text read as hours, minutes and seconds (first: row 5, column wait: '0:30')"),
        ({"arrived": (3, "1900-01-01 08:03:00")}, "more than 60 days from all others: left out (first: row 5, column "
                                                  "arrived: '1900-01-01 08:03:00')"),
        ({"arrived": (3, "2024年1月1日 8:03")}, "date in another form than the others: read (first: row 5, column "
                                                "arrived: '2024年1月1日 8:03')"),
    ],
)  # fmt: skip
def test_numbers_and_days_that_cannot_be_are_told(changes, says):
    _, told = read(few(**changes))
    assert f"1 rows: {says}" in told


def test_two_far_blocks_of_days_stay():
    days = np.concatenate([np.arange(50), 300 + np.arange(50)]) * 86_400_000
    assert not far_off(days).any()
    assert far_off(np.append(np.arange(99), 300) * 86_400_000).tolist() == [False] * 99 + [True]
    assert not far_off(np.array([NAT])).any() and not len(far_off(np.array([], np.int64)))


def test_a_switch_that_writes_midnight_for_no_time():
    """As the log of the bank: a call answered at once has no queue, one that gave up has no service."""
    table = few()
    for name in ("arrived", "answered", "ended"):
        table[name] = table[name].str[11:]
    table["date"] = "240101"
    table.iloc[:10, [0, 3]] = ["0:00:00", "0"]  # no queue
    table.iloc[10:15, [1, 2]] = "0:00:00"  # no service
    table.iloc[10:15, 5] = "HANG"
    log, told = read(table)
    assert len(log.arrived) == 40 and log.arrived.min() == ms("2024-01-01T08:00:30")
    assert (log.outcome == reading.ABANDONED).sum() == 5
    assert [line[:7] for line in told if "0:00:00 where no time is" in line] == ["10 rows", "5 rows:", "5 rows:"]
    assert any("the answer less the wait is taken" in line for line in told)
    hours = np.repeat(np.arange(24), 5) * 3_600_000
    assert not without_time(hours).any() and without_time(np.append(hours, np.zeros(90, int))).sum() == 95


def test_one_contact_in_several_rows_counts_once_where_a_column_tells():
    table = few().assign(callid=range(40))
    legs = pd.concat([table, table.iloc[:2].assign(wait="7").set_axis([42, 43])])
    log, told = read(legs, callid="contact")
    assert len(log.arrived) == 40 and told == [
        "2 rows: the same contact again, with other values: left out, the first row stays (first: row 42, column "
        "callid: 0)"
    ]
    assert len(read(legs)[0].arrived) == 42


def test_the_same_row_twice_counts_once():
    table = few()
    log, told = read(pd.concat([table, table.iloc[:1].set_axis([42])]))
    assert len(log.arrived) == 40
    assert told == ["1 rows: the same as a row before in every column: left out (first: row 42)"]


def test_too_much_that_cannot_be_read_is_refused():
    table = few()
    table["wait"] = "soon"
    with pytest.raises(CxError, match=r"row 2, column wait: 'soon'; allowed: numbers \(100 % of all rows\)"):
        read(table)
    with pytest.raises(CxError, match="no rows"):
        cx.calibrate(table.iloc[:0])


def test_times_past_midnight_belong_to_the_next_day():
    table = pd.DataFrame({"date": ["990101"], "arrived": ["23:58:00"], "answered": ["23:59:00"], "ended": ["0:03:00"]})
    log, told = read(table.set_index(np.array([2])))
    assert (log.arrived[0], log.wait[0], log.handle[0]) == (ms("1999-01-01T23:58"), 60.0, 240.0)
    assert "one day later" in told[0]


def test_a_log_without_handle_times_is_built_from_moments():
    log, _ = read(few().drop(columns=["wait", "handle"]))
    assert log.wait[0] == 30 and log.handle[0] == 29


def test_nothing_is_kept_of_who_called():
    table = few()
    table["customer"] = ["+86 138 0000 0001"] * 40
    log, _ = read(table)
    assert set(log.customer.tolist()) == {0}


def report(**changes):
    """Thirty days of an interval report with one cell, or a column, changed."""
    days = pd.date_range("2024-01-01", periods=30).strftime("%Y-%m-%d")
    rows = [(day, f"{hour}:00", 50 + hour, 45 + hour, 5, 240, 30) for day in days for hour in range(9, 17)]
    names = ["date", "interval", "offered", "handled", "abandoned", "aht", "asa"]
    table = pd.DataFrame(rows, columns=names).astype(object)
    for name, value in changes.items():
        many = isinstance(value, list)
        table.loc[slice(None) if many else 5, name] = value[0] if many else value
    return table


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"offered": None}, "no time or no number offered: left out (first: row 5, column offered)"),
        ({"abandoned": 9e9}, "more than a million in one interval: left out (first: row 5, column abandoned: "
                             "9000000000.0)"),
        ({"date": "2024-01-01", "interval": "13:00"}, "the same interval again: added, all rows are taken as one queue "
                                                      "(first: row 5, column interval: '13:00')"),
    ],
)  # fmt: skip
def test_a_report_tells_what_it_left_out(changes, says):
    table = report(**changes)
    if "interval" in changes:
        table.loc[5, "offered"] = 99
        table.loc[4, "interval"] = "13:00"
    assert any(str(step).endswith(says) for step in cx.calibrate(table).steps)


@pytest.mark.parametrize(("name", "missing"), [("handled", "handle time"), ("aht", "handle time"), ("asa", "patience"),
                                               ("abandoned", "patience")])  # fmt: skip
def test_a_report_without_a_column_says_what_it_cannot_say(name, missing):
    found = cx.calibrate(report(**{name: [None]}))
    assert any(missing in line and "base company stands" in line for line in found.unknown)
    with pytest.raises(CxError, match="column abandoned adds to 21,600; allowed: at most what was offered, 15,000"):
        cx.calibrate(report(abandoned=[90]))

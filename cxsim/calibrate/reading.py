"""A call log or an interval report as it was exported, turned into clean columns; nothing lost without a count.

Question: which contacts does this table hold, when did they come, how long did they wait, how did they end?
Inputs: a file that `cxsim.measure.tables.read_table` reads (UTF-8, UTF-16, GBK, Excel) or a DataFrame; a map.
Outputs: `Contacts`, the columns that the fits use, and the log of what was repaired and left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from cxsim.calibrate.cleaning import NAT, Steps, durations, far_off, times, without_time
from cxsim.guards import CxError, shown
from cxsim.measure.tables import read_table
from cxsim.messages import tr
from cxsim.schema import CHANNELS

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["ABANDONED", "ANSWERED", "BALKED", "BLOCKED", "CLOSED", "OPEN", "Contacts", "contacts_of", "read"]

ANSWERED, ABANDONED, BLOCKED, CLOSED, BALKED, OPEN = range(6)
OUTCOME_WORDS = {
    "answered": ANSWERED, "handled": ANSWERED, "served": ANSWERED, "agent": ANSWERED, "connected": ANSWERED,
    "completed": ANSWERED, "complete": ANSWERED, "yes": ANSWERED, "1": ANSWERED, "true": ANSWERED, "接听": ANSWERED,
    "已接": ANSWERED, "已接听": ANSWERED, "接通": ANSWERED,
    "abandoned": ABANDONED, "abandon": ABANDONED, "hang": ABANDONED, "hangup": ABANDONED, "hung up": ABANDONED,
    "lost": ABANDONED, "missed": ABANDONED, "no": ABANDONED, "0": ABANDONED, "false": ABANDONED, "放弃": ABANDONED,
    "未接": ABANDONED, "未接听": ABANDONED, "挂断": ABANDONED,
    "blocked": BLOCKED, "busy": BLOCKED, "占线": BLOCKED, "closed": CLOSED, "after hours": CLOSED, "非工作时间": CLOSED,
    "balked": BALKED, "open": OPEN, "in progress": OPEN,
}  # fmt: skip
CHANNEL_WORDS = {
    "phone": 0, "call": 0, "voice": 0, "inbound": 0, "telephone": 0, "电话": 0, "热线": 0,
    "chat": 1, "webchat": 1, "im": 1, "在线": 1, "在线客服": 1, "email": 2, "mail": 2, "e-mail": 2, "邮件": 2,
}  # fmt: skip
DAY_MS = 86_400_000
#: A person called 0 with more than this share of all contacts is nobody.
MOST_OF_ONE = 0.01


@dataclass(frozen=True)
class Contacts:
    """Clean columns of a call log, ordered by arrival. Times in ms of local wall time since 1970.

    Attributes
    ----------
    arrived : int64 array
        Arrival, ms.
    wait, handle : float64 arrays
        Wait until answered or given up, and handle time, s; NaN where unknown.
    outcome, channel : int8 arrays
        Codes of this module; channel in the order phone, chat, email.
    customer, agent : int64 arrays
        Code of the person, and of the agent who answered; -1 where unknown.
    """

    arrived: np.ndarray
    wait: np.ndarray
    handle: np.ndarray
    outcome: np.ndarray
    channel: np.ndarray
    customer: np.ndarray
    agent: np.ndarray

    @property
    def with_ids(self) -> bool:
        """Whether the log says who called, for most rows."""
        return len(self.customer) > 0 and float((self.customer >= 0).mean()) > 0.5

    def of(self, rows: np.ndarray) -> Contacts:
        """The same columns for some rows."""
        return Contacts(*(getattr(self, name)[rows] for name in self.__dataclass_fields__))


def read(table: Any) -> pd.DataFrame:
    """A table as it was given, or a CSV or Excel file; rows are counted as a spreadsheet counts them."""
    import pandas as pd

    if isinstance(table, pd.DataFrame):
        found = table.rename(columns=str)
    elif isinstance(table, Mapping):
        found = pd.DataFrame(table).rename(columns=str)
    elif isinstance(table, (str, Path)):
        found = read_table(table)
    else:
        raise CxError(tr("calibrate takes a file name or a table, not {value}", value=shown(table)))
    if not len(found):
        raise CxError(tr("the table has names but no rows; a row for each contact or half hour is needed"))
    return found


def contacts_of(
    table: pd.DataFrame, where: Mapping[str, str], words: Mapping[str, str], dates: str, steps: Steps
) -> Contacts:
    """Clean columns of a call log.

    Parameters
    ----------
    table
        As read; each cell text or already a number or timestamp.
    where
        Meaning to column.
    words
        Own words of outcome and channel to the words known here, such as ``{"HANG": "abandoned"}``.
    dates
        ``dmy``, ``mdy`` or empty.
    steps
        Log of what is done.
    """
    again = table.duplicated().to_numpy()
    keep = ~again
    steps.note(again, tr("the same as a row before in every column: left out"))
    if "contact" in where:
        keep &= _once(table[where["contact"]], where["contact"], again, steps)
    day = times(table[where["date"]], where["date"], dates, steps) if "date" in where else None
    moments = {name: times(table[where[name]], where[name], dates, steps, day)
               for name in ("arrived", "answered", "ended") if name in where}  # fmt: skip
    for name in moments:
        empty = without_time(moments[name])
        steps.note(empty, tr("0:00:00 where no time is: taken as empty"), where[name], table[where[name]])
        moments[name][empty] = NAT
    given = _given_wait(table, where, steps)
    arrived = moments["arrived"] = _arrival(moments, given, where["arrived"], steps)
    keep &= arrived != NAT
    steps.note((arrived == NAT) & ~again, tr("no time of arrival: left out"))
    far = far_off(arrived)
    keep &= ~far
    steps.note(far, tr("more than 60 days from all others: left out"), where["arrived"], table[where["arrived"]])
    for name in ("answered", "ended"):
        if name in moments:
            keep &= _after(moments, name, where, table, steps, day is not None)
    outcome, channel = _outcome(table, where, words, moments, steps), _channel(table, where, words, steps)
    keep &= (outcome >= 0) & (channel >= 0)
    wait = _wait(moments, outcome) if given is None else given
    handle = _handle(table, where, moments, outcome, steps)
    who = (_codes(table[where[name]], name == "customer") if name in where else np.full(len(table), -1)
           for name in ("customer", "agent"))  # fmt: skip
    found = Contacts(arrived, wait, handle, outcome, channel, *who).of(keep)
    if not len(found.arrived):
        raise CxError(tr("no row can be used: every one lacks a time of arrival, an outcome or a channel"))
    return found.of(np.argsort(found.arrived, kind="stable"))


def _arrival(moments: dict, wait: np.ndarray | None, column: str, steps: Steps) -> np.ndarray:
    """When each contact came; who was answered without a queue may have no time of entering it."""
    arrived = moments["arrived"]
    if "answered" not in moments or wait is None:
        return arrived
    open_ = (arrived == NAT) & (moments["answered"] != NAT)
    early = np.where(open_, moments["answered"], 0) - np.rint(1000 * np.nan_to_num(wait)).astype(np.int64)
    steps.note(open_, tr("no time of arrival: the answer less the wait is taken"), column)
    return np.where(open_, early, arrived)


def _once(column: Any, name: str, again: np.ndarray, steps: Steps) -> np.ndarray:
    """Rows whose contact has no row before; a contact that was passed on may stand in several."""
    more = column.duplicated().to_numpy() & column.notna().to_numpy() & ~again
    steps.note(more, tr("the same contact again, with other values: left out, the first row stays"), name, column)
    return ~more


def _after(
    moments: dict, name: str, where: Mapping[str, str], table: Any, steps: Steps, clock_only: bool
) -> np.ndarray:
    """Rows in which a moment does not lie before the one it follows; a time past midnight is moved on and counted."""
    before = moments["arrived"]
    if name == "ended" and "answered" in moments:
        before = np.maximum(before, moments["answered"])
    known = (moments[name] != NAT) & (before != NAT)
    early = known & (moments[name] < before)
    if clock_only:
        night = early & (before - moments[name] > DAY_MS // 2)
        moments[name] = np.where(night, moments[name] + DAY_MS, moments[name])
        steps.note(night, tr("time after midnight: one day later"), where[name], table[where[name]])
        early &= ~night
    allowed = tr("not before the arrival or the answer")
    steps.leave_out(early, tr("ends before it starts: left out"), allowed, where[name], table[where[name]])
    return ~early


def _outcome(table: Any, where: Mapping[str, str], words: Mapping[str, str], moments: dict, steps: Steps) -> np.ndarray:
    if "outcome" not in where:
        return np.where(moments["answered"] != NAT, ANSWERED, ABANDONED).astype(np.int8)
    return _words(table[where["outcome"]], where["outcome"], OUTCOME_WORDS, words, steps)


def _channel(table: Any, where: Mapping[str, str], words: Mapping[str, str], steps: Steps) -> np.ndarray:
    """Channel of each row; queues with names of their own are phone queues unless `words` says otherwise."""
    if "channel" not in where:
        return np.zeros(len(table), np.int8)
    column = table[where["channel"]]
    plain = _plain(column)
    own = {str(key).lower(): CHANNELS.index(value) for key, value in words.items() if value in CHANNELS}
    known = {**CHANNEL_WORDS, **own}
    found = plain.map(known).fillna(-1).to_numpy().astype(np.int8)
    case = (plain == "case").to_numpy()
    steps.note(case, tr("work on complaint cases, which customers do not begin: left out"))
    strange = (found < 0) & ~case
    if strange.any():
        names = ", ".join(sorted(set(column[strange].astype("str").str.strip()))[:8])
        steps.note(strange, tr("queue with a name of its own ({names}): taken as phone", names=names))
        found[strange] = 0
    return found


def _plain(column: Any) -> Any:
    """Words in lower case without blanks around them; each different word is treated once."""
    import pandas as pd

    codes, words = pd.factorize(column.astype("str"), use_na_sentinel=False)
    return pd.Series(np.asarray(pd.Series(words).str.strip().str.lower(), object)[codes], column.index)


def _words(column: Any, name: str, known: Mapping[str, int], words: Mapping[str, str], steps: Steps) -> np.ndarray:
    """Codes of words; -1 for a word that nobody explained (few of them are left out, many are refused)."""
    own = {str(key).strip().lower(): known.get(str(value).lower(), -1) for key, value in words.items()}
    plain = _plain(column)
    found = plain.map({**known, **own}).fillna(-1).to_numpy().astype(np.int8)
    dropped = plain.isin([key for key, value in words.items() if value == "drop"]).to_numpy() | plain.isin(
        [str(key).strip().lower() for key, value in words.items() if value == "drop"]).to_numpy()  # fmt: skip
    lost = (found < 0) & ~dropped
    allowed = tr("answered, abandoned, blocked, closed, balked, open; explain other words with words")
    steps.leave_out(lost, tr("outcome that is not known: left out"), allowed, name, column)
    steps.note(dropped, tr("left out as asked"), name, column)
    return found


def _given_wait(table: Any, where: Mapping[str, str], steps: Steps) -> np.ndarray | None:
    """Waits of a column of their own; none where there is none."""
    for meaning, seconds in (("wait_s", 1.0), ("wait_min", 60.0)):
        if meaning in where:
            return durations(table[where[meaning]], where[meaning], seconds, steps)
    return None


def _wait(moments: dict, outcome: np.ndarray) -> np.ndarray:
    found = np.full(len(outcome), np.nan)
    if "answered" in moments:
        found = _between(moments["arrived"], moments["answered"])
    if "ended" in moments:
        gave_up = (outcome == ABANDONED) & np.isnan(found)
        found = np.where(gave_up, _between(moments["arrived"], moments["ended"]), found)
    return np.where(outcome == BALKED, 0.0, found)


def _handle(table: Any, where: Mapping[str, str], moments: dict, outcome: np.ndarray, steps: Steps) -> np.ndarray:
    found = np.full(len(table), np.nan)
    for meaning, seconds in (("handle_s", 1.0), ("handle_min", 60.0)):
        if meaning in where:
            found = durations(table[where[meaning]], where[meaning], seconds, steps)
    if np.isnan(found).all() and "answered" in moments and "ended" in moments:
        found = _between(moments["answered"], moments["ended"])
    return np.where(outcome == ANSWERED, found, np.nan)


def _between(start: np.ndarray, end: np.ndarray) -> np.ndarray:
    known = (start != NAT) & (end != NAT)
    return np.where(known, (np.where(known, end, 0) - np.where(known, start, 0)) / 1000.0, np.nan)


def _codes(column: Any, zero_is_nobody: bool) -> np.ndarray:
    """Whole numbers for people; nothing of the name or number of a person is kept."""
    import pandas as pd

    text = column.astype("str").str.strip()
    missing = column.isna() | text.str.lower().isin(["", "nan", "none", "null", "-", "<na>", "anonymous"])
    nobody = text.isin(["0", "0.0"])
    if zero_is_nobody and nobody.mean() > MOST_OF_ONE:  # many systems write 0 for who is not known
        missing |= nobody
    codes, _ = pd.factorize(text.mask(missing))
    return codes.astype(np.int64)

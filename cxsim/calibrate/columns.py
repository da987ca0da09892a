"""Which column means what: the meanings that calibration knows, and a proposal by likely names.

Question: where does this table hold the arrival, the wait, the end, the outcome?
Inputs: names of columns, a map by hand (column to meaning) that goes before every proposal.
Outputs: meaning to column.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from cxsim.guards import CxError, nearest
from cxsim.messages import tr

__all__ = ["MEANINGS", "is_report", "mapped"]

#: Meaning, what it is, and names that such a column often has (letters and digits only, lower case).
MEANINGS: dict[str, tuple[str, tuple[str, ...]]] = {
    "date": ("day, where times stand without one", ("date", "day", "日期")),
    "arrived": ("when the contact arrived", (
        "arrived", "arrival", "arrivaltime", "arrivedat", "starttime", "start", "callstart", "calltime", "timestamp",
        "datetime", "offeredat", "entered", "queuestart", "qstart", "到达时间", "呼入时间", "来电时间", "开始时间")),
    "answered": ("when an agent answered; empty where nobody did", (
        "answered", "answeredat", "answertime", "answer", "serstart", "connected", "connecttime", "应答时间",
        "接听时间", "接通时间")),
    "ended": ("when the contact ended, served or not", (
        "ended", "end", "endtime", "endedat", "callend", "hangup", "hanguptime", "disconnected", "serexit", "结束时间",
        "挂断时间")),
    "wait_s": ("wait until answered or given up, seconds", (
        "wait", "waits", "waitseconds", "waitsec", "waittime", "waitingtime", "queuetime", "qtime", "queueseconds",
        "timeinqueue", "等待时长", "等待时间", "排队时长")),
    "wait_min": ("the same in minutes", ("waitmin", "waitminutes", "queuemin", "queueminutes")),
    "handle_s": ("handle time, work after the contact included, seconds", (
        "handle", "handles", "handletime", "handleseconds", "handlesec", "handlingtime", "sertime", "servicetime",
        "aht", "duration", "talktime", "通话时长", "处理时长", "服务时长")),
    "handle_min": ("the same in minutes", ("handlemin", "handleminutes", "serviceminutes")),
    "outcome": ("answered, abandoned, blocked, closed, balked or open", (
        "outcome", "result", "status", "disposition", "结果", "状态", "通话结果")),
    "channel": ("phone, chat or email, or a queue's own name", (
        "channel", "queue", "skill", "line", "group", "type", "渠道", "队列", "技能组")),
    "reason": ("what the contact was about (told in the map; no fit uses it)", (
        "reason", "topic", "category", "原因", "业务类型")),
    "customer": ("who called; the same sign for the same person", (
        "customer", "customerid", "clientid", "callerid", "caller", "ani", "account", "phonenumber", "客户", "客户编号",
        "主叫号码")),
    # never by its name: many systems count anew every month, and rows would be lost
    "contact": ("the contact's own number, by hand only; further rows of the same contact are left out", ()),
    "agent": ("who answered; the same sign for the same agent (tells how many chats run at once)", (
        "agent", "agentid", "agentname", "employee", "employeeid", "坐席", "坐席工号", "工号", "客服")),
    "start": ("interval report: when the interval began", ("interval", "intervalstart", "period", "halfhour", "时段")),
    "offered": ("interval report: contacts offered", ("offered", "callsoffered", "incoming", "呼入量", "来电量")),
    "handled": ("interval report: contacts handled", ("handled", "callshandled", "callsanswered", "接听量", "接通量")),
    "abandoned": ("interval report: contacts given up", (
        "abandoned", "callsabandoned", "abandons", "放弃量", "呼损量")),
    "handle_mean_s": ("interval report: mean handle time, seconds", (
        "handlemean", "handlemeans", "meanhandle", "avghandle", "avghandletime", "averagehandletime", "平均处理时长")),
    "wait_mean_s": ("interval report: mean wait of all offered, seconds", (
        "waitmean", "waitmeans", "meanwait", "asa", "avgwait", "averagespeedofanswer", "平均等待时长")),
    "within_share": ("interval report: share answered in time", (
        "withinshare", "servicelevel", "sl", "tsf", "服务水平")),
}  # fmt: skip
_REPORT = ("start", "offered", "handled", "abandoned", "handle_mean_s", "wait_mean_s", "within_share")
_ONLY_REPORT = {"handle_s": "handle_mean_s", "wait_s": "wait_mean_s", "arrived": "start", "answered": "handled"}


def mapped(names: Sequence[str], by_hand: Mapping[str, str]) -> dict[str, str]:
    """Meaning to column: what was said by hand, and for the rest the likely names.

    Parameters
    ----------
    names
        Columns of the table.
    by_hand
        Column to meaning; the meaning ``ignore`` keeps a column out of the proposal.

    Raises
    ------
    CxError
        A column that is not there, a meaning that is not known, two columns for one meaning.
    """
    found: dict[str, str] = {}
    for column, meaning in by_hand.items():
        if column not in names:
            words = {"column": column, "near": nearest(column, names) or ", ".join(names)}
            raise CxError(tr("map: there is no column {column}; nearest: {near}", **words))
        if meaning != "ignore" and meaning not in MEANINGS:
            known = ", ".join([*MEANINGS, "ignore"])
            words = {"column": column, "meaning": meaning, "known": known}
            raise CxError(tr("map: column {column} means {meaning}; allowed: {known}", **words))
        if meaning in found:
            words = {"meaning": meaning, "one": found[meaning], "two": column}
            raise CxError(tr("map: {meaning} is given by both {one} and {two}", **words))
        if meaning != "ignore":
            found[meaning] = column
    free = [name for name in names if name not in by_hand]
    report = "offered" in found or any(_plain(name) in MEANINGS["offered"][1] for name in free)
    for name in free:
        meaning = _likely(name, report)
        if meaning and meaning not in found:
            found[meaning] = name
    _check(found, report)
    return found


def is_report(found: Mapping[str, str]) -> bool:
    """Whether the table is an interval report, not a log of contacts."""
    return "offered" in found


def _likely(name: str, report: bool) -> str:
    plain = _plain(name)
    for meaning, (_, names) in MEANINGS.items():
        if meaning in _REPORT and not report:
            continue
        if plain in names or (names and plain == _plain(meaning)):
            return _ONLY_REPORT.get(meaning, meaning) if report else meaning
    return ""


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "", str(name).lower())


def _check(found: Mapping[str, str], report: bool) -> None:
    """What no fit can do without."""
    needed = "start" if report else "arrived"
    if needed not in found:
        words = {"meaning": needed, "what": MEANINGS[needed][0]}
        raise CxError(tr("no column means {meaning} ({what}); say it with map: COLUMN={meaning}", **words))
    if report or "outcome" in found or "answered" in found:
        return
    raise CxError(
        tr("no column means outcome or answered: who was answered and who gave up cannot be told; say it with map")
    )

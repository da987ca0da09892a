"""Compare two logs to the bit, and count which mechanisms a scenario exercised."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import Any, NamedTuple

import numpy as np

from cxsim.clock import WEEK
from cxsim.evidence.agree_levers import lever_counts
from cxsim.schema import (
    ABANDONED,
    ANSWER_STATES,
    BALKED,
    BOT_STATES,
    CALL_BACK,
    CASE,
    CASE_CLASSES,
    CHAT,
    HANDLED,
    KINDS,
    LEFT,
    MOVES,
    NEED_OPEN,
    NEED_STATES,
    OPEN,
    OUTCOMES,
    STAFF_EVENTS,
    WARNINGS,
    Log,
)

#: What a scenario counts for in the coverage of policies and worlds, beside what its log shows.
LEVERS = ("routing.mode", "staffing.mode", "staffing.chat_concurrency", "complaints.clock", "recovery.trigger")


class Difference(NamedTuple):
    """The first row in which two engines differ on one column.

    Attributes
    ----------
    scenario : int
        Number of the scenario.
    table, column : str
        Where; the column is "rows" when the tables have not the same length, "error" when an engine failed.
    row : int
        Row in canonical order, -1 where there is none.
    reference, kernel : object
        What each engine wrote.
    """

    scenario: int
    table: str
    column: str
    row: int
    reference: Any
    kernel: Any


def differences(number: int, reference: Log, kernel: Log) -> list[Difference]:
    """Every column that differs, with its first row; equal means equal bytes, type included."""
    found = []
    for table in Log._fields:
        a, b = getattr(reference, table), getattr(kernel, table)
        if a.dtype != b.dtype:
            found.append(Difference(number, table, "types", -1, str(a.dtype), str(b.dtype)))
            continue
        if len(a) != len(b):
            found.append(Difference(number, table, "rows", min(len(a), len(b)), len(a), len(b)))
        if a.tobytes() == b.tobytes():
            continue
        for column in a.dtype.names or ():
            row = first_unequal(a[column], b[column])
            if row >= 0:
                found.append(Difference(number, table, column, row, a[column][row].item(), b[column][row].item()))
    return found


def digests(log: Log) -> dict[str, str]:
    """Rows and digest of each table: equal text means equal bytes."""
    return {
        table: f"{len(rows)} rows {hashlib.blake2b(rows.tobytes(), digest_size=16).hexdigest()}"
        for table, rows in log._asdict().items()
    }


def first_unequal(a: np.ndarray, b: np.ndarray) -> int:
    """First row of the common length whose bits differ, -1 for none."""
    size = min(len(a), len(b))
    bits = f"u{a.dtype.itemsize}"
    unequal = np.ascontiguousarray(a[:size]).view(bits) != np.ascontiguousarray(b[:size]).view(bits)
    return int(np.argmax(unequal)) if unequal.any() else -1


def reached(scenario: Any, log: Log) -> Counter[str]:
    """How often each mechanism acted in a log, and which levers the scenario had set."""
    contacts, needs, cases, weeks = log.contacts, log.needs, log.cases, log.weeks
    found: Counter[str] = Counter()
    for title, codes, words in (
        ("contact", contacts["outcome"], OUTCOMES), ("attempt", contacts["kind"], KINDS),
        ("need", needs["state"], NEED_STATES), ("survey", needs["answer_state"], ANSWER_STATES),
        ("bot", needs["bot"], BOT_STATES), ("yearly", log.reviews["answer_state"], ANSWER_STATES),
        ("warning", log.reviews["warning"], WARNINGS),
        ("case", cases["case_class"], CASE_CLASSES), ("move", log.moves["move"], MOVES),
        ("staff", log.staff["event"], STAFF_EVENTS),
    ):  # fmt: skip
        for code, count in enumerate(np.bincount(codes, minlength=len(words)).tolist()):
            found[f"{title} {words[code]}"] += count
    found["case escalated"] += int(cases["escalated"].sum())
    found["case misuse"] += int(cases["misuse"].sum())
    found["case paid"] += int((cases["paid"] > 0).sum())
    found["case recovered"] += int((cases["recovered"] > 0).sum())
    found["case open at the end"] += int((cases["resolved"] < 0).sum())
    left = log.persons["status"] == LEFT
    found["case of a leaver"] += int((left[cases["person"]] & (cases["resolved"] >= 0)).sum())
    found["need of a prospect"] += int(needs["prospect"].sum())
    found["need of one who joined meanwhile"] += joined_meanwhile(log)
    found["need planned beyond the end"] += planned_beyond(log)
    found["contact of a need at the case desk"] += int(((contacts["queue"] == CASE) & (contacts["case"] < 0)).sum())
    found["contact given up at once"] += int(((contacts["outcome"] == ABANDONED) & (contacts["wait"] == 0)).sum())
    found["contact of another pool"] += int(((contacts["pool"] >= 0) & (contacts["pool"] != contacts["queue"])).sum())
    found["overtime weeks"] += int((weeks["overtime_ms"] > 0).sum())
    found["weeks with absence"] += int((weeks["absent_ms"] > 0).sum())
    found["weeks with a queue"] += int((weeks["queue_ms"] > 0).sum())
    found["weeks with chats side by side"] += int(
        (weeks["load_ms"] > weeks["busy_ms"])[weeks["pool"] == CHAT].sum())
    found["handed back"] += int(handed_back_ms(log, scenario) > 0)
    found["handed back and given up"] += handed_back_in_vain(log)
    found["simultaneous"] += simultaneous(contacts)
    for lever in LEVERS:
        found[f"{lever} {scenario.value('policy.' + lever)}"] += 1
    found.update(front_door(log) | lever_counts(scenario, log))
    found["another policy before"] += int(scenario.before is not None and scenario.burn_in_weeks > 0)
    found["clock coarse" if scenario.world.clock.tick_ms >= 30_000 else "clock fine"] += 1
    return found


def front_door(log: Log) -> dict[str, int]:
    """How often announced waits and reminders acted."""
    contacts = log.contacts
    told = contacts["announced"] >= 0
    left = told & (contacts["outcome"] == BALKED)
    return {"contact told a wait": int(told.sum()), "contact left on hearing it": int(left.sum()),
            "survey reminded": int((log.needs["reminders"] > 0).sum())}  # fmt: skip


def handed_back_ms(log: Log, scenario: Any) -> int:
    """Time from answer to end that contacts spent away from any seat: only a hand-back makes it."""
    end = (scenario.weeks + scenario.burn_in_weeks) * WEEK - scenario.world.clock.tick_ms
    answered = log.contacts["arrived"] + log.contacts["wait"]
    seated = log.contacts["seat"] >= 0
    handled = np.minimum(answered + log.contacts["handle"], end) - np.minimum(answered, end)
    return int(handled[seated].sum() - log.weeks["load_ms"].sum())


def joined_meanwhile(log: Log) -> int:
    """Needs of prospects who became customers, not by this need, before it was closed."""
    needs, joined = log.needs, log.persons["joined"][log.needs["person"]]
    closed = np.where(needs["closed"] < 0, np.iinfo(np.int64).max, needs["closed"])
    return int(((needs["prospect"] == 1) & (joined > needs["born"]) & (joined < closed)).sum())


def planned_beyond(log: Log) -> int:
    """Open needs whose next attempt would have come after the end."""
    waiting = np.unique(log.contacts["need"][
        (log.contacts["outcome"] == OPEN) & (log.contacts["case"] < 0) & (log.contacts["kind"] != CALL_BACK)])
    return int((log.needs["state"] == NEED_OPEN).sum() - len(waiting))


def handed_back_in_vain(log: Log) -> int:
    """Handlings that began and were neither finished nor under way at the end: handed back, then given up."""
    contacts, needs = log.contacts, log.needs
    done = np.isin(contacts["outcome"], (HANDLED, OPEN)) & (contacts["seat"] >= 0) & (contacts["case"] < 0)
    done &= contacts["kind"] != CALL_BACK
    bots = (needs["bot"] > 0).sum()
    return int(max(0, needs["handlings"].sum() - done.sum() - bots))


def simultaneous(contacts: np.ndarray) -> int:
    """Contacts that arrive, begin or end in the same moment as another of their kind."""
    answered = contacts["arrived"] + contacts["wait"]
    ended = (answered + contacts["handle"])[contacts["outcome"] == HANDLED]
    return sum(len(times) - len(np.unique(times)) for times in (contacts["arrived"], ended))

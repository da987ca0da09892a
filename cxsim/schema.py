"""The tables that an engine writes: one place for name, type, unit and meaning of every column.

Both engines fill these tables; `results` turns them into DataFrames and the data dictionaries are made from
them. Times are int64 milliseconds of local wall time since the start of the burn-in, money is int64 fen.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

QUEUES = ("phone", "chat", "email", "case")
CHANNELS = QUEUES[:3]
REASONS = ("enquiry", "order", "technical", "billing", "complaint")
SEGMENTS = ("value", "mass", "new", "business")
CLASSES = ("urgent", "complaint", "high_value", "general")
KINDS = ("first", "redial", "recontact", "transfer", "return", "switch", "case_response", "case_resolution",
         "bot", "call_back")
OUTCOMES = ("handled", "abandoned", "blocked", "closed", "balked", "open", "self_served", "bot_failed")
NEED_STATES = ("resolved", "failed", "dropped", "open")
CASE_CLASSES = ("general", "serious", "major")
BOT_STATES = ("none", "solved", "fell_back", "contained")
WARNINGS = ("none", "hit", "false_alarm", "missed", "pretended")
ANSWER_STATES = ("not_sent", "silent", "answered")
STATUSES = ("prospect", "customer", "left")
MOVES = ("left", "joined_alone", "joined_after_contact", "joined_by_referral")
STAFF_EVENTS = ("left", "hired")
DIMENSIONS = ("reliability", "responsiveness", "assurance", "empathy", "tangibles")

PHONE, CHAT, EMAIL, CASE = range(4)
FIRST, REDIAL, RECONTACT, TRANSFER, RETURN, SWITCH, CASE_RESPONSE, CASE_RESOLUTION, BOT, CALL_BACK = range(10)
HANDLED, ABANDONED, BLOCKED, CLOSED, BALKED, OPEN, SELF_SERVED, BOT_FAILED = range(8)
OF_CUSTOMERS = (FIRST, REDIAL, RECONTACT, TRANSFER, RETURN, SWITCH, BOT)  # kinds that a customer began
RESOLVED, FAILED, DROPPED, NEED_OPEN = range(4)
NOT_SENT, SILENT, ANSWERED = range(3)
NO_BOT, BOT_SOLVED, BOT_FELL_BACK, BOT_CONTAINED = range(4)
PROSPECT, CUSTOMER, LEFT = range(3)
MOVE_LEFT, JOINED_ALONE, JOINED_AFTER_CONTACT, JOINED_BY_REFERRAL = range(4)
STAFF_LEFT, STAFF_HIRED = range(2)
URGENT, COMPLAINT, HIGH_VALUE, GENERAL = range(4)


class Column(NamedTuple):
    """One column: its name, numpy type, unit, meaning, and the words behind its codes (if it is a code)."""

    name: str
    dtype: str
    unit: str
    meaning: str
    words: tuple[str, ...] = ()


TABLES: dict[str, tuple[Column, ...]] = {
    "contacts": (
        Column("contact", "i4", "number", "row number, given when the attempt arrives"),
        Column("need", "i4", "number", "the need it belongs to (for case work: the need that failed)"),
        Column("case", "i4", "number", "the complaint case it works on, -1 for none"),
        Column("previous", "i4", "number", "the attempt before it in the same need or case, -1 for the first"),
        Column("person", "i4", "number", "who contacts the company"),
        Column("kind", "i1", "code", "why this attempt happened", KINDS),
        Column("queue", "i1", "code", "queue (and channel) it arrived in", QUEUES),
        Column("reason", "i1", "code", "what the need is about", REASONS),
        Column("klass", "i1", "code", "priority class", CLASSES),
        Column("outcome", "i1", "code", "how the attempt ended", OUTCOMES),
        Column("resolved", "i1", "0/1", "the handling resolved the need (truth, not what anybody reported)"),
        Column("pool", "i1", "code", "pool of the seat that handled it, -1 for none", QUEUES),
        Column("seat", "i2", "number", "seat within its pool, -1 for none"),
        Column("employee", "i2", "number", "position within its pool of the person who sat there, -1 for none"),
        Column("arrived", "i8", "ms", "when the attempt arrived"),
        Column("wait", "i8", "ms", "time in queue until answered or abandoned"),
        Column("handle", "i8", "ms", "time from answer to end, after-contact work included"),
        Column("announced", "i4", "ms", "wait that the customer was told, -1 for none"),
    ),
    "needs": (
        Column("need", "i4", "number", "number of the need, given when it is born"),
        Column("person", "i4", "number", "whose need it is"),
        Column("ordinal", "i4", "number", "which need of that person; with it the same need is known under any policy"),
        Column("reason", "i1", "code", "what the need is about", REASONS),
        Column("channel", "i1", "code", "channel of the first attempt", QUEUES),
        Column("state", "i1", "code", "how the need ended", NEED_STATES),
        Column("prospect", "i1", "0/1", "the person was a prospect when the need was born"),
        Column("attempts", "i4", "count", "attempts of every kind"),
        Column("handlings", "i4", "count", "attempts that an agent or the bot handled"),
        Column("answer_state", "i1", "code", "survey not sent, sent without answer, or answered", ANSWER_STATES),
        Column("recommend", "i1", "0-10", "what the person would answer, asked or not; -1 without experience"),
        Column("satisfied", "i1", "0/1", "whether the person would rate satisfied, -1 without experience"),
        Column("effort", "i1", "1-7", "effort the person would answer, 7 is most; -1 without experience"),
        Column("severity", "f4", "points", "severity of the failure, 0 when resolved"),
        Column("wait_units", "f4", "scales", "sum of perceived waits, each over the scale of its channel"),
        Column("episode", "f4", "points", "score of the whole episode"),
        Column("satisfaction", "f4", "points", "latent satisfaction of the person after the need closed"),
        Column("failure", "f4", "points", "memory of failure of the person after the need closed"),
        Column("born", "i8", "ms", "first attempt wanted"),
        Column("closed", "i8", "ms", "end of the need, -1 while open"),
        Column("bot", "i1", "code", "what a bot did: nothing, solved it, gave up to a person, or seemed to solve it",
               BOT_STATES),
        Column("reminders", "i1", "count", "reminders of the survey that were sent"),
    ),
    "cases": (
        Column("case", "i4", "number", "number of the complaint case"),
        Column("need", "i4", "number", "the need whose failure caused it"),
        Column("person", "i4", "number", "who complains"),
        Column("case_class", "i1", "code", "class by severity", CASE_CLASSES),
        Column("escalated", "i1", "0/1", "moved to the front because the response was late"),
        Column("misuse", "i1", "0/1", "filed without a failure, for the compensation"),
        Column("paid", "i8", "fen", "compensation paid"),
        Column("recovered", "f4", "share", "share of the damage that the recovery took back"),
        Column("damage", "f4", "points", "memory of failure that the failure added"),
        Column("satisfaction", "f4", "points", "latent satisfaction after the case was resolved"),
        Column("failure", "f4", "points", "memory of failure after the case was resolved"),
        Column("opened", "i8", "ms", "complaint received"),
        Column("confirmed", "i8", "ms", "receipt confirmed, -1 while open"),
        Column("responded", "i8", "ms", "first substantive response, -1 while open"),
        Column("assessed", "i8", "ms", "assessment done, -1 while open"),
        Column("resolved", "i8", "ms", "case resolved, -1 while open"),
        Column("approved", "i8", "ms", "somebody above the agent agreed to the compensation, -1 when nobody was asked"),
    ),
    "reviews": (
        Column("person", "i4", "number", "customer under review"),
        Column("week", "i2", "number", "accounting week since the start of the burn-in"),
        Column("left", "i1", "0/1", "left at this review"),
        Column("recommend", "i1", "0-10", "true recommend answer at this review, asked or not"),
        Column("leave_probability", "f4", "share", "probability of leaving at this review"),
        Column("satisfaction", "f4", "points", "latent satisfaction"),
        Column("failure", "f4", "points", "memory of failure before it fades at this review"),
        Column("answer_state", "i1", "code", "yearly survey not sent, sent without answer, or answered", ANSWER_STATES),
        Column("reminders", "i1", "count", "reminders of the yearly survey that were sent"),
        Column("warning", "i1", "code", "early warning: none, right, false, missed, or provoked", WARNINGS),
        Column("offer", "i4", "fen", "offer to stay that was taken"),
    ),
    "moves": (
        Column("person", "i4", "number", "who moved"),
        Column("move", "i1", "code", "what happened", MOVES),
        Column("by", "i4", "number", "the person who referred, -1 for none"),
        Column("time", "i8", "ms", "when"),
    ),
    "staff": (
        Column("pool", "i1", "code", "pool of the position", QUEUES),
        Column("position", "i2", "number", "position within its pool"),
        Column("generation", "i2", "number", "how many people held the position before"),
        Column("event", "i1", "code", "left or hired", STAFF_EVENTS),
        Column("time", "i8", "ms", "when"),
    ),
    "weeks": (
        Column("week", "i2", "number", "accounting week since the start of the burn-in"),
        Column("pool", "i1", "code", "pool, and the queue of the same name", QUEUES),
        Column("seat_ms", "i8", "ms", "open seats over time, overtime included"),
        Column("busy_ms", "i8", "ms", "seats with at least one contact, over time"),
        Column("overtime_ms", "i8", "ms", "seats that finished a contact after their shift ended, over time"),
        Column("absent_ms", "i8", "ms", "rostered seats that nobody could take, over time"),
        Column("queue_ms", "i8", "ms", "contacts waiting in the queue, over time"),
        Column("load_ms", "i8", "ms", "contacts in service at seats of the pool, over time"),
        Column("waiting", "i4", "count", "contacts waiting at the end of the week"),
    ),
    "persons": (
        Column("status", "i1", "code", "prospect, customer or left at the end", STATUSES),
        Column("referred", "i1", "0/1", "came by referral"),
        Column("open_cases", "i2", "count", "complaint cases still open"),
        Column("joined", "i8", "ms", "when the person became a customer (negative: before the start)"),
        Column("satisfaction", "f8", "points", "latent satisfaction S"),
        Column("failure", "f8", "points", "memory of failure F"),
        Column("offer_until", "i8", "ms", "an offer to stay holds until then, 0 for none so far"),
        *(Column(f"expect_{d}", "f8", "points", f"expected {d}") for d in DIMENSIONS),
    ),
}

DTYPES = {name: np.dtype([(c.name, c.dtype) for c in columns]) for name, columns in TABLES.items()}


class Log(NamedTuple):
    """What an engine returns: one structured numpy array per table, rows in canonical order.

    `contacts`, `needs` and `cases` are ordered by their number, the others by time of writing; `persons` has
    one row per person, its final state.
    """

    contacts: np.ndarray
    needs: np.ndarray
    cases: np.ndarray
    reviews: np.ndarray
    moves: np.ndarray
    staff: np.ndarray
    weeks: np.ndarray
    persons: np.ndarray


def as_bytes(rows: np.ndarray) -> np.ndarray:
    """The same rows as a table of bytes."""
    return rows.view(np.uint8).reshape(len(rows), rows.itemsize)


def copy_rows(rows: np.ndarray) -> np.ndarray:
    """An independent copy; numpy's own copies named columns one by one, 20 times slower (measured)."""
    copy = np.empty_like(rows)
    copy_into(copy, rows)
    return copy


def copy_into(table: np.ndarray, rows: np.ndarray) -> None:
    """Copy rows to the beginning of a table of the same columns, as `copy_rows` does."""
    as_bytes(table)[:len(rows)] = as_bytes(rows)

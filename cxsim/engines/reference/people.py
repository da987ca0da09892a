"""What the reference engine knows of persons, needs, seats and pools: plain objects with names."""

from __future__ import annotations

from collections import OrderedDict

from cxsim.schema import CLASSES, DTYPES, FIRST, KINDS

STATE = DTYPES["persons"].names
TRAITS = ("margin_fen", "contract", "opportunist", "enter", "level", "scale_use", "frailty", "patience")
ESCALATED = len(CLASSES)  # each queue has a line for every class and one for escalated cases


class Person:
    """State of one person (the columns of the table `persons`) and her traits, which never change."""

    __slots__ = ("number", *STATE, *TRAITS)

    def __init__(self, number: int, *values):
        self.number = number
        (self.status, self.referred, self.open_cases, self.joined, self.satisfaction, self.failure, self.offer_until,
         self.expect_reliability, self.expect_responsiveness, self.expect_assurance, self.expect_empathy,
         self.expect_tangibles, self.margin_fen, self.contract, self.opportunist, self.enter, self.level,
         self.scale_use, self.frailty, self.patience) = values


class Need:
    """One need and its attempts; after it failed, the complaint case that follows from it."""

    __slots__ = ("person", "ordinal", "number", "case", "contact", "previous", "kind", "nth", "queue", "channel",
                 "reason", "klass", "prospect", "difficulty", "born", "arrived", "answered", "remaining", "version",
                 "seat", "pool", "employee", "skill", "waiting", "wait_units", "counts", "attempts", "handlings",
                 "abandons", "hand_backs", "ending", "opened", "confirmed", "responded", "assessed", "escalated",
                 "misuse", "case_class", "damage", "drop", "order", "bot", "at_bot", "announced", "owned", "approved",
                 "reminders")

    def __init__(self, person: Person, ordinal: int, number: int, born: int):
        self.person, self.ordinal, self.number, self.born = person, ordinal, number, born
        self.case = self.contact = self.previous = -1
        self.kind, self.nth = FIRST, 0
        self.counts = [0] * len(KINDS)  # follow-ups so far, by kind
        self.attempts = self.handlings = self.abandons = self.hand_backs = 0
        self.version = 0
        self.wait_units = 0.0
        self.waiting = False
        self.seat = None
        self.misuse = self.escalated = self.case_class = 0
        self.damage = self.drop = 0.0
        self.responded = self.assessed = self.approved = -1
        self.owned = False
        self.bot, self.at_bot, self.announced = 0, False, -1
        self.reminders = 0


class Seat:
    """A place where somebody of a pool may sit."""

    __slots__ = ("pool", "number", "open", "closing", "since", "charged", "needs", "employee")

    def __init__(self, pool: Pool, number: int):
        self.pool, self.number = pool, number
        self.open = self.closing = False
        self.since = self.charged = 0
        self.needs: list[Need] = []
        self.employee = -1


class Employee:
    """Who holds a position now: how many were there before, hired when, missing until when, taught what."""

    __slots__ = ("position", "generation", "hired", "vacant_until", "taught", "insight")

    def __init__(self, position: int, hired: int):
        self.position, self.hired = position, hired
        self.generation, self.vacant_until = 0, 0
        self.forget()

    def forget(self) -> None:
        """Begin without any training: hours remembered, and what they are worth at the desk."""
        self.taught = self.insight = 0.0


class Pool:
    """A pool of seats and the queue of the same name, with its accounts."""

    __slots__ = ("number", "seats", "employees", "lines", "in_system", "strain", "absent", "since", "accounts",
                 "seat_ms_4", "busy_ms_4", "waiting", "opened", "closing", "busy", "load", "shift")

    def __init__(self, number: int, seats: int):
        self.number = number
        self.seats = [Seat(self, i) for i in range(seats)]
        self.employees: list[Employee] = []
        self.lines: list[OrderedDict[int, Need]] = [OrderedDict() for _ in range(ESCALATED + 1)]
        self.in_system = self.absent = self.since = self.seat_ms_4 = self.busy_ms_4 = 0
        self.waiting = self.opened = self.closing = self.busy = self.load = 0
        self.strain = 0.0
        self.shift = None
        self.accounts = [0] * 6  # seat, busy, overtime, absent, queue, load: ms of this week

    def accrue(self, now: int) -> None:
        """Charge the time since the last change to the accounts."""
        elapsed = now - self.since
        if elapsed:
            accounts = self.accounts
            accounts[0] += elapsed * (self.opened + self.closing)
            accounts[1] += elapsed * self.busy
            accounts[2] += elapsed * self.closing
            accounts[3] += elapsed * self.absent
            accounts[4] += elapsed * self.waiting
            accounts[5] += elapsed * self.load
            self.since = now

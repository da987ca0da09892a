"""The summary of a run: one number per measure, in a fixed order, from narrow arrays only."""

from __future__ import annotations

import numpy as np

from cxsim.clock import HOUR, MINUTE, SECOND, WEEK
from cxsim.results import tallies
from cxsim.results.deadlines import deadlines_met
from cxsim.results.facts import Facts
from cxsim.results.horizon import cut
from cxsim.results.measures import COSTS, LIVE, MEASURES
from cxsim.results.money import customer_equity, keep_books
from cxsim.results.tallies import ContactTally, NeedTally, mean_of, net_promoters, ratio
from cxsim.schema import (
    ABANDONED,
    BALKED,
    BLOCKED,
    CASE_RESPONSE,
    CLOSED,
    CUSTOMER,
    EMAIL,
    HANDLED,
    JOINED_BY_REFERRAL,
    MOVE_LEFT,
    OPEN,
    QUEUES,
    RECONTACT,
    STAFF_LEFT,
    Log,
)
from cxsim.stages import finance

Numbers = dict[str, float]


def summarize(log: Log, facts: Facts) -> Numbers:
    """Every measure of `measures.MEASURES`, in that order, as floats.

    Parameters
    ----------
    log
        Whole log of an engine, burn-in included.
    facts
        Where the log comes from.
    """
    part = cut(log, facts.horizon)
    promise_ms = round(facts.scenario.policy.promise.live_within_s * SECOND)
    contacts = tallies.tally_contacts(part.contacts, promise_ms)
    needs = tallies.tally_needs(part.needs)
    found = {
        **_desk(contacts, part.weeks),
        **_needs(contacts, needs),
        "email_backlog_age_h": _email_age_h(part.contacts, facts.horizon.end),
        **_complaints(part.cases, facts),
        **_voice(needs, part.reviews, facts),
        **_loyalty(log, part, facts),
        **_money(log, contacts, facts),
    }
    return {key: float(found[key]) for key in MEASURES}


def _desk(contacts: ContactTally, weeks: np.ndarray) -> Numbers:
    found: Numbers = {}
    for code, queue in enumerate(QUEUES):
        outcome = contacts.count[code].sum(axis=0)
        arrivals, handled = outcome.sum(), outcome[HANDLED]
        offered, gave_up = arrivals - outcome[CLOSED], outcome[ABANDONED] + outcome[BALKED]
        pool = weeks[weeks["pool"] == code]
        found |= {
            f"{queue}_arrivals": arrivals,
            f"{queue}_offered": offered,
            f"{queue}_handled": handled,
            f"{queue}_abandoned": gave_up,
            f"{queue}_blocked": outcome[BLOCKED],
            f"{queue}_in_system_end": outcome[OPEN],
            f"{queue}_wait_mean_min": ratio(contacts.wait_ms[code], handled * MINUTE),
            f"{queue}_handle_mean_min": ratio(contacts.handle_ms[code], handled * MINUTE),
            f"{queue}_occupancy_share": ratio(pool["busy_ms"].sum(), pool["seat_ms"].sum()),
            f"{queue}_waiting_mean": ratio(pool["queue_ms"].sum(), len(pool) * WEEK),
        }
        if queue in LIVE:
            found |= {
                f"{queue}_within_promise_share": ratio(contacts.in_promise[code], offered),
                f"{queue}_abandoned_share": ratio(gave_up, offered),
                f"{queue}_wait_p90_min": tallies.percentile_ms(contacts.live_waits[code], 0.9) / MINUTE,
            }
    return found


def _needs(contacts: ContactTally, needs: NeedTally) -> Numbers:
    own = contacts.count[:, :CASE_RESPONSE, :]  # attempts of customers; the rest is work on their cases
    return {
        "needs": needs.born,
        "fcr_share": ratio(needs.first, needs.handled),
        "resolved_share": ratio(needs.resolved, needs.closed),
        "contacts_per_need": ratio(needs.attempts, needs.born),
        "recontact_share": ratio(own[:, RECONTACT].sum(), own.sum()),
    }


def _email_age_h(contacts: np.ndarray, end: int) -> float:
    waiting = (contacts["queue"] == EMAIL) & (contacts["outcome"] == OPEN)
    arrived = contacts["arrived"][waiting]
    return ratio((end - arrived).sum(), len(arrived) * HOUR)


def _complaints(cases: np.ndarray, facts: Facts) -> Numbers:
    opened, responded, end = cases["opened"], cases["responded"], facts.horizon.end
    answered = responded >= 0
    hours = (responded - opened)[answered]
    in_a_day = answered & (responded - opened <= 24 * HOUR)
    due = answered | (end - opened > 24 * HOUR)
    return {
        "complaints": len(cases),
        "complaint_response_h": ratio(hours.sum(), len(hours) * HOUR),
        "complaint_within_24h_share": ratio(in_a_day.sum(), due.sum()),
        "complaints_open_end": np.count_nonzero(cases["resolved"] < 0),
        "escalations": np.count_nonzero(cases["escalated"]),
        "misuse_cases": np.count_nonzero(cases["misuse"]),
        **deadlines_met(cases, facts),
    }


def _voice(needs: NeedTally, reviews: np.ndarray, facts: Facts) -> Numbers:
    horizon = facts.horizon
    periods = tallies.tally_reviews(reviews, horizon.first_week, -(-horizon.weeks // finance.REVIEW_WEEKS))
    whole = periods[: max(1, horizon.weeks // finance.REVIEW_WEEKS)]  # a period cut short saw not all customers
    return {
        "csat_true_share": mean_of(needs.satisfied[0]),
        "csat_observed_share": mean_of(needs.satisfied[1]),
        "ces_true": mean_of(needs.effort[0]),
        "ces_observed": mean_of(needs.effort[1]),
        "nps_true": net_promoters(whole).mean(),
        "nps_observed": net_promoters(needs.recommend[1]),
        "surveys_sent": needs.sent,
        "surveys_answered": needs.answered,
        "response_share": ratio(needs.answered, needs.sent),
    }


def _loyalty(log: Log, part: Log, facts: Facts) -> Numbers:
    started = facts.persons_start["status"] == CUSTOMER
    stayed = started & (log.persons["status"] == CUSTOMER)
    left = np.count_nonzero(part.moves["move"] == MOVE_LEFT)
    joined = len(part.moves) - left
    return {
        "customers_start": started.sum(),
        "retention_share": ratio(stayed.sum(), started.sum()),
        "joiners": joined,
        "leavers": left,
        "referral_share": ratio(np.count_nonzero(part.moves["move"] == JOINED_BY_REFERRAL), joined),
        "customers_end": np.count_nonzero(log.persons["status"] == CUSTOMER),
        "staff_leavers": np.count_nonzero(part.staff["event"] == STAFF_LEFT),
    }


def _money(log: Log, contacts: ContactTally, facts: Facts) -> Numbers:
    books = keep_books(log, facts)
    fen = dict(zip(finance.KINDS, finance.totals(books.ledger).tolist(), strict=True))
    labor = -sum(fen[finance.KINDS[kind]] for kind in finance.LABOR)
    cost = {"labor": labor} | {kind: -fen[kind] for kind in COSTS if kind != "labor"}
    profit = int(books.ledger["amount"].sum())
    start = int(customer_equity(facts.persons_start, facts.horizon.t0, facts).sum())
    end = int(customer_equity(log.persons, facts.horizon.end, facts).sum())
    pay = labor + cost["overtime"] + cost["supervisors"]
    amounts = {
        "revenue": fen["revenue"], "margin": fen["revenue"] + fen["cost_of_sales"], **cost, "profit": profit,
        "equity_start": start, "equity_end": end, "value": profit + end - start,
    }  # fmt: skip
    return {
        **{f"{name}_cny": amount / 100 for name, amount in amounts.items()},
        "profit_share": ratio(profit, fen["revenue"]),
        "paid_hours": float(books.hours.regular.sum() + books.hours.overtime.sum()),
        "cost_per_contact_cny": ratio(pay, contacts.count[:, :, HANDLED].sum() * 100),
    }

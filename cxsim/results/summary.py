"""The summary of a run: one number per measure, in a fixed order, from narrow arrays only."""

from __future__ import annotations

from typing import Any

import numpy as np

from cxsim.clock import HOUR, MINUTE, SECOND, WEEK
from cxsim.results import tallies
from cxsim.results.deadlines import deadlines_met
from cxsim.results.equity import customer_equity
from cxsim.results.facts import Facts
from cxsim.results.horizon import cut
from cxsim.results.measures import COSTS, LIVE, MEASURES
from cxsim.results.money import keep_books
from cxsim.results.programs import training_hours
from cxsim.results.tallies import ContactTally, NeedTally, mean_of, net_promoters, ratio
from cxsim.schema import (
    ABANDONED,
    ANSWERED,
    BALKED,
    BLOCKED,
    BOT,
    BOT_FAILED,
    CALL_BACK,
    CLOSED,
    CUSTOMER,
    EMAIL,
    HANDLED,
    JOINED_BY_REFERRAL,
    MOVE_LEFT,
    NOT_SENT,
    OF_CUSTOMERS,
    OPEN,
    PHONE,
    QUEUES,
    RECONTACT,
    SELF_SERVED,
    STAFF_LEFT,
    WARNINGS,
    Log,
)
from cxsim.stages import finance
from cxsim.stages.warning import ALARM, HIT, MISSED, PRETENDED

Numbers = dict[str, Any]  # whole or broken numbers, of numpy or not; `summarize` makes floats of them


def summarize(log: Log, facts: Facts, equity_start: int | None = None) -> dict[str, float]:
    """Every measure of `measures.MEASURES`, in that order, as floats.

    Parameters
    ----------
    log
        Whole log of an engine, burn-in included.
    facts
        Where the log comes from.
    equity_start
        Customer equity at the start, fen, where it is known already (it is the same for all plans that share
        a burn-in).
    """
    if equity_start is None:
        equity_start = int(customer_equity(facts.persons_start, facts.horizon.t0, facts).sum())
    part = cut(log, facts.horizon)
    promise_ms = round(facts.scenario.policy.promise.live_within_s * SECOND)
    contacts = tallies.tally_contacts(part.contacts, promise_ms)
    needs = tallies.tally_needs(part.needs)
    found = {
        **_desk(contacts, part.weeks),
        **_needs(contacts, needs, len(part.needs), facts),
        **_complaints(part.cases, facts),
        **_voice(needs, part.reviews, facts),
        **_asked(needs, part, contacts.sums.sum(axis=0)),
        **_loyalty(log, part, facts),
        **_money(log, contacts, facts, equity_start),
    }
    return {key: float(found[key]) for key in MEASURES}


def _desk(contacts: ContactTally, weeks: np.ndarray) -> Numbers:
    found: Numbers = {}
    for code, queue in enumerate(QUEUES):
        outcome = contacts.tally[code].sum(axis=0) - contacts.tally[code, CALL_BACK]
        arrivals, handled = outcome.sum(), outcome[HANDLED]
        bots = outcome[SELF_SERVED] + outcome[BOT_FAILED]
        offered, gave_up = arrivals - outcome[CLOSED] - bots, outcome[ABANDONED] + outcome[BALKED]
        pool = weeks[weeks["pool"] == code]
        found |= {
            f"{queue}_arrivals": arrivals,
            f"{queue}_offered": offered,
            f"{queue}_handled": handled,
            f"{queue}_abandoned": gave_up,
            f"{queue}_blocked": outcome[BLOCKED],
            f"{queue}_in_system_end": outcome[OPEN],
            f"{queue}_wait_mean_min": ratio(contacts.sums[code, tallies.WAIT], handled * MINUTE),
            f"{queue}_handle_mean_min": ratio(contacts.sums[code, tallies.HANDLE], handled * MINUTE),
            f"{queue}_occupancy_share": ratio(pool["busy_ms"].sum(), pool["seat_ms"].sum()),
            f"{queue}_waiting_mean": ratio(pool["queue_ms"].sum(), len(pool) * WEEK),
        }
        if queue in LIVE:
            found |= {
                f"{queue}_within_promise_share": ratio(contacts.sums[code, tallies.IN_PROMISE], offered),
                f"{queue}_abandoned_share": ratio(gave_up, offered),
                f"{queue}_wait_p90_min": tallies.percentile_ms(contacts.waits[code], 0.9) / MINUTE,
            }
    return found


def _needs(contacts: ContactTally, needs: NeedTally, born: int, facts: Facts) -> Numbers:
    own = contacts.tally[:, OF_CUSTOMERS, :]  # the rest is work on their cases
    ended = contacts.tally[:, BOT, :].sum(axis=0)
    count, waiting = needs.tally, contacts.tally[EMAIL, :, OPEN].sum()
    age = waiting * facts.horizon.end - contacts.sums[EMAIL, tallies.OPEN_SINCE]
    fcr = ratio(count[tallies.FIRST_CONTACT], count[tallies.HANDLED_NEEDS])
    return {
        "needs": born,
        "fcr_share": fcr,
        **_targets(contacts, fcr, facts),
        "resolved_share": ratio(count[tallies.RESOLVED_NEEDS], count[tallies.CLOSED_NEEDS]),
        "contacts_per_need": ratio(count[tallies.ATTEMPTS], born),
        "recontact_share": ratio(contacts.tally[:, RECONTACT, :].sum(), own.sum()),
        **_announced(contacts.sums.sum(axis=0)),
        "bot_sessions": ended.sum(),
        "bot_contained_share": ratio(ended[SELF_SERVED], ended[SELF_SERVED] + ended[BOT_FAILED]),
        "bot_solved_share": ratio(contacts.sums[:, tallies.BOT_SOLVED].sum(), ended[SELF_SERVED] + ended[BOT_FAILED]),
        "email_backlog_age_h": ratio(age, waiting * HOUR),
    }


def _announced(sums: np.ndarray) -> Numbers:
    return {
        "announced": sums[tallies.TOLD],
        "announced_left_share": ratio(sums[tallies.TOLD_LEFT], sums[tallies.TOLD]),
        "announced_kept_share": ratio(sums[tallies.TOLD_KEPT], sums[tallies.TOLD_ANSWERED]),
    }


def _targets(contacts: ContactTally, fcr: float, facts: Facts) -> Numbers:
    """How far the desk is from two targets that nothing else acts on."""
    targets = facts.scenario.policy.targets
    calls = contacts.tally[PHONE, :, HANDLED].sum()
    return {
        "fcr_above_target_share": fcr - targets.first_contact_share,
        "phone_handle_above_target_min": ratio(contacts.sums[PHONE, tallies.HANDLE], calls * MINUTE)
        - targets.phone_handle_min,
    }


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
    periods = tallies.tally_reviews(reviews, horizon.first_week, horizon.weeks)
    whole = periods[
        : max(1, horizon.weeks // tallies.PERIOD_WEEKS)
    ]  # a period cut short saw not all customers
    return {
        "csat_true_share": mean_of(needs.satisfied[tallies.TRUE]),
        "csat_observed_share": mean_of(needs.satisfied[tallies.OBSERVED]),
        "ces_true": mean_of(needs.effort[tallies.TRUE]),
        "ces_observed": mean_of(needs.effort[tallies.OBSERVED]),
        "nps_true": net_promoters(whole).mean(),
    }


def _asked(needs: NeedTally, part: Log, sums: np.ndarray) -> Numbers:
    """What the company knows, after needs or once a year, and whom it called back."""
    yearly = part.reviews[part.reviews["answer_state"] != NOT_SENT]
    answers = yearly["recommend"][yearly["answer_state"] == ANSWERED]
    sent, answered = needs.tally[tallies.SENT] + len(yearly), needs.tally[tallies.ANSWERED_NEEDS] + len(answers)
    seen = needs.recommend[tallies.OBSERVED] + np.bincount(answers, minlength=tallies.ANSWERS)
    return {
        "nps_observed": net_promoters(seen),
        "surveys_sent": sent,
        "surveys_answered": answered,
        "response_share": ratio(answered, sent),
        "reminders": part.needs["reminders"].sum(dtype=np.int64) + yearly["reminders"].sum(dtype=np.int64),
        "call_backs": sums[tallies.CALLED],
        "call_back_wait_h": ratio(sums[tallies.CALL_WAIT], sums[tallies.CALLED] * HOUR),
        "call_back_within_15min_share": ratio(sums[tallies.CALLED_15MIN], sums[tallies.CALLED]),
        "call_back_within_24h_share": ratio(sums[tallies.CALLED_24H], sums[tallies.CALLED]),
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
        **_warnings(part.reviews),
        "referral_share": ratio(np.count_nonzero(part.moves["move"] == JOINED_BY_REFERRAL), joined),
        "customers_end": np.count_nonzero(log.persons["status"] == CUSTOMER),
        "staff_leavers": np.count_nonzero(part.staff["event"] == STAFF_LEFT),
    }


def _warnings(reviews: np.ndarray) -> Numbers:
    count = np.bincount(reviews["warning"], minlength=len(WARNINGS))
    flagged = count[HIT] + count[ALARM] + count[PRETENDED]
    return {
        "warnings": flagged,
        "warnings_right_share": ratio(count[HIT], flagged),
        "warnings_found_share": ratio(count[HIT], count[HIT] + count[MISSED]),
        "offers": np.count_nonzero(reviews["offer"]),
    }


def _money(log: Log, contacts: ContactTally, facts: Facts, start: int) -> Numbers:
    books = keep_books(log, facts)
    fen = dict(zip(finance.KINDS, finance.totals(books.ledger).tolist(), strict=True))
    labor = -sum(fen[finance.KINDS[kind]] for kind in finance.LABOR)
    cost = {"labor": labor} | {kind: -fen[kind] for kind in COSTS if kind != "labor"}
    profit = int(books.ledger["amount"].sum())
    end = int(customer_equity(log.persons, facts.horizon.end, facts).sum())
    pay = labor + cost["overtime"] + cost["supervisors"]
    amounts = {
        "revenue": fen["revenue"], "margin": fen["revenue"] + fen["cost_of_sales"], **cost, "profit": profit,
        "equity_start": start, "equity_end": end, "value": profit + end - start,
    }  # fmt: skip
    return {
        **{f"{name}_cny": amount / 100 for name, amount in amounts.items()},
        "profit_share": ratio(profit, fen["revenue"]),
        "paid_hours": float(books.hours.regular.sum() + books.hours.overtime.sum()
                            + training_hours(facts).sum() / (1.0 - facts.scenario.world.costs.shrinkage)),
        "cost_per_contact_cny": ratio(pay, contacts.tally[:, :, HANDLED].sum() * 100),
    }

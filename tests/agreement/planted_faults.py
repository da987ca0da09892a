"""Faults, each planted in the reference engine alone: the made-up scenarios must find every one of them."""

from __future__ import annotations

import sys
from types import SimpleNamespace

import cxsim.engines.reference.run  # noqa: F401  (all modules of the engine are loaded by it)
from cxsim import clock
from cxsim.draws import ANSWER
from cxsim.engines.reference import closing, desk, needs, people, reviews, run, shifts
from cxsim.schema import EMAIL, GENERAL, JOINED_BY_REFERRAL, RECONTACT, REDIAL, TRANSFER

MODULES = [module for name, module in sys.modules.items() if name.startswith("cxsim.engines.reference.")]
FAULTS = {}


def fault(function):
    """Register a fault under the words of its name."""
    FAULTS[function.__name__.replace("_", " ")] = function
    return function


def everywhere(patch, name, new):
    """Replace a function in every module of the engine that holds it."""
    for module in MODULES:
        if hasattr(module, name):
            patch.setattr(module, name, new)


def changed(module, **names):
    """A module with some functions replaced, for one reader of it only."""
    return SimpleNamespace(**{**vars(module), **names})


@fault
def ties_go_to_the_newest(patch):
    def comes_before(preference, order, number, best_preference, best_order, best_number):
        return (preference, order, -number) < (best_preference, best_order, -best_number)

    patch.setattr(desk, "comes_before", comes_before)


@fault
def ties_of_seats_go_to_the_highest(patch):
    patch.setattr(desk, "sits_before", lambda load, since, best, best_since: (load, since) <= (best, best_since))


@fault
def patience_lasts_a_tick_longer(patch):
    rounded = desk.to_ticks0
    patch.setattr(desk, "to_ticks0", lambda ms, tick: rounded(ms, tick) + tick)


@fault
def impatience_comes_before_the_end_of_a_service(patch):
    patch.setattr(desk, "SERVICE_END", clock.RENEGE)
    patch.setattr(desk, "RENEGE", clock.SERVICE_END)


@fault
def fresh_arrivals_come_before_follow_ups(patch):
    patch.setattr(needs, "FOLLOW_UP", clock.ARRIVAL + 1)


@fault
def last_come_is_first_served(patch):
    put = desk.enqueue
    everywhere(patch, "enqueue", lambda company, need, front=False: put(company, need, True))


@fault
def handed_back_goes_to_the_tail(patch):
    put = desk.enqueue
    everywhere(patch, "enqueue", lambda company, need, front=False: put(company, need, False))


@fault
def handed_back_loses_its_class(patch):
    put = desk.enqueue

    def enqueue(company, need, front=False):
        need.klass = GENERAL if front else need.klass
        put(company, need, front)

    everywhere(patch, "enqueue", enqueue)


@fault
def handed_back_begins_anew(patch):
    change = desk.change_load

    def change_load(company, seat, need, step):
        change(company, seat, need, step)
        need.remaining = 0 if step < 0 else need.remaining

    patch.setattr(shifts, "change_load", change_load)
    patch.setattr(shifts, "max", lambda least, value: value, raising=False)


@fault
def escalation_moves_nobody(patch):
    order = desk.queue_order
    patch.setattr(desk, "queue_order", lambda mode, rank, arrived, due, escalated: order(mode, rank, arrived, due, 0))


@fault
def business_clock_counts_all_hours(patch):
    patch.setattr(closing, "business_add", lambda prefix, start, span: start + span)


@fault
def redial_repeats_the_luck_of_the_first(patch):
    plan = needs.plan_follow_up

    def plan_follow_up(company, need, kind, time):
        fate = plan(company, need, kind, time)
        need.nth = 0 if kind == REDIAL else need.nth
        return fate

    patch.setattr(needs, "plan_follow_up", plan_follow_up)


@fault
def hand_over_arrives_at_once(patch):
    plan = needs.plan_follow_up
    patch.setattr(needs, "plan_follow_up", lambda company, need, kind, time: plan(
        company, need, kind, company.now if kind == TRANSFER else time))


@fault
def who_comes_back_writes(patch):
    plan = needs.plan_follow_up

    def plan_follow_up(company, need, kind, time):
        need.queue = EMAIL if kind == RECONTACT else need.queue
        return plan(company, need, kind, time)

    patch.setattr(needs, "plan_follow_up", plan_follow_up)


@fault
def night_follow_ups_flood_the_opening(patch):
    patch.setattr(needs, "spread_to_open", lambda end, start, time, u: clock.next_open(end, start, time))


@fault
def lines_leak(patch):
    leave = desk.leave_seat

    def leave_seat(company, need):
        leave(company, need)
        company.pools[need.queue].in_system += 1

    patch.setattr(desk, "leave_seat", leave_seat)


@fault
def a_stale_end_counts(patch):
    schedule = desk.schedule_first_end

    def schedule_first_end(company, needs, speed):
        for need in needs:
            need.version -= 1
        schedule(company, needs, speed)

    patch.setattr(desk, "schedule_first_end", schedule_first_end)


@fault
def chats_side_by_side_are_charged_in_full(patch):
    patch.setattr(desk, "work_done", lambda elapsed, speed: elapsed * 1000)


@fault
def overtime_is_not_counted(patch):
    accrue = people.Pool.accrue

    def without(pool, now):
        accrue(pool, now)
        pool.accounts[2] = 0

    patch.setattr(people.Pool, "accrue", without)


@fault
def novices_work_like_the_others(patch):
    patch.setattr(desk, "agent_now", lambda company, seat: (1.0, 0.0))


@fault
def the_rota_is_a_place_off(patch):
    rota = shifts.staff.rota_position
    patch.setattr(shifts, "staff", changed(shifts.staff, rota_position=lambda week, slots, offset, place, n: rota(
        week, slots, offset, place + 1, n)))


@fault
def leavers_of_the_staff_are_replaced_at_once(patch):
    review = reviews.review_staff

    def review_staff(company, pool):
        review(company, pool)
        for employee in pool.employees:
            employee.vacant_until = 0

    patch.setattr(reviews, "review_staff", review_staff)


@fault
def prospects_are_as_patient_as_customers(patch):
    wait = desk.wait_patiently

    def wait_patiently(company, need):
        prospect, need.prospect = need.prospect, False
        wait(company, need)
        need.prospect = prospect

    patch.setattr(desk, "wait_patiently", wait_patiently)


@fault
def needs_of_leavers_go_on(patch):
    patch.setattr(needs, "LEFT", 99)


@fault
def failure_is_never_forgotten(patch):
    patch.setattr(reviews, "fade", lambda failure, row: failure)


@fault
def the_review_is_a_week_off(patch):
    def review_people(company):
        week = company.now // clock.WEEK
        people = range((week + 1) % 4, len(company.persons), 4)
        for who, *luck in zip(people, *reviews.review_luck(company.keys, people, week), strict=True):
            person = company.persons[who]
            if person.status == 1:
                reviews.review_customer(company, person, *luck[:3])
            elif person.status == 0 and person.enter <= company.now:
                reviews.review_prospect(company, person, *luck[3:])

    patch.setattr(run, "review_people", review_people)


@fault
def the_friend_of_the_referred_joins(patch):
    join = reviews.join

    def join_another(company, person, by, how):
        other = company.persons[(person.number + 1) % len(company.persons)]
        join(company, other if how == JOINED_BY_REFERRAL else person, by, how)

    patch.setattr(reviews, "join", join_another)


@fault
def every_case_is_paid_as_general(patch):
    recover = closing.recover

    def recover_as_general(company, need):
        case_class, need.case_class = need.case_class, 0
        recover(company, need)
        need.case_class = case_class

    everywhere(patch, "recover", recover_as_general)


@fault
def nobody_misuses(patch):
    patch.setattr(closing, "misuses", lambda company, need: False)


@fault
def the_survey_shares_its_luck_with_the_answer(patch):
    patch.setattr(closing, "SURVEY_LUCK", ANSWER)


@fault
def who_reached_nobody_judges_conduct(patch):
    feel = closing.feel

    def feel_as_if_served(company, need, resolved):
        handlings, need.handlings = need.handlings, max(1, need.handlings)
        result = feel(company, need, resolved)
        need.handlings = handlings
        return result

    patch.setattr(closing, "feel", feel_as_if_served)


@fault
def a_new_routing_leaves_the_old_order(patch):
    patch.setattr(run, "set_order", lambda company, need: None)


@fault
def whoever_is_free_first_stays(patch):
    patch.setattr(desk, "stay_or_go", lambda company, seat: seat)

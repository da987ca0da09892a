"""Run the reference engine: arrivals, calendar, the switch of policies, the tables at the end."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Generator, Iterator

from cxsim.clock import ACCOUNTING, ARRIVAL, CUSTOMER_REVIEW, HALF_HOUR, ROSTER, WEEK
from cxsim.engines.reference.closing import NO_ANSWER, write_case, write_need
from cxsim.engines.reference.company import Company, readable
from cxsim.engines.reference.desk import set_order
from cxsim.engines.reference.needs import begin_need, pursue, write_open_attempt
from cxsim.engines.reference.reviews import close_week, review_people
from cxsim.engines.reference.shifts import change_shift
from cxsim.schema import CALL_BACK, NEED_OPEN, Log


def arrivals(company: Company, draws) -> Generator:
    """Base needs arise at their times (a process); each that happens gets a process of its own."""
    needs = zip(draws.need_time.tolist(), draws.need_person.tolist(), draws.need_ordinal.tolist(), strict=True)
    for index, (time, who, ordinal) in enumerate(needs):
        yield company.moment(time, ARRIVAL, index)
        need = begin_need(company, who, ordinal)
        if need is not None:
            company.start(pursue(company, need))


def repeat(company: Company, rank: int, times: tuple[int, int], what) -> Generator:
    """Something of the calendar that comes back at fixed times (a process)."""
    time, period = times
    while True:
        yield company.moment(time, rank, 0)
        what(company)
        time += period


def run(before, plan, draws, on_week=None, on_switch=None) -> Log:
    """Run burn-in and horizon on the reference engine.

    Parameters
    ----------
    before, plan : Plan
        Policy before the switch and policy under test, with the plans that follow it.
    draws : Draws
    on_week : callable, optional
        Called with the number of weeks done after each of them.
    on_switch : callable, optional
        Called with the state of all persons (as the table `persons`) at the end of the burn-in.

    Returns
    -------
    Log
    """
    with without_collector():
        company = play(Company(before, draws), (before, plan), draws, on_week, on_switch)
        log = company.log()
        company.forget()
        return log


@contextlib.contextmanager
def without_collector() -> Iterator[None]:
    """Switch Python's search for unused cycles off: a run makes none, and looking took a tenth of its time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def play(company: Company, plans: tuple, draws, on_week, on_switch) -> Company:
    """Let everything happen that belongs to burn-in and horizon."""
    before, plan = plans
    rules = readable(plan)
    starts, in_force = dict([(rules.switch_at, plan), *plan.later]), before
    last = WEEK - rules.tick
    company.start(repeat(company, ROSTER, (0, HALF_HOUR), change_shift))
    if rules.with_loyalty:
        company.start(repeat(company, CUSTOMER_REVIEW, (last, WEEK), review_people))
    company.start(repeat(company, ACCOUNTING, (last, WEEK), close_week))
    company.start(arrivals(company, draws))
    for week in range(rules.end // WEEK):
        if week * WEEK == rules.switch_at and on_switch is not None:
            on_switch(company.persons_now())
        if week * WEEK in starts:
            begins = starts[week * WEEK]
            company.plan = readable(begins)
            take_over(company, in_force, begins)
            in_force = begins
        company.run_until((week + 1) * WEEK)
        if on_week is not None:
            on_week(week + 1)
    write_open(company)
    return company


def take_over(company: Company, before, plan) -> None:
    """Let the new policy begin.

    Places that it adds are filled by people hired at that moment; who waits is ordered by the new routing.
    """
    for pool in company.pools:
        for line in pool.lines:
            for need in line.values():
                set_order(company, need)
        for employee in pool.employees[int(before.positions[pool.number]):int(plan.positions[pool.number])]:
            employee.hired = company.now
            employee.forget()


def write_open(company: Company) -> None:
    """Write rows for what is under way at the end of the horizon: attempts, needs and cases."""
    for need in company.open.values():
        write_open_attempt(company, need)
        if need.kind == CALL_BACK:  # the row of the need was written when it closed
            continue
        if need.case >= 0:
            write_case(company, need, 0, 0.0, -1)
        else:
            write_need(company, need, NEED_OPEN, NO_ANSWER, (0.0, 0.0), -1)

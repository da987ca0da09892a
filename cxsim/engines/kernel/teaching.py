"""A week of training: what each employee of a pool remembers, and what it is worth at the desk."""

from __future__ import annotations

from cxsim._jit import step
from cxsim.stages import teaching


@step
def teach(sim, number, now):
    """Let a week pass for what the employees of a pool have learned."""
    first, row = sim.plan.position_start[number], sim.plan.teaching
    for position in range(sim.plan.positions[number]):
        person = sim.employees[first + position]
        taught = sim.plan.teach[number] if person.vacant_until <= now else 0.0
        if taught > 0.0 or person.taught > 0.0:
            person.taught = teaching.remembered(person.taught, taught, row)
            person.insight = teaching.insight(person.taught, row)


@step
def forget(person):
    """The place is empty: who comes next has learned nothing here."""
    person.taught = 0.0
    person.insight = 0.0

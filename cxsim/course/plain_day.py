"""One desk, one day, twelve hours: the roster question alone, without customers who lose patience or come back.

The day is that of exercise 2.3; the same ordinary simulator runs it that runs the company, with everything off that
the question does not have.
"""

from __future__ import annotations

from collections.abc import Sequence

from cxsim.scenario import Scenario

#: Calls of each hour, handle time and limit of the exercise; agents and handle time are those of the rule book.
CALLS = (20, 30, 60, 90, 100, 80, 60, 70, 90, 80, 60, 30)
HANDLE_MIN, WITHIN_S, AGENTS = 3.0, 60.0, 5
#: The same sixty hours, placed after the calls.
PLACED = (2, 2, 5, 7, 7, 6, 5, 5, 7, 6, 5, 3)
#: Seats that keep 95 % in each hour.
EACH_HOUR = (3, 4, 6, 8, 9, 7, 6, 7, 8, 7, 6, 4)
COMMON, DEFLECTION, ACCURACY = 0.60, 0.80, 0.92
DAYS_A_WEEK = 7


def desk(roster: Sequence[int], bot: bool = False, weeks: int = 8) -> Scenario:
    """The day as a scenario: these seats hour by hour from midnight, the night to finish what waits.

    Parameters
    ----------
    roster
        Seats of each of the twelve hours; the last ones stay for the night.
    bot
        Whether a bot answers first; who is misread goes on to a person at once.
    weeks
        Weeks to run; each of their days starts empty.
    """
    from cxsim.evidence.verify_system import Law, System, days_part, with_roster

    system = System(sum(CALLS) / 1440.0, {"phone": (max(roster), Law("exponential", HANDLE_MIN))})
    weights = [float(calls) for calls in CALLS for _ in (0, 1)]
    part = days_part(system, 60_000.0, weights + [0.0] * (48 - len(weights)), 0.0, tuple(range(DAYS_A_WEEK)))
    seats = [number for number in roster for _ in (0, 1)]
    found = with_roster(part, seats + [seats[-1]] * (48 - len(seats))).scenario
    return found.replace(
        {"weeks": weeks, "policy.promise.live_within_s": WITHIN_S, **(_bot() if bot else {})}
    )


def share_in_time(scenario: Scenario, seed: int = 7, replication: int = 0) -> float:
    """Share of calls answered within the limit, as the simulator finds it."""
    from cxsim.simulate import simulate

    return float(simulate(scenario, seed, replication=replication).summary()["phone_within_promise_share"])


def _bot() -> dict[str, object]:
    """A bot before the phone with the figures of the exercise, and nothing that the exercise does not have."""
    return {
        "policy.bot.on": True,
        "policy.bot.deflection": DEFLECTION,
        "policy.bot.accuracy": ACCURACY,
        "policy.bot.fallback": True,
        "policy.bot.context_passed": True,
        "world.bot.common_share.enquiry": COMMON,
        "beliefs.bot.notice_share": 1.0,
        "beliefs.bot.explain_again_s": 0.0,
    }

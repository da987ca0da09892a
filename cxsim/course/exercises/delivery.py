"""Keys of lesson 4: what agents carry, what returns cost, limits, what a recovery may cost, one owner, 24 hours.

Keys come from the queueing formulas of `cxsim.theory` and from the simulator; the givens are the sources' (five
agents, calls of three minutes, 95 % within 60 s; limits of three levels) or the course's own.
"""

from __future__ import annotations

import math
from functools import lru_cache
from types import SimpleNamespace
from typing import TYPE_CHECKING

from cxsim.course.exercise_keys import Key
from cxsim.measure import promises_kept
from cxsim.results.horizon import cut
from cxsim.schema import TRANSFER

if TYPE_CHECKING:
    from cxsim.results.run import Run

#: Another promise that is often met, and the share of a good desk that solves at once.
OTHER_SHARE, OTHER_S, SOLVED_GOOD = 0.80, 20.0, 0.90
#: What the years of one pair differ by, times this, is the width of the accepted range.
YEARS, WIDTH = 2, 6.0
#: Rules of the sources for complaints; only the last one speaks of the receipt.
RULES = ("level_1", "level_2", "level_3", "general_rule", "receipt")


def carried(agents: int, call_min: float, within_s: float, share: float) -> float:
    """Most calls an hour that so many agents answer as promised (Erlang C, nobody hangs up)."""
    from cxsim.theory.erlang import within

    low, high = 0.0, agents * 60 / call_min
    for _ in range(60):
        middle = (low + high) / 2
        kept = middle == 0 or within(within_s / 60, agents, middle / 60, 1 / call_min) >= share
        low, high = (middle, high) if kept else (low, middle)
    return low


def carried_calls(g: SimpleNamespace) -> Key:
    """4.1: calls an hour that the agents carry with their promise kept."""
    full = g.agents * 60 / g.call_min
    key = carried(g.agents, g.call_min, g.within_s, g.share)
    wrong = {
        "full": full,
        "other_promise": round(carried(g.agents, g.call_min, OTHER_S, OTHER_SHARE)),
        "per_agent": round(key / g.agents),
    }
    words = {
        "full": full,
        "busy": round(100 * key / full),
        "free": 100 - round(100 * key / full),
        "percent": g.share * 100,
        "other_percent": OTHER_SHARE * 100,
        "other_s": OTHER_S,
    }
    return Key(math.floor(key), wrong, words)


def agents_for(per_hour: float, g: SimpleNamespace) -> int:
    """Agents that keep the promise at so many calls an hour."""
    from cxsim.theory.staffing import required_agents

    return required_agents(per_hour / 60, 1 / g.call_min, g.within_s / 60, g.share)


def agents_with_returns(g: SimpleNamespace) -> Key:
    """4.2: agents when unsolved matters come back."""
    calls = g.new_per_hour / g.solved_first
    good = agents_for(g.new_per_hour / SOLVED_GOOD, g)
    wrong = {
        "no_returns": good,
        "once": agents_for(g.new_per_hour * (2 - g.solved_first), g),
        "load_only": int(calls * g.call_min // 60),
    }
    words = {
        "percent": g.share * 100,
        "solved": g.solved_first * 100,
        "solved_good": SOLVED_GOOD * 100,
        "good": good,
        "all_calls": round(calls),
        "work": round(calls * g.call_min / 60, 1),
    }
    return Key(agents_for(calls, g), wrong, words)


def mean_limit(g: SimpleNamespace) -> Key:
    """4.3: mean of the limits of three levels, weighted with the mix of complaints."""
    limits, shares = (g.general_h, g.serious_h, g.major_h), (g.general_share, g.serious_share, g.major_share)
    key = sum(hours * share for hours, share in zip(limits, shares, strict=True))
    turned = sum(hours * share for hours, share in zip(reversed(limits), shares, strict=True))
    wrong = {"plain_mean": sum(limits) / 3, "reversed": turned, "most_common": g.general_h}
    words = {
        "general": g.general_share * 100,
        "serious": g.serious_share * 100,
        "major": g.major_share * 100,
        "general_part": round(g.general_h * g.general_share, 1),
        "reversed_mean": round(turned, 1),
    }
    return Key(key, wrong, words)


def highest_compensation(g: SimpleNamespace) -> Key:
    """4.4: the compensation at which recovery just pays."""
    more = g.stay_with - g.stay_without
    wrong = {
        "all_who_stay": round(g.customer_cny * g.stay_with),
        "those_without": round(g.customer_cny * g.stay_without),
        "share": more,
    }
    words = {"without": g.stay_without * 100, "stay": g.stay_with * 100, "more": round(100 * more)}
    return Key(round(g.customer_cny * more), wrong, words)


def one_owner(g: SimpleNamespace) -> Key:
    """4.5: change of three figures when the first agent keeps the matter, from pairs of simulated years."""
    pairs = owner_years(g.passed_on)
    *means, chat = (sum(column) / YEARS for column in zip(*pairs, strict=True))
    half = [
        max(WIDTH * abs(a - b), abs(m) / 2)
        for a, b, m in zip(*(pair[:3] for pair in pairs), means, strict=True)
    ]
    wrong = {
        "sign": tuple(-m for m in means),
        "shares": tuple(m / 100 for m in means),
        "other_desk": (means[0], means[1], chat),
        "one_still": (means[0], means[1], 0.0),
    }
    low = tuple(m - min(h, abs(m) * 0.9) for m, h in zip(means, half, strict=True))
    high = tuple(m + min(h, abs(m) * 0.9) for m, h in zip(means, half, strict=True))
    words = {"percent": round(g.passed_on * 100), "chat": round(-chat)}
    return Key(tuple(means), wrong, words, low, high)


@lru_cache(maxsize=4)
def owner_years(passed_on: float) -> tuple[tuple[float, ...], ...]:
    """For each year, with one owner against without: hand-overs of 100 calls, then points of three shares."""
    from cxsim.course import company
    from cxsim.scenario import load_scenario

    handed = load_scenario("default").replace(
        {"world.service.transfer_share.phone": passed_on, "world.service.transfer_to.phone": "chat"}
    )
    owner = handed.replace({"policy.service.owner": True})
    found = []
    for year in range(YEARS):
        one, two = (_figures(company.played(plan, year)) for plan in (owner, handed))
        found.append(tuple(a - b for a, b in zip(one, two, strict=True)))
    return tuple(found)


def _figures(year: Run) -> tuple[float, ...]:
    """Hand-overs of 100 calls; first contact, busy on the phone, busy in the chat in points."""
    found, rows = year.summary(), cut(year.log, year.facts.horizon).contacts
    passed = 100 * float((rows["kind"] == TRANSFER).sum()) / found["phone_handled"]
    shares = ("fcr_share", "phone_occupancy_share", "chat_occupancy_share")
    return (passed, *(100 * found[name] for name in shares))


def rules_that_keep(g: SimpleNamespace) -> Key:
    """4.6: rules whose first answer keeps a promise for every complaint."""
    limits = dict(zip(RULES, g.first_h, strict=True))
    key = {name for name, kept in promises_kept(limits, g.promise_h).items() if kept}
    wrong = {
        "confirmed": key ^ {"receipt"},
        "strict": {name for name, hours in limits.items() if hours < g.promise_h},
        "broken": set(RULES) - key,
    }
    words = {"first_list": ", ".join(f"{hours:g}" for hours in g.first_h), "kept_count": len(key)}
    return Key(key, wrong, words)

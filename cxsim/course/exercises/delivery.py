"""Keys of lesson 4: what agents carry, what returns cost, limits, what a recovery may cost, one owner, 24 hours.

Keys come from the queueing formulas of `cxsim.theory` and from the simulator; the givens are the sources' (five
agents, calls of three minutes, 95 % within 60 s; limits of three levels) or the course's own.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from types import SimpleNamespace
from typing import TYPE_CHECKING

from cxsim.course.exercise_keys import Key
from cxsim.course.exercise_years import accepted, differences
from cxsim.measure import promises_kept
from cxsim.messages import tr
from cxsim.results.horizon import cut
from cxsim.schema import TRANSFER

if TYPE_CHECKING:
    from cxsim.results.run import Run

#: Rules of the sources for complaints; only the last one speaks of the receipt.
LEVELS = ("level_1", "level_2", "level_3")
RULES = (*LEVELS, "general_rule", "receipt")


def carried(agents: int, call_min: float, within_s: float, share: float) -> float:
    """Most calls an hour that so many agents answer as promised (Erlang C, nobody hangs up)."""
    from cxsim.theory.staffing import carried_rate

    return 60 * carried_rate(agents, 1 / call_min, within_s / 60, share)


def carried_calls(g: SimpleNamespace) -> Key:
    """4.1: calls an hour that the agents carry, for each of three promises."""
    full = g.agents * 60 / g.call_min
    key = tuple(
        round(carried(g.agents, g.call_min, within_s, share), 1)
        for within_s, share in zip(g.within_s, g.share, strict=True)
    )
    wrong = {
        "full": (full,) * len(key),
        "one_promise": (key[0],) * len(key),
        "per_agent": tuple(round(calls / g.agents, 1) for calls in key),
    }
    busy = round(100 * key[0] / full)
    words = {"full": full, "busy": busy, "free": 100 - busy}
    words |= {f"calls_{place}": calls for place, calls in enumerate(key, 1)}
    words |= {f"within_{place}": within_s for place, within_s in enumerate(g.within_s, 1)}
    words |= {f"percent_{place}": round(100 * share) for place, share in enumerate(g.share, 1)}
    return Key(key, wrong, words)


def agents_for(per_hour: float, g: SimpleNamespace) -> int:
    """Agents that keep the promise at so many calls an hour."""
    from cxsim.theory.staffing import required_agents

    return required_agents(per_hour / 60, 1 / g.call_min, g.within_s / 60, g.share)


def agents_with_returns(g: SimpleNamespace) -> Key:
    """4.2: calls an hour and agents when unsolved matters come back, for two shares that are solved."""

    def pairs(calls: list[float]) -> tuple[float, ...]:
        return tuple(part for each in calls for part in (round(each, 1), agents_for(each, g)))

    calls = [g.new_per_hour / solved for solved in g.solved_first]
    key = pairs(calls)
    wrong = {
        "no_returns": pairs([g.new_per_hour] * len(calls)),
        "once": pairs([g.new_per_hour * (2 - solved) for solved in g.solved_first]),
        "load_only": tuple(
            part for each in calls for part in (round(each, 1), math.ceil(each * g.call_min / 60))
        ),
    }
    words = {
        "percent": g.share * 100,
        "solved_good": round(100 * g.solved_first[0]),
        "solved_poor": round(100 * g.solved_first[1]),
        "calls_good": key[0],
        "agents_good": key[1],
        "calls_poor": key[2],
        "agents_poor": key[3],
        "work": round(calls[1] * g.call_min / 60, 1),
    }
    return Key(key, wrong, words)


def mean_limit(g: SimpleNamespace) -> Key:
    """4.3: mean of the limits of three levels, weighted with the mix of complaints, as they are and reversed."""
    limits, shares = (g.general_h, g.serious_h, g.major_h), (g.general_share, g.serious_share, g.major_share)
    key = sum(hours * share for hours, share in zip(limits, shares, strict=True))
    turned = sum(hours * share for hours, share in zip(reversed(limits), shares, strict=True))
    wrong = {
        "plain_mean": (sum(limits) / 3,) * 2,
        "swapped": (turned, key),
        "most_common": (g.general_h, g.major_h),
    }
    words = {
        "general": g.general_share * 100,
        "serious": g.serious_share * 100,
        "major": g.major_share * 100,
        "general_part": round(g.general_h * g.general_share, 1),
        "mean": round(key, 1),
        "reversed_mean": round(turned, 1),
    }
    return Key((round(key, 6), round(turned, 6)), wrong, words)


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
    found = accepted(owner_years(g.passed_on))
    *means, chat = found.mean
    wrong = {
        "sign": tuple(-m for m in means),
        "shares": tuple(m / 100 for m in means),
        "other_desk": (means[0], means[1], chat),
        "one_still": (means[0], means[1], 0.0),
    }
    words = {"percent": round(g.passed_on * 100), "chat": round(-chat)}
    return Key(tuple(means), wrong, words, found.low[:3], found.high[:3])


def owner_years(passed_on: float) -> tuple[tuple[float, ...], ...]:
    """For each year, with one owner against without: hand-overs of 100 calls, then points of three shares."""
    from cxsim.scenario import load_scenario

    handed = load_scenario("default").replace(
        {"world.service.transfer_share.phone": passed_on, "world.service.transfer_to.phone": "chat"}
    )
    return differences(handed.replace({"policy.service.owner": True}), handed, _figures)


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
    words = {
        "first_list": ", ".join(f"{hours:g}" for hours in g.first_h),
        "kept_count": len(key),
        "reading": _gravest(g.first_h[: len(LEVELS)]),
    }
    return Key(key, wrong, words)


def _gravest(limits: Sequence[float]) -> str:
    """Whether the gravest of three levels of complaints may wait longest, in words; the last is the gravest."""
    if limits[-1] == max(limits):
        return tr("the gravest complaint may wait longest")
    return tr("the gravest complaint may not wait longest, but another level may wait longer than promised")

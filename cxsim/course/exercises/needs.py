"""Keys of lesson 2: Kano, classes of problems, seven rosters of one day, a delight that fades, ranks that move.

Keys come from `cxsim.measure` and `cxsim.theory`; five agents and calls of three minutes are the rule book's, the
rest is the course's own.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from types import SimpleNamespace
from typing import Any

from cxsim.course import answers
from cxsim.course.exercise_keys import Key
from cxsim.guards import shown
from cxsim.measure import bot_load, decay_below, kano, priority_board, saved_share
from cxsim.messages import tr

NAMES = ("answer", "once", "status", "birthday", "person", "app")
CRITERIA = ("value", "ease", "returns", "fit")
CLASSES = ("P0", "P1", "P2", "P3")


def better_worse(g: SimpleNamespace) -> Key:
    """2.1: better and worse of one feature."""
    counts = {"A": g.delight, "O": g.expected, "M": g.basic, "I": g.indifferent}
    found = kano(counts)
    better, worse = found.better.value, found.worse.value
    asked = g.delight + g.expected + g.basic
    wrong = {
        "no_sign": (better, -worse),
        "swapped": (-worse, -better),
        "no_indifferent": (
            round((g.delight + g.expected) / asked, 2),
            -round((g.expected + g.basic) / asked, 2),
        ),
    }
    reading = (
        tr("it pleases more than its absence hurts.")
        if better > -worse
        else tr("its absence hurts more than it pleases.")
        if better < -worse
        else tr("it pleases as much as its absence hurts.")
    )
    words = {
        "all": sum(counts.values()),
        "better": round(better, 2),
        "worse": round(worse, 2),
        "reading": reading,
    }
    return Key((round(better, 6), round(worse, 6)), wrong, words)


def problem_classes(g: SimpleNamespace) -> Key:
    """2.2: class of each problem by impact and difficulty; few and hard is P3."""
    many = [count >= g.many_from for count in g.customers]
    easy = [weeks <= g.easy_up_to for weeks in g.weeks]
    key = tuple(CLASSES[2 * (not high) + (not light)] for high, light in zip(many, easy, strict=True))
    turn = {"P1": "P2", "P2": "P1"}
    strict = tuple(
        CLASSES[2 * (not count > g.many_from) + (not weeks < g.easy_up_to)]
        for count, weeks in zip(g.customers, g.weeks, strict=True)
    )
    wrong = {
        "turned": tuple(turn.get(one, one) for one in key),
        "unnamed": tuple("" if one == "P3" else one for one in key),
        "border": strict,
    }
    words = {
        "customer_list": ", ".join(map(str, g.customers)),
        "week_list": ", ".join(map(str, g.weeks)),
        "unnamed_count": key.count("P3"),
        "first_count": key.count("P0"),
    }
    return Key(key, wrong, words, judge=_judge(key, wrong))


def _judge(key: tuple[str, ...], wrong: dict[str, Any]) -> Callable[[Any], str]:
    """Tell the road of an answer to 2.2: a list of eight classes."""

    def road(answer: Any) -> str:
        given = _classes(answer, len(key))
        if given == key:
            return ""
        if any(not one and wanted == "P3" for one, wanted in zip(given, key, strict=True)):
            return "unnamed"
        _known_classes(given)
        return next((name for name in ("turned", "border") if given == wrong[name]), _first_fault(given, key))

    return road


def _first_fault(given: tuple[str, ...], key: tuple[str, ...]) -> str:
    place = next(place for place, pair in enumerate(zip(given, key, strict=True), 1) if pair[0] != pair[1])
    return tr("number {place} of the eight has another class; ask for a hint.", place=place)


def _known_classes(given: tuple[str, ...]) -> None:
    for place, one in enumerate(given, 1):
        if one not in CLASSES:
            told = tr("number {place} is {got}; a class is one of {classes}.", place=place, got=shown(one),
                      classes=", ".join(CLASSES))  # fmt: skip
            raise answers.UnreadableAnswer(told)


def _classes(answer: Any, count: int) -> tuple[str, ...]:
    if isinstance(answer, str):
        answer = answer.split(",")
    if not hasattr(answer, "__len__") or len(answer) != count:
        raise answers.UnreadableAnswer(
            tr("the answer is a list of {count} classes in the order of the problems.", count=count)
        )
    return tuple(str(one).strip().upper() if one is not None else "" for one in answer)


def seven_rosters(g: SimpleNamespace) -> Key:
    """2.3: share in time with seven rosters of one day, and the hours that fitting saves against the largest."""
    from cxsim.theory import required_roster, roster_share

    fitted = required_roster(g.calls, g.handle_s, g.within_s, g.share)
    behind = [g.calls, [bot_load(one, g.common, g.taken, g.accuracy).humans for one in g.calls]]
    rosters = [*((0, flat) for flat in g.flat[:3]), (0, g.placed), (1, g.flat[0]), (0, fitted), (0, g.flat[3])]
    found = [roster_share(behind[bot], roster, g.handle_s, g.within_s) for bot, roster in rosters]
    saved = round(100 * saved_share(found[-1].agent_hours, sum(fitted)), 1)
    kept = tuple(round(100 * one.share, 1) for one in found)
    no_returns = [one * (1 - g.common * g.taken) for one in g.calls]
    misread = round(100 * roster_share(no_returns, g.flat[0], g.handle_s, g.within_s).share, 1)
    wrong = {
        "plain_mean": (*(round(100 * sum(one.by_hour) / len(g.calls), 1) for one in found), saved),
        "misread": (*kept[:4], misread, *kept[5:], saved),
        "of_fitted": (*kept, round(100 * (found[-1].agent_hours / sum(fitted) - 1), 1)),
        "shares": tuple(part / 100 for part in (*kept, saved)),
    }
    return Key((*kept, saved), wrong, _roster_words(g, kept, saved, sum(fitted)))


def _day_words(g: SimpleNamespace) -> dict[str, Any]:
    """What the texts of 2.3 and 2.7 say of the day and of the placed hours."""
    return {
        "call_list": ", ".join(map(str, g.calls)),
        "placed_list": ", ".join(map(str, g.placed)),
        "handle_min": g.handle_s / 60,
        "hours": sum(g.placed),
        "more_hours": len(g.calls),
    }


def _roster_words(g: SimpleNamespace, kept: tuple[float, ...], saved: float, fitted: int) -> dict[str, Any]:
    """What the texts of 2.3 say beside the givens."""
    promise = round(100 * g.share)
    reading = (
        tr("the bot keeps {percent} % alone", percent=promise)
        if kept[4] >= promise
        else tr("not even the bot keeps {percent} % alone", percent=promise)
    )
    return {f"flat_{place}": flat for place, flat in enumerate(g.flat, 1)} | {
        **_day_words(g),
        "large_hours": g.flat[3] * len(g.calls),
        "fitted_hours": fitted,
        "percent": promise,
        "common_percent": round(100 * g.common),
        "taken_percent": round(100 * g.taken),
        "accuracy_percent": round(100 * g.accuracy),
        "kept_1": kept[0],
        "kept_2": kept[1],
        "kept_placed": kept[3],
        "saved": saved,
        "reading": reading,
    }


def placed_or_one_more(g: SimpleNamespace) -> Key:
    """2.7: share in time with a flat roster, with the same hours placed after the calls, with one agent more."""
    from cxsim.theory import roster_share

    found = [roster_share(g.calls, one, g.handle_s, g.within_s) for one in (g.flat, g.placed, g.flat + 1)]
    key = tuple(round(100 * one.share, 1) for one in found)
    wrong = {
        "plain_mean": tuple(round(100 * sum(one.by_hour) / len(g.calls), 1) for one in found),
        "shares": tuple(one / 100 for one in key),
        "swapped": (key[1], key[0], key[2]),
    }
    words = {
        **_day_words(g),
        "flat_kept": key[0],
        "placed_kept": key[1],
        "one_more": key[2],
        "advice": tr("Look at the clock before you hire.")
        if key[1] >= key[2]
        else tr("Placing costs nothing: look at the clock first, then see whether the rest is worth the hours."),
    }
    return Key(key, wrong, words)


def below_half(g: SimpleNamespace) -> Key:
    """2.4: first month in which less than half of an effect is left."""
    found = decay_below(g.loss, 0.5)
    key = found.period
    wrong = {"straight": math.ceil(0.5 / g.loss), "exact": round(found.exact, 2), "late": key + 1}
    words = {
        "loss_percent": round(100 * g.loss),
        "left_percent": round(100 * (1 - g.loss)),
        "left_share": round(1 - g.loss, 2),
        "after_left": round(100 * (1 - g.loss) ** key),
    }
    return Key(key, wrong, words)


def changed_places(g: SimpleNamespace) -> Key:
    """2.5: order of six needs under two sets of weights, and those whose rank differs."""
    table = {name: getattr(g, name) for name in CRITERIA}
    before, after = (
        priority_board(table, dict(zip(CRITERIA, weights, strict=True)), NAMES).order
        for weights in (g.equal, g.other)
    )
    changed = {name for name in NAMES if before.index(name) != after.index(name)}
    rising = {name for name in NAMES if after.index(name) < before.index(name)}

    def ranked(before: Sequence[str], after: Sequence[str], moved: set[str]) -> dict[str, list[str]]:
        return {"before": list(before), "after": list(after), "changing": [one for one in NAMES if one in moved]}

    wrong = {
        "kept": ranked(before, after, set(NAMES) - changed),
        "rising": ranked(before, after, rising),
        "all_six": ranked(before, after, set(NAMES)),
        "swapped": ranked(after, before, changed),
        "worst_first": ranked(before[::-1], after[::-1], changed),
    }
    words = {
        "other_list": ", ".join(str(round(100 * weight)) for weight in g.other),
        "changed_count": len(changed),
        "before_list": ", ".join(before),
        "after_list": ", ".join(after),
    }
    key = ranked(before, after, changed)
    return Key(key, wrong, words, judge=_judge_ranks(key, wrong))


def _judge_ranks(key: dict[str, list[str]], wrong: dict[str, Any]) -> Callable[[Any], str]:
    """Tell the road of an answer to 2.5: two orders of six needs, and who changes place."""

    def road(answer: Any) -> str:
        given = _ranks(answer)
        if given == _ranks(key):
            return ""
        known = next((name for name, value in wrong.items() if given == _ranks(value)), "")
        return known or _other_rank(given, _ranks(key))

    return road


def _other_rank(given: dict[str, Any], key: dict[str, Any]) -> str:
    """What to say of ranks that no usual road leads to: the first part that is not right."""
    told = {
        "before": tr("the order under equal weights is another one; ask for a hint."),
        "after": tr("the order under the other weights is another one; ask for a hint."),
        "changing": tr("both orders are right; who changes place is not yet: lay them side by side."),
    }
    return next(text for part, text in told.items() if given[part] != key[part])


def _ranks(answer: Any) -> dict[str, Any]:
    """An answer to 2.5: two orders of the six needs, and the set of those that change place."""
    shape = tr('the answer is {{"before": the order, "after": the order, "changing": the needs}}.')
    if not isinstance(answer, Mapping) or {"before", "after", "changing"} - set(answer):
        raise answers.UnreadableAnswer(shape)
    known = dict.fromkeys(NAMES, "")
    for order in (answer["before"], answer["after"]):
        if not isinstance(order, (list, tuple)) or sorted(map(str, order)) != sorted(NAMES):
            raise answers.UnreadableAnswer(
                tr("each order holds all six needs once: {names}.", names=", ".join(NAMES))
            )
    return {
        "before": [*answer["before"]],
        "after": [*answer["after"]],
        "changing": answers.words(answer["changing"], known),
    }


def carried_by_numbers(g: SimpleNamespace) -> Key:
    """2.6: sentences of a persona that the numbers of four segments carry."""
    value, mass, new, business = range(4)
    contacts = [share * each for share, each in zip(g.share, g.contacts, strict=True)]
    margin = [share * each for share, each in zip(g.share, g.margin, strict=True)]
    true = {
        "rich": g.margin[value] > 2 * sum(margin),
        "crowd": 2 * contacts[mass] > sum(contacts),
        "calls": g.contacts[business] == max(g.contacts),
        "loyal": g.leave[value] == min(g.leave),
        "fresh": g.leave[new] >= 20,
        "bulk": margin[mass] == max(margin),
    }
    key = {name for name, holds in true.items() if holds}
    wrong = {"heads": key ^ {"crowd"}, "a_head": key ^ {"bulk"}, "memory": key ^ {"loyal"}}
    words = {
        "share_list": ", ".join(f"{100 * share:.0f}" for share in g.share),
        "contacts_list": ", ".join(map(str, g.contacts)),
        "margin_list": ", ".join(map(str, g.margin)),
        "leave_list": ", ".join(map(str, g.leave)),
        "average": round(sum(margin), 1),
        "count": len(key),
    }
    return Key(key, wrong, words)

"""Keys of lesson 3: the order of a hard talk, words without flags, teams or pool, standards, promised waits.

The givens are the sources' (one standard for all channels or one for each, 95 % within 60 s) or the course's own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from cxsim.course import wording
from cxsim.course.answers import UnreadableAnswer
from cxsim.course.exercise_keys import Key
from cxsim.course.exercise_years import accepted, differences
from cxsim.measure import expectation_gap
from cxsim.messages import tr

if TYPE_CHECKING:
    from cxsim.results.run import Run

#: The steps of HEAT in their order, each with words by which its lines can be known.
CLUES = {
    "hear": ("tell me", "is that right"),
    "empathize": ("understand", "feel"),
    "apologize": ("sorry", "apologize"),
    "act": ("I will",),
}
STEPS = tuple(CLUES)
#: Ten sentences without a flag, in the order of the printed ones.
WITHOUT_FLAG = (
    "I will look at your matter now and call you by 15:00.",
    "I will ask the workshop and tell you the date tomorrow by 10:00.",
    "I will find out what happened and write to you today by 18:00.",
    "I will send you a short form today, and we will collect the device on Friday.",
    "I will order the part now; we will deliver it to you on Thursday.",
    "Li Na from our team will call you within 2 hours.",
    "I will check what we can offer instead and tell you within 30 minutes.",
    "I will write your order down by hand and confirm it within 20 minutes.",
    "Please email me the receipt today, and I will credit the amount tomorrow.",
    "Our specialist Wang Lei will visit you on Monday at 9:00.",
)
#: A sentence with one flag only, by the flag.
WITH_FLAG = {
    "negative": "Unfortunately I can only send it to you on Friday.",
    "jargon": "I send you your ticket by mail today at noon.",
    "action": "I am here for you today and tomorrow, gladly.",
    "owner": "The new part will be sent to you: look for it on Friday.",
    "time": "I send you the new part as soon as it is here.",
    "length": "I call you today.",
}


def step_of(line: str) -> str:
    """Step of HEAT to which a line belongs."""
    return next(step for step, clues in CLUES.items() if any(clue in line for clue in clues))


def heat_order(g: SimpleNamespace) -> Key:
    """3.1: lines in the order of HEAT, and the step without a line."""
    place = {line: STEPS.index(step_of(line)) for line in g.lines}
    order = sorted(g.lines, key=place.__getitem__)
    (missing,) = set(STEPS) - {step_of(line) for line in g.lines}
    other = next(step for step in STEPS if step != missing)
    first, then = (step for step in STEPS[:3] if step != missing)
    rank = {then: 0, first: 1, "act": 2}
    early = sorted(order, key=lambda line: rank[step_of(line)])
    wrong = {
        "missing": {"order": order, "missing": other},
        "act_first": {"order": order[::-1], "missing": missing},
        "feel_first": {"order": early, "missing": missing},
    }

    def judge(answer: Any) -> str:
        return _road_of_order(answer, g.lines, missing)

    words = {"missing": missing, "early": _too_early(first, then)}
    return Key({"order": order, "missing": missing}, wrong, words, judge=judge)


def _too_early(first: str, then: str) -> str:
    """What to say where the second of two steps comes before the first."""
    if then == "empathize":
        return tr("feeling with somebody comes after hearing what happened; before it, it is a phrase.")
    if first == "hear":
        return tr("an apology comes after hearing what happened; before it, nobody knows what it is for.")
    return tr("an apology comes after feeling with somebody; before it, it is a phrase.")


def _road_of_order(answer: Any, lines: Sequence[str], missing: str) -> str:
    """The wrong road of an answer to 3.1; nothing when it is right."""
    if not isinstance(answer, Mapping) or {"order", "missing"} - set(answer):
        raise UnreadableAnswer(tr('the answer is {{"order": the lines in order, "missing": the step}}.'))
    order = answer["order"]
    if not isinstance(order, (list, tuple)) or sorted(map(str, order)) != sorted(lines):
        raise UnreadableAnswer(tr("“order” holds each of the {count} lines once.", count=len(lines)))
    if answer["missing"] != missing:
        return "missing"
    places = [STEPS.index(step_of(line)) for line in order]
    if places == sorted(places):
        return ""
    acts = [place for place, step in enumerate(places) if step == STEPS.index("act")]
    return "act_first" if acts[0] < len(places) - len(acts) else "feel_first"


def better_words(g: SimpleNamespace) -> Key:
    """3.2: sentences of which the checker has nothing to say."""
    wrong = {flag: [sentence, *WITHOUT_FLAG[1:]] for flag, sentence in WITH_FLAG.items()}
    wrong["copied"] = [g.sentences[0], *WITHOUT_FLAG[1:]]
    wrong["repeated"] = [WITHOUT_FLAG[0]] * len(WITHOUT_FLAG)

    def judge(answer: Any) -> str:
        return _road_of_words(answer, g.sentences)

    words = {"shortest": wording.SHORTEST, "longest": wording.LONGEST, "count": len(g.sentences)}
    return Key(list(WITHOUT_FLAG), wrong, words, judge=judge)


def _road_of_words(answer: Any, sentences: Sequence[str]) -> str:
    """The first flag of an answer to 3.2; nothing when there is none."""
    texts = list(answer) if isinstance(answer, (list, tuple)) else []
    if len(texts) != len(sentences) or not all(isinstance(text, str) for text in texts):
        raise UnreadableAnswer(tr("the answer is a list of {count} sentences.", count=len(sentences)))
    if any(text.strip() == old for text, old in zip(texts, sentences, strict=True)):
        return "copied"
    if len({text.strip().lower() for text in texts}) < len(texts):
        return "repeated"
    return next((flag for text in texts for flag in wording.read(text).flags()), "")


def agents_for(per_hour: float, minutes: float, within_s: float, share: float) -> int:
    """Agents that keep a promise at so many contacts an hour."""
    from cxsim.theory.staffing import required_agents

    return required_agents(per_hour / 60, 1 / minutes, within_s / 60, share)


def pool_agents(g: SimpleNamespace) -> Key:
    """3.3: agents of two teams and of one pool."""
    team = agents_for(g.per_hour, g.call_min, g.within_s, g.share)
    pooled = agents_for(2 * g.per_hour, g.call_min, g.within_s, g.share)
    work = int(2 * g.per_hour * g.call_min // 60)
    wrong = {"no_gain": (2 * team, 2 * team), "load_only": (work, work), "one_team": (team, pooled)}
    return Key((2 * team, pooled), wrong, {"percent": g.share * 100, "saved": 2 * team - pooled})


def mail_agents(g: SimpleNamespace) -> Key:
    """3.4: agents on mail with the standard of the phone, and with one of its own."""
    same, own = (agents_for(g.per_hour, g.mail_min, within, g.share) for within in (g.live_s, g.mail_s))
    work = int(g.per_hour * g.mail_min // 60)
    wrong = {"swapped": (own, same), "load_only": (work, work), "no_change": (same, same)}
    return Key((same, own), wrong, {"percent": g.share * 100, "mail_minutes": g.mail_s / 60, "more": same - own})


def promise_gaps(g: SimpleNamespace) -> Key:
    """3.5: promise minus wait, for a short and a long promise."""
    short, long = (expectation_gap(told, g.real_min) for told in (g.short_min, g.long_min))
    wrong = {
        "sign": (-short, -long),
        "size_only": (abs(short), abs(long)),
        "added": (g.real_min + g.short_min, g.real_min + g.long_min),
    }
    return Key((short, long), wrong)


def promised_for_a_year(g: SimpleNamespace) -> Key:
    """3.6: long promise less short one, from pairs of simulated years: satisfied, and who leaves on hearing it."""
    found = accepted(promise_years(g.short_min / g.real_min, g.long_min / g.real_min))
    satisfied, left, in_time = found.mean
    wrong = {
        "sign": (-satisfied, -left),
        "shares": (satisfied / 100, left / 100),
        "swapped": (left, satisfied),
        "in_time": (satisfied, in_time),
    }
    return Key((satisfied, left), wrong, {"left": round(left)}, found.low[:2], found.high[:2])


def promise_years(short: float, long: float) -> tuple[tuple[float, ...], ...]:
    """For each year, long promise less short one (told over expected wait): points of three shares."""
    from cxsim.scenario import load_scenario

    plans = (
        load_scenario("default").replace(
            {"policy.promise.announce": "wait", "policy.promise.announce_factor": factor}
        )
        for factor in (long, short)
    )
    return differences(*plans, _promise_figures)


def _promise_figures(year: Run) -> tuple[float, ...]:
    """Satisfied of 100 served; leaving on hearing the wait and served by the time told, of 100 told."""
    found = year.summary()
    return tuple(
        100 * found[name] for name in ("csat_true_share", "announced_left_share", "announced_kept_share")
    )

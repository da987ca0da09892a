"""Words of customers in two languages, put together from committed phrases by what really happened to them."""

from __future__ import annotations

from typing import Any, NamedTuple

from cxsim.generate.luck import bounded
from cxsim.generate.settings import read, setting
from cxsim.generate.story import Row, Story, channel_of, reason_of
from cxsim.schema import ABANDONED, BALKED, CLOSED, RESOLVED

LANGUAGES = ("en", "zh")
PERIOD = {"en": ".", "zh": "。"}


class Point(NamedTuple):
    """One thing that a customer has to say: topic, direction (bad or good), and how strongly it is felt."""

    topic: str
    side: str
    strength: float


def points(story: Story, need: Row) -> list[Point]:
    """What a customer could say of a need, strongest first."""
    lived, weight = story.lived.get(need["need"]), setting("comments")["weight"]
    found = []
    touches = story.contacts_of.get(need["need"], [])
    if lived is not None:
        gaps = [p - e for p, e in zip(lived.perceived, lived.expected, strict=True)]
        if gaps[1] >= 0 or story.wait_min.get(need["need"], 0.0) >= 1:
            found.append(_point("wait", gaps[1]))
        if need["handlings"]:
            found += [_point("skill", gaps[2]), _point("conduct", gaps[3])]
    if need["state"] != RESOLVED:
        found.append(Point("solution", "bad", 1.0))
    elif need["handlings"] == 1:
        found.append(Point("solution", "good", 1.0))
    if need["handlings"] > 1:
        found.append(Point("repeat", "bad", float(need["handlings"] - 1)))
    if any(c["outcome"] in (ABANDONED, BALKED) for c in touches):
        found.append(Point("vain", "bad", 1.0))
    if any(c["outcome"] == CLOSED for c in touches):
        found.append(Point("closed", "bad", 1.0))
    weighed = [point._replace(strength=point.strength * weight[point.topic]) for point in found]
    return sorted(weighed, key=lambda point: (-point.strength, point.topic))


def _point(topic: str, gap: float) -> Point:
    return Point(topic, "good" if gap >= 0 else "bad", abs(gap))


def slots(story: Story, need: Row, language: str) -> dict[str, str]:
    """Facts of a need as words of one language."""
    words, at = read("phrases/words.yaml"), LANGUAGES.index(language)
    return {
        "tries": often(need["attempts"], language), "times": str(need["handlings"]),
        "wait": span(story.wait_min.get(need["need"], 0.0), language),
        "channel": words["channel"][channel_of(need)][at], "product": words["product"][story.product[need["need"]]][at],
        "reason": words["reason"][reason_of(need)][at],
    }  # fmt: skip


def often(count: int, language: str) -> str:
    """A number of times as people say it; who wanted something tried at least once."""
    words, at = read("phrases/words.yaml"), LANGUAGES.index(language)
    if count < 3:
        return str(words["twice" if count == 2 else "once"][at])
    return str(words["times"][at]).format(n=count)


def span(minutes: float, language: str) -> str:
    """A length of time as people say it."""
    words, at = read("phrases/words.yaml"), LANGUAGES.index(language)
    if minutes < 1.5:
        return str(words["minute"][at])
    if minutes < 90:
        return str(words["minutes"][at]).format(n=bounded(minutes, 2, 90))
    if minutes < 36 * 60:
        return str(words["hours"][at]).format(n=bounded(minutes / 60, 2, 36))
    return str(words["days"][at]).format(n=bounded(minutes / 1440, 2, 99))


def comment(story: Story, need: Row, whole: str, said: list[Point]) -> dict[str, str]:
    """A comment on a need in both languages: its points, then a word on the whole; both say the same."""
    phrases, number, luck = read("phrases/comments.yaml"), need["need"], story.luck
    ends = luck.happens("comment end", setting("comments")["end_share"], number)
    found = {}
    for language in LANGUAGES:
        facts, text = slots(story, need, language), ""
        for place, point in enumerate(said):
            if place:
                kind = "joints" if point.side == said[place - 1].side else "turns"
                text += luck.choose("comment joint", phrases[kind][language], number, place)
            text += luck.choose("comment clause", phrases[point.topic][point.side][language], number, place)
        text = text.format(**facts)
        text = text[:1].upper() + text[1:] + PERIOD[language]
        if ends:
            text += " " * (language == "en") + luck.choose(
                "comment whole", phrases["overall"][whole][language], number
            )
        found[language] = text
    return found


def complaint_text(story: Story, need: Row, cause: str, case_class: str) -> tuple[str, str]:
    """Words of a complaint in English and Chinese."""
    phrases, texts = read("phrases/complaints.yaml"), []
    hardly = story.wait_min.get(need["need"], 0.0) < setting("causes")["hardly_waited_min"]
    if cause == "staffing" and need["handlings"] == 0 and hardly:
        cause = "unreached"
    for language in LANGUAGES:
        parts = [
            story.luck.choose("complaint", phrases[part][language], need["need"], place)
            for place, part in enumerate(("opening", cause, case_class))
        ]
        text = (" " if language == "en" else "").join(parts)
        texts.append(text.format(**slots(story, need, language)))
    return texts[0], texts[1]


def labels(said: list[Point]) -> str:
    """Topics of a text with their direction, for example ``wait-;solution+``."""
    signs: dict[str, Any] = {"bad": "-", "good": "+"}
    return ";".join(f"{point.topic}{signs[point.side]}" for point in said)

"""Answers to the survey of a need, with comments; the public and private feeds of feedback; messages of the chat."""

from __future__ import annotations

from typing import NamedTuple

from cxsim.clock import HOUR, MINUTE
from cxsim.generate import people
from cxsim.generate.luck import bounded
from cxsim.generate.settings import read, setting
from cxsim.generate.story import Row, Story, channel_of, reason_of
from cxsim.generate.voice import LANGUAGES, Point, comment, labels, points, slots
from cxsim.generate.writing import Rows
from cxsim.schema import ANSWERED, RESOLVED


class Answer(NamedTuple):
    """One answered survey."""

    number: int
    answered: int
    satisfaction: int
    items: tuple[int, int, int]
    said: list[Point]
    texts: dict[str, str]
    sentiment: str


def answers(story: Story) -> dict[int, Answer]:
    """Answered surveys by need, numbered in order of answering; those after the window are left out."""
    if "answers" not in story.kept:
        delay = round(story.company.run.scenario.policy.survey.delay_h * HOUR)
        asked = [
            n
            for n in story.needs
            if n["answer_state"] == ANSWERED and 0 <= n["closed"] + delay < story.company.end
        ]
        asked.sort(key=lambda n: (n["closed"], n["need"]))
        story.kept["answers"] = {
            n["need"]: _answer(story, n, at + 1, n["closed"] + delay) for at, n in enumerate(asked)
        }
    found: dict[int, Answer] = story.kept["answers"]
    return found


def sentiment_of(need: Row) -> str:
    """What a customer really felt about a need: her own answers decide, not her words."""
    if not need["satisfied"] or need["recommend"] <= setting("comments")["negative_up_to"]:
        return "negative"
    return "positive" if need["recommend"] >= setting("comments")["positive_from"] else "neutral"


def whole_of(need: Row) -> str:
    """What a customer says of a need as a whole: a good, middling or bad word."""
    return {"positive": "good", "neutral": "middle", "negative": "bad"}[sentiment_of(need)]


def satisfaction_mark(story: Story, need: Row) -> int:
    """Mark 1 to 5: the simulation says whether satisfied, the felt episode how much."""
    cuts = setting("surveys")
    felt = need["episode"] + cuts["mark_sd"] * story.luck.normal("mark", need["need"])
    if need["satisfied"]:
        return 5 if felt > cuts["very_satisfied_from"] else 4
    return 3 if felt > cuts["middle_from"] else 2 if felt > cuts["dissatisfied_from"] else 1


def _answer(story: Story, need: Row, number: int, moment: int) -> Answer:
    given, lived = setting("surveys"), story.lived[need["need"]]
    solved = 1.0 if need["state"] == RESOLVED else given["unsolved_level"]
    felt = (
        lived.perceived[1],
        solved - given["repeat_level"] * max(0, need["handlings"] - 1),
        lived.perceived[3],
    )
    items = [
        bounded(given["item_base"] + given["item_slope"] * level
                + given["item_sd"] * story.luck.normal("item", need["need"], place), 1, 5)
        for place, level in enumerate(felt)
    ]  # fmt: skip
    said, texts = _words(story, need)
    return Answer(number, moment, satisfaction_mark(story, need), (items[0], items[1], items[2]), said, texts,
                  sentiment_of(need))  # fmt: skip


def _words(story: Story, need: Row) -> tuple[list[Point], dict[str, str]]:
    given, recommend = setting("comments"), need["recommend"]
    chance = given["share"] + given["share_by_distance"] * abs(recommend - given["middle"])
    said = spoken(story, need)
    if not said or not story.luck.happens("comment", chance, need["need"]):
        return [], {"en": "", "zh": ""}
    return said, comment(story, need, whole_of(need), said)


def spoken(story: Story, need: Row) -> list[Point]:
    """The one to three points that a customer puts into words: the strongest, in her own order."""
    given = setting("comments")
    strong = [point for point in points(story, need) if point.strength >= given["strength_from"]]
    return strong[: story.luck.whole("comment points", 1, given["most_points"], need["need"])]


def surveys(story: Story) -> Rows:
    """Every answered survey, in order of answering."""
    rows = []
    for number, a in answers(story).items():
        need = story.need_of[number]
        own = people.profile(story, need["person"])
        rows.append((
            a.number, number, need["person"], story.last_agent.get(number), a.answered, channel_of(need),
            reason_of(need), story.product[number], own.region, story.company.segment(need["person"]),
            need["recommend"], a.satisfaction, need["effort"], *a.items, own.language,
            a.texts["en"] or None, a.texts["zh"] or None, labels(a.said) or None, a.sentiment,
        ))  # fmt: skip
    return rows


def feedback(story: Story) -> Rows:
    """Four feeds of feedback on needs: who is heard where, and who is not heard at all."""
    given, found = setting("feeds"), []
    for need in story.needs:
        if need["need"] not in story.lived or need["closed"] is None:
            continue
        said, mood = spoken(story, need), sentiment_of(need)
        for place, (feed, chance) in enumerate(given["chance"].items()):
            if not said or not story.luck.happens("feed", chance[mood], need["need"], place):
                continue
            late = story.luck.gap("feed delay", given["delay_h"][feed] * HOUR, need["need"], place)
            moment = need["closed"] + int(late)
            if 0 <= moment < story.company.end:
                named = story.luck.happens("feed named", given["named_share"][feed], need["need"], place)
                found.append((moment, need, feed, named, said, mood))
    found.sort(key=lambda f: (f[0], f[1]["need"], f[2]))
    rows = []
    for number, (moment, need, feed, named, said, mood) in enumerate(found, 1):
        texts = comment(story, need, whole_of(need), said)
        rows.append((
            number, feed, moment, need["person"] if named else None, need["need"] if named else None,
            texts["en"], texts["zh"], labels(said), mood, need["person"],
        ))  # fmt: skip
    return rows


def messages(story: Story) -> Rows:
    """First messages of chats and mails: what the customer wrote before anybody helped, and what became of it."""
    given = setting("messages")
    rows: Rows = []
    for contact in story.contacts:
        need = story.need_of[contact["need"]]
        if contact["queue"] not in (1, 2) or contact["case"] >= 0 or need["closed"] is None:
            continue
        if not story.luck.happens("message", given["share"], contact["contact"]):
            continue
        left = int(story.company.left[need["person"]])
        mood = story.company.mood(need["person"], contact["arrived"])
        repeats = sum(c["contact"] < contact["contact"] for c in story.contacts_of[need["need"]])
        level = mood - given["mood_by_repeat"] * repeats
        heat = (
            "angry"
            if level < given["angry_below"]
            else "annoyed"
            if level < given["annoyed_below"]
            else "calm"
        )
        rows.append((
            len(rows) + 1, contact["contact"], need["person"], ("", "chat", "email")[contact["queue"]],
            contact["arrived"], *message_texts(story, need, contact["contact"], heat), repeats, level, heat,
            contact["wait"] / MINUTE, bool(contact["resolved"]),
            contact["arrived"] <= left < contact["arrived"] + given["leave_within_days"] * 24 * HOUR,
        ))  # fmt: skip
    return rows


def message_texts(story: Story, need: Row, number: int, heat: str) -> list[str]:
    """A first message in English and Chinese: a greeting by mood, then the request by reason."""
    phrases, texts = read("phrases/messages.yaml"), []
    for language in LANGUAGES:
        first = story.luck.choose("message opening", phrases["opening"][heat][language], number)
        ask = story.luck.choose("message request", phrases["request"][reason_of(need)][language], number)
        ask = ask.format(**slots(story, need, language))
        ask = ask[:1].upper() + ask[1:] if first.endswith((".", "!", "?")) else ask
        texts.append(first + " " * (language == "en") + ask)
    return texts

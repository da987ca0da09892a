"""Answers to the two questionnaires of the measuring models: SERVQUAL with 22 items, and Kano."""

from __future__ import annotations

from typing import Any

from cxsim.generate import people
from cxsim.generate.luck import bounded, by_share
from cxsim.generate.settings import read, setting
from cxsim.generate.story import Row, Story
from cxsim.generate.writing import Rows
from cxsim.schema import DIMENSIONS

#: Answers (there, missing) that belong to each class of Kano, in the table of Berger et al. (1993).
KANO_ANSWERS = {
    "A": ((1, 2), (1, 3), (1, 4)), "O": ((1, 5),), "M": ((2, 5), (3, 5), (4, 5)), "I": ((3, 3), (2, 3), (3, 4), (4, 4)),
    "R": ((3, 1), (5, 1), (5, 3)), "Q": ((1, 1), (5, 5)),
}  # fmt: skip
WEIGHTS = ("tangibles", "reliability", "responsiveness", "assurance", "empathy")


def servqual_items(story: Story) -> Rows:
    """The 22 items."""
    return [(number, *item) for number, item in enumerate(read("models.yaml")["items"], 1)]


def servqual(story: Story) -> Rows:
    """Answers of customers who had a need, drawn at random; the last need is what they have in mind."""
    given = setting("servqual")
    rows: Rows = []
    for person in story.company.customers.tolist():
        lived = [
            n for n in story.needs_of.get(person, ()) if n["need"] in story.lived and n["closed"] is not None
        ]
        if not lived or not story.company.is_customer(person, story.company.end - 1):
            continue
        if story.luck.happens("servqual", given["share"], person):
            rows.append((len(rows) + 1, person, story.company.segment(person), *_items(story, person, lived),
                         *_weights(story, person)))  # fmt: skip
    return rows


def _items(story: Story, person: int, needs: list[Row]) -> list[int]:
    given, luck = setting("servqual"), story.luck
    felt = story.lived[needs[-1]["need"]].perceived
    first = story.company.run.scenario.beliefs.experience.start_expectation
    style = given["style"] * story.company.traits["scale_use"][person]
    mood = given["mood"] * story.company.mood(person, story.company.end)
    expects, perceives = [], []
    for number, (dimension, *_texts) in enumerate(read("models.yaml")["items"]):
        at = DIMENSIONS.index(dimension)
        used_to = story.expected[person][at] - getattr(first, dimension)
        wanted = given["excellent"][dimension] + given["by_use"] * used_to
        expects.append(bounded(wanted + style + given["sd"] * luck.normal("expect", person, number), 1, 7))
        # memory of a dimension is what was expected, corrected by the last need
        memory = (1 - given["last_need"]) * story.expected[person][at] + given["last_need"] * felt[at]
        seen = given["perceive_base"] + given["perceive_slope"] * memory + mood
        perceives.append(bounded(seen + style + given["sd"] * luck.normal("perceive", person, number), 1, 7))
    return [*expects, *perceives]


def _weights(story: Story, person: int) -> list[int]:
    given = setting("servqual")["weight"]
    factors = [given[name] * (0.5 + story.luck.one("weight", person, at)) for at, name in enumerate(WEIGHTS)]
    total = factors[0] + factors[1] + factors[2] + factors[3] + factors[4]
    points = [int(100 * factor / total) for factor in factors]
    points[1] += 100 - sum(points)
    return points


def kano_features(story: Story) -> Rows:
    """The features that were asked about."""
    return [(number, f["en"], f["zh"], f["effort_days"], f["cost_cny"])
            for number, f in enumerate(read("models.yaml")["features"], 1)]  # fmt: skip


def kano(story: Story) -> Rows:
    """Two answers of each respondent on each feature."""
    given, rows, respondent = setting("kano"), [], 0
    for person in story.company.customers.tolist():
        active = story.company.is_customer(person, story.company.end - 1)
        if not active or not story.luck.happens("kano", given["share"], person):
            continue
        respondent += 1
        for number, feature in enumerate(read("models.yaml")["features"], 1):
            pair = _pair(story, person, number, feature)
            rows.append((respondent, person, story.company.segment(person), number, *pair))
    return rows


def _pair(story: Story, person: int, number: int, feature: dict[str, Any]) -> tuple[int, int]:
    luck, given = story.luck, setting("kano")
    classes = {letter: float(share) for letter, share in feature["classes"].items()}
    shift = feature["speed"] * (people.profile(story, person).values[1] - 3)
    classes["M"] = max(0.0, classes["M"] + shift)
    classes["I"] = max(0.0, classes["I"] - shift)
    letter = by_share(luck.one("kano class", person, number), classes)
    if luck.happens("kano slip", given["slip_share"], person, number):
        letter = "Q"
    return luck.choose("kano answer", KANO_ANSWERS[letter], person, number)  # type: ignore[no-any-return]

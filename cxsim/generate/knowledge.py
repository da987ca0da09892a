"""The article base and its searches, the steps of routine work, the machines that report what they feel."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

from cxsim.clock import DAY
from cxsim.generate.company import MONTH
from cxsim.generate.settings import read, setting
from cxsim.generate.story import Row, Story, reason_of, was_handled
from cxsim.generate.voice import LANGUAGES, slots
from cxsim.generate.writing import Rows
from cxsim.schema import REASONS

TECHNICAL = REASONS.index("technical")


def article_numbers() -> dict[tuple[str, int], int]:
    """Number of the article by reason and place."""
    found: dict[tuple[str, int], int] = {}
    for reason in REASONS:
        for place in range(len(read("articles.yaml")[reason])):
            found[(reason, place)] = len(found) + 1
    return found


def articles(story: Story) -> Rows:
    """Every article, written or still missing, with what the searches made of it."""
    asked, hits = Counter(row[6] for row in searches(story)), [row for row in searches(story) if row[7]]
    views, solved = Counter(row[6] for row in hits), Counter(row[6] for row in hits if row[9])
    rows = []
    for (reason, place), number in article_numbers().items():
        article = read("articles.yaml")[reason][place]
        days = story.luck.whole("article", 0, story.company.end // DAY - 1, number)
        n = views[number]
        rows.append((
            number, reason, *article["q"], *article["a"], *article["k"], article["published"], days * DAY,
            asked[number], n, solved[number] / n if n else None,
        ))  # fmt: skip
    return rows


def searches(story: Story) -> Rows:
    """Searches of agents during a part of the handled contacts."""
    given, luck = setting("searches"), story.luck
    if "searches" not in story.kept:
        rows: Rows = []
        for contact in story.contacts:
            if (
                was_handled(contact)
                and contact["case"] < 0
                and luck.happens("search", given["share"], contact["contact"])
            ):
                rows.append((len(rows) + 1, *_search(story, contact)))
        story.kept["searches"] = rows
    found: Rows = story.kept["searches"]
    return found


def _search(story: Story, contact: Row) -> tuple[Any, ...]:
    given, luck, number = setting("searches"), story.luck, contact["contact"]
    need = story.need_of[contact["need"]]
    reason = reason_of(need)
    requests = read("phrases/messages.yaml")["request"][reason]
    place = int(luck.one("searched", need["need"]) * len(requests["en"]))
    texts = [requests[language][place].format(**slots(story, need, language)) for language in LANGUAGES]
    published = read("articles.yaml")[reason][place]["published"]
    found = published and luck.happens("found", given["found_share"], number)
    seconds = luck.gap("search seconds", given["seconds_found"] if found else given["seconds_vain"], number)
    return (number, contact["agent"], contact["arrived"] + contact["wait"], *texts, article_numbers()[(reason, place)],
            found, seconds, bool(contact["resolved"]))  # fmt: skip


def process_steps(story: Story) -> Rows:
    """Steps of routine work; their volumes are the handled contacts of the window."""
    handled = Counter(REASONS[c["reason"]] for c in story.contacts if was_handled(c) and c["case"] < 0)
    months = story.company.months
    return [
        (
            number, step["process"], *step["n"], handled[step["process"]] / months * step["per"], step["minutes"],
            step["error"], step["auto"], step["cost"], step["run"],
        )
        for number, step in enumerate(read("articles.yaml")["steps"], 1)
    ]  # fmt: skip


def machines(story: Story) -> Rows:
    """Sensor values of connected machines; a fault to come shows in them, with noise."""
    given, luck, rows = setting("machines"), story.luck, []
    faults: dict[int, set[int]] = defaultdict(set)
    for need in story.needs:
        if need["reason"] == TECHNICAL and need["born"] >= 0:
            faults[need["person"]].add(need["born"] // MONTH)
    for person in story.company.customers.tolist():
        if not luck.happens("connected", given["share"], person):
            continue
        product = luck.weighted("machine", setting("products")["need_share"], person)
        age = luck.whole("machine age", 0, given["oldest_months"], person)
        start, end = story.company.active(person)
        for month in range(-(-start // MONTH), end // MONTH):
            coming = month + 1 in faults[person]
            felt = _sensors(story, (person, month), age + month, coming)
            rows.append((person, month + 1, product, age + month, *felt,
                         coming if month + 1 < story.company.months else None))  # fmt: skip
    return rows


def _sensors(story: Story, at: tuple[int, int], age: int, coming: bool) -> tuple[float, float, int]:
    given, luck = setting("machines"), story.luck
    vibration = given["vibration"] + given["vibration_by_age"] * age + given["vibration_fault"] * coming
    vibration += given["vibration_sd"] * luck.normal("vibration", *at)
    heat = (
        given["temperature"]
        + given["temperature_fault"] * coming
        + given["temperature_sd"] * luck.normal("heat", *at)
    )
    return max(0.0, vibration), heat, luck.count("starts", given["starts"], *at)

"""Use of the app by month and feature, and the steps of its longest task."""

from __future__ import annotations

from typing import Any

from cxsim.clock import DAY
from cxsim.distributions import exp_
from cxsim.generate import people
from cxsim.generate.settings import setting
from cxsim.generate.story import Row, Story, reason_of
from cxsim.generate.writing import Rows


def usage(story: Story) -> Rows:
    """Use of each feature in each month of a customer's life with the app."""
    if "usage" not in story.kept:
        story.kept["usage"] = [
            row for person in story.company.customers.tolist() for row in _usage_of(story, person)
        ]
    rows: Rows = story.kept["usage"]
    return rows


def app_minutes(story: Story) -> dict[tuple[int, int], float]:
    """Time in the app by person and month (from 0)."""
    total: dict[tuple[int, int], float] = {}
    for person, month, _feature, _uses, minutes, *_rest in usage(story):
        total[(person, month - 1)] = total.get((person, month - 1), 0.0) + minutes
    return total


def _usage_of(story: Story, person: int) -> Any:
    given, luck = setting("usage"), story.luck
    if not people.profile(story, person).app_user:
        return
    own = float(luck.factors("app use", given["cv"], [person])[0])
    for month in people.known_months(story, person):
        # satisfaction at the beginning of the month: nothing here looks ahead
        lean = exp_(given["by_satisfaction"] * float(story.monthly_mood[month, person]))
        for at, (feature, mean) in enumerate(given["features"].items()):
            uses = luck.count("uses", mean["uses"] * own * lean, person, month, at)
            if not uses:
                continue
            errors = luck.count("app errors", uses * mean["error_share"], person, month, at)
            left = luck.count("app left", uses * mean["left_share"], person, month, at)
            minutes = luck.gap("app minutes", mean["minutes"] * uses, person, month, at)
            yield person, month + 1, feature, uses, minutes, min(errors, uses), min(left, uses)


def funnel(story: Story) -> Rows:
    """Sessions of booking a technician, step by step; app users with a technical need begin them."""
    sessions = [
        need for need in story.needs
        if (reason_of(need) == "technical" and need["born"] >= 0 and people.profile(story, need["person"]).app_user)
        or (need["born"] >= 0 and story.luck.happens("funnel visit", setting("funnel")["other_share"], need["need"]))
    ]  # fmt: skip
    rows: Rows = []
    for number, need in enumerate(sessions, 1):
        rows += _session(story, number, need)
    return rows


def _session(story: Story, number: int, need: Row) -> Any:
    given, luck, key = setting("funnel"), story.luck, need["need"]
    short = need["born"] >= (given["short_from_week"] - 1) * 7 * DAY
    screens = [name for name in given["screens"] if not short or name not in given["dropped_screens"]]
    started = need["born"] - int(luck.one("funnel before", key) * given["minutes_before"] * 60_000)
    device = luck.weighted("device", given["devices"], key)
    hasty = exp_(given["haste_by_failure"] * min(3.0, float(need["failure"])))
    for at, screen in enumerate(screens, 1):
        mean = given["screens"][screen]
        errors = luck.count("funnel errors", mean["errors"] * given["device_factor"][device], key, at)
        back = luck.count("funnel back", mean["back"] + 0.3 * errors, key, at)
        seconds = luck.gap("funnel seconds", mean["seconds"] * (1 + 0.5 * (errors + back)), key, at)
        chance = (mean["drop"] + given["drop_by_error"] * errors) * given["device_factor"][device] * hasty
        dropped = luck.happens("funnel drop", chance, key, at)
        ended = "dropped" if dropped else "done" if at == len(screens) else "next"
        yield (number, need["person"], max(0, started), device, "short" if short else "long", at, screen, seconds,
               errors, back, ended)  # fmt: skip
        if dropped:
            return

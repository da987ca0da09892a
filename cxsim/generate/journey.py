"""The customer journey as scored moments, and the panel that a churn model learns from."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from typing import Any

from cxsim.clock import DAY, MINUTE, WEEK
from cxsim.generate import people
from cxsim.generate.company import MONTH
from cxsim.generate.digital import app_minutes
from cxsim.generate.luck import bounded
from cxsim.generate.settings import setting
from cxsim.generate.story import Row, Story, channel_of
from cxsim.generate.surveys import answers, satisfaction_mark
from cxsim.generate.trade import all_orders, orders_of
from cxsim.generate.writing import Rows
from cxsim.schema import RESOLVED


def touchpoints(story: Story) -> Rows:
    """Moments of the journey, in order of time."""
    found = [
        *_of_winning(story),
        *_of_orders(story),
        *_of_needs(story),
        *_of_cases(story),
        *_of_staying(story),
    ]
    inside = [row for row in found if 0 <= row[1] < story.company.end]
    inside.sort(key=lambda row: (row[1], row[0], row[3]))
    return [(at, *row) for at, row in enumerate(inside, 1)]


def _scored(row: tuple[Any, ...], score: int) -> tuple[Any, ...]:
    return (*row, score, score - 3)


def _of_winning(story: Story) -> Any:
    given, luck = setting("touchpoints"), story.luck
    for person in story.company.customers.tolist():
        joined = int(story.company.joined[person])
        if not 0 <= joined < story.company.end:
            continue
        heard = people.acquisition_channel(story, person) == "referral"
        level = given["heard"] if heard else given["saw"]
        first = (
            ("awareness", "heard from a friend", "talk")
            if heard
            else ("awareness", "saw an advertisement", "web")
        )
        before = joined - int(luck.gap("aware", given["aware_days"] * DAY, person))
        score = bounded(level + given["sd"] * luck.normal("aware", person), 1, 5)
        yield _scored((person, before, *first, None, None, None), score)
        visit = bounded(given["website"] + given["sd"] * luck.normal("evaluate", person), 1, 5)
        minutes = luck.gap("evaluate minutes", given["website_minutes"], person)
        yield _scored(
            (person, (before + joined) // 2, "evaluation", "visited the website", "web", None, None, minutes),
            visit,
        )


def _of_orders(story: Story) -> Any:
    given, luck = setting("touchpoints"), story.luck
    for order in all_orders(story):
        if not luck.happens("order moment", given["order_share"], order.number):
            continue
        route = {"marketplace": "web"}.get(order.route, order.route)
        placed = bounded(given["ordering"] + given["sd"] * luck.normal("ordering", order.number), 1, 5)
        minutes = luck.gap("ordering minutes", given["ordering_minutes"], order.number)
        yield _scored(
            (order.person, order.moment, "decision", "placed an order", route, None, order.number, minutes),
            placed,
        )
        late = order.days - order.promised
        level = (
            given["delivery"] - given["by_late_day"] * max(0, late) + given["by_early_day"] * max(0, -late)
        )
        score = bounded(level + given["sd"] * luck.normal("delivery moment", order.number), 1, 5)
        moment = order.moment + order.days * DAY
        yield _scored(
            (order.person, moment, "use", "received the delivery", "home", None, order.number, None), score
        )


def _of_needs(story: Story) -> Any:
    for need in story.needs:
        closed, number = need["closed"], need["need"]
        if number not in story.lived or not story.luck.happens(
            "need moment", setting("touchpoints")["need_share"], number
        ):
            continue
        work = sum(c["wait"] + c["handle"] for c in story.contacts_of.get(number, ())) / 60_000
        stage, name = ("evaluation", "asked the desk") if need["prospect"] else ("use", "needed help")
        yield _scored(
            (need["person"], closed, stage, name, channel_of(need), number, None, work),
            satisfaction_mark(story, need),
        )


def _of_cases(story: Story) -> Any:
    given = setting("touchpoints")
    for case in story.company.cases:
        number, resolved, opened = int(case["need"]), story.company.since(case["resolved"]), int(case["opened"])
        if resolved is None:
            continue
        level = given["case"] + given["by_recovery"] * float(case["recovered"])
        score = bounded(level + given["sd"] * story.luck.normal("case moment", int(case["case"])), 1, 5)
        minutes = (resolved + story.company.t0 - opened) / 60_000
        yield _scored(
            (int(case["person"]), resolved, "use", "complained", "phone", number, None, minutes), score
        )


def _of_staying(story: Story) -> Any:
    given, company = setting("touchpoints"), story.company
    first_week = company.run.facts.horizon.first_week
    for review in company.reviews:
        person, moment = int(review["person"]), (int(review["week"]) - first_week + 1) * WEEK
        contract = company.traits["contract"][person]
        if review["left"] or contract < 0 or int(review["week"]) // 4 % 13 != contract:
            continue
        score = bounded(given["staying"] + given["by_mood"] * float(review["satisfaction"]), 1, 5)
        tells = review["recommend"] >= given["tells_from"] and story.luck.happens(
            "tells", given["tells_share"], person, moment // MONTH
        )
        name, where = ("recommended us", "talk") if tells else ("stayed another year", "web")
        yield _scored((person, moment, "loyalty", name, where, None, None, None), score)


def churn_panel(story: Story) -> Rows:
    """One row per customer and month; each column uses only what was known at its end."""
    know = _Known(story)
    return [know.row(person, month) for person in story.company.customers.tolist()
            for month in people.known_months(story, person)
            if story.company.is_customer(person, (month + 1) * MONTH - 1)]  # fmt: skip


class _Known:
    """What the company knows of each customer at the end of each month."""

    def __init__(self, story: Story) -> None:
        company = story.company
        self.story, self.minutes, self.orders = story, app_minutes(story), orders_of(story)
        self.cases: dict[int, list[int]] = defaultdict(list)
        for case in company.cases:
            self.cases[int(case["person"])].append(int(case["opened"]) - company.t0)
        self.answers: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for number, answer in answers(story).items():
            need = story.need_of[number]
            self.answers[need["person"]].append((answer.answered, need["recommend"]))
        first = company.run.facts.horizon.first_week
        self.ahead: dict[int, list[tuple[int, float, int]]] = defaultdict(list)
        for review in company.reviews:
            when = (int(review["week"]) - first + 1) * WEEK
            number = int(review["week"]) // 4
            self.ahead[int(review["person"])].append((when, float(review["leave_probability"]), number))

    def row(self, person: int, month: int) -> tuple[Any, ...]:
        company, end = self.story.company, (month + 1) * MONTH
        start, contract = end - 3 * MONTH, company.traits["contract"][person]
        needs = [
            n
            for n in self.story.needs_of.get(person, ())
            if n["closed"] is not None and start <= n["closed"] < end
        ]
        told = [mark for when, mark in self.answers.get(person, ()) if when < end]
        left, horizon = int(company.left[person]), end + 3 * MONTH
        chance, number = self._next_review(person, end)
        # in the last months nothing is told of leavers either: only they would be known
        known = horizon <= company.end
        return (
            person, month + 1, company.segment(person), (end - int(company.joined[person])) // MONTH, contract >= 0,
            (contract - number) % 13 if contract >= 0 else None,
            company.margin_month_cny[person], *self._lived(needs),
            sum(start <= when < end for when in self.cases.get(person, ())), told[-1] if told else None,
            sum(start <= order.moment < end for order in self.orders.get(person, ())),
            people.profile(self.story, person).app_user, self.minutes.get((person, month), 0.0),
            (left < horizon) if known else None, chance,
        )  # fmt: skip

    def _lived(self, needs: list[Row]) -> tuple[Any, ...]:
        return (
            len(needs), sum(n["state"] != RESOLVED for n in needs),
            sum(self.story.wait_ms.get(n["need"], 0) for n in needs) / MINUTE,
            sum(max(0, n["attempts"] - 1) for n in needs),
        )  # fmt: skip

    def _next_review(self, person: int, moment: int) -> tuple[float | None, int]:
        """Chance of leaving at the next review, None where the window ends before it, and its number."""
        rows = self.ahead.get(person, [])
        at = bisect_left(rows, (moment, -1.0, 0))
        if at < len(rows):
            return rows[at][1:]
        return None, rows[-1][2] + 1 if rows else self.story.company.first_review + moment // MONTH

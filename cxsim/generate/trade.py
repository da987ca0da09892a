"""What customers buy, what they are sent, what they are offered."""

from __future__ import annotations

from collections import defaultdict
from typing import Any, NamedTuple

from cxsim.clock import DAY, HOUR
from cxsim.generate import people
from cxsim.generate.company import MONTH
from cxsim.generate.luck import bounded
from cxsim.generate.settings import setting
from cxsim.generate.story import Story
from cxsim.generate.writing import Rows
from cxsim.schema import FAILED


class Order(NamedTuple):
    """One purchase."""

    number: int
    person: int
    moment: int
    item: str
    quantity: int
    amount_cny: float
    route: str
    promised: int
    days: int
    returned: bool


def all_orders(story: Story) -> list[Order]:
    """Every purchase of the window, in order of time."""
    if "orders" not in story.kept:
        found = [order for person in story.company.customers.tolist() for order in _orders_of(story, person)]
        found.sort(key=lambda order: (order.moment, order.person))
        story.kept["orders"] = [order._replace(number=at) for at, order in enumerate(found, 1)]
    orders: list[Order] = story.kept["orders"]
    return orders


def orders_of(story: Story) -> dict[int, list[Order]]:
    """Purchases of each person, in order of time."""
    found: dict[int, list[Order]] = story.kept.get("orders of", {})
    if not found:
        found = defaultdict(list)
        for order in all_orders(story):
            found[order.person].append(order)
        story.kept["orders of"] = found
    return found


def _orders_of(story: Story, person: int) -> Any:
    """Purchases month by month: the revenue that the margin needs, over the mean price of an order."""
    given, company, luck = setting("orders"), story.company, story.luck
    start, end = company.active(person)
    revenue = company.margin_month_cny[person] / company.run.scenario.world.costs.contribution_share
    own = float(luck.factors("buyer", given["rate_cv"], [person])[0])
    for month in people.known_months(story, person):
        lean = 1 + given["by_satisfaction"] * company.mood(person, month * MONTH)
        mean = revenue / given["order_mean_cny"] * 12 / 13 * own * min(2.0, max(0.2, lean))
        for nth in range(luck.count("orders", mean, person, month)):
            moment = month * MONTH + int(luck.one("order time", person, month, nth) * MONTH)
            if start <= moment < end:
                yield _order(story, person, moment, (person, month, nth))


def _order(story: Story, person: int, moment: int, at: tuple[int, int, int]) -> Order:
    given, luck = setting("orders"), story.luck
    item = luck.weighted("item", given["items"][story.company.segment(person)], *at)
    price, quantity = given["price_cny"][item], 1 + luck.count("quantity", given["more"].get(item, 0.0), *at)
    own = 1 + given["price_sd"] * luck.normal("price", *at)
    region = people.profile(story, person).region
    slow = (
        given["slow"]
        if region == given["slow"]["region"] and moment // MONTH >= given["slow"]["from_month"] - 1
        else {}
    )
    promised = given["promised_days"][item]
    days = bounded(promised * (given["delivery_base"] + slow.get("more", 0.0))
                   + given["delivery_sd"] * luck.normal("delivery", *at), 1, 60)  # fmt: skip
    chance = given["return_base"] + given["return_by_day"] * max(0, days - promised)
    route, returned = luck.weighted("route", given["routes"], *at), luck.happens("return", chance, *at)
    return Order(
        0, person, moment, item, quantity, max(5.0, price * quantity * own), route, promised, days, returned
    )


def orders(story: Story) -> Rows:
    """Every purchase."""
    end = story.company.end
    return [
        (
            o.number, o.person, o.moment, o.item, o.quantity, o.amount_cny, o.route,
            people.profile(story, o.person).region, o.promised, o.days if o.moment + o.days * DAY < end else None,
            o.returned and o.moment + o.days * DAY < end,
        )
        for o in all_orders(story)
    ]  # fmt: skip


def outreach(story: Story) -> Rows:
    """Messages after a trigger; what is forgotten has no time of sending."""
    found = sorted(_triggers(story), key=lambda t: (t[0], t[1], t[2]))
    sent_to: dict[int, list[int]] = defaultdict(list)
    rows: Rows = []
    for due, person, trigger in found:
        rows.append((len(rows) + 1, *_message(story, (due, person, trigger), sent_to[person], len(rows))))
    return rows


def _triggers(story: Story) -> Any:
    """Moments that ask for a message: deliveries, failed needs, renewals, filters, long silence."""
    given, company, luck = setting("outreach"), story.company, story.luck
    for order in all_orders(story):
        if luck.happens("trigger order", given["share"], order.number):
            yield order.moment + order.days * DAY + 2 * HOUR, order.person, "delivery"
        if order.item == "filter" and luck.happens("trigger filter", given["share"], order.number):
            yield order.moment + given["filter_days"] * DAY, order.person, "filter due"
    for need in story.needs:
        if (
            need["state"] == FAILED
            and need["closed"]
            and luck.happens("trigger need", given["share"], need["need"])
        ):
            yield need["closed"] + DAY, need["person"], "failed need"
    for person in company.customers.tolist():
        contract = company.traits["contract"][person]
        for month in people.known_months(story, person):
            renews = contract >= 0 and (company.first_review + month + 1) % 13 == contract
            if renews and luck.happens("trigger renewal", given["share"], person, month):
                yield month * MONTH + 10 * HOUR, person, "renewal"
            if luck.happens("trigger silence", given["silence_share"], person, month):
                yield month * MONTH + DAY, person, "long silence"


def _message(story: Story, what: tuple[int, int, str], before: list[int], at: int) -> tuple[Any, ...]:
    given, luck, (due, person, trigger) = setting("outreach"), story.luck, what
    own = people.profile(story, person)
    medium = (
        luck.weighted("medium", given["media"], at)
        if own.app_user
        else luck.choose("medium", ("sms", "email"), at)
    )
    sent = due + int(luck.gap("sending", given["delay_h"] * HOUR, at))
    active = story.company.is_customer(person, max(0, sent)) and due >= 0 and sent < story.company.end
    if not active or luck.happens("forgotten", given["forgotten_share"], at):
        return person, trigger, due, None, medium, own.consent, _recent(before, due), None, None, None
    recent = _recent(before, sent)
    before.append(sent)
    mood = story.company.mood(person, sent)
    chance = given["open"][medium] + given["by_mood"] * mood - given["by_recent"] * recent
    opened = luck.happens("opened", chance, at)
    responded = opened and luck.happens("responded", given["respond"][trigger] + given["by_mood"] * mood, at)
    quits = luck.happens("unsubscribed", given["quit_base"] + given["quit_by_recent"] * recent, at)
    return person, trigger, due, sent, medium, own.consent, recent, opened, responded, quits


def _recent(before: list[int], moment: int) -> int:
    return sum(moment - 30 * DAY <= sent < moment for sent in before)


def recommendations(story: Story) -> Rows:
    """Offers in the app; the arm is drawn once for each customer."""
    given, luck, rows = setting("recommendations"), story.luck, []
    for person in story.company.customers.tolist():
        if not people.profile(story, person).app_user:
            continue
        arm = "personal" if luck.happens("arm", 0.5, person) else "popular"
        for month in people.known_months(story, person):
            shown = month * MONTH + int(luck.one("shown", person, month) * MONTH)
            if month < given["from_month"] - 1 or not story.company.is_customer(person, shown):
                continue
            if luck.happens("offer", given["share"], person, month):
                rows.append((shown, *_offer(story, (person, month), arm, shown)))
    rows.sort(key=lambda row: (row[0], row[1]))
    return [(at, row[1], row[0], *row[2:]) for at, row in enumerate(rows, 1)]


def _offer(story: Story, at: tuple[int, int], arm: str, shown: int) -> tuple[Any, ...]:
    given, luck, person = setting("recommendations"), story.luck, at[0]
    owned = [order.item for order in orders_of(story).get(person, ()) if order.moment < shown]
    wanted = {item for had in owned for item in given["goes_with"].get(had, ())}
    item = luck.weighted("offered", given["popular"], *at)
    if arm == "personal" and wanted:
        item = luck.choose("personal", sorted(wanted), *at)
    fits = item in wanted
    chance = given["buy_fitting"] if fits else given["buy_other"]
    bought = luck.happens("bought", chance, *at)
    price = setting("orders")["price_cny"][item] * (1 + given["price_sd"] * luck.normal("offer price", *at))
    return person, arm, item, fits, bought, max(5.0, price) if bought else 0.0

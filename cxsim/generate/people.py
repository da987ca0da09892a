"""Who the customers and agents are beside what the simulation says of them; and what winning customers cost."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from cxsim.clock import WEEK
from cxsim.generate.company import MONTH
from cxsim.generate.luck import bounded
from cxsim.generate.settings import setting
from cxsim.generate.story import Story
from cxsim.generate.writing import Rows
from cxsim.schema import CHANNELS

YEAR = 52 * WEEK


class Profile(NamedTuple):
    """What the simulation does not know of a person."""

    birth_year: int
    region: str
    language: str
    phone: str
    email: str
    consent: bool
    app_user: bool
    values: tuple[int, int, int]


def profile(story: Story, person: int) -> Profile:
    """Made-up facts of one person, leaning on the segment and the traits that the simulation gives."""
    known: dict[int, Profile] = story.kept.setdefault("profiles", {})
    if person not in known:
        known[person] = _profile(story, person)
    return known[person]


def _profile(story: Story, person: int) -> Profile:
    given, luck, segment = setting("people"), story.luck, story.company.segment(person)
    age = given["age_mean"][segment] + given["age_sd"] * luck.normal("age", person)
    birth = story.company.first_day.year - bounded(age, given["age_lowest"], given["age_highest"])
    family, first = story.company.names[person].split(" ")
    digits = luck.whole("phone", 0, 10**8 - 1, person)
    phone = f"{given['phone_prefix']}-{digits // 10**4:04d}-{digits % 10**4:04d}"
    email = f"{first.lower()}.{family.lower()}.{person}@{luck.choose('mail', given['mail_domains'], person)}"
    return Profile(
        birth, luck.weighted("region", given["region_share"], person),
        luck.weighted("language", given["language_share"], person), phone, email,
        luck.happens("consent", given["consent_share"], person),
        luck.happens("app", given["app_share"][segment], person), _values(story, person, segment),
    )  # fmt: skip


def _values(story: Story, person: int, segment: str) -> tuple[int, int, int]:
    given = setting("people")["values"]
    traits = story.company.traits
    # who calls more often than others counts on speed
    lean = {"price": 0.0, "speed": given["speed_by_rate"] * (traits["rate"][person] - 1.0), "advice": 0.0}
    found = [
        bounded(
            given[name][segment] + lean[name] + given["sd"] * story.luck.normal(f"values {name}", person),
            1,
            5,
        )
        for name in ("price", "speed", "advice")
    ]
    return found[0], found[1], found[2]


def acquisition_channel(story: Story, person: int) -> str:
    """How a customer was won; referrals are those of the simulation."""
    if story.company.run.log.persons["referred"][person]:
        return "referral"
    return story.luck.weighted("won", setting("acquisition")["share"], person)


def customers(story: Story) -> Rows:
    """Everybody of the window, by number."""
    company, rows = story.company, []
    for person in company.customers.tolist():
        joined, left = int(company.joined[person]), int(company.left[person])
        known = joined < company.end
        own = profile(story, person)
        rows.append((
            person, company.names[person], own.birth_year, own.region, own.language, own.phone, own.email,
            company.segment(person), ("left" if left < company.end else "customer") if known else "prospect",
            joined if known else None, left if left < company.end else None,
            bool(company.run.log.persons["referred"][person]),
            acquisition_channel(story, person) if known else None, CHANNELS[company.traits["preferred"][person]],
            company.traits["contract"][person] >= 0, company.margin_month_cny[person], own.consent, own.app_user,
            *own.values,
        ))  # fmt: skip
    return rows


def acquisition(story: Story) -> Rows:
    """Money and new customers by month and channel; the money follows plans, not the customers who came."""
    company, given = story.company, setting("acquisition")
    won = Counter(
        (int(company.joined[person]) // MONTH, acquisition_channel(story, person))
        for person in company.customers.tolist()
        if 0 <= company.joined[person] < company.end
    )
    rows: Rows = []
    expected = sum(won.values()) / company.months
    for month in range(company.months):
        for place, channel in enumerate(("referral", *given["share"])):
            new = won[(month, channel)]
            cost = given["cost_cny"][channel]
            planned = expected * given["share"][channel] if channel != "referral" else new
            factor = 1 + given["spend_sd"] * story.luck.normal("spend", month, place)
            rows.append((month + 1, month * MONTH, channel, max(0.0, cost * planned * factor), new))
    return rows


def known_months(story: Story, person: int) -> range:
    """Four-week months of the window at whose beginning a person was a customer."""
    start, end = story.company.active(person)
    return range(-(-start // MONTH), min(story.company.months, -(-end // MONTH)))

"""Ten numbers of a company's own reports: what is asked, what is possible, and what is odd together.

Question: can these ten numbers be true of one company? Only arithmetic and queueing formulas are used here.
Nothing is asked that a service manager has not in a report.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from cxsim.course import answers
from cxsim.guards import CxError, shown
from cxsim.messages import filled, number, tr

#: Share of a day's contacts in its busiest hour, and a Monday over the mean day, as in the default company.
PEAK_SHARE, PEAK_DAY = 0.115, 1.25
#: A space that stands between thousands, as a comma does; also the two that do not break a line.
_SPACE = re.compile(r"[ \u00a0\u202f]")
_SPACED = re.compile(rf"[-+]?\d{{1,3}}({_SPACE.pattern}\d{{3}})+(\.\d*)?")


class Asked(NamedTuple):
    """One number: the question, its unit, its bounds, and the value of the default company."""

    ask: str
    unit: str
    low: float
    high: float
    usual: float | str


#: Texts are message ids; `catalog_texts` lists them for the catalog.
NUMBERS = {
    "contacts_a_day": Asked("Contacts a day, all channels, on average", "contacts", 1, 1e6, 880),
    "handle_min": Asked(
        "Handle time of an average contact, with the work after it", "minutes", 0.2, 240, 6.3
    ),
    "agents": Asked("Agents at work in a usual hour of a working day, all channels", "agents", 1, 5000, 12),
    "hours_a_day": Asked("Opening hours a day", "hours", 1, 24, 12),
    "wage_h": Asked("Cost of one paid agent hour", "money", 0.1, 1e5, 50),
    "margin_month": Asked("Margin of an average customer in a month", "money", 0.01, 1e6, 200),
    "customers": Asked("Customers", "customers", 20, 1e7, 20_000),
    "churn_year": Asked("Customers who leave in a year, of 100", "%", 0.1, 95, 14),
    "promise_s": Asked("Promise: seconds within which a caller is answered", "seconds", 1, 3600, 60),
    "currency": Asked("Currency, as a label", "label", 0, 0, "CNY"),
}


def catalog_texts() -> list[str]:
    """Texts of the questions and units, for the catalog of translations."""
    return [text for one in NUMBERS.values() for text in (one.ask, one.unit)]


def question(one: Asked) -> str:
    """The question with its unit."""
    return tr("{question} ({unit})", question=filled(one.ask, {}), unit=filled(one.unit, {}))


def read(name: str, word: Any) -> float | str:
    """Read one answer; nonsense is refused in one line with what is allowed."""
    if name not in NUMBERS:
        raise CxError(
            tr("{name} is none of the ten numbers: {known}", name=shown(name), known=", ".join(NUMBERS))
        )
    one = NUMBERS[name]
    if name == "currency":
        label = str(word).strip()
        if not label.isalpha() or not 1 <= len(label) <= 8:
            raise CxError(
                tr("currency = {value}: write up to 8 letters, for example CNY", value=shown(label))
            )
        return label.upper()
    written = str(word).replace("%", "").strip()
    value = answers.written_number(written if not _SPACED.fullmatch(written) else _SPACE.sub("", written))
    if isinstance(word, bool) or not one.low <= value <= one.high:
        raise CxError(
            tr("{name} = {value}: a number from {low} to {high} ({unit}) is allowed", name=name, value=shown(word),
               low=one.low, high=one.high, unit=filled(one.unit, {}))
        )  # fmt: skip
    return value


def odd(numbers: dict[str, Any]) -> list[str]:
    """What does not go together, one line each; an empty list is a plausible company."""
    n = {name: read(name, value) for name, value in numbers.items()}
    return [line for check in (_load, _reach, _promise, _money, _loyalty, _parts) for line in check(n)]


def _load(n: dict[str, Any]) -> Iterator[str]:
    work, room = n["contacts_a_day"] * n["handle_min"] / 60, n["agents"] * n["hours_a_day"]
    busy = work / room
    if busy > 0.95:
        yield tr("Load above capacity: contacts bring {work} hours of work a day, agents have {room}; the queue will "
                 "never end.", work=round(work), room=round(room))  # fmt: skip
    elif busy > 0.85:
        yield tr("Very tight: agents would be busy {busy} % of the whole day, quiet hours included.",
                 busy=round(100 * busy))  # fmt: skip
    elif busy < 0.2:
        yield tr("Hardly any work: agents would be busy {busy} % of the day.", busy=round(100 * busy, 1))


def _reach(n: dict[str, Any]) -> Iterator[str]:
    each = n["contacts_a_day"] * 365 / n["customers"]
    if not 0.1 <= each <= 60:
        yield tr("{each} contacts for each customer and year: look at contacts a day or at customers (0.1 to 60 is "
                 "usual).", each=number(each, 2 if each < 1 else 0))  # fmt: skip


def _promise(n: dict[str, Any]) -> Iterator[str]:
    from cxsim.theory.staffing import required_agents

    an_hour = n["contacts_a_day"] * PEAK_DAY * max(PEAK_SHARE, 1 / n["hours_a_day"])
    needed = required_agents(an_hour / 60, 1 / n["handle_min"], n["promise_s"] / 60, 0.8)
    if needed > 1.6 * n["agents"]:
        yield tr("The promise is out of reach: even {share} % within {seconds} seconds takes about {needed} agents in "
                 "the busiest hour, there are {agents}.", share=80, seconds=n["promise_s"], needed=needed,
                 agents=n["agents"])  # fmt: skip


def _money(n: dict[str, Any]) -> Iterator[str]:
    pay = n["agents"] * n["hours_a_day"] * 365 * n["wage_h"] / 0.7
    margin = 12 * n["margin_month"] * n["customers"]
    if pay > 0.6 * margin:
        yield tr("Service eats the margin: paying the agents takes {share} % of what customers bring in.",
                 share=round(100 * pay / margin))  # fmt: skip
    elif pay < 0.002 * margin:
        yield tr("Service costs only {share} % of the margin: look at wage, margin and their currency.",
                 share=number(100 * pay / margin, 2))  # fmt: skip


def _loyalty(n: dict[str, Any]) -> Iterator[str]:
    if n["churn_year"] > 50 or n["churn_year"] < 2:
        yield tr("{churn} of 100 customers leave in a year: 2 to 50 is usual (a month's figure times 12?).",
                 churn=n["churn_year"])  # fmt: skip


def _parts(n: dict[str, Any]) -> Iterator[str]:
    if not 1 <= n["handle_min"] <= 60:
        yield tr("A contact of {minutes} minutes: 1 to 60 is usual (seconds or hours instead of minutes?).",
                 minutes=n["handle_min"])  # fmt: skip
    if n["agents"] > n["customers"] / 10:
        yield tr("{agents} agents for {customers} customers: more than one for ten.", agents=n["agents"],
                 customers=n["customers"])  # fmt: skip

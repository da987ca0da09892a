"""The toolbox of lesson 7 that tries two rules of the sources: one owner to the end, authority up to a limit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cxsim.course import company
from cxsim.course.people import LAB
from cxsim.course.show import Item, Table
from cxsim.guards import CxError
from cxsim.measure.reading import Allowed, one
from cxsim.messages import number, tr
from cxsim.schema import CASE_CLASSES

if TYPE_CHECKING:
    from cxsim.results.run import Run

LIMIT, OFFER, FACTOR = (
    "policy.recovery.authority_limit_cny",
    "policy.recovery.compensation_cny",
    "policy.recovery.class_factor",
)
#: The company allows 400 CNY and factors up to 10.
FIRST_OFFER, MOST_FACTOR = Allowed(1, 400), 10


def owner() -> list[Item]:
    """A year in which who takes a matter keeps it, beside today: hands, load, wait, satisfaction."""
    plans = {tr("today"): LAB.base(), tr("one owner"): LAB.base().replace({"policy.service.owner": True})}
    shown = {
        tr("matters in more than one agent’s hands, of 100"): 1, tr("hand-overs a matter (agents after the first)"): 2,
        tr("solved at first contact, of 100"): 1, tr("minutes of a call"): 1,
        tr("agents on the phone busy, of 100"): 1, tr("wait on the phone, seconds"): 0,
        tr("satisfied, of 100 matters"): 1, tr("satisfied, of 100 that one agent solved or lost alone"): 1,
    }  # fmt: skip
    columns = [company.figures(plan, 0, _owned) for plan in plans.values()]
    rows = [[label, *[number(value, digits) for value in values]]
            for (label, digits), *values in zip(shown.items(), *columns, strict=True)]  # fmt: skip
    note = tr("One possible year each, the same luck. More than one agent: of matters that an agent answered. From "
              "their first contact on the owner follows a matter wherever one agent can solve it.")  # fmt: skip
    return [Table(tr("One owner to the end"), [tr("figure"), *plans], rows, note)]


def _owned(run: Run) -> tuple[float, ...]:
    """Figures of one year in the order in which they are shown."""
    found = run.summary()
    done = run.contacts[run.contacts["outcome"] == "handled"]
    hands = done.groupby("need")["employee"].nunique()
    needs = run.needs.set_index("need")["true_satisfied"].reindex(hands.index)
    first = needs[hands == 1].dropna().astype(float).mean()
    return (100 * float((hands > 1).mean()), float((hands - 1).mean()), 100 * found["fcr_share"],
            found["phone_handle_mean_min"], 100 * found["phone_occupancy_share"], 60 * found["phone_wait_mean_min"],
            100 * found["csat_true_share"], 100 * float(first))  # fmt: skip


def authority(limit_cny: float, offers_cny: Sequence[float]) -> list[Item]:
    """What agents may give without asking: approvals, how long they take, what is paid; none, your limit, no limit."""
    offers = [one(value, tr("offer to a {klass} complaint", klass=klass), Allowed(1, 4000))
              for klass, value in zip(CASE_CLASSES, _three(offers_cny), strict=True)]  # fmt: skip
    first = one(offers[0], tr("offer to a {klass} complaint", klass=CASE_CLASSES[0]), FIRST_OFFER)
    limit = one(limit_cny, "limit_cny", Allowed(0, 40_000))
    paid = {OFFER: first, **{f"{FACTOR}.{klass}": one(value / first, tr("offer over the first one"),
                                                       Allowed(0, MOST_FACTOR))
                             for klass, value in zip(CASE_CLASSES, offers, strict=True)}}  # fmt: skip
    plans = {tr("everything is approved"): 0.0, tr("up to {limit} CNY", limit=number(limit, 0)): limit,
             tr("nobody asks"): max(offers)}  # fmt: skip
    rows = []
    for name, most in plans.items():
        decided = company.figures(LAB.base().replace({**paid, LIMIT: most}), 0, _decided)
        rows.append([name, *[number(value, digits) for value, digits in zip(decided, (1, 1, 0, 0, 1, 0), strict=True)]])
    heads = [tr("agents decide"), tr("approved above, of 100 paid"), tr("hours from assessment to money"),
             tr("compensation, thousand CNY"), tr("approving, thousand CNY"), tr("solved at first contact, of 100"),
             tr("profit, thousand CNY")]  # fmt: skip
    note = tr("One possible year each, the same luck. Offers: {offers} CNY for general, serious and major "
              "complaints. In this company agents with more authority do not become more generous; yours may.",
              offers=", ".join(number(value, 0) for value in offers))  # fmt: skip
    return [Table(tr("How much may an agent decide?"), heads, rows, note)]


def _three(offers: Sequence[float]) -> Sequence[float]:
    if not isinstance(offers, (tuple, list)) or len(offers) != len(CASE_CLASSES):
        raise CxError(
            tr("offers_cny needs {count} numbers in parentheses: general, serious, major", count=len(CASE_CLASSES))
        )
    return offers


def _decided(run: Run) -> tuple[float, ...]:
    """Approvals, delay and money of one year, in the order in which they are shown."""
    found, cases = run.summary(), run.cases
    paid = cases[cases["paid_cny"] > 0]
    hours = (paid["resolved"] - paid["assessed"]).dt.total_seconds() / 3600
    share = float(paid["approved"].notna().mean())
    return (100 * share, float(hours.mean()), found["compensation_cny"] / 1000, found["approvals_cny"] / 1000,
            100 * found["fcr_share"], found["profit_cny"] / 1000)  # fmt: skip

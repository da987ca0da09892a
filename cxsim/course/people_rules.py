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
    from cxsim.scenario import Scenario

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
    columns = [_owned(company.year_of(plan)) for plan in plans.values()]
    rows = [[label, *[column[label] for column in columns]] for label in columns[0]]
    note = tr("One possible year each, the same luck. More than one agent: of matters that an agent answered. From "
              "their first contact on the owner follows a matter wherever one agent can solve it.")  # fmt: skip
    return [Table(tr("One owner to the end"), [tr("figure"), *plans], rows, note)]


def _owned(run: Run) -> dict[str, str]:
    """Figures of one year by their words."""
    found = run.summary()
    done = run.contacts[run.contacts["outcome"] == "handled"]
    hands = done.groupby("need")["employee"].nunique()
    needs = run.needs.set_index("need")["true_satisfied"].reindex(hands.index)
    first = needs[hands == 1].dropna().astype(float).mean()
    return {
        tr("matters in more than one agent’s hands, of 100"): number(100 * float((hands > 1).mean()), 1),
        tr("hand-overs a matter (agents after the first)"): number(float((hands - 1).mean()), 2),
        tr("solved at first contact, of 100"): number(100 * found["fcr_share"], 1),
        tr("minutes of a call"): number(found["phone_handle_mean_min"], 1),
        tr("agents on the phone busy, of 100"): number(100 * found["phone_occupancy_share"], 1),
        tr("wait on the phone, seconds"): number(60 * found["phone_wait_mean_min"], 0),
        tr("satisfied, of 100 matters"): number(100 * found["csat_true_share"], 1),
        tr("satisfied, of 100 that one agent solved or lost alone"): number(100 * float(first), 1),
    }


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
    rows = [[name, *_decided(LAB.base().replace({**paid, LIMIT: most}))] for name, most in plans.items()]
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


def _decided(plan: Scenario) -> list[str]:
    """Approvals, delay and money of one year."""
    run = company.year_of(plan)
    found, cases = run.summary(), run.cases
    paid = cases[cases["paid_cny"] > 0]
    hours = (paid["resolved"] - paid["assessed"]).dt.total_seconds() / 3600
    share = float(paid["approved"].notna().mean())
    return [number(100 * share, 1), number(float(hours.mean()), 1), number(found["compensation_cny"] / 1000, 0),
            number(found["approvals_cny"] / 1000, 0), number(100 * found["fcr_share"], 1),
            number(found["profit_cny"] / 1000, 0)]  # fmt: skip

"""Many years of several plans, told in the units and words of the course."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from cxsim.course import settings
from cxsim.course.show import Picture, Table
from cxsim.course.steps import Progress
from cxsim.messages import number, tr
from cxsim.scenario import Scenario

SEED = 7


class Shown(NamedTuple):
    """How a measure of the summary is shown: name, unit, factor from the summary's unit, digits."""

    label: str
    unit: str
    factor: float
    digits: int


class Difference(NamedTuple):
    """One measure of a plan against the base, in the unit it is shown in."""

    measure: str
    shown: Shown
    base: float
    plan: float
    difference: float
    low: float
    high: float
    margin: float
    verdict: str

    def change(self) -> str:
        """The difference with its interval, in words."""
        return tr(
            "{difference} ({low} to {high})",
            difference=signed(self.difference, self.shown.digits),
            low=signed(self.low, self.shown.digits),
            high=signed(self.high, self.shown.digits),
        )


def shown(measure: str) -> Shown:
    """Name and unit of a measure as the course shows it."""
    known = {
        "nps_true": Shown(tr("NPS of all customers"), tr("points"), 1, 1),
        "retention_share": Shown(tr("customers who stay"), tr("of 100"), 100, 1),
        "profit_cny": Shown(tr("profit of the year"), tr("thousand CNY"), 1e-3, 0),
        "value_cny": Shown(tr("profit and change in customer value"), tr("thousand CNY"), 1e-3, 0),
        "phone_wait_mean_min": Shown(tr("average wait on the phone"), tr("seconds"), 60, 0),
        "phone_within_promise_share": Shown(tr("calls answered as promised"), tr("of 100"), 100, 1),
        "phone_abandoned_share": Shown(tr("callers who hang up"), tr("of 100"), 100, 1),
        "complaint_response_h": Shown(tr("first answer to a complaint"), tr("hours"), 1, 1),
        "complaint_within_24h_share": Shown(tr("complaints answered within 24 hours"), tr("of 100"), 100, 1),
        "fcr_share": Shown(tr("matters solved at the first contact"), tr("of 100"), 100, 1),
        "csat_true_share": Shown(tr("contacts that satisfied"), tr("of 100"), 100, 1),
        "labor_cny": Shown(tr("pay of agents"), tr("thousand CNY"), 1e-3, 0),
        "supervisors_cny": Shown(tr("pay of supervisors"), tr("thousand CNY"), 1e-3, 0),
        "compensation_cny": Shown(tr("compensation paid"), tr("thousand CNY"), 1e-3, 0),
    }
    return known[measure]


def verdict_word(verdict: str) -> str:
    """The verdict in the reader's language."""
    words = {"better": tr("better"), "worse": tr("worse"), "too close to call": tr("too close to call")}
    return words[verdict]


def signed(value: float, digits: int) -> str:
    """A difference with its sign; nothing has no sign."""
    text = number(value, digits)
    return text if value <= 0 or not text.strip("0.,") else "+" + text


class Years(NamedTuple):
    """Many years of several plans against one base: differences by plan and measure."""

    base: str
    count: int
    differences: dict[str, dict[str, Difference]]

    def measured(self, plan: str, measures: dict[str, str]) -> dict[str, tuple[float, float, float]]:
        """Value and interval for a question, by the question's own name of each measure."""
        found = self.differences[plan]
        return {name: (found[key].difference, found[key].low, found[key].high) for name, key in measures.items()}

    def about(self, plan: str) -> dict[str, Any]:
        """What the log keeps of a plan: each difference, rounded, with its verdict."""
        rows = {
            key: [round(one.difference, 3), round(one.low, 3), round(one.high, 3), one.verdict]
            for key, one in self.differences[plan].items()
        }
        return {"years": self.count, "verdicts": rows}


MEASURED = (
    "nps_true", "retention_share", "profit_cny", "value_cny", "phone_wait_mean_min", "phone_within_promise_share",
    "phone_abandoned_share", "complaint_response_h", "complaint_within_24h_share", "fcr_share", "csat_true_share",
    "labor_cny", "supervisors_cny", "compensation_cny",
)
VERDICTS = ("nps_true", "retention_share", "profit_cny", "value_cny")


def verdict_table(years: Years, plans: Sequence[str], measures: Sequence[str] = VERDICTS) -> Table:
    """The verdicts of one or more plans as a small table."""
    rows = []
    for plan in plans:
        for measure in measures:
            one = years.differences[plan][measure]
            name = tr("{measure}, {unit}", measure=one.shown.label, unit=one.shown.unit)
            rows.append([plan, name, number(one.base, one.shown.digits), one.change(), verdict_word(one.verdict)])
    heads = [tr("plan"), tr("measure"), years.base, tr("difference (95 % interval)"), tr("verdict")]
    title = tr("What {count} simulated years say", count=years.count)
    note = tr(
        "The same people and the same luck in every plan. Better or worse: the whole interval lies beyond what "
        "would matter; else it is too close to call."
    )
    return Table(title, heads, rows, note)


def verdict_picture(years: Years, plan: str, measures: Sequence[str] = VERDICTS) -> Picture:
    """The verdicts of one plan as a picture, each measure in units of what would matter."""
    from cxsim.plots.canvas import drawing, png, sheet
    from cxsim.plots.verdicts import verdicts

    rows = [years.differences[plan][measure] for measure in measures]
    table = {
        "label": [one.shown.label for one in rows],
        "difference": [one.difference for one in rows],
        "low": [one.low for one in rows],
        "high": [one.high for one in rows],
        "margin": [one.margin for one in rows],
        "verdict": [one.verdict for one in rows],
    }
    figure, (ax,) = sheet(820, 70 + 48 * len(rows))
    with drawing():
        verdicts(table, ax, tr("{plan}, compared with {base}", plan=plan, base=years.base))
        figure.subplots_adjust(left=0.36, right=0.97, top=0.86, bottom=0.27)
    told = "; ".join(
        tr("{measure} {change} {unit}: {verdict}", measure=one.shown.label, change=one.change(),
           unit=one.shown.unit, verdict=verdict_word(one.verdict))
        for one in rows
    )
    return Picture(png(figure), tr("{plan}: {verdicts}.", plan=plan, verdicts=told))


class Relative(NamedTuple):
    """One measure of a second plan against the first, as a share of the first."""

    count: int
    means: dict[str, float]
    low: float
    mean: float
    high: float

    def percent(self) -> tuple[float, float, float]:
        """Change in per cent: mean, lower and upper end."""
        return 100 * self.mean, 100 * self.low, 100 * self.high


def compare(plans: Sequence[Scenario], progress: Progress, count: int | None = None) -> Years:
    """Let every plan live the same years; the first plan is the base."""
    n = count or settings.replications()
    table = _summaries(plans, n, progress)
    base = plans[0]
    found = {}
    for k, plan in enumerate(plans[1:], 1):
        rows = {}
        for key in MEASURED:
            look = shown(key)
            a = np.array([row[0][key] for row in table]) * look.factor
            b = np.array([row[k][key] for row in table]) * look.factor
            d, low, high = _interval(b - a)
            margin = {"nps_true": .5, "retention_share": .2, "profit_cny": 30., "value_cny": 30.}.get(key, abs(a.mean()) * .01)
            better = key not in ("phone_wait_mean_min", "phone_abandoned_share", "complaint_response_h", "labor_cny", "supervisors_cny", "compensation_cny")
            v = "too close to call" if low < margin and high > -margin else "better" if (d > 0) == better else "worse"
            rows[key] = Difference(key, look, a.mean(), b.mean(), d, low, high, margin, v)
        found[plan.name] = rows
    return Years(base.name, n, found)


def relative(plans: Sequence[Scenario], measure: str, progress: Progress, count: int) -> Relative:
    """Change of one measure from the first plan to the second, as a share, over the same stretches of time."""
    table = _summaries(plans, count, progress)
    a, b = (np.array([row[k][measure] for row in table]) for k in (0, 1))
    mean, low, high = _interval((b - a) / a.mean())
    return Relative(count, {plan.name: float(x.mean()) for plan, x in zip(plans, (a, b), strict=True)}, low, mean, high)


def between(years: Years, one: str, other: str, measure: str) -> tuple[float, float, float]:
    """Difference of two plans (rough: from their differences to the base)."""
    a, b = years.differences[one][measure], years.differences[other][measure]
    half = ((a.high - a.low) ** 2 + (b.high - b.low) ** 2) ** 0.5 / 2
    mid = a.difference - b.difference
    return mid, mid - half, mid + half


def _interval(values: np.ndarray) -> tuple[float, float, float]:
    from scipy.stats import t

    n = len(values)
    half = t.ppf(0.975, n - 1) * values.std(ddof=1) / n**0.5
    return float(values.mean()), float(values.mean() - half), float(values.mean() + half)


def _summaries(plans: Sequence[Scenario], count: int, progress: Progress) -> list[list[dict[str, float]]]:
    import os
    from concurrent.futures import ThreadPoolExecutor

    from cxsim.draws import make_draws
    from cxsim.engines.kernel.run import burn_in, run
    from cxsim.plan import build_plans
    from cxsim.results.facts import Facts
    from cxsim.results.run import Run
    from cxsim.schema import DTYPES

    built = build_plans(list(plans))

    def one(replication: int) -> list[dict[str, float]]:
        rows = []
        draws = {}
        for plan, (before, now) in zip(plans, built, strict=True):
            key = plan.world.demand.factor
            if key not in draws:
                d = make_draws(plan, SEED, replication)
                draws[key] = (d, burn_in(before, d))
            d, start = draws[key]
            persons = np.asarray(start.state.persons).view(DTYPES["persons"]).copy()
            log = run(before, now, d, start)
            rows.append(Run(log, Facts(plan, SEED, replication, "kernel", now, np.asarray(d.traits), persons)).summary())
        return rows

    done, rows = 0, []
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for result in pool.map(one, range(count)):
            done += 1
            progress(done, count)
            rows.append(result)
    return rows

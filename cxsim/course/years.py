"""Many years of several plans, told in the units and words of the course."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from cxsim.course import company, settings
from cxsim.course.show import Note, Picture, Table
from cxsim.course.steps import Progress
from cxsim.messages import number, tr
from cxsim.scenario import Scenario


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
        "chat_within_promise_share": Shown(tr("chats answered as promised"), tr("of 100"), 100, 1),
        "phone_handle_mean_min": Shown(tr("average call"), tr("minutes"), 1, 1),
        "referral_share": Shown(tr("new customers who come by referral"), tr("of 100"), 100, 1),
        "phone_handled": Shown(tr("calls that people answer"), tr("thousand"), 1e-3, 0),
        "chat_wait_mean_min": Shown(tr("average wait in the chat"), tr("seconds"), 60, 0),
        "chat_abandoned_share": Shown(tr("chatters who leave"), tr("of 100"), 100, 1),
        "complaints": Shown(tr("complaints"), tr("a year"), 1, 0),
        "bot_cny": Shown(tr("cost of the bot"), tr("thousand CNY"), 1e-3, 0),
        "paid_hours": Shown(tr("paid hours of agents"), tr("hours"), 1, 0),
        "revenue_cny": Shown(tr("revenue"), tr("thousand CNY"), 1e-3, 0),
        "labor_cny": Shown(tr("pay of agents at the desk"), tr("thousand CNY"), 1e-3, 0),
        "supervisors_cny": Shown(tr("pay of supervisors"), tr("thousand CNY"), 1e-3, 0),
        "staff_leavers": Shown(tr("agents who leave in the year"), tr("people"), 1, 1),
        "bonus_cny": Shown(tr("bonus paid"), tr("thousand CNY"), 1e-3, 0),
        "training_cny": Shown(tr("training"), tr("thousand CNY"), 1e-3, 0),
        "nps_observed": Shown(tr("NPS of those who answered"), tr("points"), 1, 1),
        "surveys_answered": Shown(tr("answers to surveys"), tr("answers"), 1, 0),
        "response_share": Shown(tr("of those asked, who answer"), tr("of 100"), 100, 1),
        "compensation_cny": Shown(tr("compensation paid"), tr("thousand CNY"), 1e-3, 0),
    }
    return known[measure]


def verdict_word(verdict: str) -> str:
    """The verdict in the reader's language."""
    words = {
        "better": tr("better"),
        "worse": tr("worse"),
        "higher": tr("higher"),
        "lower": tr("lower"),
        "too close to call": tr("too close to call"),
    }
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
    study: Any

    def between(self, plan: str, other: str, measure: str) -> tuple[float, float, float]:
        """Paired difference of two plans, neither of which need be the base: value and interval."""
        (row,) = self.study.verdicts(to=other, measures=[measure]).query("plan == @plan").itertuples()
        factor = shown(measure).factor
        return row.difference * factor, row.low * factor, row.high * factor

    def level(self, plan: str, measure: str) -> tuple[float, float, float]:
        """Mean of one measure under a plan, with its interval between years."""
        (row,) = self.study.means([measure]).query("plan == @plan").itertuples()
        factor = shown(measure).factor
        return row.mean * factor, row.low * factor, row.high * factor

    def measured(self, plan: str, measures: dict[str, str]) -> dict[str, tuple[float, float, float]]:
        """Value and interval for a question, by the question's own name of each measure."""
        found = self.differences[plan]
        return {
            name: (found[key].difference, found[key].low, found[key].high) for name, key in measures.items()
        }

    def about(self, plan: str) -> dict[str, Any]:
        """What the log keeps of a plan: each difference, rounded, with its verdict."""
        rows = {
            key: [round(one.difference, 3), round(one.low, 3), round(one.high, 3), one.verdict]
            for key, one in self.differences[plan].items()
        }
        return {"years": self.count, "verdicts": rows}


MEASURED = (
    "nps_true",
    "retention_share",
    "profit_cny",
    "value_cny",
    "phone_wait_mean_min",
    "phone_within_promise_share",
    "phone_abandoned_share",
    "complaint_response_h",
    "complaint_within_24h_share",
    "fcr_share",
    "csat_true_share",
    "chat_within_promise_share",
    "phone_handle_mean_min",
    "phone_handled",
    "chat_wait_mean_min",
    "chat_abandoned_share",
    "complaints",
    "bot_cny",
    "revenue_cny",
    "labor_cny",
    "supervisors_cny",
    "compensation_cny",
    "staff_leavers",
    "bonus_cny",
    "training_cny",
    "nps_observed",
    "surveys_answered",
    "response_share",
    "referral_share",
)
TOO_CLOSE = "too close to call"
VERDICTS = ("nps_true", "retention_share", "profit_cny", "value_cny")


def verdict_table(years: Years, plan: str, measures: Sequence[str] = VERDICTS) -> Table:
    """The verdicts of one plan as a small table."""
    rows = []
    for measure in measures:
        one = years.differences[plan][measure]
        name = tr("{measure}, {unit}", measure=one.shown.label, unit=one.shown.unit)
        rows.append([name, number(one.base, one.shown.digits), one.change(), verdict_word(one.verdict)])
    heads = [tr("measure"), years.base, tr("difference (95 % interval)"), tr("verdict")]
    title = tr("{plan}: what {count} simulated years say", plan=plan, count=years.count)
    return Table(title, heads, rows)


def how_to_read() -> Note:
    """What stands behind a verdict."""
    told = tr(
        "The same people and the same luck in every plan. Better or worse: the whole interval lies beyond what would "
        "matter; else it is too close to call. Customer value is what the customers of the last day will still bring "
        "in later years, as likely to stay as they are then; the profit of the year counts one year only."
    )
    if settings.headless():
        told += " " + tr(
            "This page was made with nobody in front: on {few} years where they leave no verdict open, else on "
            "{usual}, as your own Run.",
            few=settings.FIRST_LOOK, usual=settings.REPLICATIONS,
        )  # fmt: skip
    return Note(told)


def level_table(years: Years, plan: str, measures: Sequence[str]) -> Table:
    """A few measures of the desk, before and after, without a verdict."""
    rows = [years.differences[plan][measure] for measure in measures]
    return Table(
        tr("At the desk"),
        [tr("measure"), years.base, plan],
        [
            [
                tr("{measure}, {unit}", measure=one.shown.label, unit=one.shown.unit),
                number(one.base, one.shown.digits),
                number(one.plan, one.shown.digits),
            ]
            for one in rows
        ],
    )


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
        tr(
            "{measure} {change} {unit}: {verdict}",
            measure=one.shown.label,
            change=one.change(),
            unit=one.shown.unit,
            verdict=verdict_word(one.verdict),
        )
        for one in rows
    )
    return Picture(png(figure), tr("{plan}: {verdicts}.", plan=plan, verdicts=told), beside=True)


class Relative(NamedTuple):
    """One measure of a second plan against the first, as a share of the first."""

    count: int
    means: dict[str, float]
    mean: float
    half: float

    def percent(self) -> tuple[float, float, float]:
        """Change in per cent: mean, lower and upper end."""
        return 100 * self.mean, 100 * (self.mean - self.half), 100 * (self.mean + self.half)


def compare(plans: Sequence[Scenario], progress: Progress, count: int | None = None) -> Years:
    """Let every plan live the same years; the first plan is the base.

    With nobody in front, fewer years are enough where they leave no verdict open.
    """
    found = of_study(company.lived(plans, count or settings.first_look(), progress))
    if count or found.count >= settings.replications() or not _is_open(found):
        return found
    return of_study(company.lived(plans, settings.replications(), progress))


def _is_open(years: Years) -> bool:
    """Tell whether a verdict of any plan is too close to call."""
    return any(plan[key].verdict == TOO_CLOSE for plan in years.differences.values() for key in VERDICTS)


def of_study(study: Any) -> Years:
    """Years of a study that has been run, as the course tells them; the first plan is the base."""
    plans = study.scenarios
    table = study.verdicts(to=0, measures=MEASURED)
    found: dict[str, dict[str, Difference]] = {plan.name: {} for plan in plans[1:]}
    for row in table.itertuples():
        look = shown(row.measure)
        level = float(study.of(row.plan, row.measure).mean())
        found[row.plan][row.measure] = Difference(
            row.measure,
            look,
            row.base * look.factor,
            level * look.factor,
            row.difference * look.factor,
            row.low * look.factor,
            row.high * look.factor,
            row.margin * look.factor,
            row.verdict,
        )
    return Years(plans[0].name, len(study.replications), found, study)


def relative(plans: Sequence[Scenario], measure: str, progress: Progress, count: int) -> Relative:
    """Change of one measure from the first plan to the second, over the same stretches of time.

    The difference in each stretch is divided by the mean of the first plan over all of them.
    """
    from cxsim.experiment.verdict import interval

    study = company.lived(plans, min(count, settings.replications()), progress)
    first, second = (study.of(place, measure) for place in (0, 1))
    mean, half = interval((second - first) / first.mean())
    means = {plan.name: float(values.mean()) for plan, values in zip(plans, (first, second), strict=True)}
    return Relative(len(study.replications), means, mean, half)

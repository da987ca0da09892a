"""The toolbox of lesson 4 that tries a rule of one's own: who is served first, and when a late complaint moves up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from cxsim.course import company, field_words, given
from cxsim.course.delivery import LAB
from cxsim.course.show import Item, Note, Table
from cxsim.measure.reading import Allowed, one
from cxsim.messages import number, tr
from cxsim.schema import CASE_CLASSES

if TYPE_CHECKING:
    import pandas as pd

    from cxsim.results.run import Run

FIRST_SERVED = {"policy.routing.mode": "priority"}
ESCALATION, TIMER = "policy.complaints.escalation", "policy.complaints.deadlines.{klass}.response_h"
MINUTES, SECONDS, HOURS = Allowed(1, 1440), Allowed(1, 3600), Allowed(1, 96)


def priority(urgent_min: float, general_min: float, live_s: float, complaint_h: float) -> list[Item]:
    """A year first come first served beside a year with the urgent first: in time by class, and who pays for it."""
    limits = [one(urgent_min, "urgent_min", MINUTES), one(general_min, "general_min", MINUTES)]
    seconds, hours = one(live_s, "live_s", SECONDS), one(complaint_h, "complaint_h", HOURS)
    runs = [company.year_of(plan) for plan in (LAB.base(), LAB.base().replace(FIRST_SERVED))]
    done = [run.contacts[run.contacts["outcome"] == "handled"] for run in runs]
    names = {"urgent": tr("urgent"), "complaint": tr("about a complaint"), "high_value": tr("high-value customer"),
             "general": tr("general")}  # fmt: skip
    rows = []
    for desk, label in (("email", tr("email")), ("phone", tr("phone"))):
        for klass, said in names.items():
            limit = seconds / 60 if desk == "phone" else limits[klass != "urgent"]
            rows.append([label, said, _time(limit), *_kept([_waits(part, desk, klass) for part in done], limit)])
    late = [60 * run.cases["response_h"].dropna() for run in runs]
    rows.append([tr("complaint desk"), tr("first answer"), _time(60 * hours), *_kept(late, 60 * hours)])
    heads = [tr("desk"), tr("class"), tr("in time is"), tr("in time today, of 100"), tr("urgent first, of 100"),
             tr("wait today, minutes"), tr("urgent first, minutes")]  # fmt: skip
    note = tr("One possible year each, the same luck, the same people; of those who were answered. Urgent first: the "
              "classes in this order. What the first gain, the last wait.")  # fmt: skip
    return [Table(tr("Who is served first, and who pays for it"), heads, rows, note)]


def _waits(done: pd.DataFrame, desk: str, klass: str) -> pd.Series:
    return done.loc[(done["channel"] == desk) & (done["priority"] == klass), "wait_min"]


def _kept(waits: list[pd.Series], limit: float) -> list[str]:
    """Shares in time and mean waits of two years."""
    shares = [number(100 * float((part <= limit).mean()), 1) if len(part) else "–" for part in waits]
    means = [float(part.mean()) if len(part) else 0.0 for part in waits]
    return [*shares, *[number(mean, 0 if mean > 10 else 2) for mean in means]]


def _time(minutes: float) -> str:
    if minutes < 5:
        return tr("{seconds} seconds", seconds=number(60 * minutes, 0))
    if minutes > 120:
        return tr("{hours} hours", hours=number(minutes / 60, 0))
    return tr("{minutes} minutes", minutes=number(minutes, 0))


def timers(response_h: Mapping[str, float]) -> list[Item]:
    """A timer for each class of complaint, without and with the rule that a late case moves to the front."""
    names = field_words.complaint_classes()
    hours = {klass: one(value, tr("hours of {class_of}", class_of=klass), HOURS)
             for klass, value in given.named(response_h, "response_h", tuple(names)).items()}  # fmt: skip
    timed = {TIMER.format(klass=klass): value for klass, value in hours.items()}
    plans = (LAB.base().replace({**timed, ESCALATION: on}) for on in (False, True))
    without, with_rule = (company.figures(plan, 0, _by_class).reshape(-1, 4) for plan in plans)
    rows = []
    for (klass, label), before, now in zip(names.items(), without, with_rule, strict=True):
        (count, too_late, _, mean), (_, late_now, moved, mean_now) = before, now
        rows.append([label, number(hours[klass], 1), number(count), number(too_late), number(late_now), number(moved),
                     _mean(mean), _mean(mean_now)])  # fmt: skip
    late = _avoided(without[:, 1].sum(), with_rule[:, 1].sum())
    heads = [tr("complaint"), tr("timer, hours"), tr("complaints"), tr("late, no rule"), tr("late, with the rule"),
             tr("moved to the front"), tr("first answer, hours, no rule"), tr("with the rule")]  # fmt: skip
    note = tr("One possible year each, the same luck. The rule: a complaint whose timer has run out goes to the "
              "front of the desk.")  # fmt: skip
    return [Table(tr("Timers and what happens when they run out"), heads, rows, note), late]


def _by_class(run: Run) -> list[float]:
    """For each class of complaints: how many, how many late, how many moved to the front, hours to the answer."""
    read: list[float] = []
    for klass in CASE_CLASSES:
        part = run.cases[run.cases["case_class"] == klass]
        limit = run.scenario.value(TIMER.format(klass=klass))
        read += [len(part), (part["response_h"] > limit).sum(), part["escalated"].sum(), part["response_h"].mean()]
    return read


def _mean(hours: float) -> str:
    return "–" if hours != hours else number(hours, 1)


def _avoided(without: float, with_rule: float) -> Note:
    """How many late complaints the rule avoids; a rule that acts after the timer can hardly avoid any."""
    avoided = number(without - with_rule)
    if without - with_rule > 0:
        return Note(tr("Late complaints avoided by the rule: {count}.", count=avoided), "lead")
    return Note(tr("Late complaints avoided by the rule: {count}. Who moves up is late already, and makes others late: "
                   "set the timer before the promise.", count=avoided), "lead")  # fmt: skip

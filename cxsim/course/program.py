"""The toolbox of lesson 8 around a plan: quick wins, directions, resources, safeguards, four turns of the circle."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from cxsim.course import company, given, packages, years
from cxsim.course.action_plan import LAB
from cxsim.course.show import Item, Note, Table
from cxsim.guards import CxError
from cxsim.measure import difference
from cxsim.messages import money, number, tr
from cxsim.scenario import Scenario
from cxsim.scenario.dated import Measure

if TYPE_CHECKING:
    from cxsim.results.run import Run

DIRECTIONS = ("process", "product", "communication", "people", "digital")
RESOURCES = ("people", "technology", "training")
SAFEGUARDS = ("people", "money", "data", "rules", "three years")
#: A quick win has at least this value and at most this effort, of 5; so many are begun at once.
VALUE_FROM, EFFORT_UP_TO, WINS = 4, 2, 3
WEEKS, QUARTERS = 13, 4
#: Satisfied answers of 100 that a turn must add to be kept.
HELD = 0.5


def program(
    measures: Mapping[str, Sequence[Any]],
    resources: Mapping[str, Sequence[float]],
    safeguards: Mapping[str, str],
) -> list[Item]:
    """Quick wins among measures, the directions they leave out, what is missing and costs, who keeps what."""
    kinds, marks = _split(measures)
    return [_wins(kinds, marks), _directions(kinds), *_missing(resources), _kept(safeguards)]


def _split(measures: Mapping[str, Sequence[Any]]) -> tuple[dict[str, str], dict[str, tuple[float, ...]]]:
    """Direction of each measure, and its value and effort."""
    kinds = {}
    for name, values in given.named(measures, tr("measures")).items():
        kinds[name] = values[0] if isinstance(values, (tuple, list)) and values else values
        if kinds[name] not in DIRECTIONS:
            raise CxError(tr("direction of {name} is {value}; allowed: {known}", name=name, value=repr(kinds[name]),
                             known=", ".join(DIRECTIONS)))  # fmt: skip
    columns = {tr("value"): given.MARK, tr("effort"): given.MARK}
    lists = {name: values if isinstance(values, (tuple, list)) else () for name, values in measures.items()}
    numbers = {name: tuple(values[1:]) for name, values in lists.items()}
    return kinds, given.rows(numbers, tr("measures"), columns)


def _words() -> dict[str, str]:
    return {"process": tr("process"), "product": tr("product"), "communication": tr("communication"),
            "people": tr("people"), "digital": tr("digital tools"), "technology": tr("technology"),
            "training": tr("training"), "money": tr("money"), "data": tr("data"), "rules": tr("rules"),
            "three years": tr("three years from now")}  # fmt: skip


def _wins(kinds: Mapping[str, str], marks: Mapping[str, tuple[float, ...]]) -> Table:
    """Measures by value for their effort; the first of the valuable and easy ones are quick wins."""
    order = sorted(marks, key=lambda name: (-marks[name][0] / marks[name][1], -marks[name][0]))
    quick = [name for name in order if marks[name][0] >= VALUE_FROM and marks[name][1] <= EFFORT_UP_TO][:WINS]
    rows = [
        [given.own(name), _words()[kinds[name]], *[number(mark, 0) for mark in marks[name]],
         tr("quick win") if name in quick else ""]
        for name in order
    ]  # fmt: skip
    note = tr("Quick win: value {value} or more, effort {effort} or less, at most {count} of them.", value=VALUE_FROM,
              effort=EFFORT_UP_TO, count=WINS)  # fmt: skip
    heads = [tr("measure"), tr("direction"), tr("value, 1 to 5"), tr("effort, 1 to 5"), ""]
    return Table(tr("Quick wins first"), heads, rows, note)


def _directions(kinds: Mapping[str, str]) -> Note:
    """How many of the five directions have a measure, and which have none."""
    words = _words()
    empty = [words[name] for name in DIRECTIONS if name not in kinds.values()]
    facts = {"covered": len(DIRECTIONS) - len(empty), "count": len(DIRECTIONS), "empty": ", ".join(empty)}
    if empty:
        return Note(tr("Measures in {covered} of {count} directions; none in: {empty}.", **facts), "lead")
    return Note(tr("There are measures in all {count} directions.", **facts), "good")


def _missing(resources: Mapping[str, Sequence[float]]) -> list[Item]:
    """What is there and what is needed, what the difference costs, and whether the budget pays it."""
    columns = {tr("there"): given.COUNT, tr("needed"): given.COUNT, tr("cost of each"): given.MONEY}
    given.named(resources, tr("resources"), RESOURCES)
    found = given.rows(resources, tr("resources"), columns)
    lacking = {name: max(0.0, needed - there) for name, (there, needed, _) in found.items()}
    costs = {name: lacking[name] * found[name][2] for name in found}
    rows = [
        [_words()[name], number(found[name][0], 0), number(found[name][1], 0), number(lacking[name], 0),
         number(costs[name], 0)]
        for name in RESOURCES
    ]  # fmt: skip
    heads = [tr("resource"), tr("there"), tr("needed"), tr("missing"), tr("cost, CNY")]
    total, budget = sum(costs.values()), packages.BUDGET_CNY
    facts = {"total": money(total), "budget": money(budget), "over": money(max(0.0, total - budget))}
    text = (
        tr("What is missing costs {total}; the budget of the plan template is {budget}.", **facts)
        if total <= budget
        else tr("What is missing costs {total}, {over} more than the budget of the plan template.", **facts)
    )
    return [Table(tr("People, technology, training"), heads, rows), Note(text, "lead")]


def _kept(safeguards: Mapping[str, str]) -> Note:
    """Safeguards that nobody has written down yet."""
    said = given.named(safeguards, tr("safeguards"), SAFEGUARDS)
    for name, text in said.items():
        if not isinstance(text, str):
            raise CxError(tr("safeguard {name} is {value}; allowed: words between quotation marks", name=name,
                             value=repr(text)))  # fmt: skip
    empty = [_words()[name] for name in SAFEGUARDS if not said[name].strip()]
    if not empty:
        return Note(tr("Every safeguard is written down."), "good")
    return Note(tr("Safeguards still empty: {empty}.", empty=", ".join(empty)), "lead")


def turns(*changes: Mapping[str, Any]) -> list[Item]:
    """Four quarters, from the second on one change each: what every turn adds, and whether it is kept."""
    if not 1 <= len(changes) < QUARTERS:
        raise CxError(tr("{count} changes are given; allowed: 1 to {most}, for the second quarter on",
                         count=len(changes), most=QUARTERS - 1))  # fmt: skip
    base = LAB.base()
    plan = _dated(base, changes)
    moved, nps = _satisfied(plan) - _satisfied(base), _nps(plan) - _nps(base)
    rows = []
    for quarter in range(QUARTERS):
        turn = changes[quarter - 1] if 0 < quarter <= len(changes) else {}
        tried = ", ".join(given.own(name) for name in turn) or "–"
        added = difference(_part(moved, quarter - 1), _part(moved, quarter)) if turn else None
        rows.append([number(quarter + 1), tried, years.signed(float(_part(moved, quarter).mean()), 1),
                     *(_judged(added) if added else ("–", "")),
                     years.signed(float(np.nanmean(_part(nps, quarter))), 1)])  # fmt: skip
    heads = [
        tr("quarter"), tr("changed at its start"), tr("satisfied, of 100"), tr("added by this turn (95 % interval)"),
        tr("verdict"), tr("NPS of all, points"),
    ]  # fmt: skip
    note = tr(
        "Against the same year without the changes, the same luck, week by week. Keep: the whole interval is {held} of "
        "100 or more; drop: all of it is less. The NPS follows later: what it gains may belong to the turn before.",
        held=HELD,
    )
    return [Table(tr("Four turns of the circle"), heads, rows, note)]


def _judged(added: Any) -> tuple[str, str]:
    """What a turn adds, with its interval, and whether it is kept."""
    ends = {"low": years.signed(added.low, 1), "high": years.signed(added.high, 1)}
    words = tr("{value} ({low} to {high})", value=years.signed(added.value, 1), **ends)
    if added.low >= HELD:
        return words, tr("keep it")
    return words, tr("drop it") if added.high < HELD else tr("too close to call")


def _dated(base: Scenario, changes: Sequence[Mapping[str, Any]]) -> Scenario:
    """The company with one measure at the start of each quarter after the first."""
    measures = tuple(
        Measure(name=tr("turn {turn}", turn=turn + 1), from_week=turn * WEEKS + 1,
                set=given.named(change, tr("turn {turn}", turn=turn + 1)))
        for turn, change in enumerate(changes, 1)
    )  # fmt: skip
    return base.replace({packages.PATH: (*base.policy.measures, *measures)})


def _part(weeks: np.ndarray, quarter: int) -> np.ndarray:
    return weeks[WEEKS * quarter : WEEKS * (quarter + 1)]


def _satisfied(plan: Scenario) -> np.ndarray:
    """Of 100 matters that begin in each week of one year, those that end satisfied, also of who is not asked."""
    return company.figures(plan, 0, _satisfied_by_week)


def _satisfied_by_week(run: Run) -> np.ndarray:
    import pandas as pd

    needs = run.needs
    week = (needs["born"] - pd.Timestamp(run.scenario.world.calendar.start_date)) // pd.Timedelta(weeks=1)
    share = 100 * needs["true_satisfied"].astype(float).groupby(week).mean()
    return np.asarray(share.reindex(range(QUARTERS * WEEKS)), float)


def _nps(plan: Scenario) -> np.ndarray:
    """NPS of all customers in each week of one year."""
    return company.figures(plan, 0, _nps_by_week)


def _nps_by_week(run: Run) -> np.ndarray:
    return run.weeks["nps_true"].to_numpy(float)

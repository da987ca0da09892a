"""The company that a team carries through the lessons: each lesson starts where the one before ended.

``my_work/company.yaml`` is the company as it stands; ``my_work/company/04.yaml`` is how lesson 4 left it, so that a
lesson that is run again starts from the same place. Without them, and without a person, it is the default company.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from cxsim._jit import digest_of
from cxsim.course import settings, store
from cxsim.guards import CxError
from cxsim.messages import number, percent, tr
from cxsim.results.run import Run
from cxsim.scenario import Scenario, load_scenario

if TYPE_CHECKING:
    from cxsim.experiment.study import Study

FILE = "company.yaml"
FOLDER = "company"
FIRST = "00"
SEED = 7
_years: dict[str, Run] = {}


@lru_cache(maxsize=1)
def default() -> Scenario:
    """The company of the course."""
    return load_scenario("default").replace({}, name=tr("today"))


def before(lesson: str) -> Scenario:
    """The company at the start of a lesson (``"01"`` to ``"08"``): as the nearest lesson before left it.

    Raises
    ------
    CxError
        When a kept company cannot be read; the message names the file.
    """
    kept = _kept_before(lesson)
    return default() if kept is None else load_scenario(kept).replace({}, name=tr("today"))


def which(lesson: str) -> str:
    """Which company a lesson plays, in one sentence, where it is one's own; nothing where it is that of the course."""
    own, usual = before("99"), default()
    if own.world == usual.world:
        return ""
    facts = {"usual": number(usual.world.market.customers), "own": number(own.world.market.customers)}
    if lesson == FIRST:
        return tr(
            "This page always plays the company of the course ({usual} customers); your lessons play your own "
            "({own} customers).",
            **facts,
        )
    promise, said = own.policy.promise, usual.policy.promise
    told = tr(
        "This lesson plays your own company: {own} customers, {share} of calls promised within {seconds} seconds. What "
        "the text says without a Run ({usual} customers, {usual_share} within {usual_seconds} seconds) is the company "
        "of the course.",
        **facts,
        share=percent(promise.live_share, 0),
        seconds=number(promise.live_within_s),
        usual_share=percent(said.live_share, 0),
        usual_seconds=number(said.live_within_s),
    )
    names = {"own": own.world.costs.currency, "usual": usual.world.costs.currency}
    if names["own"] == names["usual"]:
        return told
    return told + " " + tr("Its money is {own}: read {own} where a result says {usual}.", **names)


def keep(plan: Scenario, lesson: str) -> Path:
    """Keep the company as a lesson leaves it; return the file that holds it as it stands.

    Raises
    ------
    CxError, OSError
        When the folder cannot be written; what was kept before stays whole.
    """
    folder = settings.work_folder()
    (folder / FOLDER).mkdir(parents=True, exist_ok=True)
    plan.save(folder / FOLDER / f"{lesson}.yaml")
    return plan.save(folder / FILE)


def begin(plan: Scenario) -> Path:
    """Let the lessons start from a company; what lessons have left before is put aside, not lost.

    Raises
    ------
    CxError, OSError
        When the folder cannot be written.
    """
    folder = settings.work_folder() / FOLDER
    if any(folder.glob("[0-9][0-9].yaml")):
        put_aside(folder)
    kept = keep(plan, FIRST)
    store.append("company", name=plan.name)
    return kept


def put_aside(place: Path) -> Path:
    """Move a file or folder to the first free name beside it (``company_before_1.yaml``); nothing is overwritten."""
    names = (f"{place.stem}_before_{number}{place.suffix}" for number in itertools.count(1))
    free = next(aside for name in names if not (aside := place.with_name(name)).exists())
    return place.rename(free)


def year_of(scenario: Scenario) -> Run:
    """One year of a company; the four used last are remembered."""
    key = scenario.model_dump_json()
    run = _years.pop(key, None) or played(scenario, 0)
    while len(_years) > 3:
        del _years[next(iter(_years))]
    _years[key] = run
    return run


def played(scenario: Scenario, number: int) -> Run:
    """One of the years of a company, by its number: as `cx.simulate` plays it, from the burn-in of all lessons."""
    from cxsim.experiment import kept_starts
    from cxsim.experiment.replication import luck_of, shared_burn_in
    from cxsim.plan import build_plans
    from cxsim.simulate import run_of, tell_too_late

    tell_too_late([scenario])
    plans, draws = build_plans([scenario])[0], luck_of(scenario, SEED, number)
    with kept_starts.shelf():
        start = shared_burn_in(scenario, plans[0], draws)
    return run_of(scenario, plans, draws, start.short)


def figures(plan: Scenario, number: int, read: Callable[[Run], Sequence[float]]) -> np.ndarray:
    """What a function reads from one of the years of a company, kept on this computer like the rows of years.

    Parameters
    ----------
    plan, number
        The company, and which of its years.
    read
        Named function of a run; it stands in a room of the course, and any change there has the year read again.
    """
    from cxsim.experiment import kept_rows, memory

    kind = f"kernel, {read.__module__}.{read.__name__} {_course()}"
    key = memory.row_key(kind, SEED, number, plan)
    if memory.rows.find(key) is None:
        kept_rows.recall([plan], SEED, kind)
    row = memory.rows.find(key)
    if row is None:
        row = np.array(read(played(plan, number) if number else year_of(plan)), float)
        memory.rows.keep(key, row)
        kept_rows.keep([plan], SEED, {number: row[None]}, kind)
    return row


@cache
def _course() -> str:
    """Name the sources of the course as they are when the first year is read."""
    return digest_of(sorted(Path(__file__).parent.rglob("*.py")))


def lived(plans: Sequence[Scenario], count: int, progress: Callable[[int, int], None] | None = None) -> Study:
    """A study of plans over many years; what this computer has played before is not played again.

    Raises
    ------
    CxError
        When a year could not be played: a verdict on fewer years than the page says would not be told as such.
    """
    from cxsim.experiment import compare, kept_rows, kept_starts

    kept_rows.recall(plans, SEED)
    with kept_starts.shelf():
        study = compare(plans, replications=count, seed=SEED, progress=progress)
    kept_rows.keep(plans, SEED, dict(zip(study.replications, study.values, strict=True)))
    if study.failed:
        year, reason = min(study.failed.items())
        raise CxError(
            tr("Year {year} of {count} could not be played ({reason}). The others are kept: run this again.",
               year=year + 1, count=count, reason=reason)
        )  # fmt: skip
    return study


def summary_of(scenario: Scenario) -> dict[str, float]:
    """The summary of one year of a company: the first of the years that stand behind a verdict."""
    from cxsim.results.measures import MEASURES

    study = lived([scenario], 1)
    return dict(zip(MEASURES, map(float, study.values[0, 0]), strict=True))


def _kept_before(lesson: str) -> Path | None:
    if settings.headless():
        return None
    kept = sorted((settings.work_folder() / FOLDER).glob("[0-9][0-9].yaml"))
    earlier = [path for path in kept if path.stem < lesson]
    return earlier[-1] if earlier else None

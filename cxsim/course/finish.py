"""The end of a lesson: the page to print, the company to keep, the numbers to bring from home."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from cxsim.course import company, debrief, levers, settings, store
from cxsim.course.moments import calibration, calibration_sentence, decisive, usable_results
from cxsim.course.plan_lab import PlanLab, last_values
from cxsim.course.show import Item, Note, Table
from cxsim.guards import CxError
from cxsim.messages import number, tr
from cxsim.scenario import Scenario
from cxsim.scenario.paths import known_at
from cxsim.scenario.writing import write_whole

OWN_COMPANY = "your_company.yaml"


def ten_numbers() -> dict[str, str]:
    """Ten numbers that a company has in its own reports: dotted path and what it is."""
    return {
        "world.market.customers": tr("customers"),
        "world.market.margin_month_cny": tr("margin of an average customer in a month"),
        "world.demand.needs_per_year": tr("matters of a customer in a year (each may need several contacts)"),
        "world.demand.channel_share.phone": tr("share of customers who prefer the phone"),
        "world.service.handle.phone.mean_min": tr("average call, with the work after it"),
        "world.costs.wage_cny_h": tr("cost of one paid agent hour"),
        "world.costs.shrinkage": tr("share of paid hours not at the desk (breaks, meetings, leave)"),
        "world.costs.fixed_cny_year": tr("fixed cost of the company in a year"),
        "world.costs.acquisition_cny": tr("cost of winning a new customer"),
        "policy.recovery.compensation_cny": tr("compensation for a justified complaint"),
    }


def debrief_items() -> list[Item]:
    """How well the team knew, the decisive moments, and where the page to print lies."""
    results, _ = usable_results(store.read().records)
    items: list[Item] = [Note(calibration_sentence(calibration(results)), "lead")]
    rows = [[moment.title, moment.text] for moment in decisive(results)]
    items.append(Table(tr("Moments to talk about"), [tr("moment"), tr("from your log")], rows))
    return [*items, _page()]


def _page() -> Note:
    if settings.headless():
        return Note(tr("With a team in front, this cell also writes the page to print."))
    try:
        page = debrief.write(_folder())
    except CxError as error:
        return Note(str(error), "bad")
    return Note(
        tr(
            "Your page to print is {page}: open it from the file list on the left.",
            page=f"{page.parent.name}/{page.name}",
        ),
        "lead",
    )


def carry_items(lab: PlanLab) -> list[Item]:
    """Keep the company of the last decision for the next lesson, and make the page to print."""
    return [_company(lab), *debrief_items()]


def _company(lab: PlanLab) -> Note:
    base = lab.base()
    plan = base.replace(
        last_values(lab), name=tr("our company after lesson {lesson}", lesson=int(lab.lesson))
    )
    told = "; ".join(levers.changes(base, plan, lab.rounds())) or tr("nothing changed")
    if settings.headless():
        return Note(tr("Your company: {changes}.", changes=told))
    try:
        path = company.keep(plan, lab.lesson)
    except (CxError, OSError) as error:
        return Note(str(error), "bad")
    return Note(tr("Your company is kept in {file}: {changes}.", file=path.name, changes=told))


def own_numbers() -> list[Item]:
    """Ten numbers of your own; a file to write them into, made once and never overwritten."""
    base = company.default()
    rows = []
    for path, meaning in ten_numbers().items():
        known = known_at(Scenario, path)
        rows.append([meaning, number(base.value(path)), known.unit if known else "", path])
    heads = [tr("number"), tr("here"), tr("unit"), tr("name in the file")]
    return [Table(tr("Ten numbers from your own reports"), heads, rows), _own_file(base)]


def _own_file(base: Scenario) -> Note:
    how = tr(
        "Write your numbers into my_work/{file}; {command} then runs your company.",
        file=OWN_COMPANY,
        command=f"cxsim simulate my_work/{OWN_COMPANY}",
    )
    if settings.headless():
        return Note(how)
    path = _folder() / OWN_COMPANY
    try:
        if not path.exists():
            write_whole(path, _own_yaml(base))
    except (CxError, OSError) as error:
        return Note(str(error), "bad")
    return Note(how)


def _own_yaml(base: Scenario) -> str:
    """A scenario file with the ten numbers, as they are here, to be written over."""
    import yaml

    tree: dict[str, Any] = {}
    for path in ten_numbers():
        *rooms, name = path.split(".")
        place = tree
        for room in rooms:
            place = place.setdefault(room, {})
        place[name] = base.value(path)
    head = tr("Your company: write your own numbers over these; every other number keeps its source.")
    text = yaml.safe_dump({"name": tr("our own company"), **tree}, allow_unicode=True, sort_keys=False)
    return f"# {head}\n{text}"


def _folder() -> Path:
    folder = settings.work_folder()
    folder.mkdir(parents=True, exist_ok=True)
    return folder

"""The end of a lesson: the page to print, the company to keep, the numbers to bring from home."""

from __future__ import annotations

from pathlib import Path

from cxsim.course import debrief, delivery, settings, store
from cxsim.course.moments import calibration, calibration_sentence, decisive, usable_results
from cxsim.course.show import Item, Note, Table
from cxsim.course.start_here import today
from cxsim.guards import CxError
from cxsim.messages import number, tr
from cxsim.scenario import Scenario
from cxsim.scenario.paths import known_at

COMPANY = "company.yaml"
OWN_COMPANY = "your_company.yaml"
#: Ten numbers that a company has in its own reports.
OWN = (
    "world.market.customers",
    "world.market.margin_month_cny",
    "world.demand.needs_per_year",
    "world.demand.channel_share.phone",
    "world.service.handle.phone.mean_min",
    "world.costs.wage_cny_h",
    "world.costs.shrinkage",
    "world.costs.fixed_cny_year",
    "world.costs.acquisition_cny",
    "policy.recovery.compensation_cny",
)


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


def carry_items() -> list[Item]:
    """Keep the company of the last decision, and make the page to print."""
    return [_company(), *debrief_items()]


def _company() -> Note:
    plan = today().replace(delivery.last_values(), name=tr("our company after lesson {lesson}", lesson="4"))
    changes = today().diff(plan)
    told = "; ".join(changes) or tr("nothing changed")
    if settings.headless():
        return Note(tr("Your company: {changes}.", changes=told))
    try:
        path = plan.save(_folder() / COMPANY)
    except (CxError, OSError) as error:
        return Note(str(error), "bad")
    return Note(tr("Your company is kept in {file}: {changes}.", file=path.name, changes=told))


def own_numbers() -> list[Item]:
    """Ten numbers of your own; a file to write them into, made once and never overwritten."""
    base = today()
    rows = []
    for path in OWN:
        known = known_at(Scenario, path)
        meaning, unit = (known.meaning, known.unit) if known else ("", "")
        rows.append([path, number(base.value(path)), unit, meaning])
    heads = [tr("number"), tr("here"), tr("unit"), tr("what it is")]
    table = Table(tr("Ten numbers from your own reports"), heads, rows)
    return [table, _own_file(base)]


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
            base.replace({path_: base.value(path_) for path_ in OWN}, name=tr("our own company")).save(path)
    except (CxError, OSError) as error:
        return Note(str(error), "bad")
    return Note(how)


def _folder() -> Path:
    folder = settings.work_folder()
    folder.mkdir(parents=True, exist_ok=True)
    return folder

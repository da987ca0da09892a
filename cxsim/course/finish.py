"""The end of a lesson: the page to print and the company to keep."""

from __future__ import annotations

from pathlib import Path

from cxsim.course import company, debrief, levers, settings, store
from cxsim.course.moments import calibration, calibration_sentence, decisive, usable_results
from cxsim.course.plan_lab import PlanLab, last_values
from cxsim.course.show import Item, Note, Table
from cxsim.guards import CxError, file_trouble
from cxsim.messages import tr


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
        folder, log = _folder(), store.read()
        if not (log.records or log.skipped):
            return Note(tr("There is nothing to print yet: write down a prediction in a lesson and press Run."), "bad")
        page = debrief.write(folder)
    except CxError as error:
        return Note(str(error), "bad")
    except OSError as error:
        return _trouble(error)
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
        return _trouble(error)
    return Note(tr("Your company is kept in {file}: {changes}.", file=path.name, changes=told))


def _trouble(error: CxError | OSError) -> Note:
    """What stands in the way of a file, in one sentence; the log keeps what was answered."""
    told = error if isinstance(error, CxError) else file_trouble(error, settings.work_folder())
    text = tr(
        "{trouble}. Make the folder {folder} one that can be written, with room on its disk, and run this cell again; "
        "what you answered is kept until you close this page.",
        trouble=str(told).rstrip("."),
        folder=settings.FOLDER,
    )
    return Note(text, "bad")


def _folder() -> Path:
    folder = settings.work_folder()
    folder.mkdir(parents=True, exist_ok=True)
    return folder

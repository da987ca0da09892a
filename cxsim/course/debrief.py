"""The debrief page: one printable sheet from what a team, or each team of a room, predicted, decided and got."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from cxsim.course import debrief_room, debrief_teams, store
from cxsim.course.debrief_sheet import asked, five_questions, open_predictions, period, render, skipped, words
from cxsim.course.moments import Level, calibration, calibration_sentence, decisive, usable_results, written
from cxsim.guards import CxError
from cxsim.messages import tr
from cxsim.whole_files import write_whole

__all__ = ["PAGE", "five_questions", "page", "write"]

PAGE = "debrief.html"
#: Rows that leave room for the rest of the sheet.
MOST_ROWS = 10


def write(folder: str | Path) -> Path:
    """Write the page to print of a team, or of a room where the folder holds folders of teams; return its path.

    Parameters
    ----------
    folder
        The folder of a team (``my_work``, or any folder with a ``course_log.jsonl``): the page is ``debrief.html``.
        Or a folder of such folders, also with ``my_work`` inside as teams hand it in: ``debrief_room.html``.

    Raises
    ------
    CxError
        When the folder does not exist, holds no log, or the page cannot be written. A damaged log is no error: the
        page says what was left out.
    """
    target = Path(folder)
    if not target.is_dir():
        raise CxError(
            tr("There is no folder {folder}; allowed: {allowed}", folder=target, allowed=debrief_teams.allowed())
        )
    team = debrief_teams.only_team(target)
    if team:
        return write_whole(team / PAGE, page(store.read(team)))
    room = debrief_teams.room(target)
    return write_whole(target / debrief_room.PAGE, debrief_room.page(room))


def page(log: store.Records) -> str:
    """The page as HTML: no script, no address, black on white."""
    results, incomplete = usable_results(log.records)
    levels = calibration(results)
    shown = _newest(results)
    return render(
        "debrief.html.j2",
        words=_words(),
        results=[_shown(record) for record in shown],
        earlier=_earlier(len(results) - len(shown)),
        levels=[_level(row) for row in levels],
        sentence=calibration_sentence(levels),
        moments=decisive(results),
        period=period(log.records),
        skipped=skipped(log.skipped, incomplete),
        open_predictions=_open(log.records),
    )


def _words() -> dict[str, str]:
    return {
        **words(),
        "title": tr("Debrief: what we predicted, what happened, what we take along"),
        "said": tr("You said"),
        "sure": tr("Sure"),
        "judged": tr("How well did we know how much we knew?"),
        "plan": tr("Plan"),
        "none": tr("No result yet: write down a prediction in a lesson and press Run."),
        "carry": tr("Three lines to carry to the action plan"),
        "signed": tr("Team, date"),
    }


def _shown(record: dict[str, Any]) -> dict[str, Any]:
    rows = [
        {
            "measure": score["label"],
            "said": score["said"],
            "sure": f"{score['sure']} %",
            "was": score["was"],
            "value": tr("{value} ({low} to {high}) {unit}", unit=score["unit"], **written(score)),
            "right": tr("yes") if score["right"] else tr("no"),
        }
        for score in record["scores"]
    ]
    return {"text": asked(record), "plan": str(record.get("plan") or ""), "rows": rows}


def _newest(results: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The newest results that fit on the sheet, the last of each question first of all; in order of time."""
    last = {record.get("question"): number for number, record in enumerate(results)}
    order = [
        *sorted(last.values(), reverse=True),
        *(n for n in reversed(range(len(results))) if n not in last.values()),
    ]
    chosen: list[int] = []
    rows = 0
    for number in order:
        rows += len(results[number]["scores"])
        if rows > MOST_ROWS and chosen:
            break
        chosen.append(number)
    return [results[number] for number in sorted(chosen)]


def _earlier(count: int) -> str:
    return tr("Earlier runs, counted below but not listed: {count}.", count=count) if count else ""


def _level(level: Level) -> dict[str, str]:
    words = tr("{sure} % sure: {right} of {said} right.", sure=level.sure, right=level.right, said=level.said)
    return {"said": str(level.said), "words": words}


def _open(records: list[dict[str, Any]]) -> str:
    count = open_predictions(records)
    return tr("Predictions without a result: {count}.", count=count) if count else ""

"""The debrief page: one printable sheet from what a team predicted, decided and got."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Any

from cxsim.course import store
from cxsim.course.moments import Level, calibration, calibration_sentence, decisive, usable_results, written
from cxsim.guards import CxError
from cxsim.messages import tr
from cxsim.whole_files import write_whole

PAGE = "debrief.html"
#: Rows that leave room for the rest of the sheet.
MOST_ROWS = 10


def write(folder: str | Path) -> Path:
    """Write ``debrief.html`` from the log in a folder; return its path.

    Parameters
    ----------
    folder
        The learner's folder (``my_work``), or any folder with a ``course_log.jsonl``.

    Raises
    ------
    CxError
        When the folder does not exist or the page cannot be written. A damaged log is no error: the page says
        which lines were left out.
    """
    target = Path(folder)
    if not target.is_dir():
        raise CxError(
            tr(
                "There is no folder {folder}; name the folder that holds {file}",
                folder=target,
                file=store.FILE,
            )
        )
    return write_whole(target / PAGE, page(store.read(target)))


def page(log: store.Records) -> str:
    """The page as HTML: no script, no address, black on white."""
    import jinja2

    results, incomplete = usable_results(log.records)
    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    template = environment.from_string((files("cxsim.course") / "debrief.html.j2").read_text("utf-8"))
    levels = calibration(results)
    shown = _newest(results)
    return template.render(
        words=_words(),
        results=[_shown(record) for record in shown],
        earlier=_earlier(len(results) - len(shown)),
        levels=[_level(row) for row in levels],
        sentence=calibration_sentence(levels),
        moments=decisive(results),
        questions=five_questions(),
        period=_period(log.records),
        skipped=_skipped(log.skipped, incomplete),
        open_predictions=_open(log.records),
    )


def five_questions() -> list[str]:
    """The questions of every debrief, always the same and in this order."""
    return [
        tr("What did we expect, and what made us sure?"),
        tr("What happened? Say it with one number and its interval."),
        tr("Where was our picture of the work wrong?"),
        tr("What would we decide again, and what not?"),
        tr("What changes in our own service on Monday: who does what, until when?"),
    ]


def _words() -> dict[str, str]:
    return {
        "title": tr("Debrief: what we predicted, what happened, what we take along"),
        "predicted": tr("Prediction against result"),
        "measure": tr("Measure"),
        "said": tr("You said"),
        "sure": tr("Sure"),
        "was": tr("It was"),
        "hit": tr("Right?"),
        "judged": tr("How well did we know how much we knew?"),
        "moments": tr("Three decisive moments"),
        "five": tr("Five questions"),
        "evidence": tr("From the log"),
        "plan": tr("Plan"),
        "none": tr("No result yet: write down a prediction in a lesson and press Run."),
        "carry": tr("Three lines to carry to the action plan"),
        "signed": tr("Team, date"),
        "interval": tr(
            "Ranges in brackets: the average over the simulated years lies there with 95 % confidence."
        ),
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
    return {"text": _asked(record), "plan": str(record.get("plan") or ""), "rows": rows}


def _asked(record: dict[str, Any]) -> str:
    """The question with its lesson: several lessons ask in the same words what a plan does."""
    lesson = str(record.get("lesson", ""))
    if lesson.isdigit() and int(lesson):
        return tr("Lesson {number}: {text}", number=int(lesson), text=record["text"])
    return str(record["text"])


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
    answered = {record.get("predicted_at") for record in records if record["kind"] == "result"}
    count = sum(1 for record in records if record["kind"] == "prediction" and record["at"] not in answered)
    return tr("Predictions without a result: {count}.", count=count) if count else ""


def _period(records: list[dict[str, Any]]) -> str:
    days = sorted({record["at"][:10] for record in records})
    if not days:
        return ""
    return days[0] if len(days) == 1 else tr("{first} to {last}", first=days[0], last=days[-1])


def _skipped(lines: list[int], incomplete: int) -> str:
    notes = []
    if lines:
        notes.append(
            tr(
                "Lines of the log that could not be read were left out: {lines}.",
                lines=", ".join(map(str, lines)),
            )
        )
    if incomplete:
        notes.append(tr("Results with missing parts were left out: {count}.", count=incomplete))
    return " ".join(notes)

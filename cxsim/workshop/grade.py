"""Grade a cohort: a row for each notebook, a page for each trainee; whatever was handed in, never a crash."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

from cxsim.course import exercise_files, exercise_texts
from cxsim.guards import CxError, file_trouble, runs_as_formula
from cxsim.messages import tr
from cxsim.whole_files import write_whole
from cxsim.workshop import grading, limits
from cxsim.workshop.limits import Limits
from cxsim.workshop.places import course_folder

FIXED = ("trainee", "file", "exercise", "status", "points", "of", "reason")


class Mark(NamedTuple):
    """One exercise of one notebook: passed or not, and why not."""

    id: str
    points: int
    of: int
    why: str


class Row(NamedTuple):
    """One notebook: whose, which, what became of it, and its marks."""

    trainee: str
    file: str
    exercise: str
    status: str
    reason: str
    marks: list[Mark]


#: What a notebook may use unless the trainer says otherwise.
USUAL = Limits()


def grade(
    folder: Path,
    out: Path,
    allowed: Limits = USUAL,
    tell: Callable[[str], None] = print,
) -> list[Row]:
    """Grade every notebook under a folder, write the table and the pages.

    Parameters
    ----------
    folder
        One sub-folder for each trainee, or one notebook for each.
    out
        CSV to write; the pages go into the folder of the same name beside it.
    allowed
        Time, memory and output of one notebook.
    tell
        Takes a line of progress.
    """
    if not folder.is_dir():
        raise CxError(
            tr("{folder}: no such folder; name the one that holds what was handed in", folder=folder)
        )
    if not out.name or out.is_dir():
        raise CxError(tr("{path}: this is a folder; name a file", path=str(out)))
    known = grading.solutions(course_folder())
    if not known:
        raise CxError(tr("no solutions here: grade in the trainer's course folder, not in a trainee's pack"))
    pages = out.with_name(out.stem + grading.PAGES)
    try:
        pages.mkdir(parents=True, exist_ok=True)
        write_whole(out, table([]))  # a place that cannot be written is told before anything is run
        people = list(grading.handed_in(folder))
    except OSError as error:
        raise file_trouble(error, error.filename or folder) from None
    rows: list[Row] = []
    names = _file_names([trainee for trainee, _ in people])
    for trainee, paths in people:
        mine = _trainee(trainee, paths, folder, known, allowed)
        for row in mine:
            tell(tr("{trainee}: {file}: {status}", trainee=row.trainee, file=row.file, status=row.status))
        rows += mine
        write_whole(pages / names[trainee], page(trainee, mine))
        write_whole(out, table(rows))
    return rows


def _trainee(
    trainee: str, paths: list[Path], folder: Path, known: dict[str, dict[str, Any]], allowed: Limits
) -> list[Row]:
    rows = [_notebook(trainee, path, folder, known, allowed) for path in paths]
    graded = [row for row in rows if row.status != "lesson"]
    nothing = tr("no exercise notebook was handed in")
    return graded or [Row(trainee, "", "", "missing", nothing, [])]


def _notebook(
    trainee: str, path: Path, folder: Path, known: dict[str, dict[str, Any]], allowed: Limits
) -> Row:
    name = grading.readable(path.relative_to(folder).as_posix())
    found = grading.fit(path, known)
    if found.status:
        return Row(trainee, name, "", found.status, found.reason, [])
    try:
        outcome = limits.run(found.cells, allowed)
    except OSError as error:
        return Row(trainee, name, found.exercise, "not_run", str(file_trouble(error, name)), [])
    marks = [
        _mark(cell, outcome) for cell in known[found.exercise]["cells"] if exercise_files.role(cell) == "test"
    ]
    return Row(trainee, name, found.exercise, outcome.status or "graded", outcome.reason, marks)


def _mark(cell: dict[str, Any], outcome: limits.Outcome) -> Mark:
    """Mark of one test cell: it ran without an error, or why not."""
    check_id, of = grading._call("".join(cell["source"])), int(cell["metadata"]["nbgrader"]["points"])
    result = outcome.cells.get(cell["id"])
    if result is None:
        return Mark(
            check_id, 0, of, tr("not reached: {reason}", reason=outcome.reason or tr("the run was ended"))
        )
    if not result["kind"]:
        return Mark(check_id, of, of, "")
    if result["kind"] == "AssertionError":
        return Mark(check_id, 0, of, result["error"])
    if result["kind"] == "KeyboardInterrupt":
        return Mark(check_id, 0, of, tr("took too long"))
    return Mark(check_id, 0, of, f"{result['kind']}: {result['error']}")


def table(rows: list[Row]) -> str:
    """The rows as CSV; what a spreadsheet would take for a formula is made a text."""
    ids = sorted(
        {mark.id for row in rows for mark in row.marks}, key=lambda one: [int(n) for n in one.split(".")]
    )
    sink = io.StringIO()
    writer = csv.writer(sink, lineterminator="\n")
    writer.writerow([*FIXED, *ids])
    for row in rows:
        points = {mark.id: mark.points if mark.of else int(not mark.why) for mark in row.marks}
        total, of = sum(mark.points for mark in row.marks), sum(mark.of for mark in row.marks)
        fixed = [row.trainee, row.file, row.exercise, row.status, total, of, row.reason]
        writer.writerow([plain(cell) for cell in [*fixed, *(points.get(one, "") for one in ids)]])
    return "\ufeff" + sink.getvalue()


def plain(cell: Any) -> Any:
    """Take the power of a formula from a text that came from outside."""
    text = "".join(letter for letter in str(cell) if letter.isprintable())
    return f"'{text}" if runs_as_formula(text) and not isinstance(cell, int) else text


def page(trainee: str, rows: list[Row]) -> str:
    """The feedback page of one trainee."""
    import jinja2

    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    template = environment.from_string((files("cxsim.workshop") / "feedback.html.j2").read_text("utf-8"))
    parts = [{"row": row, "marks": [_shown(mark) for mark in row.marks], "sum": _sum(row)} for row in rows]
    words = {
        "title": tr("Feedback on your exercises"), "exercise": tr("Exercise"), "result": tr("Result"),
        "said": tr("What the check says"), "hint": tr("A hint for the next try"),
        "kept": tr("A passed row: the check passed with the printed numbers and with others."),
    }  # fmt: skip
    return grading.readable(template.render(words=words, trainee=trainee, parts=parts))


def _shown(mark: Mark) -> dict[str, str]:
    from cxsim.course import checks

    hints = checks.get(mark.id).hints if mark.why and mark.id in exercise_texts.entries() else ()
    passed = tr("passed") if mark.of else tr("worked example, runs")
    return {
        "id": mark.id, "result": tr("not yet") if mark.why else passed, "why": mark.why,
        "hint": hints[0] if hints else "",
    }  # fmt: skip


def _sum(row: Row) -> str:
    if not row.marks:
        return ""
    got, of = sum(mark.points for mark in row.marks), sum(mark.of for mark in row.marks)
    return tr("{got} of {of} points", got=got, of=of)


def _file_names(trainees: list[str]) -> dict[str, str]:
    """A file name of its own for each trainee, on every system."""
    found: dict[str, str] = {}
    for trainee in trainees:
        base = re.sub(r"[^\w.-]+", "_", trainee).strip("._")[:80] or "trainee"
        taken = {name.lower() for name in found.values()}
        place = next(
            n for n in range(1, len(trainees) + 2) if f"{base}{n if n > 1 else ''}.html".lower() not in taken
        )
        found[trainee] = f"{base}{place if place > 1 else ''}.html"
    return found

"""What the debrief page of a team and that of the room share: the sheet, its questions, and words about a log."""

from __future__ import annotations

import re
from collections.abc import Iterable
from importlib.resources import files
from typing import Any

from cxsim.messages import tr


def render(template: str, **values: Any) -> str:
    """Fill a template of this folder: every value is escaped, so nothing that a learner wrote can run."""
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(lambda name: (files("cxsim.course") / name).read_text("utf-8")),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    text = environment.get_template(template).render(questions=five_questions(), **values)
    return text.encode("utf-8", "replace").decode("utf-8")  # half a character in a damaged log stops no page


def five_questions() -> list[str]:
    """The questions of every debrief, always the same and in this order."""
    return [
        tr("What did we expect, and what made us sure?"),
        tr("What happened? Say it with one number and its interval."),
        tr("Where was our picture of the work wrong?"),
        tr("What would we decide again, and what not?"),
        tr("What changes in our own service on Monday: who does what, until when?"),
    ]


def words() -> dict[str, str]:
    """Head lines of both pages."""
    return {
        "predicted": tr("Prediction against result"),
        "measure": tr("Measure"),
        "was": tr("It was"),
        "hit": tr("Right?"),
        "moments": tr("Three decisive moments"),
        "five": tr("Five questions"),
        "evidence": tr("From the log"),
        "interval": tr(
            "Ranges in brackets: the average over the simulated years lies there with 95 % confidence."
        ),
    }


def asked(record: dict[str, Any]) -> str:
    """The question with its lesson: several lessons ask in the same words what a plan does."""
    lesson = str(record.get("lesson", ""))
    if re.fullmatch("[0-9]{2}", lesson) and int(lesson):
        return tr("Lesson {number}: {text}", number=int(lesson), text=record["text"])
    return str(record["text"])


def period(records: Iterable[dict[str, Any]]) -> str:
    """The days from the first record to the last."""
    days = sorted({record["at"][:10] for record in records})
    if not days:
        return ""
    return days[0] if len(days) == 1 else tr("{first} to {last}", first=days[0], last=days[-1])


def open_predictions(records: list[dict[str, Any]]) -> int:
    """How many predictions wait for their result."""
    answered = {str(record.get("predicted_at")) for record in records if record["kind"] == "result"}
    return sum(1 for record in records if record["kind"] == "prediction" and record["at"] not in answered)


def skipped(lines: list[int], incomplete: int) -> str:
    """What of a log could not be used, in one or two sentences."""
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

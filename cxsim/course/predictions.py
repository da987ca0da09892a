"""Predictions: written down before a run may start, read again when the result is there."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from cxsim.course import settings, store
from cxsim.course.questions import Question, Score, check_answer, score
from cxsim.messages import tr


def write(question: Question, say: dict[str, Any], sure: Any, **about: Any) -> dict[str, Any]:
    """Check an answer and write it to the learner's log; return the record."""
    tokens, level = check_answer(question, say, sure)
    return store.append(
        "prediction", lesson=question.lesson, question=question.id, say=tokens, sure=level, **about
    )


def latest(question: Question) -> dict[str, Any] | None:
    """Read the last prediction for a question; without a person, the stored one is written and read."""
    for record in reversed(store.of_this_company()):
        if (
            record["kind"] == "prediction"
            and record.get("question") == question.id
            and _usable(question, record)
        ):
            return record
    if settings.headless():
        answer = stored()[question.id]
        return write(question, answer["say"], answer["sure"])
    return None


def write_result(
    question: Question, prediction: dict[str, Any], scores: list[Score], **about: Any
) -> dict[str, Any]:
    """Write what came out beside what was said, with the evidence for the debrief."""
    rows = [
        {**row._asdict(), "value": round(row.value, 4), "low": round(row.low, 4), "high": round(row.high, 4)}
        for row in scores
    ]
    return store.append(
        "result",
        lesson=question.lesson,
        question=question.id,
        text=question.text,
        predicted_at=prediction["at"],
        scores=rows,
        **about,
    )


def measure(
    question: Question,
    prediction: dict[str, Any],
    measured: dict[str, tuple[float, float, float]],
    **about: Any,
) -> list[Score]:
    """Score a prediction and write the result to the log."""
    scores = score(question, prediction, measured)
    write_result(question, prediction, scores, **about)
    return scores


def stored() -> dict[str, Any]:
    """Read the predictions that a run without a person uses."""
    return json.loads((files("cxsim.course") / "stored_predictions.json").read_text("utf-8"))


def not_yet(cell: str) -> str:
    """Say what to do when a run is asked for before its prediction."""
    return tr("First write down your prediction (cell {cell}); then this opens. Nothing is lost.", cell=cell)


def _usable(question: Question, record: dict[str, Any]) -> bool:
    try:
        check_answer(question, record["say"], record["sure"])
    except (ValueError, KeyError, TypeError, AttributeError):
        return False
    return True

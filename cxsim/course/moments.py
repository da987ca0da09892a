"""What a debrief talks about: how well the team knew, and the three moments that decided."""

from __future__ import annotations

import itertools
from typing import Any, NamedTuple

from cxsim import messages
from cxsim.course.questions import SURE
from cxsim.messages import tr

SCORE_FIELDS = {
    "label": str,
    "said": str,
    "was": str,
    "unit": str,
    "value": (int, float),
    "low": (int, float),
    "high": (int, float),
    "sure": int,
    "right": bool,
    "steps_off": int,
}

NUMBERS = ("value", "low", "high", "sure", "steps_off")
#: No value of a company is as big; a log that says so is damaged.
MOST = 1e15


class Level(NamedTuple):
    """How often a team was right when it was so sure."""

    sure: int
    said: int
    right: int


class Judged(NamedTuple):
    """How sure a team was on average and how often it was right, both in per cent, over so many answers.

    ``kind`` is ``none``, ``few`` (too few to judge), ``sure`` (too sure), ``careful`` (too careful) or ``well``.
    """

    said: int
    expected: int
    right: int
    kind: str


class Moment(NamedTuple):
    """A moment worth talking about: the run it comes from, a head line, what the log says, and evidence lines."""

    run: int
    title: str
    text: str
    evidence: list[str]
    weight: float


def usable_results(records: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], int]:
    """Keep the results that hold everything the page needs; count those that do not."""
    results = [record for record in records if record["kind"] == "result"]
    good = [record for record in results if complete(record)]
    return good, len(results) - len(good)


def calibration(results: list[dict[str, Any]]) -> list[Level]:
    """Count right answers by how sure the team was."""
    scores = [score for record in results for score in record["scores"]]
    levels = []
    for sure in SURE:
        said = [score for score in scores if score["sure"] == sure]
        levels.append(Level(sure, len(said), sum(score["right"] for score in said)))
    return levels


def judged(levels: list[Level]) -> Judged:
    """Tell whether the team was too sure, too careful, or about right: ten points of 100 are about right."""
    said = sum(level.said for level in levels)
    if said == 0:
        return Judged(0, 0, 0, "none")
    expected = sum(level.said * level.sure for level in levels) / said
    right = 100 * sum(level.right for level in levels) / said
    kind = "sure" if expected > right + 10 else "careful" if expected < right - 10 else "well"
    return Judged(said, round(expected), round(right), "few" if said < 3 else kind)


def judged_word(one: Judged) -> str:
    """Say the same in a word or two, for a table."""
    words = {
        "none": tr("no result yet"),
        "few": tr("too few to judge"),
        "sure": tr("too sure"),
        "careful": tr("too careful"),
        "well": tr("well judged"),
    }
    return words[one.kind]


def calibration_sentence(levels: list[Level]) -> str:
    """Say in one sentence whether the team was too sure, too careful, or about right."""
    one = judged(levels)
    facts = {"expected": one.expected, "right": one.right, "count": one.said}
    if one.kind == "none":
        return tr("No prediction has a result yet.")
    if one.kind == "few":
        return tr(
            "On average you were {expected} % sure and {right} % were right ({count} answers: too few to judge).",
            **facts,
        )
    if one.kind == "sure":
        return tr(
            "On average you were {expected} % sure and {right} % were right ({count} answers): too sure.",
            **facts,
        )
    if one.kind == "careful":
        return tr(
            "On average you were {expected} % sure and {right} % were right ({count} answers): too careful.",
            **facts,
        )
    return tr(
        "On average you were {expected} % sure and {right} % were right ({count} answers): well judged.",
        **facts,
    )


def decisive(results: list[dict[str, Any]], count: int = 3) -> list[Moment]:
    """Pick the moments with the biggest gap between prediction and result, and the decision that turned most.

    Each run is told once, by its biggest gap, before a second moment is taken from the same run.
    """
    ranked = sorted(
        (_gap(run, record, score) for run, record in enumerate(results) for score in record["scores"]),
        key=lambda moment: -moment.weight,
    )
    turn = _turning(results)
    best: list[Moment] = [turn] if turn else []
    for moment in ranked:
        if len(best) < count and moment.run not in {chosen.run for chosen in best}:
            best.append(moment)
    for moment in ranked:
        if len(best) < count and moment not in best and moment.title not in {chosen.title for chosen in best}:
            best.append(moment._replace(evidence=[]))
    return sorted(best, key=lambda moment: moment.run)


def _gap(run: int, record: dict[str, Any], score: dict[str, Any]) -> Moment:
    weight = score["steps_off"] * score["sure"] if not score["right"] else score["sure"] / 100
    if score["right"]:
        title = tr("You knew: {measure}", measure=score["label"])
    else:
        title = tr("The surprise: {measure}", measure=score["label"])
    text = tr(
        "You said {said} ({sure} % sure). It was {was}: {value} ({low} to {high}) {unit}.",
        said=score["said"],
        sure=score["sure"],
        was=score["was"],
        **written(score),
        unit=score["unit"],
    )
    return Moment(run, title, text, evidence_of(record), weight)


def _turning(results: list[dict[str, Any]]) -> Moment | None:
    """Find the plan of a team after which the profit moved most against the plan before it in the same lesson.

    Plans of two lessons start from two companies, so no step between them is a decision; and the step leads to a plan
    of the lab, since the other plans of a lesson are the course's.
    """
    plans = [(run, record) for run, record in enumerate(results) if record.get("changes")]
    plans = [(run, record, profit) for run, record in plans if (profit := _profit(record)) is not None]
    plans.sort(key=lambda plan: str(plan[1].get("lesson")))  # stable: the plans of one lesson stay in their order
    steps = [
        (after[2] - before[2], before, after)
        for before, after in itertools.pairwise(plans)
        if before[1].get("lesson") == after[1].get("lesson") and str(after[1].get("question")).endswith("-lab")
    ]
    if not steps:
        return None
    step, (_, before, _), (run, after, _) = max(steps, key=lambda one: abs(one[0]))
    if step == 0:
        return None
    word = tr("The decision that gained most") if step > 0 else tr("The decision that cost most")
    text = tr(
        "From “{before}” to “{after}” the profit of the year moved by {step} thousand CNY.",
        before=before.get("plan", ""),
        after=after.get("plan", ""),
        step=number(step),
    )
    return Moment(run, word, text, [*map(str, after["changes"])][:4] or evidence_of(after), float("inf"))


def _profit(record: dict[str, Any]) -> float | None:
    for score in record["scores"]:
        if score.get("measure") == "profit":
            return float(score["value"])
    return None


def evidence_of(record: dict[str, Any]) -> list[str]:
    """The first lines of evidence that the log keeps of a run."""
    lines = record.get("evidence") or []
    return [str(line) for line in lines][:4] if isinstance(lines, list) else []


def complete(record: dict[str, Any]) -> bool:
    """Tell whether a result holds everything a page needs, each of the kind it must have."""
    scores = record.get("scores")
    if not isinstance(scores, list) or not scores or not isinstance(record.get("text"), str):
        return False
    if not isinstance(record.get("question", ""), str) or not isinstance(record.get("changes") or [], list):
        return False
    return all(
        isinstance(score, dict)
        and all(isinstance(score.get(key), kind) for key, kind in SCORE_FIELDS.items())
        and all(abs(score[key]) < MOST for key in NUMBERS)  # also false for what is no number
        for score in scores
    )


def written(score: dict[str, Any]) -> dict[str, str]:
    """Value and interval of a score, in words; a difference carries its sign."""
    texts = {key: number(score[key]) for key in ("value", "low", "high")}
    if score.get("change", True):
        return {
            key: "+" + text if score[key] > 0 and text.strip("0.,") else text for key, text in texts.items()
        }
    return texts


def number(value: float) -> str:
    """A number with three digits that matter."""
    return messages.number(value, 0 if abs(value) >= 100 else 1 if abs(value) >= 1 else 2)

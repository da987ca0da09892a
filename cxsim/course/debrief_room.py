"""The debrief page of a room: what all teams predicted, decided and got, beside each other on paper."""

from __future__ import annotations

from typing import Any

from cxsim.course import debrief_sheet
from cxsim.course.debrief_teams import Answer, Asked, Part, Room, RoomMoment, decisive_of_room, questions
from cxsim.course.moments import calibration, judged, judged_word, number, written
from cxsim.messages import tr

PAGE = "debrief_room.html"


def page(room: Room) -> str:
    """The page as HTML: no script, no address, black on white.

    Parameters
    ----------
    room
        The teams with their logs, and what was skipped (`cxsim.course.debrief_teams.room`).
    """
    asked = questions(room.teams)
    everyone = [record for team in room.teams for record in team.results]
    return debrief_sheet.render(
        "debrief_room.html.j2",
        words=_words(),
        period=debrief_sheet.period(record for team in room.teams for record in team.log.records),
        counts=tr("Teams: {count}.", count=len(room.teams)),
        predicted=[_question(one, len(room.teams)) for one in asked if not one.lab],
        teams=[
            *(_team(team.name, team.results, team.log.records) for team in room.teams),
            _team(tr("the room"), everyone, [record for team in room.teams for record in team.log.records]),
        ],
        labs=[_lab(one) for one in asked if one.lab],
        moments=[_moment(one) for one in decisive_of_room(asked)],
        names=[team.name for team in room.teams],
        skipped=_skipped(room),
    )


def _words() -> dict[str, str]:
    return {
        **debrief_sheet.words(),
        "title": tr("Debrief of the room: what the teams predicted, what happened, what we take along"),
        "signed": tr("Course, trainer"),
        "said": tr("They said: teams"),
        "none": tr("No result yet: in a lesson, each team writes down a prediction and presses Run."),
        "counts": tr(
            "The first answer of a team counts, since who asks again knows the result; in a lab its last plan counts."
        ),
        "teams": tr("How well did each team know how much it knew?"),
        "team": tr("Team"),
        "answers": tr("Answers with result"),
        "right": tr("Right"),
        "sure": tr("Sure on average"),
        "judged": tr("So it was"),
        "open": tr("Predictions not run"),
        "runs": tr("Here every run of a team counts, repeated ones too, as on the team's own page."),
        "plans": tr("What each team decided, and what it did"),
        "room": tr("The room: right, and what was said"),
        "changed": tr("What was changed"),
        "before": tr("Each plan is compared with the team's company at the start of that lesson."),
        "skipped": tr("Left out"),
        "carry": tr("One line for each team, to say aloud: who does what, until when?"),
        "agreed": tr("No prediction divided the room, and none was wrong."),
    }


def _question(one: Asked, teams: int) -> dict[str, Any]:
    rows = [
        {
            "measure": part.label,
            "said": _said(part, one.waiting),
            "was": _values(part.answers),
            "right": _right(part),
        }
        for part in one.parts
    ]
    ran = len({answer.team for part in one.parts for answer in part.answers})
    predicted = tr("{ran} of {teams} teams predicted", ran=ran + one.waiting, teams=teams)
    return {"text": one.text, "predicted": predicted, "rows": rows}


def _said(part: Part, waiting: int) -> list[str]:
    """How many teams gave each answer."""
    said = [tr("{answer}: {count}", answer=answer, count=count) for answer, count in part.said()]
    return [*said, tr("predicted, not run: {count}", count=waiting)] if waiting else said


def _right(part: Part) -> str:
    right = sum(answer.score["right"] for answer in part.answers)
    return tr("{right} of {count}", right=right, count=len(part.answers))


def _values(answers: list[Answer]) -> list[str]:
    """What came out, once where it was the same for all teams, else for each group of teams with its names."""
    groups: dict[str, list[str]] = {}
    for answer in answers:
        groups.setdefault(_value(answer.score), []).append(answer.team)
    if len(groups) == 1:
        return list(groups)
    return [tr("{teams}: {value}", teams=", ".join(names), value=value) for value, names in groups.items()]


def _value(score: dict[str, Any]) -> str:
    told = tr("{value} ({low} to {high}) {unit}", unit=score["unit"], **written(score))
    return tr("{band}: {value}", band=score["was"], value=told)


def _team(name: str, results: list[dict[str, Any]], records: list[dict[str, Any]]) -> dict[str, Any]:
    levels = calibration(results)
    one = judged(levels)
    right = sum(level.right for level in levels)
    return {
        "name": name,
        "answers": one.said,
        "right": tr("{right} ({share} %)", right=right, share=one.right) if one.said else "–",
        "sure": f"{one.expected} %" if one.said else "–",
        "judged": judged_word(one),
        "open": debrief_sheet.open_predictions(records),
    }  # fmt: skip


def _lab(one: Asked) -> dict[str, Any]:
    """The plans of one lesson's lab: a column for each part, a row for each team, and what the room said."""
    runs = {answer.team: answer.record for part in one.parts for answer in part.answers}
    starts = {team: _start(record) for team, record in runs.items()}
    differ = len(set(starts.values())) > 1
    rows = [
        {
            "name": team,
            "changed": _changed(record),
            "start": starts[team] if differ else "",
            "cells": [_cell(part, team) for part in one.parts],
        }
        for team, record in runs.items()
    ]
    room = [{"right": _right(part), "said": _said(part, one.waiting)} for part in one.parts]
    return {"text": one.text, "parts": [_head(part) for part in one.parts], "rows": rows, "room": room}


def _head(part: Part) -> str:
    return tr("{measure}, {unit}", measure=part.label, unit=part.answers[0].score["unit"])


def _cell(part: Part, team: str) -> dict[str, str]:
    """Value and prediction of one team; nothing where its log has no such part."""
    for answer in part.answers:
        if answer.team == team:
            value = tr("{value} ({low} to {high})", **written(answer.score))
            return {"value": value, "said": _hit(answer.score)}
    return {"value": "–", "said": ""}


def _changed(record: dict[str, Any]) -> list[str]:
    return [str(change) for change in record.get("changes") or []] or [tr("nothing changed")]


def _hit(score: dict[str, Any]) -> str:
    if score["right"]:
        return tr("said {said}: right", said=score["said"])
    return tr("said {said}: wrong", said=score["said"])


def _start(record: dict[str, Any]) -> str:
    """Where a team's company stood before its plan; nothing where the log does not say it."""
    try:
        nps, profit = (float(record["levels"][key][0]) for key in ("nps_true", "profit_cny"))
    except (KeyError, TypeError, IndexError, ValueError, OverflowError):
        return ""
    return tr("before: NPS {nps}, profit {profit} thousand CNY", nps=number(nps), profit=number(profit))


def _moment(one: RoomMoment) -> dict[str, Any]:
    told: dict[str, list[str]] = {}
    for answer in one.part.answers:
        told.setdefault(answer.score["said"], []).append(
            tr("{team} ({sure} %)", team=answer.team, sure=answer.score["sure"])
        )
    said = [tr("{answer}: {teams}", answer=answer, teams=", ".join(names)) for answer, names in told.items()]
    if one.part.lab:
        was = tr("What came out stands with the plans above.")
    else:
        was = tr("It was {results}.", results="; ".join(_values(one.part.answers)))
    return {
        "title": one.title,
        "text": one.part.text,
        "said": tr("Said (how sure): {answers}.", answers="; ".join(said)),
        "was": was,
        "evidence": one.evidence,
    }


def _skipped(room: Room) -> list[str]:
    notes = [
        tr("{team}: {reason}", team=team.name, reason=reason)
        for team in room.teams
        if (reason := debrief_sheet.skipped(team.log.skipped, team.incomplete))
    ]
    return [*notes, *(tr("{team}: {reason}.", team=name, reason=reason) for name, reason in room.skipped)]

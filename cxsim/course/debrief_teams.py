"""The logs of a room: which folders are teams, which answer of each team counts, and what the room talks about."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from cxsim.course import settings, store
from cxsim.course.debrief_sheet import asked
from cxsim.course.moments import complete, evidence_of, usable_results
from cxsim.guards import CxError, file_trouble
from cxsim.messages import tr

LAB = "-lab"


class Team(NamedTuple):
    """One team: the name of its folder, its log, its usable results, and how many results are not."""

    name: str
    log: store.Records
    results: list[dict[str, Any]]
    incomplete: int


class Room(NamedTuple):
    """The teams of a folder in natural order, and why other things in it are no team, by name."""

    teams: list[Team]
    skipped: list[tuple[str, str]]


class Answer(NamedTuple):
    """What one team said and got on one part of a question."""

    team: str
    record: dict[str, Any]
    score: dict[str, Any]


class Part(NamedTuple):
    """One part of a question with the answers of all teams that have a result; ``lab`` says that plans differ."""

    text: str
    label: str
    lab: bool
    answers: list[Answer]

    def said(self) -> list[tuple[str, int]]:
        """How many teams gave each answer, the most frequent first."""
        return Counter(answer.score["said"] for answer in self.answers).most_common()


class Asked(NamedTuple):
    """A question: its text with the lesson, whether it is a lab's, its parts, and how many teams only predicted."""

    text: str
    lab: bool
    parts: list[Part]
    waiting: int


class RoomMoment(NamedTuple):
    """A part of a question worth talking about, and how much: from 0 (all knew) to 1."""

    part: Part
    title: str
    evidence: list[str]
    weight: float


def allowed() -> str:
    """What may be named as the folder of a debrief."""
    return tr("a team's folder with {file}, or a folder of such folders", file=store.FILE)


def only_team(folder: Path) -> Path | None:
    """The place of the log where a folder is that of one team: itself, or its ``my_work`` when no other has a log."""
    if (folder / store.FILE).exists() or store.read(folder).records:
        return folder
    logs = [place for inside in _folders(folder) if isinstance(place := _log_of(inside), Path)]
    return logs[0] if logs == [folder / settings.FOLDER] else None


def room(folder: Path) -> Room:
    """Read the logs of all teams in a folder.

    Raises
    ------
    CxError
        When the folder cannot be read, or nothing in it has a log.
    """
    teams, skipped = [], []
    found = False
    for inside in _folders(folder):
        place = _log_of(inside)
        found = found or place is not None
        if isinstance(place, Path):
            log = store.read(place)
            if log.records:
                teams.append(Team(inside.name, log, *usable_results(log.records)))
            else:
                skipped.append((inside.name, tr("no line of its {file} can be read", file=store.FILE)))
        else:
            skipped.append((inside.name, place or tr("no {file} in it", file=store.FILE)))
    if not found:
        raise CxError(
            tr(
                "{folder} and its folders hold no {file} (it comes with the first prediction); allowed: {allowed}",
                folder=folder,
                file=store.FILE,
                allowed=allowed(),
            )
        )
    packed = sorted((path.name for path in folder.glob("*.zip")), key=natural)
    return Room(teams, [*skipped, *((name, tr("still packed: unpack it into a folder")) for name in packed)])


def natural(name: str) -> list[Any]:
    """The key that sorts team 2 before team 10."""
    parts = re.split(r"([0-9]{1,18})", name.casefold())
    return [int(part) if place % 2 else part for place, part in enumerate(parts)]


def counting(records: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The result of each question that counts for a team, in order of asking.

    It is the first one, since who asks again knows the answer; of a lab it is the last plan, since that one the team
    keeps; and after a new company what was said of the old one counts only where nothing came after it.
    """
    chosen: dict[str, dict[str, Any]] = {}
    fresh: set[str] = set()
    for record in records:
        if record["kind"] == "company":
            fresh.clear()
        elif record["kind"] == "result" and complete(record):
            question = record.get("question") or record["text"]
            if question not in fresh or is_lab(question):
                chosen[question] = record
            fresh.add(question)
    return chosen


def is_lab(question: Any) -> bool:
    """Whether a question is about a plan of the team's own."""
    return str(question).endswith(LAB)


def questions(teams: list[Team]) -> list[Asked]:
    """Every question with a result of at least one team, by lesson and in the order of asking."""
    answers = {team.name: counting(team.log.records) for team in teams}
    first = {question: record for chosen in reversed(answers.values()) for question, record in chosen.items()}
    order = list(dict.fromkeys(question for chosen in answers.values() for question in chosen))
    made = []
    for question in sorted(order, key=lambda one: str(first[one].get("lesson", ""))):
        given = [(name, chosen[question]) for name, chosen in answers.items() if question in chosen]
        text = Counter(asked(record) for _, record in given).most_common(1)[0][0]
        waiting = sum(question in _predicted(team) and question not in answers[team.name] for team in teams)
        lab = is_lab(question)
        made.append(Asked(text, lab, list(_parts(text, lab, given)), waiting))
    return made


def decisive_of_room(asked_of: list[Asked], count: int = 3) -> list[RoomMoment]:
    """Pick what divided the room most or what it was most surely wrong about; each question once before a second time.

    Surely wrong is the mean of the sureness of those who were wrong (0 for who was right); divided is the share of
    teams that did not give the most frequent answer. Of a lab no answers are compared: its plans differ.
    """
    ranked = sorted((_moment(part) for one in asked_of for part in one.parts), key=lambda one: -one.weight)
    ranked = [one for one in ranked if one.weight > 0]
    best: list[RoomMoment] = []
    for again in (False, True):
        for one in ranked:
            told = {chosen.part.text for chosen in best}
            if len(best) < count and one not in best and (again or one.part.text not in told):
                best.append(one)
    return best


def _moment(part: Part) -> RoomMoment:
    count = len(part.answers)
    wrong = [answer.score["sure"] for answer in part.answers if not answer.score["right"]]
    surely = sum(wrong) / (100 * count)
    divided = 0.0 if part.lab else 1 - part.said()[0][1] / count
    if divided > surely:
        title = tr("The room was divided: {measure}", measure=part.label)
    else:
        title = tr("Wrong: {wrong} of {count} on {measure}", wrong=len(wrong), count=count, measure=part.label)
    told = [evidence_of(answer.record) for answer in part.answers]
    same = told[0] if not part.lab and all(lines == told[0] for lines in told) else []
    return RoomMoment(part, title, same, max(divided, surely))


def _parts(text: str, lab: bool, given: list[tuple[str, dict[str, Any]]]) -> Iterator[Part]:
    answers = [Answer(name, record, score) for name, record in given for score in record["scores"]]
    keys = dict.fromkeys(_key(answer.score) for answer in answers)
    for key in keys:
        mine = [answer for answer in answers if _key(answer.score) == key]
        yield Part(text, mine[0].score["label"], lab, mine)


def _key(score: dict[str, Any]) -> str:
    return str(score.get("measure") or score["label"])


def _predicted(team: Team) -> set[str]:
    return {str(record.get("question")) for record in team.log.records if record["kind"] == "prediction"}


def _folders(folder: Path) -> list[Path]:
    try:
        inside = [path for path in folder.iterdir() if path.is_dir() and not path.name.startswith((".", "__"))]
    except OSError as error:
        raise file_trouble(error, folder) from None
    return sorted(inside, key=lambda path: (natural(path.name), path.name))


def _log_of(folder: Path) -> Path | str | None:
    """The place of a team's log; a sentence where there is one that cannot be read; nothing where there is none."""
    for place in (folder, folder / settings.FOLDER):
        try:
            with (place / store.FILE).open("rb") as log:
                log.read(1)
            return place
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError as error:
            reason = error.strerror or type(error).__name__
            return tr("{file} cannot be read ({reason})", file=store.FILE, reason=reason)
    return None

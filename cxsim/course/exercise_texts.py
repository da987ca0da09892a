"""The committed texts of the exercises: question, unit, named wrong roads with their sentences, hints.

One YAML file for each lesson, beside the functions that compute its keys (`cxsim.course.exercises`). Nothing in
it is a result: keys and wrong values are computed. Its texts are message ids like those in the code; `messages`
lists them for the catalog of translations.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

from cxsim.guards import CxError
from cxsim.messages import filled, tr

ROOM = "cxsim.course.exercises"
#: What an entry holds; all are needed but those that have a value here.
OPTIONAL = {"vary": {}, "labels": {}, "tolerance": 0.0, "of_key": 0.0, "kind": "number", "words": {}}
NEEDED = ("objective", "level", "key", "givens", "question", "unit", "because", "wrong", "hints")
KINDS = ("number", "numbers", "words", "range", "judged")
LEVELS = ("worked", "gaps", "free")


class Entry(NamedTuple):
    """One exercise as written down: its id, the room of its key function, and its texts."""

    id: str
    lesson: str
    kind: str
    level: str
    objective: str
    key: str
    givens: dict[str, Any]
    vary: dict[str, list[Any]]
    question: str
    unit: str
    labels: dict[str, str]
    words: dict[str, str]
    tolerance: float
    of_key: float
    because: str
    wrong: dict[str, str]
    hints: tuple[str, ...]


@lru_cache(maxsize=1)
def entries() -> dict[str, Entry]:
    """Every exercise by its id, in order of number."""
    found: dict[str, Entry] = {}
    for path in sorted(files(ROOM).iterdir(), key=lambda one: one.name):
        if path.name.endswith(".yaml"):
            found |= read(path.name.removesuffix(".yaml"), path.read_text("utf-8"))
    return dict(sorted(found.items(), key=lambda item: [int(part) for part in item[0].split(".")]))


def read(lesson: str, text: str) -> dict[str, Entry]:
    """Read the entries of one file; a missing or unknown part is an error that names it."""
    import yaml

    found = {}
    for name, parts in yaml.load(text, Loader=yaml.CSafeLoader).items():  # six times as quick
        given = {**OPTIONAL, **parts, "hints": tuple(parts.get("hints", ()))}
        missing = [part for part in NEEDED if part not in parts]
        unknown = [part for part in parts if part not in (*NEEDED, *OPTIONAL)]
        if missing or unknown or given["kind"] not in KINDS or given["level"] not in LEVELS:
            told = ", ".join([*missing, *unknown]) or f"{given['kind']}, {given['level']}"
            raise CxError(
                tr("Exercise {check} of {file}.yaml: look at {parts}", check=name, file=lesson, parts=told)
            )
        found[str(name)] = Entry(id=str(name), lesson=lesson, **given)
    return found


def entry(check_id: str) -> Entry:
    """Find an exercise by its number."""
    known = entries()
    if str(check_id) not in known:
        raise CxError(
            tr("There is no check {check}; there are: {known}", check=check_id, known=", ".join(known))
        )
    return known[str(check_id)]


def say(text: str, values: dict[str, Any]) -> str:
    """Translate one text of an entry and fill its placeholders."""
    return filled(text, {name: value for name, value in values.items() if f"{{{name}" in text})


def messages() -> Iterator[tuple[str, str]]:
    """Every text that a learner may see, with its place, for the catalog of translations."""
    for one in entries().values():
        texts = [one.question, one.unit, one.because, *one.wrong.values(), *one.hints]
        for text in [*texts, *one.labels.values(), *one.words.values()]:
            if text:
                yield f"exercises/{one.lesson}.yaml:{one.id}", text

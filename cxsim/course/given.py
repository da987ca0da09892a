"""What a learner writes between the parentheses of a toolbox cell: read it, or say in one line what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from cxsim.course.show import Item, Note
from cxsim.guards import CxError
from cxsim.measure.reading import Allowed, one
from cxsim.messages import tr

#: Marks from 1 to 5, and shares written as whole points.
MARK, OF_100 = Allowed(1, 5, whole=True), Allowed(0, 100)
COUNT, MONEY = Allowed(0, whole=True), Allowed(0)


def tried(make: Callable[[], list[Item]]) -> list[Item]:
    """Items, or the one line that says what in the cell cannot be used."""
    try:
        return make()
    except CxError as error:
        return [Note(str(error), "bad")]


def quoted(words: Any) -> str:
    """Words of the learner, marked as a quotation."""
    return tr("“{words}”", words=words)


def own(words: Any) -> str:
    """Words of the learner as a cell of a table, where nothing else could be meant."""
    return tr("{words}", words=words)


def texts(given: Any, what: str) -> list[str]:
    """Lines of text, at least one, which may stand alone; an empty one or something else is refused by its place."""
    if isinstance(given, str) or not isinstance(given, Iterable):
        given = [given] if given else []
    if not given:
        raise CxError(tr("{what}: nothing is written; allowed: words between quotation marks", what=what))
    for place, text in enumerate(given, 1):
        if not isinstance(text, str) or not text.strip():
            raise CxError(tr("{what} {place} is {value}; allowed: words between quotation marks", what=what,
                             place=place, value=repr(text)))  # fmt: skip
    return [text.strip() for text in given]


def named(given: Any, what: str, keys: Sequence[str] = ()) -> dict[str, Any]:
    """A literal of names and values; where the names are fixed, none may lack and none be added."""
    if not isinstance(given, Mapping) or not given:
        raise CxError(tr("{what} must be names and values in braces, for example {example}", what=what,
                         example='{"name": 1}'))  # fmt: skip
    allowed = ", ".join(keys) or tr("words between quotation marks")
    for name in given:
        if not isinstance(name, str) or (keys and name not in keys):
            raise CxError(tr("{what}: {name} is not known; allowed: {allowed}", what=what, name=repr(name),
                             allowed=allowed))  # fmt: skip
    for key in keys:
        if key not in given:
            raise CxError(tr("{what}: {name} is missing; needed: {allowed}", what=what, name=key, allowed=allowed))
    return dict(given)


def rows(given: Any, what: str, columns: Mapping[str, Allowed]) -> dict[str, tuple[float, ...]]:
    """A literal of names and as many numbers for each as there are columns."""
    found = {}
    for name, values in named(given, what).items():
        if not isinstance(values, (tuple, list)) or len(values) != len(columns):
            raise CxError(tr("{name} needs {count} numbers in parentheses: {columns}", name=name, count=len(columns),
                             columns=", ".join(columns)))  # fmt: skip
        found[name] = tuple(
            one(value, tr("{column} of {name}", column=column, name=name), rule)
            for value, (column, rule) in zip(values, columns.items(), strict=True)
        )
    return found

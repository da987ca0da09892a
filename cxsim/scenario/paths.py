"""Dotted paths: the one name of a parameter in Python, YAML, --set, sliders, tables and error messages."""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator
from typing import Any, NamedTuple

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from cxsim import guards
from cxsim.guards import CxError
from cxsim.messages import tr


class Known(NamedTuple):
    """What the scenario knows about one path."""

    unit: str
    low: float | None
    high: float | None
    cited: tuple[float, float] | None
    source: str
    grade: str
    meaning: str
    kind: str
    choices: tuple[str, ...]


def surface_name(name: str, field: FieldInfo) -> str:
    """Name of a field in dotted paths and YAML; ``from``, a word of Python, is ``start`` as attribute."""
    return field.alias or name


def fields_by_name(model: type[BaseModel]) -> dict[str, tuple[str, FieldInfo]]:
    """Fields of a model by their name on the surface: attribute name and field."""
    return {surface_name(name, field): (name, field) for name, field in model.model_fields.items()}


def inner_model(field: FieldInfo) -> type[BaseModel] | None:
    """Class of the model that a field holds or may hold; none for numbers and words."""
    return _model_of(field.annotation)


def item_model(field: FieldInfo) -> type[BaseModel] | None:
    """Class of the models in a field that holds a tuple of them."""
    if typing.get_origin(field.annotation) is not tuple:
        return None
    return _model_of(typing.get_args(field.annotation)[0])


def _model_of(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    if typing.get_origin(annotation) in (typing.Union, types.UnionType):
        for choice in typing.get_args(annotation):
            found = _model_of(choice)
            if found is not None:
                return found
    return None


def leaves(
    model: type[BaseModel], prefix: str = "", above: Known | None = None
) -> Iterator[tuple[str, Known]]:
    """Every path that holds a number, word, flag or tuple, with what is known about it."""
    for name, (_, field) in fields_by_name(model).items():
        path, known = prefix + name, _known(field, above)
        inner = inner_model(field)
        if inner is not None:
            yield from leaves(inner, path + ".", known if known.unit else None)
        else:
            yield path, known


def known_at(model: type[BaseModel], path: str) -> Known | None:
    """What is known about a path, positions in tuples included; none where the path does not exist."""
    above: Known | None = None
    current: type[BaseModel] | None = model
    items: type[BaseModel] | None = None
    in_tuple = False
    item_kind: tuple[str, tuple[str, ...]] = ("", ())
    for step in path.split("."):
        if in_tuple and step.isdecimal() and above is not None:
            current, in_tuple = items, False
            above = above._replace(kind=item_kind[0], choices=item_kind[1])
            continue
        if current is None or step not in (table := fields_by_name(current)):
            return None
        field = table[step][1]
        above = _known(field, above)
        current, items = inner_model(field), item_model(field)
        in_tuple = current is None and typing.get_origin(field.annotation) is tuple
        item_kind = _kind(typing.get_args(field.annotation)[0]) if in_tuple else ("", ())
        if current is not None and not above.unit:
            above = None
    return above or Known("", None, None, None, "", "", "", "group", ())


def check_path(model: type[BaseModel], path: str) -> None:
    """Refuse a path that does not exist, naming the nearest one.

    Raises
    ------
    CxError
        One line with the unknown path and the nearest known one.
    """
    if known_at(model, path) is None:
        raise CxError(unknown_path(model, path))


def unknown_path(model: type[BaseModel], path: str) -> str:
    """One line about a path that does not exist."""
    close = _nearest_path(model, path)
    if close == path:
        return tr("{path}: a name with dots may stand at the beginning of a line only, not inside another name",
                  path=path)
    if close:
        return tr("Unknown path {path}; nearest: {nearest}", path=guards.shown(path)[1:-1], nearest=close)
    return tr("Unknown path {path}; a path starts with one of {names}", path=guards.shown(path),
              names=", ".join(fields_by_name(model)))


def _nearest_path(model: type[BaseModel], path: str) -> str:
    paths = [known for known, _ in leaves(model)]
    paths = [known for known in paths if not known.startswith("before.")] + list(_rooms(model))
    # A forgotten middle or beginning ("extra.phone") is likelier than a misspelling.
    steps = path.split(".")
    inside = [known for known in paths if _contains_steps(known.split("."), steps)]
    if inside:
        return guards.nearest(path, inside) or min(inside, key=len)
    return guards.nearest(path, paths)


def _rooms(model: type[BaseModel], prefix: str = "") -> Iterator[str]:
    for name, (_, field) in fields_by_name(model).items():
        inner = inner_model(field)
        if inner is not None and name != "before":
            yield prefix + name
            yield from _rooms(inner, prefix + name + ".")


def _contains_steps(path: list[str], steps: list[str]) -> bool:
    rest = iter(path)
    return all(step in rest for step in steps)


def _known(field: FieldInfo, above: Known | None) -> Known:
    """Own knowledge of a field, completed from the group or duration that holds it."""
    extra: dict[str, Any] = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
    meaning = field.description or ""
    kind, choices = _kind(field.annotation)
    if above is None:
        return Known(extra.get("unit", ""), extra.get("low"), extra.get("high"), extra.get("cited"),
                     extra.get("source", ""), extra.get("grade", ""), meaning, kind, choices)
    low, high = (extra["low"], extra["high"]) if "low" in extra else (above.low, above.high)
    # The holder knows where its numbers come from; a part of a duration knows its own unit and bounds.
    return Known(extra.get("unit", above.unit), low, high, extra.get("cited", above.cited), above.source,
                 above.grade, f"{above.meaning} {meaning}".strip(), kind, choices)


def _kind(annotation: Any) -> tuple[str, tuple[str, ...]]:
    """Kind of value (int, float, bool, str, date, choice, list, group) and the words a choice allows."""
    if typing.get_origin(annotation) in (typing.Union, types.UnionType):
        annotation = next(choice for choice in typing.get_args(annotation) if choice is not type(None))
    if typing.get_origin(annotation) is typing.Annotated:
        annotation = typing.get_args(annotation)[0]
    if typing.get_origin(annotation) is typing.Literal:
        return "choice", typing.get_args(annotation)
    if typing.get_origin(annotation) is tuple:
        return "list", ()
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return "group", ()
    return annotation.__name__, ()

"""Change a scenario by dotted path, and tell in words how two scenarios differ."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError

from cxsim import guards, messages
from cxsim.guards import CxError
from cxsim.messages import tr
from cxsim.scenario import paths
from cxsim.scenario.fields import overlay
from cxsim.scenario.groups import Window
from cxsim.scenario.trouble import explain

M = TypeVar("M", bound=BaseModel)


def replaced(base: M, changes: Mapping[str, Any]) -> M:
    """Copy of a frozen model with some paths set.

    Parameters
    ----------
    base
        Scenario (or any model of it).
    changes
        Dotted path to new value. A mapping as value changes only what it names, also inside a list, where the
        names are positions: ``{"policy.staffing.roster.phone": {0: {"seats": 7}}}``.

    Raises
    ------
    CxError
        Unknown path (with the nearest one), value out of bounds, or parts that do not fit together.
    """
    if not isinstance(changes, Mapping):
        raise CxError(tr("Changes must be a mapping from dotted path to value, not {value}",
                         value=guards.shown(changes)))
    tree: Any = {}
    for path, value in changes.items():  # in this order: a later path changes what an earlier one has set
        if not isinstance(path, str):
            raise CxError(tr("A path is text such as policy.staffing.extra.phone, not {value}",
                             value=guards.shown(path)))
        paths.check_path(type(base), path)
        try:
            tree = _grown(tree, path.split("."), _plain(value))
        except RecursionError:
            raise CxError(tr("{path}: the value is nested too deeply", path=path)) from None
    return validated(type(base), overlay(base, tree))


def validated(model: type[M], data: Any) -> M:
    """Build a model from plain data, or say in one line why it cannot be built."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise explain(error, model) from None


class Change(NamedTuple):
    """One number that differs between two scenarios: where it stands, what it means, and both values for reading."""

    path: str
    meaning: str
    unit: str
    old: str
    new: str


def changed(old: BaseModel, new: BaseModel) -> list[Change]:
    """Every number that differs, with its meaning and unit; the name is no number."""
    found = []
    for path, before, after in _changed(old, new, ""):
        if path != "name":
            known = paths.known_at(type(old), path)
            meaning, unit = (known.meaning, known.unit) if known else ("", "")
            texts = in_words(before), in_words(after)
            if texts[0] == texts[1]:  # they differ beyond the digits that are read
                texts = repr(before), repr(after)
            found.append(Change(path, meaning.rstrip("."), unit, *texts))
    return found


def differences(old: BaseModel, new: BaseModel) -> list[str]:
    """One line for each number that differs: meaning, path, old value, new value, unit."""
    return [tr("{path}: {old} -> {new} {unit} ({meaning})", **one._asdict()) for one in changed(old, new)]


def _grown(tree: Any, steps: list[str], value: Any) -> Any:
    """Put a value into a tree of mappings; what lies there already is changed, not thrown away."""
    if not steps:
        return overlay(tree, value)
    if isinstance(tree, (BaseModel, tuple, list)):
        inner = value
        for step in reversed(steps):
            inner = {step: inner}
        return overlay(tuple(tree) if isinstance(tree, list) else tree, inner)
    grown = dict(tree) if isinstance(tree, dict) else {}
    grown[steps[0]] = _grown(grown.get(steps[0]), steps[1:], value)
    return grown


def _plain(value: Any) -> Any:
    """Numbers and arrays of numpy as numbers and lists of Python (sweeps and sliders hand them in)."""
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if type(value).__module__ == "numpy":
        return value.tolist()
    return value


def _changed(old: Any, new: Any, path: str) -> list[tuple[str, Any, Any]]:
    if old == new and type(old) is type(new):
        return []
    if old is None and isinstance(new, BaseModel):  # no policy before is the default policy before
        return _changed(type(new)(), new, path)
    if new is None and isinstance(old, BaseModel):
        return _changed(old, type(old)(), path)
    if isinstance(old, BaseModel) and type(old) is type(new):
        names = paths.fields_by_name(type(old))
        parts = [(name, getattr(old, attribute), getattr(new, attribute))
                 for name, (attribute, _) in names.items()]
    elif isinstance(old, tuple) and isinstance(new, tuple) and len(old) == len(new):
        parts = [(str(index), a, b) for index, (a, b) in enumerate(zip(old, new, strict=True))]
    else:
        return [(path, old, new)]
    dot = "." if path else ""
    return [row for name, a, b in parts for row in _changed(a, b, f"{path}{dot}{name}")]


def in_words(value: Any) -> str:
    """A value for reading; windows of the week and long lists in short."""
    if value is None:
        return tr("none")
    if isinstance(value, bool):
        return tr("on") if value else tr("off")
    if isinstance(value, (int, float)):
        return messages.number(value)
    if isinstance(value, tuple):
        return "[" + "; ".join(in_words(item) for item in value) + "]"
    if isinstance(value, Window):
        return str(value)
    if isinstance(value, BaseModel):
        names = paths.fields_by_name(type(value))
        return ", ".join(f"{name} {in_words(getattr(value, attribute))}"
                         for name, (attribute, field) in names.items()
                         if paths.inner_model(field) is None) or tr("given")
    return str(value)

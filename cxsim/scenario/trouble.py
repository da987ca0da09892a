"""Validation errors told in one line: what, where, and what is allowed."""

from __future__ import annotations

import typing
from typing import Any

from pydantic import BaseModel, ValidationError

from cxsim import guards
from cxsim.guards import CxError
from cxsim.messages import tr
from cxsim.scenario import paths


def explain(error: ValidationError, model: type[BaseModel]) -> CxError:
    """Turn pydantic's report into one line: its first error, and how many more there are."""
    problems = error.errors(include_url=False)
    # An unknown name is reported before what may only follow from it.
    first = next((item for item in problems if item["type"] == "extra_forbidden"), problems[0])
    line = _line(dict(first), model)
    if len(problems) > 1:
        line = tr("{line} (and {count} more)", line=line, count=len(problems) - 1)
    return CxError(line)


def _line(item: dict[str, Any], model: type[BaseModel]) -> str:
    context = item.get("ctx") or {}
    path = ".".join(str(step) for step in item["loc"])
    kind, value = item["type"], item.get("input")
    if kind == "coherence":
        return str(context["line"])
    if kind == "extra_forbidden":
        return paths.unknown_path(model, path)
    if kind == "group_bounds":
        path, value = f"{path}.{context['at']}".lstrip("."), context["got"]
    if kind == "missing":
        return tr("{path} is missing", path=path)
    return tr("{path} = {value}: must be {allowed}", path=path, value=guards.shown(value),
              allowed=_allowed(kind, context, path, model))


def _allowed(kind: str, context: dict[str, Any], path: str, model: type[BaseModel]) -> str:
    known = paths.known_at(model, path)
    if kind.startswith("literal"):
        return str(context.get("expected", "")).replace("'", "")
    if kind in ("too_short", "too_long"):
        return _length(context)
    if kind in _WORDS:
        return tr(_WORDS[kind])
    if known is None or known.low is None:
        return _plain(kind)
    number = tr("a whole number") if "int" in (known.kind, kind[:3]) else tr("a number")
    return tr("{number} between {low} and {high} ({unit})", number=number, low=known.low, high=known.high,
              unit=known.unit)


#: What is allowed where neither bounds nor a list of words say it.
_WORDS = {
    "bool_type": "true or false",
    "string_pattern_mismatch": "a time on the half hour, such as \"08:30\"; an end may be \"24:00\"",
    "string_type": "text in quotes",
    "string_too_short": "a label of 1 to 120 characters",
    "string_too_long": "a label of 1 to 120 characters",
    "label": "one line of visible characters",
    "date_type": "a date such as 2024-01-01",
    "tuple_type": "a list, or a mapping from positions that exist",
    "model_type": "a group of named values",
    "model_attributes_type": "a group of named values",
    "dict_type": "a group of named values",
}


def _length(context: dict[str, Any]) -> str:
    low, high = context.get("min_length"), context.get("max_length")
    if low is not None and low == high:
        return tr("a list of {count} values", count=low)
    if low is not None:
        return tr("a list of at least {count} values", count=low)
    return tr("a list of at most {count} values", count=high)


def _plain(kind: str) -> str:
    if kind.startswith("int"):
        return tr("a whole number")
    if kind.startswith(("float", "finite")):
        return tr("a finite number")
    return typing.cast(str, tr("a value that the schema allows ({kind})", kind=kind))

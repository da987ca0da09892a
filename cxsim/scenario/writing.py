"""Write a scenario as YAML: only what differs from the default company, with units as comments."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from cxsim.messages import tr
from cxsim.scenario import paths


def yaml_text(scenario: BaseModel, default: BaseModel) -> str:
    """YAML of what differs from ``default``; reading it gives back an equal scenario."""
    head = tr("A cxsim scenario: only what differs from the default company.")
    lines = [f"# {head}", f"name: {_scalar(getattr(scenario, 'name', ''))}"]
    lines += _lines(scenario, default, "", type(scenario), 0)
    return "\n".join(lines) + "\n"


def _lines(new: BaseModel, old: BaseModel, path: str, root: type[BaseModel], depth: int) -> Iterator[str]:
    indent = "  " * depth
    for name, (attribute, field) in paths.fields_by_name(type(new)).items():
        value, usual = getattr(new, attribute), getattr(old, attribute)
        here = f"{path}{name}"
        if value == usual or here == "name":
            continue
        inner = paths.inner_model(field)
        if isinstance(value, BaseModel) and inner is not None:
            known = usual if isinstance(usual, BaseModel) else inner()
            body = list(_lines(value, known, here + ".", root, depth + 1))
            yield f"{indent}{name}:" if body else f"{indent}{name}: {{}}"
            yield from body
        elif isinstance(value, tuple) and value and isinstance(value[0], BaseModel):
            yield f"{indent}{name}:  # {_unit(root, here)}"
            yield from (f"{indent}  - {_flow(item)}" for item in value)
        else:
            yield f"{indent}{name}: {_scalar(value)}  # {_unit(root, here)}"


def _unit(root: type[BaseModel], path: str) -> str:
    known = paths.known_at(root, path)
    return known.unit if known else ""


def _flow(model: BaseModel) -> str:
    names = paths.fields_by_name(type(model))
    return "{" + ", ".join(f"{name}: {_scalar(getattr(model, attribute))}"
                           for name, (attribute, _) in names.items()) + "}"


def _scalar(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return repr(value)  # repr of a float is the shortest text that reads back to the same bits
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(str(key), ensure_ascii=False)}: {_scalar(item)}"
                               for key, item in value.items()) + "}"
    if isinstance(value, (tuple, list)):
        return "[" + ", ".join(_scalar(item) for item in value) + "]"
    if isinstance(value, datetime.date):
        return value.isoformat()
    return json.dumps(str(value), ensure_ascii=False)

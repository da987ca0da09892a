"""Files of this room that are data, read once: settings, phrases, what each column means."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

ROOM = files("cxsim.generate")
#: Files of the dictionary, in the order in which the tables are listed.
CHAPTERS = ("desk", "people", "answers", "talks", "trade", "digital", "raw", "knowledge", "sources")


@cache
def read(name: str) -> Any:
    """Content of one YAML file of the room, for example ``"settings.yaml"``; not to be changed."""
    return yaml.load(ROOM.joinpath(name).read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


def setting(name: str) -> Any:
    """One group of assumptions of ``settings.yaml``."""
    return read("settings.yaml")[name]


@cache
def committed(name: str) -> list[dict[str, str]]:
    """Rows of a committed CSV file of the room."""
    return list(csv.DictReader(ROOM.joinpath(name).read_text(encoding="utf-8").splitlines()))


@cache
def dictionary() -> dict[str, dict[str, Any]]:
    """Every table by name: title, use, key and columns; each column with type, unit, meaning, bounds and maker."""
    tables: dict[str, dict[str, Any]] = {}
    for chapter in CHAPTERS:
        for name, entry in read(f"dictionary/{chapter}.yaml").items():
            columns = {k: v for column in entry["columns"].items() for k, v in _expanded(*column)}
            tables[name] = entry | {"columns": {k: _column(entry, v) for k, v in columns.items()}}
    return tables


def _expanded(name: str, value: Any) -> list[tuple[str, Any]]:
    """One line of a dictionary, or the many columns that the word ``items`` stands for."""
    if name != "items":
        return [(name, value)]
    sides = {"expect": "what excellent service should be like", "perceive": "what ours is like"}
    marks = {"min": 1, "max": 7}
    return [
        (f"{side}_{item:02d}", ["integer", "1-7", f"item {item}: {meaning}, 7 is full agreement", marks])
        for side, meaning in sides.items()
        for item in range(1, value + 1)
    ]


def _column(entry: dict[str, Any], line: list[Any]) -> dict[str, Any]:
    kind, _, decimals = line[0].partition(".")
    return {
        "type": kind, "decimals": int(decimals or 0), "unit": line[1], "meaning": line[2], "by": entry["by"],
        **(line[3] if len(line) > 3 else {}),
    }  # fmt: skip

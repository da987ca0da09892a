"""The data package: every file and column with unit, meaning, bounds, maker, checksum and license (Frictionless)."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from cxsim.generate.settings import dictionary, setting
from cxsim.generate.writing import encoded

PACKAGE_NAME = "cxsim-datasets"
COMMAND = "cxsim data generate"
LICENSE = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}
#: How a column is made, in full.
MAKERS = {
    "simulated": "simulated: from the log of the engine",
    "derived": "derived: worked out from simulated or drawn columns",
    "drawn": "drawn: keyed luck and the assumptions of cxsim/generate/settings.yaml",
    "phrases": "phrases: put together from cxsim/generate/phrases by what really happened",
    "committed": "committed: as it stands in a file of cxsim/generate",
}
FORMATS = {"datetime": "%Y-%m-%d %H:%M:%S", "date": "default"}


def descriptor(contents: dict[str, str], rows: dict[str, int], scenario_text: str) -> dict[str, Any]:
    """Describe the files of one generation.

    Parameters
    ----------
    contents
        Text of each table.
    rows
        Number of rows of each table.
    scenario_text
        The scenario in full, for its checksum.
    """
    chosen = setting("company")
    return {
        "profile": "tabular-data-package",
        "name": PACKAGE_NAME,
        "title": "A made-up company and its customers over two years",
        "description": "All people are invented. Made by the simulator from one scenario and one seed; a maker of "
        "household machines with a small service desk, 104 weeks from 2024-01-01, local time, CNY.",
        "licenses": [LICENSE],
        "generator": {"command": COMMAND, **chosen, "scenario_sha256": digest(scenario_text)},
        "resources": [resource(name, contents[name], rows[name]) for name in contents],
    }


def digest(text: str) -> str:
    """SHA-256 of a text in UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()


def resource(name: str, text: str, rows: int) -> dict[str, Any]:
    """Describe one file."""
    entry = dictionary()[name]
    encoding = entry.get("encoding", "utf-8")
    content = encoded(text, encoding)
    links = [
        {"fields": column, "reference": _reference(name, what["link"])}
        for column, what in entry["columns"].items()
        if "link" in what
    ]
    schema = {
        "fields": [field(column, what) for column, what in entry["columns"].items()],
        "missingValues": [""], "primaryKey": entry["key"], "foreignKeys": links,
    }  # fmt: skip
    return {
        "profile": "tabular-data-resource", "name": name, "path": f"{name}.csv", "title": entry["title"],
        "description": entry["about"], "for": entry["for"], "lessons": str(entry["lessons"]),
        "systems": entry["systems"], "format": "csv", "mediatype": "text/csv",
        "encoding": encoding, "bytes": len(content), "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "rows": rows, "licenses": [LICENSE],
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True, "header": True},
        "schema": schema if links else {k: v for k, v in schema.items() if k != "foreignKeys"},
    }  # fmt: skip


def _reference(table: str, link: str) -> dict[str, str]:
    other, _, column = link.partition(".")
    return {"resource": "" if other == table else other, "fields": column}


def field(name: str, what: dict[str, Any]) -> dict[str, Any]:
    """Describe one column."""
    kind = what["type"]
    constraints: dict[str, Any] = {"required": not what.get("empty", False)}
    constraints |= {
        word: what[short] for word, short in (("minimum", "min"), ("maximum", "max")) if short in what
    }
    if "words" in what:
        constraints["enum"] = what["words"]
    found = {"name": name, "type": kind, "unit": what["unit"], "description": what["meaning"],
             "generator": MAKERS[what["by"]], "constraints": constraints}  # fmt: skip
    if kind in FORMATS:
        found["format"] = FORMATS[kind]
    if kind == "number":
        found["decimals"] = what["decimals"]
    if kind == "boolean":
        found |= {"trueValues": ["true"], "falseValues": ["false"]}
    if "personal" in what:
        found["personal"] = what["personal"]
    return found


def as_text(package: dict[str, Any]) -> str:
    """The data package as the text of its file."""
    return json.dumps(package, ensure_ascii=False, indent=1) + "\n"

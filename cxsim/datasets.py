"""The stored tables: where they are, one loader for each, what each column means, whether a file keeps to it.

``datasets.surveys()`` and ``datasets.load("surveys")`` are the same; ``help(datasets.surveys)`` shows the dictionary of
the table. Words, types and bounds come from the descriptor beside the files (Frictionless Data Package), so they cannot
drift from what stands in it. Nothing here knows of the simulation; a folder of a company's own works the same way.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cxsim.guards import CxError, file_trouble, nearest, shown
from cxsim.messages import tr

if TYPE_CHECKING:
    import pandas as pd

#: File that describes every table.
DESCRIPTOR = "datapackage.json"
PACKAGE = Path(__file__).resolve().parent
_PATTERNS = {
    "integer": re.compile(r"-?\d+"),
    "number": re.compile(r"-?\d+(\.\d+)?"),
    "boolean": re.compile("true|false"),
    "date": re.compile(r"\d{4}-\d\d-\d\d"),
    "datetime": re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d"),
    "string": re.compile(r".*", re.DOTALL),
}
_FORMULA = re.compile(r"[=+@\t\r]|-(?!\d+(\.\d+)?$)")


def folder() -> Path:
    """Find the folder of the stored tables.

    Returns
    -------
    Path
        ``cxsim/_data/datasets`` of an installed wheel, else ``datasets/`` of the checkout.
    """
    inside = PACKAGE / "_data" / "datasets"
    return inside if inside.is_dir() else PACKAGE.parent / "datasets"


def described(place: Path | None = None) -> dict[str, Any]:
    """Read the descriptor of a folder of tables.

    Parameters
    ----------
    place
        The folder; none is that of the stored tables.

    Raises
    ------
    CxError
        Missing or broken descriptor, in one line.
    """
    path = (place or folder()) / DESCRIPTOR
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise file_trouble(error, path) from None
    except ValueError:
        raise CxError(tr("{path}: not a data package", path=str(path))) from None
    if not isinstance(found, dict) or not isinstance(found.get("resources"), list):
        raise CxError(tr("{path}: not a data package", path=str(path)))
    return found


@cache
def _stored() -> dict[str, dict[str, Any]]:
    return {resource["name"]: resource for resource in described()["resources"]}


def names() -> list[str]:
    """Names of the stored tables, in the order of the descriptor."""
    return list(_stored())


def _resource(name: str) -> dict[str, Any]:
    if name not in _stored():
        meant = nearest(str(name), names())
        known = (
            tr("nearest: {meant}", meant=meant)
            if meant
            else tr("allowed: {known}", known=" | ".join(names()))
        )
        raise CxError(tr("no table {name}; {known}", name=shown(name), known=known))
    return _stored()[name]


def load(name: str) -> pd.DataFrame:
    """Load one stored table with the types of its dictionary.

    Parameters
    ----------
    name
        Name of the table, one of `names`.

    Returns
    -------
    pandas.DataFrame
        Whole numbers that may be missing are nullable (``Int64``), yes and no ``bool`` or ``boolean``, moments
        ``datetime64``, text ``str``; words of a closed list stay text.

    Raises
    ------
    CxError
        Unknown name or missing file, in one line.

    Examples
    --------
    >>> load("servqual_items")["dimension"].nunique()
    5
    """
    import pandas as pd

    resource = _resource(name)
    path, fields = folder() / resource["path"], resource["schema"]["fields"]
    moments = [one["name"] for one in fields if one["type"] in ("date", "datetime")]
    types = {one["name"]: _type_of(one) for one in fields if one["name"] not in moments}
    try:
        table = pd.read_csv(path, dtype=types, encoding=resource["encoding"], keep_default_na=False, na_values=[""])
    except OSError as error:
        raise file_trouble(error, path) from None
    for column in moments:
        table[column] = pd.to_datetime(table[column], format="ISO8601")
    return table


def _type_of(field: dict[str, Any]) -> str:
    required = field["constraints"]["required"]
    plain = {"integer": "int64", "number": "float64", "boolean": "bool", "string": "str"}
    nullable = {"integer": "Int64", "number": "float64", "boolean": "boolean", "string": "str"}
    return (plain if required else nullable)[field["type"]]


def dictionary(name: str) -> pd.DataFrame:
    """What each column of one stored table means.

    Returns
    -------
    pandas.DataFrame
        One row per column: name, type, unit, meaning, allowed values, whether it may be empty, how it was made, and the
        kind of personal data it would be in a real company.
    """
    import pandas as pd

    rows = [
        {
            "column": one["name"], "type": one["type"], "unit": one["unit"], "meaning": one["description"],
            "allowed": allowed(one), "may_be_empty": not one["constraints"]["required"],
            "generator": one["generator"], "personal": one.get("personal", ""),
        }
        for one in _resource(name)["schema"]["fields"]
    ]  # fmt: skip
    return pd.DataFrame(rows)


def allowed(field: dict[str, Any]) -> str:
    """Allowed values of one column in words; empty where everything of its type is allowed."""
    constraints = field["constraints"]
    if "enum" in constraints:
        return " | ".join(constraints["enum"])
    low, high = constraints.get("minimum"), constraints.get("maximum")
    if low is not None and high is not None:
        return tr("from {low} to {high}", low=str(low), high=str(high))
    return tr("from {low}", low=str(low)) if low is not None else ""


def faults(place: Path | None = None) -> list[str]:
    """Hold a folder of tables against its descriptor: one line for each thing that is wrong.

    Checked are bytes, checksum, names of columns, type and bounds of every cell, what must not be missing, keys, links
    between tables, rows, and cells that a spreadsheet would run.

    Parameters
    ----------
    place
        The folder; none is that of the stored tables.

    Returns
    -------
    list of str
        Empty where all is well.
    """
    where = place or folder()
    package = described(where)
    seen: dict[str, dict[str, list[str]]] = {}
    found: list[str] = []
    for resource in package["resources"]:
        try:
            content = (where / resource["path"]).read_bytes()
        except OSError as error:
            raise file_trouble(error, where / resource["path"]) from None
        if (
            f"sha256:{hashlib.sha256(content).hexdigest()}" != resource["hash"]
            or len(content) != resource["bytes"]
        ):
            found.append(tr("{table}: not the file of the descriptor", table=resource["name"]))
        found += _table_faults(resource, content.decode(resource["encoding"]), seen)
    for resource in package["resources"]:
        found += _link_faults(resource, seen)
    return found


def _table_faults(resource: dict[str, Any], text: str, seen: dict[str, Any]) -> Iterator[str]:
    name, fields = resource["name"], resource["schema"]["fields"]
    head, *rows = csv.reader(text.split("\n")[:-1] if '"' not in text else text.splitlines(keepends=True))
    if head != [one["name"] for one in fields]:
        yield tr("{table}: columns are not those of the descriptor", table=name)
        return
    if len(rows) != resource["rows"]:
        yield tr(
            "{table}: {count} rows, described are {rows}", table=name, count=len(rows), rows=resource["rows"]
        )
    columns = dict(zip(head, map(list, zip(*rows, strict=True)), strict=True))
    seen[name] = columns
    for one in fields:
        yield from _column_faults(name, one, columns[one["name"]])
    key = list(zip(*(columns[part] for part in resource["schema"]["primaryKey"]), strict=True))
    if len(set(key)) != len(key):
        yield tr(
            "{table}: the key {key} stands twice", table=name, key=", ".join(resource["schema"]["primaryKey"])
        )


def _column_faults(table: str, field: dict[str, Any], cells: list[str]) -> Iterator[str]:
    """Faults of a column; equal cells are looked at once."""
    told = {cell for cell in set(cells) if _wrong(field, cell)}
    for row, cell in enumerate(cells if told else (), 2):
        if cell in told:
            told.discard(cell)
            known = allowed(field) or field["type"]
            place = {"table": table, "row": row, "column": field["name"]}
            yield tr(
                "{table}, row {row}, {column}: {got}; allowed: {known}", **place, got=shown(cell), known=known
            )


def _wrong(field: dict[str, Any], cell: str) -> bool:
    limits = field["constraints"]
    if cell == "":
        return bool(limits["required"])
    if not _PATTERNS[field["type"]].fullmatch(cell):
        return True
    if field["type"] in ("integer", "number"):
        value = float(cell)
        return value < limits.get("minimum", value) or value > limits.get("maximum", value)
    if field["type"] == "string" and _FORMULA.match(cell):
        return True
    return "enum" in limits and cell not in limits["enum"]


def _link_faults(resource: dict[str, Any], seen: dict[str, Any]) -> Iterator[str]:
    for link in resource["schema"].get("foreignKeys", ()):
        mine = seen.get(resource["name"], {}).get(link["fields"], [])
        reference = link["reference"]
        theirs = seen.get(reference["resource"] or resource["name"], {}).get(reference["fields"], [])
        if lost := {cell for cell in mine if cell} - set(theirs):
            words = {
                "table": resource["name"],
                "column": link["fields"],
                "got": shown(min(lost)),
                "count": len(lost),
            }
            yield tr("{table}, {column}: {count} values lead nowhere, for example {got}", **words)


def _loader(name: str) -> Callable[[], pd.DataFrame]:
    def loader() -> pd.DataFrame:
        return load(name)

    loader.__name__ = loader.__qualname__ = name
    loader.__doc__ = _page(name)
    return loader


def _page(name: str) -> str:
    """Docstring of one loader: the dictionary of its table."""
    resource = _resource(name)
    lines = [f"{resource['title']}: {resource['rows']:,} rows.", "", resource["description"],
             f"For: {resource['for']} (lessons {resource['lessons']}).", "",
             "Returns", "-------", "pandas.DataFrame"]  # fmt: skip
    for one in resource["schema"]["fields"]:
        known = allowed(one)
        lines += [f"    {one['name']} : {one['type']}, {one['unit']}",
                  f"        {one['description']}" + (f" [{known}]" if known else "")]  # fmt: skip
    return "\n".join(lines)


def __getattr__(name: str) -> Any:
    """Make the loader of a table when it is first asked for."""
    try:
        known = not name.startswith("_") and name in _stored()
    except CxError as error:  # no descriptor, no tables
        raise AttributeError(str(error)) from None
    if not known:
        raise AttributeError(f"module 'cxsim.datasets' has no attribute {name!r}")
    made = globals()[name] = _loader(name)
    return made


def __dir__() -> list[str]:
    """List what can be asked for: functions and tables."""
    return sorted({*globals(), *names()})

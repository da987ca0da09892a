"""Reading a file of exact queueing results: one row per quantity, in the format of the shipped anchors.

A row that cannot be read stops everything with one line that names it. A row that can be read but asks for
something the simulator does not model is kept, with the reason; see `NotCovered`.
"""

from __future__ import annotations

import csv
import io
import json
import math
import sys
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

from cxsim.guards import CxError, shown
from cxsim.messages import tr

__all__ = ["Anchor", "Case", "NotCovered", "Params", "group", "read_anchors", "shipped"]

COLUMNS = ("case_id", "family", "model", "params", "quantity", "definition", "unit", "value", "method")
#: Words about a case rather than numbers of it: they may be present or absent.
REMARKS = frozenset({"unit", "note", "start"})
LARGEST_FILE = 20_000_000  # bytes; the shipped file has about 100 thousand
LARGEST_WHOLE = 1_000_000  # agents, lines, customers: what is counted one by one


class NotCovered(Exception):
    """A row asks for something that the simulator does not model; the text says what."""


class Anchor(NamedTuple):
    """One exact value.

    Attributes
    ----------
    line : int
        Line of the file, 1 is the header.
    case_id, family, model, quantity, definition, unit, method : str
        As in the file.
    params : dict
        Numbers of the case in the unit of time that the case uses.
    value : float
        The exact value.
    """

    line: int
    case_id: str
    family: str
    model: str
    params: dict[str, Any]
    quantity: str
    definition: str
    unit: str
    value: float
    method: str


class Case(NamedTuple):
    """Anchors that share one system: the same family, model and parameters."""

    name: str
    family: str
    model: str
    params: dict[str, Any]
    anchors: tuple[Anchor, ...]


class Params:
    """Parameters of a case, read by name; what nobody read is unknown, and an unknown name is not ignored."""

    def __init__(self, raw: dict[str, Any]) -> None:
        self._raw = raw
        self._read: set[str] = set()

    def has(self, name: str) -> bool:
        """Whether the case gives this parameter."""
        return name in self._raw

    def number(self, name: str, low: float = 0.0, high: float = math.inf) -> float:
        """A finite number above `low` and at most `high`."""
        return self._number(name, self._take(name), low, high)

    def share(self, name: str) -> float:
        """A number from 0 to 1."""
        value = self._take(name)
        return 0.0 if value == 0 and not isinstance(value, bool) else self._number(name, value, 0.0, 1.0)

    def whole(self, name: str, low: int = 1) -> int:
        """A whole number of at least `low`."""
        return self._whole(name, self._take(name), low)

    def numbers(self, name: str, low: float = 0.0, least: int = 1) -> list[float]:
        """A list of at least `least` finite numbers, each above `low`."""
        return [self._number(name, v, low, math.inf) for v in self._list(name, least)]

    def levels(self, name: str, low: float = 0.0) -> list[float]:
        """A list of finite numbers, each at least `low`."""
        return [low if v == low else self._number(name, v, low, math.inf) for v in self._list(name)]

    def wholes(self, name: str, low: int = 0) -> list[int]:
        """A list of whole numbers of at least `low`."""
        return [self._whole(name, v, low) for v in self._list(name)]

    def text(self, name: str) -> str:
        """A word."""
        value = self._take(name)
        if not isinstance(value, str):
            raise NotCovered(tr("{name} is {value}; expected a word", name=name, value=shown(value)))
        return value

    def words(self, name: str) -> list[Any]:
        """A list of anything."""
        return self._list(name)

    def done(self) -> None:
        """Refuse names that nobody read: they would change the system in a way that is not understood."""
        unknown = sorted(set(self._raw) - self._read - REMARKS)
        if unknown:
            raise NotCovered(tr("unknown parameter {names}", names=", ".join(unknown)))

    def _take(self, name: str) -> Any:
        if name not in self._raw:
            raise NotCovered(tr("parameter {name} is missing", name=name))
        self._read.add(name)
        return self._raw[name]

    def _list(self, name: str, least: int = 1) -> list[Any]:
        value = self._take(name)
        if not isinstance(value, list) or len(value) < least:
            raise NotCovered(tr("{name} is {value}; expected a list", name=name, value=shown(value)))
        return value

    @staticmethod
    def _number(name: str, value: Any, low: float, high: float) -> float:
        known = isinstance(value, (int, float)) and not isinstance(value, bool)
        if not known or not low < value <= high or value > sys.float_info.max:
            said = {"name": name, "value": shown(value), "low": low}
            raise NotCovered(
                tr("{name} is {value}; allowed: above {low}", **said)
                if high == math.inf
                else tr("{name} is {value}; allowed: {low} to {high}", **said, high=high)
            )
        return float(value)

    @staticmethod
    def _whole(name: str, value: Any, low: int) -> int:
        known = isinstance(value, (int, float)) and not isinstance(value, bool)
        if not known or not low <= value < math.inf or value != int(value):
            raise NotCovered(
                tr("{name} is {value}; allowed: whole numbers from {low}", name=name, value=shown(value), low=low)
            )
        if value > LARGEST_WHOLE:
            raise NotCovered(
                tr("{name} is {value}; allowed: up to {most}", name=name, value=shown(value), most=LARGEST_WHOLE)
            )
        return int(value)


def shipped() -> Path:
    """Place of the project's own copy of the anchors."""
    return Path(str(files("cxsim.evidence") / "cases" / "queueing_anchors.csv"))


def read_anchors(path: str | Path) -> list[Anchor]:
    """Read a file of exact values.

    Parameters
    ----------
    path : str or Path
        Comma-separated, UTF-8, with at least the columns of `COLUMNS`; `params` is a JSON object.

    Returns
    -------
    list of Anchor
        In the order of the file.

    Raises
    ------
    CxError
        One line that names the file and the row.
    """
    path = Path(path)
    reader = csv.DictReader(io.StringIO(_text(path), newline=""), restkey="", strict=True)
    try:
        missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
        if missing:
            raise CxError(tr("{file}: column {name} is missing", file=path, name=missing[0]))
        anchors = [_anchor(path, reader.line_num, row) for row in reader]
    except csv.Error as error:
        raise CxError(
            tr("{file} line {line}: not comma-separated: {why}", file=path, line=reader.line_num, why=error)
        ) from None
    if not anchors:
        raise CxError(tr("{file}: no rows", file=path))
    return anchors


def group(anchors: list[Anchor]) -> list[Case]:
    """Put rows of one system together, in the order in which the systems first appear."""
    found: dict[tuple[str, ...], list[Anchor]] = {}
    for anchor in anchors:
        key = (anchor.case_id, anchor.family, anchor.model, json.dumps(anchor.params, sort_keys=True))
        found.setdefault(key, []).append(anchor)
    return [
        Case(rows[0].case_id, rows[0].family, rows[0].model, rows[0].params, tuple(rows)) for rows in found.values()
    ]


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise CxError(tr("{file}: larger than {size} bytes", file=path, size=LARGEST_FILE))
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise CxError(tr("{file}: not UTF-8 at byte {byte}", file=path, byte=error.start)) from None
    except OSError as error:
        raise CxError(tr("{file}: cannot be read: {why}", file=path, why=error.strerror)) from None


def _anchor(path: Path, line: int, row: dict[str, Any]) -> Anchor:
    where = tr("{file} line {line} ({case} {quantity})", file=path, line=line, case=row["case_id"],
               quantity=row["quantity"])
    if "" in row or any(row[name] is None for name in COLUMNS):
        raise CxError(tr("{where}: wrong number of columns", where=where))
    if not row["case_id"] or not row["quantity"]:
        raise CxError(tr("{where}: case_id and quantity must not be empty", where=where))
    try:
        value = float(row["value"])
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise CxError(tr("{where}: value is {value}; expected a finite number", where=where, value=row["value"]))
    words = {name: row[name] for name in COLUMNS if name not in ("params", "value")}
    return Anchor(line=line, params=_params(where, row["params"]), value=value, **words)


def _params(where: str, text: str) -> dict[str, Any]:
    def refuse(constant: str) -> None:
        raise ValueError(constant)

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len(dict(pairs)) < len(pairs):
            raise ValueError(pairs)
        return dict(pairs)

    try:
        params = json.loads(text, parse_constant=refuse, object_pairs_hook=once)
    except (ValueError, RecursionError):
        params = None
    if not isinstance(params, dict):
        raise CxError(
            tr("{where}: params is not a JSON object of finite numbers and words, each named once", where=where)
        )
    return params

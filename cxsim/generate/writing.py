"""Tables as text, the same bytes everywhere: declared decimals, our own dates, one line end, no formula in a cell."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from cxsim.clock import DAY, HOUR, MINUTE, SECOND

Rows = list[tuple[Any, ...]]
#: What a spreadsheet takes for the beginning of a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
PLAIN_NUMBER = re.compile(r"-?\d+(\.\d+)?")


def safe(text: str) -> str:
    """Text that no spreadsheet runs: an apostrophe before what would begin a formula."""
    return f"'{text}" if text.startswith(FORMULA) and not PLAIN_NUMBER.fullmatch(text) else text


@lru_cache(maxsize=4096)  # most cells are words of a short list
def quoted(text: str) -> str:
    """Text as a cell of a CSV file."""
    text = safe(text)
    if any(mark in text for mark in ',"\n\r'):
        return '"' + text.replace('"', '""') + '"'
    return text


def number(decimals: int) -> Callable[[float], str]:
    """Writer of numbers with fixed decimals; what rounds to nothing has no sign."""
    zero = f"{0:.{decimals}f}"

    def write(value: float) -> str:
        text = f"{value:.{decimals}f}"
        return zero if text == f"-{zero}" else text

    return write


class Dates:
    """Writer of moments and days, counted in ms from midnight of the first day."""

    def __init__(self, first: date) -> None:
        self.first = first
        self._days: dict[int, str] = {}

    def day(self, ms: int) -> str:
        """Date, for example ``2024-01-31``."""
        number = int(ms) // DAY
        if number not in self._days:
            self._days[number] = (self.first + timedelta(days=number)).isoformat()
        return self._days[number]

    def moment(self, ms: int) -> str:
        """Date and time to the second, for example ``2024-01-31 09:05:00``."""
        rest = int(ms) % DAY
        clock = f"{rest // HOUR:02d}:{rest % HOUR // MINUTE:02d}:{rest % MINUTE // SECOND:02d}"
        return f"{self.day(ms)} {clock}"


def writers(columns: dict[str, dict[str, Any]], dates: Dates) -> list[Callable[[Any], str]]:
    """One function per column that turns a value into the text of a cell."""
    kinds: dict[str, Callable[[Any], str]] = {
        "string": quoted,
        "integer": lambda value: str(int(value)),
        "boolean": lambda value: "true" if value else "false",
        "date": dates.day,
        "datetime": dates.moment,
    }
    return [number(c["decimals"]) if c["type"] == "number" else kinds[c["type"]] for c in columns.values()]


def table_text(columns: dict[str, dict[str, Any]], rows: Sequence[tuple[Any, ...]], dates: Dates) -> str:
    """Text of a CSV file: names, then one line per row; a missing value is an empty cell."""
    texts = [
        [write(value) if value is not None else "" for value in values]
        for write, values in zip(writers(columns, dates), zip(*rows, strict=True), strict=True)
    ]
    lines = [",".join(columns), *map(",".join, zip(*texts, strict=True))]
    return "\n".join(lines) + "\n"


def encoded(text: str, encoding: str = "utf-8") -> bytes:
    """Bytes of a file: UTF-8, GB18030 (GBK), or UTF-16 as offices write it, lower byte first with a mark in front."""
    if encoding == "utf-16":  # the plain codec takes the order of the computer it runs on
        return codecs.BOM_UTF16_LE + text.encode("utf-16-le")
    return text.encode(encoding)

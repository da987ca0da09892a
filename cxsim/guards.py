"""What the user sees when an input cannot be used: one line that says what, where, and what is allowed."""

from __future__ import annotations

import errno
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from cxsim.messages import tr

_RUNS = re.compile(r"[\t\r]|\s*[=+\-@＝＋－＠]")


class CxError(ValueError):
    """An input that cannot be used, told in one line.

    The command line prints the line and ends with exit code 2; a notebook shows the line under the cell, which
    failed; in Python it is an ordinary ``ValueError``.
    """

    def __init__(self, line: str) -> None:
        super().__init__(" ".join(str(line).split()))

    def _render_traceback_(self) -> list[str]:
        """Lines that IPython shows in place of a stack trace."""
        return [str(self)]


def nearest(word: str, known: Iterable[str]) -> str:
    """Known name that looks most like ``word``; an empty text where nothing does."""
    import difflib

    names = list(known)
    lowered = {name.lower(): name for name in names}
    found = difflib.get_close_matches(word.lower(), lowered, n=1, cutoff=0.5)
    return lowered[found[0]] if found else ""


def listed(names: Iterable[Any], most: int = 20) -> str:
    """Write known names into an error line: the first of them where they are many."""
    known = [str(name) for name in names]
    return ", ".join(known) if len(known) <= most else ", ".join(known[:most]) + " …"


def shown(value: Any) -> str:
    """Write a value into an error line: on one line, cut where it is long."""
    try:
        text = ascii(value) if isinstance(value, str) and not value.isprintable() else repr(value)
    except (ValueError, RecursionError):  # an integer of thousands of digits, a list that holds itself
        text = f"<{type(value).__name__}>"
    return text if len(text) <= 60 else text[:57] + "..."


def check_kind(name: str, value: object, kind: type, such_as: str) -> None:
    """Refuse what is of another kind (the name of a scenario where the scenario itself is meant) in one line."""
    if not isinstance(value, kind):
        words = {"name": name, "got": shown(value), "kind": kind.__name__, "such_as": such_as}
        raise CxError(tr("{name} is {got}; allowed: a {kind}, such as {such_as}", **words))


def runs_as_formula(text: str) -> bool:
    """Whether a spreadsheet may run a text when it opens a file: it would even turn ``+49-30-1`` into 18."""
    return _RUNS.match(text) is not None


def file_trouble(error: OSError, path: str | Path) -> CxError:
    """Tell in one line why a file or folder cannot be read or written."""
    name = str(path)
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return CxError(tr("{path}: the disk is full; nothing was changed", path=name))
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return CxError(tr("{path}: no permission; choose a file or folder that you may use", path=name))
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return CxError(tr("{path}: no such file or folder", path=name))
    if error.errno == errno.EISDIR:
        return CxError(tr("{path}: this is a folder; name a file", path=name))
    return CxError(tr("{path}: {reason}", path=name, reason=error.strerror or type(error).__name__))

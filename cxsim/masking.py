"""Take personal data out of a table of your own before it leaves the company: drop, keyed hash, redact, with a log.

A keyed hash turns the same value into the same word, so that tables can still be joined; without the key nobody can
try out names or numbers until one fits. It is a pseudonym, not anonymity: with the key, or with enough other columns,
people can be found again. Method: BLAKE2b with a key (RFC 7693).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from cxsim.guards import CxError, nearest, shown
from cxsim.messages import tr

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["ACTIONS", "SHORTEST_KEY", "mask"]

#: What can be done to a column.
ACTIONS = ("drop", "hash", "redact")
SHORTEST_KEY = 16
#: What `redact` takes out of free text, longest kinds first.
_TRACES = (
    ("email", re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")),
    ("id number", re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")),
    ("account", re.compile(r"(?<!\d)\d(?:[ -]?\d){11,18}(?!\d)")),
    ("phone", re.compile(r"(?<!\d)(?:\+?\d{1,3}[ -]?)?(?:\(\d{2,4}\)[ -]?)?\d(?:[ -]?\d){6,10}(?!\d)")),
)


def mask(table: pd.DataFrame, actions: Mapping[str, str], key: str = "") -> tuple[pd.DataFrame, pd.DataFrame]:
    """Mask columns of a table.

    Parameters
    ----------
    table
        A table of your own; it stays as it is.
    actions
        Column and what to do: ``"drop"`` (names, identity and account numbers), ``"hash"`` (numbers and addresses by
        which tables are joined; spaces, dashes and capital letters do not count), ``"redact"`` (free text: addresses,
        telephone, identity and account numbers are replaced by their kind).
    key
        Secret of at least 16 characters, needed for ``"hash"``; keep it apart from the table.

    Returns
    -------
    (pandas.DataFrame, pandas.DataFrame)
        The masked table, and a log: column, action, cells changed, cells that were empty.

    Raises
    ------
    CxError
        Unknown column or action, or a key that is too short; one line.

    Notes
    -----
    Names inside free text are not found: read it before it leaves.

    Examples
    --------
    >>> import pandas as pd
    >>> people = pd.DataFrame({"name": ["Li Na"], "phone": ["120-0000-0001"], "score": [9]})
    >>> masked, log = mask(people, {"name": "drop", "phone": "hash"}, key="a secret of our own")
    >>> list(masked.columns), log["changed"].tolist()
    (['phone', 'score'], [1, 1])
    """
    import pandas as pd

    for column, action in actions.items():
        _check(table, column, action, key)
    masked, log = table.copy(), []
    for column, action in actions.items():
        empty = int(table[column].isna().sum())
        if action == "drop":
            masked, changed = masked.drop(columns=column), len(table) - empty
        else:
            masked[column], changed = _changed(table[column], action, key)
        log.append({"column": column, "action": action, "changed": changed, "empty": empty})
    return masked, pd.DataFrame(log, columns=["column", "action", "changed", "empty"])


def _check(table: pd.DataFrame, column: str, action: str, key: str) -> None:
    if column not in table.columns:
        names = [str(name) for name in table.columns]
        meant = nearest(column, names) or " | ".join(names)
        raise CxError(tr("no column {column}; there is {names}", column=shown(column), names=meant))
    if action not in ACTIONS:
        raise CxError(tr("{column}: {action} is no action; allowed: {known}", column=column, action=shown(action),
                         known=" | ".join(ACTIONS)))  # fmt: skip
    if action == "hash" and len(key) < SHORTEST_KEY:
        raise CxError(tr("a key needs {count} characters or more", count=SHORTEST_KEY))


def _changed(cells: pd.Series, action: str, key: str) -> tuple[Any, int]:
    """Cells after the action, and how many of them changed."""
    work = (lambda text: _hashed(text, key)) if action == "hash" else _redacted
    found = [
        cell if not isinstance(cell, str) and cell != cell else work(str(cell)) for cell in _plain(cells)
    ]
    return found, sum(
        new != str(old) for new, old in zip(found, _plain(cells), strict=True) if isinstance(new, str)
    )


def _plain(cells: pd.Series) -> list[Any]:
    """Cells as they are; a whole number that a gap in the column made 12.0 is 12 again, so that equal stays equal."""
    found = [cell if known else float("nan") for cell, known in zip(cells, cells.notna(), strict=True)]
    return [int(cell) if isinstance(cell, float) and cell.is_integer() else cell for cell in found]


def _hashed(text: str, key: str) -> str:
    plain = re.sub(r"[\s\-()]", "", text).casefold()
    secret = hashlib.blake2b(key.encode(), digest_size=32).digest()
    return hashlib.blake2b(plain.encode(), key=secret, digest_size=8).hexdigest()


def _redacted(text: str) -> str:
    for kind, pattern in _TRACES:
        text = pattern.sub(f"[{kind}]", text)
    return text

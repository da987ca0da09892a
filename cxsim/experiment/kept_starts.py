"""Ends of burn-ins that this computer has played before, kept in the cache folder beside the years (`kept_rows`).

All lessons begin with the same year before the first Monday, whatever a plan then changes, and it costs two fifths of
a year of a new plan (measured). So a Run on the next page goes on from what an earlier page has played. One file of the
company of the course takes 1.7 MB. Only the course reads them, inside `shelf`; the same switch and rules as for rows.
"""

from __future__ import annotations

import contextlib
import io
import os
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from cxsim._jit import cache_folder
from cxsim.experiment import kept_files, kept_rows

#: Three companies of 30 years, of the present sources only. A burn-in of fewer weeks is played as quickly as read.
MOST_FILES, FOLDERS_KEPT, LEAST_WEEKS = 90, 1, 26
_open = 0


def folder() -> Path:
    """Where the ends of burn-ins of this program are kept."""
    return cache_folder().parent / f"starts-{kept_rows.DIGEST}"


@contextlib.contextmanager
def shelf() -> Iterator[None]:
    """Let what is played inside take burn-ins from disk, and put there those that it plays."""
    global _open
    _open += 1
    try:
        yield
    finally:
        _open -= 1


def is_open(weeks: int) -> bool:
    """Tell whether a burn-in of so many weeks is taken from disk now."""
    return _open > 0 and weeks >= LEAST_WEEKS and kept_rows.is_on()


def recall(key: tuple[Any, ...]) -> Any:
    """The end of a burn-in by its key; None where none is kept."""
    content = kept_files.read(_file(key))
    if not content:
        return None
    with contextlib.suppress(OSError):  # marks it as used: what was not used for longest is forgotten first
        os.utime(_file(key))
    return _unpacked(zlib.decompress(content))


def keep(key: tuple[Any, ...], short: Any) -> None:
    """Keep the end of a burn-in, without its rows."""
    if not _file(key).exists():
        kept_files.write(_file(key), zlib.compress(_packed(short), level=1), MOST_FILES, FOLDERS_KEPT)


def _file(key: tuple[Any, ...]) -> Path:
    return folder() / f"{kept_files.name_of(repr(key))}.start"


def _packed(short: Any) -> bytes:
    """All tables as numpy writes them; who left stays known."""
    content = io.BytesIO()
    np.savez(content, **short.state._asdict(), left=short.full["staff"])
    return content.getvalue()


def _unpacked(content: bytes) -> Any:
    from cxsim.engines.kernel.run import Start
    from cxsim.engines.kernel.state import State

    tables = dict(np.load(io.BytesIO(content), allow_pickle=False))
    state = State(**{name: tables.pop(name).view(np.recarray) for name in State._fields})
    return Start(state, {"staff": tables["left"]})

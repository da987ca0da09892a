"""Files that are written whole or not at all, in any room that writes what a user asked for."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from cxsim import guards
from cxsim.messages import tr


def write_whole(path: str | Path, content: str) -> Path:
    """Write a text file completely or not at all: the old file stays until the new one is whole.

    A link stays a link; a device or a pipe (``/dev/stdout``) is written to and never replaced.

    Raises
    ------
    CxError
        Unwritable folder or full disk, in one line; no part of a file is left behind.
    """
    with _told(path):
        if Path(path).exists() and not Path(path).is_file():
            with Path(path).open("w", encoding="utf-8", newline="\n") as stream:
                stream.write(content)
            return Path(path)
        with _beside(path) as (temporary, target):
            with temporary.open("x", encoding="utf-8", newline="\n") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())  # a full disk must show before the old file is replaced
            os.replace(temporary, target)
    return Path(path)


def check_file(path: str | Path) -> None:
    """Refuse a place that cannot hold a file, before the work is done that would fill it."""
    with _told(path):
        if Path(path).exists() and not Path(path).is_file():
            Path(path).open("wb").close()
            return
        with _beside(path) as (temporary, _target):
            temporary.open("x").close()


@contextlib.contextmanager
def _beside(path: str | Path) -> Iterator[tuple[Path, Path]]:
    """A name beside a file, of a file that is gone at the end, and the file itself where the path is a link."""
    target = Path(os.path.realpath(path))
    temporary = target.with_name(f".{target.name[:40]}.{secrets.token_hex(4)}.part")
    try:
        yield temporary, target
    finally:
        with contextlib.suppress(OSError, ValueError):
            temporary.unlink(missing_ok=True)


@contextlib.contextmanager
def _told(path: str | Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise guards.file_trouble(error, guards.shown(str(path))[1:-1]) from None
    except ValueError:
        raise guards.CxError(tr("{path}: not a file name", path=guards.shown(str(path)))) from None

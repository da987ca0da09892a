"""Files are written completely or not at all: the old one stays until the new one is whole."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path

from cxsim import guards
from cxsim.messages import tr


def write_bytes(path: str | Path, content: bytes, suffix: str) -> Path:
    """Write a file completely or not at all.

    Parameters
    ----------
    path
        Where to; must end in ``suffix``, so that the right program opens it.

    Raises
    ------
    CxError
        Wrong ending, unwritable folder or full disk, in one line; no part of a file is left behind.
    """
    target = Path(path)
    if target.suffix.lower() != suffix:
        raise guards.CxError(
            tr("{path}: the name must end in {suffix}", path=guards.shown(str(path)), suffix=suffix)
        )
    temporary: Path | None = None
    try:
        temporary = target.with_name(f".{target.name[:40]}.{secrets.token_hex(4)}.part")
        with temporary.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())  # a full disk must show before the old file is replaced
        os.replace(temporary, target)
    except (OSError, ValueError) as error:
        if temporary is not None:
            with contextlib.suppress(OSError, ValueError):
                temporary.unlink()
        if isinstance(error, OSError):
            raise guards.file_trouble(error, guards.shown(str(path))[1:-1]) from None
        raise guards.CxError(tr("{path}: not a file name", path=guards.shown(str(path)))) from None
    return target

"""Files of the cache folder that are read whole or not at all: each begins with a mark of what follows."""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
from pathlib import Path

from cxsim._jit import forget_oldest

_MARK = 16


def name_of(key: str) -> str:
    """The name of a file, from what it holds: 32 hexadecimal digits."""
    return hashlib.blake2b(key.encode(), digest_size=16).hexdigest()


def read(path: Path) -> bytes:
    """What was written to a file; nothing where it is missing or not as it was written."""
    try:
        content = path.read_bytes()
    except OSError:
        return b""
    return content[_MARK:] if content[:_MARK] == _mark(content[_MARK:]) else b""


def write(path: Path, content: bytes, most: int, folders: int) -> None:
    """Write a file whole, and forget those of its folder beyond `most` that were not used for longest.

    The folder is named by a kind and a digest of the sources (``years-…``); so many of its kind are kept. What cannot
    be written is not kept.
    """
    with contextlib.suppress(OSError):
        if not path.parent.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            forget_oldest(path.parent.parent.glob(path.parent.name.partition("-")[0] + "-*"), folders)
        part = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
        try:
            part.write_bytes(_mark(content) + content)
            os.replace(part, path)
        finally:
            part.unlink(missing_ok=True)
        forget_oldest(path.parent.iterdir(), most)


def _mark(content: bytes) -> bytes:
    return hashlib.blake2b(content, digest_size=_MARK).digest()

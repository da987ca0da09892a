"""Folders that are written whole or not at all."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cxsim.guards import CxError, file_trouble, shown
from cxsim.messages import tr

MANIFEST = "manifest.json"


@contextlib.contextmanager
def whole_folder(target: Path) -> Iterator[Path]:
    """A new folder beside ``target`` that takes its place when the block ends well, and vanishes when not.

    Raises
    ------
    CxError
        Unwritable place, full disk, or a folder that holds something else than a saved result.
    """
    try:
        _check(target)
        with _aside(target) as place:
            yield place
    except OSError as error:
        raise file_trouble(error, target) from None


@contextlib.contextmanager
def _aside(target: Path) -> Iterator[Path]:
    target.parent.mkdir(parents=True, exist_ok=True)
    mark = secrets.token_hex(4)
    place = target.with_name(f".{target.name[:40]}.{mark}.part")
    aside = target.with_name(f".{target.name[:40]}.{mark}.old")
    place.mkdir()
    try:
        yield place
        if target.exists():
            # a folder cannot replace a full one: the old one steps aside and comes back if the new one fails
            os.replace(target, aside)
        try:
            os.replace(place, target)
        except OSError:
            if aside.exists():
                os.replace(aside, target)
            raise
    finally:
        shutil.rmtree(place, ignore_errors=True)
        shutil.rmtree(aside, ignore_errors=True)


def check_folder(target: Path) -> None:
    """Refuse a place that cannot hold a result, before the work is done that would fill it."""
    try:
        _check(target)
        target.parent.mkdir(parents=True, exist_ok=True)
        trial = target.with_name(f".{target.name[:40]}.{secrets.token_hex(4)}.part")
        trial.mkdir()
        trial.rmdir()
    except OSError as error:
        raise file_trouble(error, target) from None


def _check(target: Path) -> None:
    if not target.name:
        raise CxError(tr("{path}: name a folder to save the result in", path=shown(str(target))))
    if target.exists() and not target.is_dir():
        raise CxError(tr("{path}: this is a file; name a folder to save the result in", path=str(target)))
    if target.is_dir() and any(target.iterdir()) and not (target / MANIFEST).is_file():
        raise CxError(
            tr("{path}: the folder holds something else; name a new or empty folder", path=str(target))
        )


def write_manifest(place: Path, manifest: dict[str, Any]) -> None:
    """Write what a folder holds; with it the folder is a saved result."""
    with (place / MANIFEST).open("w", encoding="utf-8", newline="\n") as file:
        json.dump(manifest, file, indent=2, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())  # a full disk must show before the old result is replaced

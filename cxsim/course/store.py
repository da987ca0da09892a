"""The learner's log: one JSON line for each prediction, decision and result; nothing is ever rewritten.

A line is written in one piece under a lock and forced to the disk. What cannot be written (a folder that is
read-only, a full disk) is kept in memory and tried again with the next line. A line that cannot be read is
skipped and counted, never removed.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from cxsim.course import settings
from cxsim.messages import tr

FILE = "course_log.jsonl"
KINDS = ("prediction", "decision", "result", "check", "company")
_waiting: list[tuple[Path, str]] = []
_in_memory: list[dict[str, Any]] = []


class Records(NamedTuple):
    """What a log holds: the records in order of writing, and the numbers of the lines that cannot be read."""

    records: list[dict[str, Any]]
    skipped: list[int]


def append(kind: str, folder: Path | None = None, **fields: Any) -> dict[str, Any]:
    """Write one record and return it; ``record["unsaved"]`` holds a sentence when it could not be written.

    Parameters
    ----------
    kind
        ``prediction``, ``decision``, ``result``, ``check``, or ``company``: the lessons begin with another one.
    folder
        The learner's folder; found by `settings.work_folder` when not given.
    fields
        What to remember; plain JSON values.
    """
    record = {"kind": kind, "at": datetime.now().astimezone().isoformat(timespec="seconds"), **fields}
    if folder is None and settings.headless():
        _in_memory.append(record)
        return record
    target = (folder or settings.work_folder()) / FILE
    _waiting.append((target, json.dumps(record, ensure_ascii=False, allow_nan=False)))
    problem = _write_waiting()
    return {**record, "unsaved": problem} if problem else record


def read(folder: Path | None = None) -> Records:
    """Read every record that can be read; a missing file is an empty log."""
    if folder is None and settings.headless():
        return Records(list(_in_memory), [])
    target = (folder or settings.work_folder()) / FILE
    try:
        lines = target.read_bytes().split(b"\n")
    except OSError:
        lines = []
    records, skipped = [], []
    for number, line in enumerate(lines, start=1):
        if line.strip():
            record = _parse(line)
            if record is None:
                skipped.append(number)
            else:
                records.append(record)
    records += [json.loads(line) for path, line in _waiting if path == target]
    return Records(records, skipped)


def of_this_company() -> list[dict[str, Any]]:
    """Read what was written since the lessons began with another company: what was said of the old one is no answer."""
    records = read().records
    begun = [place for place, record in enumerate(records) if record["kind"] == "company"]
    return records[begun[-1] + 1 :] if begun else records


def forget_memory() -> None:
    """Empty what a run without a learner keeps in memory (the disk is not touched)."""
    _in_memory.clear()


def _parse(line: bytes) -> dict[str, Any] | None:
    try:
        record = json.loads(line.decode("utf-8"))
    except (ValueError, RecursionError):
        return None
    good = isinstance(record, dict) and record.get("kind") in KINDS and isinstance(record.get("at"), str)
    return record if good else None


def _write_waiting() -> str:
    """Write what waits, oldest first; on failure return the sentence for the learner and keep it all."""
    while _waiting:
        target, line = _waiting[0]
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            _write_line(target, line)
        except OSError as error:
            return tr(
                "Your answer is kept until you close this notebook, but it cannot be written to {file} "
                "({reason}): make that folder writable and answer once more.",
                file=target,
                reason=error.strerror or error,
            )
        _waiting.pop(0)
    return ""


def _write_line(target: Path, line: str) -> None:
    with _locked(target) as handle:
        end = os.lseek(handle, 0, os.SEEK_END)
        torn = end > 0 and _last_byte(handle, end) != b"\n"
        os.write(handle, (b"\n" if torn else b"") + line.encode("utf-8") + b"\n")
        os.fsync(handle)


def _last_byte(handle: int, end: int) -> bytes:
    os.lseek(handle, end - 1, os.SEEK_SET)
    last = os.read(handle, 1)
    os.lseek(handle, 0, os.SEEK_END)
    return last


@contextmanager
def _locked(target: Path) -> Iterator[int]:
    """Open for appending, alone: two notebooks of one team may write in the same second."""
    handle = os.open(target, os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o644)
    try:
        if os.name == "nt":
            import msvcrt

            os.lseek(handle, 0, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_LOCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX)
        yield handle
    finally:
        if os.name == "nt":
            os.lseek(handle, 0, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)
        os.close(handle)

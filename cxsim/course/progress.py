"""What a learner has done so far, in one small file: ``my_work/progress.json``.

It is made anew from the log each time, so that a damaged or deleted file costs nothing, and it is written whole
or not at all.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from cxsim.course import settings, store
from cxsim.guards import CxError

FILE = "progress.json"


def summary(records: list[dict[str, Any]]) -> dict[str, Any]:
    """Count what a log holds: for each check its best state and the tries, for each lesson what was predicted."""
    checks: dict[str, dict[str, Any]] = {}
    lessons: dict[str, dict[str, int]] = {}
    for record in records:
        if record["kind"] == "check" and isinstance(record.get("check"), str):
            one = checks.setdefault(record["check"], {"state": "not_yet", "tries": 0})
            one["tries"] += one["state"] != "correct"
            if record.get("state") == "correct" and one["state"] != "correct":
                one |= {"state": "correct", "at": record["at"]}
        elif record["kind"] in ("prediction", "result") and record.get("lesson"):
            part = lessons.setdefault(str(record["lesson"]), {"prediction": 0, "result": 0})
            part[record["kind"]] += 1
    return {"version": 1, "checks": dict(sorted(checks.items())), "lessons": dict(sorted(lessons.items()))}


def note(folder: Path | None = None) -> str:
    """Write the file from the log; return a sentence when it cannot be written, else nothing.

    Nothing is lost then: the log keeps every answer, and the next call writes the whole file.
    """
    from cxsim.whole_files import write_whole

    if folder is None and settings.headless():
        return ""
    place = folder or settings.work_folder()
    text = json.dumps(summary(store.read(place).records), ensure_ascii=False, indent=1) + "\n"
    try:
        place.mkdir(parents=True, exist_ok=True)
        write_whole(place / FILE, text)
    except CxError as error:
        return str(error)
    except OSError as error:
        from cxsim.guards import file_trouble

        return str(file_trouble(error, place))
    return ""


def read(folder: Path | None = None) -> dict[str, Any]:
    """Count the log of a folder; the file itself is only for others to read."""
    return summary(store.read(folder).records)

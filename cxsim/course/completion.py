"""The page of what was done: lessons, visible checks passed, and how well one knew how much one knew."""

from __future__ import annotations

from html import escape
from pathlib import Path

from cxsim.course import exercise_texts, minutes, progress, store
from cxsim.course.moments import calibration, calibration_sentence, usable_results
from cxsim.guards import CxError
from cxsim.messages import tr
from cxsim.whole_files import write_whole

PAGE = "completion.html"
_STYLE = """@page { size: A4; margin: 18mm; }
body { font: 16px/1.5 "Noto Sans", "Segoe UI", Arial, "Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", sans-serif; color: #000; background: #fff; max-width: 44em; margin: 0 auto; padding: 24px; }
h1 { font-size: 26px; } h2 { font-size: 18px; border-bottom: 2px solid #000; margin-top: 28px; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: 5px 12px 5px 0; border-bottom: 1px solid #999; }
.name { border-bottom: 1px solid #000; height: 2em; } .quiet { color: #333; font-size: 14px; }"""  # noqa: E501 (style sheet)


def write(folder: Path) -> Path:
    """Write ``completion.html`` and ``progress.json`` from the log in a folder; return the page's path."""
    if not folder.is_dir():
        raise CxError(tr("There is no folder {folder}; name the folder that holds {file}", folder=folder,
                         file=store.FILE))  # fmt: skip
    trouble = progress.note(folder)
    if trouble:
        raise CxError(trouble)
    return write_whole(folder / PAGE, page(store.read(folder)))


def page(log: store.Records) -> str:
    """The page as HTML: no script, no address."""
    done = progress.summary(log.records)
    title = tr("What you have done in this course")
    rows = "".join(f"<tr>{cells}</tr>" for cells in _lesson_rows(done))
    heads = (tr("Lesson"), tr("Predictions with a result"), tr("Visible checks passed"))
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in heads)
    results, _ = usable_results(log.records)
    whole = _whole(done)
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{_STYLE}</style></head><body>'
        f'<h1>{escape(title)}</h1><p>{escape(tr("Name or team, date"))}</p><div class="name"></div>'
        f"<p><strong>{escape(whole)}</strong></p>"
        f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
        f"<h2>{escape(tr('How well did you know how much you knew?'))}</h2>"
        f"<p>{escape(calibration_sentence(calibration(results)))}</p>"
        f'<p class="quiet">{escape(tr("A passed visible check is no examination: hidden tests come with grading."))}'
        f"</p></body></html>\n"
    )


def _lesson_rows(done: dict) -> list[str]:
    found = []
    for name in minutes.PARTS:
        number = str(int(name))
        mine = [one for one in exercise_texts.entries() if one.split(".")[0] == number]
        passed = sum(done["checks"].get(one, {}).get("state") == "correct" for one in mine)
        results = done["lessons"].get(name, done["lessons"].get(number, {})).get("result", 0)
        label = tr("Start here") if name == "00" else tr("Lesson {number}", number=number)
        checks = tr("{passed} of {all}", passed=passed, all=len(mine)) if mine else "–"
        found.append(f'<th scope="row">{escape(label)}</th><td>{results}</td><td>{escape(checks)}</td>')
    return found


def _whole(done: dict) -> str:
    known = exercise_texts.entries()
    passed = sum(done["checks"].get(one, {}).get("state") == "correct" for one in known)
    if passed == len(known):
        return tr("All {count} visible checks of this edition passed.", count=passed)
    return tr("{passed} of {all} visible checks passed so far.", passed=passed, all=len(known))

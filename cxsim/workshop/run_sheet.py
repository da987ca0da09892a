"""The run sheet: what the trainer says and does, minute by minute, from one source.

Texts: ``docs/trainer/run_sheet.yaml``. Minutes of the whole workshop: `cxsim.course.minutes`; those of the short
versions stand in the same file. The debrief has its own column and is never cut.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

from cxsim.course import minutes as course
from cxsim.guards import CxError
from cxsim.messages import filled, tr
from cxsim.whole_files import write_whole
from cxsim.workshop.places import course_folder

SOURCE = "docs/trainer/run_sheet.yaml"
#: Least share of the workshop that is debrief: 35 of 180 minutes.
DEBRIEF_LEAST = 35 / 180


class Part(NamedTuple):
    """One part on the sheet: when it starts, its minutes, its texts."""

    id: str
    start: int
    tell: int
    do: int
    debrief: int
    text: dict[str, Any]

    @property
    def total(self) -> int:
        """Minutes of the part."""
        return self.tell + self.do + self.debrief


class Plan(NamedTuple):
    """A workshop of so many minutes: its parts in order, break and closing debrief included."""

    minutes: int
    parts: list[Part]
    left_out: list[str]
    source: dict[str, Any]

    def sums(self) -> tuple[int, int, int, int]:
        """Minutes of telling, doing, debriefing, and of all with the break."""
        columns = [sum(getattr(part, name) for part in self.parts) for name in ("tell", "do", "debrief")]
        pause = sum(part.text.get("pause", 0) for part in self.parts)
        return columns[0], columns[1], columns[2], sum(columns) + pause


def read(root: Path | None = None) -> dict[str, Any]:
    """The source of the sheet."""
    import yaml

    path = (root or course_folder()) / SOURCE
    try:
        return yaml.safe_load(path.read_text("utf-8"))
    except OSError:
        raise CxError(
            tr("{file} is missing: the trainer's notes are not in a trainee's pack", file=SOURCE)
        ) from None


def plan(length: int = course.WORKSHOP, root: Path | None = None) -> Plan:
    """Lay out a workshop of 180, 120 or 90 minutes."""
    source = read(root)
    lengths = [course.WORKSHOP, *source["versions"]]
    if length not in lengths:
        raise CxError(tr("{minutes} minutes: there is a sheet for {known}", minutes=length,
                         known=", ".join(map(str, lengths))))  # fmt: skip
    given, pause, closing = _minutes(length, source)
    parts: list[Part] = []
    clock = 0
    for name, (tell, do, debrief) in given.items():
        if tell + do + debrief:
            parts.append(Part(name, clock, tell, do, debrief, source["parts"][name]))
            clock += parts[-1].total
        if name == "04" and pause:
            parts.append(Part("", clock, 0, 0, 0, {"name": "Break", "pause": pause}))
            clock += pause
    parts.append(Part("", clock, 0, 0, closing, {"name": "Closing debrief", **source["closing"]}))
    return Plan(length, parts, [name for name, given_ in given.items() if not sum(given_)], source)


def write(out: Path, length: int = course.WORKSHOP, root: Path | None = None) -> Path:
    """Write the printable sheet (``.html``) or the outline of the slides (``.md``)."""
    made = plan(length, root)
    if out.suffix not in (".html", ".md"):
        raise CxError(tr("{file}: name a file that ends in .html (sheet) or .md (slides)", file=out))
    return write_whole(out, page(made) if out.suffix == ".html" else slides(made))


def page(made: Plan) -> str:
    """The sheet to print, black on white."""
    import jinja2

    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["t"] = lambda text: filled(text.replace("{", "{{").replace("}", "}}"), {})
    template = environment.from_string((files("cxsim.workshop") / "run_sheet.html.j2").read_text("utf-8"))
    rows = [{"part": part, "at": clock(part.start), "end": clock(_end(part))} for part in made.parts]
    tell, do, debrief, total = made.sums()
    left = [made.source["parts"][name]["name"] for name in made.left_out]
    return template.render(words=_words(made), rows=rows, source=made.source, left=left, tell=tell, do=do,
                           debrief=debrief, total=total)  # fmt: skip


def slides(made: Plan) -> str:
    """The outline of the slides: one head for each part, few words on each."""
    lines = [f"# {tr('Slides for {minutes} minutes', minutes=made.minutes)}", ""]
    for part in made.parts:
        lines += [f"## {part.text['name']} ({clock(part.start)})", ""]
        lines += [f"- {text}" for text in part.text.get("slides", [])]
        lines += [f"- {tr('Question')}: {part.text['ask']}"] if "ask" in part.text else []
        lines += [""] if part.text.get("slides") or "ask" in part.text else []
    return "\n".join(lines).rstrip() + "\n"


def clock(minute: int) -> str:
    """Minutes from the start as hours and minutes."""
    return f"{minute // 60}:{minute % 60:02d}"


def _end(part: Part) -> int:
    return part.start + part.total + part.text.get("pause", 0)


def _minutes(length: int, source: dict[str, Any]) -> tuple[dict[str, tuple[int, int, int]], int, int]:
    """Tell, do and debrief of each part; minutes of the break and of the closing debrief."""
    if length == course.WORKSHOP:
        given = {name: (part.tell, part.do, part.debrief) for name, part in course.PARTS.items()}
        return given, course.BREAK, course.CLOSING
    version = source["versions"][length]
    return (
        {name: tuple(three) for name, three in version["parts"].items()},
        version["break"],
        version["closing"],
    )


def _words(made: Plan) -> dict[str, str]:
    return {
        "title": tr("Run sheet, {minutes} minutes", minutes=made.minutes), "time": tr("Time"), "part": tr("Part"),
        "tell": tr("tell"), "do": tr("do"), "debrief": tr("debrief"), "all": tr("all"), "sum": tr("together"),
        "minutes": tr("min"), "before": tr("Before the day"), "late": tr("When you are late"), "say": tr("Say"),
        "hands": tr("They do"), "errors": tr("What goes wrong, and what helps"), "cut": tr("Cut when late"),
        "ask": tr("Debrief question"), "left": tr("Left out in this version"), "page": tr("page"),
    }  # fmt: skip

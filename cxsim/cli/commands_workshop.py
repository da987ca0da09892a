"""Commands of the trainer: pack, grades, book, run sheet; and a company of one's own, and one's progress."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cxsim.messages import tr

Folder = Annotated[
    Path, typer.Argument(metavar="FOLDER", help=tr("Folder with one sub-folder for each trainee."))
]
Mine = Annotated[Path, typer.Argument(metavar="FOLDER", help=tr("Folder of the course, usually my_work."))]
ZipOut = Annotated[Path, typer.Option("--out", metavar="FILE.zip", help=tr("File to write."))]
CsvOut = Annotated[
    Path, typer.Option("--out", metavar="FILE.csv", help=tr("Table to write; pages go beside it."))
]
DirOut = Annotated[Path, typer.Option("--out", metavar="DIR", help=tr("Folder to write into."))]
Minutes = Annotated[int, typer.Option("--minutes", help=tr("180, 120 or 90."))]
FileOut = Annotated[
    Path,
    typer.Option("--out", metavar="FILE", help=tr("File to write: .html the sheet, .md the slide outline.")),
]
Seconds = Annotated[float, typer.Option("--seconds", min=1, help=tr("Longest time for one notebook."))]
Memory = Annotated[float, typer.Option("--memory-mb", min=200, help=tr("Most memory for one notebook."))]
Output = Annotated[float, typer.Option("--output-mb", min=0.01, help=tr("Most output of one notebook."))]


def trainee_pack(out: ZipOut) -> None:
    """Write the lessons and exercises to hand out: no solutions, no answers."""
    from cxsim.workshop import trainee_pack as pack

    names = pack.write(out)
    typer.echo(tr("{file}: {count} files, no solutions", file=out, count=len(names)))


def grade(
    folder: Folder, out: CsvOut, seconds: Seconds = 120.0, memory_mb: Memory = 2500.0, output_mb: Output = 2.0
) -> None:
    """Grade what trainees handed in: a table, and a page for each of them."""
    from cxsim.workshop import grade as grading
    from cxsim.workshop.grading import PAGES
    from cxsim.workshop.limits import Limits

    allowed = Limits(seconds, min(60.0, seconds / 2), memory_mb, output_mb)
    rows = grading.grade(folder, out, allowed, typer.echo)
    typer.echo(tr("{file}: {count} notebooks; pages in {pages}", file=out, count=len(rows),
                  pages=out.with_name(out.stem + PAGES)))  # fmt: skip


def book(out: DirOut) -> None:
    """Write all lessons as pages to read without Python."""
    from cxsim.workshop import book as pages

    typer.echo(pages.write(out)[0])


def run_sheet(out: FileOut, minutes: Minutes = 180) -> None:
    """Write the trainer's run sheet (.html) or the outline of the slides (.md)."""
    from cxsim.workshop import run_sheet as sheet

    typer.echo(sheet.write(out, minutes))


def progress(folder: Mine = Path("my_work")) -> None:
    """Write the page of what was done and passed so far."""
    from cxsim.course import completion

    typer.echo(completion.write(folder))

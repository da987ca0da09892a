"""Commands of the course: check an answer, make the debrief page."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cxsim.messages import tr

Exercise = Annotated[
    str,
    typer.Argument(
        metavar="EXERCISE", help=tr("Number of an exercise, for example 4.2; without it the computer is checked.")
    ),
]
Answer = Annotated[str, typer.Argument(metavar="ANSWER", help=tr("Your answer."))]
Hint = Annotated[int, typer.Option("--hint", min=0, max=3, help=tr("1 to 3: read a hint instead."))]
Folder = Annotated[Path, typer.Argument(metavar="FOLDER", help=tr("Folder of the course, usually my_work."))]


def check(exercise: Exercise = "", answer: Answer = "", hint: Hint = 0) -> None:
    """Check this computer, or (with the number of an exercise) an answer, and say what to do."""
    if not exercise:
        from cxsim.evidence import environment

        raise typer.Exit(environment.main())
    from cxsim.course.checks import check as judge

    judge(exercise, answer or None, hint=hint)


def debrief(folder: Folder = Path("my_work")) -> None:
    """Write one printable page from the stored predictions and decisions."""
    from cxsim.course import debrief as page

    typer.echo(page.write(folder))

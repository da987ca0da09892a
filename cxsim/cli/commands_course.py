"""Commands of the course: check an answer, make the debrief page."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from cxsim.messages import tr

Exercise = Annotated[
    str,
    typer.Argument(
        metavar="EXERCISE", help=tr("Number of an exercise, for example 4.2; without it the computer is checked.")
    ),
]
Answer = Annotated[str, typer.Argument(metavar="ANSWER", help=tr("Your answer."))]
Hint = Annotated[int, typer.Option("--hint", min=0, max=3, help=tr("1 to 3: read a hint instead."))]
Folder = Annotated[
    Path,
    typer.Argument(
        metavar="FOLDER",
        help=tr("A team's folder, usually my_work; or a folder of teams' folders, for the page of the room."),
    ),
]


class Answered(TyperCommand):
    """A command whose answer may be a negative number: -5 is no option."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put negative numbers behind all options."""
        negative = [word for word in args if re.match(r"-\.?\d", word)]
        if negative and "--" not in args:
            args = [*(word for word in args if word not in negative), "--", *negative]
        return super().parse_args(ctx, args)


def check(exercise: Exercise = "", answer: Answer = "", hint: Hint = 0) -> None:
    """Check this computer, or (with the number of an exercise) an answer, and say what to do."""
    if not exercise:
        from cxsim.evidence import environment

        raise typer.Exit(environment.main())
    from cxsim.course.checks import check as judge

    judge(exercise, answer or None, hint=hint)


def debrief(folder: Folder = Path("my_work")) -> None:
    """Write one printable page from the stored predictions and decisions of a team, or of all teams in a room."""
    from cxsim.course import debrief as page

    typer.echo(page.write(folder))

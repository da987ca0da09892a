"""How far is it? A bar in the terminal or the notebook."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator
from typing import Any

from cxsim.messages import tr

Progress = Callable[[int, int], None]


@contextlib.contextmanager
def bar(what: str) -> Iterator[Progress]:
    """A progress bar on the error stream; the function is told steps done and steps in all."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    columns: tuple[Any, ...] = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    screen = Console(file=sys.stderr)
    silent = not (screen.is_terminal or screen.is_jupyter)  # a file or pipe would get an empty line
    with Bar(*columns, TimeElapsedColumn(), console=screen, transient=True, disable=silent) as drawn:
        task = drawn.add_task(what, total=None)
        yield lambda done, total: drawn.update(task, completed=done, total=total)


@contextlib.contextmanager
def told(progress: Progress | bool | None) -> Iterator[Progress | None]:
    """The function to be told: the one given, that of a bar for ``True``, none otherwise."""
    if progress is True:
        with bar(tr("replications")) as tell:
            yield tell
    else:
        yield progress or None

"""Small pieces that every card and lab uses: items as widgets, a progress bar, buttons that show their whole text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from html import escape
from typing import Any

from cxsim.course.show import Item, Note, Picture, html
from cxsim.guards import CxError
from cxsim.messages import tr


def widgets_of(items: Sequence[Item]) -> tuple[Any, ...]:
    """Items as widgets: pictures as images with their text below, everything else as HTML."""
    import ipywidgets as w

    shown: list[Any] = []
    for item in items:
        if isinstance(item, Picture):
            shown += [
                w.Image(value=item.png, format="png", layout=w.Layout(max_width="100%", width="fit-content")),
                w.HTML((unseen if item.beside else small)(item.alternative)),
            ]
        else:
            shown.append(w.HTML(item.html()))
    return tuple(shown)


@contextmanager
def told(message: Any) -> Iterator[None]:
    """Show on the page whatever goes wrong behind a button; else it would be seen in a log only, or nowhere."""
    try:
        yield
    except CxError as error:
        message.value = html([Note(str(error), "bad")])
    except KeyboardInterrupt:
        message.value = html(
            [Note(tr("Stopped. What you wrote down is kept; press the button again."), "bad")]
        )
    except Exception as error:
        name = type(error).__name__
        text = tr("The program failed ({name}: {error}). What you wrote down is kept. Press ▶▶ above and try again.",
                  name=name, error=error)  # fmt: skip
        message.value = html([Note(text, "bad")])


def small(text: str) -> str:
    """A line below a picture; read aloud when it changes."""
    style = "color:#4a5560;line-height:1.4;margin:0 0 6px"
    return f'<p role="status" aria-live="polite" style="{style}">{escape(text)}</p>'


def unseen(text: str) -> str:
    """A line for screen readers only: a table beside the picture says the same to everybody else."""
    style = "position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)"
    return f'<p style="{style}">{escape(text)}</p>'


def progress_bar() -> Any:
    """A progress bar that is not there until it is needed."""
    import ipywidgets as w

    bar = w.IntProgress(min=0, max=1, layout=w.Layout(width="560px", display="none"))
    bar.style.description_width = "150px"
    bar.style.bar_color = "#0072b2"
    return bar


def bar_progress(bar: Any) -> Any:
    """The function that a run calls with how much is done of how much."""

    def step(done: int, total: int) -> None:
        bar.max, bar.value = total, done
        bar.description = tr("{done} of {total} times", done=done, total=total)

    return step


def wide(width: str = "240px") -> Any:
    """Layout of a button that shows its whole text."""
    import ipywidgets as w

    return w.Layout(width=width, height="34px", margin="4px 8px 4px 0")

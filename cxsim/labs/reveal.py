"""Cells that open when a result is there: before it, one sentence; after it, their content.

Running all cells at once must not give an answer away before its prediction, so a cell that tells the answer waits
for the Run of its question. It is filled again after each further Run.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cxsim.course import settings, store
from cxsim.course.show import Item, Note, html, show
from cxsim.labs.pieces import told, widgets_of
from cxsim.messages import tr

Maker = Callable[[], list[Item]]
_open: dict[tuple[str, str], Callable[[], None]] = {}


def after(questions: tuple[str, ...], cell: str, place: str, make: Maker) -> None:
    """Show items once the first of some questions has its result; until then say which Run they wait for.

    Parameters
    ----------
    questions
        Ids of questions; the first one opens the cell, each of them fills it again.
    cell
        Id of the cell that shows the items; running it again takes the place of the former.
    place
        Words for the place of the Run.
    make
        Makes the items.
    """
    closed = Note(tr("This opens after the Run of “{place}” above. Nothing is lost.", place=place))
    ready = settings.headless() or known(questions[0])
    if not settings.with_widgets():
        show(make() if ready else [closed, Note(tr("Then run this cell again."))])
        return
    import ipywidgets as w
    from IPython.display import display

    box = w.VBox([w.HTML(html([closed]))])
    for question in questions:
        _open[question, cell] = lambda: _fill(box, make)
    if ready:
        _fill(box, make)
    display(box)


def finished(question: str) -> None:
    """Fill every cell that waits for this question."""
    for (waits_for, _), fill in list(_open.items()):
        if waits_for == question:
            fill()


def on_button(label: str, make: Maker) -> None:
    """Show items when a button is pressed, as often as it is pressed; in a plain cell at once."""
    if not settings.with_widgets():
        show(make())
        return
    import ipywidgets as w
    from IPython.display import display

    button = w.Button(description=label, button_style="info", layout=w.Layout(width="340px", height="34px"))
    box = w.VBox([])
    button.on_click(lambda _: _fill(box, make))
    display(w.VBox([button, box]))


def known(question: str) -> bool:
    """Tell whether the log already holds a result of this question."""
    return any(
        record["kind"] == "result" and record.get("question") == question for record in store.of_this_company()
    )


def _fill(box: Any, make: Maker) -> None:
    import ipywidgets as w

    message = w.HTML(html([Note(tr("This takes a few seconds …"))]))
    box.children = (message,)
    with told(message):
        box.children = widgets_of(make())

"""Cells that open when a result is there: before it, one sentence; after it, their content.

Running all cells at once must not give an answer away before its prediction, so a cell that tells the answer waits
for the Run of its question.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cxsim.course import settings, store
from cxsim.course.show import Item, Note, html, show
from cxsim.guards import CxError
from cxsim.labs.pieces import widgets_of
from cxsim.messages import tr

_waiting: dict[str, list[Callable[[], None]]] = {}


def after(question: str, cell: str, make: Callable[[], list[Item]]) -> None:
    """Show items once a question has its result; until then say which Run they wait for.

    Parameters
    ----------
    question
        Id of the question.
    cell
        Words for the place of its Run.
    make
        Makes the items; called once, when they are shown.
    """
    if settings.headless() or known(question):
        show(make())
        return
    closed = Note(tr("This opens after the Run of “{cell}” above. Nothing is lost.", cell=cell))
    if not settings.with_widgets():
        show([closed, Note(tr("Then run this cell again."))])
        return
    import ipywidgets as w
    from IPython.display import display

    box = w.VBox([w.HTML(html([closed]))])
    _waiting.setdefault(question, []).append(lambda: _fill(box, make))
    display(box)


def finished(question: str) -> None:
    """Open every cell that waits for this question."""
    for fill in _waiting.pop(question, []):
        fill()


def known(question: str) -> bool:
    """Tell whether the log already holds a result of this question."""
    return any(
        record["kind"] == "result" and record.get("question") == question for record in store.read().records
    )


def _fill(box: Any, make: Callable[[], list[Item]]) -> None:
    try:
        box.children = widgets_of(make())
    except CxError as error:
        box.children = widgets_of([Note(str(error), "bad")])

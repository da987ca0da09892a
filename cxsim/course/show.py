"""What a cell shows: a sentence, a small table, a picture; each as HTML and as plain text.

A notebook stores both forms, so that a page reads the same in JupyterLab, on a printed sheet and in a screen
reader. Nothing here draws: a picture comes ready as PNG with its text alternative.
"""

from __future__ import annotations

import base64
import re
import unicodedata
from collections.abc import Sequence
from html import escape
from typing import Any, NamedTuple

INK = "#1b2733"
_CELL = "padding:3px 18px 3px 0;border-bottom:1px solid #d5dbe1;vertical-align:top;"
_CAPTION = "text-align:left;font-weight:600;caption-side:top;padding:4px 0;white-space:nowrap"
_QUIET = "color:#4a5560;margin:4px 0 10px;max-width:52em;line-height:1.4"
#: Digits with a sign, a unit of per cent, an interval: not a single letter.
_NUMBER = re.compile(r"^[^A-Za-z\u4e00-\u9fff]*$")


class Note(NamedTuple):
    """One sentence; ``tone`` is ``plain``, ``good``, ``bad`` or ``lead`` (said in weight, never in color alone)."""

    text: str
    tone: str = "plain"

    def html(self) -> str:
        """The sentence as a paragraph."""
        weight = "600" if self.tone in ("good", "bad", "lead") else "400"
        edge = {"good": "#00724d", "bad": "#b04a00", "lead": "#0b5394"}.get(self.tone)
        border = f"border-left:4px solid {edge};padding-left:10px;" if edge else ""
        return (
            f'<p style="font-weight:{weight};{border}margin:8px 0;max-width:46em;line-height:1.45">'
            f"{escape(self.text)}</p>"
        )

    def plain(self) -> str:
        """The sentence as it is."""
        return self.text


class Table(NamedTuple):
    """A small table: title, column heads, rows of text; numbers are formatted before they come here."""

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    note: str = ""

    def html(self) -> str:
        """The table with caption and scopes, so that a screen reader can walk it."""
        sides = self._sides()
        head = "".join(
            f'<th scope="col" style="text-align:{side};{_CELL}">{escape(text)}</th>'
            for side, text in zip(sides, self.heads, strict=True)
        )
        body = "".join(f"<tr>{_row(row, sides)}</tr>" for row in self.rows)
        quiet = f'<p style="{_QUIET}">{escape(self.note)}</p>' if self.note else ""
        return (
            f'<table style="border-collapse:collapse;margin:6px 0;line-height:1.35;color:{INK}">'
            f'<caption style="{_CAPTION}">{escape(self.title)}</caption>'
            f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{quiet}"
        )

    def plain(self) -> str:
        """The table in columns of equal width; a Chinese character counts as two."""
        sides = self._sides()
        lines = [list(self.heads), *[list(row) for row in self.rows]]
        widths = [max(_width(line[i]) for line in lines) for i in range(len(self.heads))]
        text = ["  ".join(map(_fit, line, widths, sides)).rstrip() for line in lines]
        rule = "  ".join("-" * width for width in widths)
        return "\n".join([self.title, text[0], rule, *text[1:], *([self.note] if self.note else [])])

    def _sides(self) -> list[str]:
        """Columns of numbers stand right, columns of words left."""
        columns = zip(*self.rows, strict=True) if self.rows else [()] * len(self.heads)
        return ["right" if column and all(map(_NUMBER.match, column)) else "left" for column in columns]


def _row(cells: Sequence[str], sides: Sequence[str]) -> str:
    first = f'<th scope="row" style="text-align:{sides[0]};font-weight:400;{_CELL}">{escape(cells[0])}</th>'
    rest = (
        f'<td style="text-align:{side};{_CELL}">{escape(text)}</td>'
        for side, text in zip(sides[1:], cells[1:], strict=True)
    )
    return first + "".join(rest)


class Picture(NamedTuple):
    """A drawn picture (PNG) and the sentence that says the same; ``beside`` when a table below says it anyway."""

    png: bytes
    alternative: str
    beside: bool = False

    def html(self) -> str:
        """The picture with its text alternative."""
        data = base64.b64encode(self.png).decode("ascii")
        return f'<img src="data:image/png;base64,{data}" alt="{escape(self.alternative)}" style="max-width:100%">'

    def plain(self) -> str:
        """The text alternative."""
        return self.alternative


class Text(NamedTuple):
    """Lines shown as they are, for example a life line."""

    text: str

    def html(self) -> str:
        """The lines, wrapped where they are long."""
        return f'<pre style="white-space:pre-wrap;margin:8px 0;line-height:1.5">{escape(self.text)}</pre>'

    def plain(self) -> str:
        """The lines as they are."""
        return self.text


Item = Note | Table | Picture | Text


def show(items: Sequence[Item]) -> None:
    """Display each item in a notebook; print it elsewhere."""
    if not _in_notebook():
        print("\n\n".join(item.plain() for item in items))
        return
    from IPython.display import display

    for item in items:
        display(bundle(item), raw=True, metadata=about(item))


def bundle(item: Item) -> dict[str, Any]:
    """The forms in which a notebook stores one item."""
    if isinstance(item, Picture):
        return {"text/plain": item.plain(), "image/png": base64.b64encode(item.png).decode("ascii") + "\n"}
    return {"text/plain": item.plain(), "text/html": item.html()}


def about(item: Item) -> dict[str, Any]:
    """What a notebook stores beside an item: the text alternative of a picture."""
    return {"image/png": {"alt": item.alternative}} if isinstance(item, Picture) else {}


def html(items: Sequence[Item]) -> str:
    """Several items as one piece of HTML."""
    return "".join(item.html() for item in items)


def _in_notebook() -> bool:
    try:
        from IPython import get_ipython
    except ImportError:
        return False
    return getattr(get_ipython(), "kernel", None) is not None


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _fit(text: str, width: int, side: str) -> str:
    gap = " " * (width - _width(text))
    return text + gap if side == "left" else gap + text

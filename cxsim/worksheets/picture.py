"""A drawn worksheet: a PNG and the same in words."""

from __future__ import annotations

import base64
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from cxsim.worksheets.saving import write_bytes

if TYPE_CHECKING:
    from matplotlib.figure import Figure


class Picture(NamedTuple):
    """What people look at, and what a screen reader reads.

    Attributes
    ----------
    png
        The picture.
    text
        The same in words, complete: whoever cannot see the picture misses no fact.
    """

    png: bytes
    text: str

    def _repr_html_(self) -> str:
        source = base64.b64encode(self.png).decode("ascii")
        return f'<img alt="{escape(self.text, quote=True)}" src="data:image/png;base64,{source}">'

    def __repr__(self) -> str:
        return self.text

    def save(self, path: str | Path) -> Path:
        """Write the PNG, completely or not at all."""
        return write_bytes(path, self.png, ".png")


def drawn(figure: Figure, text: str) -> Picture:
    """The picture of a figure of the house canvas."""
    from cxsim.plots import canvas

    return Picture(canvas.png(figure), text)

"""A picture that follows a slider: one figure, the same artists, only the moved lines are drawn again.

Drawing axes, ticks and texts takes most of the time of a picture. They are drawn once and kept as pixels; a move
puts the pixels back, draws the moving lines on them, and writes PNG at the fastest compression.
"""

from __future__ import annotations

import io
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from PIL import Image

from cxsim.plots.canvas import drawing


class LivePicture:
    """A figure whose named lines move.

    Parameters
    ----------
    figure, ax
        Drawn once before; the moving lines carry their name as ``gid``.
    moving
        Names of the lines that move.
    """

    def __init__(self, figure: Figure, ax: Axes, moving: tuple[str, ...]) -> None:
        self.figure, self.ax = figure, ax
        self.lines = [line for line in ax.get_lines() if line.get_gid() in moving]
        for line in self.lines:
            line.set_animated(True)
        self._still: Any = None
        self._height: float | None = None

    def png(self) -> bytes:
        """The picture now; texts and ticks are drawn again only when the height of the axis changed."""
        canvas: Any = self.figure.canvas
        height = self.ax.get_ylim()[1]
        with drawing():
            if self._still is None or height != self._height:
                canvas.draw()
                self._still, self._height = canvas.copy_from_bbox(self.figure.bbox), height
            canvas.restore_region(self._still)
            for line in self.lines:
                self.ax.draw_artist(line)
        buffer = io.BytesIO()
        Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB").save(buffer, "png", compress_level=1)
        return buffer.getvalue()

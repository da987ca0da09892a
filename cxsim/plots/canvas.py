"""The sheet that pictures are drawn on: size, font, colors, and the way to PNG.

Only matplotlib's object interface is used; its global `pyplot` is slower to import and keeps state.
Colors are from Okabe and Ito (2008): they stay apart for color-blind eyes and in gray print, and every line also
differs in dash or marker.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

import matplotlib
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

BLUE, ORANGE, GREEN, GRAY, INK = "#0072b2", "#d55e00", "#007a5a", "#7a8691", "#1b2733"
CHINESE = ("Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC", "SimHei")
LATIN = "DejaVu Sans"
DPI = 72


@lru_cache(maxsize=1)
def fonts() -> list[str]:
    """The fonts of the list that this computer has.

    DejaVu Sans comes with matplotlib and goes first, so that a picture with Latin text is the same everywhere;
    Chinese text falls through, letter by letter, to the first Chinese font that is installed.
    """
    installed = {entry.name for entry in font_manager.fontManager.ttflist}
    return [LATIN, *[name for name in CHINESE if name in installed]]


@contextmanager
def drawing() -> Iterator[None]:
    """Hold the house style while something is created or drawn; nothing global stays changed."""
    style = {
        "font.family": fonts(),
        "font.size": 12,
        "axes.unicode_minus": True,
        "axes.edgecolor": GRAY,
        "axes.labelcolor": INK,
        "text.color": INK,
        "xtick.color": INK,
        "ytick.color": INK,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.axisbelow": True,
    }
    with matplotlib.rc_context(style):
        yield


def sheet(width_px: int = 720, height_px: int = 320, columns: int = 1) -> tuple[Figure, list[Axes]]:
    """Make a figure of a size in pixels with one row of axes."""
    with drawing():
        figure = Figure(figsize=(width_px / DPI, height_px / DPI), dpi=DPI)
        FigureCanvasAgg(figure)
        axes = figure.subplots(1, columns, squeeze=False)[0]
    return figure, list(axes)


def png(figure: Figure) -> bytes:
    """Write the figure as PNG, fast and without the date or the version of the program in it."""
    buffer = io.BytesIO()
    with drawing():
        figure.savefig(
            buffer, format="png", dpi=DPI, metadata={"Software": None}, pil_kwargs={"compress_level": 1}
        )
    return buffer.getvalue()

"""Data and fit beside each other: the picture of a calibration, with words for whoever cannot see it."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes

from cxsim.calibrate.result import Calibration, Curve
from cxsim.guards import CxError, nearest
from cxsim.messages import number, tr
from cxsim.plots.canvas import BLUE, INK, ORANGE, drawing, png, sheet

__all__ = ["Picture", "curve", "picture"]

#: What is shown when nothing is asked for, as far as it was fitted.
USUAL = ("phone_profile", "weekday", "phone_handle", "phone_patience")


class Picture(NamedTuple):
    """A picture as PNG and the same in words."""

    png: bytes
    alt: str

    def _repr_html_(self) -> str:
        data = base64.b64encode(self.png).decode("ascii")
        return f'<img src="data:image/png;base64,{data}" alt="{escape(self.alt, quote=True)}">'

    def save(self, path: str | Path) -> Path:
        """Write the PNG."""
        from cxsim.guards import file_trouble

        try:
            Path(path).write_bytes(self.png)
        except OSError as error:
            raise file_trouble(error, path) from None
        return Path(path)


def picture(found: Calibration, names: Sequence[str] = ()) -> Picture:
    """Draw data (points with 95 % band) and fit (line).

    Parameters
    ----------
    found
        What `cx.calibrate` answered.
    names
        Curves to draw, such as ``phone_patience``; the usual ones when none are named.
    """
    chosen = list(names) or [name for name in USUAL if name in found.curves]
    for name in chosen:
        if name not in found.curves:
            near = nearest(name, found.curves) or ", ".join(found.curves)
            raise CxError(tr("there is no curve {name}; nearest: {near}", name=name, near=near))
    figure, axes = sheet(340 * max(1, len(chosen)), 320, max(1, len(chosen)))
    with drawing():
        for name, ax in zip(chosen, axes, strict=True):
            curve(found.curves[name], ax)
        figure.tight_layout()
    return Picture(png(figure), " ".join(_words(found.curves[name]) for name in chosen))


def curve(one: Curve, ax: Axes) -> Axes:
    """Draw one curve: band and points of the data, line of the fit."""
    low, high = np.maximum(0, one.low), one.high
    if len(one.x) <= 7:
        ax.errorbar(one.x, one.fit, yerr=np.abs(np.array([low, high]) - one.fit), fmt="none", ecolor=BLUE, capsize=3)
        ax.plot(one.x, one.data, "o", color=BLUE, label=tr("data"))
        ax.plot(one.x, one.fit, "_", color=ORANGE, markersize=14, markeredgewidth=2.5, label=tr("fit"))
    else:
        ax.fill_between(one.x, low, high, color=BLUE, alpha=0.25, linewidth=0)
        ax.plot(one.x, one.data, ".", color=BLUE, markersize=5, label=tr("data"))
        ax.plot(one.x, one.fit, "-", color=ORANGE, linewidth=2.0, label=tr("fit"))
    ax.set_title(one.title, loc="left", fontsize=11, color=INK)
    ax.set_xlabel(one.x_label)
    ax.set_ylabel(one.y_label)
    ax.set_ylim(bottom=0)
    ax.legend(frameon=False, fontsize=9)
    return ax


def _words(one: Curve) -> str:
    """The curve in a sentence: where it begins, is highest, and ends, and how far the fit is from the data."""
    top = int(np.argmax(one.data))
    gap = float(np.max(np.abs(one.fit - one.data)))
    return tr("{title} ({y_label}): {first} at {start}, highest {most} at {place}, {last} at {end}; the fit is never "
              "more than {gap} away.", title=one.title, y_label=one.y_label, first=number(float(one.data[0]), 2),
              start=number(float(one.x[0]), 1), most=number(float(one.data[top]), 2),
              place=number(float(one.x[top]), 1),
              last=number(float(one.data[-1]), 2), end=number(float(one.x[-1]), 1), gap=number(gap, 3))  # fmt: skip

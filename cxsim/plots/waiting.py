"""A queue through a day: one line for each plan, on the half hours of the day."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from cxsim.messages import tr
from cxsim.plots.canvas import BLUE, GRAY, INK, ORANGE

LOOKS: tuple[dict[str, Any], ...] = (
    {"color": GRAY, "linestyle": (0, (5, 2)), "linewidth": 2.2},
    {"color": BLUE, "linestyle": "-", "linewidth": 2.6, "marker": "o", "markersize": 4},
    {"color": ORANGE, "linestyle": (0, (1, 1)), "linewidth": 2.6, "marker": "s", "markersize": 4},
)


def waiting(table: Any, ax: Axes, names: Sequence[str], title: str = "", unit: str = "") -> Axes:
    """Draw a queue by half hour of the day: how many people wait, or how long.

    Parameters
    ----------
    table
        DataFrame (or mapping of arrays) with ``hour`` (hours after midnight, in halves) and one column for each
        name: mean number of people waiting.
    ax
        Axes to draw on; returned.
    names
        Columns to draw, the known plan first. The column name is the label.
    title
        What the picture says, in one line.
    unit
        Name of the upright axis; people waiting when nothing is said.
    """
    hours = np.asarray(table["hour"], float)
    for name, look in zip(names, LOOKS if len(names) > 1 else LOOKS[1:], strict=False):
        (line,) = ax.plot(hours, np.asarray(table[name], float), label=name, **look)
        line.set_gid(name)
    _frame(ax, hours, title, unit or tr("people waiting"))
    if len(names) > 1:
        ax.legend(
            frameon=False, loc="lower right", bbox_to_anchor=(1.0, 1.0), ncols=len(names), borderaxespad=0.1
        )
    return ax


def update(ax: Axes, name: str, values: np.ndarray, highest: float) -> None:
    """Move one drawn line to new values and the axis to a new height; nothing is made anew."""
    for line in ax.get_lines():
        if isinstance(line, Line2D) and line.get_gid() == name:
            line.set_ydata(values)
    ax.set_ylim(0, _round_up(highest))


def _frame(ax: Axes, hours: np.ndarray, title: str, unit: str) -> None:
    ax.set_title(title, loc="left", fontsize=13, color=INK)
    ax.set_ylabel(unit)
    ax.set_xlabel(tr("time of day"))
    ticks = np.arange(np.ceil(hours.min() / 2) * 2, hours.max() + 0.6, 2)
    ax.set_xticks(ticks, [f"{int(hour):02d}:00" for hour in ticks])
    ax.set_xlim(hours.min() - 0.25, hours.max() + 0.75)
    ax.set_ylim(0, _round_up(max([float(np.max(line.get_ydata())) for line in ax.get_lines()], default=1.0)))
    ax.grid(axis="y", color="#dde2e7", linewidth=0.8)


def _round_up(value: float) -> float:
    """The next calm height of the axis, so that it does not jump at every move of a slider."""
    for step in (1, 2, 3, 4, 6, 8, 10, 15, 20, 30, 40, 60, 80, 100, 150, 200, 300, 400, 600):
        if value <= 0.97 * step:
            return float(step)
    return float(np.ceil(value / 600) * 600)

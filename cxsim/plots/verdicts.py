"""Differences with their intervals beside the margin that counts as a difference."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import ScalarFormatter

from cxsim.messages import tr
from cxsim.plots.canvas import BLUE, GRAY, INK, ORANGE

MARKS = {"better": ("^", BLUE), "worse": ("v", ORANGE), "too close to call": ("o", GRAY)}


def verdicts(table: Any, ax: Axes, title: str = "") -> Axes:
    """Draw one row for each measure: the difference, its 95 % interval, and the band of no relevance.

    Parameters
    ----------
    table
        DataFrame with ``label``, ``difference``, ``low``, ``high``, ``margin`` (all in the unit of the label) and
        ``verdict`` (``better``, ``worse`` or ``too close to call``). Each row is scaled by its own margin, so that
        one picture can hold points and money: the dotted lines are the margins.
    ax
        Axes to draw on; returned.
    """
    rows = len(table["label"])
    heights = np.arange(rows)[::-1]
    for height, label, mean, low, high, margin, verdict in zip(
        heights,
        *(table[name] for name in ("label", "difference", "low", "high", "margin", "verdict")),
        strict=True,
    ):
        marker, color = MARKS[verdict]
        ax.plot(
            [low / margin, high / margin], [height, height], color=color, linewidth=3, solid_capstyle="butt"
        )
        ax.plot([mean / margin], [height], marker=marker, color=color, markersize=10, markeredgecolor="white")
        ax.annotate(
            label,
            (0, height),
            xycoords=("axes fraction", "data"),
            xytext=(-8, 0),
            va="center",
            ha="right",
            textcoords="offset points",
            color=INK,
        )
    ax.set_xscale("symlog", linthresh=1)  # money may be hundreds of margins away, points a few
    ax.xaxis.set_major_formatter(ScalarFormatter())
    ax.axvspan(-1, 1, color="#e6eaee", zorder=0)
    ax.axvline(0, color=GRAY, linewidth=1)
    ax.set_ylim(-0.6, rows - 0.4)
    ax.set_yticks([])
    ax.spines["left"].set_visible(False)
    ax.set_xlabel(tr("difference, 1 = just large enough to matter (gray band: too small)"))
    ax.set_title(title, loc="left", fontsize=13, color=INK)
    return ax

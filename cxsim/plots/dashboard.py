"""Pictures of a company's own tables: indicators by group and over time, with their intervals, and words for them.

Colors are those of `canvas`, apart for color-blind eyes; what is odd also differs in its marker. Labels in Chinese are
drawn where a Chinese font is installed; where none is, they become numbers in brackets that the text alternative names.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes

from cxsim.messages import number, tr
from cxsim.plots.canvas import BLUE, GRAY, INK, LATIN, ORANGE, drawing, fonts, png, sheet

#: Width of a label below the months of a picture, pixels.
LABEL_PX = 44

__all__ = ["dashboard", "drawable", "groups", "over_time"]


def drawable(labels: list[str]) -> tuple[list[str], dict[str, str]]:
    """Labels that the fonts of this computer can draw, and what stands for those that they cannot."""
    if fonts() != [LATIN]:
        return labels, {}
    shown = [
        text if all(ord(sign) < 0x2E80 for sign in text) else f"[{k}]" for k, text in enumerate(labels, 1)
    ]
    return shown, {new: old for new, old in zip(shown, labels, strict=True) if new != old}


def groups(table: Any, ax: Axes, title: str = "", target: float | None = None) -> str:
    """Draw one row for each group: value and interval, a triangle where it differs from the others.

    Parameters
    ----------
    table : DataFrame
        From `cxsim.analysis.segments`: segment, value, low, high, differs.
    ax : Axes
        Drawn on.
    title : str
        Title of the picture.
    target : float, optional
        A dotted line.

    Returns
    -------
    str
        The picture in words.
    """
    with drawing():
        labels, hidden = drawable([str(name) for name in table["segment"]])
        for height, row in enumerate(table.itertuples(index=False)):
            color, marker = (ORANGE, "^") if row.differs else (BLUE, "o")
            if np.isfinite(row.low):
                ax.plot(
                    [row.low, row.high], [height, height], color=color, linewidth=3, solid_capstyle="butt"
                )
            ax.plot([row.value], [height], marker=marker, color=color, markersize=9, markeredgecolor="white")
        if target is not None:
            ax.axvline(target, color=GRAY, linestyle=":", linewidth=1.5)
        ax.set_yticks(range(len(labels)), labels)
        ax.set_ylim(-0.6, len(labels) - 0.4)
        ax.set_title(drawable([title])[0][0] if title else "", loc="left", fontsize=13, color=INK)
    parts = [
        tr("{name} {value} ({low} to {high}){odd}", name=row.segment, value=number(row.value, 1),
           low=number(row.low, 1), high=number(row.high, 1), odd=tr(", differs") if row.differs else "")
        for row in table.itertuples(index=False)
    ]  # fmt: skip
    return _words(title, parts, hidden)


def over_time(table: Any, ax: Axes, title: str = "", target: float | None = None) -> str:
    """Draw an indicator by period: line, band of the interval, target.

    Parameters
    ----------
    table : DataFrame
        From `cxsim.analysis.over_time`: period, value, low, high.
    ax, title, target
        As in `groups`.

    Returns
    -------
    str
        The picture in words.
    """
    with drawing():
        place = np.arange(len(table))
        ax.fill_between(place, table["low"], table["high"], color=BLUE, alpha=0.2, linewidth=0)
        ax.plot(place, table["value"], color=BLUE, marker="o", markersize=5)
        if target is not None:
            ax.axhline(target, color=GRAY, linestyle=":", linewidth=1.5)
        # labels of a narrow picture would lie on each other
        room = max(2, min(8, int(ax.get_window_extent().width // LABEL_PX)))
        step = max(1, -(-len(table) // room))
        ax.set_xticks(place[::step], list(table["period"])[::step], rotation=30, ha="right")
        ax.set_title(drawable([title])[0][0] if title else "", loc="left", fontsize=13, color=INK)
    first, last = table.iloc[0], table.iloc[-1]
    text = tr("from {first} in {start} to {last} in {end}", first=number(first["value"], 1), start=first["period"],
              last=number(last["value"], 1), end=last["period"])  # fmt: skip
    return _words(title, [text], {})


def dashboard(found: Any, targets: dict[str, float] | None = None) -> tuple[bytes, str]:
    """Draw a `cxsim.analysis.Dashboard`: a PNG, and its text alternative.

    Parameters
    ----------
    found : Dashboard
        From `cxsim.analysis.dashboard`.
    targets : dict, optional
        Target of each indicator.
    """
    names = list(found.trends)
    rows = max(len(found.groups[name]) for name in names)
    figure, axes = sheet(1000, 130 + 40 * max(6, rows), 2 * len(names))
    words = []
    for k, name in enumerate(names):
        goal = (targets or {}).get(name)
        words.append(over_time(found.trends[name], axes[2 * k], name, goal))
        words.append(groups(found.groups[name], axes[2 * k + 1], name, goal))
    with drawing():
        figure.tight_layout()
    return png(figure), "\n".join([*words, *found.odd])


def _words(title: str, parts: list[str], hidden: dict[str, str]) -> str:
    named = [f"{short} = {full}" for short, full in hidden.items()]
    return tr("{title}: {parts}", title=title or tr("picture"), parts="; ".join([*parts, *named]))

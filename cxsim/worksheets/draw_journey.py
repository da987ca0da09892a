"""The emotion curve of a journey map."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from cxsim.messages import tr
from cxsim.worksheets.picture import Picture, drawn

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from cxsim.worksheets.journey_map import JourneyMap, Touchpoint

WIDTH, HEIGHT, WRAP = 1_120, 560, 14


def draw(journey: JourneyMap) -> Picture:
    """The curve over the touchpoints, stages as bands, pain points in words at the low points."""
    from cxsim.plots import canvas

    rows = [row for row in journey.touchpoints if row.emotion is not None]
    figure, (ax,) = canvas.sheet(max(WIDTH, 120 * len(rows)), HEIGHT)
    with canvas.drawing():
        _bands(ax, rows)
        felt = [row.emotion for row in rows]
        ax.axhline(0, color=canvas.GRAY, linewidth=1)
        ax.plot(range(len(rows)), felt, color=canvas.BLUE, linewidth=2.4, marker="o", markersize=8)
        for place, row in enumerate(rows):
            if row.emotion < 0:
                ax.plot(place, row.emotion, marker="v", markersize=13, color=canvas.ORANGE)
                ax.vlines(place, -2.5, row.emotion, color=canvas.ORANGE, linestyle=(0, (1, 2)), linewidth=1)
                ax.text(
                    place,
                    -2.55,
                    _wrapped(row.pain_point),
                    ha="center",
                    va="top",
                    fontsize=10,
                    color=canvas.ORANGE,
                )
        ax.set_title(
            tr("Where {persona} is glad and where it hurts", persona=journey.persona), loc="left", pad=30
        )
        ax.set_xticks(range(len(rows)), [_wrapped(row.touchpoint) for row in rows], fontsize=10)
        ax.set_yticks(range(-2, 3), [tr("angry"), tr("annoyed"), tr("neutral"), tr("glad"), tr("delighted")])
        ax.set_ylim(-3.4, 2.4)
        ax.set_xlim(-0.6, max(len(rows), 1) - 0.4)
        figure.subplots_adjust(left=0.08, right=0.99, top=0.87, bottom=0.16)
    return drawn(figure, _words(journey, rows))


def _bands(ax: Axes, rows: list[Touchpoint]) -> None:
    """Shade every second stage and write its name above."""
    start = 0
    for place in range(1, len(rows) + 1):
        if place == len(rows) or rows[place].stage != rows[start].stage:
            shade = "#eef2f6" if len({row.stage for row in rows[:place]}) % 2 else "#ffffff"
            ax.axvspan(start - 0.5, place - 0.5, color=shade, zorder=0)
            ax.text((start + place - 1) / 2, 2.45, rows[start].stage, ha="center", va="bottom", fontsize=12)
            start = place


def _wrapped(words: str, width: int = WRAP) -> str:
    return "\n".join(textwrap.wrap(words, width))


def _words(journey: JourneyMap, rows: list[Touchpoint]) -> str:
    told = [
        tr("{stage}: {touchpoint}, emotion {emotion}{pain}", stage=row.stage, touchpoint=row.touchpoint,
           emotion=row.emotion, pain=f" ({row.pain_point})" if row.pain_point else "")
        for row in rows
    ]  # fmt: skip
    return tr("Emotion curve of {persona}, from -2 (angry) to 2 (delighted). {points}.", persona=journey.persona,
              points="; ".join(told))  # fmt: skip

"""What is promised on phone and chat against what the roster can keep."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cxsim.messages import number, percent, tr
from cxsim.worksheets import roster_side
from cxsim.worksheets.picture import Picture, drawn

if TYPE_CHECKING:
    from cxsim.scenario import Scenario
    from cxsim.worksheets.sla_table import SlaRow, SlaTable

WIDTH, HEIGHT = 1_040, 380
MONDAY = slice(0, 48)


def draw(table: SlaTable, scenario: Scenario) -> Picture:
    """One panel for each live promise: bars by half hour of a Monday, the promise as a line."""
    from cxsim.plots import canvas

    live = [row for _, row in table.live()]
    figure, axes = canvas.sheet(WIDTH, HEIGHT, columns=max(1, len(live)))
    words = []
    with canvas.drawing():
        for ax, row in zip(axes, live, strict=False):
            can = roster_side.kept(scenario, row.channel, row.seconds or 0)
            words.append(_words(row, can))
            day = can.by_half_hour[MONDAY]
            hours = np.arange(48) / 2 + 0.25
            short = day < (row.share or 0)
            ax.bar(hours[~short], 100 * day[~short], width=0.42, color=canvas.BLUE)
            ax.bar(
                hours[short], 100 * day[short], width=0.42, color=canvas.ORANGE, hatch="//", edgecolor="white"
            )
            ax.axhline(100 * (row.share or 0), color=canvas.INK, linestyle=(0, (5, 2)), linewidth=2)
            ax.set_title(tr("{channel}: {share} in {seconds} s promised, the week can keep {can}", channel=row.channel,
                            share=percent(row.share or 0, 0), seconds=number(row.seconds or 0),
                            can=percent(can.share, 0)), loc="left", fontsize=12)  # fmt: skip
            staffed = np.flatnonzero(~np.isnan(day))
            ax.set_xlim(
                staffed[0] / 2 - 0.25 if len(staffed) else 0, staffed[-1] / 2 + 0.75 if len(staffed) else 24
            )
            ax.set_xticks(range(8, 21, 2), [f"{hour}:00" for hour in range(8, 21, 2)])
            ax.set_ylim(0, 105)
            ax.set_ylabel(tr("answered in time on a Monday, %"))
        figure.text(.02, .02, tr("Dashed: promise · orange and hatched: half hours that fall short (Erlang C)"),
                    fontsize=11)  # fmt: skip
        figure.subplots_adjust(left=0.075, right=0.985, top=0.9, bottom=0.17, wspace=0.2)
    return drawn(figure, " ".join(words) or tr("No promise on phone or chat is filled in."))


def _words(row: SlaRow, can: roster_side.Kept) -> str:
    day = can.by_half_hour[MONDAY]
    short = [f"{h // 2:02d}:{30 * (h % 2):02d}" for h in np.flatnonzero(day < (row.share or 0))]
    return tr(
        "{channel}: promised {share} within {seconds} s; the roster can keep {can} over the week. On a Monday "
        "these half hours fall short: {short}.",
        channel=row.channel,
        share=percent(row.share or 0),
        seconds=number(row.seconds or 0),
        can=percent(can.share),
        short=", ".join(short) or tr("none"),
    )

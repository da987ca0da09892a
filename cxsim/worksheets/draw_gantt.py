"""The tasks of an improvement plan over time."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

from cxsim.messages import date, tr
from cxsim.worksheets.picture import Picture, drawn

if TYPE_CHECKING:
    from cxsim.worksheets.improvement_plan import ImprovementPlan

ROW_PX, FRAME_PX, WIDTH = 44, 150, 1_040


def draw(plan: ImprovementPlan) -> Picture:
    """One bar for each task; the critical path is dark and hatched, a milestone is a diamond at the end."""
    from matplotlib import dates

    from cxsim.plots import canvas

    rows = plan.dated()
    critical = plan.critical_path()
    figure, (ax,) = canvas.sheet(WIDTH, FRAME_PX + ROW_PX * len(rows))
    with canvas.drawing():
        for place, row in enumerate(rows):
            on_path = row.id in critical
            start = dates.date2num(row.start)
            ax.barh(place, dates.date2num(row.end) - start + 1, left=start, height=.56, edgecolor="white",
                    color=canvas.BLUE if on_path else "#b9c4ce", hatch="//" if on_path else "", zorder=2)  # fmt: skip
            if row.milestone:
                late = row.end - rows[0].start > 0.55 * (max(other.end for other in rows) - rows[0].start)
                _milestone(ax, (dates.date2num(row.end) + 1, place), row.milestone, late)
        ax.set_yticks(range(len(rows)), ["\n".join(textwrap.wrap(f"{row.id} {row.task}", 40)) for row in rows],
                      fontsize=11)  # fmt: skip
        ax.set_ylim(len(rows) - 0.4, -0.6)
        ax.xaxis_date()
        ax.xaxis.set_major_locator(dates.AutoDateLocator(minticks=4, maxticks=9))
        ax.xaxis.set_major_formatter(dates.DateFormatter("%Y-%m"))
        ax.grid(axis="x", color="#dde2e7", linewidth=0.8)
        height = figure.get_figheight() * canvas.DPI
        figure.suptitle(
            "\n".join(textwrap.wrap(plan.goal, 110)), x=0.02, ha="left", y=1 - 12 / height, fontsize=13
        )
        figure.text(
            0.02, 12 / height, tr("Dark and hatched: critical path · diamond: milestone"), fontsize=11
        )
        figure.subplots_adjust(left=0.31, right=0.97, top=1 - 62 / height, bottom=74 / height)
    return drawn(figure, _words(plan, critical))


def _milestone(ax: Any, at: tuple[float, int], words: str, late: bool) -> None:
    """Write a milestone beside its diamond, on the side that has room."""
    from cxsim.plots import canvas

    ax.plot(*at, marker="D", markersize=9, color=canvas.ORANGE, zorder=3)
    ax.annotate("\n".join(textwrap.wrap(words, 34)), at, xytext=(-12 if late else 12, 0), textcoords="offset points",
                ha="right" if late else "left", va="center", fontsize=10, color=canvas.INK, zorder=4,
                bbox={"facecolor": "white", "edgecolor": "none", "pad": 2} if late else None)  # fmt: skip


def _words(plan: ImprovementPlan, critical: list[str]) -> str:
    rows = [tr("{id} {task}: {start} to {end}, {owner}{milestone}", id=row.id, task=row.task, start=date(row.start),
               end=date(row.end), owner=row.owner,
               milestone=tr(", milestone {words}", words=row.milestone) if row.milestone else "")
            for row in plan.dated()]  # fmt: skip
    return tr("Plan: {goal}. {rows}. Critical path: {path}.", goal=plan.goal, rows="; ".join(rows),
              path=", ".join(critical) or "–")  # fmt: skip

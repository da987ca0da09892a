"""The RACI matrix as a grid."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from cxsim.messages import tr
from cxsim.worksheets.picture import Picture, drawn

if TYPE_CHECKING:
    from cxsim.worksheets.raci import Raci

ROW_PX, HEAD_PX, WIDTH = 46, 145, 980
#: Fill and ink of a letter: dark for who answers, middle for who does; the letter itself says it too.
LOOKS = {
    "A": ("#1b2733", "#ffffff"),
    "R": ("#0072b2", "#ffffff"),
    "C": ("#f3d9a4", "#1b2733"),
    "I": ("#e4e9ee", "#1b2733"),
}


def draw(raci: Raci) -> Picture:
    """One cell for each task and role; letter, color and shade say the same."""
    from matplotlib.patches import Rectangle

    from cxsim.plots import canvas

    roles = raci.columns_in_order()
    figure, (ax,) = canvas.sheet(WIDTH, HEAD_PX + ROW_PX * max(1, len(raci.tasks)))
    with canvas.drawing():
        for down, row in enumerate(raci.tasks):
            for across, role in enumerate(roles):
                letters = sorted(row.has(role), key="ARCI".find)
                fill, ink = LOOKS.get(letters[0] if letters else "", ("#ffffff", "#1b2733"))
                ax.add_patch(
                    Rectangle((across, down), 1, 1, facecolor=fill, edgecolor="#c5ced6", linewidth=1)
                )
                ax.text(across + .5, down + .5, "/".join(letters), ha="center", va="center", color=ink, fontsize=14,
                        weight="bold")  # fmt: skip
        ax.set_xlim(0, max(1, len(roles)))
        ax.set_ylim(max(1, len(raci.tasks)), 0)
        ax.xaxis.tick_top()
        ax.set_xticks([place + .5 for place in range(len(roles))],
                      ["\n".join(textwrap.wrap(role, 13)) for role in roles])  # fmt: skip
        ax.set_yticks([place + .5 for place in range(len(raci.tasks))],
                      ["\n".join(textwrap.wrap(row.task, 36)) for row in raci.tasks])  # fmt: skip
        ax.tick_params(length=0)
        for side in ax.spines.values():
            side.set_visible(False)
        height = figure.get_figheight() * canvas.DPI
        figure.suptitle(raci.process, x=0.02, ha="left", y=1 - 14 / height, fontsize=14)
        figure.text(
            0.02, 12 / height, tr("R does it · A answers for it · C is asked before · I is told"), fontsize=11
        )
        figure.subplots_adjust(left=0.33, right=0.985, top=1 - 88 / height, bottom=44 / height)
    return drawn(figure, _words(raci))


def _words(raci: Raci) -> str:
    rows = []
    for row in raci.tasks:
        parts = [f"{role} {'/'.join(sorted(row.has(role)))}" for role in row.letters if row.has(role)]
        rows.append(f"{row.task}: " + ", ".join(parts))
    return tr("Responsibilities in {process}. {rows}.", process=raci.process, rows="; ".join(rows))

"""Keep what a study measured: the years themselves, a table of means, the claims, a page. Shared by the studies.

A study stores one row for each course and year; everything else is made from these rows, so that a picture or a
page can be made anew in a second (`--draw`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import matplotlib as mpl
import numpy as np
import pandas as pd
from paired import Course, Numbers

from cxsim.experiment.verdict import interval

mpl.use("Agg")

HERE = Path(__file__).resolve().parent

#: Colors that stay apart for everybody (Okabe and Ito 2008).
BLUE, VERMILION, SKY, GREEN, ORANGE, PURPLE, YELLOW, BLACK = EIGHT = (
    "#0072B2", "#D55E00", "#56B4E9", "#009E73", "#E69F00", "#CC79A7", "#B8A800", "#000000")  # fmt: skip

#: Words, scale, unit and digits of the numbers that studies show.
SHOWN = {
    "phone_within_promise_share": ("phone answered within 60 s", 100, "%", 1),
    "phone_abandoned_share": ("phone abandonment", 100, "%", 1),
    "phone_occupancy_share": ("phone occupancy", 100, "%", 1),
    "phone_wait_mean_min": ("mean phone wait", 60, "s", 1),
    "phone_seat_hours": ("phone seat-hours a week", 1, "h", 0),
    "chat_within_promise_share": ("chat answered within 60 s", 100, "%", 1),
    "email_wait_mean_min": ("mean email wait", 1 / 60, "h", 1),
    "case_occupancy_share": ("case desk occupancy", 100, "%", 1),
    "handled": ("handled contacts", 1, "", 0),
    "fcr_share": ("first-contact resolution", 100, "%", 1),
    "complaints": ("complaints", 1, "", 0),
    "complaint_response_h": ("first complaint response", 1, "h", 2),
    "complaint_within_24h_share": ("complaints answered within 24 h", 100, "%", 1),
    "csat_true_share": ("CSAT, all closed needs", 100, "%", 1),
    "csat_observed_share": ("CSAT, as answered", 100, "%", 1),
    "nps_true": ("true NPS", 1, "points", 2),
    "nps_observed": ("observed NPS", 1, "points", 2),
    "retention_share": ("retention", 100, "%", 2),
    "joiners": ("joiners", 1, "", 0),
    "customers_end": ("customers at the end", 1, "", 0),
    "profit_share": ("profit, of revenue", 100, "%", 2),
    "profit_cny": ("profit", 1e-6, "M CNY", 3),
    "value_cny": ("value", 1e-6, "M CNY", 2),
}


class Claim(NamedTuple):
    """One statement that must hold: what is asked, what was measured, and whether it holds."""

    claim: str
    asked: str
    measured: str
    holds: str


@dataclass(frozen=True)
class Years:
    """What was measured, by year (replication), course and measure."""

    name: str
    courses: tuple[str, ...]
    measures: tuple[str, ...]
    values: np.ndarray

    def of(self, course: str, measure: str) -> np.ndarray:
        """Values of one measure under one course, one for each year."""
        return self.values[:, self.courses.index(course), self.measures.index(measure)]

    def paired(self, course: str, base: str, measure: str) -> np.ndarray:
        """Differences between two courses, year by year, under the same luck."""
        return self.of(course, measure) - self.of(base, measure)


def store(name: str, courses: Sequence[Course], found: list[list[Numbers]], measures: Sequence[str]) -> Years:
    """Write the years of a study to its file and read them back, so that both ways give the same numbers."""
    rows = [
        {"year": year, "course": one.name, **{key: f"{numbers[key]:.9g}" for key in measures}}
        for year, of_year in enumerate(found)
        for one, numbers in zip(courses, of_year, strict=True)
    ]
    pd.DataFrame(rows).to_csv(HERE / f"{name}_years.csv", index=False, lineterminator="\n")
    return load(name)


def measured(
    name: str, courses: Callable[[], Sequence[Course]], run: Callable[[Sequence[Course]], list[list[Numbers]]],
    measures: Sequence[str], draw: bool,
) -> Years:  # fmt: skip
    """Years of a study: run and stored now, or, where only pictures are drawn anew, those that were stored."""
    if draw:
        return load(name)
    planned = courses()
    return store(name, planned, run(planned), measures)


def load(name: str) -> Years:
    """Years of a study that was run before."""
    table = pd.read_csv(HERE / f"{name}_years.csv")
    courses = tuple(dict.fromkeys(table["course"]))
    measures = tuple(table.columns[2:])
    shape = (-1, len(courses), len(measures))
    return Years(name, courses, measures, table[list(measures)].to_numpy(np.float64).reshape(shape))


def write_table(years: Years) -> None:
    """Means of each course, and the paired difference to the first one, with 95 % half-widths."""
    rows = []
    for course in years.courses:
        for measure in years.measures:
            mean, half = interval(years.of(course, measure))
            apart, half_apart = interval(years.paired(course, years.courses[0], measure))
            rows.append({
                "course": course, "measure": measure, "mean": mean, "half_width": half, "difference": apart,
                "difference_half_width": half_apart, "years": len(years.values),
            })  # fmt: skip
    table = pd.DataFrame(rows)
    table.to_csv(HERE / f"{years.name}.csv", index=False, float_format="%.6g", lineterminator="\n")


def write_claims(name: str, claims: Sequence[Claim]) -> None:
    """Write the claims as a table of their own; a test reads it."""
    pd.DataFrame(claims).to_csv(HERE / f"{name}_claims.csv", index=False, lineterminator="\n")


def publish(
    years: Years, claims: list[Claim], draw: Callable[[Years], None], write: Callable[[Years, list[Claim]], None]
) -> None:
    """Table, claims, picture and page of a study."""
    write_table(years)
    write_claims(years.name, claims)
    draw(years)
    write(years, claims)


def grid(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table in Markdown."""
    lines = ["| " + " | ".join(head) + " |", "| " + " | ".join("---" for _ in head) + " |"]
    lines += ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join(lines)


def claims_grid(claims: Sequence[Claim]) -> str:
    """The claims as a table in Markdown."""
    return grid(("claim", "asked", "measured", "holds"), claims)


def write_page(name: str, parts: Sequence[str]) -> None:
    """Write the page of a study."""
    (HERE / f"{name}.md").write_text("\n\n".join(part.strip() for part in parts) + "\n", encoding="utf-8")


def save_picture(name: str, figure: mpl.figure.Figure) -> None:
    """Save the picture of a study, the same bytes for the same numbers."""
    figure.savefig(HERE / f"{name}.png", dpi=110, metadata={"Software": None})


def show(measure: str, mean: float, half: float | None = None, signed: bool = False) -> str:
    """A number in its own unit, with the half-width of its 95 % interval."""
    _, scale, unit, digits = SHOWN[measure]
    sign = "+" if signed else ""
    text = f"{mean * scale:{sign},.{digits}f}"
    if half is not None:
        text += f" ± {half * scale:,.{digits}f}"
    return f"{text} {unit}".strip()


def holds(yes: bool) -> str:
    """The word for it."""
    return "yes" if yes else "no"

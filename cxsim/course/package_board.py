"""What every package brings the company of the course: thirty years each, stored, because they take minutes.

``python -m cxsim.course.package_board`` runs them again and writes the file; a test runs one of the years again.
"""

from __future__ import annotations

import csv
import io
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

import numpy as np

from cxsim.course import company, packages, settings, target_years
from cxsim.course.steps import Progress
from cxsim.course.target_years import TARGETS, Reached
from cxsim.whole_files import write_whole

FILE = "package_years.csv"
MONEY = "profit_cny"


def run(years: int, progress: Progress) -> str:
    """Let every package live the years, beside the company as it is; the table as text."""
    base = company.default()
    plans = {"today": base, **{key: one.plan(base) for key, one in packages.packages(base).items()}}
    lived, reached = target_years.live(list(plans.values()), progress, years)
    table = io.StringIO()
    lines = csv.writer(table, lineterminator="\n")
    lines.writerow(["year", "package", *TARGETS, MONEY])
    for year in range(years):
        for place, (key, plan) in enumerate(plans.items()):
            profit = lived.study.of(plan.name, MONEY)[year]
            lines.writerow(
                [year, key, *(f"{value:.4f}" for value in reached.values[year, place]), f"{profit:.0f}"]
            )
    return table.getvalue()


@lru_cache(maxsize=1)
def stored() -> tuple[Reached, np.ndarray]:
    """Targets of the stored years by package, and profit in CNY, shape (years, packages)."""
    rows = list(csv.DictReader((files("cxsim.course") / FILE).read_text("utf-8").splitlines()))
    names = tuple(dict.fromkeys(row["package"] for row in rows))
    values = np.array([[float(row[key]) for key in (*TARGETS, MONEY)] for row in rows])
    values = values.reshape(-1, len(names), len(TARGETS) + 1)
    return Reached(names, values[:, :, :-1]), values[:, :, -1]


def main() -> int:
    """Write the stored years again."""
    text = run(settings.REPLICATIONS, lambda done, total: print(done, total, sep="/"))
    write_whole(Path(__file__).with_name(FILE), text)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

"""Does each 95 % interval hold the truth in 93 to 97 of 100 trials? Small n and skewed answers included.

``python docs/studies/interval_coverage.py`` plays every condition (some minutes on two cores), writes
``interval_coverage.csv`` and makes ``interval_coverage.md`` from it. ``--page`` makes the page alone.
A condition that lies outside must be told in the docstring of its function: the column ``told`` names the words there.
"""

from __future__ import annotations

import math
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

HERE = Path(__file__).resolve().parent
LOW, HIGH = 93.0, 97.0


class Covered(NamedTuple):
    """What came out of one condition."""

    measure: str
    condition: str
    n: str
    trials: int
    coverage: float
    error: float
    verdict: str
    told: str


def play(place: int) -> Covered:
    """All trials of a condition, with the luck of its place in the list."""
    from interval_conditions import CONDITIONS

    found = CONDITIONS[place]
    rng, hits, count = np.random.default_rng([20, place]), 0, 0
    for _ in range(found.trials):
        for low, high, truth in found.draw(rng):
            if math.isnan(low) and math.isnan(high):
                continue
            count += 1
            # an end that was not seen (not a number) is an open end
            hits += not (low > truth or high < truth)
    coverage = 100 * hits / count
    error = 100 * math.sqrt(max(coverage / 100 * (1 - coverage / 100), 1e-9) / found.trials)
    inside = LOW <= coverage <= HIGH
    verdict = "inside" if inside else "outside, told" if found.told else "outside"
    return Covered(found.measure, found.condition, found.n, found.trials, round(coverage, 2), round(error, 2), verdict,
                   found.told)  # fmt: skip


def page(table: pd.DataFrame) -> str:
    """The page, made from the table."""
    inside = int((table["verdict"] == "inside").sum())
    lines = [
        "# How often the intervals hold the truth",
        "",
        f"{inside} of {len(table)} conditions lie inside 93 to 97 %; "
        f"{int((table['verdict'] == 'outside, told').sum())} lie outside and their docstring says so; "
        f"{int((table['verdict'] == 'outside').sum())} lie outside without a word. "
        "Made by `python docs/studies/interval_coverage.py`; conditions in `interval_conditions.py`. "
        "The error is one standard error of the coverage, points.",
        "",
        "| measure | condition | n | trials | coverage, % | error | verdict |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for row in table.itertuples(index=False):
        lines.append(f"| {row.measure} | {row.condition} | {row.n} | {row.trials} | {row.coverage:.1f} |"
                     f" {row.error:.1f} | {row.verdict} |")  # fmt: skip
    return "\n".join(lines) + "\n"


def main() -> None:
    """Play what is asked for and write the page."""
    target = HERE / "interval_coverage.csv"
    if "--page" not in sys.argv:
        from interval_conditions import CONDITIONS

        rows = []
        with ProcessPoolExecutor(2) as pool:
            for found in pool.map(play, range(len(CONDITIONS))):
                rows.append(found)
                pd.DataFrame(rows).to_csv(target, index=False, lineterminator="\n")
    table = pd.read_csv(target, keep_default_na=False)
    (HERE / "interval_coverage.md").write_text(page(table), encoding="utf-8", newline="\n")
    print(table[table["verdict"] != "inside"].to_string())  # noqa: T201


if __name__ == "__main__":
    main()

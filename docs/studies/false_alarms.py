"""How often does `cxsim verify` call a true value wrong?

By its intervals at most one file in a hundred has a false alarm. To see whether that is so, the same exact values are
compared again with other luck, and every difference is turned into the level at which it would just be called:
levels of true values are spread evenly from 0 to 1, so 5 % of them lie below .05. Rows of one case share their luck.

    python docs/studies/false_alarms.py FILE.csv ... [--seeds 3]     (without a file: the shipped values)
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from scipy import stats

from cxsim.evidence import verify, verify_run
from cxsim.evidence.verify_cases import shipped

HERE = Path(__file__).resolve().parent
LEVELS = (0.5, 0.2, 0.1, 0.05, 0.02, 0.01)
FIRST_SEED = 2001
CONTROLS = 2  # degrees of freedom that the usual controls take, beside the mean


def levels_of(rows: Sequence[verify.Row]) -> list[float]:
    """Level at which each difference would just be called; rows without an interval, and formulas, are left out."""
    tests = sum(row.groups > 0 for row in rows)
    miss = verify.FAMILY_WISE / tests
    found = []
    for row in rows:
        if row.estimate is None or not row.half_width or not row.groups:  # a formula has no luck
            continue
        free = max(1, row.groups - 1 - CONTROLS)
        distance = abs(row.estimate - row.exact) / row.half_width * stats.t.ppf(1 - miss / 2, free)
        found.append(2 * float(stats.t.sf(distance, free)))
    return found


def page(seeds: int, rows: list[verify.Row], levels: np.ndarray) -> str:
    """The result as a page."""
    counts = verify.summary(rows)
    lines = [
        "# False alarms of `cxsim verify`",
        "",
        f"{seeds} times the same files with other luck: {counts[verify.AGREES]:,} rows agree, "
        f"{counts[verify.DISAGREES]} disagree, {counts[verify.NOT_COVERED]} not covered.",
        f"An interval was compared {len(levels):,} times; by chance alone the two columns are alike.",
        "",
        "| level | share of differences below it |",
        "| --- | --- |",
        *(f"| {level:g} | {np.mean(levels < level):.3f} |" for level in LEVELS),
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Run, and write the page beside this file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", default=[str(shipped())])
    parser.add_argument("--seeds", type=int, default=3)
    asked = parser.parse_args()
    rows: list[verify.Row] = []
    levels: list[float] = []
    for seed in range(FIRST_SEED, FIRST_SEED + asked.seeds):
        verify_run.SEED = seed  # the workers are copies of this process; where they are not, all seeds give one result
        for file in asked.files:
            found = verify.run(file, engines=("kernel",))
            rows += found
            levels += levels_of(found)
    text = page(asked.seeds, rows, np.array(levels))
    (HERE / "false_alarms.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()

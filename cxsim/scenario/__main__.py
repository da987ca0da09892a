"""Print every dotted path: ``python -m cxsim.scenario``."""

from __future__ import annotations

import sys

from cxsim.scenario import Scenario, sources


def main() -> None:
    """Print path, default, unit, bounds, grade, source and meaning, one path a line, separated by tabs."""
    for row in sources.rows(Scenario()):
        bounds = "" if row["low"] is None else f"{row['low']:g} to {row['high']:g}"
        cells = (row["path"], row["value"], row["unit"], bounds, row["grade"], row["source"], row["meaning"])
        sys.stdout.write("\t".join(str(cell) for cell in cells) + "\n")


if __name__ == "__main__":
    main()

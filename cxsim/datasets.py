"""Where the stored tables are, in a checkout and in an installed wheel."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def folder() -> Path:
    """Find the folder of the stored tables.

    Returns
    -------
    Path
        ``cxsim/_data/datasets`` of an installed wheel, else ``datasets/`` of the checkout.
    """
    inside = PACKAGE / "_data" / "datasets"
    return inside if inside.is_dir() else PACKAGE.parent / "datasets"

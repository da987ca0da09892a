"""The words of the field in English and Chinese, as the course uses them."""

from __future__ import annotations

import csv
from functools import lru_cache
from importlib.resources import files

from cxsim.guards import CxError
from cxsim.messages import tr


@lru_cache(maxsize=1)
def terms() -> dict[str, str]:
    """Chinese term by English term."""
    text = (files("cxsim.course") / "glossary.csv").read_text("utf-8-sig")
    return {row["en"]: row["zh_CN"] for row in csv.DictReader(text.splitlines())}


def chinese(english: str) -> str:
    """Look up one term; an unknown one is an error, so that a lesson cannot drift from the list."""
    try:
        return terms()[english]
    except KeyError:
        raise CxError(tr("The glossary has no term {term}", term=repr(english))) from None

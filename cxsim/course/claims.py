"""What the sources say about service delivery, each claim with its place and the measure it can be held against."""

from __future__ import annotations

import csv
from importlib.resources import files
from typing import NamedTuple

from cxsim.messages import number, tr

SOURCES = {
    "S0": "Strategies for raising customer satisfaction",
    "S1": "Drafting customer-service rules",
    "S2": "2025 guide to after-sales service",
}


class Claim(NamedTuple):
    """One claim: its id, what it says, where, and the measure of a run it is compared with."""

    id: str
    says: str
    where: str
    measure: str
    value: float


def delivery() -> list[Claim]:
    """The claims of lesson 4."""
    text = (files("cxsim.course") / "claims_delivery.csv").read_text("utf-8")
    return [_claim(row) for row in csv.DictReader(text.splitlines())]


def _claim(row: dict[str, str]) -> Claim:
    value = float(row["value"])
    words = {
        "C-035": tr("first answer to every complaint within {value} hours", value=number(value)),
        "C-104": tr("first answer to a complaint within {value} hours", value=number(value)),
        "C-048": tr("{value} of 100 online contacts answered within 60 seconds", value=number(value)),
    }
    says = words.get(row["id"], row["claim"])
    return Claim(
        row["id"],
        says,
        tr("{source}, {place}", source=SOURCES[row["source"]], place=row["place"]),
        row["measure"],
        value,
    )

"""What the sources say about service delivery, each claim with its place and the measure it can be held against."""

from __future__ import annotations

import csv
from importlib.resources import files
from typing import NamedTuple

from cxsim.messages import tr


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
    sources = {
        "S0": tr("slides, {place}", place=row["place"]),
        "S1": tr("service rules, {place}", place=row["place"]),
        "S2": tr("guide 2025, {place}", place=row["place"]),
    }
    words = {
        "C-035": tr("every complaint has a first answer within {value} hours", value=value),
        "C-074": tr("{value} of 100 online contacts are answered within 60 seconds", value=value),
        "C-076": tr("{value} of 100 product questions are solved the first time", value=value),
        "C-077": tr("a call takes {value} minutes on average", value=value),
        "C-131": tr(
            "complaints handled in 24 instead of 72 hours: satisfaction up by {value} %", value=value
        ),
    }
    return Claim(row["id"], words[row["id"]], sources[row["source"]], row["measure"], value)

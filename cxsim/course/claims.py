"""What the sources say, each claim with its place and the measure it can be held against, beside what came out."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

from cxsim import datasets
from cxsim.course import company, store, years
from cxsim.course.show import Item, Table
from cxsim.measure import claim_readings
from cxsim.messages import number, tr


class Claim(NamedTuple):
    """One claim: its id, what it says, where, the measure of a run it is compared with, and the claimed rise of it."""

    id: str
    says: str
    where: str
    measure: str
    value: float
    change: tuple[float, ...] = ()


def of(lesson: str) -> list[Claim]:
    """The claims that one lesson holds against its results."""
    return [_claim(row) for row in _rows() if row["lesson"] == lesson]


def figure(claim: str) -> float:
    """The figure of any claim of the sources, also of one that no result is held against."""
    return float(datasets.claims().set_index("claim").loc[claim, "low"])


def beside_results(lesson: str, questions: Sequence[str]) -> list[Item]:
    """The claims of a lesson beside the company as it was and the last result of each question."""
    results = {record["question"]: record for record in store.of_this_company() if _has_levels(record)}
    columns = [record for key in questions if (record := results.get(key))]
    rows, rises = [], []
    for claim in of(lesson):
        look = years.shown(claim.measure)
        cells = [claim.says, claim.where, tr("{measure}, {unit}", measure=look.label, unit=look.unit)]
        for place, record in enumerate([columns[0], *columns] if columns else []):
            pair = record["levels"].get(claim.measure)
            cells.append(number(pair[0 if place == 0 else 1], look.digits) if pair else "–")
            if place == 0 and pair and claim.change:
                rises.append((claim.says, pair[0], claim.change))
        rows.append(cells)
    before = [company.default().name] if columns else []
    heads = [tr("the source says"), tr("where"), tr("measured here"), *before]
    heads += [str(record["plan"]) for record in columns]
    note = tr(
        "The sources state these figures as facts or rules; no study behind them can be opened. The last columns are "
        "what came out here."
    )
    possible = (
        [can_it_be(rises, tr("Nothing can pass 100. From where this company stands today."))] if rises else []
    )
    return [Table(tr("Claims and results"), heads, rows, note + _of_years(columns)), *possible]


def can_it_be(rises: Sequence[tuple[str, float, tuple[float, ...]]], note: str) -> Table:
    """Claimed rises held against arithmetic: what is said, from which start, by how much; in both readings."""
    words = {"possible": tr("possible"), "in part": tr("only its lower end"), "impossible": tr("impossible")}
    rows = []
    for what, base, change in rises:
        read = claim_readings(base, (change[0], change[-1]))
        cells = [
            f"{_range(one.low, one.high)}: {words[one.possible]}" for one in (read.relative, read.points)
        ]
        rows.append([what, number(base, 1), *cells])
    heads = [tr("the source says"), tr("starting from"), tr("read as a share of it"), tr("read as points")]
    return Table(tr("Can it be?"), heads, rows, note)


def _range(low: float, high: float) -> str:
    if low == high:
        return number(low, 1)
    return tr("{low} to {high}", low=number(low, 1), high=number(high, 1))


def _of_years(columns: Sequence[dict[str, Any]]) -> str:
    """How many years stand behind each column, where they differ: a small difference between such columns is luck."""
    counts = [record.get("years") for record in columns]
    if len(set(counts)) < 2 or not all(counts):
        return ""
    told = [tr("{plan}: {count}", plan=record["plan"], count=record["years"]) for record in columns]
    return " " + tr("Simulated years behind them: {counts} ({today}: as in the first). Small differences are luck.",
                    counts="; ".join(told), today=company.default().name)  # fmt: skip


def levels_of(question: str) -> dict[str, list[float]]:
    """Measures before and after in the last result of a question; empty where there is none."""
    found = [
        one["levels"] for one in store.of_this_company() if _has_levels(one) and one["question"] == question
    ]
    return found[-1] if found else {}


@lru_cache(maxsize=1)
def _rows() -> list[dict[str, str]]:
    text = (files("cxsim.course") / "claims.csv").read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


def _claim(row: dict[str, str]) -> Claim:
    value = float(row["value"])
    sources = {
        "S0": tr("slides, {place}", place=row["place"]),
        "S1": tr("service rules, {place}", place=row["place"]),
        "S2": tr("guide 2025, {place}", place=row["place"]),
        "S3": tr("plan template, {place}", place=row["place"]),
    }
    change = tuple(map(float, row["change"].split()))
    return Claim(
        row["id"], tr(row["says"], value=value), sources[row["source"]], row["measure"], value, change
    )


def _has_levels(record: dict[str, Any]) -> bool:
    return record["kind"] == "result" and isinstance(record.get("levels"), dict)

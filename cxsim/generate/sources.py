"""What is not simulated but committed: claims of the sources, market values, the inventory of personal data."""

from __future__ import annotations

from cxsim.generate.settings import committed, dictionary, read
from cxsim.generate.story import Story
from cxsim.generate.writing import Rows


def claims(story: Story) -> Rows:
    """Figures that the sources quote."""
    titles, uses = read("sources.yaml")["titles"], read("sources.yaml")["uses"]
    return [
        (
            row["id"], int(row["lesson"]), row["says_en"], row["says_zh"], _number(row["low"]), _number(row["high"]),
            row["unit"], titles[row["source"]], row["place"], uses[row["use"]],
        )
        for row in committed("claims.csv")
    ]  # fmt: skip


def _number(text: str) -> float | None:
    return float(text) if text else None


def benchmarks(story: Story) -> Rows:
    """Market values beside what the simulated company has."""
    found = {row["id"]: row for row in committed("claims.csv")}
    own = {**story.company.run.summary(), "certified_share": _certified(story)}
    rows = []
    for one in read("sources.yaml")["benchmarks"]:
        claim = found[one["claim"]]
        market = float(claim["low"] or claim["high"])
        value = own[one["measure"]] * one["factor"] if one.get("measure") else None
        rows.append((one["name"], one["claim"], market, value, one["unit"], one["better"]))
    return rows


def _certified(story: Story) -> float:
    from cxsim.generate.staff import agents

    rows = agents(story)
    return sum(row[17] is not None for row in rows) / len(rows)


def data_inventory(story: Story) -> Rows:
    """Every personal column of the tables."""
    rules, rows = read("sources.yaml")["personal"], []
    for table, entry in dictionary().items():
        for column, what in entry["columns"].items():
            if kind := what.get("personal"):
                rule = rules[kind]
                rows.append((table, column, kind, rule["purpose"], rule["masking"], rule["consent"]))
    return rows

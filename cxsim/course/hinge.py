"""What the result of the first page hangs on: one assumption, its source, and the value at which the answer changes.

The numbers take minutes to compute, so they are stored with a checksum of the company they belong to:
``python -m cxsim.course.hinge`` computes and writes them anew. Profit is linear in this assumption (it moves what
customers spend, not what they do), so the value between the two ends is exact.
"""

from __future__ import annotations

import hashlib
import json
from importlib.resources import files
from pathlib import Path
from typing import Any

from cxsim.course import start_here, years
from cxsim.course.show import Item, Note, Table
from cxsim.messages import percent, tr
from cxsim.scenario import Scenario
from cxsim.scenario.paths import known_at

PATH = "beliefs.loyalty.spend_slope"
FILE = "hinge.json"


def items() -> list[Item]:
    """The assumption card."""
    known = known_at(Scenario, PATH)
    found = stored()
    low, high = found["ends"]
    now = start_here.today().value(PATH)
    rows = [
        [
            tr("what is assumed"),
            tr("how much more a satisfied customer spends, for each point of satisfaction"),
        ],
        [tr("value here"), percent(now, 0)],
        [tr("range that is possible"), tr("{low} to {high}", low=percent(low, 0), high=percent(high, 0))],
        [tr("source"), known.source if known else ""],
        [tr("how sure (A is solid, D is a guess)"), known.grade if known else ""],
        [
            tr("profit of one more agent at the lowest value, thousand CNY"),
            years.signed(found["profit"][0], 0),
        ],
        [
            tr("profit of one more agent at the highest value, thousand CNY"),
            years.signed(found["profit"][1], 0),
        ],
    ]
    return [Note(_sentence(found), "lead"), Table(tr("Assumption card"), [tr("about it"), tr("here")], rows)]


def turning_point(found: dict[str, Any]) -> float | None:
    """Value at which one more agent neither wins nor loses profit; none when the sign is the same at both ends."""
    (low, high), (first, last) = found["ends"], found["profit"]
    if first * last >= 0:
        return None
    return low + (high - low) * first / (first - last)


def _sentence(found: dict[str, Any]) -> str:
    turn = turning_point(found)
    if turn is None:
        return tr(
            "Whatever value is possible here, one more agent comes out on the same side of today's profit."
        )
    return tr(
        "If each point of satisfaction brings less than {turn} more spending, one more agent costs more profit in the "
        "year than it brings back; above, it pays for itself. The NPS does not hang on it.",
        turn=percent(turn, 1),
    )


def stored() -> dict[str, Any]:
    """The stored numbers."""
    return json.loads((files("cxsim.course") / FILE).read_text("utf-8"))


def company() -> str:
    """Checksum of everything that the stored numbers depend on in the scenario."""
    text = start_here.today().model_dump_json() + start_here.one_more_agent().model_dump_json()
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def compute(count: int = 30) -> dict[str, Any]:
    """Profit of one more agent at both ends of the range."""
    known = known_at(Scenario, PATH)
    ends = list(known.cited or (known.low, known.high)) if known else []
    profit = []
    for value in ends:
        plans = [plan.replace({PATH: value}) for plan in (start_here.today(), start_here.one_more_agent())]
        lived = years.compare(plans, _quiet, count)
        profit.append(round(lived.differences[plans[1].name]["profit_cny"].difference, 1))
    return {"path": PATH, "ends": ends, "profit": profit, "years": count, "company": company()}


def _quiet(done: int, total: int) -> None:
    """Show no progress."""


def main() -> None:
    """Compute the numbers and write them beside this file."""
    text = json.dumps(compute(), indent=1) + "\n"
    Path(str(files("cxsim.course") / FILE)).write_text(text, "utf-8", newline="\n")


if __name__ == "__main__":
    main()

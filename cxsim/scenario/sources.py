"""The table of every number: value, unit, bounds, source, grade, meaning."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from cxsim.guards import CxError
from cxsim.messages import tr
from cxsim.scenario import paths

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("path", "value", "unit", "low", "high", "cited_low", "cited_high", "source", "grade", "meaning")
POSITION_DIGITS = 9  # no list is as long; int() reads at most some thousand digits


def rows(scenario: BaseModel) -> list[dict[str, Any]]:
    """One row for each path of a scenario (a policy ``before`` only where there is one)."""
    found = []
    for path, known in paths.leaves(type(scenario)):
        if path.startswith("before.") and getattr(scenario, "before", None) is None:
            continue
        cited = known.cited or (None, None)
        cells = (path, value_at(scenario, path), known.unit, known.low, known.high, *cited, known.source,
                 known.grade, known.meaning)
        found.append(dict(zip(COLUMNS, cells, strict=True)))
    return found


def value_at(scenario: BaseModel, path: str) -> Any:
    """Value at a dotted path, positions in tuples included."""
    value: Any = scenario
    for step in path.split("."):
        if value is None:  # a policy before that is not given
            return None
        if isinstance(value, tuple):
            if not step.isdecimal() or len(step) > POSITION_DIGITS or int(step) >= len(value):
                raise CxError(tr("{path}: there is no position {step}; allowed: 0 to {last}", path=path, step=step,
                                 last=len(value) - 1) if value else tr("{path}: the list is empty", path=path))
            value = value[int(step)]
        else:
            value = getattr(value, paths.fields_by_name(type(value))[step][0])
    return value


def table(scenario: BaseModel) -> pd.DataFrame:
    """The rows as a DataFrame; pandas is imported here, not with the scenario."""
    import pandas as pd

    return pd.DataFrame(rows(scenario), columns=list(COLUMNS))

"""What a worksheet and a company have in common: dotted paths, and the values that they may take."""

from __future__ import annotations

from typing import Any

from cxsim.guards import CxError
from cxsim.messages import tr
from cxsim.scenario import Scenario, paths, reading
from cxsim.worksheets.findings import Finding

#: Kinds that `fault_of` may find.
KINDS = ("unknown_path", "value_refused", "nothing_changed")


def value_of(text: str) -> Any:
    """Value in a cell, read as in a scenario file: number, word, true, false or a list; nothing in it is run.

    Raises
    ------
    CxError
        The text cannot be read.
    """
    return reading.parse(f"value: {text}", text)["value"]


def path_fault(scenario: Scenario, path: str, where: str) -> Finding | None:
    """Finding where a path does not exist in the company."""
    if paths.known_at(Scenario, path) is not None:
        return None
    return Finding("unknown_path", where, tr("{line}.", line=paths.unknown_path(Scenario, path)),
                   tr("Take a path of cxsim scenario sources."))  # fmt: skip


def fault_of(scenario: Scenario, path: str, text: str, where: str) -> Finding | None:
    """Finding where a path does not exist, a value is refused, or the company has this value already."""
    unknown = path_fault(scenario, path, where)
    if unknown is not None:
        return unknown
    try:
        changed = scenario.replace({path: value_of(text)})
    except CxError as error:
        return Finding("value_refused", where, tr("The company cannot take this value: {line}.", line=str(error)),
                       tr("Take a value inside the bounds."))  # fmt: skip
    if changed == scenario:
        return Finding("nothing_changed", where, tr("{path} is {value} already.", path=path, value=text),
                       tr("Take a value that differs from the present one."))  # fmt: skip
    return None

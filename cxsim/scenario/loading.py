"""Load a scenario by the name of a preset or from a YAML file."""

from __future__ import annotations

from pathlib import Path

from cxsim.guards import CxError
from cxsim.scenario import reading
from cxsim.scenario.editing import validated
from cxsim.scenario.fields import overlay
from cxsim.scenario.model import Scenario


def load_scenario(name_or_path: str | Path) -> Scenario:
    """Load the default company with the differences of a preset or file.

    Parameters
    ----------
    name_or_path
        Name of a preset (such as ``default`` or ``rules_detailed``; `reading.preset_names` lists them) or path of
        a YAML file that holds what differs from the default company. Without a name in it, the scenario is
        named after the file.

    Raises
    ------
    CxError
        One line that says what is wrong, where, and what is allowed.

    Examples
    --------
    >>> load_scenario("default").weeks
    52
    """
    path = reading.find(name_or_path)
    data = reading.parse(reading.read_text(path), str(name_or_path))
    try:
        return validated(Scenario, overlay(Scenario(), {"name": path.stem, **data}))
    except CxError as error:
        raise CxError(f"{name_or_path}: {error}") from None

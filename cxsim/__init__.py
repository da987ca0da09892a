"""cxsim: a training and simulation kit for customer experience.

Everything here is loaded when it is first used, so that ``import cxsim`` takes a moment only.
"""

from __future__ import annotations

import importlib
from typing import Any

__version__ = "0.1.0"

_HOMES = {
    "Beliefs": "cxsim.scenario",
    "CxError": "cxsim.guards",
    "Policy": "cxsim.scenario",
    "Run": "cxsim.results.run",
    "Scenario": "cxsim.scenario",
    "Study": "cxsim.experiment",
    "World": "cxsim.scenario",
    "check": "cxsim.course.checks",
    "company_from": "cxsim.course.own_company",
    "compare": "cxsim.experiment",
    "generate_customers": "cxsim.simulate",
    "generate_data": "cxsim.generate.package",
    "given": "cxsim.course.checks",
    "load_run": "cxsim.results.store",
    "load_scenario": "cxsim.scenario",
    "mask": "cxsim.masking",
    "passed": "cxsim.course.checks",
    "require": "cxsim.course.checks",
    "rerostered": "cxsim.experiment.rostering",
    "roster_from_hours": "cxsim.scenario.rosters",
    "sweep": "cxsim.experiment",
}
_ROOMS = ("analysis", "calibrate", "datasets", "measure", "plots", "simulate", "theory", "worksheets")

__all__ = [*_HOMES, *_ROOMS, "__version__"]


def __getattr__(name: str) -> Any:
    """Load a name when it is first asked for; ``simulate`` is a module that can be called."""
    if name in _ROOMS:
        return importlib.import_module(f"cxsim.{name}")
    if name not in _HOMES:
        raise AttributeError(f"module 'cxsim' has no attribute {name!r}")
    found = globals()[name] = getattr(importlib.import_module(_HOMES[name]), name)
    return found


def __dir__() -> list[str]:
    """List what can be asked for, loaded or not."""
    return sorted({*globals(), *__all__})

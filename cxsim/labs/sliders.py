"""A slider for a parameter: bounds, unit, meaning and source come from the field itself."""

from __future__ import annotations

from typing import Any

from cxsim.course.levers import Lever
from cxsim.guards import CxError
from cxsim.messages import tr
from cxsim.scenario import Scenario
from cxsim.scenario.paths import known_at

STEPS = {"people": 1, "share": 0.01, "CNY/case": 10, "s": 5, "h": 1}
#: Parts of a step that are tried until the value of the company lies on one.
FINER = (1, 2, 5, 10, 20, 100, 1000)


def bounds(path: str) -> tuple[float, float]:
    """From where to where a slider goes: the supported range of the field, else its hard bounds."""
    known = known_at(Scenario, path)
    if known is None:
        raise CxError(tr("There is no parameter {path} to move", path=path))
    low, high = known.cited or (known.low, known.high)
    if low is None or high is None:
        raise CxError(tr("{path} has no bounds, so it cannot have a slider", path=path))
    return low, high


def slider(lever: Lever, scenario: Scenario) -> Any:
    """Make the slider of one lever, standing at the scenario's value.

    Parameters
    ----------
    lever
        What to move.
    scenario
        Whose value it shows at first.
    """
    import ipywidgets as w

    if lever.options:
        return _choice(lever, scenario)
    value, (low, high) = scenario.value(lever.path), bounds(lever.path)
    known = known_at(Scenario, lever.path)
    step = _fitting(STEPS.get(known.unit if known else "", 1), value - low)
    common = {
        "min": low,
        "max": high,
        "step": step,
        "value": value,
        "description": lever.label,
        "style": {"description_width": "205px"},
        "layout": w.Layout(width="450px"),
        "tooltip": tr("{meaning} Source: {source}.", meaning=known.meaning, source=known.source)
        if known
        else "",
    }
    if isinstance(value, bool):
        return w.Checkbox(value=value, description=lever.label, indent=False)
    if isinstance(value, int):
        return w.IntSlider(**{**common, "min": int(low), "max": int(high), "step": int(step)})
    if known and known.unit == "share":
        return w.FloatSlider(**common, readout_format=".0%")
    return w.FloatSlider(**common, readout_format=".0f")


def _fitting(step: float, way: float) -> float:
    """The step, or a finer one on which the value lies: a slider moves to its next step what it does not meet.

    Else a company of one's own would begin with a lever that nobody has moved.
    """
    finer = (step / part for part in FINER)
    return next((one for one in finer if abs(way / one - round(way / one)) < 1e-6), step / FINER[-1])


def _choice(lever: Lever, scenario: Scenario) -> Any:
    """A list to choose from; a value of the scenario that is not in it comes first."""
    import ipywidgets as w

    value, options = lever.value(scenario), list(lever.options)
    if value not in [option for _, option in options]:
        options.insert(0, (lever.words(value), value))
    known = known_at(Scenario, lever.path)
    return w.Dropdown(
        options=options,
        value=value,
        description=lever.label,
        style={"description_width": "205px"},
        layout=w.Layout(width="450px"),
        tooltip=tr("{meaning} Source: {source}.", meaning=known.meaning, source=known.source)
        if known
        else "",
    )


def read(sliders: dict[str, Any]) -> dict[str, Any]:
    """What the sliders say, by dotted path, as a log can hold it; a choice may set several paths."""
    values: dict[str, Any] = {}
    for path, one in sliders.items():
        values |= one.value if isinstance(one.value, dict) else {path: _plain(one.value)}
    return values


def _plain(value: Any) -> Any:
    """A roster as windows of plain words; anything else as it is."""
    if isinstance(value, tuple):
        return [window.model_dump(by_alias=True, mode="json") for window in value]
    return value


def largest(scenario: Scenario, rounds: tuple[tuple[Lever, ...], ...]) -> Scenario:
    """The scenario with every slider at its upper end: the most seats that a lab can ask for; choices stay."""
    sliders = [lever for group in rounds for lever in group if not lever.options]
    return scenario.replace({lever.path: _typed(scenario, lever) for lever in sliders})


def _typed(scenario: Scenario, lever: Lever) -> Any:
    return type(scenario.value(lever.path))(bounds(lever.path)[1])

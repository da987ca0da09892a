"""What calibration answers: each number with interval, n and method; what was dropped; what cannot be known.

Outputs: a table, a text, a World that every lab opens.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from cxsim.calibrate.cleaning import Step
from cxsim.measure.result import Measure
from cxsim.messages import filled, number, tr

if TYPE_CHECKING:
    import pandas as pd

    from cxsim.scenario import Scenario

__all__ = ["Calibration", "Curve", "Fit"]


class Fit(NamedTuple):
    """One fitted number.

    Attributes
    ----------
    key : str
        Short name, the same in every calibration, such as ``phone_handle_mean``.
    measure : Measure
        Estimate, interval, n, method, warning.
    unit : str
        Unit of the estimate.
    path : str
        Dotted path of the World or the beliefs that it sets; empty for a number that is only told.
    """

    key: str
    measure: Measure
    unit: str
    path: str = ""


class Curve(NamedTuple):
    """Data and fit beside each other, for a picture: what it shows, its axes, and both lines."""

    title: str
    x_label: str
    y_label: str
    x: np.ndarray
    data: np.ndarray
    low: np.ndarray
    high: np.ndarray
    fit: np.ndarray


@dataclass(frozen=True)
class Calibration:
    """A World fitted to a company's own table.

    Attributes
    ----------
    fits : tuple of Fit
        Every fitted number.
    scenario : Scenario
        The company with these numbers, ready for every lab; what the table does not say is that of the base.
    meanings : dict
        Meaning to column, as it was used.
    steps : tuple of Step
        Repairs and rows left out.
    unknown : tuple of str
        What this table cannot say, each with what to collect.
    used : str
        What was used, in one line.
    curves : dict of Curve
        Data and fit for pictures (`cxsim.plots.calibration.picture`).
    seen : tuple of str
        Hours that stand out, which the World does not take over.
    """

    fits: tuple[Fit, ...]
    scenario: Scenario
    meanings: dict[str, str]
    steps: tuple[Step, ...]
    unknown: tuple[str, ...]
    used: str
    curves: dict[str, Curve] = field(default_factory=dict)
    seen: tuple[str, ...] = ()

    def __getitem__(self, key: str) -> Measure:
        """A fitted number by its short name."""
        from cxsim.guards import CxError, nearest

        found = {one.key: one.measure for one in self.fits}
        if key not in found:
            near = nearest(str(key), found) or ", ".join(found)
            raise CxError(tr("nothing named {key} was fitted; nearest: {near}", key=str(key), near=near))
        return found[key]

    def table(self) -> pd.DataFrame:
        """One row for each fitted number: estimate, interval, unit, n, method, path in the World, warning."""
        import pandas as pd

        return pd.DataFrame([
            {"name": one.key, "value": m.value, "low": m.low, "high": m.high, "unit": filled(one.unit, {}), "n": m.n,
             "method": m.method, "sets": one.path, "warning": m.warning}
            for one in self.fits for m in [one.measure]
        ])  # fmt: skip

    def __str__(self) -> str:
        """Text for reading: used, numbers, warnings, left out, unknown."""
        lines = [self.used, ""]
        for one in self.fits:
            lines.append(f"{one.measure.line()} {filled(one.unit, {})}".rstrip())
        warnings = dict.fromkeys(one.measure.warning for one in self.fits if one.measure.warning)
        for head, rows in (
            (tr("Keep in mind"), list(warnings)),
            (tr("Read as"), [tr("{column} = {meaning}", column=column, meaning=meaning)
                             for meaning, column in self.meanings.items()]),
            (tr("Repaired or left out"), [str(step) for step in self.steps] or [tr("nothing")]),
            (tr("Seen, and not in the World (`world.demand.surge_day_share` would say how often such a thing comes)"),
             list(self.seen)),
            (tr("What this table cannot say"), list(self.unknown) or [tr("nothing")]),
        ):
            if rows:
                lines += ["", head, *(f"- {row}" for row in rows)]
        return "\n".join(lines)

    def save(self, path: str | Path) -> Path:
        """Write the company as a scenario file (YAML), completely or not at all."""
        return self.scenario.save(path)

    def _repr_html_(self) -> str:
        """Table for a notebook, with the words below it."""
        from html import escape

        shown = self.table().drop(columns=["warning", "sets"])
        for name in ("value", "low", "high"):
            shown[name] = [number(value, one.measure.digits) for value, one in zip(shown[name], self.fits, strict=True)]
        words = str(self).split("\n\n", 2)[-1]
        return f"<p>{escape(self.used)}</p>{shown.to_html(index=False)}<pre>{escape(words)}</pre>"


def measure(name: str, value: float, ends: tuple[float, float], n: int, method: str, **more: Any) -> Measure:
    """A measure from an estimate and the ends of its 95 % interval."""
    return Measure(name, float(value), float(ends[0]), float(ends[1]), int(n), method, **more)

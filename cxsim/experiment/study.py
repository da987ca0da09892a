"""Many runs of several plans under common random numbers: differences, intervals, verdicts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from cxsim.experiment import verdict
from cxsim.experiment.verdict import Verdict
from cxsim.guards import CxError, nearest, shown
from cxsim.messages import tr
from cxsim.results.measures import MEASURES
from cxsim.scenario import Scenario

if TYPE_CHECKING:
    import pandas as pd

#: Measures of a verdict where nothing else is asked for.
HEADLINES = ("nps_true", "nps_observed", "retention_share", "profit_cny", "value_cny")


@dataclass(frozen=True, eq=False)
class Study:
    """What `compare` gives.

    Attributes
    ----------
    scenarios
        The plans, in the order given.
    names
        Their names; a name given twice carries a number.
    seed, engine
        How they were run.
    asked
        Replications that were asked for.
    replications
        Numbers of the replications that are finished, ascending.
    values
        float64 (replications, plans, measures), measures in the order of `MEASURES`.
    failed
        Why replications failed, by number.
    """

    scenarios: tuple[Scenario, ...]
    seed: int
    engine: str
    asked: int
    replications: tuple[int, ...]
    values: np.ndarray = field(repr=False)
    failed: dict[int, str] = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the plans, each different."""
        seen: dict[str, int] = {}
        names = []
        for scenario in self.scenarios:
            count = seen[scenario.name] = seen.get(scenario.name, 0) + 1
            names.append(scenario.name if count == 1 else f"{scenario.name} ({count})")
        return tuple(names)

    @property
    def is_partial(self) -> bool:
        """Whether replications are missing, because the study was interrupted or some of them failed."""
        return len(self.replications) < self.asked

    def __repr__(self) -> str:
        part = tr("partial: ") if self.is_partial else ""
        return f"Study({part}{len(self.replications)}/{self.asked} replications of {', '.join(self.names)})"

    def table(self) -> pd.DataFrame:
        """One row per replication and plan, one column per measure."""
        import pandas as pd

        n, plans, measures = self.values.shape
        table = pd.DataFrame(self.values.reshape(n * plans, measures), columns=list(MEASURES))
        table.insert(0, "plan", list(self.names) * n)
        table.insert(0, "replication", np.repeat(np.array(self.replications, np.int64), plans))
        return table

    def means(self, measures: Sequence[str] = ()) -> pd.DataFrame:
        """Mean of each plan and measure with its 95 % interval between years (Student)."""
        import pandas as pd

        rows = []
        for n, name in enumerate(self.names):
            for key in self._keys(measures):
                mean, half = verdict.interval(self.of(n, key))
                rows.append(
                    {"plan": name, "measure": key, "mean": mean, "low": mean - half, "high": mean + half}
                )
        return pd.DataFrame(rows)

    def of(self, plan: int | str | Scenario, measure: str) -> np.ndarray:
        """Values of one measure under one plan, one per finished replication."""
        self._keys([measure])
        return self.values[:, self._position(plan), list(MEASURES).index(measure)]

    def judge(self, to: int | str | Scenario = 0, measures: Sequence[str] = ()) -> list[tuple[str, Verdict]]:
        """Name of each plan but the base, and its verdict on each measure, as plain tuples; see `verdicts`."""
        base, keys = self._position(to), self._keys(measures)
        relevance = self.scenarios[base].beliefs.relevance
        profit = verdict.interval(self.of(base, "profit_cny"))[0]
        found = []
        for n, name in enumerate(self.names):
            for key in keys if n != base else ():
                margin = verdict.margin_of(key, profit, relevance)
                found.append((name, verdict.judge(key, self.of(n, key), self.of(base, key), margin)))
        return found

    def verdicts(self, to: int | str | Scenario = 0, measures: Sequence[str] = ()) -> pd.DataFrame:
        """Compare every plan with one of them.

        Parameters
        ----------
        to
            The plan that the others are compared with: its position, name or scenario.
        measures
            Keys of `MEASURES`; nothing means the headlines (NPS, retention, profit, value).

        Returns
        -------
        pandas.DataFrame
            One row per plan and measure: mean of the base, paired difference with its 95 % interval, the
            relevance margin, the verdict (`better`, `worse`, `higher`, `lower`, `too close to call`) and a
            sentence.
        """
        import pandas as pd

        rows = [
            {"plan": name, **found._asdict(), "words": verdict.sentence(name, found)}
            for name, found in self.judge(to, measures)
        ]
        return pd.DataFrame(rows, columns=["plan", *Verdict._fields, "words"])

    def save(self, folder: str | Path) -> Path:
        """Write numbers (CSV), verdicts, plans (YAML) and a manifest into a folder, whole or not at all."""
        from cxsim.results.folder import whole_folder, write_manifest

        with whole_folder(Path(folder)) as place:
            self.table().to_csv(place / "replications.csv", index=False)
            if len(self.scenarios) > 1:
                self.verdicts().to_csv(place / "verdicts.csv", index=False)
            for number, scenario in enumerate(self.scenarios):
                (place / f"plan_{number}.yaml").write_text(scenario.to_yaml(), encoding="utf-8", newline="\n")
            manifest = {
                "format": 1, "kind": "study", "plans": list(self.names), "seed": self.seed, "engine": self.engine,
                "asked": self.asked, "replications": list(self.replications), "failed": self.failed,
            }  # fmt: skip
            write_manifest(place, manifest)
        return Path(folder)

    def _position(self, plan: int | str | Scenario) -> int:
        if isinstance(plan, Scenario):
            found = [n for n, scenario in enumerate(self.scenarios) if scenario == plan]
        elif isinstance(plan, str):
            found = [n for n, name in enumerate(self.names) if name == plan]
        else:
            found = [n for n in range(len(self.scenarios)) if isinstance(plan, int) and n == plan]
        if found:
            return found[0]
        known = " | ".join(self.names)
        raise CxError(tr("no plan {got} in this study; allowed: {known}", got=shown(plan), known=known))

    def _keys(self, measures: Sequence[str]) -> Sequence[str]:
        measures = [measures] if isinstance(measures, str) else measures
        for key in measures:
            if key not in MEASURES:
                meant = nearest(str(key), MEASURES)
                raise CxError(tr("unknown measure {key}; nearest: {meant}", key=shown(key), meant=meant))
        return measures or HEADLINES

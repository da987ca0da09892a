"""Save a run to a folder and load it again: Parquet tables, the scenario as YAML, a manifest.

A folder is written whole or not at all: everything goes into a sibling folder first, which then takes the
place of the old one. What is loaded equals what was saved, array by array.
"""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any

import numpy as np

from cxsim.guards import CxError, file_trouble
from cxsim.messages import tr
from cxsim.plan import build_plans
from cxsim.results.facts import Facts
from cxsim.results.folder import MANIFEST, whole_folder, write_manifest
from cxsim.results.run import Run
from cxsim.schema import DTYPES, Log
from cxsim.stages.population import TRAITS

SCENARIO = "scenario.yaml"
FORMAT = 1
_EXTRA = {"traits": TRAITS, "persons_start": DTYPES["persons"]}


def save_run(run: Run, folder: str | Path) -> Path:
    """Write a run into a folder; see `Run.save`.

    Raises
    ------
    CxError
        Unwritable place, full disk, or a folder that holds something else than a run.
    """
    target = Path(folder)
    with whole_folder(target) as place:
        _write(run, place)
    return target


def _write(run: Run, place: Path) -> None:
    facts = run.facts
    tables: dict[str, Any] = run.log._asdict() | {
        "traits": facts.traits,
        "persons_start": facts.persons_start,
    }
    listing = {}
    for name, table in tables.items():
        path = place / f"{name}.parquet"
        _write_table(path, table)
        listing[name] = {"rows": len(table), "sha256": _digest(path)}
    (place / SCENARIO).write_text(facts.scenario.to_yaml(), encoding="utf-8", newline="\n")
    manifest = {
        "format": FORMAT, "scenario": facts.scenario.name, "seed": facts.seed,
        "replication": facts.replication, "engine": facts.engine, "weeks": facts.scenario.weeks,
        "burn_in_weeks": facts.scenario.burn_in_weeks,
        "scenario_sha256": _digest(place / SCENARIO), "tables": listing,
    }  # fmt: skip
    write_manifest(place, manifest)


def _write_table(path: Path, table: np.ndarray) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = {name: np.ascontiguousarray(table[name]) for name in table.dtype.names or ()}
    with path.open("wb") as file:
        pq.write_table(pa.table(columns), file, compression="zstd")
        file.flush()
        os.fsync(file.fileno())


def load_run(folder: str | Path) -> Run:
    """Load a run that was saved with `Run.save`.

    Raises
    ------
    CxError
        Missing folder, a folder without a run, or a file that was changed or cut short.
    """
    from cxsim.scenario import load_scenario

    place = Path(folder)
    manifest = _manifest(place)
    try:
        if _digest(place / SCENARIO) != manifest["scenario_sha256"]:
            raise CxError(tr("{path}: changed since it was saved", path=str(place / SCENARIO)))
        scenario = load_scenario(place / SCENARIO)
        tables = {name: _read_table(place, name, manifest) for name in (*DTYPES, *_EXTRA)}
        who = (scenario, int(manifest["seed"]), int(manifest["replication"]), str(manifest["engine"]))
    except OSError as error:
        raise file_trouble(error, error.filename or place) from None
    except KeyError as error:
        raise CxError(
            tr("{path}: {key} is missing", path=str(place / MANIFEST), key=str(error.args[0]))
        ) from None
    extra = {name: tables.pop(name) for name in _EXTRA}
    plan = build_plans([scenario])[0][1]
    return Run(Log(**tables), Facts(*who, plan, extra["traits"], extra["persons_start"]))


def _manifest(place: Path) -> dict[str, Any]:
    try:
        found = json.loads((place / MANIFEST).read_text(encoding="utf-8"))
    except OSError as error:
        raise file_trouble(error, place / MANIFEST) from None
    except (ValueError, RecursionError):
        raise CxError(tr("{path}: not the manifest of a run", path=str(place / MANIFEST))) from None
    if (
        not isinstance(found, dict)
        or found.get("format") != FORMAT
        or not isinstance(found.get("tables"), dict)
        or any(type(found.get(name, 0)) is not int for name in ("seed", "replication"))
    ):
        raise CxError(tr("{path}: not the manifest of a run", path=str(place / MANIFEST)))
    return found


def _read_table(place: Path, name: str, manifest: dict[str, Any]) -> np.ndarray:
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = place / f"{name}.parquet"
    if _digest(path) != manifest["tables"][name]["sha256"]:
        raise CxError(tr("{path}: changed since it was saved", path=str(path)))
    try:
        read = pq.read_table(path)
    except pa.ArrowException:
        raise CxError(tr("{path}: not a table of a run", path=str(path))) from None
    dtype = {**DTYPES, **_EXTRA}[name]
    table = np.zeros(read.num_rows, dtype)
    for column in dtype.names or ():
        try:
            table[column] = read.column(column).to_numpy()
        except (TypeError, ValueError):  # text, or cells without a value
            raise CxError(tr("{path}: not a table of a run", path=str(path))) from None
    return table


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

"""Save a run to a folder and load it again: Parquet tables, the scenario as YAML, a manifest.

A folder is written whole or not at all: everything goes into a sibling folder first, which then takes the
place of the old one. What is loaded equals what was saved, array by array.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import secrets
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from cxsim.guards import CxError, file_trouble, shown
from cxsim.messages import tr
from cxsim.plan import build_plans
from cxsim.results.facts import Facts
from cxsim.results.run import Run
from cxsim.schema import DTYPES, Log
from cxsim.stages.population import TRAITS

if TYPE_CHECKING:
    from collections.abc import Iterator

MANIFEST, SCENARIO = "manifest.json", "scenario.yaml"
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
    try:
        with _whole_folder(target) as place:
            _write(run, place)
    except OSError as error:
        raise file_trouble(error, target) from None
    return target


@contextlib.contextmanager
def _whole_folder(target: Path) -> Iterator[Path]:
    """A new folder beside ``target`` that takes its place when the block ends well, and vanishes when not."""
    _check_target(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    mark = secrets.token_hex(4)
    place = target.with_name(f".{target.name[:40]}.{mark}.part")
    aside = target.with_name(f".{target.name[:40]}.{mark}.old")
    place.mkdir()
    try:
        yield place
        if target.exists():
            os.replace(
                target, aside
            )  # a folder cannot replace a full one; the old one stays until the new is there
        try:
            os.replace(place, target)
        except OSError:
            if aside.exists():
                os.replace(aside, target)
            raise
    finally:
        shutil.rmtree(place, ignore_errors=True)
        shutil.rmtree(aside, ignore_errors=True)


def _check_target(target: Path) -> None:
    if not target.name:
        raise CxError(tr("{path}: name a folder to save the run in", path=shown(str(target))))
    if target.exists() and not target.is_dir():
        raise CxError(tr("{path}: this is a file; name a folder to save the run in", path=str(target)))
    if target.is_dir() and any(target.iterdir()) and not (target / MANIFEST).is_file():
        raise CxError(
            tr("{path}: the folder holds something else; name a new or empty folder", path=str(target))
        )


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
    path = place / MANIFEST
    with path.open("w", encoding="utf-8", newline="\n") as file:
        json.dump(manifest, file, indent=2, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())  # a full disk must show before the old run is replaced


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
    except OSError as error:
        raise file_trouble(error, place) from None
    except KeyError as error:
        raise CxError(
            tr("{path}: {key} is missing", path=str(place / MANIFEST), key=str(error.args[0]))
        ) from None
    extra = {name: tables.pop(name) for name in _EXTRA}
    plan = build_plans([scenario])[0][1]
    who = (scenario, int(manifest["seed"]), int(manifest["replication"]), str(manifest["engine"]))
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
        table[column] = read.column(column).to_numpy()
    return table


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

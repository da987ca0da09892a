"""A saved run comes back equal, and a run is never half written."""

from __future__ import annotations

import errno
import hashlib
import json
import os

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cxsim.guards import CxError
from cxsim.results import store
from cxsim.results.store import load_run


def leftovers(folder):
    return [name for name in os.listdir(folder) if name.startswith(".")]


def test_what_is_loaded_equals_what_was_saved(run, tmp_path):
    place = run.save(tmp_path / "年度 one" / "run")
    back = load_run(place)
    assert back.scenario == run.scenario
    assert (back.facts.seed, back.facts.replication, back.facts.engine) == (3, 0, "kernel")
    for name in run.log._fields:
        assert np.array_equal(getattr(back.log, name), getattr(run.log, name)), name
    assert list(map(str, back.summary().values())) == list(map(str, run.summary().values()))
    assert back.why(5).equals(run.why(5))
    assert leftovers(place.parent) == []


def test_saving_again_replaces_the_old_run(run, tmp_path):
    place = run.save(tmp_path / "run")
    (place / "note.txt").write_text("mine", encoding="utf-8")
    run.save(place)
    assert not (place / "note.txt").exists()
    assert load_run(place).summary()["needs"] == run.summary()["needs"]


def test_a_full_disk_leaves_the_old_run_whole(run, tmp_path, monkeypatch):
    place = run.save(tmp_path / "run")
    before = {path.name: path.read_bytes() for path in place.iterdir()}
    written = []

    def full(path, table):
        written.append(path)
        if len(written) == 4:
            raise OSError(errno.ENOSPC, "No space left on device")
        path.write_bytes(b"x")

    monkeypatch.setattr(store, "_write_table", full)
    with pytest.raises(CxError, match="disk is full") as error:
        run.save(place)
    assert "\n" not in str(error.value)
    assert {path.name: path.read_bytes() for path in place.iterdir()} == before
    assert leftovers(tmp_path) == []


def test_a_failing_swap_puts_the_old_run_back(run, tmp_path, monkeypatch):
    place = run.save(tmp_path / "run")
    real = os.replace

    def broken(source, target):
        if str(source).endswith(".part"):
            raise OSError(errno.EACCES, "Permission denied")
        real(source, target)

    monkeypatch.setattr(os, "replace", broken)
    with pytest.raises(CxError, match="no permission"):
        run.save(place)
    assert load_run(place).summary()["needs"] == run.summary()["needs"]
    assert leftovers(tmp_path) == []


def test_places_that_cannot_hold_a_run_are_refused(run, tmp_path):
    file = tmp_path / "file"
    file.write_text("x", encoding="utf-8")
    with pytest.raises(CxError, match="this is a file"):
        run.save(file)
    with pytest.raises(CxError):
        run.save(file / "below")
    other = tmp_path / "other"
    other.mkdir()
    (other / "thesis.docx").write_text("years of work", encoding="utf-8")
    with pytest.raises(CxError, match="holds something else"):
        run.save(other)
    assert (other / "thesis.docx").exists()


def test_what_is_no_run_is_refused(tmp_path):
    with pytest.raises(CxError, match="no such file or folder"):
        load_run(tmp_path / "nothing")
    (tmp_path / "manifest.json").write_text("[1, 2", encoding="utf-8")
    with pytest.raises(CxError, match="not the manifest"):
        load_run(tmp_path)
    (tmp_path / "manifest.json").write_text("[" * 100_000, encoding="utf-8")
    with pytest.raises(CxError, match="not the manifest"):
        load_run(tmp_path)
    (tmp_path / "manifest.json").write_text(json.dumps({"format": 99, "tables": {}}), encoding="utf-8")
    with pytest.raises(CxError, match="not the manifest"):
        load_run(tmp_path)


@pytest.mark.parametrize("name", ["contacts.parquet", "scenario.yaml"])
def test_a_changed_file_is_noticed(run, tmp_path, name):
    place = run.save(tmp_path / "run")
    with (place / name).open("ab") as file:
        file.write(b"\n# changed")
    with pytest.raises(CxError, match="changed since it was saved"):
        load_run(place)


def test_a_missing_table_is_named(run, tmp_path):
    place = run.save(tmp_path / "run")
    (place / "needs.parquet").unlink()
    with pytest.raises(CxError, match=r"needs\.parquet: no such file"):
        load_run(place)


@pytest.mark.parametrize(("table", "column"), [("contacts", "kind"), ("needs", "person"), ("reviews", "person")])
def test_numbers_of_an_altered_table_reach_no_memory_of_others(run, tmp_path, table, column):
    place = run.save(tmp_path / "run")
    whole = pq.read_table(place / f"{table}.parquet")
    at = whole.column_names.index(column)
    most = np.iinfo(whole.schema.field(column).type.to_pandas_dtype()).max
    odd = pa.array([most] * whole.num_rows, whole.schema.field(column).type)
    pq.write_table(whole.set_column(at, column, odd), place / f"{table}.parquet")
    manifest = json.loads((place / "manifest.json").read_text(encoding="utf-8"))
    digest = hashlib.sha256((place / f"{table}.parquet").read_bytes()).hexdigest()
    manifest["tables"][table]["sha256"] = digest
    (place / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(IndexError):
        load_run(place).summary()


@pytest.mark.parametrize("key", ["seed", "replication", "engine"])
def test_a_manifest_without_who_played_is_refused(run, tmp_path, key):
    place = run.save(tmp_path / "run")
    manifest = json.loads((place / "manifest.json").read_text(encoding="utf-8"))
    manifest.pop(key)
    (place / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(CxError, match=f"{key} is missing"):
        load_run(place)


def test_a_manifest_with_a_word_for_the_seed_is_refused(run, tmp_path):
    place = run.save(tmp_path / "run")
    manifest = json.loads((place / "manifest.json").read_text(encoding="utf-8"))
    (place / "manifest.json").write_text(json.dumps(manifest | {"seed": "x"}), encoding="utf-8")
    with pytest.raises(CxError, match="not the manifest"):
        load_run(place)

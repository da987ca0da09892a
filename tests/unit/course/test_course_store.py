"""The learner's log: nothing is lost, nothing is rewritten, bad lines are named."""

import json
import os
import threading

import pytest

from cxsim.course import store


@pytest.fixture(autouse=True)
def _person(monkeypatch):
    monkeypatch.delenv("CXSIM_HEADLESS", raising=False)
    monkeypatch.setattr(store, "_waiting", [])


def test_what_is_written_is_read_in_order(tmp_path):
    for number in range(3):
        store.append("prediction", tmp_path, question=f"q{number}", say={"wait": "10"})
    log = store.read(tmp_path)
    assert [record["question"] for record in log.records] == ["q0", "q1", "q2"]
    assert log.skipped == []


def test_the_folder_is_made(tmp_path):
    store.append("decision", tmp_path / "my work 中文" / "deep", plan="x")
    assert len(store.read(tmp_path / "my work 中文" / "deep").records) == 1


def test_a_missing_log_is_empty(tmp_path):
    assert store.read(tmp_path / "nowhere") == store.Records([], [])


@pytest.mark.parametrize(
    "rubbish",
    [
        b"{half a line",
        b"[1, 2]",
        b'{"kind": "other", "at": "x"}',
        b"\xff\xfe\x00",
        b'{"kind": "result"}',
        b"[" * 100_000,
    ],
)
def test_a_bad_line_is_skipped_and_named(tmp_path, rubbish):
    store.append("prediction", tmp_path, question="before")
    with (tmp_path / store.FILE).open("ab") as log:
        log.write(rubbish + b"\n")
    store.append("prediction", tmp_path, question="after")
    log = store.read(tmp_path)
    assert [record["question"] for record in log.records] == ["before", "after"]
    assert log.skipped == [2]
    assert rubbish in (tmp_path / store.FILE).read_bytes()


def test_a_torn_last_line_does_not_swallow_the_next(tmp_path):
    store.append("prediction", tmp_path, question="first")
    with (tmp_path / store.FILE).open("ab") as log:
        log.write(b'{"kind": "prediction", "at": "2026-01-0')
    store.append("prediction", tmp_path, question="second")
    assert [record["question"] for record in store.read(tmp_path).records] == ["first", "second"]


def test_what_cannot_be_written_is_kept_and_written_later(tmp_path):
    blocked = tmp_path / "my_work"
    blocked.write_text("a file where the folder should be")
    record = store.append("prediction", blocked, question="kept")
    assert "make that folder writable" in record["unsaved"]
    assert [one["question"] for one in store.read(blocked).records] == ["kept"]
    blocked.unlink()
    assert "unsaved" not in store.append("prediction", blocked, question="next")
    lines = (blocked / store.FILE).read_text("utf-8").splitlines()
    assert [json.loads(line)["question"] for line in lines] == ["kept", "next"]


def test_a_full_disk_in_the_middle_of_a_line_loses_nothing(tmp_path, monkeypatch):
    real = os.write

    def full(handle, data):
        real(handle, data[:20])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    assert "No space left" in store.append("prediction", tmp_path, question="torn")["unsaved"]
    monkeypatch.setattr(os, "write", real)
    store.append("prediction", tmp_path, question="next")
    assert [record["question"] for record in store.read(tmp_path).records] == ["torn", "next"]


def test_two_notebooks_may_write_at_once(tmp_path):
    def many(name):
        for number in range(50):
            store._write_line(
                tmp_path / store.FILE, json.dumps({"kind": "check", "at": "t", "who": name, "n": number})
            )

    writers = [threading.Thread(target=many, args=(name,)) for name in "abc"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    log = store.read(tmp_path)
    assert len(log.records) == 150
    assert log.skipped == []


def test_without_a_person_nothing_touches_the_disk(tmp_path, monkeypatch):
    monkeypatch.setenv("CXSIM_HEADLESS", "1")
    monkeypatch.setenv("CXSIM_WORK", str(tmp_path))
    store.forget_memory()
    store.append("prediction", question="q")
    assert len(store.read().records) == 1
    assert list(tmp_path.iterdir()) == []
    store.forget_memory()

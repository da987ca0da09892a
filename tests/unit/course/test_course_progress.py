"""Progress: counted from the log, written whole, and never in the way when it cannot be written."""

import json

from cxsim import whole_files
from cxsim.course import checks, completion, progress, store


def test_answers_are_counted_and_the_page_says_so(person, capsys):
    checks.check("4.1", [100, 100, 100])
    checks.check("4.1", [48, 43, 61])
    checks.check("4.1", [48, 43, 61])
    checks.check("4.4")
    kept = json.loads((person / progress.FILE).read_text("utf-8"))
    assert {name: one["tries"] for name, one in kept["checks"].items()} == {"4.1": 2}
    assert kept["checks"]["4.1"]["state"] == "correct"
    page = completion.write(person).read_text("utf-8")
    assert "1 of" in page
    assert "no examination" in page


def test_a_damaged_file_costs_nothing(person):
    store.append("check", check="4.1", state="correct", road="")
    (person / progress.FILE).write_text("{rubbish", "utf-8")
    assert progress.note() == ""
    assert json.loads((person / progress.FILE).read_text("utf-8"))["checks"]["4.1"]["state"] == "correct"


def test_a_full_disk_is_one_sentence_and_the_old_file_stays(person, capsys, monkeypatch):
    checks.check("4.1", [48, 43, 61])
    before = (person / progress.FILE).read_bytes()

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(whole_files.os, "fsync", full)
    checks.check("4.4", 500)
    said = capsys.readouterr().out
    assert said.count("Correct.") == 2
    assert said.count("No space left") == 1
    assert (person / progress.FILE).read_bytes() == before
    assert store.read().records[-1]["check"] == "4.4"


def test_all_done_says_so(person):
    for name in checks.all_checks():
        store.append("check", check=name, state="correct", road="")
    assert "All " in completion.page(store.read())

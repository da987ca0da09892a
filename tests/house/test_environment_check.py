"""Does the environment check name each fault, and a way to mend it?"""

import errno

import pytest

from cxsim.evidence import environment


def test_every_fault_and_note_comes_with_a_fix():
    for found in environment.look():
        assert found.state in ("ok", "note", "fault")
        assert (found.state == "ok") == (found.fix == ""), found


def test_this_environment_passes():
    findings = environment.look()
    assert [found for found in findings if found.state == "fault"] == []
    assert environment.report(findings)[-1].startswith("PASS: ")


def test_one_fault_fails_the_report_and_the_exit_code(monkeypatch, capsys):
    bad = environment.Finding("Disk", "fault", "3 MB free", "free at least 500 MB")
    monkeypatch.setattr(environment, "look", lambda: [bad])
    assert environment.main() == 1
    told = capsys.readouterr().out.splitlines()
    assert " ".join(told[0].split()) == "FAULT Disk: 3 MB free - to mend: free at least 500 MB"
    assert told[-1].startswith("FAIL: 1 of 1")


def test_a_note_does_not_fail_the_report():
    note = environment.Finding("Chinese font", "note", "none", "install one")
    assert environment.report([note])[-1].startswith("PASS")


def test_a_missing_and_a_different_package_are_told_apart(tmp_path):
    lock = tmp_path / "lock.txt"
    lock.write_text("numpy==0.0.1\nno-such-package==1.0 ; python_version >= '3.8'\n", encoding="utf-8")
    found = environment.check_packages(lock)
    assert (found.state, found.detail) == ("fault", "missing: no-such-package")
    lock.write_text("numpy==0.0.1\nno-such-package==1.0 ; python_version < '3.8'\n", encoding="utf-8")
    assert environment.check_packages(lock).state == "note"


def test_an_old_python_and_a_full_disk_are_faults(monkeypatch):
    monkeypatch.setattr(environment.sys, "version_info", (3, 10, 1))
    assert environment.check_python().state == "fault"
    monkeypatch.setattr(environment.shutil, "disk_usage", lambda _: type("Usage", (), {"free": 10 * 2**20}))
    assert "free at least" in environment.check_disk().fix


@pytest.mark.parametrize(("check", "state"), [("check_cache", "note"), ("check_work", "fault")])
def test_a_folder_that_cannot_be_written_is_named(monkeypatch, check, state):
    def refuse(**_):
        raise OSError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(environment.tempfile, "TemporaryFile", refuse)
    found = getattr(environment, check)()
    assert found.state == state
    assert "Permission denied" in found.detail


def test_a_missing_chinese_font_is_a_note(monkeypatch, tmp_path):
    monkeypatch.setattr(environment, "_font_folders", lambda: [tmp_path])
    assert environment.check_fonts().state == "note"
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep/NotoSansCJK-Regular.ttc").touch()
    assert environment.check_fonts().state == "ok"


def test_a_missing_part_of_jupyter_is_a_fault(monkeypatch):
    monkeypatch.setattr(
        environment.importlib.util, "find_spec", lambda name: None if name == "voila" else object()
    )
    found = environment.check_jupyter()
    assert found.state == "fault"
    assert "voila" in found.detail

"""Does start.py keep its promises without a network? Refusals, repairs, copies, the order of steps."""

import argparse
import ast
import io
import os
import signal
import subprocess
import sys
from collections import namedtuple
from pathlib import Path

import pytest

from launcher import console, course, installer, main, place, testing

ROOT = Path(__file__).resolve().parents[2]
NO_LAB = argparse.Namespace(command="start", no_lab=True, new_group=False, all=False)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Lay out an empty course in a folder with a space and Chinese characters; nothing is installed."""
    root = tmp_path / "my course 客户体验"
    (root / "notebooks").mkdir(parents=True)
    (root / "exercises").mkdir()
    (root / "cxsim").mkdir()
    (root / "notebooks/00_start_here.ipynb").write_text("original", encoding="utf-8")
    for name in ("requirements.txt", "requirements-test.txt", "pyproject.toml"):
        (root / name).write_text(f"# {name}\n", encoding="utf-8")
    for module in (place, course, main, console, installer, testing):
        monkeypatch.setattr(module, "ROOT", root)
    venv = root / ".venv"
    marks = {
        "VENV": venv,
        "BEGUN": venv / "cxsim-begun",
        "READY": venv / "cxsim-ready.json",
        "LOG": venv / "start.log",
    }
    for name, value in marks.items():
        monkeypatch.setattr(place, name, value)
    monkeypatch.setattr(
        place, "LOCKS", {False: root / "requirements.txt", True: root / "requirements-test.txt"}
    )
    monkeypatch.setattr(course, "MY_WORK", root / "my_work")
    monkeypatch.setattr(course, "ARCHIVE", root / "my_work_archive")
    return root


def test_libraries_of_the_tests_are_translated_and_a_template_among_them_is_left(folder, monkeypatch):
    library = folder / ".venv/lib/some"
    library.mkdir(parents=True)
    (library / "good.py").write_text("x = 1\n", encoding="utf-8")
    (library / "template.py").write_text("class {{ name }}:\n", encoding="utf-8")
    monkeypatch.setattr(place, "venv_python", lambda: sys.executable)
    monkeypatch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
    monkeypatch.delenv("PYTHONPYCACHEPREFIX", raising=False)
    place._translate_libraries()
    translated = {path.name.partition(".")[0] for path in folder.rglob("*.pyc")}
    assert "good" in translated
    assert "template" not in translated


def test_bytecode_is_kept_even_where_the_user_keeps_none(monkeypatch):
    monkeypatch.delenv("PYTHONPYCACHEPREFIX", raising=False)
    monkeypatch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
    assert "PYTHONPYCACHEPREFIX" not in console.child_environment()
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    found = console.child_environment()
    assert "PYTHONDONTWRITEBYTECODE" not in found
    assert Path(found["PYTHONPYCACHEPREFIX"]).parent == ROOT / ".venv"


@pytest.fixture
def steps(folder, monkeypatch):
    """Record what would be installed and run, and let all of it succeed."""
    done = []
    monkeypatch.setattr(place, "install", lambda python, lock, log: done.append(f"install {lock.name}"))
    monkeypatch.setattr(place, "_works", lambda: True)
    monkeypatch.setattr(place, "_make", lambda: (place.VENV.mkdir(), place.BEGUN.write_text("x")))
    record = lambda command, extra=None, folder=None: done.append(" ".join(command[2:])) or 0  # noqa: E731
    for module in (main, course, testing):
        monkeypatch.setattr(module, "run_shown", record)
    return done


def test_start_file_can_be_read_by_an_old_python():
    tree = ast.parse((ROOT / "start.py").read_text(encoding="utf-8"), feature_version=(3, 4))
    too_new = (ast.JoinedStr, ast.AnnAssign, ast.NamedExpr)
    assert not [node for node in ast.walk(tree) if isinstance(node, too_new)]


def test_an_old_python_is_refused_in_one_line():
    program = (
        "import sys, runpy; sys.version_info = (3, 9, 6); runpy.run_path('start.py', run_name='__main__')"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "needs Python 3.11 or newer; this is Python 3.9" in done.stdout
    assert done.stdout.count("\n") == 1
    assert not done.stderr


def test_a_chinese_console_does_not_stop_the_program():
    program = "from launcher.console import prepare_streams, say; prepare_streams(); say('体验 ☃ ✓ ñ')"
    environment = os.environ | {"PYTHONIOENCODING": "cp936"}
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=environment, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "体验" in done.stdout.decode("cp936")


def test_first_start_installs_then_warms_checks_shows_and_ends(steps, folder, capsys):
    assert main.run(NO_LAB) == 0
    assert [step.split()[-1] for step in steps] == [
        "requirements.txt",
        "cxsim.evidence.warm",
        "cxsim.evidence.environment",
        "demo",
    ]
    assert "python start.py lab" in capsys.readouterr().out
    assert (folder / "my_work/notebooks/00_start_here.ipynb").read_text(encoding="utf-8") == "original"


def test_second_start_installs_and_shows_nothing_again(steps):
    main.run(NO_LAB)
    steps.clear()
    assert main.run(NO_LAB) == 0
    assert steps == ["cxsim.evidence.environment"]


def test_a_changed_lock_installs_again_and_changed_sources_warm_again(steps, folder):
    main.run(NO_LAB)
    steps.clear()
    (folder / "requirements.txt").write_text("# newer\n", encoding="utf-8")
    (folder / "cxsim/rule.py").write_text("x = 1\n", encoding="utf-8")
    main.run(NO_LAB)
    assert steps == ["install requirements.txt", "cxsim.evidence.warm", "cxsim.evidence.environment"]


def test_an_interrupted_set_up_is_noticed_and_made_anew(steps, monkeypatch, capsys):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(place, "install", interrupted)
    assert main.main(["--no-lab"]) == 130
    monkeypatch.setattr(place, "install", lambda *_: steps.append("install"))
    (place.VENV / "half-written").write_text("x", encoding="utf-8")
    assert main.main(["--no-lab"]) == 0
    assert "interrupted" in capsys.readouterr().out
    assert not (place.VENV / "half-written").exists()


def test_a_moved_folder_gets_a_new_environment(steps, capsys):
    main.run(NO_LAB)
    place.write_ready(place.read_ready() | {"folder": "somewhere else"})
    main.run(NO_LAB)
    assert "moved" in capsys.readouterr().out


def test_an_environment_that_somebody_else_made_is_kept(steps, folder):
    place.VENV.mkdir()
    (place.VENV / "theirs").write_text("x", encoding="utf-8")
    main.run(NO_LAB)
    assert [kept.read_text(encoding="utf-8") for kept in folder.glob(".venv-before-*/theirs")] == ["x"]


@pytest.mark.parametrize("stage", ["cxsim.evidence.environment", "demo"])
def test_a_failing_step_ends_the_start_with_its_code(steps, monkeypatch, stage):
    monkeypatch.setattr(main, "run_shown", lambda command, extra=None: 7 if stage in command else 0)
    assert main.run(NO_LAB) == 7
    assert "demo" not in place.read_ready()


def test_lessons_are_never_overwritten(steps, folder):
    main.run(NO_LAB)
    mine = folder / "my_work/notebooks/00_start_here.ipynb"
    mine.write_text("my answer", encoding="utf-8")
    (folder / "notebooks/01_new.ipynb").write_text("new", encoding="utf-8")
    main.run(NO_LAB)
    assert mine.read_text(encoding="utf-8") == "my answer"
    assert (folder / "my_work/notebooks/01_new.ipynb").exists()


def test_a_new_group_starts_fresh_and_the_old_work_is_kept(steps, folder):
    main.run(NO_LAB)
    (folder / "my_work/notebooks/00_start_here.ipynb").write_text("group one", encoding="utf-8")
    assert main.main(["--no-lab", "--new-group"]) == 0
    [kept] = (folder / "my_work_archive").rglob("00_start_here.ipynb")
    assert kept.read_text(encoding="utf-8") == "group one"
    assert (folder / "my_work/notebooks/00_start_here.ipynb").read_text(encoding="utf-8") == "original"


def test_two_groups_within_one_second_are_both_kept(steps, folder, monkeypatch):
    monkeypatch.setattr(course.time, "strftime", lambda _: "20260101-120000")
    for _ in range(2):
        assert main.main(["lab", "--no-lab", "--new-group"]) == 0
        (folder / "my_work/note.txt").write_text("x", encoding="utf-8")
    assert main.main(["lab", "--no-lab", "--new-group"]) == 0
    assert len([*(folder / "my_work_archive").rglob("note.txt")]) == 2


def test_a_full_disk_is_told_before_anything_is_made(steps, monkeypatch, capsys):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(place.shutil, "disk_usage", lambda _: usage(1, 1, 200 * 2**20))
    assert main.main(["--no-lab"]) == 2
    assert "Only 200 MB are free" in capsys.readouterr().out
    assert not place.VENV.exists()


def test_a_folder_that_cannot_be_written_is_told(steps, monkeypatch, capsys):
    def refuse(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    monkeypatch.setattr(Path, "write_text", refuse)
    assert main.main(["--no-lab"]) == 2
    [line] = capsys.readouterr().out.splitlines()
    assert "cannot be written" in line


def test_two_starts_at_once_do_not_meet(steps, folder, capsys):
    with main.only_one():
        assert main.main(["--no-lab"]) == 2
    assert "Another start.py" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("told", "advice"),
    [
        ("OSError: [Errno 28] No space left on device", "disk space"),
        ("SSLError: CERTIFICATE_VERIFY_FAILED", "certificate"),
        ("ReadTimeoutError: Read timed out.", "network"),
        ("error: Failed to fetch: dns error", "network"),
        ("ERROR: No matching distribution found for numba==1", "64-bit 3.11 to 3.13"),
        ("ERROR: No matching distribution found for numba==1", "check the network"),
        ("OSError: [WinError 5] Access is denied", "close every Jupyter"),
        ("something nobody has seen", "last lines"),
    ],
)
def test_a_failed_install_says_what_to_do(folder, monkeypatch, told, advice):
    place.VENV.mkdir()

    def fail(command, log, extra=None):
        log.write_text(told, encoding="utf-8")
        return False

    monkeypatch.setattr(installer, "run_quietly", fail)
    monkeypatch.setattr(installer, "find_uv", lambda _: None)
    with pytest.raises(console.Fault, match="Installing the packages failed") as fault:
        installer.install("python", place.LOCKS[False], place.LOG)
    assert advice in str(fault.value)
    assert "\n" not in str(fault.value)


def test_pip_takes_over_when_uv_fails(folder, monkeypatch):
    place.VENV.mkdir()
    used = []

    def run(command, log, extra=None):
        used.append("uv" if command[0] == "/bin/uv" else "pip")
        log.write_text("odd", encoding="utf-8")
        return used[-1] == "pip"

    monkeypatch.setattr(installer, "run_quietly", run)
    monkeypatch.setattr(installer, "find_uv", lambda _: "/bin/uv")
    installer.install("python", place.LOCKS[False], place.LOG)
    assert used == ["uv", "pip", "pip", "pip"]


def test_index_settings_of_pip_reach_uv(monkeypatch):
    told = [
        "global.index-url='https://a.example/x'",
        ":env:.index-url='https://b.example/x'",
        "global.timeout='9'",
    ]
    told += ["global.extra-index-url='file:///c\\nfile:///d'"]
    answer = subprocess.CompletedProcess([], 0, stdout="\n".join(told))
    monkeypatch.setattr(installer.subprocess, "run", lambda *_, **__: answer)
    for name in list(os.environ):
        if name.startswith("UV_"):
            monkeypatch.delenv(name)
    handed = installer.uv_environment()
    assert handed["UV_DEFAULT_INDEX"] == "https://b.example/x"
    assert handed["UV_INDEX"] == "file:///c file:///d"
    monkeypatch.setenv("UV_DEFAULT_INDEX", "https://own.example/x")
    assert installer.uv_environment() == {}


def test_only_wheels_of_the_lock_are_installed_and_no_index_is_named():
    for uv in (None, "uv"):
        packages, project = installer._commands("python", ROOT / "requirements.txt", uv)
        assert {"--no-deps", "--only-binary"} <= set(packages)
        assert "--no-build-isolation" in project
        assert not [word for word in packages + project if "index" in word]


def test_the_lab_opens_on_this_computer_only_and_on_the_first_page(steps):
    course.copy_lessons()
    course.open_lab("python")
    [command] = steps
    assert "--ServerApp.ip=127.0.0.1" in command
    assert "/lab/tree/notebooks/00_start_here.ipynb" in command
    assert "token" not in command, "Jupyter's own token protects the page"


def test_the_test_command_compares_notebooks_strictly(folder, monkeypatch):
    command = testing.pytest_command("python", wide=False)
    assert {"--nbval", "--dist", "loadscope", "not wide", "notebooks"} <= set(command)
    assert "not wide" not in testing.pytest_command("python", wide=True)


def test_a_program_that_fails_leaves_its_words_in_the_log(tmp_path):
    log = tmp_path / "start.log"
    assert not console.run_quietly([sys.executable, "-c", "import sys; sys.exit('why')"], log)
    assert not console.run_quietly([str(tmp_path / "nothing")], log)
    assert b"why" in log.read_bytes()


def test_no_terminal_means_no_window(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    assert not console.has_terminal()


@pytest.mark.skipif(os.name == "nt", reason="signals are sent to a process group")
def test_ctrl_c_lets_the_program_end_in_its_own_way():
    child = (
        "import time\ntry:\n print('ready', flush=True); time.sleep(60)\n"
        "except KeyboardInterrupt:\n time.sleep(1); print('kept what is done', flush=True)\n"
        " raise SystemExit(5)"
    )
    program = f"print(run_shown([sys.executable, '-c', {child!r}]))"
    parent = f"import sys; from launcher.console import run_shown; {program}"
    process = subprocess.Popen(
        [sys.executable, "-c", parent], cwd=ROOT, stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    assert process.stdout.readline() == "ready\n"
    os.killpg(process.pid, signal.SIGINT)
    assert process.communicate(timeout=30)[0].split() == ["kept", "what", "is", "done", "5"]


def test_what_stands_behind_cxsim_belongs_to_it():
    options = main.read_arguments(["cxsim", "run-sheet", "--minutes", "90", "--all"])
    assert (options.command, options.behind) == ("cxsim", ["run-sheet", "--minutes", "90", "--all"])
    assert not options.all
    assert main.read_arguments(["test", "--all"]).behind == []


def test_files_named_behind_cxsim_lie_where_the_person_is(steps, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    seen = []
    monkeypatch.setattr(main, "run_shown", lambda command, extra=None, folder=None: seen.append(folder) or 0)
    assert main.main(["cxsim", "simulate", "own.yaml"]) == 0
    assert seen[-1] == tmp_path


def test_lab_with_no_lab_lays_out_the_lessons_and_opens_nothing(steps, folder, capsys):
    assert main.main(["lab", "--no-lab"]) == 0
    assert not [step for step in steps if "jupyterlab" in step]
    assert "python start.py lab" in capsys.readouterr().out
    assert (folder / "my_work/notebooks/00_start_here.ipynb").exists()


@pytest.mark.parametrize(
    "words", [["check", "--new-group"], ["demo", "--all"], ["chek"], ["--foo"], ["--new-group", "test"]]
)
def test_a_word_that_would_do_nothing_is_told_in_one_line(steps, words, capsys):
    assert main.main(words) == 2
    [line] = capsys.readouterr().out.splitlines()
    assert line.startswith("Stopped: ")
    assert not steps

"""Is the house built as drawn? The linters run as tests: one run, one closing line."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def run_tool(*words, cwd=ROOT):
    done = subprocess.run(
        [sys.executable, *words],
        cwd=cwd,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


LINT_IMPORTS = ("-c", "from importlinter.cli import lint_imports_command as run; run(['--no-cache'])")


def test_ruff_finds_nothing():
    code, told = run_tool("-m", "ruff", "check", "--no-cache", "--output-format", "concise", ".")
    assert code == 0, told


def test_types_fit():
    code, told = run_tool("-m", "mypy", "--no-error-summary")
    assert code == 0, told


def test_imports_go_down_the_floors():
    code, told = run_tool(*LINT_IMPORTS)
    assert code == 0, told


@pytest.mark.parametrize(
    ("file", "line", "contract"),
    [
        ("stages/demand.py", "import cxsim.stages.loyalty", "Stages never import each other"),
        ("stages/demand.py", "import cxsim.scenario", "Imports go down the floors only"),
        ("engines/kernel/state.py", "import cxsim.engines.reference", "The two engines never see each other"),
        ("engines/kernel/state.py", "import pandas", "Engines and stages know numbers and arrays only"),
        ("clock.py", "import simpy", "Only the reference engine imports simpy"),
        ("distributions.py", "import numba", "Only _jit imports numba"),
        ("results/__init__.py", "import matplotlib.pyplot", "Nothing below plots draws"),
    ],
)
def test_a_planted_import_is_caught(tmp_path, file, line, contract):
    shutil.copytree(ROOT / "cxsim", tmp_path / "cxsim", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    with (tmp_path / "cxsim" / file).open("a", encoding="utf-8") as target:
        target.write(f"\n{line}\n")
    code, told = run_tool(*LINT_IMPORTS, cwd=tmp_path)
    assert code != 0
    assert f"{contract} BROKEN" in told

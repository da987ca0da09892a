"""Does the wheel carry all it needs? Built, put into an empty environment, run far from the checkout."""

import importlib.util
import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FAR_AWAY = "a folder with spaces 客户体验"


def run(*words, cwd=ROOT, **variables):
    environment = {
        name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")
    }
    done = subprocess.run(
        [str(word) for word in words],
        cwd=cwd,
        env=environment | variables,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder)
    [path] = folder.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def empty_python(wheel, tmp_path_factory):
    """Install the wheel into an empty environment.

    The libraries that it needs are read from the environment of the tests, which holds exactly the locked
    ones: installing them again would take a minute and test the package index, not the wheel. A folder that a
    path file adds does not pass on its own path files, so the checkout, installed there in editable form,
    stays out of sight.
    """
    place = tmp_path_factory.mktemp("empty")
    pip_here = importlib.util.find_spec("pip") is not None  # uv makes environments without one
    venv.create(place, with_pip=not pip_here)
    python = place / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    pip = [sys.executable, "-m", "pip", "--python", python] if pip_here else [python, "-m", "pip"]
    run(*pip, "install", "--no-deps", "--no-index", "--disable-pip-version-check", wheel)
    packages = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip())
    libraries = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    (packages / "locked.pth").write_text("\n".join(sorted(libraries)), encoding="utf-8")
    return python


def test_wheel_holds_the_package_its_data_and_the_licenses(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    tracked = subprocess.run(
        ["git", "ls-files", "cxsim"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert set(tracked.stdout.split()) <= set(names)
    assert "cxsim/scenario/presets/default.yaml" in names
    assert {"cxsim/_data/datasets/README.md", "cxsim/_data/datasets/datapackage.json"} <= set(names)
    assert {name.rsplit("/", 1)[-1] for name in names} >= {"LICENSE", "LICENSE-course", "entry_points.txt"}
    strangers = [
        n
        for n in names
        if n.startswith(("tests/", "launcher/")) or "__pycache__" in n or n.endswith(".ipynb")
    ]
    assert not strangers


def test_installed_package_is_the_wheel_and_finds_its_data(empty_python, tmp_path):
    far = tmp_path / FAR_AWAY
    far.mkdir()
    told = run(
        empty_python,
        "-c",
        "import cxsim, cxsim.datasets as d; print(cxsim.__file__, d.folder(), len(d.servqual_items()))",
        cwd=far,
    )
    assert str(ROOT) not in told
    assert told.split()[-1] == "22"


def test_demonstration_runs_from_the_wheel_far_from_the_checkout(empty_python, tmp_path):
    """Run the installed command; two replications are enough to come to a verdict."""
    far = tmp_path / FAR_AWAY
    far.mkdir()
    command = empty_python.with_name("cxsim.exe" if os.name == "nt" else "cxsim")
    told = run(command, "demo", "--replications", 2, cwd=far, PYTHONIOENCODING="utf-8")
    assert "NPS" in told
    assert any(verdict in told for verdict in ("better", "worse", "too close to call"))
    assert list(far.iterdir()) == [], "a demonstration leaves nothing behind"

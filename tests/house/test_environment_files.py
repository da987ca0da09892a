"""Do the files that say what to install agree? pyproject.toml, environment.yml and the two locks."""

import re
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("requirements.txt", "requirements-test.txt")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
LEARNER = sorted([*PROJECT["dependencies"], *EXTRAS["build"]])


def pins(name):
    found = {}
    for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
        if line and not line.lstrip().startswith("#"):
            wanted = Requirement(line)
            [pin] = list(wanted.specifier)
            assert pin.operator == "==", line
            found.setdefault(wanted.name.lower(), Version(pin.version))
    return found


def test_conda_environment_repeats_the_project():
    listed = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    assert sorted(listed) == sorted([f"python{PROJECT['requires-python']}", "pip", *LEARNER])


@pytest.mark.parametrize(
    ("lock", "wanted"), [(LOCKS[0], LEARNER), (LOCKS[1], sorted([*LEARNER, *EXTRAS["test"]]))], ids=LOCKS
)
def test_each_lock_holds_what_the_project_asks_for(lock, wanted):
    locked = pins(lock)
    for text in wanted:
        asked = Requirement(text)
        assert asked.specifier.contains(locked[asked.name.lower()]), (
            f"{text} is not met by {lock}: lock it again"
        )


def test_the_test_lock_only_adds_to_the_learners():
    learner, tests = pins(LOCKS[0]), pins(LOCKS[1])
    assert {name: tests.get(name) for name in learner} == learner


@pytest.mark.parametrize("lock", LOCKS)
def test_locks_are_exact_and_name_no_index(lock):
    for line in (ROOT / lock).read_text(encoding="utf-8").splitlines():
        assert re.match(r"(\s*#( via)?( .*)?|[a-z0-9._-]+==[\w.+!-]+( ; .+)?)$", line), line
        assert "://" not in line
        assert not line.startswith("-")


def test_the_learners_set_keeps_its_weight():
    """Sum up the installed files of the lock, without byte-compiled ones."""
    bytes_in_all = 0
    for name in pins(LOCKS[0]):
        try:
            files = metadata.files(name) or []
        except metadata.PackageNotFoundError:  # another system's
            continue
        bytes_in_all += sum(file.size or 0 for file in files if file.suffix != ".pyc")
    assert 300 < bytes_in_all / 10**6 < 950


def test_nothing_holds_pandas_below_3():
    assert pins(LOCKS[0])["pandas"] >= Version("3")


@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13"])
@pytest.mark.parametrize(
    "system", [("linux", "posix"), ("darwin", "posix"), ("win32", "nt")], ids=lambda s: s[0]
)
def test_one_pin_per_package_everywhere(python, system):
    """The same numbers on every computer need the same versions there."""
    here = {
        "python_version": python,
        "python_full_version": f"{python}.1",
        "sys_platform": system[0],
        "os_name": system[1],
    }
    seen = set()
    for line in (ROOT / LOCKS[1]).read_text(encoding="utf-8").splitlines():
        if line and not line.lstrip().startswith("#"):
            wanted = Requirement(line)
            if wanted.marker is None or wanted.marker.evaluate(here):
                assert wanted.name not in seen, line
                seen.add(wanted.name)
    assert {"numpy", "numba", "pandas", "simpy"} <= seen


def test_every_dependency_names_its_weight():
    told = (ROOT / "docs/decisions.md").read_text(encoding="utf-8")
    for text in PROJECT["dependencies"]:
        name = Requirement(text).name
        assert re.search(rf"^\| {re.escape(name)} \| [\d.]+ \|", told, re.MULTILINE), (
            f"{name} has no weight in docs/decisions.md"
        )

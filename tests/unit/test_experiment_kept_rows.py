"""What is kept on disk is what would be played again; whatever is not whole, or of another program, is played again."""

import subprocess
import sys

import numpy as np
import pytest

import cxsim as cx
from cxsim._jit import PACKAGE
from cxsim.experiment import kept_rows, memory
from cxsim.scenario import Scenario

SMALL = Scenario(name="small", weeks=1, burn_in_weeks=0).replace(
    {"world.market.customers": 40, "world.market.prospects": 10, "world.market.entrants_per_year": 0.0}
)
SEED = 3


@pytest.fixture(autouse=True)
def place(tmp_path, monkeypatch):
    """A cache folder of one's own, and a process that remembers nothing."""
    monkeypatch.delenv(kept_rows.SWITCH, raising=False)
    monkeypatch.setattr(kept_rows, "folder", lambda: tmp_path / "years-1")
    memory.forget()
    yield tmp_path / "years-1"
    memory.forget()


def known(number):
    """A row as this process remembers it after it has read what is kept."""
    memory.forget()
    kept_rows.recall([SMALL], SEED)
    return memory.rows.find(("kernel", SEED, number, memory.company(SMALL)))


def played(replications, plan=SMALL):
    memory.forget()
    study = cx.compare([plan], replications=replications, seed=SEED)
    kept_rows.keep([plan], SEED, dict(enumerate(study.values)))
    return study.values[:, 0]


def test_kept_rows_are_the_rows_to_the_last_bit_and_a_shorter_study_loses_none(place):
    rows = played(3)
    played(1)
    for number in range(3):
        assert known(number).tobytes() == rows[number].tobytes()
    assert [path.suffix for path in place.iterdir()] == [".rows"]


def test_a_changed_byte_is_noticed_and_played_again(place):
    row = played(1)[0]
    (path,) = place.iterdir()
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    assert known(0) is None
    path.write_bytes(content[:9])
    assert known(0) is None
    played(1)
    assert np.array_equal(known(0), row, equal_nan=True)


def test_other_plans_seeds_and_programs_find_nothing(place, monkeypatch):
    played(1)
    memory.forget()
    kept_rows.recall([SMALL.replace({"world.demand.factor": 1.1})], SEED)
    kept_rows.recall([SMALL], SEED + 1)
    assert known(0) is not None
    memory.forget()
    monkeypatch.setattr(kept_rows, "folder", lambda: place.with_name("years-2"))
    assert known(0) is None


def test_switched_off_nothing_is_read_or_written(place, monkeypatch):
    played(1)
    monkeypatch.setenv(kept_rows.SWITCH, "off")
    assert known(0) is None
    for path in place.iterdir():
        path.unlink()
    played(1)
    assert list(place.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_no_trouble(place):
    place.write_text("a file where the folder should be")
    played(1)
    assert known(0) is None


def test_the_oldest_are_forgotten(place, monkeypatch):
    monkeypatch.setattr(kept_rows, "MOST_FILES", 1)
    played(1)
    played(1, SMALL.replace({"world.demand.factor": 1.1}))
    assert len(list(place.iterdir())) == 1


def test_every_source_behind_a_row_is_part_of_the_name_of_the_folder():
    code = "import cxsim.experiment.replication as r, sys; r.warm_up(); " \
           "print(*(m.__file__ for n, m in sys.modules.items() if n.split('.')[0] == 'cxsim'), sep='\\n')"  # fmt: skip
    said = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split("\n")
    behind = {line for line in said if line}
    assert len(behind) > 50
    assert behind <= {str(path) for path in kept_rows.sources(PACKAGE)}

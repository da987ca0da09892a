"""A burn-in taken from disk goes on as the one that was played; only what the course opens is kept or read."""

import numpy as np
import pytest

import cxsim as cx
from cxsim.experiment import kept_rows, kept_starts, memory, replication
from cxsim.scenario import Scenario

SMALL = Scenario(name="small", weeks=2, burn_in_weeks=2).replace({"world.market.customers": 300})
PLAN = SMALL.replace({"policy.recovery.compensation_cny": 200.0}, name="plan")
SEED = 3


@pytest.fixture(autouse=True)
def place(tmp_path, monkeypatch):
    """A cache folder of one's own, and a process that remembers nothing."""
    monkeypatch.delenv(kept_rows.SWITCH, raising=False)
    monkeypatch.setattr(kept_starts, "folder", lambda: tmp_path / "starts-1")
    monkeypatch.setattr(kept_starts, "LEAST_WEEKS", 2)
    memory.forget()
    yield tmp_path / "starts-1"
    memory.forget()


def played(*plans, seed=SEED):
    memory.forget()
    with kept_starts.shelf():
        return cx.compare(plans, replications=1, seed=seed).values


def files(place):
    return sorted(place.iterdir()) if place.exists() else []


def no_burn_in(*_):
    raise AssertionError("a burn-in was played")


def test_a_plan_goes_on_from_a_kept_burn_in_to_the_last_bit(place, monkeypatch):
    memory.forget()
    alone = cx.compare([SMALL, PLAN], replications=1, seed=SEED).values
    played(SMALL)
    assert [path.suffix for path in files(place)] == [".start"]
    monkeypatch.setattr(replication, "begin", no_burn_in)
    assert played(PLAN, SMALL)[:, ::-1].tobytes() == alone.tobytes()


def test_another_seed_world_or_damaged_file_is_played_again(place):
    first = played(SMALL)
    played(SMALL, seed=SEED + 1)
    played(SMALL.replace({"world.demand.factor": 1.1}))
    assert len(files(place)) == 3
    for path in files(place):
        content = bytearray(path.read_bytes())
        content[-1] ^= 1
        path.write_bytes(content)
    assert np.array_equal(played(SMALL), first, equal_nan=True)


@pytest.mark.parametrize("closed", ["no shelf", "switched off", "few weeks"])
def test_otherwise_nothing_is_kept(place, monkeypatch, closed):
    if closed == "switched off":
        monkeypatch.setenv(kept_rows.SWITCH, "off")
    if closed == "few weeks":
        monkeypatch.setattr(kept_starts, "LEAST_WEEKS", 3)
    if closed == "no shelf":
        cx.compare([SMALL], replications=1, seed=SEED)
    else:
        played(SMALL)
    assert files(place) == []

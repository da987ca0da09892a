"""A study takes from memory what this process has already played, and gives what it would give without."""

import numpy as np
import pytest

import cxsim as cx
from cxsim.experiment import memory, replication
from cxsim.scenario import Scenario

SMALL = Scenario(name="small", weeks=2, burn_in_weeks=1).replace(
    {"world.market.customers": 80, "world.market.prospects": 20, "world.market.entrants_per_year": 10.0}
)
MORE = SMALL.replace({"policy.staffing.extra.phone": 1}, name="more")
LESS = SMALL.replace({"policy.staffing.extra.phone": -1}, name="less")


@pytest.fixture(autouse=True)
def nothing_known():
    memory.forget()
    yield
    memory.forget()


@pytest.fixture
def played(monkeypatch):
    """What is really played: burn-ins and years."""
    done = []

    def listening(name):
        real = getattr(replication, name)

        def listen(*words, **named):
            done.append(name)
            return real(*words, **named)

        monkeypatch.setattr(replication, name, listen)

    for name in ("begin", "run_of"):
        listening(name)
    return done


def values(*plans):
    study = cx.compare(plans, replications=2, seed=3)
    return np.array([study.of(place, "phone_wait_mean_min") for place in range(len(plans))])


def test_a_second_study_plays_only_what_is_new(played):
    first = values(SMALL, MORE)
    assert sorted(played) == ["begin"] * 2 + ["run_of"] * 4
    played.clear()
    second = values(SMALL, LESS)
    assert played == ["run_of"] * 2
    assert (second[0] == first[0]).all()
    memory.forget()
    assert (values(SMALL, LESS) == second).all()


def test_a_name_is_nothing_that_could_change_a_year(played):
    first = values(SMALL)
    played.clear()
    assert (values(SMALL.replace({}, name="another")) == first).all()
    assert played == []


@pytest.mark.parametrize("change", [{"world.demand.factor": 1.1}, {"beliefs.loyalty.frailty_sd": 0.1}, {"weeks": 3}])
def test_whatever_could_change_a_year_is_played_anew(played, change):
    values(SMALL)
    played.clear()
    values(SMALL.replace(change))
    assert sorted(played) == ["begin"] * 2 + ["run_of"] * 2


def test_another_policy_before_has_another_burn_in(played):
    values(SMALL)
    played.clear()
    values(SMALL.replace({"before.staffing.extra.phone": 1}))
    assert played.count("begin") == 2


def test_the_luck_of_one_year_serves_all_policies_and_no_other_world():
    first = replication.luck_of(SMALL, 3, 0)
    assert replication.luck_of(MORE, 3, 0) is first
    others = ((SMALL, 4, 0), (SMALL, 3, 1), (SMALL.replace({"weeks": 3}), 3, 0),
              (SMALL.replace({"world.demand.factor": 1.1}), 3, 0))  # fmt: skip
    for other in others:
        assert replication.luck_of(*other) is not first
    fresh = replication.make_draws(MORE, 3, 0)
    assert [a.tobytes() for a in first[2:]] == [b.tobytes() for b in fresh[2:]]
    large = SMALL.replace({"world.market.customers": memory.MOST_PEOPLE})
    assert memory.luck(large, 3, 0) is None


def test_what_was_not_asked_for_longest_is_forgotten():
    kept = memory.Memory(2)
    for key in "abac":
        kept.keep(key, key)
    assert [kept.find(key) for key in "abc"] == ["a", None, "c"]


@pytest.mark.parametrize("change", [{"world.demand.factor": 1.3}, {"world.staff.absence": 0.4}])
def test_a_shock_shares_the_burn_in_and_is_lived_as_without(played, change):
    world = SMALL.replace({"weeks": 6, "burn_in_weeks": 3})
    shocked = world.replace({"world.shocks": [{"name": "shock", "from_week": 1, "weeks": 4, "set": change}]})

    def every(*plans):
        return cx.compare(plans, replications=2, seed=3).values[:, -1]

    alone = every(shocked)
    memory.forget()
    usual = every(world)
    played.clear()
    assert every(shocked).tobytes() == alone.tobytes()
    assert played == ["run_of"] * 2
    assert usual.tobytes() != alone.tobytes()

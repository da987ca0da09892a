"""A test of the test: would the made-up scenarios notice if one engine were wrong?"""

import functools

import lever_faults  # noqa: F401  (registers its faults)
import planted_front  # noqa: F401  (adds the faults of the front door)
import pytest
from planted_faults import FAULTS

from cxsim.draws import make_draws
from cxsim.engines.kernel.run import run as run_kernel
from cxsim.engines.reference.run import run as run_reference
from cxsim.evidence.agree_compare import differences
from cxsim.evidence.agree_worlds import scenario
from cxsim.plan import build_plans

SEED, WITHIN = 1, 40


@functools.cache
def world(number):
    made = scenario(SEED, number)
    plans = build_plans([made])[0]
    draws = make_draws(made, SEED, number)
    return plans, draws, run_kernel(*plans, draws)


def caught(number):
    plans, draws, kernel = world(number)
    try:
        return bool(differences(number, run_reference(*plans, draws), kernel))
    except Exception:  # an engine that breaks is found out, too
        return True


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_caught(name, monkeypatch):
    assert len(FAULTS) >= 12
    FAULTS[name](monkeypatch)
    first = next((number for number in range(WITHIN) if caught(number)), None)
    assert first is not None, f"no scenario below {WITHIN} notices that {name}"
    print(f"{name}: caught by scenario {first}")


def test_without_a_fault_nothing_is_caught():
    assert not any(caught(number) for number in range(8))

"""Does any file that can be read lead to verdicts, whatever its parameters are?"""

import copy
import random

import pytest

from cxsim.evidence.verify_cases import Case, NotCovered, group, read_anchors, shipped
from cxsim.evidence.verify_run import build

ODD = (0, -1, -0.0, 1, 2, 0.5, 1e-12, 1e-320, 1e12, 1e300, float("inf"), "x", "", None, True, False, [], [1], {},
       [[1]], 10**6, 10**30, 2.5, "exponential", "H2", "deterministic", 1 - 1e-16)  # fmt: skip
FACTORS = (0.01, 0.5, 0.9, 1.1, 2, 10, 1000, -1)
ODD_NAMES = (
    "SL_T=",
    "SL_T=1e999",
    "W_q100",
    "W_q0",
    "Wq_class99",
    "EQ_hour24",
    "mean_wait_first_0",
    "Wq_",
    "P_W_gt_1e400",
)
CASES = [case for case in group(read_anchors(shipped())) if not case.family.startswith("L")]


def bent(dice):
    """A shipped case with one or two parameters changed, left out or added, and rows that nobody knows."""
    case = dice.choice(CASES)
    params = copy.deepcopy(case.params)
    for _ in range(dice.randint(1, 2)):
        name = dice.choice([*params, "extra"] if dice.random() < 0.2 else list(params) or ["extra"])
        value = params.get(name)
        if isinstance(value, list) and value and dice.random() < 0.5:
            value[dice.randrange(len(value))] = dice.choice(ODD)
        elif name in params and dice.random() < 0.1:
            del params[name]
        elif isinstance(value, (int, float)) and dice.random() < 0.6:
            params[name] = value * dice.choice(FACTORS)
        else:
            params[name] = dice.choice(ODD)
    rows = case.anchors + tuple(case.anchors[0]._replace(quantity=name) for name in ODD_NAMES)
    return Case(case.name, case.family, case.model, params, rows)


@pytest.mark.parametrize("seed", range(4))
def test_whatever_the_parameters_are_a_case_is_understood_or_refused_with_a_reason(seed):
    dice = random.Random(seed)
    understood = 0
    for _ in range(150):
        case = bent(dice)
        built = build(case)
        assert len(built.specs) == len(case.anchors)
        reasons = [str(spec) for spec in built.specs if isinstance(spec, NotCovered)]
        assert all(reason and "\n" not in reason for reason in reasons), case.params
        understood += bool(built.parts)
    assert 10 < understood < 140


@pytest.mark.parametrize(
    ("name", "change", "words"),
    [
        ("H04", {"aht_s": 1e6, "calls_per_hour": 1000}, "the simulator takes up to"),
        ("H08", {"lam": 1e9}, "the simulator takes up to"),
        ("H04", {"target": 1.0}, "allowed: 0 or more, below 1"),
        ("G04", {"c1": 10**30}, "allowed: up to"),
        ("G04", {"p_recontact_L1": 1.0, "p_escalate": 0.0}, "cannot be used"),
        ("B06", {"K_total": float("inf")}, "allowed: whole numbers"),
        ("C06", {"mu": float("inf")}, "mu is inf"),
        ("A01", {"lam": 0.99999}, "forgetting the start takes too long"),
        ("A01", {"lam": 1e-9}, "too few contacts: 0.039 in 260 weeks"),
        ("A01", {"c": 100, "lam": 99.99}, "forgetting the start takes too long"),
    ],
)
def test_the_reason_says_what_is_too_large(name, change, words):
    case = next(case for case in CASES if case.name == name)
    built = build(case._replace(params=case.params | change))
    assert {isinstance(spec, NotCovered) for spec in built.specs} == {True}
    assert words in str(built.specs[0])

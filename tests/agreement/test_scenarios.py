"""Do both engines give the same bytes on 500 made-up scenarios, and does every mechanism act in them?

The scenarios are cut into parts, so that the workers of a test run share them. More of them, of other seeds, by
`cxsim agree --scenarios N --seed S`.
"""

import sys
from collections import Counter

import pytest
from made_worlds import REACHING

from cxsim.evidence.agree import compare_one
from cxsim.evidence.agree_worlds import scenario
from cxsim.scenario import Scenario
from cxsim.scenario.paths import leaves

SEED, SCENARIOS, PARTS = 1, 500, 10
OTHER_SEEDS, SCENARIOS_OF_OTHERS = (2, 3, 4), 500

#: Written by no engine: a vacancy ends by itself, and results find the hiring from the leaving.
NEVER_REACHED = {"staff hired"}

#: What no engine reads: prices and margins of a verdict, what results read from the log alone, and names.
NOT_OF_THE_ENGINES = (
    "name", "world.costs.", "beliefs.relevance.", "policy.targets.first_contact_share",
    "policy.targets.phone_handle_min", "world.calendar.start_date", "before.",
    "world.bot.session_cny", "world.bot.year_cny", "world.feedback.reminder_cny", "world.feedback.yearly_cny",
    "world.warning.",
)  # fmt: skip


@pytest.fixture(scope="class")
def outcomes(request):
    size = SCENARIOS // PARTS
    first = request.cls.part * size
    return {number: compare_one(SEED, number) for number in range(first, first + size)}


class OnePart:
    part: int

    def test_both_engines_agree_to_the_bit(self, outcomes):
        found = [difference for outcome in outcomes.values() for difference in outcome.differences]
        assert found == []

    def test_every_mechanism_acts(self, outcomes):
        reached = Counter()
        for outcome in outcomes.values():
            reached.update(dict.fromkeys(outcome.reached, 0))
            reached.update({name: count > 0 for name, count in outcome.reached.items()})
        idle = {name for name, scenarios in reached.items() if scenarios < 1}
        assert idle == NEVER_REACHED
        assert len(reached) > 60


for part in range(PARTS):
    setattr(sys.modules[__name__], f"TestPart{part}", type(f"TestPart{part}", (OnePart,), {"part": part}))


@pytest.mark.wide
@pytest.mark.parametrize("seed", OTHER_SEEDS)
@pytest.mark.parametrize("first", range(0, SCENARIOS_OF_OTHERS, 50))
def test_other_seeds_agree_too(seed, first):
    found = [d for number in range(first, first + 50) for d in compare_one(seed, number).differences]
    assert found == []


def test_every_number_of_a_scenario_is_moved_somewhere():
    default = Scenario()
    still = {path for path, _ in leaves(Scenario) if not path.startswith(NOT_OF_THE_ENGINES)}
    for number in range(120):
        made = scenario(SEED, number)
        still -= {path for path in still if made.value(path) != default.value(path)}
        if not still:
            break
    assert still == set()


def test_the_same_number_makes_the_same_scenario():
    assert scenario(5, 3) == scenario(5, 3)
    assert scenario(5, 3) != scenario(5, 4)
    assert scenario(5, 3) != scenario(6, 3)


@pytest.mark.coverage
@pytest.mark.parametrize("number", REACHING)
def test_scenarios_agree_with_the_compiler_off_too(number):
    assert compare_one(SEED, number).differences == []

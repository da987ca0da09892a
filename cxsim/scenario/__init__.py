"""The scenario: what is given, decided and believed, as frozen data."""

from cxsim.scenario.beliefs import Beliefs
from cxsim.scenario.loading import load_scenario
from cxsim.scenario.model import Mechanisms, Scenario
from cxsim.scenario.policy import Policy
from cxsim.scenario.world import World

__all__ = ["Beliefs", "Mechanisms", "Policy", "Scenario", "World", "load_scenario"]

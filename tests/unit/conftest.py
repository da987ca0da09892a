"""Helpers of the unit tests: made-up logs and a small company, simulated once."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(scope="session")
def run():
    """One replication of the small company."""
    from small_world import small

    from cxsim.simulate import simulate

    return simulate(small(), seed=3)

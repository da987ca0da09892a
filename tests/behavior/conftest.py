"""Behavior must not depend on the engine: tests take one, and each runs on both."""

import pytest


@pytest.fixture(params=["kernel", "reference"])
def engine(request):
    """Name of an engine, for `simulate(..., engine=engine)` and `log_of(engine, ...)`."""
    return request.param

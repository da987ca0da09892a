"""Behavior must not depend on the engine: tests take one.

Every day the compiled one: that both give the same logs, array by array, is what tests/agreement shows on 500 worlds.
The wide sweep runs them on the readable one too, which takes four times as long.
"""

import pytest


@pytest.fixture(params=["kernel", pytest.param("reference", marks=pytest.mark.wide)])
def engine(request):
    """Name of an engine, for `simulate(..., engine=engine)` and `log_of(engine, ...)`."""
    return request.param

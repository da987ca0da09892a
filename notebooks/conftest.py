"""Notebooks are tested without a person in front: stored predictions, no buttons, nothing written.

The switch is set only while a notebook's kernel is started, so that other tests of the same run do not see it.
"""

import os

import pytest

_SWITCH = "CXSIM_HEADLESS"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item):
    """Switch the person off while nbval starts the kernel."""
    before = os.environ.get(_SWITCH)
    os.environ[_SWITCH] = "1"
    try:
        return (yield)
    finally:
        if before is None:
            del os.environ[_SWITCH]
        else:
            os.environ[_SWITCH] = before

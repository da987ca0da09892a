"""A learner's folder of its own for every test of the course."""

import pytest

from cxsim.course import store
from cxsim.labs import reveal


@pytest.fixture
def person(tmp_path, monkeypatch):
    """Somebody sits in front, with an empty folder."""
    monkeypatch.delenv("CXSIM_HEADLESS", raising=False)
    monkeypatch.delenv("CXSIM_WIDGETS", raising=False)
    monkeypatch.setenv("CXSIM_WORK", str(tmp_path))
    monkeypatch.setattr(store, "_waiting", [])
    monkeypatch.setattr(reveal, "_open", {})
    return tmp_path

"""A column of a record must not have a name that numpy's own records have: plain Python would read that one."""

import inspect

import numpy as np
import pytest

from cxsim import plan, schema
from cxsim.engines.kernel import state
from cxsim.stages import population

RECORDS = {
    f"{room.__name__}.{name}": value
    for room in (plan, schema, state, population)
    for name, value in inspect.getmembers(room)
    if isinstance(value, np.dtype) and value.names
} | {f"schema.DTYPES[{name}]": dtype for name, dtype in schema.DTYPES.items()}


@pytest.mark.parametrize("name", RECORDS)
def test_no_column_hides_behind_an_attribute_of_numpy(name):
    assert [column for column in RECORDS[name].names if hasattr(np.record, column)] == []


def test_such_a_column_would_be_read_wrongly():
    row = np.zeros(1, [("size", "f8")]).view(np.recarray)[0]
    row["size"] = 2.5
    assert row.size != 2.5

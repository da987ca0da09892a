"""Is a year of the default company the same to the last bit, on every system and Python?"""

import numpy as np
from year import columns, digest, found, moved, stored


def test_a_year_of_the_default_company_has_not_moved():
    # Moved on purpose? Run tests/baseline/refresh.py and tell it in CHANGELOG.md. On another system only? Then
    # some number is not made of plus, minus, times, divide and root alone; the first name says where.
    assert moved(stored(), found()) == []


def test_a_digest_notices_a_bit_a_type_and_a_shape():
    row = np.array([1.0, 2.0])
    assert digest(row) == digest(row.copy())
    assert len({digest(row), digest(np.nextafter(row, 3)), digest(row.astype("f4")), digest(row[None])}) == 4
    table = np.zeros(3, [("a", "i4"), ("b", "f8")])
    other = table.copy()
    other["b"][2] = -0.0
    assert moved(columns("t", table), columns("t", other)) == ["t.b"]
    assert moved({"t.a": "1"}, {"t.b": "1"}) == ["t.b", "t.a"]

"""Is the luck the published generator, open to neither end, and free of visible patterns?"""

import doctest
import math

import numpy as np
import pytest

from cxsim import streams
from cxsim.streams import philox_words, stream_key, uniform, uniform_pair, uniforms

# kat_vectors of Random123 (Salmon et al. 2011), philox4x32 10: counter, key, result.
VECTORS = [
    ("00000000 00000000 00000000 00000000", "00000000 00000000", "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),
    ("ffffffff ffffffff ffffffff ffffffff", "ffffffff ffffffff", "408f276d 41c83b0e a20bc7c6 6d5451fd"),
    ("243f6a88 85a308d3 13198a2e 03707344", "a4093822 299f31d0", "d16cfe09 94fdcceb 5001e420 24126ea1"),
]


PATIENCE_KEY = 1313803579842645920


def words(text: str) -> list[int]:
    return [int(word, 16) for word in text.split()]


@pytest.mark.parametrize(("counter", "key", "result"), VECTORS)
def test_published_vectors(counter, key, result):
    assert list(philox_words(*words(key), *words(counter))) == words(result)


def test_one_round_less_is_noticed(monkeypatch):
    plain = getattr(philox_words, "py_func", philox_words)
    monkeypatch.setattr(streams, "ROUNDS", 9)
    counter, key, result = VECTORS[0]
    assert list(plain(*words(key), *words(counter))) != words(result)


def test_uniform_is_made_of_the_words_of_the_block():
    key = stream_key(7, 0, "x")
    w0, w1, w2, w3 = philox_words(key & 0xFFFFFFFF, key >> 32, 11, 22, 33, 0)
    first, second = uniform_pair(key, 11, 22, 33)
    assert first == uniform(key, 11, 22, 33) == ((w0 << 32 | w1) >> 11 | 1) / 2**53
    assert second == ((w2 << 32 | w3) >> 11 | 1) / 2**53


def test_interval_is_open_and_its_complement_exact():
    assert streams.unit_from_words(0, 0) == 2.0**-53
    assert streams.unit_from_words(0xFFFFFFFF, 0xFFFFFFFF) == 1.0 - 2.0**-53
    for u in uniforms(5, np.arange(1000), 0, 0):
        assert 1.0 - (1.0 - u) == u


def test_counters_count_by_their_low_32_bits():
    assert uniform(9, -1, 0, 0) == uniform(9, 2**32 - 1, 0, 0) == uniform(9, 2**33 - 1, 0, 0)


def test_arrays_and_scalars_agree_and_broadcast():
    key = stream_key(1, 2, "arrays")
    a, b = np.arange(50)[:, None], np.array([0, 3, 2**31])
    got = uniforms(key, a, b, 4)
    assert got.shape == (50, 3) and got.dtype == np.float64
    assert got.tolist() == [[uniform(key, i, int(j), 4) for j in b] for i in range(50)]
    assert uniforms(key, 1, 2, 3).shape == ()
    assert uniforms(key, np.arange(0), 2, 3).shape == (0,)


def test_keys_are_stable_distinct_and_62_bits():
    assert stream_key(7, 0, "patience") == PATIENCE_KEY
    keys = {stream_key(s, r, n) for s in range(30) for r in range(30) for n in ("a", "b", "1|a")}
    assert len(keys) == 2700
    assert all(0 <= key < 2**62 for key in keys)
    assert stream_key(np.int64(7), np.int32(0), "patience") == PATIENCE_KEY


def test_a_seed_that_is_no_whole_number_is_refused():
    with pytest.raises(TypeError):
        stream_key(7.0, 0, "patience")


@pytest.mark.parametrize("moving", [0, 1, 2, "key", "half"])
def test_no_pattern_along_any_counter_or_key(moving):
    n = 40_000
    i = np.arange(n)
    if moving == "key":
        u = np.array([uniform(stream_key(7, r, "x"), 1, 2, 3) for r in range(n)])
    elif moving == "half":
        u = np.array([uniform_pair(99, j, 0, 0)[1] for j in range(n)])
    else:
        u = uniforms(99, *(i if moving == place else 5 for place in range(3)))
    counts = np.histogram(u, bins=100, range=(0, 1))[0]
    assert abs(((counts - n / 100) ** 2 / (n / 100)).sum() - 99) < 5 * math.sqrt(2 * 99)
    for lag in (1, 2, 7):
        assert abs(np.corrcoef(u[:-lag], u[lag:])[0, 1]) < 5 / math.sqrt(n)


def test_halves_of_a_block_are_independent():
    pairs = np.array([uniform_pair(3, j, 1, 0) for j in range(40_000)])
    assert abs(np.corrcoef(pairs.T)[0, 1]) < 5 / math.sqrt(40_000)


@pytest.mark.parametrize("name", ["stream_key", "uniform", "uniforms"])
def test_examples_in_the_documentation(name):
    text = getattr(streams, name).__doc__
    test = doctest.DocTestParser().get_doctest(text, vars(streams).copy(), name, None, None)
    assert doctest.DocTestRunner().run(test).failed == 0 < len(test.examples)

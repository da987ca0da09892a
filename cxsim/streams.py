"""Luck without a generator: a uniform number is a function of who, about what, and how often before.

Philox4x32-10 turns a key (one per named decision) and a counter (entity, parent, ordinal) into random
words. Nothing is stored, so adding an agent or a redial changes no unrelated customer's draws, and both
engines, numpy and plain Python see the same bits.

All words are 32 bits held in signed 64-bit integers. The product of two words may pass 2**63 and wrap in
compiled code while it stays exact in Python; the masks keep the same 64 bits of both.

Literature: Salmon, Moraes, Dror and Shaw (2011), "Parallel random numbers: as easy as 1, 2, 3", SC'11;
test vectors of the Random123 library.
"""

from __future__ import annotations

import hashlib
import operator
from typing import Any

import numpy as np

from cxsim._jit import HAVE_NUMBA, inlined_rule, kernel, rule

ROUNDS = 10
WORD = 0xFFFFFFFF
MULTIPLIER_0 = 0xD2511F53
MULTIPLIER_1 = 0xCD9E8D57
WEYL_0 = 0x9E3779B9
WEYL_1 = 0xBB67AE85
TO_UNIT = 2.0**-53


def stream_key(seed: int, replication: int, name: str) -> int:
    """Name the luck of one decision in one replication.

    Parameters
    ----------
    seed : int
        The seed of the study; any integer.
    replication : int
        Number of the replication, from 0.
    name : str
        Name of the stream, for example ``"patience"``.

    Returns
    -------
    int
        Key of 62 bits, not negative, the same on every machine (BLAKE2b).

    Examples
    --------
    >>> stream_key(7, 0, "patience") == stream_key(7, 1, "patience")
    False
    """
    text = f"{operator.index(seed)}|{operator.index(replication)}|{name}"
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "little") >> 2


@inlined_rule
def philox_words(k0: Any, k1: Any, c0: Any, c1: Any, c2: Any, c3: Any) -> tuple[Any, Any, Any, Any]:
    """Return the four words of one Philox4x32-10 block; every argument is a 32-bit word."""
    for _ in range(ROUNDS):
        p0 = MULTIPLIER_0 * c0
        p1 = MULTIPLIER_1 * c2
        c0 = ((p1 >> 32) & WORD) ^ c1 ^ k0
        c2 = ((p0 >> 32) & WORD) ^ c3 ^ k1
        c1 = p1 & WORD
        c3 = p0 & WORD
        k0 = (k0 + WEYL_0) & WORD
        k1 = (k1 + WEYL_1) & WORD
    return c0, c1, c2, c3


@inlined_rule
def unit_from_words(high: Any, low: Any) -> Any:
    """Map 64 random bits to an odd multiple of 2**-53: never 0, never 1, and 1 - u is exact."""
    return (((high << 21) | (low >> 11)) | 1) * TO_UNIT


@inlined_rule
def uniform_pair(key: int, a: int, b: int, c: int) -> tuple[float, float]:
    """Return both uniforms of one block; see `uniform`. The first of them is `uniform` itself."""
    key = int(key)
    w0, w1, w2, w3 = philox_words(
        key & WORD, (key >> 32) & WORD, int(a) & WORD, int(b) & WORD, int(c) & WORD, 0
    )
    return unit_from_words(w0, w1), unit_from_words(w2, w3)


@inlined_rule
def uniform(key: int, a: int, b: int, c: int) -> float:
    """Draw the luck of one decision about one entity.

    Parameters
    ----------
    key : int64
        Key of the stream, from `stream_key`.
    a, b, c : int64
        Who, its parent, and the ordinal within its kind; the low 32 bits of each count.

    Returns
    -------
    float64
        Uniform in the open interval (0, 1), an odd multiple of 2**-53.

    Examples
    --------
    >>> key = stream_key(7, 0, "patience")
    >>> uniform(key, 4711, 0, 1) == uniform(key, 4711, 0, 1) != uniform(key, 4711, 0, 2)
    True
    """
    return uniform_pair(key, a, b, c)[0]


@rule
def fill_pairs(keys: np.ndarray, a: int, b: int, c: int, first: np.ndarray, second: np.ndarray) -> None:
    """Draw both uniforms of several decisions about the same entity at once, with the same bits as `uniform_pair`.

    Parameters
    ----------
    keys : int64[decisions]
        Keys of streams that lie side by side.
    a, b, c : int64
        Counters as in `uniform`.
    first, second : float64 arrays
        Take the uniforms; at least as long as ``keys``.
    """
    for i in range(keys.shape[0]):
        first[i], second[i] = uniform_pair(keys[i], a, b, c)


@kernel
def _fill_uniforms(key, a, b, c, out):
    for i in range(out.size):
        out[i] = uniform(key, a[i], b[i], c[i])


def uniforms(key: int, a: Any, b: Any, c: Any) -> np.ndarray:
    """Draw many uniforms of one stream at once, with the same bits as `uniform`.

    Parameters
    ----------
    key : int
        Key of the stream, from `stream_key`.
    a, b, c : int or array of int
        Counters as in `uniform`; broadcast against each other.

    Returns
    -------
    numpy.ndarray
        float64, in the shape of the broadcast counters.

    Examples
    --------
    >>> key = stream_key(7, 0, "segment")
    >>> uniforms(key, np.arange(3), 0, 0).tolist()[2] == uniform(key, 2, 0, 0)
    True
    """
    counters = np.broadcast_arrays(*(np.asarray(word, dtype=np.int64) for word in (a, b, c)))
    if not HAVE_NUMBA:
        c0, c1, c2 = (word.ravel() & WORD for word in counters)
        key = operator.index(key)
        w0, w1, _, _ = philox_words(key & WORD, (key >> 32) & WORD, c0, c1, c2, 0)
        return unit_from_words(w0, w1).reshape(counters[0].shape)
    out = np.empty(counters[0].size)
    # Copies, because a read-only array is another type to numba and would be compiled for again.
    c0, c1, c2 = (np.array(word).ravel() for word in counters)
    _fill_uniforms(key, c0, c1, c2, out)
    return out.reshape(counters[0].shape)

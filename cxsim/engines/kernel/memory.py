"""Keep the memory of one run for the next.

A year writes some 70 MB of rows and drops them. Left to itself the C library of Linux gives freed memory back to the
system, which clears every page before it hands it out again: a tenth of the kernel's time (measured). Elsewhere, and
where the C library is another one, nothing is changed.
"""

from __future__ import annotations

import contextlib
import ctypes
import functools
import sys

__all__ = ["keep_freed_memory"]

TRIM_THRESHOLD, MMAP_THRESHOLD = -1, -3  # names of glibc's `mallopt`
KEPT = 256 << 20  # bytes of freed memory that the process keeps at most
LARGEST = 32 << 20  # bytes; larger arrays are given back at once (the most that glibc allows here)


@functools.cache
def keep_freed_memory() -> bool:
    """Let the process keep up to `KEPT` bytes of freed memory; answers whether the C library took it."""
    if sys.platform != "linux":
        return False
    with contextlib.suppress(OSError, AttributeError):
        change = ctypes.CDLL(None).mallopt
        return all([change(MMAP_THRESHOLD, LARGEST), change(TRIM_THRESHOLD, KEPT)])
    return False

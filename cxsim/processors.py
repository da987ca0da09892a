"""How many processors there are for this process; a bare Python can ask too, before anything is installed."""

from __future__ import annotations

import os


def workers_here() -> int:
    """Processors that this process may use, hyper-threads included."""
    if hasattr(os, "sched_getaffinity"):
        return max(1, len(os.sched_getaffinity(0)))
    return os.cpu_count() or 1

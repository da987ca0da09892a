"""Which engine plays a plan: the compiled kernel or the readable reference; both give equal logs."""

from __future__ import annotations

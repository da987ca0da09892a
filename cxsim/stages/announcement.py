"""What is a caller told about the wait, who leaves because of it, and how does an announced wait feel?

In: people ahead, mean work, pace of the seats, patience. Out: the announced wait, whether the caller leaves at once,
the felt wait. Sources: Maister 1985 and Antonides, Verhoef & van Aalst 2002 (an uncertain wait feels longer); Aksin,
Ata, Emadi & Su 2017 and Yu, Allon & Bassamboo 2017 (a longer announced wait makes callers leave earlier).
"""

from __future__ import annotations

from cxsim._jit import rule

TOLD_FACTOR, LEAVE_FACTOR, FELT, OVERRUN = range(4)  # columns of the announcement row
N_ANNOUNCEMENT = 4

LONGEST_MS = 2_000_000_000.0  # what fits the column of the log: 23 days


@rule
def told_wait(ahead, work_ms, pace, row):
    """Wait in ms that is announced: everybody ahead and one more, at the pace of all open seats, times a factor."""
    return min(LONGEST_MS, row[TOLD_FACTOR] * (ahead + 1.0) * work_ms / pace)


@rule
def leaves_at_once(told_ms, patience_ms, row):
    """Whether a caller does not even begin to wait: the announced wait is far beyond her patience."""
    return told_ms > row[LEAVE_FACTOR] * patience_ms


@rule
def felt_wait(wait_ms, told_ms, row):
    """Felt length in ms of a wait with announcement: what was told feels shorter, what goes beyond it longer."""
    return row[FELT] * min(wait_ms, told_ms) + row[OVERRUN] * max(0.0, wait_ms - told_ms)

"""A heap of events ordered by (time, key) in a record array; stale events are left to be ignored.

There are two: ends of service and of patience, a few at any time, and what is later (follow-ups, case clocks, the
calendar), hundreds; most events then pass through the small one (together, taking them out was a tenth of the time).
Each event stands above four others, not two: half the levels, and the four lie side by side in memory.
"""

from __future__ import annotations

from cxsim._jit import step


@step
def push(events, size, time, key, slot, version):
    """Add an event to a heap of `size` events; the caller counts it."""
    i = size
    while i > 0:
        parent = (i - 1) >> 2
        above = events[parent]
        if above.time < time or (above.time == time and above.key <= key):
            break
        move(events, parent, i)
        i = parent
    event = events[i]
    event.time = time
    event.key = key
    event.slot = slot
    event.version = version


@step
def pop(events, size):
    """Take the first event off a heap of `size` events: it moves to place size - 1; the caller uncounts it.

    The gap at the top sinks to a leaf past the earliest child of each four, and the last event rises from there:
    it mostly belongs near the leaves, so nobody asks on every level whether it has arrived.
    """
    last = size - 1
    time, key, slot, version = events[0].time, events[0].key, events[0].slot, events[0].version
    gap, child = 0, 1
    while child + 3 < last:
        left = child + earlier(events, child + 1, child)
        right = child + 2 + earlier(events, child + 3, child + 2)
        child = left + (right - left) * earlier(events, right, left)
        move(events, child, gap)
        gap, child = child, 4 * child + 1
    if child < last:  # the lowest level may end with fewer than four
        first = child
        for other in range(child + 1, last):
            first += (other - first) * earlier(events, other, first)
        move(events, first, gap)
        gap = first
    if gap != last:
        end = events[last]
        push(events, gap, end.time, end.key, end.slot, end.version)
    event = events[last]
    event.time = time
    event.key = key
    event.slot = slot
    event.version = version


@step
def earlier(events, a, b):
    """1 when event a comes before event b, else 0: without a jump, because nobody could guess it."""
    x, y = events[a], events[b]
    return int((x.time < y.time) | ((x.time == y.time) & (x.key < y.key)))


@step
def move(events, source, target):
    """Copy an event to another place."""
    a, b = events[source], events[target]
    b.time = a.time
    b.key = a.key
    b.slot = a.slot
    b.version = a.version

"""A binary heap of events ordered by (time, key) in a record array; stale events are left to be ignored."""

from __future__ import annotations

from cxsim._jit import step


@step
def push(events, size, time, key, slot, version):
    """Add an event to a heap of `size` events; the caller counts it."""
    i = size
    while i > 0:
        parent = (i - 1) >> 1
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
    """Take the first event off a heap of `size` events: it moves to place size - 1; the caller uncounts it."""
    last = size - 1
    time, key, slot, version = events[0].time, events[0].key, events[0].slot, events[0].version
    end_time, end_key = events[last].time, events[last].key
    i = 0
    while True:
        child = 2 * i + 1
        if child >= last:
            break
        if child + 1 < last and earlier(events, child + 1, child):
            child += 1
        below = events[child]
        if end_time < below.time or (end_time == below.time and end_key <= below.key):
            break
        move(events, child, i)
        i = child
    if i != last:
        move(events, last, i)
    event = events[last]
    event.time = time
    event.key = key
    event.slot = slot
    event.version = version


@step
def earlier(events, a, b):
    """Whether event a comes before event b."""
    return events[a].time < events[b].time or (events[a].time == events[b].time and events[a].key < events[b].key)


@step
def move(events, source, target):
    """Copy an event to another place."""
    a, b = events[source], events[target]
    b.time = a.time
    b.key = a.key
    b.slot = a.slot
    b.version = a.version

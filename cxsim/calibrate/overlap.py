"""How much work is a chat, where an agent has several at once? Taken from the overlap of the chats of each agent.

Question: a chat that took ten minutes beside another one, how long would it have taken alone?
Inputs: clean contacts with the sign of the agent; how fast each of 1, 2, 3, 4 chats goes (belief of the base company).
Outputs: work of each chat, most chats at once. Model: processor sharing (Tezcan and Zhang 2014): while an agent has n
chats, each goes on at the speed of n; so the work of a chat is its time, each stretch at its own speed.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from cxsim.calibrate.reading import ANSWERED, Contacts

__all__ = ["Shared", "shared_work"]

#: Most chats that a World gives to one agent, and the share of time with more that is taken for a slip of the log.
MOST_AT_ONCE, SELDOM = 4, 0.01


class Shared(NamedTuple):
    """Work of each contact (s; NaN where it is not known), and most chats of one agent at once."""

    work: np.ndarray
    at_once: int


def shared_work(log: Contacts, channel: int, speed_permille: tuple[int, ...]) -> Shared | None:
    """Work behind the time of each contact of a channel; none where agents are not known for most of them.

    Parameters
    ----------
    log
        Contacts with `agent`.
    channel
        Code of the channel.
    speed_permille
        Speed of each contact while its agent has 1, 2, ... of them.
    """
    own = (log.channel == channel) & (log.outcome == ANSWERED) & np.isfinite(log.wait) & (log.handle > 0)
    rows = np.flatnonzero(own & (log.agent >= 0))
    if len(rows) < 0.5 * max(1, int(own.sum())):
        return None
    answer = log.arrived[rows] + np.rint(1000 * log.wait[rows]).astype(np.int64)
    end = answer + np.maximum(1, np.rint(1000 * log.handle[rows])).astype(np.int64)
    n = len(rows)
    agent, moment = np.tile(log.agent[rows], 2), np.concatenate([answer, end])
    step = np.repeat([1, -1], n)
    order = np.lexsort((step, moment, agent))  # who leaves at a moment goes before who comes
    load = np.cumsum(step[order])  # back at 0 after the last event of each agent
    speed = np.array(speed_permille, float)[np.clip(load, 1, len(speed_permille)) - 1] / 1000
    lasting = np.zeros(2 * n)
    lasting[:-1] = np.diff(moment[order]) * (load[:-1] > 0) / 1000
    done = np.concatenate([[0.0], np.cumsum(lasting * speed)])[:-1]
    at = np.empty(2 * n)
    at[order] = done
    work = np.full(len(log.arrived), np.nan)
    work[rows] = at[n:] - at[:n]
    by_load = np.bincount(np.clip(load, 0, MOST_AT_ONCE), weights=lasting, minlength=MOST_AT_ONCE + 1)[1:]
    often = np.flatnonzero(by_load[::-1].cumsum()[::-1] > SELDOM * max(1e-9, by_load.sum()))
    return Shared(work, int(often[-1]) + 1 if len(often) else 1)

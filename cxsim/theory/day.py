"""A day whose arrival rate and number of agents change by the hour, exactly.

Question: what does the day really look like, when the queue of one hour is the start of the next?
Inputs: arrivals and agents of each hour, mean handle time, rate of losing patience.
Literature: Green, Kolesar & Whitt 2007 (Production and Operations Management 16); uniformization as in
Grassmann 1977.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

__all__ = ["Day", "day_with_patience"]


class Day(NamedTuple):
    """A day that starts empty. Shares are of the arrivals of the day.

    Attributes
    ----------
    arrivals, abandons : float
        Expected number in the day.
    delayed : float
        Share of arrivals that find no free agent.
    mean_wait : float
        Mean time in queue per arrival, in minutes.
    queue, present : tuple of float
        Time-average number waiting, and in the system, in each hour.
    """

    arrivals: float
    abandons: float
    delayed: float
    mean_wait: float
    queue: tuple[float, ...]
    present: tuple[float, ...]


def day_with_patience(
    arrivals_per_hour: Sequence[float], agents_by_hour: Sequence[int], handle_min: float, theta: float
) -> Day:
    """Time-varying Erlang A: where agents leave, the contacts above the new number wait again at once.

    Parameters
    ----------
    arrivals_per_hour : sequence of float
        Expected arrivals of each hour.
    agents_by_hour : sequence of int
        Agents of each hour.
    handle_min : float
        Mean of the exponential handle time, in minutes.
    theta : float
        Rate of losing patience, per minute of waiting.

    Returns
    -------
    Day
        By uniformization, to about 1e-9.
    """
    most = int(max(agents_by_hour) + max(arrivals_per_hour) / 60.0 * (1.0 / theta + handle_min) * 4.0 + 60)
    number = np.arange(most + 1)
    state = np.zeros(most + 1)
    state[0] = 1.0
    lost = delayed = 0.0
    queue, present = [], []
    for hourly, agents in zip(arrivals_per_hour, agents_by_hour, strict=True):
        rate = hourly / 60.0
        waiting = np.maximum(number - agents, 0)
        leave = np.minimum(number, agents) / handle_min + waiting * theta
        state, time = _hour(state, rate, leave)
        queue.append(float(time @ waiting) / 60.0)
        present.append(float(time @ number) / 60.0)
        lost += theta * float(time @ waiting)
        delayed += rate * float(time[agents:].sum())
    arrivals = float(sum(arrivals_per_hour))
    return Day(
        arrivals, lost, delayed / arrivals, 60.0 * sum(queue) / arrivals, tuple(queue), tuple(present)
    )


def _hour(state: np.ndarray, rate: float, leave: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """State probabilities after an hour, and minutes expected in each state during it."""
    fastest = rate + float(leave.max())
    up = rate / fastest
    down = leave / fastest
    stay = 1.0 - down - up
    stay[-1] += up
    mean = 60.0 * fastest
    after, time = np.zeros_like(state), np.zeros_like(state)
    vector, log_weight, below = state.copy(), -mean, 0.0
    for jump in range(int(mean + 12.0 * math.sqrt(mean)) + 40):
        weight = math.exp(log_weight)
        below += weight
        after += weight * vector
        time += max(0.0, 1.0 - below) / fastest * vector
        following = stay * vector
        following[1:] += up * vector[:-1]
        following[:-1] += down[1:] * vector[1:]
        vector = following
        log_weight += math.log(mean / (jump + 1))
    return after, time

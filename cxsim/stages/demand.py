"""When does a need arise, and what kind of need is it?

In: rates per person, weekday × half-hour profiles, a busy-day factor. Out: the base needs of a run, ordered by
time, and rules that turn luck into a reason and an urgency. The arrival rate itself is random (shared by the
day), as call-centre data show: Brown et al. 2005 JASA; Avramidis, Deslauriers & L'Ecuyer 2004 Management Science. A
rare surge multiplies it for some hours; its needs are drawn beside the others (`cxsim.draws.surges`).
"""

from __future__ import annotations

import numpy as np

from cxsim._jit import kernel, rule
from cxsim.clock import HALF_HOUR
from cxsim.distributions import log_
from cxsim.streams import uniform

N_CHANNELS = 3
HALF_HOURS_A_WEEK = 336
NOON = 24  # half hour with which the afternoon begins: where the busy-day factor may change
AHEAD = 8  # needs of one person and channel whose luck is drawn at once


@rule
def reason_of(u, cumulative_share):
    """Reason (code) that a uniform picks from the cumulative shares of the reasons.

    All are looked at: where to stop is what no processor can guess, and waiting to know it takes longer.
    """
    reason = 0
    for other in range(len(cumulative_share) - 1):
        reason += int(u >= cumulative_share[other])
    return reason


@rule
def need_happens(u, prospect, prospect_ratio):
    """Whether a base need, drawn at a customer's rate, happens: a prospect has only a share of them."""
    return (not prospect) or u < prospect_ratio


@kernel
def draw_needs(keys, rates, preferred, mixing, cumulative, out):
    """Times of all base needs: for each person and channel a Poisson process in operational time.

    Parameters
    ----------
    keys : int64 array, shape (2,)
        Keys of the gaps and of the thinning.
    rates : float64 array, shape (persons,)
        Needs per year at the upper rate.
    preferred : int8 array, shape (persons,)
        Preferred channel.
    mixing : float64 array, shape (N_CHANNELS + 1 + weeks,)
        Share of each channel, share of needs that go to the preferred channel, share kept by thinning in each week.
    cumulative : float64 array, shape (N_CHANNELS, half hours + 1)
        Operational time (years of mean intensity) at the start of each half hour.
    out : tuple of arrays
        time (int64), person (int32), ordinal (int32), filled from the start.

    Returns
    -------
    int
        Number of needs found; when it is larger than the room in `out`, only what had room was written.
    """
    times, persons, ordinals = out
    loyalty, kept = mixing[N_CHANNELS], mixing[N_CHANNELS + 1:]
    least, most = kept.min(), kept.max()
    gaps, luck = np.empty(AHEAD), np.zeros(AHEAD)
    starts = np.empty((N_CHANNELS, cumulative.shape[1]), np.int32)
    count = 0
    for channel in range(N_CHANNELS):
        find_starts(cumulative[channel], starts[channel])
    for person in range(rates.shape[0]):
        for channel in range(N_CHANNELS):
            share = (1.0 - loyalty) * mixing[channel] + (loyalty if preferred[person] == channel else 0.0)
            if share <= 0.0 or rates[person] <= 0.0:
                continue
            line, x, j = cumulative[channel], 0.0, 0
            while True:
                if j % AHEAD == 0:
                    draw_gaps(gaps, keys[0], person, channel, j, rates[person] * share)
                    if least < 1.0:
                        draw_thinning(luck, keys[1], person, channel, j)
                x -= gaps[j % AHEAD]
                if x >= line[line.shape[0] - 1]:
                    break
                u = luck[j % AHEAD]
                j += 1
                if u >= most:
                    continue
                if u >= least and u >= kept[find_half_hour(line, starts[channel], x) // HALF_HOURS_A_WEEK]:
                    continue
                if count < times.shape[0]:
                    h = find_half_hour(line, starts[channel], x)
                    times[count] = h * HALF_HOUR + int((x - line[h]) / (line[h + 1] - line[h]) * HALF_HOUR)
                    persons[count] = person
                    ordinals[count] = (j - 1) * N_CHANNELS + channel
                count += 1
    return count


# Luck is drawn a few needs ahead, in loops that the compiler takes side by side: a fifth of the time of single draws.
@rule
def draw_gaps(gaps, key, person, channel, first, rate):
    """Gaps (negative, operational time) before the needs of one person and channel from number `first` on."""
    for i in range(gaps.shape[0]):
        gaps[i] = log_(1.0 - uniform(key, person, channel, first + i)) / rate


@rule
def draw_thinning(luck, key, person, channel, first):
    """Luck that decides which of the same needs are kept."""
    for i in range(luck.shape[0]):
        luck[i] = uniform(key, person, (first + i) * N_CHANNELS + channel, 0)


@rule
def find_starts(line, starts):
    """Cut operational time into as many equal parts as there are half hours: where does the search for each begin?"""
    last, h = line.shape[0] - 1, 0
    for part in range(last + 1):
        while h < last - 1 and line[h + 1] <= part * (line[last] / last):
            h += 1
        starts[part] = h


@rule
def find_half_hour(line, starts, x):
    """Half hour whose operational time contains x: line[h] <= x < line[h + 1]."""
    last = line.shape[0] - 1
    h = int(starts[int(x / line[last] * last)])  # as plain Python a narrow number would overflow in the fourth week
    while line[h] > x:  # rounding may begin a half hour late
        h -= 1
    while line[h + 1] <= x:
        h += 1
    return h


def operational_time(weights, season, busy_day):
    """Operational time at each half-hour boundary, in years of mean intensity.

    Parameters
    ----------
    weights : float array, shape (days, 48)
        Weight of each half hour, mean 1 over a usual week.
    season : float array, shape (days,)
        Factor of the day, mean 1.
    busy_day : float array, shape (days, 1) or (days, 48)
        Factor of the day, or of each of its half hours, mean 1.

    Returns
    -------
    float64 array, shape (days * 48 + 1,)
    """
    rate = weights * (season[:, None] * busy_day)
    years = rate.ravel() * (HALF_HOUR / (364.0 * 48 * HALF_HOUR))
    return np.concatenate(([0.0], np.cumsum(years)))

"""When does a need arise, and what kind of need is it?

In: rates per person, weekday × half-hour profiles, a busy-day factor. Out: the base needs of a run, ordered by
time, and rules that turn luck into a reason and an urgency. The arrival rate itself is random (shared by the
day), as call-centre data show: Brown et al. 2005 JASA; Avramidis, Deslauriers & L'Ecuyer 2004 Management Science.
"""

from __future__ import annotations

import numpy as np

from cxsim._jit import kernel, rule
from cxsim.clock import HALF_HOUR
from cxsim.distributions import log_
from cxsim.streams import uniform

N_CHANNELS = 3
HALF_HOURS_A_WEEK = 336


@rule
def reason_of(u, cumulative_share):
    """Reason (code) that a uniform picks from the cumulative shares of the reasons."""
    reason = 0
    while u >= cumulative_share[reason]:
        reason += 1
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
    half_hours = cumulative.shape[1] - 1
    count = 0
    for person in range(rates.shape[0]):
        for channel in range(N_CHANNELS):
            share = (1.0 - loyalty) * mixing[channel] + (loyalty if preferred[person] == channel else 0.0)
            if share <= 0.0 or rates[person] <= 0.0:
                continue
            line = cumulative[channel]
            x, j, h = 0.0, 0, 0
            while True:
                x -= log_(1.0 - uniform(keys[0], person, channel, j)) / (rates[person] * share)
                if x >= line[half_hours]:
                    break
                ordinal = j * N_CHANNELS + channel
                j += 1
                u = uniform(keys[1], person, ordinal, 0) if least < 1.0 else 0.0
                if u >= most:
                    continue
                h = find_half_hour(line, h, x)
                if u >= least and u >= kept[h // HALF_HOURS_A_WEEK]:
                    continue
                if count < times.shape[0]:
                    times[count] = h * HALF_HOUR + int((x - line[h]) / (line[h + 1] - line[h]) * HALF_HOUR)
                    persons[count] = person
                    ordinals[count] = ordinal
                count += 1
    return count


@rule
def find_half_hour(line, low, x):
    """Half hour whose operational time contains x, not before `low`: line[h] <= x < line[h + 1]."""
    high = line.shape[0] - 1
    while high - low > 1:
        middle = (low + high) // 2
        if line[middle] <= x:
            low = middle
        else:
            high = middle
    return low


def operational_time(weights, season, busy_day):
    """Operational time at each half-hour boundary, in years of mean intensity.

    Parameters
    ----------
    weights : float array, shape (days, 48)
        Weight of each half hour, mean 1 over a usual week.
    season, busy_day : float arrays, shape (days,)
        Factors of the day, mean 1.

    Returns
    -------
    float64 array, shape (days * 48 + 1,)
    """
    rate = weights * (season * busy_day)[:, None]
    years = rate.ravel() * (HALF_HOUR / (364.0 * 48 * HALF_HOUR))
    return np.concatenate(([0.0], np.cumsum(years)))

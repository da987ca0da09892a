"""Who is served next, by whom, for how long, and does it help?

In: queue and seat facts, luck, small parameter rows. Out: order keys, times in milliseconds, probabilities.
Sources: Gans, Koole & Mandelbaum 2003 (queues of call centres); lognormal handle times: Brown et al. 2005 JASA;
chat as processor sharing: Tezcan & Zhang 2014; difficulty as the common cause of time and resolution: model notes.
"""

from __future__ import annotations

from cxsim._jit import inlined_rule, rule
from cxsim.clock import ceil_divide
from cxsim.distributions import LOGNORMAL, exp_, lognormal_factor, normal_quantile_, sample

FAMILY, MEAN, SHAPE, SHAPE2, BALK = range(5)  # columns of a duration row; times in ms
FIFO, PRIORITY, DUE = range(3)  # routing modes
CLASS_STEP = 1 << 50  # larger than any time in ms, so that a class never overtakes a better one
UNIT = 1000  # work units per ms of handle time: speeds are per mille


@rule
def queue_order(mode, class_rank, arrived, due, escalated):
    """Order key of a waiting contact: smaller is served first.

    First come, by class, or by due time; an escalated case goes before all others, whatever the mode.
    """
    if escalated:
        return arrived - CLASS_STEP
    if mode == PRIORITY:
        return class_rank * CLASS_STEP + arrived
    if mode == DUE:
        return due
    return arrived


@rule
def comes_before(preference, order, number, best_preference, best_order, best_number):
    """Whether a waiting contact goes before the best one so far: preference of the pool, order key, number."""
    if preference != best_preference:
        return preference < best_preference
    if order != best_order:
        return order < best_order
    return number < best_number


@rule
def sits_before(load, since, best_load, best_since):
    """Whether a free seat takes a contact before the best one so far: fewest contacts, then longest so.

    Seats are compared in order of their number, so a tie goes to the lowest.
    """
    return load < best_load or (load == best_load and since < best_since)


@rule
def lognormal_duration(row, factor, size):
    """A duration in ms from the mean of a row, a factor on it, and a size relative to the mean."""
    return row[MEAN] * factor * size


@rule
def duration(row, factor, u, v):
    """A random duration in ms from a row (family, mean, shape, shape2), its mean scaled by a factor."""
    if row[FAMILY] == LOGNORMAL:
        return lognormal_duration(row, factor, lognormal_factor(normal_quantile_(u), row[SHAPE2]))
    return sample(int(row[FAMILY]), row[MEAN] * factor, row[SHAPE], row[SHAPE2], u, v)


@inlined_rule
def hardness(difficulty, slope):
    """Factor on the mean handle time that belongs to the need: harder takes longer."""
    return exp_(slope * difficulty)


@rule
def handle_factor(difficulty, slope, speed):
    """Factor on the mean handle time: harder takes longer, a novice or a strained agent takes longer."""
    return hardness(difficulty, slope) * speed


@rule
def resolves(luck, intercept, difficulty_part, noise, skill, repeats_part):
    """Whether a handling resolves the need: the log odds of its luck lie below those of a resolution (parts add up)."""
    return luck < intercept + difficulty_part + noise + skill + repeats_part


@rule
def work_done(elapsed, speed):
    """Work units done on one contact in `elapsed` ms at a seat of that speed (per mille)."""
    return elapsed * speed


@rule
def time_left(remaining, speed):
    """Milliseconds until `remaining` work units are done at that speed, rounded up."""
    return ceil_divide(remaining, speed)


@rule
def class_of(urgent, reason_class, high_value):
    """Priority class (urgent, complaint, high value, general = 0..3); `reason_class` -1 means by person."""
    if urgent:
        return 0
    if reason_class >= 0:
        return reason_class
    return 2 if high_value else 3

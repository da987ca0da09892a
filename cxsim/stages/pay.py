"""What people are paid for, they do: shorter handlings, or more solved ones.

In: the weight of speed in variable pay (1 speed alone, 0 neither, -1 resolution alone). Out: a factor on handle
time and a change of the resolution logit. Source: Holmstrom & Milgrom 1991, J. Law, Economics & Organization (pay for
what is measured takes effort from the rest); sizes are assumptions.
"""

from __future__ import annotations

from cxsim._jit import rule


@rule
def paid_handle_factor(weight, speed_share, resolution_share):
    """Factor on mean handle time: pay for speed shortens, pay for resolution lengthens."""
    return 1.0 - speed_share * weight if weight > 0.0 else 1.0 - resolution_share * weight


@rule
def paid_logit(weight, speed_loss, resolution_gain):
    """Change of the resolution logit: pay for speed loses, pay for resolution gains."""
    return -speed_loss * weight if weight > 0.0 else -resolution_gain * weight

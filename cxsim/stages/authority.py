"""Who may do what alone: one agent who owns a need to its end, and how much she may give without asking.

In: luck and shares, money in fen. Out: decisions. Sources: Bowen & Lawler 1992 Sloan Management Review (empowerment of
service workers), Hart, Heskett & Sasser 1990 (authority of the front line); sizes are assumptions.
"""

from __future__ import annotations

from cxsim._jit import rule


@rule
def one_agent_can(luck, share):
    """Whether a need is one that a single agent can solve to its end."""
    return luck < share


@rule
def needs_approval(offer_fen, limit_fen):
    """Whether somebody above the agent must agree to a compensation."""
    return offer_fen > limit_fen

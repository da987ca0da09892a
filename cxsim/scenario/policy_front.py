"""Policy at the front door: the bot that stands before phone, chat and email."""

from __future__ import annotations

from cxsim.scenario.fields import Flag, Model, Real, quantity
from cxsim.scenario.groups import Channels

FILLED_GROUPS = (Channels[Flag],)  # at module level for pickle, as in groups
_S0 = "Strategies for raising customer satisfaction, 5.3"


class Bot(Model):
    """An automatic answer in front of the channels, around the clock; people follow where it fails."""

    on: Flag = quantity(
        False, unit="on/off", source="none in the default company", grade="Policy",
        doc="Does a bot answer first?")
    front: Channels[Flag] = quantity(
        Channels[Flag](phone=True, chat=True, email=True), unit="on/off", source="assumption", grade="Policy",
        doc="Channels in front of which the bot stands.")
    deflection: Real = quantity(
        .80, unit="share", low=0, high=1, cited=(.1, .8), source=_S0 + "; Gartner 2023: 10-40 % try", grade="Policy",
        doc="Share of common needs that the bot takes.")
    accuracy: Real = quantity(
        .92, unit="share", low=0, high=1, cited=(.17, .92), source=_S0 + "; Gartner 2023: 17-58 % resolved",
        grade="Policy",
        doc="Share of its sessions in which the bot understands what is wanted; these needs are solved.")
    fallback: Flag = quantity(
        True, unit="on/off", source=_S0, grade="Policy",
        doc="Can who is misread go on to a person at once?")
    context_passed: Flag = quantity(
        False, unit="on/off", source="assumption", grade="Policy",
        doc="Does the person see what the bot was told, so that nothing is explained again?")

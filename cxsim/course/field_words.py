"""Words for codes that stand in tables of a year: channels, desks, classes of complaints."""

from __future__ import annotations

from cxsim.messages import tr


def channels() -> dict[str, str]:
    """Words of the channels that customers choose from."""
    return {"phone": tr("phone"), "chat": tr("chat"), "email": tr("email")}


def desks() -> dict[str, str]:
    """Words of the channels and of the desk that works on complaints."""
    return {**channels(), "case": tr("complaint desk")}


def complaint_classes() -> dict[str, str]:
    """Words of the classes of complaints, the lightest first."""
    return {"general": tr("general"), "serious": tr("serious"), "major": tr("major")}

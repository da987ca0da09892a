"""What the result of the first page hangs on: one assumption, its source, and the value at which the winner changes."""

from __future__ import annotations

from cxsim.course.show import Item, Note


def items() -> list[Item]:
    """The assumption card."""
    return [Note("")]

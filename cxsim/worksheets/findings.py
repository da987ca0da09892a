"""What a worksheet's check finds: a kind, where it is, what is wrong, and how to mend it."""

from __future__ import annotations

from typing import NamedTuple

from cxsim.messages import tr


class Finding(NamedTuple):
    """One thing to mend.

    Attributes
    ----------
    kind
        Fixed name of the fault, for example ``more_than_roster``; never translated.
    where
        Table, row and column in words (rows are counted as Excel does: the head is row 1).
    says
        What is wrong, in one sentence.
    fix
        What would mend it, in one sentence.
    """

    kind: str
    where: str
    says: str
    fix: str

    def __str__(self) -> str:
        """The finding as one line."""
        return tr("{where}: {says} {fix}", where=self.where, says=self.says, fix=self.fix)

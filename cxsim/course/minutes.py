"""The minutes of the workshop: tell, do, debrief, for each part; and how long a learner alone may take."""

from __future__ import annotations

from typing import NamedTuple

TEAM = (2, 3)


class Minutes(NamedTuple):
    """Minutes of one part in the workshop; ``least`` and ``most`` for a team or a learner at their own pace."""

    tell: int
    do: int
    debrief: int
    least: int
    most: int

    @property
    def total(self) -> int:
        """Minutes in the workshop."""
        return self.tell + self.do + self.debrief


#: The first page is the opening of the workshop; parts 1 to 8 are the lessons.
PARTS = {
    "00": Minutes(4, 6, 0, 10, 15),
    "01": Minutes(6, 8, 4, 15, 30),
    "02": Minutes(5, 9, 4, 15, 30),
    "03": Minutes(6, 8, 3, 15, 30),
    "04": Minutes(8, 15, 7, 25, 45),
    "05": Minutes(5, 9, 3, 15, 30),
    "06": Minutes(7, 9, 4, 15, 30),
    "07": Minutes(4, 6, 2, 10, 25),
    "08": Minutes(5, 9, 4, 15, 30),
}
BREAK, CLOSING = 10, 10
WORKSHOP = 180
#: The page on own tables, alone and at one's own pace (assumption).
OWN_DATA = 45

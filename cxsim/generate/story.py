"""What several tables need, worked out once: the company, what was lived, who owns what, who handled what last."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import Any

import numpy as np

from cxsim.clock import MINUTE, WEEK
from cxsim.generate.company import MONTH, Company
from cxsim.generate.lived import Lived, lived_needs
from cxsim.generate.luck import Luck
from cxsim.generate.settings import setting
from cxsim.schema import CHANNELS, HANDLED, REASONS, RESOLVED

Row = dict[str, Any]


class Story:
    """The company and the first things that follow from it.

    Parameters
    ----------
    company
        The simulated company.
    """

    def __init__(self, company: Company) -> None:
        self.company = company
        #: What tables keep for each other, by name.
        self.kept: dict[str, Any] = {}

    @property
    def luck(self) -> Luck:
        """Luck of the data."""
        return self.company.luck

    @cached_property
    def contacts(self) -> list[Row]:
        """Contacts of the window as plain rows; times from the first midnight in ms, `agent` the number or None."""
        rows = plain_rows(self.company.contacts)
        for row, agent in zip(rows, self.company.agent_of, strict=True):
            row["agent"] = agent
            row["arrived"] -= self.company.t0
        return rows

    @cached_property
    def needs(self) -> list[Row]:
        """Needs of the window as plain rows; times from the first midnight in ms, `closed` None while open."""
        rows = plain_rows(self.company.needs)
        for row in rows:
            row["born"] -= self.company.t0
            row["closed"] = self.company.since(row["closed"])
        return rows

    @cached_property
    def need_of(self) -> dict[int, Row]:
        """Needs of the window by number."""
        return {row["need"]: row for row in self.needs}

    @cached_property
    def contacts_of(self) -> dict[int, list[Row]]:
        """Contacts of customers in the window by need; work on cases is not among them."""
        found: dict[int, list[Row]] = defaultdict(list)
        for row in self.contacts:
            if row["case"] < 0:
                found[row["need"]].append(row)
        return found

    @cached_property
    def needs_of(self) -> dict[int, list[Row]]:
        """Needs of each person, in order of birth."""
        found: dict[int, list[Row]] = defaultdict(list)
        for row in self.needs:
            found[row["person"]].append(row)
        return found

    @cached_property
    def _lived(self) -> tuple[dict[int, Lived], dict[int, list[float]]]:
        return lived_needs(self.company.run)

    @property
    def lived(self) -> dict[int, Lived]:
        """What was perceived and expected, by need."""
        return self._lived[0]

    @property
    def expected(self) -> dict[int, list[float]]:
        """What each person expects at the end, by dimension."""
        return self._lived[1]

    @cached_property
    def wait_ms(self) -> dict[int, int]:
        """Waits of all contacts of each need in the window together, ms."""
        total: dict[int, int] = defaultdict(int)
        for row in self.contacts:
            if row["case"] < 0:
                total[row["need"]] += row["wait"]
        return total

    @cached_property
    def wait_min(self) -> dict[int, float]:
        """The same in minutes."""
        return {need: ms / MINUTE for need, ms in self.wait_ms.items()}

    @cached_property
    def last_agent(self) -> dict[int, int]:
        """Agent who handled each need last."""
        return {row["need"]: row["agent"] for row in self.contacts if row["agent"] and row["case"] < 0}

    @cached_property
    def product(self) -> dict[int, str]:
        """Product family of each need; in the weeks of the faulty batch one family comes up more often."""
        chosen, batch = setting("products"), setting("faulty_batch")
        first, last = (batch["from_week"] - 1) * WEEK, (batch["from_week"] - 1 + batch["weeks"]) * WEEK
        found = {}
        for row in self.needs:
            shares = dict(chosen["need_share"])
            if first <= row["born"] < last:
                shares[batch["product"]] *= batch["factor"]
            found[row["need"]] = self.luck.weighted("product", shares, row["person"], row["ordinal"])
        return found

    @cached_property
    def monthly_mood(self) -> np.ndarray:
        """Latent satisfaction at the beginning of each four-week month, by month and person."""
        months = self.company.months
        moods = np.tile(np.asarray(self.company.run.facts.persons_start["satisfaction"], float), (months, 1))
        for person, steps in self.company.moods.items():
            for moment, value in steps:
                month = -(-moment // MONTH)
                if month < months:
                    moods[max(month, 0) :, person] = value
        return moods


def plain_rows(table: np.ndarray) -> list[Row]:
    """Rows of a structured array as dictionaries of plain numbers."""
    names = table.dtype.names or ()
    columns = [table[name].tolist() for name in names]
    return [dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True)]


def is_resolved_at_once(need: Row) -> bool:
    """Whether the first handling of a need resolved it."""
    return need["state"] == RESOLVED and need["handlings"] == 1


def was_handled(contact: Row) -> bool:
    """Whether somebody handled a contact."""
    return bool(contact["outcome"] == HANDLED)


def channel_of(need: Row) -> str:
    """Channel of the first attempt of a need."""
    return CHANNELS[need["channel"]]


def reason_of(need: Row) -> str:
    """Reason of a need."""
    return REASONS[need["reason"]]

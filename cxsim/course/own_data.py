"""The cells of the notebook on a company's own tables, one function each."""

from __future__ import annotations

from collections.abc import Mapping

from cxsim.course import own_data_tables as tables
from cxsim.course import own_data_work as work
from cxsim.course.show import show


def quality() -> None:
    """How good a raw table is, column by column."""
    show(tables.quality())


def clean() -> None:
    """What was done to it, and who stands there twice."""
    show(tables.cleaned())


def join() -> None:
    """Which rows of five tables belong to the same customer."""
    show(tables.joined())


def card() -> None:
    """The card of one customer."""
    show(tables.card())


def asked() -> None:
    """What comments are about, in both languages."""
    show(tables.asked())


def behind() -> None:
    """Behind the market, and behind what customers expect."""
    show(tables.behind())


def bridge() -> None:
    """Claims in money."""
    show(tables.bridge())


def backlog() -> None:
    """Open tickets by age."""
    show(work.backlog())


def causes() -> None:
    """Causes of complaints, and how many went round."""
    show(work.causes())


def missed() -> None:
    """Follow-ups that never came."""
    show(work.missed())


def takeover() -> None:
    """When a person should take over."""
    show(work.takeover())


def groups() -> None:
    """Groups of customers, and whether they drift."""
    show(work.groups())


def usage() -> None:
    """What customers use, and where it fails."""
    show(work.usage())


def moves() -> None:
    """Where customers are a quarter later."""
    show(work.moves())


def machines() -> None:
    """Which machines to visit before they fail."""
    show(work.machines())


def offers() -> None:
    """Do personal offers sell more?"""
    show(work.offers())


def from_log() -> None:
    """What a call log tells of a company."""
    show(work.from_log())


def for_lessons(log: str = "", meanings: Mapping[str, str] | None = None, in_lessons: bool = False) -> None:
    """Keep the company of a call log; without a file it is the log of the made-up company.

    Parameters
    ----------
    log
        CSV file of a call log or an interval report.
    meanings
        Column to meaning, where the names do not tell; see ``cxsim calibrate --help``.
    in_lessons
        Let the lessons start from it.
    """
    show(work.for_lessons(log, meanings, in_lessons))

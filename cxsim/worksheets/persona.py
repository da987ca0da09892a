"""Personas: three to five kinds of customers, drawn from data and compared with the company's market."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from cxsim.messages import number, percent, tr
from cxsim.scenario import Scenario
from cxsim.scenario.groups import SEGMENTS
from cxsim.worksheets.columns import DayCell, Number, Text, day, text
from cxsim.worksheets.columns import number as amount
from cxsim.worksheets.findings import Finding
from cxsim.worksheets.worksheet import Row, Worksheet

FEWEST, MOST = 3, 5
SHARE_DRIFT, MARGIN_DRIFT, NEEDS_DRIFT = 0.02, 0.15, 0.15
LONGEST_REVIEW_DAYS = 366
EVIDENCE = ("data", "survey", "interview", "observation", "guess")


class PersonaRow(Row):
    """One kind of customer."""

    name: Text = text("name")
    segment: Text = text("segment", "客户细分", choices=SEGMENTS)
    share: Number = amount("share of customers", unit="share")
    demographic: Text = text("who they are")
    behavior: Text = text("what they do")
    psychographic: Text = text("what they value", "感知价值")
    channel: Text = text("preferred channel", choices=("phone", "chat", "email"))
    needs_per_year: Number = amount("needs", unit="a year")
    margin_month: Number = amount("margin", unit="CNY/month")
    pain_point: Text = text("pain point", "痛点")
    expectation: Text = text("expectation", "客户期望")
    evidence: Text = text("evidence", choices=EVIDENCE)


class Persona(Worksheet):
    """Three to five personas with their shares, worth and pain points."""

    KIND: ClassVar[str] = "persona"
    TITLE: ClassVar[str] = "Personas"
    CHINESE: ClassVar[str] = "客户画像"
    FINDINGS: ClassVar[tuple[str, ...]] = (
        "blank", "wrong_number", "duplicate_name", "shares_do_not_add", "guess", "review_late", "segment_drift",
        "margin_off", "needs_off",
    )  # fmt: skip

    company: Text = text("company")
    made_on: DayCell = day("made on")
    next_review: DayCell = day("next review", "定期复盘")
    source: Text = text("data used")
    personas: tuple[PersonaRow, ...] = ()

    def _faults(self, scenario: Scenario) -> Iterator[Finding]:
        yield from self._number()
        yield from self._shares()
        yield from self._dates()
        yield from self._rows(scenario)
        yield from self._drift(scenario)

    def _number(self) -> Iterator[Finding]:
        if self.personas and not FEWEST <= len(self.personas) <= MOST:
            says = tr("There are {count} personas.", count=len(self.personas))
            yield Finding("wrong_number", "Personas", says, tr("Keep {low} to {high}: fewer say nothing, more nobody "
                          "remembers.", low=FEWEST, high=MOST))  # fmt: skip
        seen: set[str] = set()
        for index, row in enumerate(self.personas):
            if row.name and row.name.lower() in seen:
                yield Finding("duplicate_name", self.at("personas", index, "name"),
                              tr("{name} stands here for the second time.", name=row.name),
                              tr("Give each persona a name of its own."))  # fmt: skip
            seen.add(row.name.lower())

    def _shares(self) -> Iterator[Finding]:
        total = sum(row.share or 0 for row in self.personas)
        if all(row.share is not None for row in self.personas) and self.personas and abs(total - 1) > 0.01:
            yield Finding("shares_do_not_add", "Personas", tr("The shares add up to {total}.", total=percent(total)),
                          tr("Every customer belongs to one persona: make it 100 %."))  # fmt: skip

    def _dates(self) -> Iterator[Finding]:
        if (
            self.made_on
            and self.next_review
            and not 0 < (self.next_review - self.made_on).days <= LONGEST_REVIEW_DAYS
        ):
            yield Finding("review_late", self.on_card("next_review"),
                          tr("The next review is {days} days after the personas were made.",
                             days=(self.next_review - self.made_on).days),
                          tr("Look at them again within a year: customers change."))  # fmt: skip

    def _rows(self, scenario: Scenario) -> Iterator[Finding]:
        market = scenario.world.market
        for index, row in enumerate(self.personas):
            if row.evidence == "guess":
                yield Finding("guess", self.at("personas", index, "evidence"),
                              tr("{name} is a guess.", name=row.name),
                              tr("Ask customers or look at their data before you decide for them."))  # fmt: skip
            if row.segment and row.margin_month is not None:
                usual = market.margin_month_cny * getattr(market.margin_factor, row.segment)
                if abs(row.margin_month - usual) > MARGIN_DRIFT * usual:
                    yield Finding("margin_off", self.at("personas", index, "margin_month"),
                                  tr("{found} CNY a month; the segment {segment} brings {usual}.",
                                     found=number(row.margin_month), segment=row.segment, usual=number(usual)),
                                  tr("Take the margin from the company's data."))  # fmt: skip

    def _drift(self, scenario: Scenario) -> Iterator[Finding]:
        shares = {
            name: sum(row.share or 0 for row in self.personas if row.segment == name) for name in SEGMENTS
        }
        usual = scenario.world.market.segment_share
        if abs(sum(shares.values()) - 1) > 0.01:
            return
        for name, share in shares.items():
            if abs(share - getattr(usual, name)) > SHARE_DRIFT:
                yield Finding("segment_drift", f"Personas, {name}",
                              tr("{found} of customers here, {usual} in the company.", found=percent(share),
                                 usual=percent(getattr(usual, name))),
                              tr("The market has moved or a persona is missing: count again."))  # fmt: skip
        if all(row.needs_per_year is not None for row in self.personas):
            yield from self._needs(scenario.world.demand.needs_per_year)

    def _needs(self, usual: float) -> Iterator[Finding]:
        mean = sum((row.share or 0) * (row.needs_per_year or 0) for row in self.personas)
        if abs(mean - usual) > NEEDS_DRIFT * usual:
            yield Finding("needs_off", "Personas",
                          tr("The personas need help {mean} times a year on average, customers {usual} times.",
                             mean=number(mean, 1), usual=number(usual, 1)),
                          tr("Take the number of needs from the contact records."))  # fmt: skip

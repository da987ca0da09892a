"""Service rules: scope, standards, flow, exceptions, conduct and roles in one document, compared with the company."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from cxsim.messages import number, percent, tr
from cxsim.scenario import Scenario
from cxsim.worksheets import roster_side
from cxsim.worksheets.columns import DayCell, Number, Text, day, text
from cxsim.worksheets.columns import number as amount
from cxsim.worksheets.findings import Finding
from cxsim.worksheets.sla_table import LARGEST_SHARE, LIVE, LIVE_SECONDS
from cxsim.worksheets.worksheet import Row, Worksheet

SECTIONS = ("standard", "flow", "exception", "conduct", "role", "training")
FLOW = ("receive", "register", "assign", "handle", "return visit")
CHANNELS = ("phone", "chat", "email", "complaint")
UNITS = {"s": 1, "min": 60, "h": 3600}
LONGEST_RULE, LONGEST_REVIEW_DAYS = 30, 366
#: Words that promise nothing that could be counted.
VAGUE = re.compile(r"\b(as soon as possible|asap|quickly|promptly|timely|soon|usually|normally|if possible|try to)\b"
                   r"|尽快|及时|尽量", re.IGNORECASE)  # fmt: skip


class Rule(Row):
    """One rule in plain words, with its standard where it has one."""

    section: Text = text("section", choices=SECTIONS)
    step: Text = text("step of the flow", "服务流程图", choices=FLOW, optional=True)
    rule: Text = text("rule")
    channel: Text = text("channel", choices=CHANNELS, optional=True)
    share: Number = amount("share", unit="share", optional=True)
    within: Number = amount("within", optional=True)
    unit: Text = text("unit of time", choices=tuple(UNITS), optional=True)
    owner: Text = text("owner")

    @property
    def seconds(self) -> float | None:
        """Time of the standard in seconds; none where the rule has none."""
        return None if self.within is None or not self.unit else self.within * UNITS[self.unit]


class ServiceRules(Worksheet):
    """The rule book of a service department."""

    KIND: ClassVar[str] = "service-rules"
    TITLE: ClassVar[str] = "Service rules"
    CHINESE: ClassVar[str] = "服务细则"
    FINDINGS: ClassVar[tuple[str, ...]] = (
        "blank", "section_missing", "flow_broken", "vague_rule", "standard_without_number", "long_rule",
        "contradiction", "scope_overlap", "review_late", "not_the_promise", "share_out", "more_than_roster",
    )  # fmt: skip

    company: Text = text("company")
    scope_in: Text = text("what belongs to the service", "服务范围与边界")
    scope_out: Text = text("what does not")
    valid_from: DayCell = day("valid from")
    next_review: DayCell = day("next review", "定期复盘")
    pilot: Text = text("pilot", "试点运行")
    rules: tuple[Rule, ...] = ()

    def _faults(self, scenario: Scenario) -> Iterator[Finding]:
        yield from self._sections()
        yield from self._flow()
        yield from self._words()
        yield from self._contradictions()
        yield from self._card()
        yield from self._promises(scenario)
        yield from self._roster(scenario)

    def _sections(self) -> Iterator[Finding]:
        named = {row.section for row in self.rules}
        missing = [name for name in SECTIONS if name not in named]
        if self.rules and missing:
            yield Finding("section_missing", "Rules", tr("Nothing about {sections}.", sections=", ".join(missing)),
                          tr("Write at least one rule for each section."))  # fmt: skip

    def _flow(self) -> Iterator[Finding]:
        steps = [row.step for row in self.rules if row.section == "flow" and row.step]
        if steps and steps != list(FLOW):
            yield Finding("flow_broken", "Rules", tr("The flow runs {steps}.", steps=" > ".join(steps)),
                          tr("Name each step once, in the order {flow}.", flow=" > ".join(FLOW)))  # fmt: skip

    def _words(self) -> Iterator[Finding]:
        for index, row in enumerate(self.rules):
            vague = VAGUE.search(row.rule)
            if vague and row.seconds is None:
                yield Finding("vague_rule", self.at("rules", index, "rule"),
                              tr("\"{words}\" can be neither kept nor broken.", words=vague[0]),
                              tr("Write a time, a number or a name."))  # fmt: skip
            if row.section == "standard" and (row.seconds is None or row.share is None or not row.channel):
                yield Finding("standard_without_number", self.at("rules", index),
                              tr("A standard needs channel, share, time and unit."),
                              tr("Complete the row, for example phone, 0.6, 60, s."))  # fmt: skip
            if len(row.rule.split()) > LONGEST_RULE:
                yield Finding(
                    "long_rule",
                    self.at("rules", index, "rule"),
                    tr("The rule has {count} words.", count=len(row.rule.split())),
                    tr("Say it in at most {most} plain words, or in two rules.", most=LONGEST_RULE),
                )

    def _contradictions(self) -> Iterator[Finding]:
        first: dict[str, tuple[int, Rule]] = {}
        for index, row in enumerate(self.rules):
            if row.section != "standard" or not row.channel or row.seconds is None:
                continue
            held = first.setdefault(row.channel, (index, row))
            if (held[1].seconds, held[1].share) != (row.seconds, row.share):
                yield Finding("contradiction", self.at("rules", index),
                              tr("Row {row} sets another standard for {channel}.", row=self.line("rules", held[0]),
                                 channel=row.channel),
                              tr("Keep one standard for each channel."))  # fmt: skip

    def _card(self) -> Iterator[Finding]:
        both = sorted(_items(self.scope_in) & _items(self.scope_out))
        if both:
            yield Finding("scope_overlap", self.on_card("scope_out"),
                          tr("{items} stands on both sides of the boundary.", items=", ".join(both)),
                          tr("Decide for one side."))  # fmt: skip
        if self.valid_from and self.next_review:
            days = (self.next_review - self.valid_from).days
            if not 0 < days <= LONGEST_REVIEW_DAYS:
                yield Finding("review_late", self.on_card("next_review"),
                              tr("{days} days lie between validity and review.", days=days),
                              tr("Review the rules within a year of their start."))  # fmt: skip

    def _promises(self, scenario: Scenario) -> Iterator[Finding]:
        promise = scenario.policy.promise
        told = {"phone": promise.live_within_s, "chat": promise.live_within_s, "email": promise.email_h * 3600,
                "complaint": promise.complaint_response_h.general * 3600}  # fmt: skip
        for index, row in enumerate(self.rules):
            if (
                row.section == "standard"
                and row.channel
                and row.seconds is not None
                and row.seconds > told[row.channel]
            ):
                yield Finding("not_the_promise", self.at("rules", index, "within"),
                              tr("Customers are promised {told} s on {channel}; the rule allows {allowed} s.",
                                 told=number(told[row.channel]), channel=row.channel, allowed=number(row.seconds)),
                              tr("Allow no more than is promised, or change the promise."))  # fmt: skip

    def _roster(self, scenario: Scenario) -> Iterator[Finding]:
        low, high = LIVE_SECONDS
        for index, row in enumerate(self.rules):
            if row.section != "standard" or row.share is None:
                continue
            where = self.at("rules", index, "share")
            if not 0 < row.share <= LARGEST_SHARE:
                yield Finding("share_out", where, tr("{share} cannot be promised.", share=percent(row.share)),
                              tr("Write a share above 0 and at most 99.9 %, for example 0.9 or 90 %."))  # fmt: skip
                continue
            if row.channel not in LIVE or row.seconds is None or not low <= row.seconds <= high:
                continue
            can = roster_side.kept(scenario, row.channel, row.seconds).share
            if row.share > can:
                yield Finding("more_than_roster", where,
                              tr("{promised} is promised; the roster can keep {can} in a usual week (Erlang C).",
                                 promised=percent(row.share), can=percent(can)),
                              tr("Promise less, allow more time, or add seats in the weak half hours."))  # fmt: skip


def _items(words: str) -> set[str]:
    return {item.strip().casefold() for item in re.split(r"[,;\n、，；]", words) if item.strip()}

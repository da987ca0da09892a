"""SLA table: share, time and clock of each promise, compared with what the roster can keep."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any, ClassVar

from cxsim.messages import number, percent, tr
from cxsim.scenario import Scenario
from cxsim.scenario.groups import CLASSES
from cxsim.worksheets import roster_side
from cxsim.worksheets.columns import Number, Text, text
from cxsim.worksheets.columns import number as amount
from cxsim.worksheets.findings import Finding
from cxsim.worksheets.picture import Picture
from cxsim.worksheets.worksheet import Row, Worksheet

CHANNELS = ("phone", "chat", "email", "case")
LIVE = ("phone", "chat")
#: Four clocks, which must end in this order.
CLOCKS = ("confirm", "response", "assessment", "resolution")
SECONDS = {"s": 1, "min": 60, "h": 3600}
LARGEST_SHARE = 0.999
#: Least and longest promise that a company can take, in seconds.
LIVE_SECONDS, OTHER_SECONDS = (1.0, 86_400.0), (36.0, 8_760 * 3600.0)


class SlaRow(Row):
    """One promise: who, which clock, how many, how fast, and who answers for it."""

    channel: Text = text("channel", choices=CHANNELS)
    group: Text = text("class", choices=("all", *CLASSES))
    clock: Text = text("clock", "响应时效", choices=CLOCKS)
    share: Number = amount("share to be kept", unit="share")
    within: Number = amount("within")
    unit: Text = text("unit of time", choices=tuple(SECONDS))
    owner: Text = text("owner")
    escalation: Text = text("when it is missed", "问题升级")

    @property
    def seconds(self) -> float | None:
        """Promised time in seconds; none where it is not filled in."""
        return None if self.within is None or not self.unit else self.within * SECONDS[self.unit]


class SlaTable(Worksheet):
    """Promises of service by channel, class of complaint and clock."""

    KIND: ClassVar[str] = "sla-table"
    TITLE: ClassVar[str] = "SLA table"
    CHINESE: ClassVar[str] = "服务承诺"
    FINDINGS: ClassVar[tuple[str, ...]] = (
        "blank", "share_out", "time_out", "duplicate_row", "class_missing", "clock_missing", "class_out",
        "clocks_upside_down",
        "graver_waits_longer", "one_live_promise", "more_than_roster", "shorter_than_night",
    )  # fmt: skip

    company: Text = text("company")
    counting: Text = text("complaint clock counts", choices=("calendar", "business"))
    review: Text = text("review", "定期复盘")
    promises: tuple[SlaRow, ...] = ()

    def picture(self, scenario: Scenario | str | None = None) -> Picture:
        """Promised share of each live channel against what the roster can keep, over a Monday."""
        from cxsim.worksheets import draw_sla
        from cxsim.worksheets.worksheet import scenario_of

        return draw_sla.draw(self, scenario_of(scenario))

    def policy(self) -> dict[str, Any]:
        """The table as changes of a company: dotted path to value, for `Scenario.replace`.

        The company makes one promise for phone and chat; the first such row gives it. Rows that are not filled in
        change nothing.
        """
        found: dict[str, Any] = {}
        for row in self.promises:
            if row.seconds is None or row.share is None or not row.clock:
                continue
            if row.channel in LIVE and row.clock == "response":
                for room in ("promise", "targets"):
                    found.setdefault(f"policy.{room}.live_share", float(row.share))
                    found.setdefault(f"policy.{room}.live_within_s", float(row.seconds))
            elif row.channel == "email" and row.clock == "response":
                found["policy.promise.email_h"] = row.seconds / 3600
                found["policy.targets.due_min.email.general"] = row.seconds / 60
            elif row.channel == "case" and row.group in CLASSES:
                found[f"policy.complaints.deadlines.{row.group}.{row.clock}_h"] = row.seconds / 3600
                if row.clock == "response":
                    found[f"policy.promise.complaint_response_h.{row.group}"] = row.seconds / 3600
        if self.counting:
            found["policy.complaints.clock"] = self.counting
        return found

    def live(self) -> list[tuple[int, SlaRow]]:
        """Filled-in promises on phone and chat that a company can take, with their positions."""
        low, high = LIVE_SECONDS
        return [
            (index, row) for index, row in enumerate(self.promises)
            if row.channel in LIVE and row.clock == "response" and row.share is not None
            and row.seconds is not None and low <= row.seconds <= high
        ]  # fmt: skip

    def _faults(self, scenario: Scenario) -> Iterator[Finding]:
        yield from self._numbers()
        yield from self._classes()
        yield from self._order()
        yield from self._roster(scenario)

    def _numbers(self) -> Iterator[Finding]:
        seen: dict[tuple[str, str, str], int] = {}
        for index, row in enumerate(self.promises):
            if row.share is not None and not 0 < row.share <= LARGEST_SHARE:
                yield Finding("share_out", self.at("promises", index, "share"),
                              tr("{share} cannot be promised.", share=percent(row.share)),
                              tr("Write a share above 0 and at most 99.9 %, for example 0.9 or 90 %."))  # fmt: skip
            low, high = LIVE_SECONDS if row.channel in LIVE else OTHER_SECONDS
            if row.seconds is not None and not low <= row.seconds <= high:
                yield Finding("time_out", self.at("promises", index, "within"),
                              tr("{time} {unit} cannot be promised.", time=number(row.within or 0), unit=row.unit),
                              tr("Write a time from {low} s to {high} h.", low=low, high=high / 3600))  # fmt: skip
            key = row.channel, row.group, row.clock
            if all(key) and key in seen:
                yield Finding("duplicate_row", self.at("promises", index),
                              tr("Row {row} promises the same clock already.", row=self.line("promises", seen[key])),
                              tr("Keep one row for each channel, class and clock."))  # fmt: skip
            seen.setdefault(key, index)

    def _classes(self) -> Iterator[Finding]:
        named = {row.group for row in self.promises if row.channel == "case"}
        missing = [name for name in CLASSES if name not in named]
        if missing and named:
            yield Finding("class_missing", "Promises", tr("No promise for {classes} complaints.",
                                                          classes=", ".join(missing)),
                          tr("Add a response and a resolution for each class."))  # fmt: skip
        clocks = {(row.group, row.clock) for row in self.promises if row.channel == "case"}
        for name in [name for name in CLASSES if name in named]:
            gone = [clock for clock in ("response", "resolution") if (name, clock) not in clocks]
            if gone and (name, "") not in clocks:  # an empty cell is told as such
                yield Finding("clock_missing", "Promises", tr("No {clocks} for {group} complaints.",
                                                              clocks=", ".join(gone), group=name),
                              tr("Add a response and a resolution for each class."))  # fmt: skip
        for index, row in enumerate(self.promises):
            if row.channel and row.group and (row.channel == "case") == (row.group == "all"):
                yield Finding("class_out", self.at("promises", index, "group"),
                              tr("{group} does not fit the channel {channel}.", group=row.group, channel=row.channel),
                              tr("Complaint cases have the classes {classes}; every other channel has all.",
                                 classes=", ".join(CLASSES)))  # fmt: skip

    def _order(self) -> Iterator[Finding]:
        times = {(row.channel, row.group, row.clock): (index, row.seconds) for index, row in enumerate(self.promises)
                 if row.seconds is not None}  # fmt: skip
        for channel, group in dict.fromkeys((channel, group) for channel, group, _ in times):
            steps = [times[channel, group, clock] for clock in CLOCKS if (channel, group, clock) in times]
            for (_, before), (index, after) in itertools.pairwise(steps):
                if after < before:
                    yield Finding("clocks_upside_down", self.at("promises", index, "within"),
                                  tr("This clock ends before the one that comes first."),
                                  tr("Keep the order {clocks}.", clocks=", ".join(CLOCKS)))  # fmt: skip
        for clock in CLOCKS:
            steps = [times["case", group, clock] for group in CLASSES if ("case", group, clock) in times]
            for (_, mild), (index, grave) in itertools.pairwise(steps):
                if grave > mild:
                    yield Finding("graver_waits_longer", self.at("promises", index, "within"),
                                  tr("The graver complaint waits longer: {grave} h against {mild} h.",
                                     grave=number(grave / 3600), mild=number(mild / 3600)),
                                  tr("Serve the graver one at least as fast, or say why not."))  # fmt: skip

    def _roster(self, scenario: Scenario) -> Iterator[Finding]:
        live = self.live()
        for index, row in live[1:]:
            if (row.share, row.seconds) != (live[0][1].share, live[0][1].seconds):
                yield Finding("one_live_promise", self.at("promises", index),
                              tr("Phone and chat promise different things, and customers are told one thing."),
                              tr("Make share and time equal in both rows."))  # fmt: skip
        for index, row in live:
            can = roster_side.kept(scenario, row.channel, row.seconds or 0).share
            if 0 < (row.share or 0) <= LARGEST_SHARE and row.share > can:
                yield Finding("more_than_roster", self.at("promises", index, "share"),
                              tr("{promised} is promised; the roster can keep {can} in a usual week (Erlang C).",
                                 promised=percent(row.share), can=percent(can)),
                              tr("Promise less, allow more time, or add seats in the weak half hours."))  # fmt: skip
        for index, row in enumerate(self.promises):
            yield from self._night(scenario, index, row)

    def _night(self, scenario: Scenario, index: int, row: SlaRow) -> Iterator[Finding]:
        by_people = row.channel == "email" or (row.channel == "case" and row.clock != "confirm")
        if not by_people or row.seconds is None or (row.channel == "case" and self.counting == "business"):
            return
        gap = roster_side.longest_gap_h(scenario, row.channel)
        if 0 < row.seconds / 3600 < gap:
            yield Finding("shorter_than_night", self.at("promises", index, "within"),
                          tr("Nobody works on {channel} for up to {gap} h, and {hours} h are promised.",
                             channel=row.channel, gap=number(gap), hours=number(row.seconds / 3600)),
                          tr("Promise more than {gap} h, or staff the night.", gap=number(gap)))  # fmt: skip

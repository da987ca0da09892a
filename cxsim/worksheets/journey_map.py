"""Journey map: what a customer meets from awareness to loyalty, how it feels, and what would change it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import ClassVar

from cxsim.messages import number, tr
from cxsim.scenario import Scenario
from cxsim.worksheets import levers
from cxsim.worksheets.columns import Count, Text, text, whole
from cxsim.worksheets.findings import Finding
from cxsim.worksheets.picture import Picture
from cxsim.worksheets.worksheet import Row, Worksheet

STAGES = ("awareness", "evaluation", "purchase", "use", "loyalty")
CHANNELS = ("phone", "chat", "email", "case", "none")
LOWEST, HIGHEST = -2, 2
PRIORITIES = ("P0", "P1", "P2", "P3")


class Touchpoint(Row):
    """One moment in which the customer meets the company."""

    stage: Text = text("stage", choices=STAGES)
    touchpoint: Text = text("touchpoint", "接触点")
    channel: Text = text("channel", choices=CHANNELS)
    emotion: Count = whole("emotion", "情感变化", unit="-2 to 2")
    pain_point: Text = text("pain point", "痛点", optional=True)
    opportunity: Text = text("opportunity", optional=True)
    owner: Text = text("owner")
    priority: Text = text("priority", "优先级排序", choices=PRIORITIES, optional=True)
    path: Text = text("parameter to test", optional=True)


class JourneyMap(Worksheet):
    """Five stages, touchpoints with an emotion each, pain points that link to the simulator."""

    KIND: ClassVar[str] = "journey-map"
    TITLE: ClassVar[str] = "Customer journey map"
    CHINESE: ClassVar[str] = "客户旅程图"
    FINDINGS: ClassVar[tuple[str, ...]] = (
        "blank", "stage_missing", "stage_order", "emotion_out", "flat_curve", "low_without_pain", "low_untested",
        "unknown_path", "channel_unused", "priority_upside_down",
    )  # fmt: skip

    persona: Text = text("persona", "客户画像")
    goal: Text = text("what the customer wants")
    source: Text = text("data used")
    touchpoints: tuple[Touchpoint, ...] = ()

    def picture(self, scenario: Scenario | str | None = None) -> Picture:
        """The emotion curve over the touchpoints, pain points named at its low points."""
        from cxsim.worksheets import draw_journey

        return draw_journey.draw(self)

    def lowest(self) -> tuple[int, ...]:
        """Positions of the touchpoints where the customer feels worst."""
        felt = [row.emotion for row in self.touchpoints if row.emotion is not None]
        return tuple(i for i, row in enumerate(self.touchpoints) if felt and row.emotion == min(felt))

    def _faults(self, scenario: Scenario) -> Iterator[Finding]:
        yield from self._stages()
        yield from self._curve()
        yield from self._low_points()
        yield from self._priorities()
        yield from self._company(scenario)

    def _stages(self) -> Iterator[Finding]:
        named = [row.stage for row in self.touchpoints if row.stage]
        missing = [stage for stage in STAGES if stage not in named]
        if named and missing:
            yield Finding("stage_missing", "Touchpoints", tr("No touchpoint in {stages}.", stages=", ".join(missing)),
                          tr("Walk the whole way: {stages}.", stages=", ".join(STAGES)))  # fmt: skip
        order = [STAGES.index(stage) for stage in named]
        for index, (before, after) in enumerate(itertools.pairwise(order), start=1):
            if after < before:
                yield Finding("stage_order", self.at("touchpoints", index, "stage"),
                              tr("{after} comes after {before}.", after=STAGES[after], before=STAGES[before]),
                              tr("Put the rows in the order in which the customer lives them."))  # fmt: skip

    def _curve(self) -> Iterator[Finding]:
        felt = [row.emotion for row in self.touchpoints if row.emotion is not None]
        for index, row in enumerate(self.touchpoints):
            if row.emotion is not None and not LOWEST <= row.emotion <= HIGHEST:
                yield Finding("emotion_out", self.at("touchpoints", index, "emotion"),
                              tr("{emotion} is outside the scale.", emotion=row.emotion),
                              tr("Use {low} (angry) to {high} (delighted).", low=LOWEST, high=HIGHEST))  # fmt: skip
        if len(felt) > 1 and len(set(felt)) == 1:
            yield Finding("flat_curve", "Touchpoints", tr("Every touchpoint feels the same."),
                          tr("Ask where customers were annoyed or glad: a flat curve shows nothing."))  # fmt: skip

    def _low_points(self) -> Iterator[Finding]:
        for index, row in enumerate(self.touchpoints):
            if row.emotion is not None and row.emotion < 0 and not (row.pain_point and row.opportunity):
                yield Finding("low_without_pain", self.at("touchpoints", index),
                              tr("{touchpoint} feels bad, and pain point or opportunity is empty.",
                                 touchpoint=row.touchpoint),
                              tr("Say what hurts and what would help."))  # fmt: skip
        lowest = self.lowest()
        if (
            lowest
            and self.touchpoints[lowest[0]].emotion < 0
            and not any(self.touchpoints[i].path for i in lowest)
        ):
            yield Finding(
                "low_untested",
                self.at("touchpoints", lowest[0], "path"),
                tr("The lowest point of the curve has no parameter."),
                tr("Name the dotted path that would lift it, so that the simulator can test it."),
            )

    def _priorities(self) -> Iterator[Finding]:
        ranked = [
            (index, row)
            for index, row in enumerate(self.touchpoints)
            if row.priority and row.emotion is not None
        ]
        first = [row.emotion for _, row in ranked if row.priority == "P0"]
        for index, row in ranked:
            if row.priority == "P3" and first and row.emotion < min(first):
                yield Finding("priority_upside_down", self.at("touchpoints", index, "priority"),
                              tr("P3 feels worse ({emotion}) than every P0.", emotion=number(row.emotion)),
                              tr("Repair first what hurts most and is easy to mend."))  # fmt: skip

    def _company(self, scenario: Scenario) -> Iterator[Finding]:
        for index, row in enumerate(self.touchpoints):
            if row.path:
                found = levers.path_fault(scenario, row.path, self.at("touchpoints", index, "path"))
                if found is not None:
                    yield found
            if row.channel in CHANNELS[:3] and not getattr(scenario.world.demand.channel_share, row.channel):
                yield Finding("channel_unused", self.at("touchpoints", index, "channel"),
                              tr("No customer of this company comes by {channel}.", channel=row.channel),
                              tr("Take a channel that customers use."))  # fmt: skip

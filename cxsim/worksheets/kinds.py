"""The nine worksheets by name."""

from __future__ import annotations

from pathlib import Path

from cxsim import guards
from cxsim.guards import CxError
from cxsim.messages import tr
from cxsim.worksheets import excel_in
from cxsim.worksheets.five_why import FiveWhy
from cxsim.worksheets.improvement_plan import ImprovementPlan
from cxsim.worksheets.journey_map import JourneyMap
from cxsim.worksheets.measures_table import MeasuresTable
from cxsim.worksheets.persona import Persona
from cxsim.worksheets.raci import Raci
from cxsim.worksheets.service_rules import ServiceRules
from cxsim.worksheets.sla_table import SlaTable
from cxsim.worksheets.smart_card import SmartCard
from cxsim.worksheets.worksheet import Worksheet

KINDS: dict[str, type[Worksheet]] = {
    sheet.KIND: sheet
    for sheet in (
        Persona,
        JourneyMap,
        FiveWhy,
        SlaTable,
        ServiceRules,
        Raci,
        SmartCard,
        MeasuresTable,
        ImprovementPlan,
    )
}


def kind(name: str) -> type[Worksheet]:
    """Class of a worksheet by its name; an unknown name is refused with the nearest one."""
    if name in KINDS:
        return KINDS[name]
    near = guards.nearest(name, KINDS)
    if near:
        raise CxError(tr("There is no worksheet {name}; nearest: {near} (of {names})", name=guards.shown(name),
                         near=near, names=", ".join(KINDS)))  # fmt: skip
    raise CxError(tr("There is no worksheet {name}; there are {names}", name=guards.shown(name),
                     names=", ".join(KINDS)))  # fmt: skip


def read(path: str | Path) -> Worksheet:
    """Read a filled-in Excel file; its first line says which worksheet it is."""
    return kind(excel_in.kind_of(path)).read(path)

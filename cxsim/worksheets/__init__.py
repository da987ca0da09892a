"""Worksheets that lessons hand in: filled in, checked against themselves and a company, written as Excel and Word.

Each is a frozen model: ``SlaTable.example()``, ``SlaTable.read("my.xlsx")``, ``table.check(scenario)``,
``table.picture()``, ``table.write_excel(...)``, ``write_word``, ``write_markdown``.
"""

from cxsim.worksheets.findings import Finding
from cxsim.worksheets.five_why import FiveWhy
from cxsim.worksheets.improvement_plan import ImprovementPlan
from cxsim.worksheets.journey_map import JourneyMap
from cxsim.worksheets.kinds import KINDS, kind, read
from cxsim.worksheets.measures_table import MeasuresTable
from cxsim.worksheets.persona import Persona
from cxsim.worksheets.picture import Picture
from cxsim.worksheets.raci import Raci
from cxsim.worksheets.service_rules import ServiceRules
from cxsim.worksheets.sla_table import SlaTable
from cxsim.worksheets.smart_card import SmartCard
from cxsim.worksheets.worksheet import Worksheet

__all__ = [
    "KINDS",
    "Finding",
    "FiveWhy",
    "ImprovementPlan",
    "JourneyMap",
    "MeasuresTable",
    "Persona",
    "Picture",
    "Raci",
    "ServiceRules",
    "SlaTable",
    "SmartCard",
    "Worksheet",
    "kind",
    "read",
]

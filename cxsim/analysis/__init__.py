"""Analyses of a company's own tables, real or simulated.

Question: where is it going, for whom is it different, what is behind it, and what comes next?
An analysis takes a table (DataFrame or mapping of columns) and names of columns, and returns a `Measure`, a DataFrame
or a small frozen result that prints itself. Nothing here knows of the simulation. `measure.read_table` reads a file.
"""

from cxsim.analysis.causes import CommonCause, common_cause, pareto
from cxsim.analysis.churn import ChurnModel, churn_model, lead_time
from cxsim.analysis.cleaning import clean, mixed_scales, quality_report
from cxsim.analysis.comments import agreement, label_agreement, language_of, sentiment, takeover_curve
from cxsim.analysis.dashboard import Dashboard, dashboard, kpi_table, over_time
from cxsim.analysis.forecasts import Forecast, forecast
from cxsim.analysis.four import correlations, gaps, segments, trend
from cxsim.analysis.joining import Joined, customer_card, join_tables, merge_feeds, personal_data, same_key
from cxsim.analysis.money import profit_bridge, satisfaction_to_revenue
from cxsim.analysis.patterns import ageing, heat_map, missed_triggers, stage_moves, usage_steps, value_deciles
from cxsim.analysis.personas import Drift, Personas, personas
from cxsim.analysis.topics import key_words, topics

__all__ = [
    "ChurnModel",
    "CommonCause",
    "Dashboard",
    "Drift",
    "Forecast",
    "Joined",
    "Personas",
    "ageing",
    "agreement",
    "churn_model",
    "clean",
    "common_cause",
    "correlations",
    "customer_card",
    "dashboard",
    "forecast",
    "gaps",
    "heat_map",
    "join_tables",
    "key_words",
    "kpi_table",
    "label_agreement",
    "language_of",
    "lead_time",
    "merge_feeds",
    "missed_triggers",
    "mixed_scales",
    "over_time",
    "pareto",
    "personal_data",
    "personas",
    "profit_bridge",
    "quality_report",
    "same_key",
    "satisfaction_to_revenue",
    "segments",
    "sentiment",
    "stage_moves",
    "takeover_curve",
    "topics",
    "trend",
    "usage_steps",
    "value_deciles",
]

"""Measures of customer experience that work on any table of answers, simulated or real.

Question: what does the survey say, and how sure can we be of it?
A measure of a sample takes a series or a table and returns a small frozen result (value, low, high, n, method,
warning), never a bare number. A calculation from given numbers (a bot's load, a sample size, a claim) returns plain
numbers, because there is no sample to be sure or unsure of. Nothing here knows of the simulation.
"""

from cxsim.measure.association import Bond, GapGroups, bond_score, correlation, gap_groups
from cxsim.measure.automation import (
    bot_load,
    churn_precision,
    efficiency_readings,
    funnel_of_claim,
    mobile_funnel,
    payback,
)
from cxsim.measure.claims import claim_base_limit, claim_check, claim_readings, observed_change
from cxsim.measure.cohorts import ChannelCost, CohortValue, channel_costs, cohort_clv, payback_with_churn
from cxsim.measure.columns import Column
from cxsim.measure.control import ControlChart, control_chart, control_limits
from cxsim.measure.difference import difference, difference_with_control
from cxsim.measure.drivers import Drivers, drivers
from cxsim.measure.importance import ImportancePerformance, csi_sensitivity, importance_performance
from cxsim.measure.kano import Kano, kano, kano_classes
from cxsim.measure.loop import ClosedLoop, closed_loop_rate, synergy_indicators
from cxsim.measure.moments import OpenHours
from cxsim.measure.pilots import StepFunnel, pilot_duration, pilot_power, step_funnel
from cxsim.measure.quality import Csi, Servqual, csi, servqual
from cxsim.measure.reliability import cronbach_alpha
from cxsim.measure.renewal import ShiftedBetaGeometric, fit_shifted_beta_geometric
from cxsim.measure.repeat_buying import BgNbd, GammaGamma, fit_bg_nbd, fit_gamma_gamma, purchase_summary
from cxsim.measure.result import Measure
from cxsim.measure.samples import (
    nps_margin,
    pilot_size,
    sample_size_difference,
    sample_size_margin,
    sample_size_nps_difference,
    share_margin,
)
from cxsim.measure.sampling import Raked, coverage, rake, response_rates, stratified_mean, stratified_sample
from cxsim.measure.scorecards import (
    Scorecard,
    agent_scorecard,
    combined_scorecard,
    mystery_plan,
    mystery_shopper,
)
from cxsim.measure.service import fcr, occupancy, service_level, sla_attainment
from cxsim.measure.steps import Steps, steps_of
from cxsim.measure.surveys import ces, csat, nps, nps_from_counts
from cxsim.measure.survival import Survival, retention, survival, survival_difference
from cxsim.measure.tables import read_table, write_table
from cxsim.measure.targets import (
    days_between,
    decay_below,
    expectation_gap,
    linear_path,
    priority_board,
    promises_kept,
    resolution_mix_mean,
    saved_share,
)
from cxsim.measure.value import (
    acquisition_cost_range,
    cac,
    cac_payback,
    clv,
    clv_factor,
    clv_from_percent,
    expected_periods,
    highest_compensation,
    ltv_to_cac,
    retention_profit,
    revenue_from_points,
)
from cxsim.measure.weighting import weight_for_nonresponse, weighted_mean, weighted_nps
from cxsim.measure.work import (
    break_even_fcr,
    fcr_to_pay_for,
    load_with_returns,
    speed_pay,
    training_capacity,
    work_per_solved,
)

__all__ = [
    "BgNbd",
    "Bond",
    "ChannelCost",
    "ClosedLoop",
    "CohortValue",
    "Column",
    "ControlChart",
    "Csi",
    "Drivers",
    "GammaGamma",
    "GapGroups",
    "ImportancePerformance",
    "Kano",
    "Measure",
    "OpenHours",
    "Raked",
    "Scorecard",
    "Servqual",
    "ShiftedBetaGeometric",
    "StepFunnel",
    "Steps",
    "Survival",
    "acquisition_cost_range",
    "agent_scorecard",
    "bond_score",
    "bot_load",
    "break_even_fcr",
    "cac",
    "cac_payback",
    "ces",
    "channel_costs",
    "churn_precision",
    "claim_base_limit",
    "claim_check",
    "claim_readings",
    "closed_loop_rate",
    "clv",
    "clv_factor",
    "clv_from_percent",
    "cohort_clv",
    "combined_scorecard",
    "control_chart",
    "control_limits",
    "correlation",
    "coverage",
    "cronbach_alpha",
    "csat",
    "csi",
    "csi_sensitivity",
    "days_between",
    "decay_below",
    "difference",
    "difference_with_control",
    "drivers",
    "efficiency_readings",
    "expectation_gap",
    "expected_periods",
    "fcr",
    "fcr_to_pay_for",
    "fit_bg_nbd",
    "fit_gamma_gamma",
    "fit_shifted_beta_geometric",
    "funnel_of_claim",
    "gap_groups",
    "highest_compensation",
    "importance_performance",
    "kano",
    "kano_classes",
    "linear_path",
    "load_with_returns",
    "ltv_to_cac",
    "mobile_funnel",
    "mystery_plan",
    "mystery_shopper",
    "nps",
    "nps_from_counts",
    "nps_margin",
    "observed_change",
    "occupancy",
    "payback",
    "payback_with_churn",
    "pilot_duration",
    "pilot_power",
    "pilot_size",
    "priority_board",
    "promises_kept",
    "purchase_summary",
    "rake",
    "read_table",
    "resolution_mix_mean",
    "response_rates",
    "retention",
    "retention_profit",
    "revenue_from_points",
    "sample_size_difference",
    "sample_size_margin",
    "sample_size_nps_difference",
    "saved_share",
    "service_level",
    "servqual",
    "share_margin",
    "sla_attainment",
    "speed_pay",
    "step_funnel",
    "steps_of",
    "stratified_mean",
    "stratified_sample",
    "survival",
    "survival_difference",
    "synergy_indicators",
    "training_capacity",
    "weight_for_nonresponse",
    "weighted_mean",
    "weighted_nps",
    "work_per_solved",
    "write_table",
]

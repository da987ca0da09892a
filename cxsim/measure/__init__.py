"""Measures of customer experience that work on any table of answers, simulated or real.

Question: what does the survey say, and how sure can we be of it?
Each measure takes a series of answers and returns a small frozen result (value, low, high, n, method),
never a bare number. Nothing here knows of the simulation.
"""

from cxsim.measure.result import Measure
from cxsim.measure.surveys import ces, csat, nps

__all__ = ["Measure", "ces", "csat", "nps"]

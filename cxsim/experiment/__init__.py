"""Many runs under common random numbers: compare plans, sweep a parameter, give a verdict with its doubt."""

from cxsim.experiment.comparison import compare, sweep
from cxsim.experiment.study import HEADLINES, Study

__all__ = ["HEADLINES", "Study", "compare", "sweep"]

"""cxsim: a training and simulation kit for customer experience."""

__version__ = "0.1.0"

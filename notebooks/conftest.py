"""Notebooks are tested without a person in front: stored predictions, no buttons, nothing written."""

import os

os.environ["CXSIM_HEADLESS"] = "1"

"""Many runs under common random numbers: compare plans, sweep a parameter, give a verdict with its doubt."""

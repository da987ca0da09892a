"""The reference engine: the model written with SimPy, to be read like a chapter of a textbook."""

"""The stored data sets, made from a scenario and a seed: who writes them, from what, and what each column means."""

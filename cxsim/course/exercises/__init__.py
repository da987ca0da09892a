"""Exercises: for each lesson a file of texts (``delivery.yaml``) and the functions that compute its keys."""

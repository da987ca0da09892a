"""What a run shows: tables by grain, the summary, the life line of a customer, files."""

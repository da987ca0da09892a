"""The compiled engine: one loop over a heap of events, all state in arrays, resumable at any time."""

"""Two engines, one model: `reference` to read, `kernel` to play. They never see each other."""

"""Evidence for the simulator: it is compared with theory, with itself and with a clock."""

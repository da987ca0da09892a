"""What proves itself on this machine: the environment, the warm cache, later verify, agree and bench."""

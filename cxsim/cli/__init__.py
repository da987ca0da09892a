"""The command line: every command is a thin door to a function of the package."""

"""What the user sees when an input cannot be used: one line that says what, where, and what is allowed."""

from __future__ import annotations


class CxError(ValueError):
    """An input that cannot be used, told in one line.

    The command line prints the line and ends with exit code 2; in Python it is an ordinary ``ValueError``.
    """

    def __init__(self, line: str) -> None:
        super().__init__(" ".join(str(line).split()))

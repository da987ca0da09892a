"""The command line: ``python -m cxsim`` or ``cxsim``."""

from __future__ import annotations

import sys

from cxsim.cli.door import main

if __name__ == "__main__":
    sys.exit(main())

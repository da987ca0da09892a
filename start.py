"""Sets up and opens the course: ``python start.py``. Needs Python 3.11 and a package index, nothing else.

This file keeps to words that every Python understands, so that an old one can still print what to do.
"""

import os
import sys

OLDEST = (3, 11)


def find_newer():
    """Name the first newer Python on the search path, or an empty text."""
    folders = os.environ.get("PATH", "").split(os.pathsep)
    for minor in (13, 12, 11, 14):
        name = "python3.{0}".format(minor)
        if any(os.path.exists(os.path.join(folder, name)) for folder in folders):
            return name
    return ""


def refuse():
    """Say in one line which Python this is, where, and what to do."""
    newer = find_newer()
    advice = (
        "run it with: {0} start.py".format(newer)
        if newer
        else "install Python 3.13 from python.org and try again"
    )
    print(
        "cxsim needs Python {0}.{1} or newer; this is Python {2}.{3} at {4}: {5}".format(
            OLDEST[0], OLDEST[1], sys.version_info[0], sys.version_info[1], sys.executable, advice
        )
    )
    return 2


if __name__ == "__main__":
    if sys.version_info < OLDEST:
        sys.exit(refuse())
    from launcher.main import main

    sys.exit(main(sys.argv[1:]))

"""Write `digest.json` anew after numbers were changed on purpose; add a line "Numbers:" to CHANGELOG.md.

python tests/baseline/refresh.py
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).parent)]

from year import FILE, found, moved, stored  # noqa: E402


def main() -> None:
    """Compare, write, and tell what moved."""
    old, new = stored() if FILE.exists() else {}, found()
    FILE.write_text(json.dumps(new, indent=1) + "\n", encoding="utf-8")
    names = moved(old, new)
    print("\n".join(names) if names else "Nothing moved")
    if names:
        print('Now write a line that begins with "Numbers:" into CHANGELOG.md')


if __name__ == "__main__":
    main()

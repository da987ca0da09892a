"""Rows of years that this computer has played before, kept in the cache folder: a lesson opened again answers at once.

A row is a function of scenario, seed, number of the replication and the program. So the file is named by the first
two, the folder by a digest of every source file a row can depend on: an edited rule finds an empty folder. A file that
is not whole, or not what was written, is played again. Nothing here is ever needed, and what cannot be written is not
kept. Only the course keeps rows (`cxsim.course`); `cx.compare` plays what it is asked for. The variable
``CXSIM_KEEP_YEARS=off`` switches it off.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from cxsim._jit import PACKAGE, cache_folder, digest_of
from cxsim.experiment import kept_files, memory
from cxsim.scenario import Scenario

SWITCH = "CXSIM_KEEP_YEARS"
#: Rooms above this one: no row depends on what they do.
ABOVE = (
    "__main__.py",
    "calibrate",
    "cli",
    "course",
    "evidence",
    "generate",
    "labs",
    "plots",
    "workshop",
    "worksheets",
)
#: A file of 30 years takes about 40 kB. Folders of older sources are forgotten, the newest ones last.
MOST_FILES, FOLDERS_KEPT = 1000, 3


def sources(package: Path = PACKAGE) -> Iterator[Path]:
    """Every source file that a row can depend on."""
    for path in sorted(package.rglob("*.py")):
        if path.relative_to(package).parts[0] not in ABOVE:
            yield path


#: Taken when the program is loaded: a source that is edited while it runs is not what it plays.
DIGEST = digest_of(sources(), also=f"{sys.version_info[:2]} {np.__version__}")


def folder() -> Path:
    """Where the rows of this program are kept."""
    return cache_folder().parent / f"years-{DIGEST}"


def is_on() -> bool:
    """Tell whether rows are kept."""
    return os.environ.get(SWITCH, "on") != "off"


def recall(plans: Sequence[Scenario], seed: int, kind: str = "kernel") -> None:
    """Read what is kept of some plans into the memory of this process.

    `kind` names the engine, and what else stands in a row beside the summary of its year.
    """
    for plan in plans if is_on() else ():
        for number, row in _read(_file(plan, seed, kind)).items():
            memory.rows.keep(memory.row_key(kind, seed, number, plan), row)


def keep(plans: Sequence[Scenario], seed: int, rows: Mapping[int, np.ndarray], kind: str = "kernel") -> None:
    """Keep rows by number of the replication, one for each plan, beside those that are kept of these plans already."""
    for place, plan in enumerate(plans if is_on() else ()):
        path = _file(plan, seed, kind)
        known = _read(path)
        if not rows.keys() <= known.keys():
            known |= {number: of_plans[place] for number, of_plans in rows.items()}
            content = io.BytesIO()
            np.save(content, np.array([[number, *known[number]] for number in sorted(known)], "<f8"))
            kept_files.write(path, content.getvalue(), MOST_FILES, FOLDERS_KEPT)


def _file(plan: Scenario, seed: int, kind: str) -> Path:
    return folder() / f"{kept_files.name_of(f'{kind} {seed} {memory.company(plan)}')}.rows"


def _read(path: Path) -> dict[int, np.ndarray]:
    """Rows of a file by number of the replication; none where it is missing or not as it was written."""
    content = kept_files.read(path)
    table = np.load(io.BytesIO(content), allow_pickle=False) if content else ()
    return {int(line[0]): line[1:].copy() for line in table}

"""One spelling in Python and on the command line: ``cx.calibrate(table, map={"column": "meaning"})``."""

from __future__ import annotations

import sys
import types
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cxsim.calibrate.result import Calibration
    from cxsim.scenario import Scenario


class _Callable(types.ModuleType):
    # The room is named by what it does, and so is the function; Python puts the module, not the function, into the
    # package as soon as anything imports it; so the module answers calls (as `cxsim.simulate` does).
    def __call__(
        self, table: Any, map: Mapping[str, str] | None = None, words: Mapping[str, str] | None = None,
        dates: str = "", base: Scenario | None = None, customers: int | None = None,
    ) -> Calibration:  # fmt: skip
        """Fit a World to a call log or an interval report; parameters as in `cxsim.calibrate.fitting.fit`."""
        from cxsim.calibrate.fitting import Options, fit

        return fit(table, map, Options(dict(words or {}), dates, base, customers))


def is_path(table: Any) -> bool:
    """Whether a table is given as a file."""
    return isinstance(table, (str, Path))


sys.modules["cxsim.calibrate"].__class__ = _Callable

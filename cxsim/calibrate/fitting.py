"""The whole flow on one screen: table, map, cleaning, fits, World.

``table -> columns -> contacts -> days, handle times, patience, returns, seats -> Scenario``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from cxsim.calibrate import columns, reading
from cxsim.calibrate.cleaning import Steps
from cxsim.calibrate.from_log import fit_log
from cxsim.calibrate.from_report import fit_report
from cxsim.calibrate.result import Calibration
from cxsim.guards import CxError, shown
from cxsim.messages import tr
from cxsim.scenario import Scenario

__all__ = ["Options", "fit"]


@dataclass(frozen=True)
class Options:
    """What a user may say beside the map.

    Attributes
    ----------
    words : dict
        Own words of outcome and channel, such as ``{"HANG": "abandoned", "PHANTOM": "drop", "VIP": "phone"}``.
    dates : str
        ``dmy`` or ``mdy``, where the dates do not tell.
    base : Scenario or None
        Company that gives what the table does not say; none is the default company.
    customers : int or None
        Customers of the company, where that is known.
    """

    words: Mapping[str, str] = field(default_factory=dict)
    dates: str = ""
    base: Scenario | None = None
    customers: int | None = None


def fit(table: Any, by_hand: Mapping[str, str] | None = None, options: Options | None = None) -> Calibration:
    """Fit a World to a call log or an interval report.

    Parameters
    ----------
    table
        DataFrame, or the name of a CSV file (UTF-8, GBK or UTF-16): one row for each contact, or one for each
        interval (offered, handled, abandoned, mean handle time, mean wait).
    by_hand
        Column to meaning; `cxsim.calibrate.columns.MEANINGS` lists the meanings, ``ignore`` leaves a column out. What
        is not said is proposed by likely names and told in the result.
    options
        Words, order of dates, base, customers.

    Returns
    -------
    Calibration

    Raises
    ------
    CxError
        One line: row, column, value, what is allowed.

    Examples
    --------
    >>> fit({"when": ["2024-01-01"]})
    Traceback (most recent call last):
    cxsim.guards.CxError: no column means arrived (when the contact arrived); say it with map: COLUMN=arrived
    """
    options = options or Options()
    if options.customers is not None and not 1 <= options.customers <= 10_000_000:
        raise CxError(tr("customers is {value}; allowed: 1 to 10,000,000", value=options.customers))
    if options.dates not in ("", "dmy", "mdy"):
        raise CxError(tr("dates is {value}; allowed: dmy, mdy", value=shown(options.dates)))
    found = reading.read(table)
    where = columns.mapped([str(name) for name in found.columns], by_hand or {})
    steps = Steps(np.asarray(found.index))
    base = options.base or Scenario()
    if columns.is_report(where):
        return fit_report(found, where, base, options, steps)
    log = reading.contacts_of(found, where, options.words, options.dates, steps)
    return fit_log(log, where, base, options, steps)

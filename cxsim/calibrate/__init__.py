"""From a company's own call log to a World: what the table says, how sure, and what it cannot say.

``cx.calibrate(table, map=...)`` is how everybody says it; the module answers the call.
"""

from __future__ import annotations

from cxsim.calibrate import calling as calling

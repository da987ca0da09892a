"""Fill the cache of compiled rules and kernels, so that the first lesson does not wait for a compiler."""

from __future__ import annotations

import importlib.util
import time

from cxsim.messages import tr


def has_flow() -> bool:
    """Tell whether this installation can simulate (a part-built copy may not)."""
    return importlib.util.find_spec("cxsim.simulate") is not None


def warm() -> float:
    """Run what a study runs, and one single year's first week, on the kernel; the compiled code stays on disk.

    Returns
    -------
    float
        Seconds it took; half a minute or more when everything was compiled, a few from a warm cache.
    """
    started = time.perf_counter()
    from cxsim.experiment.replication import warm_up

    # Arrays of one week have the types of arrays of a year: nothing is compiled again later.
    warm_up()
    return time.perf_counter() - started


def main() -> int:
    """Warm the cache and say so in one line."""
    if not has_flow():
        print(tr("Nothing to compile yet"))
        return 0
    print(tr("Compiling the simulation kernel, once for this computer (up to a minute) ..."), flush=True)
    print(tr("Compiled cache is warm ({seconds} s)", seconds=round(warm(), 1)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

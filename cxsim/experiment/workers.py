"""Where replications run: threads for the compiled engine (it holds no interpreter lock), else processes."""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial
from typing import Any

from cxsim._jit import HAVE_NUMBA
from cxsim.experiment.replication import Job, stop_job, use_stop_flag, warm_up
from cxsim.processors import workers_here


@contextlib.contextmanager
def pool(given: Executor | None, job: Job, tasks: int) -> Iterator[tuple[Executor, Callable[[], None]]]:
    """An executor for the replications of a job, and a function that makes running ones stop early.

    A given executor is used as it is and left open: what runs on it is not stopped, what waits is cancelled.
    """
    if given is not None:
        if job.engine == "kernel" and HAVE_NUMBA:
            warm_up()  # once here, so that workers find everything in the cache
        yield given, _nothing
        return
    place: Executor
    stop: Callable[[], None]
    if job.engine == "kernel" and HAVE_NUMBA:
        place = Threads(min(workers_here(), tasks * len(job.scenarios)))
        stop = partial(stop_job, job.number)
    else:
        flag = multiprocessing.get_context().Event()
        place = ProcessPoolExecutor(min(workers_here(), tasks), initializer=_start_worker, initargs=(flag,))
        stop = flag.set
    try:
        yield place, stop
    except BaseException:
        stop()
        raise
    finally:
        place.shutdown(wait=True, cancel_futures=True)


class Threads(ThreadPoolExecutor):
    """Threads of this process; `size` tells how many."""

    def __init__(self, size: int) -> None:
        super().__init__(size, thread_name_prefix="cxsim")
        self.size = size


def helper(place: Executor, number: int, tasks: int) -> Executor | None:
    """Who takes single plans off replication ``number`` of so many: the threads that the last ones leave idle.

    On 4 threads the last 2 of 30 replications took as long as 4 (a twentieth of the study). None for all others.
    """
    return place if isinstance(place, Threads) and number >= tasks - tasks % place.size else None


def _nothing() -> None:
    return None


def _start_worker(flag: Any) -> None:
    signal.signal(
        signal.SIGINT, signal.SIG_IGN
    )  # Ctrl-C is the parent's business; the flag stops the workers
    use_stop_flag(flag)

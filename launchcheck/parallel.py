"""Map a function over many values: in order, in bounded memory, optionally over several processes."""

from __future__ import annotations

import os
import warnings
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from launchcheck.errors import LaunchcheckError

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

In = TypeVar("In")
Out = TypeVar("Out")

CHUNK = 16
"""How many values are sent to a process at once, to amortize the overhead."""

_AHEAD = 3
"""How many chunks per process are running, or done and not yet consumed."""


def processors() -> int:
    """The number of processors that this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def _is_daemon() -> bool:
    """Whether this process may not have children, as a worker of a pool."""
    from multiprocessing import current_process

    return current_process().daemon


def ordered(
    function: Callable[[In], Out], values: Iterable[In], jobs: int, chunk: int = CHUNK
) -> Iterator[Out]:
    """The function's result for each value, in the order of the values.

    With more than one job the function is called in worker processes: it, the values and the results
    must pickle. Values are consumed only as processes need them.

    Raises:
        Exception: whatever the function raises, in order.
        LaunchcheckError: a worker process was killed.

    """
    if jobs > 1 and _is_daemon():
        warnings.warn("a daemonic process cannot start others; using one job", RuntimeWarning, stacklevel=2)
        jobs = 1
    if jobs < 2:
        yield from map(function, values)
        return
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    pool = ProcessPoolExecutor(jobs, initializer=_begin, initargs=(function,))
    try:
        yield from _results(pool, iter(values), jobs, chunk)
    except BrokenProcessPool:
        raise LaunchcheckError(
            "a worker process was killed",
            hint="the system may be out of memory; try --jobs 1",
        ) from None
    finally:
        pool.shutdown(cancel_futures=True)


def _results(pool: ProcessPoolExecutor, values: Iterator[In], jobs: int, chunk: int) -> Iterator[Any]:
    """Keep the processes busy, and take their results in order."""
    under_way: deque[Future[list[Any]]] = deque()
    while True:
        while len(under_way) < jobs * _AHEAD and (taken := list(islice(values, chunk))):
            under_way.append(pool.submit(_all, taken))
        if not under_way:
            return
        yield from under_way.popleft().result()


_function: list[Callable[[Any], Any]] = []
"""In a worker process: the function to call with each value."""


def _begin(function: Callable[[Any], Any]) -> None:
    """Set up a worker process: it leaves Ctrl-C to its parent, and exits when its parent does."""
    import gc
    import signal
    import threading

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    _function[:] = [function]
    threading.Thread(target=_end_with_parent, daemon=True).start()
    # Keep what exists now out of garbage collection; collect what each value leaves behind.
    gc.freeze()
    gc.enable()


def _end_with_parent() -> None:
    """Exit when the parent has exited; a killed parent cannot tell its workers."""
    from multiprocessing import parent_process

    parent = parent_process()
    if parent:
        parent.join()
        os._exit(1)


def _all(values: list[Any]) -> list[Any]:
    """The function's results for a chunk of values."""
    return [_function[0](value) for value in values]

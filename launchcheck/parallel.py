"""A function over many values: in their order, in bounded memory, over several processes if asked to."""

from __future__ import annotations

import os
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
"""So many values are sent to a process at once: enough to share what they have in common."""

_AHEAD = 3
"""So many chunks for each process are under way or wait to be taken."""


def processors() -> int:
    """How many processors this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def ordered(
    function: Callable[[In], Out], values: Iterable[In], jobs: int, chunk: int = CHUNK
) -> Iterator[Out]:
    """What the function makes of each value, in the order of the values.

    With more than one job the function is called in other processes, to which it and the values,
    and from which the results, must be able to travel. No more values are taken than are under way.

    Raises:
        Exception: what the function raises, at its turn.
        LaunchcheckError: a process was ended by somebody else.

    """
    if jobs < 2:
        yield from map(function, values)
        return
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    pool = ProcessPoolExecutor(jobs, initializer=_begin, initargs=(function, os.getpid()))
    try:
        yield from _results(pool, iter(values), jobs, chunk)
    except BrokenProcessPool:
        raise LaunchcheckError(
            "a process that was at work was ended from outside",
            hint="the system may be short of memory: try fewer processes at once, with --jobs 1",
        ) from None
    finally:
        pool.shutdown(cancel_futures=True)


def _results(pool: ProcessPoolExecutor, values: Iterator[In], jobs: int, chunk: int) -> Iterator[Any]:
    """Keep the processes busy, and take what they make in order."""
    under_way: deque[Future[list[Any]]] = deque()
    while True:
        while len(under_way) < jobs * _AHEAD and (taken := list(islice(values, chunk))):
            under_way.append(pool.submit(_all, taken))
        if not under_way:
            return
        yield from under_way.popleft().result()


_function: list[Callable[[Any], Any]] = []
"""In a process of its own: what is done with each value."""


def _begin(function: Callable[[Any], Any], parent: int) -> None:
    """Make a process ready: it leaves Ctrl-C to its parent, and ends when that has ended."""
    import gc
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    _function[:] = [function]
    _watch(parent)
    # What is there by now stays; what each value leaves behind must not.
    gc.freeze()
    gc.enable()


def _watch(parent: int) -> None:
    """End this process soon after its parent, who may have been killed."""
    import threading

    never = threading.Event()

    def look() -> None:
        while os.getppid() == parent:
            never.wait(1)
        os._exit(1)

    threading.Thread(target=look, daemon=True).start()


def _all(values: list[Any]) -> list[Any]:
    """What the function makes of some values."""
    return [_function[0](value) for value in values]

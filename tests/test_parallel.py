"""Mapping a function over many values, in one process and in several."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from itertools import count, islice

import pytest

from launchcheck import parallel
from launchcheck.errors import LaunchcheckError


def double(value):
    """Double a value."""
    return 2 * value


def fail_at_forty(value):
    """Raise for one of the values."""
    if value == 40:
        raise LaunchcheckError("forty is too much")
    return value


def die(value):
    """End the process, as a system that is short of memory does."""
    os._exit(9)


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_keeps_the_order(jobs):
    """Results are in the order of the values, whatever the number of processes."""
    assert list(parallel.ordered(double, range(100), jobs)) == [2 * value for value in range(100)]


@pytest.mark.parametrize("jobs", [1, 2])
def test_takes_no_more_values_than_it_needs(jobs):
    """An endless stream of values is consumed on demand."""
    taken = count()

    assert list(islice(parallel.ordered(double, taken, jobs), 3)) == [0, 2, 4]
    assert next(taken) <= parallel.CHUNK * 8


@pytest.mark.parametrize("jobs", [1, 2])
def test_raises_what_the_function_raises(jobs):
    """An error is raised at its turn."""
    results = parallel.ordered(fail_at_forty, range(100), jobs)

    assert list(islice(results, 32)) == list(range(32))
    with pytest.raises(LaunchcheckError, match="forty is too much"):
        list(results)


def test_says_that_a_process_was_ended():
    """Somebody else may end a process."""
    with pytest.raises(LaunchcheckError, match="a worker process was killed"):
        list(parallel.ordered(die, range(4), 2))


def test_counts_processors():
    """There is at least one."""
    assert parallel.processors() >= 1


BUSY = """
import os, sys, time
from itertools import count
from launchcheck import cli, parallel

def work(value):
    if value >= 32:
        time.sleep(0.01)
    return os.getpid()

def busy(arguments):
    seen = set()
    for process in parallel.ordered(work, count(), 2):
        if process not in seen:
            seen.add(process)
            print(process, flush=True)
    return 0

if __name__ == "__main__":
    cli._run = busy
    cli.main()
"""


@contextmanager
def busy():
    """A run that never ends by itself, and the ids of its two workers; all are gone afterwards."""
    command = [sys.executable, "-c", BUSY]
    with subprocess.Popen(command, stdout=subprocess.PIPE, start_new_session=True) as process:
        try:
            yield process, [int(process.stdout.readline()) for _ in range(2)]
        finally:
            process.kill()


def is_running(process):
    """Whether the process is running, and not a zombie."""
    try:
        with open(f"/proc/{process}/stat") as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


needs_proc = pytest.mark.skipif(not os.path.exists("/proc/self/stat"), reason="there is no /proc here")


@needs_proc
@pytest.mark.parametrize(
    ("number", "code"),
    [
        (signal.SIGINT, 130),
        (signal.SIGTERM, -signal.SIGTERM),
        (signal.SIGKILL, -signal.SIGKILL),
    ],
)
def test_no_worker_outlives_its_parent(number, code):
    """However the run ends, its workers end soon afterwards."""
    with busy() as (process, workers):
        began = time.monotonic()
        process.send_signal(number)
        assert process.wait(timeout=20) == code
        while any(map(is_running, workers)) and time.monotonic() - began < 20:
            time.sleep(0.02)
        assert not any(map(is_running, workers))


@needs_proc
def test_ctrl_c_reaches_the_whole_group():
    """A terminal interrupts the workers too; they leave the handling to their parent."""
    with busy() as (process, workers):
        os.killpg(process.pid, signal.SIGINT)
        assert process.wait(timeout=20) == 130
    assert not any(map(is_running, workers))


@pytest.mark.skipif(os.name != "posix", reason="the other methods of starting are POSIX")
def test_workers_start_with_any_method():
    """Newer Pythons do not fork, so a worker's parent process is not the one that requested it."""
    default = multiprocessing.context._default_context._actual_context
    multiprocessing.set_start_method("forkserver", force=True)
    try:
        assert list(parallel.ordered(abs, range(-40, 0), 2)) == list(range(40, 0, -1))
    finally:
        multiprocessing.context._default_context._actual_context = default

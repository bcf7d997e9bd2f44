"""A function over many values, in one process and in several."""

from __future__ import annotations

import os
from itertools import count, islice

import pytest

from launchcheck import parallel
from launchcheck.errors import LaunchcheckError


def double(value):
    """Twice as much."""
    return 2 * value


def fail_at_forty(value):
    """Raise at one of the values."""
    if value == 40:
        raise LaunchcheckError("forty is too much")
    return value


def die(value):
    """End the process, as a system does that is short of memory."""
    os._exit(9)


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_keeps_the_order(jobs):
    """Results come in the order of the values, however many processes there are."""
    assert list(parallel.ordered(double, range(100), jobs)) == [2 * value for value in range(100)]


@pytest.mark.parametrize("jobs", [1, 2])
def test_takes_no_more_than_it_needs(jobs):
    """Values without an end are taken as they are needed."""
    taken = count()

    assert list(islice(parallel.ordered(double, taken, jobs), 3)) == [0, 2, 4]
    assert next(taken) <= parallel.CHUNK * 8


@pytest.mark.parametrize("jobs", [1, 2])
def test_raises_what_the_function_raises(jobs):
    """An error comes at its turn."""
    results = parallel.ordered(fail_at_forty, range(100), jobs)

    assert list(islice(results, 32)) == list(range(32))
    with pytest.raises(LaunchcheckError, match="forty is too much"):
        list(results)


def test_says_that_a_process_was_ended():
    """Somebody else may end a process."""
    with pytest.raises(LaunchcheckError, match="a process that was at work was ended from outside"):
        list(parallel.ordered(die, range(4), 2))


def test_knows_its_processors():
    """There is at least one."""
    assert parallel.processors() >= 1

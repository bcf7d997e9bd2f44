"""Processes that vote until they are done or killed: run as a script, `writers.py MODE PATH ...`.

`kill PATH APPENDS KILLS SEED`: one child after the other votes, and many are killed at a random
moment; the notes of the confirmed votes are printed, one per line.
`crowd PATH PROCESSES VOTES`: this many children vote at once, as quickly as they can.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from datetime import UTC, datetime, timedelta

from launchcheck.votes import Basis, Entry, append, file

NOON = datetime(2027, 2, 12, 12, tzinfo=UTC)


class Slowly:
    """The module `os` on a busy disk: a write accepts few bytes, slowly."""

    def __getattr__(self, name):
        return getattr(os, name)

    @staticmethod
    def write(fd, data):
        """Write a few bytes."""
        time.sleep(0.0002)
        return os.write(fd, bytes(data[:97]))


def vote(path, note):
    """Record a vote as any command would."""
    append(path, Entry("vote", "sales", "go", "omar", NOON + timedelta(seconds=1), note), Basis(b"{}"))


def child(path, notes, told):
    """Vote, and print each vote once it is recorded."""
    for note in notes:
        vote(path, note)
        os.write(told, f"{note}\n".encode())


def started(work, *arguments):
    """Start a child that does some work and ends."""
    process = os.fork()
    if not process:
        status = 1
        try:
            work(*arguments)
            status = 0
        finally:
            os._exit(status)
    return process


def kill(path, appends, kills, seed):
    """Let children vote until a number of votes is recorded; kill a number of children on the way."""
    chance = random.Random(seed)
    recorded = killed = turn = 0
    while recorded < appends or killed < kills:
        read, told = os.pipe()
        file.os = Slowly() if turn % 2 else os
        process = started(child, path, [f"{turn}.{number}" for number in range(chance.randint(1, 12))], told)
        os.close(told)
        if killed < kills:
            time.sleep(chance.random() * 0.03)
            os.kill(process, signal.SIGKILL)
        _, status = os.waitpid(process, 0)
        killed += os.WIFSIGNALED(status)
        assert os.WIFSIGNALED(status) or not status, "a writer failed"
        with os.fdopen(read) as pipe:
            notes = pipe.read().split()
        recorded += len(notes)
        sys.stdout.writelines(f"{note}\n" for note in notes)
        sys.stdout.flush()  # the next child must not repeat what is in the buffer
        turn += 1
    sys.stdout.write(f"killed {killed}\n")


def crowd(path, processes, votes):
    """Let several processes record several votes each, all at once."""
    shares = [range(number, votes, processes) for number in range(processes)]
    children = [started(lambda share=share: [vote(path, str(n)) for n in share]) for share in shares]
    assert all(os.waitpid(process, 0)[1] == 0 for process in children), "a writer failed"


if __name__ == "__main__":
    mode, where, *numbers = sys.argv[1:]
    {"kill": kill, "crowd": crowd}[mode](where, *map(int, numbers))

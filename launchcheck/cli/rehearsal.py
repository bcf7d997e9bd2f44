"""A rehearsal of the meeting: on another date, with votes that go into a copy of the record."""

from __future__ import annotations

import dataclasses
import os
from contextlib import contextmanager
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from launchcheck.cli import polling
from launchcheck.dates import day

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from launchcheck.cli.request import Loaded, Request
    from launchcheck.plan import Plan
    from launchcheck.votes.standing import Standing


class Rehearsal(NamedTuple):
    """A meeting as of a date, whose votes go into `record`, a copy that is deleted afterwards."""

    as_of: date
    record: str

    @property
    def words(self) -> str:
        """What is said at its beginning."""
        return f"Rehearsal as of {day(self.as_of)}: nothing is recorded."

    def at(self, plan: Plan) -> datetime:
        """The time of its votes: the last second of its date, after all votes that are there."""
        last = datetime.combine(self.as_of, time(23, 59, 59), ZoneInfo(plan.launch.timezone))
        return last.astimezone(UTC)

    def standing(self, request: Request, loaded: Loaded) -> Standing:
        """The state of the launch with the votes of the rehearsal; the record keeps its own name."""
        copied = request.on(self.as_of)._replace(ledger=self.record)
        found = polling.standing(copied, loaded)
        return found._replace(record=dataclasses.replace(found.record, name=request.record))


@contextmanager
def rehearsed(record: str, as_of: date) -> Iterator[Rehearsal]:
    """Hold a rehearsal on a copy of a record.

    Raises:
        LaunchcheckError: the record cannot be read.

    """
    from tempfile import TemporaryDirectory

    from launchcheck import votes

    found = votes.read(record)
    with TemporaryDirectory(prefix="launchcheck-") as folder:
        path = os.path.join(folder, os.path.basename(record))
        with open(path, "wb") as copy:
            copy.writelines(found.bytes_of(line) + b"\n" for line in found.lines)
        yield Rehearsal(as_of, path)

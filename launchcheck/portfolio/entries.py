"""A plan as a portfolio sees it: its launch, the files that it needs, and its decisions."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple, Self

if TYPE_CHECKING:
    from datetime import date

    from launchcheck.errors import Location
    from launchcheck.plan import Plan
    from launchcheck.poll import Decision
    from launchcheck.report import Report
    from launchcheck.source import Source


class Wanted(NamedTuple):
    """A plan that another one needs: its path as written, the file that it leads to, and where it says so."""

    path: str
    file: str
    location: Location


class Entry(NamedTuple):
    """A plan of the portfolio with its report; `file` is the one file that all links to it lead to.

    `decisions` are the latest in its record: none, one, or several that were made on branches at once.
    """

    plan: Plan
    report: Report
    file: str
    wanted: tuple[Wanted, ...] = ()
    decisions: tuple[Decision, ...] = ()

    @classmethod
    def of(cls, plan: Plan, source: Source, report: Report, decisions: tuple[Decision, ...] = ()) -> Self:
        """Find out which files a plan and its needs are; none of the latter is opened."""
        folder = os.path.dirname(source.name)
        wanted = tuple(
            Wanted(
                need.plan,
                os.path.realpath(os.path.join(folder, need.plan)),
                source.locate(("launch", "needs", index, "plan")),
            )
            for index, need in enumerate(plan.launch.needs or ())
        )
        return cls(plan, report, os.path.realpath(source.name), wanted, decisions)

    @property
    def name(self) -> str:
        """The name of the launch."""
        return self.report.launch.name

    @property
    def day(self) -> date:
        """The day of the launch, or the last day of the period that it is in."""
        return self.report.launch.date

    @property
    def is_planned(self) -> bool:
        """Whether the launch is still to come: neither launched nor cancelled."""
        return self.report.launch.status == "planned"

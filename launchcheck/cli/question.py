"""What is asked of each plan of a run, and how."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from launchcheck.checklist import Checklist
    from launchcheck.plan import Plan
    from launchcheck.report import FailOn, Person, Report
    from launchcheck.source import Source


class Day(NamedTuple):
    """The day of a check: one that was given, that of the launch, or today.

    `zone` is the time zone of plans that give none.
    """

    as_of: date | None
    at_launch: bool
    zone: str

    def of(self, plan: Plan) -> date:
        """The day on which a plan is checked."""
        from launchcheck import api

        return plan.launch.date if self.at_launch else self.as_of or api.day_of_check(plan, self.zone)


class Question(NamedTuple):
    """The checklist, the day, and whatever else the arguments of the command say.

    `unasked` are items that are not asked, and why. `ledger` is the record of votes: None is the one
    beside each plan, an empty path none. Of several plans, not all know the `owner`. `against` is
    the commit that each plan is compared with.
    """

    checklist: Iterable[str] | Checklist
    unasked: dict[str, str]
    day: Day
    tier: int | None
    owner: str | None
    waived: bool
    ledger: str | None
    is_one_of_several: bool = False
    against: str | None = None

    def ask_file(self, path: str) -> Report:
        """Ask a plan's file.

        Raises:
            LaunchcheckError: the plan cannot be checked, located.

        """
        from launchcheck.api import folder_of
        from launchcheck.source import Source

        return self.ask(Source.read(path), folder_of(path))

    def ask(self, source: Source, folder: str) -> Report:
        """Ask a plan that was read.

        Raises:
            LaunchcheckError: the plan cannot be checked, located.

        """
        from launchcheck import api, parse
        from launchcheck.plan import Plan

        plan = parse.read(source, Plan)
        report = api.examine(
            plan,
            source,
            folder,
            self.checklist,
            self.day.of(plan),
            self.tier,
            waived=self.waived,
            ledger=self.ledger,
            skipped=self.unasked,
        )
        if self.against:
            report = report._replace(regressions=self._regressions(self.against, report, source))
        if not self.owner:
            return report
        return report._replace(only_owner=_person(plan, self.owner, must_be_there=not self.is_one_of_several))

    def _regressions(self, ref: str, report: Report, source: Source) -> tuple[str, ...]:
        """The blockers that are worse than at a commit; a plan that is new since is worse than nothing."""
        from launchcheck import history
        from launchcheck.compare.model import regressions
        from launchcheck.errors import LaunchcheckError

        if source.name == "<stdin>":
            hint = "say which file it is: --stdin-filename PATH"
            raise LaunchcheckError("a plan on standard input has no history to compare with", hint=hint)
        found = history.report_at(
            source.name,
            ref,
            checklist=self.checklist,
            today=report.as_of,
            tier=self.tier,
            waived=self.waived,
        )
        if found is None:
            return ()
        old, before = found
        worse = regressions(old, report, before.data, source.data)
        return tuple(result.item.id for result in worse)


def rule(fail_on: str, against: str | None) -> FailOn:
    """The rule of the gate; to say what got worse it needs something to compare with, and no other does."""
    import typer

    from launchcheck.report import FailOn

    found = FailOn(fail_on)
    if found is FailOn.REGRESSION and not against:
        raise typer.BadParameter("--fail-on regression needs --against REF to compare with")
    if against and found is not FailOn.REGRESSION:
        raise typer.BadParameter(
            "--against goes with --fail-on regression; `launchcheck diff` shows what changed"
        )
    return found


def standard_input(name: str | None) -> tuple[Source, str]:
    """The plan on standard input, and the folder that its evidence is relative to.

    With a name it is read as if it were that file.
    """
    from launchcheck.api import folder_of
    from launchcheck.errors import LaunchcheckError
    from launchcheck.source import Source

    if sys.stdin is None:
        hint = "pipe a plan into it, or name the plan's file"
        raise LaunchcheckError("standard input is closed", hint=hint)
    if name:
        return Source.read_stream(sys.stdin.buffer, name), folder_of(name)
    return Source.read_stream(sys.stdin.buffer), os.curdir


def _person(plan: Plan, id: str, *, must_be_there: bool) -> Person:
    """Somebody of the plan, as results know their owners."""
    from launchcheck import value_hints
    from launchcheck.errors import LaunchcheckError
    from launchcheck.report import Person
    from launchcheck.text import listed, quote, suggest

    people = plan.people or {}
    if id not in people and must_be_there:
        known = f"known people: {listed(people, most=20)}" if people else "no people are listed"
        hint = value_hints.person(id, {each: vars(people[each]) for each in people}) or suggest(
            id, people, known
        )
        raise LaunchcheckError(f"no person {quote(id)}", hint=hint)
    return Person(id, (people[id].name if id in people else None) or id)

"""A plan's file or text in, a report out: every step in its order, for programs and for the command."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from launchcheck import catalog, parse
from launchcheck.checklist import Checklist
from launchcheck.errors import LaunchcheckError, Location
from launchcheck.facts import Facts
from launchcheck.plan import Plan
from launchcheck.program import Program
from launchcheck.source import Source
from launchcheck.validate import validate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import date

    from launchcheck.report import Report


def validate_file(
    path: str | os.PathLike[str],
    *,
    checklist: Iterable[str] | Checklist = (catalog.BUILT_IN,),
    today: date | None = None,
    tier: int | None = None,
) -> Report:
    """Ask a plan's file every item of a checklist.

    `checklist` holds names of built-in checklists and paths of others, the later on top of the
    earlier. `today` is the day of the check, without which `day_of_check` finds one. `tier` (1 to
    3) asks what another tier than the plan's own would ask. Local evidence is looked for relative
    to the plan's folder.

    Raises:
        LaunchcheckError: the plan or the checklist is unreadable or malformed, located; or the
            checklist asks nothing of the plan.

    """
    source = Source.read(path)
    plan = parse.read(source, Plan)
    return examine(plan, source, folder_of(source.name), checklist, today or day_of_check(plan), tier)


def validate_text(
    text: str | bytes,
    *,
    name: str = "<text>",
    folder: str | None = None,
    checklist: Iterable[str] | Checklist = (catalog.BUILT_IN,),
    today: date | None = None,
    tier: int | None = None,
) -> Report:
    """Ask a plan that is in memory every item of a checklist, as `validate_file` does.

    `name` is what messages call it. Local evidence is looked for relative to `folder`; without one
    it is taken to be there.

    Raises:
        LaunchcheckError: as for `validate_file`.

    """
    source = Source.parse(text, name)
    plan = parse.read(source, Plan)
    return examine(plan, source, folder, checklist, today or day_of_check(plan), tier)


def read_plan(text: str | bytes, *, name: str = "<text>") -> Plan:
    """Read a plan from its text; `name` is what messages call it.

    Raises:
        LaunchcheckError: the plan is unreadable or malformed, located.

    """
    return parse.read(Source.parse(text, name), Plan)


class Checked(NamedTuple):
    """What became of one of several plans: a report, or the error for which there is none."""

    path: str
    report: Report | None
    error: LaunchcheckError | None


def validate_many(
    paths: Iterable[str | os.PathLike[str]],
    *,
    checklist: Iterable[str] | Checklist = (catalog.BUILT_IN,),
    today: date | None = None,
    tier: int | None = None,
    jobs: int = 1,
) -> Iterator[Checked]:
    """Ask the files of many plans, as `validate_file` asks one; yield each as it comes, in their order.

    A plan that cannot be checked is one result, with its error, and hides none of the others. No
    more than a few reports are held at a time. With `jobs` above 1 the plans are checked in so many
    processes; a program that asks for that is started by its `__main__` (`if __name__ == ...`).

    Raises:
        LaunchcheckError: the checklist is unreadable or malformed, located; or a process was ended
            by somebody else.

    """
    from functools import partial

    from launchcheck import parallel

    ask = partial(_ask_file, program=program_of(checklist), today=today, tier=tier)
    yield from parallel.ordered(partial(checked, ask=ask), (os.fspath(path) for path in paths), jobs)


def checked(path: str, ask: Callable[[str], Report]) -> Checked:
    """What becomes of one plan."""
    try:
        return Checked(path, ask(path), None)
    except LaunchcheckError as error:
        return Checked(path, None, error)


def _ask_file(path: str, program: Program, today: date | None, tier: int | None) -> Report:
    """One of many plans."""
    source = Source.read(path)
    plan = parse.read(source, Plan)
    return examine(plan, source, folder_of(source.name), program, today or day_of_check(plan), tier)


def program_of(checklist: Iterable[str] | Checklist | Program) -> Program:
    """A checklist by its names, or one in hand, compiled.

    Raises:
        LaunchcheckError: a checklist is unreadable or malformed, located.

    """
    if isinstance(checklist, Program):
        return checklist
    return Program.of(checklist if isinstance(checklist, Checklist) else catalog.find(checklist))


def examine(
    plan: Plan,
    source: Source,
    folder: str | None,
    checklist: Iterable[str] | Checklist | Program,
    today: date,
    tier: int | None,
    *,
    waived: bool = True,
    ledger: str | None = None,
    skipped: Mapping[str, str] | None = None,
) -> Report:
    """Gather the facts, and ask a plan that was read from `source` every item of the checklist.

    `ledger` is the record of votes, without which the one beside the plan is taken where it is
    there; an empty path is none at all. `skipped` are items that are not asked, by id, and why.

    Raises:
        LaunchcheckError: as for `validate_file`; or the record of votes is damaged, located.

    """
    program = program_of(checklist)
    facts = Facts.gather(plan, source, today, folder)
    record = _record(source.name, folder) if ledger is None else ledger
    if record:
        facts = _with_votes(facts, record, plan, program.checklist, is_named=ledger is not None)
    report = validate(plan, program, facts, tier=tier, waived=waived, skipped=skipped)
    if plan.launch.status != "cancelled" and all(result.reason for result in report.results):
        raise LaunchcheckError(
            f"nothing to check: the checklist asks nothing of this plan at tier {report.tier}",
            hint="`launchcheck checks` lists what is asked at which tier",
            locations=(Location(source.name),),
        )
    return report


def _record(name: str, folder: str | None) -> str:
    """The record of votes beside a plan's file, where there is one.

    `votes` is not imported for it: most plans have no record, and none pays for what it does not have.
    """
    path = record_beside(name)
    return path if folder is not None and os.path.exists(path) else ""


def record_beside(plan: str) -> str:
    """The path of the record of a plan's votes: `launch.votes.jsonl` for `launch.yaml`."""
    stem, extension = os.path.splitext(plan)
    return f"{stem if extension in {'.yaml', '.yml'} else plan}.votes.jsonl"


def _with_votes(facts: Facts, record: str, plan: Plan, checklist: Checklist, *, is_named: bool) -> Facts:
    """The facts, and what the votes for the launch add up to; a record that was named must be there."""
    from launchcheck import votes

    lines = votes.verify(record) if is_named else votes.read(record)
    return facts._replace(votes=votes.board_of(lines, plan, checklist, facts.today))


def day_of_check(plan: Plan, zone: str = "") -> date:
    """The day of the check where nobody gives one.

    It is the launch date of a plan whose status is `launched`, else the current day in the
    launch's time zone, or in `zone` where the plan gives none.
    """
    launch = plan.launch
    if launch.status == "launched":
        return launch.date
    given = "timezone" in launch.model_fields_set or not zone
    return current_day(launch.timezone if given else zone)


def current_day(zone: str) -> date:
    """The day that it is now in a time zone: the only place that reads the clock."""
    from datetime import UTC, datetime

    if zone == "UTC":
        return datetime.now(UTC).date()
    from zoneinfo import ZoneInfo

    return datetime.now(ZoneInfo(zone)).date()


def folder_of(path: str) -> str:
    """The folder that a plan's local evidence is relative to."""
    return os.path.dirname(path) or os.curdir

"""Check a plan's file or text and return a report; used by programs and by the command."""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from launchcheck import catalog, parse
from launchcheck.checklist import Checklist
from launchcheck.checks.options import TIERS
from launchcheck.dates import day
from launchcheck.errors import LaunchcheckError, Location, PlanBugError
from launchcheck.facts import Facts
from launchcheck.plan import Plan
from launchcheck.program import Program
from launchcheck.source import Source
from launchcheck.text import listed
from launchcheck.validate import validate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from launchcheck.report import Report

    Names: TypeAlias = str | os.PathLike[str] | Iterable[str | os.PathLike[str]]
    """A built-in checklist by its name or another by its path, or several, later ones on top."""


def validate_file(
    path: str | os.PathLike[str],
    *,
    checklist: Names | Checklist = (catalog.BUILT_IN,),
    today: date | None = None,
    tier: int | None = None,
) -> Report:
    """Check a plan's file against a checklist.

    `checklist` is the name of a built-in checklist or the path of another, or holds several, later
    ones on top of earlier ones. `today` is the day of the check; by default `day_of_check` finds it.
    `tier` (1 to 3) replaces the plan's own. Paths of local evidence are relative to the plan's folder.

    Raises:
        LaunchcheckError: the plan or the checklist is unreadable or malformed, located; or no
            item of the checklist applies to the plan.
        TypeError: an argument is of another type.
        ValueError: there is no such tier.

    """
    _refuse_other_types(path, checklist, today, tier)
    source = Source.read(path)
    plan = parse.read(source, Plan)
    refuse_early(plan, source, today)
    return examine(plan, source, folder_of(source.name), checklist, today or day_of_check(plan), tier)


def validate_text(
    text: str | bytes,
    *,
    name: str = "<text>",
    folder: str | None = None,
    checklist: Names | Checklist = (catalog.BUILT_IN,),
    today: date | None = None,
    tier: int | None = None,
) -> Report:
    """Check a plan in memory against a checklist, like `validate_file`.

    `name` is what messages call it. Paths of local evidence are relative to `folder`; without one,
    all evidence is assumed to exist.

    Raises:
        LaunchcheckError: as for `validate_file`.
        TypeError: an argument is of another type.
        ValueError: there is no such tier.

    """
    _refuse_other_types(name, checklist, today, tier)
    if not isinstance(text, str | bytes):
        raise TypeError(f"a plan's text is str or bytes, not {type(text).__name__}")
    source = Source.parse(text, name)
    plan = parse.read(source, Plan)
    refuse_early(plan, source, today)
    return examine(plan, source, folder, checklist, today or day_of_check(plan), tier)


def read_plan(text: str | bytes, *, name: str = "<text>") -> Plan:
    """Read a plan from its text; `name` is what messages call it.

    Raises:
        LaunchcheckError: the plan is unreadable or malformed, located.

    """
    return parse.read(Source.parse(text, name), Plan)


class Checked(NamedTuple):
    """Result for one plan in a batch: a report or an error."""

    path: str
    report: Report | None
    error: LaunchcheckError | None


def validate_many(
    paths: Iterable[str | os.PathLike[str]],
    *,
    checklist: Names | Checklist = (catalog.BUILT_IN,),
    today: date | None = None,
    tier: int | None = None,
    jobs: int = 1,
) -> Iterator[Checked]:
    """Check many plan files like `validate_file`; yield the results one by one, in order.

    A plan that cannot be checked yields a result with its error and does not hide the others; a bug
    of launchcheck that a plan meets is such an error, too (`errors.PlanBugError`). Only a few reports
    are held in memory at a time. `jobs` is the number of worker processes; with more than one, the
    calling program needs a guarded `__main__` (`if __name__ == ...`).

    Raises:
        LaunchcheckError: the checklist is unreadable or malformed, located; or a worker process
            was killed.
        TypeError: an argument is of another type.
        ValueError: there is no such tier.

    """
    _refuse_other_types("", checklist, today, tier)
    from functools import partial

    from launchcheck import parallel

    ask = partial(_ask_file, program=program_of(checklist), today=today, tier=tier, strays=Strays())
    return parallel.ordered(partial(checked, ask=ask), (os.fspath(path) for path in paths), jobs)


def _refuse_other_types(path: object, checklist: object, today: object, tier: object) -> None:
    """Refuse arguments of other types at once, not where they are first used."""
    if not isinstance(path, str | os.PathLike):
        raise TypeError(f"a path is str or PathLike, not {type(path).__name__}")
    if isinstance(checklist, bytes) or not isinstance(checklist, Iterable | Checklist | os.PathLike):
        raise TypeError(f"a checklist is its name or path, or several, not {type(checklist).__name__}")
    if today is not None and (not isinstance(today, date) or isinstance(today, datetime)):
        raise TypeError(f"today is a datetime.date, not {type(today).__name__}")
    if tier is not None and type(tier) is not int:
        raise TypeError(f"a tier is an int, not {type(tier).__name__}")
    if tier is not None and tier not in TIERS:
        raise ValueError(f"there is no tier {tier}; tiers are {listed(map(str, TIERS))}")


def checked(path: str, ask: Callable[[str], Report]) -> Checked:
    """Check one plan, and keep an error as its result, even one of launchcheck itself."""
    try:
        return Checked(path, ask(path), None)
    except LaunchcheckError as error:
        return Checked(path, None, error)
    except Exception as bug:  # noqa: BLE001  # one plan must not hide the others
        return Checked(path, None, PlanBugError.of(bug, path))


def _ask_file(path: str, program: Program, today: date | None, tier: int | None, strays: Strays) -> Report:
    source = Source.read(path)
    plan = parse.read(source, Plan)
    refuse_early(plan, source, today)
    day = today or day_of_check(plan)
    return examine(plan, source, folder_of(source.name), program, day, tier, strays=strays)


def program_of(checklist: Names | Checklist | Program) -> Program:
    """Compile a checklist, given by its names or as an object.

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
    checklist: Names | Checklist | Program,
    today: date,
    tier: int | None,
    *,
    waived: bool = True,
    ledger: str | None = None,
    skipped: Mapping[str, str] | None = None,
    strays: Strays | None = None,
) -> Report:
    """Gather the facts, and check a plan that was read from `source` against a checklist.

    `ledger` is the record of votes; by default the one next to the plan, if it exists; an empty
    path means none. `skipped` are items that are skipped, by id, and why. `strays` are those of the run.

    Raises:
        LaunchcheckError: as for `validate_file`; or the record of votes is damaged, located.

    """
    program = program_of(checklist).with_packs(plan.turned_on)
    facts = Facts.gather(plan, source, today, folder)
    record = _record(source.name, folder) if ledger is None else ledger
    if record:
        facts = _with_votes(facts, record, plan, program.checklist, is_named=ledger is not None)
    elif ledger is None and folder is not None:
        facts = facts._replace(stray_records=(strays or Strays()).beside(source.name))
    report = validate(plan, program, facts, tier=tier, waived=waived, skipped=skipped)
    if plan.launch.status != "cancelled" and all(result.reason for result in report.results):
        raise LaunchcheckError(
            f"nothing to check: no item of the checklist applies to this plan at tier {report.tier}",
            hint="`launchcheck checks` lists the items of each tier",
            locations=(Location(source.name),),
        )
    return report


def _record(name: str, folder: str | None) -> str:
    """The record of votes next to a plan's file, if it exists.

    Does not import `votes`: most plans have no record, and must not pay for the import.
    """
    path = record_beside(name)
    return path if folder is not None and os.path.exists(path) else ""


def record_beside(plan: str) -> str:
    """The path of the record of a plan's votes: `launch.votes.jsonl` for `launch.yaml`."""
    stem, extension = os.path.splitext(plan)
    return f"{stem if extension in {'.yaml', '.yml'} else plan}{RECORD}"


RECORD = ".votes.jsonl"
"""How the name of a record of votes ends."""


def stray_records(plan: str) -> tuple[str, ...]:
    """The records of votes in a plan's folder whose own plan is gone, as after a plan was renamed."""
    folder = os.path.dirname(plan)
    try:
        there = set(os.listdir(folder or os.curdir))
    except OSError:
        return ()
    found = sorted(name for name in there if name.endswith(RECORD))
    stems = ((name, name.removesuffix(RECORD)) for name in found)
    strays = [name for name, stem in stems if there.isdisjoint((stem, f"{stem}.yaml", f"{stem}.yml"))]
    return tuple(os.path.join(folder, name) for name in strays)


class Strays:
    """The stray records of one run over several plans: each folder is listed once, not once a plan."""

    def __init__(self) -> None:
        """Begin with no folder listed."""
        self._of: dict[str, tuple[str, ...]] = {}

    def beside(self, plan: str) -> tuple[str, ...]:
        """The stray records in a plan's folder."""
        folder = os.path.dirname(plan)
        if folder not in self._of:
            self._of[folder] = stray_records(plan)
        return self._of[folder]


def _with_votes(facts: Facts, record: str, plan: Plan, checklist: Checklist, *, is_named: bool) -> Facts:
    """Add the state of the votes to the facts; a record that was named must exist."""
    from launchcheck import votes

    lines = votes.verify(record) if is_named else votes.read(record)
    return facts._replace(votes=votes.board_of(lines, plan, checklist, facts.today, facts.absent))


def day_of_check(plan: Plan, zone: str = "") -> date:
    """The default day of the check.

    It is the launch date of a plan whose status is `launched`, else the current date in the
    launch's time zone, or in `zone` if the plan sets none.
    """
    return plan.launch.day if plan.launch.status == "launched" else current_day_of(plan, zone)


def current_day_of(plan: Plan, zone: str) -> date:
    """The current date in the launch's time zone, or in `zone` if the plan sets none."""
    return current_day(zone_of(plan, zone))


def zone_of(plan: Plan, zone: str) -> str:
    """The launch's time zone, or `zone` if the plan sets none."""
    given = "timezone" in plan.launch.model_fields_set or not zone
    return plan.launch.timezone if given else zone


def refuse_early(plan: Plan, source: Source, today: date | None, zone: str = "") -> None:
    """Refuse a plan that is launched on a date to come: on that date all that is planned would have happened.

    `today` is the date of the check if it was given; the current date decides otherwise.

    Raises:
        LaunchcheckError: located at the status, and at the date.

    """
    launch = plan.launch
    if launch.status != "launched":
        return
    real = today or current_day_of(plan, zone)
    if launch.day > real:
        raise LaunchcheckError(
            f"launched on {day(launch.day)}, which is after {day(real)}",
            hint="leave status planned until the launch date, or correct launch.date",
            locations=(source.locate(("launch", "status")), source.locate(("launch", "date"))),
        )


def current_day(zone: str) -> date:
    """The current date in a time zone: the only function that reads the clock."""
    from datetime import UTC

    if zone == "UTC":
        return datetime.now(UTC).date()
    from zoneinfo import ZoneInfo

    return datetime.now(ZoneInfo(zone)).date()


def folder_of(path: str) -> str:
    """The folder that paths of local evidence are relative to."""
    return os.path.dirname(path) or os.curdir

"""How a launch stood at each commit of its plan, and the faces of that."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date
from enum import StrEnum
from importlib import import_module
from typing import TYPE_CHECKING, TextIO

from launchcheck.errors import LaunchcheckError, Location

if TYPE_CHECKING:
    from collections.abc import Mapping

    from launchcheck.checklist import Checklist
    from launchcheck.history import Repository, Version
    from launchcheck.plan import Plan
    from launchcheck.program import Program
    from launchcheck.report import Report


class Format(StrEnum):
    """How a trend is written; a member's value is the name of its module."""

    TERMINAL = "terminal"
    JSON = "json"
    CSV = "csv"


@dataclass(frozen=True, slots=True)
class Point:
    """One commit: what a check found in its plan, or why there is nothing to find.

    `day` is the author's day, in the launch's time zone where the plan can be read.
    """

    version: Version
    day: date
    report: Report | None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Trend:
    """The points of a plan, the oldest first.

    `is_cut` says that older commits were left out, and `is_shallow` that this clone has none.
    """

    source: str
    points: tuple[Point, ...]
    is_cut: bool
    is_shallow: bool


def gather(
    path: str,
    checklist: Checklist | Program,
    last: int,
    as_of: date | None,
    tier: int | None,
    skipped: Mapping[str, str] | None = None,
) -> Trend:
    """Check the plan as each of the last commits that changed it has it, on the day of the commit.

    `skipped` are items that are not checked, by id, and why.

    Raises:
        LaunchcheckError: no repository, or no commit that changed the file.

    """
    from launchcheck.history import Repository
    from launchcheck.text import quote

    repository, inside = Repository.of(path)
    versions = repository.versions(inside, last + 1)
    if not versions:
        raise LaunchcheckError(
            f"no commit has changed {quote(inside)}",
            hint="commit the plan, and its trend begins",
            locations=(Location(path),),
        )
    kept = versions[-last:]
    points = tuple(_point(repository, version, checklist, as_of, tier, skipped) for version in kept)
    return Trend(path, points, len(versions) > last, repository.is_shallow())


def write(trend: Trend, format: Format, out: TextIO) -> None:
    """Write the trend to the stream.

    Raises:
        OSError: the stream cannot be written to; BrokenPipeError where its reader went away.

    """
    import_module(f"{__name__}.{format.value}").write(trend, out)


def _point(
    repository: Repository,
    version: Version,
    checklist: Checklist | Program,
    as_of: date | None,
    tier: int | None,
    skipped: Mapping[str, str] | None,
) -> Point:
    """One commit; what keeps its plan from being checked is said, and hides nothing else."""
    from launchcheck import shape
    from launchcheck.history import facts_at
    from launchcheck.plan import Plan
    from launchcheck.validate import validate

    day = version.at.astimezone(UTC).date()
    if not version.blob:
        return Point(version, day, None, "the plan was deleted")
    try:
        source = repository.read(version.blob, f"{version.commit[:10]}:{version.path}")
        plan = shape.read(source, Plan)
        day = _day(version, plan)
        today = as_of or (plan.launch.date if plan.launch.status == "launched" else day)
        facts = facts_at(repository, version.commit, version.path, plan, source, today)
        report = validate(plan, checklist, facts, tier=tier, skipped=skipped)
        return Point(version, day, report)
    except LaunchcheckError as error:
        return Point(version, day, None, _why(error))


def _day(version: Version, plan: Plan) -> date:
    """The author's day in the launch's time zone."""
    from zoneinfo import ZoneInfo

    return version.at.astimezone(ZoneInfo(plan.launch.timezone or "UTC")).date()


def _why(error: LaunchcheckError) -> str:
    """What is wrong with a plan, in a line."""
    first = error.parts[0] if error.parts else error
    line = f"line {first.locations[0].line}: " if first.locations and first.locations[0].line else ""
    more = f" (and {len(error.parts) - 1} more)" if len(error.parts) > 1 else ""
    return f"{line}{first.message}{more}"

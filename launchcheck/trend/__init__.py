"""How ready a launch was at each commit of its plan, and the formats that show it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date
from enum import StrEnum
from importlib import import_module
from typing import TYPE_CHECKING, TextIO

from launchcheck.errors import LaunchcheckError, Location

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from launchcheck.checklist import Checklist
    from launchcheck.history import Repository, Version
    from launchcheck.plan import Plan
    from launchcheck.program import Program
    from launchcheck.report import Report


class TrendFormat(StrEnum):
    """The formats of a trend; a member's value is the name of its module."""

    TERMINAL = "terminal"
    HTML = "html"
    JSON = "json"
    CSV = "csv"


@dataclass(frozen=True, slots=True)
class Point:
    """One commit: the report on its plan, or why there is none.

    `day` is the author date, in the launch's time zone where the plan can be read.
    """

    version: Version
    day: date
    report: Report | None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Trend:
    """The points of a plan, the oldest first.

    `is_cut` says that older commits were omitted, `is_shallow` that this clone lacks them.
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
    counting: Callable[[int], Callable[[], None]] = lambda _: lambda: None,
) -> Trend:
    """Check the plan at each of the last commits that changed it, as of the day of the commit.

    `skipped` are items that are not checked, by id, and why. `counting` is told how many commits there
    are, and what it returns is called after each.

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
            hint="commit the plan to start its trend",
            locations=(Location(path),),
        )
    kept = versions[-last:]
    points, step = [], counting(len(kept))
    for version in kept:
        points.append(_point(repository, version, checklist, as_of, tier, skipped))
        step()
    return Trend(path, tuple(points), len(versions) > last, repository.is_shallow())


def write(trend: Trend, format: TrendFormat, out: TextIO) -> None:
    """Write a trend.

    Raises:
        OSError: the stream cannot be written to; BrokenPipeError when its reader is gone.

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
    """Check one commit; a plan that cannot be checked is a point with the reason."""
    from launchcheck import parse
    from launchcheck.history import facts_at
    from launchcheck.plan import Plan
    from launchcheck.validate import validate

    day = version.at.astimezone(UTC).date()
    if not version.blob:
        return Point(version, day, None, "the plan was deleted")
    try:
        source = repository.read(version.blob, f"{version.commit[:10]}:{version.path}")
        plan = parse.read(source, Plan)
        day = _day(version, plan)
        today = as_of or (plan.launch.day if plan.launch.status == "launched" else day)
        facts = facts_at(repository, version.commit, version.path, plan, source, today)
        report = validate(plan, checklist, facts, tier=tier, skipped=skipped)
        return Point(version, day, report)
    except LaunchcheckError as error:
        return Point(version, day, None, _why(error))


def _day(version: Version, plan: Plan) -> date:
    """The author date in the launch's time zone."""
    from zoneinfo import ZoneInfo

    return version.at.astimezone(ZoneInfo(plan.launch.timezone or "UTC")).date()


def _why(error: LaunchcheckError) -> str:
    """The errors of a plan in one line."""
    first = error.parts[0] if error.parts else error
    line = f"line {first.locations[0].line}: " if first.locations and first.locations[0].line else ""
    more = f" (and {len(error.parts) - 1} more)" if len(error.parts) > 1 else ""
    return f"{line}{first.message}{more}"

"""How ready a launch was at each commit of its plan, and the formats that show it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date
from enum import StrEnum
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, TextIO

from launchcheck.errors import LaunchcheckError, Location

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from launchcheck.checklist import Checklist
    from launchcheck.history import Repository, Version
    from launchcheck.plan import Plan
    from launchcheck.program import Program
    from launchcheck.report import Report
    from launchcheck.source import Source


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


@dataclass(frozen=True, slots=True)
class Asked:
    """How each commit is checked.

    `skipped` are items that are not checked, by id, and why; `zone` is the time zone of plans that set
    none, `facts` the paths of facts files, which are read as each commit has them, and
    `facts_max_age` how many days old they may be.
    """

    checklist: Checklist | Program
    as_of: date | None = None
    tier: int | None = None
    skipped: Mapping[str, str] | None = None
    zone: str = ""
    facts: Sequence[str] = ()
    facts_max_age: int | None = None


def gather(
    path: str,
    asked: Asked,
    last: int,
    counting: Callable[[int], Callable[[], None]] = lambda _: lambda: None,
) -> Trend:
    """Check the plan at each of the last commits that changed it, as of the day of the commit.

    `counting` is told how many commits there are, and what it returns is called after each.

    Raises:
        LaunchcheckError: no repository, or no commit that changed the file.

    """
    from launchcheck.history import Repository
    from launchcheck.source import Source
    from launchcheck.text import quote

    repository, inside = Repository.of(path)
    versions = repository.versions(inside, last + 1)
    if not versions:
        Source.read(path)  # which says so if there is no such file
        raise LaunchcheckError(
            f"no commit has changed {quote(inside)}",
            hint="commit the plan to start its trend",
            locations=(Location(path),),
        )
    kept = versions[-last:]
    points, step = [], counting(len(kept))
    for version in kept:
        points.append(_point(repository, version, asked))
        step()
    return Trend(path, tuple(points), len(versions) > last, repository.is_shallow())


def write(trend: Trend, format: TrendFormat, out: TextIO) -> None:
    """Write a trend.

    Raises:
        OSError: the stream cannot be written to; BrokenPipeError when its reader is gone.

    """
    import_module(f"{__name__}.{format.value}").write(trend, out)


def _point(repository: Repository, version: Version, asked: Asked) -> Point:
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
        source = _with_facts(repository, version, source, asked)
        plan = parse.read(source, Plan)
        day, today = _day(version, plan, asked), _day_of_check(version, plan, asked)
        facts = facts_at(repository, version.commit, version.path, plan, source, today)
        report = validate(plan, asked.checklist, facts, tier=asked.tier, skipped=asked.skipped)
        return Point(version, day, report)
    except LaunchcheckError as error:
        return Point(version, day, None, _why(error))


def _with_facts(repository: Repository, version: Version, source: Source, asked: Asked) -> Source:
    """A plan at a commit with the facts below it that the commit has, and that were known on its day."""
    from launchcheck import external_facts, git

    files = []
    for path in asked.facts:
        root, inside = git.place(path)
        blob = repository.named(version.commit, inside) if root == repository.root else ""
        if blob:
            opened = partial(repository.read, blob)
            files.append(external_facts.read(f"{version.commit[:10]}:{inside}", opened))
    if not files:
        return source
    today = partial(_day_of_check, version, asked=asked)
    return external_facts.below(source, files, today, asked.facts_max_age, known_then=True)


def _day_of_check(version: Version, plan: Plan, asked: Asked) -> date:
    """The day as of which the plan at a commit is checked."""
    launched = plan.launch.day if plan.launch.status == "launched" else None
    return asked.as_of or launched or _day(version, plan, asked)


def _day(version: Version, plan: Plan, asked: Asked) -> date:
    """The author date in the launch's time zone."""
    from zoneinfo import ZoneInfo

    from launchcheck import api

    return version.at.astimezone(ZoneInfo(api.zone_of(plan, asked.zone))).date()


def _why(error: LaunchcheckError) -> str:
    """The errors of a plan in one line."""
    first = error.parts[0] if error.parts else error
    line = f"line {first.locations[0].line}: " if first.locations and first.locations[0].line else ""
    more = f" (and {len(error.parts) - 1} more)" if len(error.parts) > 1 else ""
    return f"{line}{first.message}{more}"

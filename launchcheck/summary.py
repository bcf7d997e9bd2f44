"""Several plans: one row each, and how many have which verdict."""

from __future__ import annotations

import datetime
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from launchcheck.errors import LaunchcheckError, Location, PlanBugError, PlanGoneError
from launchcheck.report import FailOn, Verdict
from launchcheck.text import listed, plural

if TYPE_CHECKING:
    from collections.abc import Iterable

    from launchcheck.report import Report, Rules
    from launchcheck.weakenings import Weakening

UNREADABLE = "unreadable"
"""The verdict column of a plan that could not be checked."""

GONE = "gone"
"""The verdict column of a plan that the compared commit has, and the change has not."""

WORST_FIRST = (
    UNREADABLE,
    GONE,
    Verdict.NOT_READY.value,
    Verdict.ON_TRACK.value,
    Verdict.READY.value,
    Verdict.CANCELLED.value,
)
_NO_DAY = datetime.date.max


class First(NamedTuple):
    """The open item to start with: what was found, when it is due, who owns it."""

    id: str
    message: str
    due: datetime.date
    is_late: bool
    owner: str

    @classmethod
    def of(cls, report: Report) -> First | None:
        """The blocker that is due first, or else the first warning; None where nothing is open."""
        open_ = [each for each in report.shown if each.is_open]
        if not open_:
            return None
        found = min(open_, key=lambda each: (not each.blocks, each.days_left))
        message = found.findings[0].message if found.findings else found.item.question
        owner = found.owner.name if found.owner else ""
        return cls(found.item.id, message, found.due, found.is_overdue, owner)


class Row(NamedTuple):
    """The row of one plan: a summary of its report, or the error that prevented one.

    Where `window` is set, only that period is known of the launch date, and `date` is its last day.
    `open` and `overdue` count blockers, and `weakened` is what a change weakened; `is_open` is the state
    of the gate, and `closed_by` has the rules that closed it.
    """

    path: str
    name: str = ""
    tier: int = 0
    date: datetime.date = _NO_DAY
    window: str = ""
    left: int = 0
    verdict: str = UNREADABLE
    is_open: bool = False
    closed_by: Rules = ()
    open: int = 0
    overdue: int = 0
    first: First | None = None
    weakened: tuple[Weakening, ...] = ()
    without_base: str = ""
    error: LaunchcheckError | None = None

    @classmethod
    def of(cls, report: Report, *rules: FailOn) -> Row:
        """The row of a report, whose gate these rules decide."""
        blockers, gate = report.blockers, report.gate(*rules)
        return cls(
            path=report.source,
            name=report.launch.name,
            tier=report.tier,
            date=report.launch.date,
            window=report.launch.window.text if report.launch.window else "",
            left=(report.launch.date - report.as_of).days,
            verdict=report.verdict.value,
            is_open=gate.is_open,
            closed_by=gate.closed_by,
            open=len(blockers),
            overdue=sum(each.is_overdue for each in blockers),
            first=First.of(report),
            weakened=report.weakened,
            without_base=report.without_base,
        )

    @classmethod
    def failed(cls, path: str, error: LaunchcheckError) -> Row:
        """The row of a plan without a report."""
        return cls(path, verdict=state(error), error=error)

    @property
    def place(self) -> str:
        """The path, and why there was nothing to compare the plan with: `a.yaml (new since main)`."""
        return f"{self.path} ({self.without_base})" if self.without_base else self.path

    @property
    def words(self) -> str:
        """The verdict as text: `not ready`."""
        return self.verdict.replace("_", " ")

    @property
    def t_minus(self) -> str:
        """The distance to the launch: `T-14`, `T` on its day, `T+7` after it."""
        return f"T{-self.left:+d}" if self.left else "T"

    @property
    def urgency(self) -> tuple[int, int, int, datetime.date, str]:
        """The sort key of rows: the worst verdict first, then the nearest launch."""
        return WORST_FIRST.index(self.verdict), -self.overdue, -self.open, self.date, self.path


class Tally:
    """How many plans were checked, by verdict."""

    def __init__(self, *rules: FailOn) -> None:
        self.rules = rules
        self._closed_by: set[FailOn] = set()
        self.verdicts: Counter[str] = Counter()
        self.closed = 0
        self.weakened = 0
        self.bugs = 0

    def add(self, row: Row) -> None:
        """Count one plan."""
        self.bugs += isinstance(row.error, PlanBugError)
        self.verdicts[row.verdict] += 1
        self.closed += row.error is None and not row.is_open
        self._closed_by.update(row.closed_by)
        self.weakened += len(row.weakened)

    @property
    def fail_on(self) -> str:
        """The rules as one text."""
        return ",".join(self.rules)

    @property
    def closed_by(self) -> Rules:
        """The rules that closed a gate: all, where a plan is gone; none where one merely cannot be checked.

        A plan without a base may have been judged by another rule than those of the run.
        """
        closed = {*self._closed_by, *(self.rules if self.gone else ())}
        return tuple(rule for rule in FailOn if rule in closed)

    @property
    def weakened_beside(self) -> int:
        """How much a change weakened where that does not close the gate."""
        return 0 if FailOn.WEAKENED in self.rules else self.weakened

    @property
    def plans(self) -> int:
        """How many were checked."""
        return self.verdicts.total()

    @property
    def unreadable(self) -> int:
        """How many could not be checked."""
        return self.verdicts[UNREADABLE]

    @property
    def gone(self) -> int:
        """How many the compared commit has and the change has not, unless the gate never closes."""
        return 0 if FailOn.NEVER in self.rules else self.verdicts[GONE]

    @property
    def is_open(self) -> bool:
        """Whether every plan is there, was checked and has an open gate."""
        return not (self.closed or self.gone or self.unreadable)

    @property
    def code(self) -> int:
        """The exit code of the run: that of the worst plan."""
        return 70 if self.bugs else 2 if self.unreadable else 1 if self.closed or self.gone else 0

    @property
    def counted(self) -> str:
        """The counts as text, the worst first: `3 plans: 1 not ready, 2 ready`."""
        verdicts = [
            f"{self.verdicts[name]} {name.replace('_', ' ')}" for name in WORST_FIRST if self.verdicts[name]
        ]
        plans = f"{self.plans:,} {plural('plan', self.plans)}"
        return f"{plans}: {', '.join(verdicts)}" if verdicts else "no plans"

    @property
    def reason(self) -> str:
        """Why the gate over all plans is open or closed."""
        parts = []
        if self.closed:
            several = len(self.rules) > 1
            by = f" by {listed(rule for rule in FailOn if rule in self._closed_by)}" if several else ""
            gates = f"{self.closed:,} {plural('gate', self.closed)}"
            parts.append(f"{gates} {'is' if self.closed == 1 else 'are'} closed{by}")
        if self.gone:
            plans = f"{self.gone:,} {plural('plan', self.gone)}"
            parts.append(f"{plans} {'is' if self.gone == 1 else 'are'} gone")
        if self.unreadable:
            plans = f"{self.unreadable:,} {plural('plan', self.unreadable)}"
            parts.append(f"{plans} could not be checked")
        return listed(parts) or ("every gate is open" if self.plans else "there was nothing to check")


def state(error: LaunchcheckError) -> str:
    """The verdict column of a plan without a report."""
    return GONE if isinstance(error, PlanGoneError) else UNREADABLE


def what_failed(error: LaunchcheckError) -> str:
    """In words, why a plan has no report."""
    return "gone" if isinstance(error, PlanGoneError) else "cannot be checked"


def weakenings(rows: Iterable[Row]) -> list[Weakening]:
    """What a change weakened in several plans: what it did to all of them alike is said once."""
    found: dict[Weakening, list[str]] = {}
    for row in rows:
        for each in row.weakened:
            found.setdefault(each, []).append(row.path)
    return [_of_plans(each, paths) for each, paths in found.items()]


def _of_plans(weakening: Weakening, paths: list[str]) -> Weakening:
    """The same with the plan in its sentence, unless its place is in that plan; of several, their number."""
    place, message = weakening.location, weakening.message
    if len(paths) > 1:
        message = f"{message} ({len(paths):,} plans)"
    elif not place or place.path != paths[0]:
        message = f"{paths[0]}: {message}"
    return weakening._replace(message=message)


class PlanMistake(NamedTuple):
    """One of the errors of a plan that could not be checked."""

    message: str
    hint: str
    location: Location


def mistakes(path: str, error: LaunchcheckError) -> list[PlanMistake]:
    """All errors of a plan, each at its location, or at the plan where that is unknown."""
    parts = error.parts or (error,)
    return [
        PlanMistake(part.message, part.hint, part.locations[0] if part.locations else Location(path))
        for part in parts
    ]

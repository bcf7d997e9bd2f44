"""The result of checking one plan: immutable, and all that an output format may know."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from launchcheck.checks.problem import LATE, MISSING, SCHEDULED, UNDER_WAY, WRONG
from launchcheck.text import counted, listed

if TYPE_CHECKING:
    from launchcheck.checklist import Item
    from launchcheck.checks.problem import Progress
    from launchcheck.errors import Location
    from launchcheck.outline import Outline
    from launchcheck.panels import Panel
    from launchcheck.people import Person
    from launchcheck.schedule import FirstCustomers
    from launchcheck.windows import Window


class Status(StrEnum):
    """The state of an item."""

    PASSED = "passed"
    FAILED = "failed"
    UNANSWERED = "unanswered"
    WAIVED = "waived"
    NOT_APPLICABLE = "not_applicable"


_OPEN_STATUSES = (Status.FAILED, Status.UNANSWERED)

KINDS = (WRONG, LATE, UNDER_WAY, SCHEDULED, MISSING)
"""The kinds of findings, in the order in which an item counts as one of them."""


class Verdict(StrEnum):
    """May the launch go? Decided by blockers alone."""

    READY = "ready"
    ON_TRACK = "on_track"
    NOT_READY = "not_ready"
    CANCELLED = "cancelled"


class FailOn(StrEnum):
    """What closes the gate."""

    BLOCKER = "blocker"
    OVERDUE = "overdue"
    WARNING = "warning"
    REGRESSION = "regression"
    NEVER = "never"


class Finding(NamedTuple):
    """One thing that keeps an item from passing, located at the wrong fact.

    `kind` is one of five: `wrong` (facts contradict, and time alone cannot heal it), `late` (it was
    due, and is not so far), `under_way` (it is not so far, and not due), `scheduled` (planned for a
    date after the day of the check, and not due) or `missing` (not in the plan). `related` are other
    places that belong to it: the other side of a join. `wants` are the places in the plan of the
    facts that would fix it, in the order to ask for them; empty if no fact would, or only time.
    """

    kind: str
    where: tuple[str | int, ...]
    message: str
    location: Location
    related: tuple[Location, ...] = ()
    waived: bool = False
    wants: tuple[tuple[str | int, ...], ...] = ()


class Waiver(NamedTuple):
    """A named person's acceptance of an open item, until a date.

    `state` is `in_force`, `unused` (what it accepts is not open), `expired` or `not_yet` (approved
    on a future date). `days_left` counts from the day of the check to the last day on which it is
    valid; `where` is empty if it accepts every finding of the item.
    """

    check: str
    where: str
    reason: str
    approved_by: Person
    approved_on: datetime.date
    expires: datetime.date
    days_left: int
    follow_up: str
    location: Location
    state: str = "in_force"


class Excluded(NamedTuple):
    """Why an item that its tier asks does not apply to this launch, and who says so.

    `source` is where that is said: `plan`, `settings` or `checklist`; only a plan names a person.
    """

    reason: str
    source: str
    by: Person | None = None


class Exclusion(NamedTuple):
    """An entry of `not_applicable`: an area or item that does not apply, why, and who says so.

    `state` is `in_force`, or `unused` where nothing that it names is asked anyway.
    """

    id: str
    reason: str
    by: Person
    location: Location
    state: str = "in_force"


class Note(NamedTuple):
    """A doubt about an exclusion, located; `kind` is `unused`, or `facts` where the area has facts."""

    kind: str
    about: str
    message: str
    location: Location


class Result(NamedTuple):
    """The result of one item of the checklist.

    `due` is its due date and `days_left` the days from the day of the check until then (negative:
    late). If the plan began late, `due_moved_from` is the due date as it was before it was moved, and
    `due_note` says why it was moved or could not be. `reason` says why an item was skipped, or what
    its check could not look at; `excluded` is set if its tier would ask it. `progress` is set if the
    check counts something.
    The `where` of the first finding is the place to start.
    """

    item: Item
    severity: str
    status: Status
    due: datetime.date
    days_left: int
    owner: Person | None
    findings: tuple[Finding, ...] = ()
    progress: Progress | None = None
    reason: str = ""
    waivers: tuple[Waiver, ...] = ()
    due_moved_from: datetime.date | None = None
    due_note: str = ""
    excluded: Excluded | None = None

    @property
    def kind(self) -> str:
        """The kind that the item counts as: the first in `KINDS` among its open findings; else empty."""
        if not self.is_open:
            return ""
        found = {finding.kind for finding in self.findings if not finding.waived}
        return next(kind for kind in KINDS if kind in found)

    @property
    def is_open(self) -> bool:
        """Whether the item is neither passed, waived nor skipped."""
        return self.status in _OPEN_STATUSES

    @property
    def is_overdue(self) -> bool:
        """Whether the item is open past its due date; an item due today is not overdue yet."""
        return self.days_left < 0 and self.is_open

    @property
    def blocks(self) -> bool:
        """Whether the item is an open blocker."""
        return self.severity == "blocker" and self.is_open


class Area(NamedTuple):
    """A part of the checklist, and its owner."""

    id: str
    question: str
    owner: Person | None


class Launch(NamedTuple):
    """What is launched and when, from the plan.

    `date` is the launch date. While only a period is known, `window` is that period, and `date` its
    last day.
    `first_customers` is the first day on which customers have it; None in reports made by hand.
    """

    name: str
    summary: str
    status: str
    tier: int
    date: datetime.date
    release_date: datetime.date | None
    timezone: str
    owner: Person | None
    decider: Person | None
    window: Window | None = None
    first_customers: FirstCustomers | None = None


class Gate(NamedTuple):
    """Whether the gate is open, the rule that decided, and the reason in words."""

    is_open: bool
    fail_on: FailOn
    reason: str


class Counts(NamedTuple):
    """Results counted by status; `open` includes `overdue`, and `not_applicable` includes `excluded`."""

    passed: int
    open: int
    overdue: int
    waived: int
    not_applicable: int
    excluded: int = 0

    @property
    def asked(self) -> int:
        """How many apply: all but the not applicable ones."""
        return self.passed + self.open + self.waived

    @classmethod
    def of(cls, results: Iterable[Result]) -> Counts:
        """Count the results."""
        found = list(results)
        by = [result.status for result in found]
        return cls(
            passed=by.count(Status.PASSED),
            open=sum(map(by.count, _OPEN_STATUSES)),
            overdue=len([each for each in found if each.status in _OPEN_STATUSES and each.days_left < 0]),
            waived=by.count(Status.WAIVED),
            not_applicable=by.count(Status.NOT_APPLICABLE),
            excluded=len([each for each in found if each.excluded]),
        )


class Report(NamedTuple):
    """Everything that was found, in the order of the checklist.

    `source` is the plan's file as messages call it. `tier` is the tier that was checked: the
    launch's own unless the user chose another. `only_owner` limits what a format shows to one
    person's items; verdict and gate always cover all items. `regressions` are the items whose open
    blockers a change made worse, by id; None without a comparison.
    """

    source: str
    launch: Launch
    tier: int
    as_of: datetime.date
    checklists: tuple[str, ...]
    areas: tuple[Area, ...]
    results: tuple[Result, ...]
    outline: Outline
    panels: tuple[Panel, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    notes: tuple[Note, ...] = ()
    only_owner: Person | None = None
    regressions: tuple[str, ...] | None = None

    @property
    def shown(self) -> tuple[Result, ...]:
        """The results that a format lists: all of them, or those of one person."""
        if self.only_owner is None:
            return self.results
        return tuple(each for each in self.results if each.owner == self.only_owner)

    @property
    def blockers(self) -> tuple[Result, ...]:
        """The open blockers."""
        return tuple([each for each in self.results if each.status in _OPEN_STATUSES and each.blocks])

    @property
    def worse(self) -> tuple[str, ...]:
        """The items worse than in the compared plan; without a comparison, every open blocker."""
        if self.regressions is None:
            return tuple(result.item.id for result in self.blockers)
        return self.regressions

    @property
    def warnings(self) -> tuple[Result, ...]:
        """The open warnings."""
        return tuple(each for each in self.results if each.is_open and each.severity == "warning")

    @property
    def verdict(self) -> Verdict:
        """May the launch go?"""
        return self._verdict(self.blockers)

    @property
    def verdict_without_waivers(self) -> Verdict:
        """The verdict if nothing had been waived."""
        waived = [
            each for each in self.results if each.status is Status.WAIVED and each.severity == "blocker"
        ]
        return self._verdict((*self.blockers, *waived))

    @property
    def unused_waivers(self) -> tuple[Waiver, ...]:
        """Waivers whose item is not open."""
        return tuple(waiver for waiver in self.waivers if waiver.state == "unused")

    def _verdict(self, blockers: Iterable[Result]) -> Verdict:
        """The verdict, given these open blockers."""
        if self.launch.status == "cancelled":
            return Verdict.CANCELLED
        late = [result.days_left < 0 for result in blockers]
        if not late:
            return Verdict.READY
        return Verdict.NOT_READY if any(late) else Verdict.ON_TRACK

    def gate(self, fail_on: FailOn = FailOn.BLOCKER) -> Gate:
        """Decide the gate by the rule `fail_on`, and say why in a sentence."""
        if self.launch.status == "cancelled":
            return Gate(True, fail_on, "the launch is cancelled; nothing is checked")
        closed_by = self._closed_by(fail_on)
        return Gate(not closed_by, fail_on, closed_by or _OPEN[fail_on])

    def _closed_by(self, fail_on: FailOn) -> str:
        """What closes the gate by this rule, in words; empty if it is open."""
        match fail_on:
            case FailOn.BLOCKER:
                return _counted(len(self.blockers), "open blocker")
            case FailOn.OVERDUE:
                return _counted(sum(each.is_overdue for each in self.blockers), "overdue blocker")
            case FailOn.WARNING:
                open_ = _counted(len(self.blockers) + len(self.warnings), "open item")
                unused = _counted(len(self.unused_waivers), "unused waiver")
                doubtful = _counted(len(self.notes), "doubtful exclusion")
                return listed(filter(None, (open_, unused, doubtful)))
            case FailOn.REGRESSION:
                return _counted(len(self.worse), "worse blocker")
            case FailOn.NEVER:
                return ""


_OPEN = {
    FailOn.BLOCKER: "no blocker is open",
    FailOn.OVERDUE: "no blocker is overdue",
    FailOn.WARNING: "nothing is open",
    FailOn.REGRESSION: "no blocker is worse than before",
    FailOn.NEVER: "this gate never closes",
}
"""Why the gate is open, by the rule that decides."""


def _counted(count: int, thing: str) -> str:
    """`3 open blockers`, or nothing for zero."""
    return counted(count, thing) if count else ""

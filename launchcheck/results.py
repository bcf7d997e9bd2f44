"""The result of one item: its status, findings, waivers and due date; and many of them, counted."""

import datetime
from collections.abc import Iterable
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, Self

from launchcheck.findings import KINDS, LATE, MISSING, SCHEDULED, UNDER_WAY, WRONG

if TYPE_CHECKING:
    from launchcheck.checklist import Item
    from launchcheck.checks.problem import Progress
    from launchcheck.errors import Location
    from launchcheck.people import Person


class Status(StrEnum):
    """The state of an item."""

    PASSED = "passed"
    FAILED = "failed"
    UNANSWERED = "unanswered"
    WAIVED = "waived"
    NOT_APPLICABLE = "not_applicable"


OPEN_STATUSES = (Status.FAILED, Status.UNANSWERED)
"""The statuses of an open item."""


class Finding(NamedTuple):
    """One thing that keeps an item from passing, located at the wrong fact.

    `kind` is one of five: `wrong` (facts contradict, and time alone cannot heal it), `late` (it was
    due, and is not so far), `under_way` (it is not so far, and not due), `scheduled` (planned for a
    date after the day of the check, and not due) or `missing` (not in the plan). `related` are other
    places that belong to it: the other side of a join. `wants` are the places in the plan of the
    facts that would fix it, in the order to ask for them; empty if no fact would, or only time.
    `owner` and `due` are set if they are its own, apart from those of the item: it is about a task or
    an approval.
    """

    kind: str
    where: tuple[str | int, ...]
    message: str
    location: "Location"
    related: "tuple[Location, ...]" = ()
    waived: bool = False
    wants: tuple[tuple[str | int, ...], ...] = ()
    owner: "Person | None" = None
    due: datetime.date | None = None


class Waiver(NamedTuple):
    """A named person's acceptance of an open item, until a date.

    `state` is `in_force`, `unused` (what it accepts is not open), `expired`, `not_yet` (approved
    on a future date) or `too_long` (it expires after `latest`, the last date that the rules allow,
    and accepts nothing). `days_left` counts from the day of the check to the last day on which it is
    valid; `where` is empty if it accepts every finding of the item.
    """

    check: str
    where: str
    reason: str
    approved_by: "Person"
    approved_on: datetime.date
    expires: datetime.date
    days_left: int
    follow_up: str
    location: "Location"
    state: str = "in_force"
    latest: datetime.date | None = None


class Excluded(NamedTuple):
    """Why an item that its tier asks does not apply to this launch, and who says so.

    `source` is where that is said: `plan`, `settings` or `checklist`; only a plan names a person.
    """

    reason: str
    source: str
    by: "Person | None" = None


class Exclusion(NamedTuple):
    """An entry of `not_applicable`: an area or item that does not apply, why, and who says so.

    `state` is `in_force`, or `unused` where nothing that it names is asked anyway.
    """

    id: str
    reason: str
    by: "Person"
    location: "Location"
    state: str = "in_force"


class Note(NamedTuple):
    """A doubt, located.

    `kind` is `unused` for an exclusion that changes nothing, `facts` where an excluded area has facts, and
    `unasked` for the section of a pack that is not on, `contradiction` for a fact that the plan and
    another system state differently, and `outdated` for facts that are too old to count.
    """

    kind: str
    about: str
    message: str
    location: "Location"


class Lowered(NamedTuple):
    """An item whose severity settings lower: what it was, what it is now, and where that is set.

    `now` is empty if it is no longer asked. `origin` names the settings, such as `.launchcheck.yaml:4`.
    """

    id: str
    before: str
    now: str
    location: "Location"
    origin: str

    @property
    def words(self) -> str:
        """What changed: `sales.kit is a warning instead of a blocker`."""
        return f"{self.id} is {f'a {self.now}' if self.now else 'not asked'} instead of a {self.before}"


class Result(NamedTuple):
    """The result of one item of the checklist.

    `due` is its due date and `days_left` the days from the day of the check until then (negative:
    late). If the plan began late, `due_moved_from` is the due date as it was before it was moved, and
    `due_note` says why it was moved or could not be. `reason` says why an item was skipped, or what
    its check could not look at; `excluded` is set if its tier would ask it. `progress` is set if the
    check counts something. The `where` of the first finding is the place to start. `because_of` is
    the id of an earlier item that is missing the same facts; empty if there is none. `applies` is
    whether it is asked of this launch at the tiers that ask it.
    """

    item: "Item"
    severity: str
    status: Status
    due: datetime.date
    days_left: int
    owner: "Person | None"
    findings: tuple[Finding, ...] = ()
    progress: "Progress | None" = None
    reason: str = ""
    waivers: tuple[Waiver, ...] = ()
    due_moved_from: datetime.date | None = None
    due_note: str = ""
    excluded: Excluded | None = None
    because_of: str = ""
    applies: bool = True

    @property
    def is_core(self) -> bool:
        """Whether it is one of the few blockers that stop launches, and is asked as a blocker."""
        return self.item.core and self.severity == "blocker" and self.status is not Status.NOT_APPLICABLE

    @property
    def missing(self) -> tuple[tuple[str | int, ...], ...]:
        """The places of the facts that an open item is missing, without those that are waived."""
        lists = [each.wants for each in self.findings if each.kind == MISSING and not each.waived]
        return lists[0] if len(lists) == 1 else tuple(place for wants in lists for place in wants)

    @property
    def kind(self) -> str:
        """The kind that the item counts as: the first in `KINDS` among its open findings; else empty."""
        if not self.is_open:
            return ""
        if self.status is Status.UNANSWERED:
            return MISSING
        found = {finding.kind for finding in self.findings if not finding.waived}
        return next((kind for kind in KINDS if kind in found), WRONG)

    def of(self, person: "Person") -> Self | None:
        """The part of the result that is one person's: a finding may have an owner of its own."""
        mine = tuple(each for each in self.findings if (each.owner or self.owner) == person)
        if mine == self.findings:
            return self if mine or self.owner == person else None
        if not mine:
            return None
        due = min((each.due for each in mine if each.due), default=self.due)
        return self._replace(findings=mine, due=due, days_left=self.days_left + (due - self.due).days)

    @property
    def urgency(self) -> tuple[bool, int]:
        """The key that sorts items: blockers before warnings, and what is due first before the rest."""
        return self.severity != "blocker", self.days_left

    @property
    def is_open(self) -> bool:
        """Whether the item is neither passed, waived nor skipped."""
        return self.status in OPEN_STATUSES

    @property
    def is_overdue(self) -> bool:
        """Whether the item is open past its due date; an item due today is not overdue yet."""
        return self.days_left < 0 and self.is_open

    @property
    def blocks(self) -> bool:
        """Whether the item is an open blocker."""
        return self.severity == "blocker" and self.is_open


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
    def of(cls, results: Iterable[Result]) -> "Counts":
        """Count the results."""
        found = list(results)
        by = [result.status for result in found]
        return cls(
            passed=by.count(Status.PASSED),
            open=sum(map(by.count, OPEN_STATUSES)),
            overdue=len([each for each in found if each.status in OPEN_STATUSES and each.days_left < 0]),
            waived=by.count(Status.WAIVED),
            not_applicable=by.count(Status.NOT_APPLICABLE),
            excluded=len([each for each in found if each.excluded]),
        )


class OpenItem(NamedTuple):
    """An open item, and the later ones that are unanswered because of it."""

    result: Result
    folded: tuple[Result, ...] = ()

    @property
    def is_overdue(self) -> bool:
        """Whether it, or an item folded under it, is overdue."""
        return any(each.is_overdue for each in (self.result, *self.folded))

    @property
    def due(self) -> datetime.date:
        """The earliest due date of it and of the items folded under it."""
        return min(each.due for each in (self.result, *self.folded))


def folded(results: Iterable[Result]) -> tuple[OpenItem, ...]:
    """The open items among some results, each with those that are unanswered because of it.

    An item is listed on its own where the one that explains it is not among these results.
    """
    open_ = {each.item.id: each for each in results if each.is_open}
    under: dict[str, list[Result]] = {}
    for result in open_.values():
        if result.because_of in open_:
            under.setdefault(result.because_of, []).append(result)
    return tuple(
        OpenItem(each, tuple(under.get(id, ()))) for id, each in open_.items() if each.because_of not in open_
    )


class OpenBlockers(NamedTuple):
    """Open blockers by kind, each counted once, and how many of all of them are overdue."""

    wrong: int
    late: int
    under_way: int
    scheduled: int
    unanswered: int
    overdue: int

    @classmethod
    def of(cls, results: Iterable[Result]) -> "OpenBlockers":
        """Count the open blockers among the results."""
        found = [each for each in results if each.blocks]
        kinds = [each.kind for each in found]
        return cls(
            wrong=kinds.count(WRONG),
            late=kinds.count(LATE),
            under_way=kinds.count(UNDER_WAY),
            scheduled=kinds.count(SCHEDULED),
            unanswered=kinds.count(MISSING),
            overdue=sum(each.is_overdue for each in found),
        )


class Core(NamedTuple):
    """The few blockers that stop launches, each counted once by its result."""

    passed: int
    waived: int
    wrong: int
    late: int
    under_way: int
    scheduled: int
    unanswered: int

    @classmethod
    def of(cls, results: Iterable[Result]) -> "Core":
        """Count the items of the core among the results."""
        found = [each for each in results if each.is_core]
        by = [each.status for each in found]
        *kinds, _ = OpenBlockers.of(found)
        return cls(by.count(Status.PASSED), by.count(Status.WAIVED), *kinds)

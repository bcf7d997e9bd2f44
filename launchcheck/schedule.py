"""When work is due: days from the launch (T), the first customers (F), or a sunset (A, S), off weekends."""

import datetime
import re
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from launchcheck.dates import day, weekday_before
from launchcheck.windows import Window

if TYPE_CHECKING:
    from launchcheck.plan import Plan
    from launchcheck.plan.product import Step
    from launchcheck.source import Where

_DUE = re.compile(r"(?P<base>[TFAS])(?P<days>[+-]\d{1,3})?", re.ASCII)
_NOTICE = 180
"""How many days before the end a sunset is announced, as long as the plan has no date for that."""
_MOST_GRACE = 14
"""The most days that a plan has for what was due before it began."""


class Due(NamedTuple):
    """A due day of a checklist: days from `base`.

    That is the launch (`T`), the first customers (`F`), the announcement of a sunset (`A`) or the day
    on which it is switched off (`S`).
    """

    base: str
    days: int

    @classmethod
    def read(cls, text: str) -> "Due":
        """Read `T-14`, `T`, `T+7`, `F-7`, `A-14` or `S-90`.

        Raises:
            ValueError: the text is not such a day.

        """
        found = _DUE.fullmatch(text)
        if not found:
            raise ValueError(f"{text!r} is not a due date, like T-14, T, T+7 or F-7")
        return cls(found["base"], int(found["days"] or 0))

    @property
    def text(self) -> str:
        """The day as a checklist writes it: `T-14`."""
        return f"{self.base}{self.days:+d}" if self.days else self.base


WORK = Due("T", -1)
"""When a task or an approval is due that has no `due` of its own."""


class FirstCustomers(NamedTuple):
    """F, the first day on which customers have it: the date, where the plan sets it, and in words.

    `text` contains the date: `10 % on Tue 5 Mar 2024`, `the release, Tue 9 Feb 2027`.
    """

    date: datetime.date
    where: "Where"
    text: str


class End(NamedTuple):
    """The end of what a sunset switches off: when it is announced, and when it comes; None where unknown."""

    announced_on: datetime.date | None = None
    switched_off: datetime.date | None = None

    @classmethod
    def of(cls, plan: "Plan") -> "End":
        """The end in a plan; a plan without a sunset has none."""
        sunset = getattr(plan, "sunset", None)
        if sunset is None:
            return cls()
        stages = sunset.stages or ()
        off = (stage.date for stage in stages if stage.stage == SWITCHED_OFF and stage.date)
        return cls(sunset.announced_on, next(off, None))


SWITCHED_OFF = "switched_off"
"""The stage of a sunset in which customers no longer have it."""


class DueDate(NamedTuple):
    """The date on which an item is due.

    `moved_from` is the date that it had before it was moved because the plan began late; `note`
    says in words why it was moved, or why it could not be.
    """

    date: datetime.date
    moved_from: datetime.date | None = None
    note: str = ""


class Schedule:
    """The days that due dates are counted from: launch, first customers, a sunset, the plan's beginning."""

    __slots__ = ("_caught_up", "end", "first_customers", "launch_date", "planned_on")

    def __init__(
        self,
        launch_date: datetime.date,
        first_customers: FirstCustomers,
        planned_on: datetime.date | None = None,
        end: End | None = None,
    ) -> None:
        self.launch_date = launch_date
        self.end = end or End()
        self.first_customers = first_customers
        self.planned_on = planned_on
        # From then on a due date is its own; before, it may be moved.
        self._caught_up = max(weekday_before(self._grace(planned_on)), planned_on) if planned_on else None

    @classmethod
    def of(
        cls,
        plan: "Plan",
        today: datetime.date,
        launch_date: datetime.date | None = None,
        *,
        has_product: bool = True,
    ) -> "Schedule":
        """The schedule of a plan on the day of a check.

        `launch_date` is T if it is not the plan's own. Without `has_product`, where the product
        area does not apply, the rollout is ignored. A plan that begins after `today` moves nothing.
        """
        launch = launch_date or plan.launch.day
        planned = plan.launch.planned_on
        first = first_customers(plan, launch, has_product=has_product)
        return cls(launch, first, planned if planned and planned <= today else None, End.of(plan))

    @classmethod
    def alone(cls, launch_date: datetime.date) -> "Schedule":
        """The schedule of a plan of which only the launch date is known: customers have it on that day."""
        first = FirstCustomers(launch_date, ("launch", "date"), f"the launch, {day(launch_date)}")
        return cls(launch_date, first)

    def on(self, due: Due) -> datetime.date:
        """The date of a due day, moved off weekends; the beginning of the plan does not matter."""
        return weekday_before(self.exactly(due))

    def exactly(self, due: Due) -> datetime.date:
        """The date of a due day, even on a weekend."""
        return self._base(due) + timedelta(due.days)

    def of_work(self, due: Window | str | None) -> datetime.date:
        """The date of the `due` of a task or an approval: of a period the last day, by default T-1."""
        if isinstance(due, Window):
            return due.last
        return self.on(Due.read(due) if due else WORK)

    def due(self, due: Due) -> DueDate:
        """The date on which an item is due: later than its own date if the plan began late."""
        own, planned, caught_up = self.on(due), self.planned_on, self._caught_up
        if planned is None or caught_up is None or due.days >= 0 or own >= caught_up:
            return DueDate(own)
        last = self._base(due) - timedelta(1)
        if planned >= last:
            late = f"the plan began on {day(planned)}, too late to move {due.text}"
            return DueDate(own, note=late if own < planned else "")
        moved = max(weekday_before(min(self._grace(planned), last)), planned)
        if moved <= own:
            return DueDate(own)
        why = "before the plan began" if own < planned else "too soon after the plan began"
        return DueDate(moved, own, f"{due.text} was {why}")

    @property
    def switched_off(self) -> datetime.date:
        """S: the day on which a sunset is complete; the launch where the plan has no such stage."""
        return self.end.switched_off or self.launch_date

    def _base(self, due: Due) -> datetime.date:
        if due.base == "F":
            return self.first_customers.date
        if due.base == "S":
            return self.switched_off
        if due.base == "A":
            return self.end.announced_on or self.switched_off - timedelta(_NOTICE)
        return self.launch_date

    def _grace(self, planned: datetime.date) -> datetime.date:
        """The date by which a plan has caught up: a third of its time, at most two weeks."""
        third = (self.launch_date - planned).days // 3
        return planned + timedelta(max(1, min(_MOST_GRACE, third)))


def first_customers(plan: "Plan", launch_date: datetime.date, *, has_product: bool = True) -> FirstCustomers:
    """F: the earliest dated rollout step that reaches customers, else the release, else the launch.

    Where the first step that reaches customers has no date, a later step counts only if it comes
    before the release or the launch: customers have it by then at the latest.
    """
    rollout = plan.product.rollout if plan.product and has_product else None
    steps = [
        (("product", "rollout", "steps", index), step)
        for index, step in enumerate((rollout and rollout.steps) or ())
        if reaches_customers(step)
    ]
    dated = [(step.date, place, step) for place, step in steps if step.date]
    is_open = bool(steps) and steps[0][1].date is None
    other = _without_steps(plan, launch_date, is_open=is_open)
    if not dated:
        return other
    first, place, step = min(dated, key=lambda each: each[0])
    if is_open and other.date <= first:
        return other
    return FirstCustomers(first, (*place, "date"), f"{reach(step, place[-1] + 1)} on {day(first)}")


def reaches_customers(step: "Step") -> bool:
    """Whether a rollout step reaches customers: every step but one with `percent: 0` or `customers: 0`."""
    return step.percent != 0 and step.customers != 0


def _without_steps(plan: "Plan", launch_date: datetime.date, *, is_open: bool) -> FirstCustomers:
    """F from the release or the launch, where no rollout step sets it."""
    release = plan.launch.release_date
    why = "; the first rollout step has no date" if is_open else ""
    if release:
        return FirstCustomers(release.last, ("launch", "release_date"), f"the release, {release.words}{why}")
    return FirstCustomers(launch_date, ("launch", "date"), f"the launch, {day(launch_date)}{why}")


def reach(step: "Step", number: int) -> str:
    """Who gets it with a rollout step: `10 %`, `25 customers`; without a figure, `step 2`."""
    if step.percent is not None:
        return f"{step.percent:g} %"
    if step.customers is not None:
        return "1 customer" if step.customers == 1 else f"{step.customers} customers"
    return f"step {number}"

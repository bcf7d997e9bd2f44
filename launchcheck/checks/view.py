"""What a rule sees: the plan at one tier on one date, with facts from outside the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from launchcheck.checks.values import as_day
from launchcheck.schedule import Due, Schedule
from launchcheck.windows import Window

if TYPE_CHECKING:
    import datetime

    from launchcheck.facts import Facts
    from launchcheck.plan import Plan
    from launchcheck.plan.paths import Found, PlanPath
    from launchcheck.source import Where


T_co = TypeVar("T_co", covariant=True)
T = TypeVar("T")


class Selects(Protocol[T_co]):
    """What finds something in a plan that several rules need, such as the entries of a list."""

    def select(self, view: View, /) -> T_co:
        """Find it."""


class View:
    """A plan as rules see it; entries that several rules select are selected once.

    `launch_date` is the planning day, T. Where the plan has only a period, `earliest` is the same
    plan with the first day of the period as its launch date; None for a day. `is_dated` says of both
    whether the plan's own date is a day. `left_out` are the areas that do not apply; the plan has
    none of their facts.
    """

    __slots__ = (
        "_selections",
        "earliest",
        "facts",
        "is_dated",
        "launch_date",
        "left_out",
        "plan",
        "schedule",
        "tier",
        "today",
    )

    def __init__(
        self,
        plan: Plan,
        facts: Facts,
        tier: int,
        left_out: frozenset[str] = frozenset(),
        *,
        is_dated: bool = True,
    ) -> None:
        self.plan = plan
        self.facts = facts
        self.tier = tier
        self.left_out = left_out
        self.today = facts.today
        self.launch_date = plan.launch.day
        self.schedule = Schedule.of(plan, facts.today, self.launch_date)
        window = plan.launch.date
        first = None if window.is_day else plan.moved_to(Window.on(window.first))
        self.is_dated = is_dated and first is None
        self.earliest = View(first, facts, tier, left_out, is_dated=False) if first else None
        self._selections: dict[Selects[Any], Any] = {}

    def once(self, selector: Selects[T]) -> T:
        """What a selector finds in the plan, computed once and shared by all rules."""
        found: T | None = self._selections.get(selector)
        if found is None:
            found = self._selections[selector] = selector.select(self)
        return found

    def select(self, path: PlanPath) -> Found:
        """Every value at `path` with its place; None where it is missing."""
        return path.select(self.plan)

    def entries(self, of: PlanPath) -> Found:
        """Every entry of the list at `of`, or of every list there, with its place."""
        if of.many:
            return [pair for pair in of.each.select(self.plan) if pair[1] is not None]
        held = of.value(self.plan)
        if not isinstance(held, (list, dict)):
            return []
        pairs = enumerate(held) if isinstance(held, list) else held.items()
        return [((*of.steps, key), entry) for key, entry in pairs if entry is not None]

    def day_of(self, value: Any) -> datetime.date | None:
        """A value as a date; of a period the last day, and of `T-3` or `F-1` the day that it counts to."""
        found = as_day(value)
        if found is not None or type(value) is not str or value[:1] not in {"T", "F"}:
            return found
        try:
            return self.schedule.on(Due.read(value))
        except ValueError:
            return None

    def value(self, path: PlanPath) -> Any:
        """The one value at a path without `[]`, or None."""
        return path.value(self.plan)

    def fact(self, path: PlanPath) -> tuple[Where, Any]:
        """The one value at a path without `[]`, and its place."""
        return path.steps, path.value(self.plan)

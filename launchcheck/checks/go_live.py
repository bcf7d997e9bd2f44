"""Nothing public before everybody who must know was told, and the product is out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from launchcheck.checks.base import (
    A_DAY,
    MISSING,
    Context,
    Problem,
    as_day,
    as_number,
    dotted,
    missing,
    unfit,
)
from launchcheck.checks.entries import EntryCheck
from launchcheck.checks.options import ByTier, Fact, FieldPath, Path
from launchcheck.dates import day
from launchcheck.plan.paths import EACH, PlanPath
from launchcheck.text import plural

if TYPE_CHECKING:
    from launchcheck.source import Where

    Needed = tuple[str, Where, date]

_LAUNCH = PlanPath.of("launch.date")
_PERCENT = PlanPath.of("percent")
_DATE = PlanPath.of("date")


class GoLive(EntryCheck):
    """No entry of `of` goes live before the days in `after`, the last needed touch, and a full rollout.

    Where no entry fits, the launch date is held to the same days. Days in `unless_given` are
    looked at only where the plan gives them.
    """

    kind: Literal["go_live"]
    of: Path = Field(description="What goes live")
    date: FieldPath = Field(description="The day on which it does")
    after: dict[str, Fact] = Field(description="What must come first, in words, and the day of each")
    unless_given: list[str] = Field([], description="Those of `after` that a plan may leave out")
    touches: Fact = Field(description="The times that sales is told")
    needed: ByTier = Field(description="How many touches must come first")
    steps: Fact = Field(description="The steps of the rollout, with `percent` and `date`")

    def fields(self) -> Iterator[tuple[Where, PlanPath]]:
        """The fields of `where`, and the day."""
        yield from super().fields()
        yield ("date",), self.date

    def reads(self) -> Iterable[PlanPath]:
        """All the days that are compared."""
        steps = PlanPath.of(f"{self.steps.text}{EACH}.date")
        return dict.fromkeys([*super().reads(), *self.after.values(), self._touched, steps])

    @cached_property
    def _touched(self) -> PlanPath:
        """The days on which sales is told."""
        return PlanPath.of(f"{self.touches.text}{EACH}.date")

    def problems(self, context: Context) -> Iterator[Problem]:
        """Pairs in the wrong order, each named with both days."""
        gaps, entries = self.meant.look(context)
        yield from gaps
        live: list[tuple[Callable[[], str], Where, Any]] = [
            (partial(self.named, where, entry), *self.date.read(entry, where)) for where, entry in entries
        ]
        if not live:
            live = [(lambda: "the launch", *context.fact(_LAUNCH))]
        first: list[Needed] = []
        for found in (*self._days(context), self._touch(context), self._rollout(context)):
            if isinstance(found, Problem):
                yield found
            elif found:
                first.append(found)
        for name, where, value in live:
            yield from self._too_early(name, where, value, first)

    def _too_early(
        self, name: Callable[[], str], where: Where, value: Any, first: list[Needed]
    ) -> Iterator[Problem]:
        """What one entry goes live before, or that it does not say when it does."""
        actual = as_day(value)
        if value is None:
            yield Problem(where, f"{name()} does not say {self.date}", MISSING)
        elif actual is None:
            yield unfit(where, value, A_DAY, f"{name()}: {self.date}")
        else:
            for what, other, needed in first:
                if actual < needed:
                    message = f"{name()} goes live on {day(actual)}, before {what} ({day(needed)})"
                    yield Problem(where, message, related=(other,))

    def _days(self, context: Context) -> Iterator[Needed | Problem]:
        """The days that the plan gives directly."""
        for what, path in self.after.items():
            where, value = context.fact(path)
            actual = as_day(value)
            if actual is not None:
                yield what, where, actual
            elif value is not None or what not in self.unless_given:
                yield unfit(where, value, A_DAY)

    def _touch(self, context: Context) -> Needed | Problem | None:
        """The day of the last touch that is needed."""
        needed = self.needed.get(context.tier, 0)
        found = sorted(
            (actual, where) for where, value in context.select(self._touched) if (actual := as_day(value))
        )
        if not needed:
            return None
        where: Where = self.touches.steps
        if not found:
            return missing(where)
        if len(found) < needed:
            have = f"{dotted(where)} has {len(found)} {plural('touch', len(found))} with a date"
            return Problem(where, f"{have}; touch {needed} must come before anything public", MISSING)
        value, where = found[needed - 1]
        return f"touch {needed} of {needed} to sales", where, value

    def _rollout(self, context: Context) -> Needed | Problem | None:
        """The day on which the rollout is complete."""
        where, steps = context.fact(self.steps)
        if not steps:
            return missing(where)
        for step_at, step in context.select(self.steps.each):
            share = as_number(_PERCENT.read(step)[1])
            place, value = _DATE.read(step, step_at)
            actual = as_day(value)
            if share is not None and share >= 100 and actual:  # a full rollout
                return "the rollout reaches 100 %", place, actual
        return Problem(where, f"{dotted(where)} does not say when 100 % is reached", MISSING)

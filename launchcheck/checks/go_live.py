"""Nothing goes public before sales and the other teams know, and the product is out."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, NamedTuple

from pydantic import Field

from launchcheck.checks.entries import EntryCheck
from launchcheck.checks.options import ByTier, FieldPath, ListPath, MomentOption, OneList
from launchcheck.checks.problem import Answer, Problem, dotted, missing, unfit
from launchcheck.checks.reads import Reads
from launchcheck.checks.values import A_DAY, as_day, as_number
from launchcheck.dates import day
from launchcheck.findings import MISSING
from launchcheck.plan.paths import PlanPath
from launchcheck.text import plural

if TYPE_CHECKING:
    from launchcheck.checks.check import Compiler, Rule
    from launchcheck.checks.view import View
    from launchcheck.source import Where

_LAUNCH = PlanPath.of("launch.date")
_PERCENT = PlanPath.of("percent")
_DATE = PlanPath.of("date")


class _Needed(NamedTuple):
    """A date that must come before anything public: what happens on it, and where the plan sets it."""

    what: str
    where: "Where"
    day: date


class GoLive(EntryCheck):
    """No entry of `of` goes live before the dates in `after`, the last needed touch, and a full rollout.

    If no entry fits, the launch date is compared with the same dates. Dates in `unless_given` are
    compared only if the plan sets them.
    """

    kind: Literal["go_live"]
    of: Annotated[ListPath, Reads()] = Field(description="What goes live")
    date: FieldPath = Field(description="The date on which it does")
    after: dict[str, MomentOption] = Field(description="What must come first, in words, and the date of each")
    unless_given: list[str] = Field([], description="Those of `after` that are optional in a plan")
    touches: Annotated[OneList, Reads(fields=("date",))] | None = Field(
        None, description="The touchpoints, if any must come first"
    )
    needed: ByTier = Field({}, description="How many touchpoints must come first")
    steps: Annotated[OneList, Reads(fields=("date", "percent"))] | None = Field(
        None, description="The steps of the rollout, with `percent` and `date`, if it must come first"
    )

    always_reads: ClassVar = (_LAUNCH,)

    def compile(self, build: "Compiler") -> "Rule":
        """Report pairs in the wrong order, each with both dates."""
        selector = self.selector(build)

        def rule(view: "View") -> Answer:
            gaps, _, fits, *_ = view.once(selector)
            problems = list(gaps)
            needed: list[_Needed] = []
            for found in (*self._days(view), self._touch(view), self._rollout(view)):
                if isinstance(found, Problem):
                    problems.append(found)
                elif found:
                    needed.append(found)
            latest = max([each.day for each in needed], default=date.min)
            for where, entry in fits:
                actual = as_day(self.date.value(entry))
                if actual is None or actual < latest:
                    name = partial(self.named, where, entry)
                    problems += self._too_early(name, *self.date.read(entry, where), needed)
            if not fits:
                problems += self._too_early(lambda: "the launch", *view.fact(_LAUNCH), needed)
            return Answer(problems, fits)

        return rule

    def _too_early(
        self, name: Callable[[], str], where: "Where", value: Any, needed: list[_Needed]
    ) -> Iterator[Problem]:
        """The problems of an entry that goes live too early, or has no date."""
        actual = as_day(value)
        if value is None:
            yield Problem(where, f"{name()} is missing {self.date}", MISSING, wants=(where,))
        elif actual is None:
            yield unfit(where, value, A_DAY, f"{name()}: {self.date}")
        else:
            for what, other, first in needed:
                if actual < first:
                    words = f"{name()} goes live on {day(actual)}, before {what} ({day(first)})"
                    yield Problem(where, words, related=(other,), wants=(where,))

    def _days(self, view: "View") -> Iterator[_Needed | Problem]:
        """The dates that the plan sets directly."""
        for what, moment in self.after.items():
            where, actual = moment.on(view)
            if actual is not None:
                yield _Needed(what, where, actual)
            elif what not in self.unless_given or moment.is_set(view):
                yield moment.unfit(view)

    def _touch(self, view: "View") -> _Needed | Problem | None:
        """The date of the last required touch."""
        needed = self.needed.get(view.tier, 0)
        if not needed or not self.touches:
            return None
        found = sorted(
            (actual, (*where, *_DATE.steps))
            for where, touch in view.select(self.touches.each)
            if (actual := as_day(_DATE.value(touch)))
        )
        where = self.touches.steps
        if not found:
            return missing(where)
        if len(found) < needed:
            have = f"{dotted(where)} has {len(found)} {plural('touchpoint', len(found))} with a date"
            words = f"{have}; touchpoint {needed} must come before anything public"
            return Problem(where, words, MISSING, wants=(where,))
        last, place = found[needed - 1]
        return _Needed(f"touchpoint {needed} of {needed} to sales", place, last)

    def _rollout(self, view: "View") -> _Needed | Problem | None:
        """The date on which the rollout is complete."""
        if not self.steps:
            return None
        where, steps = view.fact(self.steps)
        if not steps:
            return missing(where)
        for step_at, step in view.select(self.steps.each):
            share = as_number(_PERCENT.value(step))
            place, value = _DATE.read(step, step_at)
            actual = as_day(value)
            if share is not None and share >= 100 and actual:  # a full rollout
                return _Needed("the rollout reaches 100 %", place, actual)
        return Problem(where, f"{dotted(where)} has no step with a date at 100 %", MISSING, wants=(where,))

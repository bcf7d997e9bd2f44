"""Rollout steps that begin only when the exit of each step before them was met."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, Literal, NamedTuple

from launchcheck.checks.check import Check
from launchcheck.checks.problem import Answer, Problem, Progress, dotted
from launchcheck.dates import day, weekday_and_day
from launchcheck.findings import SCHEDULED
from launchcheck.plan.paths import PlanPath
from launchcheck.schedule import reach
from launchcheck.text import show

if TYPE_CHECKING:
    from datetime import date

    from launchcheck.checks.check import Compiler, Rule
    from launchcheck.checks.view import View
    from launchcheck.plan.product import Step
    from launchcheck.source import Where

_STEPS = PlanPath.of("product.rollout.steps[]")


class _Exit(NamedTuple):
    """A step with an exit, and its place; the next dated step, and its date. Each with its number."""

    where: "Where"
    step: "Step"
    number: int
    then: "Step"
    then_number: int
    begins: "date"


class ExitsMet(Check):
    """The exit of a rollout step was met before the next step began.

    The item does not apply until the date of a step has come that follows a step with an `exit`.
    """

    kind: Literal["exits_met"]

    always_reads: ClassVar = tuple(
        PlanPath.of(f"product.rollout.steps[].{field}")
        for field in ("date", "percent", "customers", "exit", "exit_met_on")
    )

    def compile(self, _build: "Compiler") -> "Rule":
        """Report exits that are not met, though the next step has begun."""

        def rule(view: "View") -> Answer:
            exits = _exits(view)
            begun = [each for each in exits if each.begins <= view.today]
            if not exits:
                return Answer(reason="no dated rollout step follows a step with an exit")
            if not begun:
                following = min(exits, key=lambda each: each.begins)
                name = reach(following.then, following.then_number)
                return Answer(reason=f"{name} begins on {day(following.begins)}")
            problems = [problem for each in begun for problem in _unmet(each, view.today)]
            return Answer(problems, Progress(len(begun) - len(problems), len(begun)))

        return rule


def _exits(view: "View") -> list[_Exit]:
    """The steps with an exit that a dated step follows, each with the first to begin of those after it."""
    steps = [(where, step, number) for number, (where, step) in enumerate(view.select(_STEPS), 1) if step]
    exits: list[_Exit] = []
    following: tuple[Step, int, date] | None = None
    for where, step, number in reversed(steps):
        if step.exit and following:
            exits.append(_Exit(where, step, number, *following))
        if step.date and (following is None or step.date <= following[-1]):
            following = step, number, step.date
    return exits[::-1]


def _unmet(found: _Exit, today: "date") -> Iterator[Problem]:
    """The problem of an exit that is not met, or only planned to be."""
    met, place = found.step.exit_met_on, (*found.where, "exit_met_on")
    if met and met > today:
        words = f"{dotted(place)} is scheduled for {day(met)}; it counts once it has happened"
        yield Problem(place, words, SCHEDULED)
    elif not met:
        began = f"{reach(found.then, found.then_number)} began on {weekday_and_day(found.begins)}"
        exit_of = f'the exit of {reach(found.step, found.number)} ("{show(found.step.exit or "", 80)}")'
        yield Problem(place, f"{began}; {exit_of} is not met", wants=(place,))

"""The date of the first rollout step that reaches customers."""

from typing import TYPE_CHECKING, ClassVar, Literal

from launchcheck.checks.check import Check
from launchcheck.checks.problem import Answer, Problem, dotted
from launchcheck.findings import MISSING
from launchcheck.plan.paths import PlanPath
from launchcheck.schedule import reaches_customers
from launchcheck.text import quote

if TYPE_CHECKING:
    from launchcheck.checks.check import Compiler, Rule
    from launchcheck.checks.view import View

_STEPS = PlanPath.of("product.rollout.steps[]")


class FirstStep(Check):
    """The first rollout step that reaches customers has a date, once the launch date is a day.

    A step reaches customers unless its `percent` or its `customers` is 0.
    """

    kind: Literal["first_step"]

    always_reads: ClassVar = tuple(
        PlanPath.of(text)
        for text in (
            "launch.date",
            "product.rollout.steps[].date",
            "product.rollout.steps[].after",
            "product.rollout.steps[].percent",
            "product.rollout.steps[].customers",
        )
    )

    def compile(self, _build: "Compiler") -> "Rule":
        """Report a first step that has no date."""

        def rule(view: "View") -> Answer:
            reached = [(at, step) for at, step in view.select(_STEPS) if step and reaches_customers(step)]
            if not reached or reached[0][1].date or not view.is_dated:
                return Answer()
            where, step = reached[0]
            place = (*where, "date")
            waits = f"waits for {quote(step.after, 60)} and " if step.after else ""
            words = f"{dotted(where)} {waits}has no date; the first step that reaches customers needs one"
            return Answer([Problem(place, words, MISSING, wants=(place,))])

        return rule

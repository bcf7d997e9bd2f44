"""An expression that must hold, for what no other kind of check can say."""

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field
from pydantic_core import core_schema

from launchcheck.checks.check import Check
from launchcheck.checks.formula import MOST_CHARACTERS, Formula
from launchcheck.checks.options import Fact, Parsed
from launchcheck.checks.problem import Answer, Problem, dotted, gathered, missing
from launchcheck.checks.values import given
from launchcheck.findings import MISSING, WRONG

if TYPE_CHECKING:
    from launchcheck.checks.check import Compiler, Rule
    from launchcheck.checks.formula import Outcome
    from launchcheck.checks.view import View

_FORMULA_JSON = {
    "type": "string",
    "maxLength": MOST_CHARACTERS,
    "description": "An expression in the Common Expression Language that must be true",
    "examples": ["plan.sales.touches.filter(t, t.date <= launch_date).size() >= 7"],
}
FormulaOption = Annotated[Formula, Parsed(core_schema.str_schema, Formula, _FORMULA_JSON)]


class Expression(Check):
    """The expression `that`, in the Common Expression Language (https://cel.dev), is true.

    It knows `plan`, followed by the path of a fact, `today` and `launch_date` as text like
    2027-02-16, and `tier`. A fact of the plan that it needs and does not find leaves the item
    unanswered. The other kinds say more in their messages: use an expression where none fits. It
    needs `pip install 'launchcheck[cel]'`.
    """

    kind: Literal["expression"]
    that: FormulaOption = Field(description="What must be true")
    at: Fact = Field(description="The fact that is wrong where it is not true: where a report points")
    says: str = Field(description="What a report says where it is not true", min_length=1)

    def compile(self, _build: "Compiler") -> "Rule":
        """Report that the expression is not true, or which facts it does not find."""
        decide = self.that.compile()

        def rule(view: "View") -> Answer:
            outcome = decide(view)
            return Answer() if outcome.holds else Answer([*self._problems(outcome, view)])

        return rule

    def _problems(self, outcome: "Outcome", view: "View") -> list[Problem]:
        """Why it does not hold: facts that are missing, an expression that cannot be decided, or `says`."""
        where, value = view.fact(self.at)
        if not outcome.error:
            return [Problem(where, self.says)] if given(value) else [missing(where, empty=value is not None)]
        absent = [path.steps for path in self.that.reads if view.value(path) is None]
        if absent and outcome.lacks:
            return [*gathered(absent)]
        words = f"{dotted(where)} cannot be checked: {outcome.error}"
        return [Problem(where, words, MISSING if outcome.lacks else WRONG)]

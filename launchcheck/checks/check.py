"""The base of every check: options that declare what it reads, and a rule compiled from them."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Self, TypeAlias

from pydantic import Field, model_validator
from pydantic_core import InitErrorDetails, ValidationError

from launchcheck.checks.options import Path, malformed
from launchcheck.checks.predicates import Test, conditions
from launchcheck.checks.problem import Answer
from launchcheck.checks.reads import Part, unknown
from launchcheck.checks.select import Selector
from launchcheck.plan.paths import PlanPath

if TYPE_CHECKING:
    from collections.abc import Mapping

    from launchcheck.checks.view import View

Rule: TypeAlias = Callable[["View"], Answer]
"""A compiled check: takes a view of a plan, returns an answer."""


Unless: TypeAlias = dict[Path, Test]
"""Facts of the plan, each with what its value must be."""


class Compiler:
    """Shared by the checks of one checklist while compiling: equal selectors become one object."""

    def __init__(self) -> None:
        self._selectors: dict[tuple[object, ...], Selector] = {}

    def selector(
        self,
        of: PlanPath | None,
        where: "Mapping[PlanPath, Test]",
        *,
        may_be_empty: bool = False,
        needs_one: tuple[str, bool] | None = None,
    ) -> Selector:
        """The selector of the entries of `of` that fit `where`, or of the plan itself if `of` is None.

        `needs_one` is set where one must fit: what it is called, and whether that name says it all.
        """
        conditions_meant = tuple((path, test.meaning) for path, test in where.items()) if of else ()
        meant = (of, may_be_empty, needs_one, conditions_meant)
        found = self._selectors.get(meant)
        if found is None:
            every = self.selector(of, {}, may_be_empty=may_be_empty) if conditions_meant else None
            tests = conditions(where) if conditions_meant else ()
            found = self._selectors[meant] = Selector(
                of, tests, every, may_be_empty=may_be_empty, needs_one=needs_one
            )
        return found

    def index(self, of: PlanPath) -> Selector:
        """The selector of all entries of `of`, indexed by id."""
        meant = (of, "by id")
        found = self._selectors.get(meant)
        if found is None:
            found = self._selectors[meant] = Selector(of, by_id=True)
        return found


class Check(Part):
    """One kind of check; its fields are its options."""

    unless: Unless = Field({}, description="Skip the check where all of these facts of the plan match")

    if TYPE_CHECKING:

        @property
        def kind(self) -> str:
            """The kind of check: a literal in the model of each kind."""

    def compile(self, build: Compiler) -> Rule:
        """Build the rule that answers the question."""
        raise NotImplementedError

    def rule(self, build: Compiler) -> Rule:
        """Build the rule, which finds nothing where the facts in `unless` match; a missing fact does not."""
        rule, tests = self.compile(build), conditions(self.unless)
        if not tests:
            return rule

        def unless_met(view: "View") -> Answer:
            for test in tests:
                if not test.meets(view.plan, view):
                    return rule(view)
            return Answer()

        return unless_met

    @model_validator(mode="after")
    def _knows_its_fields(self) -> Self:
        """Reject fields that the entries of their list do not have, each at its own location."""
        from launchcheck.plan import Plan

        wrong = [
            InitErrorDetails(type=malformed(error.message, error.hint), loc=option, input=None)
            for option, error in unknown(self, Plan)
        ]
        if wrong:
            raise ValidationError.from_exception_data(type(self).__name__, wrong)
        return self

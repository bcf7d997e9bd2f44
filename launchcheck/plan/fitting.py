"""Whether a value fits one field of the plan format, whatever the rest of its section says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic import ValidationError

from launchcheck import model_errors
from launchcheck.errors import LaunchcheckError, Location

if TYPE_CHECKING:
    from launchcheck.plan.dictionary import Field
    from launchcheck.source import Where


class _Fact(NamedTuple):
    """One fact of a section, as a file that says nothing else."""

    data: dict[str, Any]
    name: str = ""

    def locate(self, where: Where, *, key: bool = False) -> Location:  # noqa: ARG002  # the protocol has it
        """The first line for the fact, the second for what is missing beside it."""
        return Location(self.name, 1 if where[:1] == tuple(self.data) else 2)

    def typed(self, where: Where) -> str | None:  # noqa: ARG002
        """Nothing: the value is as it is."""
        return None

    def as_written(self, where: Where) -> Where | None:
        """The path itself."""
        return where


def refuse_unfit(field: Field, value: Any) -> None:
    """Refuse a value that the field cannot hold.

    Whether a plan declares what it refers to is not looked at.

    Raises:
        LaunchcheckError: with the message and the hint that a plan with this value would have.

    """
    fact = _Fact({field.key: value})
    try:
        field.section.model_validate(fact.data)
    except ValidationError as problem:
        if any(error["loc"][:1] == (field.key,) for error in problem.errors(include_url=False)):
            raise model_errors.explain(fact, field.section, problem)[0] from None


def fits(field: Field, value: Any) -> bool:
    """Whether the field can hold a value."""
    try:
        refuse_unfit(field, value)
    except LaunchcheckError:
        return False
    return True

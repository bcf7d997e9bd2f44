"""Ownership: what each function is for, and what passes from one person to another."""

from typing import Annotated, Self, TypeAlias

from pydantic import AfterValidator, Field, model_validator

from launchcheck.plan.parts import Function
from launchcheck.plan.references import PersonId
from launchcheck.plan.types import Day, Section, Text, wrong_at
from launchcheck.text import quote


class FunctionDefinition(Section):
    """What a function is for, and who from another function agreed to that."""

    function: Function | None = Field(default=None, description="The function.")
    value: Text | None = Field(
        default=None,
        description="What it is for, in a sentence.",
        examples=["Understands the user and guides what is built, from the idea to its end."],
    )
    agreed_by: PersonId | None = Field(
        default=None,
        description="Who from another function agreed: the id of a person, not a date.",
        examples=["dana"],
    )
    agreed_on: Day | None = Field(
        default=None, description="The date on which they agreed.", examples=["2026-10-05"]
    )


def _each_once(definitions: list[FunctionDefinition]) -> list[FunctionDefinition]:
    seen: set[str] = set()
    for index, each in enumerate(definitions):
        if each.function and each.function in seen:
            words = f"{quote(each.function)} is defined twice"
            raise wrong_at((index, "function"), each.function, words, "merge the two entries")
        if each.function:
            seen.add(each.function)
    return definitions


Definitions: TypeAlias = Annotated[list[FunctionDefinition], AfterValidator(_each_once)]
"""What each function is for; none is defined twice."""


class Handoff(Section):
    """Something that passes from one person to another."""

    what: Text | None = Field(
        default=None,
        description="What passes.",
        examples=["Limits that the message must not cross"],
    )
    from_: PersonId | None = Field(
        default=None, alias="from", description="Who gives it: the id of a person.", examples=["ben"]
    )
    to: PersonId | None = Field(
        default=None, description="Who receives it: the id of another person.", examples=["dana"]
    )
    by: Day | None = Field(
        default=None, description="The date (not a person) by which it passes.", examples=["2026-12-18"]
    )
    accepted_on: Day | None = Field(
        default=None,
        description="The date on which the receiver had what they need.",
        examples=["2026-12-17"],
    )

    @model_validator(mode="after")
    def _between_two(self) -> Self:
        if self.to and self.to == self.from_:
            message = f"{quote(self.to)} both gives and receives it"
            raise wrong_at(("to",), self.to, message, "name who receives it, or remove the handoff")
        return self


class Ownership(Section):
    """Does everyone know who answers for what, and does it fit together?"""

    definitions: Definitions | None = Field(
        default=None, description="What each function is for; no function may appear twice."
    )
    handoffs: list[Handoff] | None = Field(
        default=None, description="What passes from one person to another, apart from tasks."
    )

"""The go of others: partners, app stores, legal, sponsors, other teams."""

from typing import Annotated, Self, TypeAlias

from pydantic import Field, model_validator

from launchcheck.plan.links import Link
from launchcheck.plan.references import Once, PersonId
from launchcheck.plan.sections import AreaName
from launchcheck.plan.types import Day, DueDay, Flag, Id, Section, Text, wrong_at


class Approval(Section):
    """A go that the launch waits for, from someone outside the six areas."""

    id: Id = Field(description="The id of the approval.", examples=["billing"])
    what: Text | None = Field(
        default=None, description="What is approved.", examples=["New price live in billing"]
    )
    from_: Text | None = Field(
        default=None,
        alias="from",
        description="Whose go it is: a partner, an app store, a sponsor, legal, another team.",
        examples=["Billing team"],
    )
    area: AreaName | None = Field(
        default=None, description="The area that it belongs to, by default launch.", examples=["sales"]
    )
    owner: PersonId | None = Field(
        default=None,
        description="Who asks for it: the id of a person, by default the owner of its area.",
        examples=["dana"],
    )
    due: DueDay | None = Field(
        default=None,
        description=(
            "When it is due: a date, a period, or days from the launch (T-3) or from the first customers"
            " (F-1); by default T-1."
        ),
        examples=["T-2", "2027-02-11"],
    )
    given_on: Day | None = Field(
        default=None, description="The date on which it was given.", examples=["2027-02-11"]
    )
    evidence: Link | None = Field(
        default=None,
        description="What shows it: an http(s) URL, or a path relative to the plan's folder.",
        examples=["approvals/billing.md"],
    )
    refused_on: Day | None = Field(
        default=None,
        description="The date on which it was refused; then it cannot be given as well.",
        examples=["2027-02-11"],
    )
    because: Text | None = Field(
        default=None, description="The reason for the refusal.", examples=["The tax rate is missing"]
    )
    blocks_launch: Flag | None = Field(
        default=None,
        description="Whether the launch waits for it; by default it does if it is due by the launch.",
    )

    @model_validator(mode="after")
    def _given_or_refused(self) -> Self:
        if self.refused_on and self.given_on:
            hint = "remove refused_on if they have changed their mind, else given_on"
            raise wrong_at(("refused_on",), str(self.refused_on), "it is both given and refused", hint)
        if self.because and not self.refused_on:
            words = "because is the reason for a refusal, and refused_on is missing"
            raise wrong_at(("because",), self.because, words, "set refused_on to the date of the refusal")
        return self


Approvals: TypeAlias = Annotated[list[Approval], Once("approval")]
"""The list of approvals."""

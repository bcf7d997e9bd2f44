"""The life cycle: the stages of the product, who leads each of them, and what would end it."""

from typing import Annotated, Literal, TypeAlias

from pydantic import AfterValidator, Field

from launchcheck.plan.references import PersonId
from launchcheck.plan.types import Day, Section, Text, wrong_at
from launchcheck.text import quote

StageName: TypeAlias = Literal["concept", "launch", "growth", "maturity", "retirement"]
_COMES_BACK = ("growth", "maturity")
"""Stages that a product can be in again, after another one."""


class LifecycleStage(Section):
    """A stage of the product's life, and who leads it."""

    stage: StageName | None = Field(default=None, description="The stage.")
    leads: PersonId | None = Field(
        default=None, description="Who leads it: the id of a person.", examples=["dana"]
    )
    supports: PersonId | None = Field(
        default=None, description="Who supports them: the id of another person.", examples=["priya"]
    )
    from_: Day | None = Field(
        default=None,
        alias="from",
        description="The date on which it begins.",
        examples=["2027-01-04"],
    )
    exit: Text | None = Field(
        default=None, description="What shows that it is over.", examples=["400 activated workspaces"]
    )
    handover_on: Day | None = Field(
        default=None,
        description="The date on which the lead is handed over, no later than `from`.",
        examples=["2027-05-10"],
    )


def _in_a_possible_order(stages: list[LifecycleStage]) -> list[LifecycleStage]:
    """Refuse a stage that cannot come back, and anything after retirement."""
    names = [each.stage for each in stages]
    for index, name in enumerate(names):
        earlier = names[:index]
        if name and "retirement" in earlier and name != "retirement":
            words = f"{quote(name)} comes after 'retirement', which is the last stage"
            raise wrong_at((index, "stage"), name, words, "list the stages in their order")
        if name and name in (earlier[-1:] if name in _COMES_BACK else earlier):
            raise wrong_at((index, "stage"), name, f"stage {quote(name)} appears twice")
    return stages


LifecycleStages: TypeAlias = Annotated[list[LifecycleStage], AfterValidator(_in_a_possible_order)]
"""The stages in their order; growth and maturity may come back."""


class Lifecycle(Section):
    """Who leads now, who leads next, and how do we know that it is time?"""

    stages: LifecycleStages | None = Field(
        default=None, description="The stages in their order; growth and maturity may come back."
    )
    sales_training: PersonId | None = Field(
        default=None, description="Who trains sales: the id of a person.", examples=["dana"]
    )
    support_training: PersonId | None = Field(
        default=None, description="Who trains support: the id of a person.", examples=["priya"]
    )
    retire_when: Text | None = Field(
        default=None,
        description="What would end the product, as something that can be measured.",
        examples=["Fewer than 50 active workspaces for two quarters"],
    )
    retire_reviewed_on: Day | None = Field(
        default=None,
        description="The date on which that was last compared with the figures.",
        examples=["2027-01-21"],
    )

"""Partners: those who sell it, connect to it, or recommend it to customers of their own."""

from typing import Annotated, Literal, Self, TypeAlias

from pydantic import Field, model_validator

from launchcheck.plan.links import Link
from launchcheck.plan.parts import Readiness
from launchcheck.plan.references import Once, PersonId, version_of
from launchcheck.plan.types import Count, Day, Id, Section, Text, not_above

PartnerKind: TypeAlias = Literal["reseller", "technology", "marketplace", "referral", "agency"]


class PartnerTraining(Section):
    """The training of a partner's people."""

    people: Count | None = Field(
        default=None, description="How many of the partner's people were trained.", examples=[12]
    )
    passed: Count | None = Field(
        default=None, description="How many of them passed the test at the end.", examples=[11]
    )
    date: Day | None = Field(default=None, description="The date of the training.", examples=["2027-02-02"])

    @model_validator(mode="after")
    def _passed_some_of_them(self) -> Self:
        not_above(self, "passed", "people")
        return self


class PartnerListing(Section):
    """The page on which a partner shows the integration."""

    url: Link | None = Field(
        default=None,
        description="Where to find it: an http(s) URL, or a path relative to the plan's folder.",
        examples=["https://market.example.com/orbit-sync"],
    )
    state: Readiness | None = Field(
        default=None, description="The state of the listing: draft, staged (ready, not yet public) or live."
    )


class Partner(Section):
    """A company that sells, connects to or recommends the product."""

    id: Id = Field(description="The id of the partner.", examples=["northwind"])
    name: Text | None = Field(
        default=None, description="The name of the company, not of a person.", examples=["Northwind"]
    )
    kind: PartnerKind | None = Field(
        default=None,
        description=(
            "What it is: reseller, technology (its product connects to ours), marketplace, referral or"
            " agency."
        ),
    )
    role: Text | None = Field(
        default=None,
        description="What it does in this launch, in a sentence.",
        examples=["Sells to mid-market companies in the EU"],
    )
    owner: PersonId | None = Field(
        default=None, description="Who answers for the partner here: the id of a person.", examples=["omar"]
    )
    agreed_on: Day | None = Field(
        default=None,
        description="The date on which it agreed to keep the launch confidential.",
        examples=["2026-12-15"],
    )
    told_on: Day | None = Field(
        default=None, description="The date on which it was told of the launch.", examples=["2027-01-19"]
    )
    confidential_until: Day | None = Field(
        default=None, description="The date until which it keeps quiet.", examples=["2027-02-16"]
    )
    trained: PartnerTraining | None = Field(default=None, description="The training of its people.")
    price_list_version: Annotated[Count, version_of("pricing.version")] | None = Field(
        default=None,
        description="The version of the price list that it has: a version of `pricing`.",
        examples=[4],
    )
    conflict_rule: Text | None = Field(
        default=None,
        description="What happens when the partner and our own sales call the same customer.",
        examples=["The first to register the deal has it for 90 days"],
    )
    integration_tested_on: Day | None = Field(
        default=None,
        description="The date on which the integration was last tested with the partner's product.",
        examples=["2027-02-03"],
    )
    listing: PartnerListing | None = Field(
        default=None, description="The page on which it shows the integration."
    )
    logo_permitted_on: Day | None = Field(
        default=None,
        description="The date on which it permitted us to show its logo.",
        examples=["2027-01-20"],
    )


Partners: TypeAlias = Annotated[list[Partner], Once("partner")]
"""Every partner that has a part in the launch."""

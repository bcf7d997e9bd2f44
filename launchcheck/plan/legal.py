"""Legal: who was asked in time, and who cleared the name, terms, claims, references, licenses and offers."""

from typing import Annotated, Literal, Self, TypeAlias

from pydantic import Field, model_validator

from launchcheck.plan.links import Link
from launchcheck.plan.parts import Confirmation, Function, OrNone, Period
from launchcheck.plan.references import PersonId, version_of
from launchcheck.plan.types import Amount, Count, Day, Section, Text, not_before, wrong_at

TermsChange: TypeAlias = Literal["existing", "new_only", "none"]
OfferKind: TypeAlias = Literal["reduction", "trial", "bundle", "credit", "other"]


class ToldFunction(Section):
    """A function that was told about the launch."""

    function: Function | None = Field(default=None, description="The function that was told.")
    told_on: Day | None = Field(
        default=None, description="The date on which it was told.", examples=["2027-01-11"]
    )
    by: PersonId | None = Field(
        default=None, description="Who told them: the id of a person, not a date.", examples=["dana"]
    )


class ClearedName(Section):
    """A name under which it is sold, and who cleared it."""

    name: Text | None = Field(default=None, description="The name.", examples=["Orbit Sync"])
    cleared_by: PersonId | None = Field(
        default=None, description="Who cleared it, from legal: the id of a person.", examples=["leo"]
    )
    cleared_on: Day | None = Field(
        default=None, description="The date on which it was cleared.", examples=["2026-12-01"]
    )
    regions: list[Text] | None = Field(
        default=None,
        description="The regions in which it was cleared, as in product.availability.regions.",
        examples=[["us", "eu"]],
    )
    source: Link | None = Field(
        default=None,
        description="The result of the search: an http(s) URL, or a path relative to the plan's folder.",
        examples=["https://legal.example.com/name-search"],
    )


class LegalTerms(Section):
    """What changes in the terms, and when they were approved and posted."""

    changes: TermsChange | None = Field(
        default=None,
        description="Whose terms change: those of existing customers, of new ones only, or `none`.",
    )
    approved_by: PersonId | None = Field(
        default=None, description="Who approved them, from legal: the id of a person.", examples=["leo"]
    )
    approved_on: Day | None = Field(
        default=None, description="The date on which they were approved.", examples=["2027-01-08"]
    )
    posted_on: Day | None = Field(
        default=None,
        description="The date on which customers can read them.",
        examples=["2027-01-12"],
    )
    effective_on: Day | None = Field(
        default=None,
        description="The date from which they apply; not before `posted_on`.",
        examples=["2027-02-12"],
    )
    url: Link | None = Field(
        default=None,
        description="Where to read them: an http(s) URL, or a path relative to the plan's folder.",
        examples=["https://www.example.com/terms"],
    )

    @model_validator(mode="after")
    def _posted_first(self) -> Self:
        not_before(self, "effective_on", "posted_on")
        return self


class ClaimsReview(Section):
    """Who reviewed the claims of the message, and which version of it."""

    reviewed_by: PersonId | None = Field(
        default=None, description="Who reviewed them, from legal: the id of a person.", examples=["leo"]
    )
    reviewed_on: Day | None = Field(
        default=None, description="The date of the review.", examples=["2027-02-05"]
    )
    message_version: Annotated[Count, version_of("messaging.version")] | None = Field(
        default=None, description="The messaging.version that was reviewed.", examples=[3]
    )


class Permission(Section):
    """The permission of a customer to be named."""

    customer: Text | None = Field(
        default=None, description="The name of the company, not of a person.", examples=["Acme"]
    )
    permitted_on: Day | None = Field(
        default=None, description="The date of the permission.", examples=["2026-12-14"]
    )
    until: Day | None = Field(
        default=None,
        description=(
            "The last date of the permission, not before `permitted_on`; if it has no end, the date on"
            " which you will ask again."
        ),
        examples=["2028-12-14"],
    )
    source: Link | None = Field(
        default=None,
        description="The permission: an http(s) URL, or a path relative to the plan's folder.",
        examples=["https://legal.example.com/acme"],
    )

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        not_before(self, "until", "permitted_on")
        return self


class LicenseReview(Section):
    """A review of the licenses of what is shipped."""

    checked_by: PersonId | None = Field(
        default=None, description="Who checked them: the id of a person.", examples=["ben"]
    )
    checked_on: Day | None = Field(
        default=None, description="The date of the check.", examples=["2027-01-29"]
    )
    source: Link | None = Field(
        default=None,
        description="The list of them: an http(s) URL, or a path relative to the plan's folder.",
        examples=["https://legal.example.com/sbom"],
    )


class LaunchOffer(Period):
    """A launch offer, from its first date to its last."""

    text: Text | None = Field(
        default=None, description="The offer, as customers read it.", examples=["20 % off the first year"]
    )
    kind: OfferKind | None = Field(
        default=None, description="What is offered; a `reduction` announces a price below an earlier one."
    )
    price: Amount | None = Field(default=None, description="The price during the offer.", examples=[27.2])
    lowest_price_before: Amount | None = Field(
        default=None,
        description="Of a reduction: the lowest price in the 30 days before it, not below `price`.",
        examples=[34],
    )

    @model_validator(mode="after")
    def _is_lower(self) -> Self:
        before, price = self.lowest_price_before, self.price
        if before is not None and price is not None and before < price:
            words = f"lowest_price_before is {before:g}, below the price of the offer, {price:g}"
            raise wrong_at(
                ("lowest_price_before",), before, words, "a reduction is below every earlier price"
            )
        return self


class Legal(Section):
    """May we call it that, sell it on these terms, and say what we say?"""

    told: list[ToldFunction] | None = Field(
        default=None, description="The functions that need weeks to prepare, and when each was told."
    )
    names: list[ClearedName] | None = Field(default=None, description="The names under which it is sold.")
    terms: LegalTerms | None = Field(default=None, description="What changes in the terms.")
    claims: ClaimsReview | None = Field(default=None, description="The review of the claims of the message.")
    references: list[Permission] | None = Field(
        default=None, description="The customers who are named; an empty list means that no one is."
    )
    licenses: LicenseReview | None = Field(
        default=None, description="A review of the licenses of what is shipped."
    )
    offers: Annotated[list[LaunchOffer] | Literal["none"], OrNone("offers")] | None = Field(
        default=None,
        description="The launch offers: a list, or the word `none`, which needs offers_confirmed.",
    )
    offers_confirmed: Confirmation | None = Field(
        default=None, description="Who confirmed that there are no launch offers, and when."
    )

"""Stores: app stores and marketplaces, where someone else decides when a version is out."""

from typing import Annotated, Literal, Self, TypeAlias

from pydantic import AfterValidator, Field, model_validator

from launchcheck.plan.parts import Readiness
from launchcheck.plan.references import PersonId
from launchcheck.plan.types import Day, Flag, Section, Text, not_before, wrong_at
from launchcheck.text import quote

StoreName: TypeAlias = Literal[
    "app_store", "google_play", "microsoft_store", "chrome_web_store", "marketplace", "other"
]
StoreRelease: TypeAlias = Literal["manual", "scheduled", "automatic"]

_SEVERAL = ("marketplace", "other")


class StoreListing(Section):
    """The page of a store: text, pictures and the price."""

    state: Readiness | None = Field(
        default=None, description="The state of the listing: draft, staged (ready, not yet public) or live."
    )
    approved_by: PersonId | None = Field(
        default=None,
        description="Who approved its text and pictures: the id of a person, not a date.",
        examples=["dana"],
    )
    approved_on: Day | None = Field(
        default=None, description="The date of the approval.", examples=["2027-02-03"]
    )


class Store(Section):
    """A version in one store."""

    store: StoreName | None = Field(default=None, description="The store.", examples=["app_store"])
    version: Text | None = Field(
        default=None, description="The version that is submitted, as text.", examples=["2.0"]
    )
    first: Flag | None = Field(
        default=None, description="Whether it is the first version of the app in this store."
    )
    submitted_on: Day | None = Field(
        default=None,
        description="The date on which the version was submitted for review.",
        examples=["2027-01-28"],
    )
    approved_on: Day | None = Field(
        default=None, description="The date on which the store approved it.", examples=["2027-01-30"]
    )
    release: StoreRelease | None = Field(
        default=None,
        description=(
            "How it goes out: manual (a person releases it), scheduled (on a set date) or automatic (as soon"
            " as it is approved)."
        ),
    )
    held_by: PersonId | None = Field(
        default=None,
        description="Who releases it, or can move the date: the id of a person.",
        examples=["priya"],
    )
    phased: Flag | None = Field(
        default=None, description="Whether the store gives the update to more and more users, day by day."
    )
    full_on: Day | None = Field(
        default=None,
        description="The date on which a phased release has reached everyone.",
        examples=["2027-02-16"],
    )
    listing: StoreListing | None = Field(default=None, description="The page of the store.")
    privacy_form_on: Day | None = Field(
        default=None,
        description="The date on which the store's privacy form was last brought up to date.",
        examples=["2027-01-27"],
    )
    review_account_checked_on: Day | None = Field(
        default=None,
        description="The date on which someone last signed in with the account that reviewers use.",
        examples=["2027-01-27"],
    )

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        not_before(self, "approved_on", "submitted_on")
        if self.first and self.phased:
            hint = "stores phase only updates: set phased to false"
            raise wrong_at(("phased",), True, "the first version of an app cannot be phased", hint)
        return self


def _once(stores: list[Store]) -> list[Store]:
    seen: set[str] = set()
    for index, each in enumerate(stores):
        if each.store in seen:
            raise wrong_at((index, "store"), each.store, f"store {quote(each.store or '')} appears twice")
        if each.store and each.store not in _SEVERAL:
            seen.add(each.store)
    return stores


Stores: TypeAlias = Annotated[list[Store], AfterValidator(_once)]
"""Every store that the version goes to; each but `marketplace` and `other` once."""

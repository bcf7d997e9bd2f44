"""The price: what changes, who decided it and on which tests, where it is shown, and how it is paid."""

from typing import Annotated, Literal, Self, TypeAlias

from pydantic import Field, model_validator

from launchcheck.plan.currencies import Currency
from launchcheck.plan.links import Link
from launchcheck.plan.references import Once, PersonId
from launchcheck.plan.types import (
    Amount,
    Count,
    Day,
    Id,
    Number,
    Percent,
    Section,
    Text,
    not_before,
    wrong_at,
)
from launchcheck.text import quote

Change: TypeAlias = Literal["new_price", "price_rise", "price_cut", "packaging", "none"]
Rule: TypeAlias = Literal["keeps", "nobody_pays_more", "at_renewal", "moves"]
Method: TypeAlias = Literal["page_test", "buyer_interviews", "past_deals"]
PlaceName: TypeAlias = Literal[
    "price_page", "billing", "quoting", "calculator", "docs", "store", "partner_list"
]


class CurrentPrice(Section):
    """The price before the launch."""

    price: Amount | None = Field(
        default=None,
        description="The price that the tests start from, of the same plan and in the same currency.",
        examples=[30],
    )


class PlanPrice(Section):
    """The price of a plan, in one currency."""

    plan: Text | None = Field(
        default=None, description="The plan, as in product.availability.plans.", examples=["team"]
    )
    price: Amount | None = Field(default=None, description="The price, in `currency`.", examples=[34])
    currency: Currency | None = Field(
        default=None, description="The currency: its ISO 4217 code.", examples=["USD"]
    )
    per: Text | None = Field(default=None, description="What is paid for.", examples=["seat and month"])
    regions: list[Text] | None = Field(
        default=None, description="The regions with this price; left out, all of them.", examples=[["us"]]
    )


class PriceTest(Section):
    """A test of a price, on a page, in interviews or on past deals."""

    id: Id = Field(description="The id that findings refer to.", examples=["up-13"])
    method: Method | None = Field(default=None, description="How the price was tested.")
    price: Amount | None = Field(
        default=None, description="The price that was tested, in the currency of the plan.", examples=[34]
    )
    to: Day | None = Field(default=None, description="The last day of the test.", examples=["2026-10-23"])
    qualified_signups: Count | None = Field(
        default=None,
        description="Of a page test: how many of those who signed up could become customers.",
        examples=[183],
    )
    page_conversion: Percent | None = Field(
        default=None,
        description="Of a page test: the percentage of visitors who signed up on the page.",
        examples=[3.9],
    )
    email_conversion: Percent | None = Field(
        default=None,
        description="Of a page test: the percentage of readers who signed up from the email.",
        examples=[2.1],
    )
    sample: Count | None = Field(
        default=None,
        description="Of other tests: how many buyers were interviewed, or past deals compared.",
        examples=[24],
    )
    arr_effect: Number | None = Field(
        default=None,
        description=(
            "The effect on annual recurring revenue, measured or estimated, in the currency of the plan;"
            " a loss is below 0."
        ),
        examples=[118000],
    )
    payback_months: Amount | None = Field(
        default=None,
        description="How many months a customer needs to pay back what it cost to win them.",
        examples=[9],
    )
    source: Link | None = Field(
        default=None,
        description="What shows it: an http(s) URL, or a path relative to the plan's folder.",
        examples=["https://research.example.com/price-up-13"],
    )


class Discounts(Section):
    """How far below the price a deal may go, and who says so."""

    most_percent: Percent | None = Field(
        default=None, description="The largest discount, in percent; 0 if there are none.", examples=[20]
    )
    approver: PersonId | None = Field(
        default=None,
        description="Who approves a discount, or an exception: the id of a person.",
        examples=["grace"],
    )
    tested_use_cases: list[Text] | None = Field(
        default=None,
        description="The use cases for which buyers said what it is worth to them without a discount.",
        examples=[["Forecast", "Handover"]],
    )
    source: Link | None = Field(
        default=None,
        description="Where they said so: an http(s) URL, or a path relative to the plan's folder.",
        examples=["https://research.example.com/value"],
    )


class ExistingPrices(Section):
    """What happens to the price of existing customers."""

    rule: Rule | None = Field(
        default=None,
        description=(
            "Existing customers keep their price, no one pays more, or they get the new one at renewal"
            " or on a date."
        ),
    )
    told_on: Day | None = Field(
        default=None, description="The date on which they are told.", examples=["2027-01-29"]
    )
    effective_on: Day | None = Field(
        default=None,
        description="The first date on which one of them pays the new price; not before `told_on`.",
        examples=["2027-03-01"],
    )

    @model_validator(mode="after")
    def _told_first(self) -> Self:
        not_before(self, "effective_on", "told_on")
        return self


class PricePlace(Section):
    """A place that shows the price, and who last checked it there."""

    place: PlaceName | None = Field(default=None, description="Where the price is shown.")
    version: Count | None = Field(
        default=None,
        description="The pricing.version that it shows.",
        examples=[4],
    )
    url: Link | None = Field(
        default=None,
        description="Where to see it: an http(s) URL, or a path relative to the plan's folder.",
        examples=["https://www.example.com/pricing"],
    )
    checked_by: PersonId | None = Field(
        default=None, description="Who checked it: the id of a person.", examples=["dana"]
    )
    checked_on: Day | None = Field(
        default=None, description="The date of the last check.", examples=["2027-02-12"]
    )


class TrialPurchase(Section):
    """A test purchase, from the price to the invoice."""

    built_by: PersonId | None = Field(
        default=None, description="Who set up the price in billing: the id of a person.", examples=["ben"]
    )
    invoice_checked_by: PersonId | None = Field(
        default=None,
        description="Who checked the invoice, from finance: the id of a person.",
        examples=["fay"],
    )
    invoice_checked_on: Day | None = Field(
        default=None, description="The date on which the invoice was checked.", examples=["2027-02-10"]
    )
    tax_checked_on: Day | None = Field(
        default=None, description="The date on which the tax on it was checked.", examples=["2027-02-10"]
    )
    invoice: Link | None = Field(
        default=None,
        description="The test invoice: an http(s) URL, or a path relative to the plan's folder.",
        examples=["https://billing.example.com/test-invoice"],
    )


class Pricing(Section):
    """Is the price decided on data, the same everywhere, and ready to be paid?"""

    changes: Change | None = Field(
        default=None, description="What the launch changes in what customers pay, or `none`."
    )
    version: Count | None = Field(
        default=None,
        description="The version of the price list; raise it when a price changes.",
        examples=[4],
    )
    decided_by: PersonId | None = Field(
        default=None, description="Who decided the price: the id of a person, not a date.", examples=["grace"]
    )
    decided_on: Day | None = Field(
        default=None, description="The date of the decision.", examples=["2026-12-18"]
    )
    current: CurrentPrice | None = Field(default=None, description="The price before the launch.")
    plans: list[PlanPrice] | None = Field(
        default=None, description="The new prices; no plan has two in the same currency and region."
    )
    tests: Annotated[list[PriceTest], Once("price test")] | None = Field(
        default=None, description="The tests behind the price; no id may appear twice."
    )
    discounts: Discounts | None = Field(
        default=None, description="How far below the price a deal may go, and who says so."
    )
    existing: ExistingPrices | None = Field(
        default=None, description="What happens to the price of existing customers."
    )
    places: list[PricePlace] | None = Field(
        default=None, description="Where the price is shown, with the last check of each place."
    )
    billing: TrialPurchase | None = Field(default=None, description="A test purchase, from price to invoice.")

    @model_validator(mode="after")
    def _possible(self) -> Self:
        self._one_price_each()
        for index, place in enumerate(self.places or ()):
            if place.version is not None and self.version is not None and place.version > self.version:
                words = f"version is {place.version}, but pricing.version is only {self.version}"
                raise wrong_at(("places", index, "version"), place.version, words)
        return self

    def _one_price_each(self) -> None:
        """Refuse a second price for the same plan, currency and region; no regions stand for all of them."""
        regions: dict[tuple[str, str], set[str]] = {}
        for index, each in enumerate(self.plans or ()):
            if not (each.plan and each.currency):
                continue
            here = set(each.regions or ())
            priced = regions.setdefault((each.plan, each.currency), set())
            if priced & (here | {""}) or (priced and not here):
                words = f"plan {quote(each.plan)} has two prices in {each.currency} for the same region"
                raise wrong_at(("plans", index), each.plan, words, "remove one, or give each its own regions")
            priced |= here or {""}

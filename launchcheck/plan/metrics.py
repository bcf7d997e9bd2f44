"""Metrics: the few numbers that product, marketing and lifecycle look at every week, and whose they are."""

from typing import Annotated, Literal, Self, TypeAlias

from pydantic import Field, model_validator

from launchcheck.plan.audience import EvidenceKind
from launchcheck.plan.links import Link
from launchcheck.plan.references import Once, PersonId
from launchcheck.plan.types import Day, Id, Number, Section, Text, wrong_at
from launchcheck.text import quote

MetricKind: TypeAlias = Literal[
    "time_to_first_value",
    "onboarding_completion",
    "activation_rate",
    "feature_adoption",
    "session_depth",
    "task_completion",
    "engagement",
    "retention",
    "churn",
    "save_rate",
    "expansion",
    "nps",
    "sentiment",
    "lead_to_opportunity",
    "pipeline_velocity",
    "pipeline_influence",
    "win_rate",
    "share_of_voice",
    "market_share",
    "arpu",
    "lifetime_value",
    "customer_growth",
    "arr",
    "revenue",
    "support_tickets",
    "other",
]
CustomerStage: TypeAlias = Literal["activation", "adoption", "retention", "expansion", "market"]
Side: TypeAlias = Literal["product", "product_marketing", "lifecycle", "shared"]
_PERCENT = "percent"


class MetricsDeck(Section):
    """The page that shows the metrics, and its last review."""

    url: Link | None = Field(
        default=None,
        description="Where to find it: an http(s) URL, or a path relative to the plan's folder.",
        examples=["https://dash.example.com/orbit-deck"],
    )
    reviewed_on: Day | None = Field(
        default=None, description="The date of its last review.", examples=["2027-02-12"]
    )


class CoreMetric(Section):
    """A number that someone is to move, from where to where, and by which work."""

    id: Id = Field(description="The id that findings refer to.", examples=["win-rate"])
    kind: MetricKind | None = Field(default=None, description="What it measures.")
    stage: CustomerStage | None = Field(
        default=None, description="The stage of a customer's life that it is about; market is before it."
    )
    side: Side | None = Field(
        default=None, description="Who can move it: one side, or shared if it takes two of them."
    )
    owner: PersonId | None = Field(
        default=None, description="Who moves it: the id of a person.", examples=["dana"]
    )
    co_owner: PersonId | None = Field(
        default=None,
        description="Of a shared metric, who moves it with the owner: the id of another person.",
        examples=["kai"],
    )
    unit: Text | None = Field(
        default=None, description="The unit of baseline and target.", examples=[_PERCENT]
    )
    baseline: Number | None = Field(default=None, description="The number today, in `unit`.", examples=[21])
    target: Number | None = Field(default=None, description="The number to reach, in `unit`.", examples=[26])
    by: Day | None = Field(
        default=None,
        description="The date (not a person) by which the target must be reached.",
        examples=["2027-08-16"],
    )
    work: Text | None = Field(
        default=None,
        description="The work that moves it.",
        examples=["Battlecard and proof against exports"],
    )
    dashboard: Link | None = Field(
        default=None,
        description="Where to see it: an http(s) URL, or a path relative to the plan's folder.",
        examples=["https://dash.example.com/win"],
    )

    @model_validator(mode="after")
    def _is_possible(self) -> Self:
        if self.co_owner and self.co_owner == self.owner:
            message = f"{quote(self.co_owner)} is both owner and co_owner"
            raise wrong_at(("co_owner",), self.co_owner, message, "name another person")
        if self.unit == _PERCENT and self.target is not None and self.target > 100:
            raise wrong_at(("target",), self.target, f"target is {self.target:g} percent, above 100")
        return self


class CustomerVoice(Section):
    """A way in which customers are heard, beside the numbers."""

    kind: EvidenceKind | None = Field(default=None, description="How customers are heard.")
    owner: PersonId | None = Field(
        default=None, description="Who listens: the id of a person.", examples=["lin"]
    )
    next_on: Day | None = Field(
        default=None, description="The date on which they listen next.", examples=["2027-02-25"]
    )


class Metrics(Section):
    """Do product, marketing and lifecycle steer by the same few numbers?"""

    deck: MetricsDeck | None = Field(
        default=None, description="The page that shows the metrics, and its last review."
    )
    core: Annotated[list[CoreMetric], Once("metric")] | None = Field(
        default=None, description="The few numbers that the teams look at every week, apart from goals."
    )
    voice: list[CustomerVoice] | None = Field(
        default=None, description="How customers are heard, beside the numbers."
    )

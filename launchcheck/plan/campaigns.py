"""The campaigns: their audience, channel, dates, assets and claims."""

from typing import Literal, TypeAlias

from pydantic import Field

from launchcheck.plan.links import Link
from launchcheck.plan.references import CaveatId, FeatureId, GoalId, PersonId, SegmentId
from launchcheck.plan.types import Day, Flag, Id, Section, Text

AssetState: TypeAlias = Literal["draft", "review", "final"]


class Asset(Section):
    """An asset of a campaign: copy, a page, a video."""

    name: Text | None = Field(default=None, description="What it is.", examples=["Email copy"])
    url: Link | None = Field(
        default=None,
        description="Where it is: an http(s) URL, or a path relative to the plan's folder.",
        examples=["https://docs.example.com/launch-email"],
    )
    state: AssetState | None = Field(default=None, description="How far it is: draft, in review, or final.")
    approved_by: PersonId | None = Field(
        default=None, description="Who approved it: the id of a person.", examples=["dana"]
    )
    approved_on: Day | None = Field(
        default=None, description="The day of the approval.", examples=["2027-02-04"]
    )


class Claim(Section):
    """A claim that a campaign makes."""

    text: Text | None = Field(
        default=None,
        description="The promise, as it is made.",
        examples=["Both systems agree within minutes"],
    )
    feature: FeatureId | None = Field(
        default=None, description="What keeps the promise: the id of a feature.", examples=["two-way-sync"]
    )
    proof: Link | None = Field(
        default=None,
        description="What shows that it is true: an http(s) URL, or a path relative to the plan's folder.",
        examples=["research/timing.md"],
    )
    by: PersonId | None = Field(
        default=None, description="Who makes the claim: the id of a person, not a date.", examples=["dana"]
    )
    verified_by: PersonId | None = Field(
        default=None,
        description="Who checked it, someone other than its author: the id of a person, not a date.",
        examples=["priya"],
    )
    verified_on: Day | None = Field(
        default=None, description="The day of the check.", examples=["2027-02-01"]
    )


class Campaign(Section):
    """A campaign: one channel through which an audience hears of the launch."""

    id: Id = Field(description="What others call the campaign by.", examples=["launch-email"])
    name: Text | None = Field(default=None, description="What people call it.", examples=["Launch email"])
    channel: Text | None = Field(default=None, description="Where it runs.", examples=["email"])
    audience: list[SegmentId] | None = Field(
        default=None, description="Who hears of it: ids of segments.", examples=[["mid-market"]]
    )
    goal: GoalId | None = Field(
        default=None, description="What it is for: the id of a goal.", examples=["activation"]
    )
    owner: PersonId | None = Field(
        default=None, description="Who runs it: the id of a person.", examples=["sam"]
    )
    goes_live: Day | None = Field(default=None, description="Its first day.", examples=["2027-02-16"])
    call_to_action: Text | None = Field(
        default=None, description="What the audience is to do.", examples=["Connect your CRM"]
    )
    public: Flag | None = Field(
        default=None,
        description="Whether anybody can see it; if so, it waits for product, sales and support.",
    )
    assets: list[Asset] | None = Field(default=None, description="What it shows.")
    claims: list[Claim] | None = Field(default=None, description="What it promises.")
    does_not: list[Text] | None = Field(
        default=None,
        description="What the product does not do, said plainly.",
        examples=[["Sync attachments"]],
    )
    discloses: list[CaveatId] | None = Field(
        default=None, description="The caveats it tells: ids of caveats.", examples=[["eu-sso"]]
    )

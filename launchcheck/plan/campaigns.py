"""The campaigns: their audience, channel, dates, assets and claims."""

from typing import Literal, TypeAlias

from pydantic import Field

from launchcheck.plan.links import Link
from launchcheck.plan.references import CaveatId, FeatureId, GoalId, PersonId, SegmentId
from launchcheck.plan.types import Day, Flag, Id, Language, Section, Text

AssetState: TypeAlias = Literal["draft", "review", "final"]


class Asset(Section):
    """An asset of a campaign: copy, a page, a video."""

    name: Text | None = Field(default=None, description="The name of the asset.", examples=["Email copy"])
    url: Link | None = Field(
        default=None,
        description="Where to find it: an http(s) URL, or a path relative to the plan's folder.",
        examples=["https://docs.example.com/launch-email"],
    )
    state: AssetState | None = Field(
        default=None, description="The state of the asset: draft, in review, or final."
    )
    approved_by: PersonId | None = Field(
        default=None, description="Who approved it: the id of a person.", examples=["dana"]
    )
    approved_on: Day | None = Field(
        default=None, description="The date of the approval.", examples=["2027-02-04"]
    )


class Claim(Section):
    """A claim that a campaign makes."""

    text: Text | None = Field(
        default=None,
        description="The claim, word for word.",
        examples=["Both systems agree within minutes"],
    )
    language: Language | None = Field(
        default=None,
        description="The language of the claim, by default that of its campaign. Only English is read.",
        examples=["de"],
    )
    feature: FeatureId | None = Field(
        default=None,
        description="The feature that backs the claim: the id of a feature.",
        examples=["two-way-sync"],
    )
    proof: Link | None = Field(
        default=None,
        description="Proof of the claim: an http(s) URL, or a path relative to the plan's folder.",
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
        default=None, description="The date of the check.", examples=["2027-02-01"]
    )


class Campaign(Section):
    """A campaign: one channel through which an audience hears about the launch."""

    id: Id = Field(description="The id of the campaign.", examples=["launch-email"])
    name: Text | None = Field(
        default=None, description="The name that reports show.", examples=["Launch email"]
    )
    channel: Text | None = Field(default=None, description="The channel it runs on.", examples=["email"])
    language: Language | None = Field(
        default=None,
        description="The language of its copy, by default English. Copy in other languages is not read.",
        examples=["de"],
    )
    audience: list[SegmentId] | None = Field(
        default=None, description="The segments it reaches: ids of segments.", examples=[["mid-market"]]
    )
    goal: GoalId | None = Field(
        default=None, description="The goal it serves: the id of a goal.", examples=["activation"]
    )
    owner: PersonId | None = Field(
        default=None, description="Who runs it: the id of a person.", examples=["sam"]
    )
    goes_live: Day | None = Field(
        default=None, description="The date on which it goes live.", examples=["2027-02-16"]
    )
    call_to_action: Text | None = Field(
        default=None, description="What the audience should do next.", examples=["Connect your CRM"]
    )
    public: Flag | None = Field(
        default=None,
        description="Whether anyone can see it; if so, it must wait for product, sales and support.",
    )
    assets: list[Asset] | None = Field(default=None, description="The assets it uses.")
    claims: list[Claim] | None = Field(
        default=None, description="The claims it makes; an empty list means that there are none."
    )
    does_not: list[Text] | None = Field(
        default=None,
        description="What the product does not do, in plain words.",
        examples=[["Sync attachments"]],
    )
    discloses: list[CaveatId] | None = Field(
        default=None, description="The caveats it discloses: ids of caveats.", examples=[["eu-sso"]]
    )

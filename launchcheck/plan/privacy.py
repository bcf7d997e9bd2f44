"""Privacy: which personal data is new, who assessed the risk, and which notices and processors cover it."""

from typing import Annotated, Literal, TypeAlias

from pydantic import AfterValidator, Field

from launchcheck.plan.links import Link
from launchcheck.plan.parts import Confirmation, OrNone
from launchcheck.plan.references import Once, PersonId, reference
from launchcheck.plan.types import Day, Id, Rank, Section, Text, wrong_at
from launchcheck.text import quote

NewUse: TypeAlias = Literal["collected", "used", "shared"]
ResidualRisk: TypeAlias = Literal["low", "medium", "high"]
RequestKind: TypeAlias = Literal["access", "deletion", "correction", "export"]
RiskSign: TypeAlias = Literal[
    "evaluation",
    "automated_decision",
    "monitoring",
    "sensitive",
    "large_scale",
    "matching_datasets",
    "vulnerable_people",
    "new_technology",
    "blocks_rights",
]

DataId: TypeAlias = Annotated[str, reference("data", "privacy.data")]
"""The id of data under `privacy.data`."""


def _each_once(words: list[str]) -> list[str]:
    for index, word in enumerate(words):
        if word in words[:index]:
            raise wrong_at((index,), word, f"{quote(word)} appears twice")
    return words


class PersonalData(Section):
    """Personal data that is used in a new way."""

    id: Id = Field(description="The id that notices and processors refer to.", examples=["usage"])
    what: Text | None = Field(default=None, description="What it is.", examples=["Usage events"])
    new: NewUse | None = Field(
        default=None,
        description=(
            "What is new, the furthest of the three: it is collected, used for another purpose, or shared"
            " with another company."
        ),
    )
    purpose: Text | None = Field(default=None, description="What it is for.", examples=["Measure activation"])
    keep_days: Rank | None = Field(
        default=None, description="How many days it is kept: 1 or more.", examples=[365]
    )


AllData: TypeAlias = Annotated[
    Annotated[list[PersonalData], Once("data")] | Literal["none"], OrNone("data", "data that is new")
]
"""All personal data that is new, or the word `none`."""


class ImpactAssessment(Section):
    """An assessment of the risks for the people whose data it is."""

    by: PersonId | None = Field(
        default=None, description="Who assessed it: the id of a person, not a date.", examples=["leo"]
    )
    date: Day | None = Field(default=None, description="The date of the assessment.", examples=["2026-12-15"])
    residual_risk: ResidualRisk | None = Field(
        default=None, description="The risk that remains after all measures."
    )
    source: Link | None = Field(
        default=None,
        description="The assessment: an http(s) URL, or a path relative to the plan's folder.",
        examples=["https://legal.example.com/dpia/7"],
    )


class PrivacyNotice(Section):
    """A page that tells people which of their data is used."""

    url: Link | None = Field(
        default=None,
        description="Where to read it: an http(s) URL, or a path relative to the plan's folder.",
        examples=["https://orbit.example.com/privacy"],
    )
    updated_on: Day | None = Field(
        default=None,
        description="The date on which it was last brought up to date.",
        examples=["2027-02-01"],
    )
    covers: list[DataId] | None = Field(
        default=None, description="The data that it names: ids of data.", examples=[["fields", "usage"]]
    )


class Processor(Section):
    """A company that gets the data."""

    name: Text | None = Field(default=None, description="The name of the company.", examples=["QueueHost"])
    data: list[DataId] | None = Field(
        default=None, description="The data that it gets: ids of data.", examples=[["fields"]]
    )
    agreement_on: Day | None = Field(
        default=None,
        description="The date on which the agreement with it was signed.",
        examples=["2026-12-10"],
    )
    listed_on: Day | None = Field(
        default=None,
        description="The date on which customers were told of it.",
        examples=["2027-01-08"],
    )


class PrivacyRequests(Section):
    """A test of the requests that people make about their data."""

    tested_on: Day | None = Field(default=None, description="The date of the test.", examples=["2027-02-02"])
    by: PersonId | None = Field(
        default=None, description="Who tested: the id of a person, not a date.", examples=["lin"]
    )
    kinds: Annotated[list[RequestKind], AfterValidator(_each_once)] | None = Field(
        default=None,
        description="The kinds of requests that were tested; none may appear twice.",
        examples=[["access", "deletion"]],
    )


class Privacy(Section):
    """Which personal data is new, and has everyone who needs to know been told?"""

    data: AllData | None = Field(
        default=None,
        description=(
            "The personal data that is newly collected, used or shared: a list, or the word `none`, which"
            " needs data_confirmed."
        ),
    )
    data_confirmed: Confirmation | None = Field(
        default=None, description="Who confirmed that no data is new, and when."
    )
    criteria: Annotated[list[RiskSign], AfterValidator(_each_once)] | None = Field(
        default=None,
        description=(
            "The signs of a high risk that apply, of the nine in WP248 rev.01; an empty list means that"
            " none does."
        ),
        examples=[["matching_datasets", "large_scale"]],
    )
    assessment: ImpactAssessment | None = Field(default=None, description="The assessment of the impact.")
    notices: list[PrivacyNotice] | None = Field(
        default=None, description="The privacy notices that name the data."
    )
    processors: list[Processor] | None = Field(
        default=None,
        description="The companies that newly get data; an empty list means that there are none.",
    )
    requests: PrivacyRequests | None = Field(
        default=None, description="A test of requests with the new data."
    )

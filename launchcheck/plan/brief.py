"""The brief: one page with the problem, who benefits, how we will know, and who agreed."""

from typing import Annotated, Self, TypeAlias

from pydantic import Field, model_validator
from pydantic_core import core_schema

from launchcheck.plan.parts import Agreement
from launchcheck.plan.references import FeatureId, PersonId, SegmentId
from launchcheck.plan.types import Day, Kind, Section, Text, problem, wrong_at
from launchcheck.text import quote

_LONGEST = 1000


def _statement(text: str) -> str:
    if len(text) > _LONGEST:
        hint = "state the problem in a sentence or two, and link to the rest"
        raise problem(f"{len(text):,} characters are too many; at most {_LONGEST:,} fit", hint)
    return text


Statement: TypeAlias = Annotated[
    str,
    Kind(
        core_schema.no_info_after_validator_function(
            _statement,
            core_schema.str_schema(strict=True, strip_whitespace=True, min_length=1),
            ref="Statement",
        ),
        {"type": "string", "minLength": 1, "maxLength": _LONGEST},
    ),
]
"""Text of a few sentences: at most 1,000 characters."""


class Benefit(Section):
    """What a segment gains."""

    segment: SegmentId | None = Field(
        default=None, description="Who benefits: the id of a segment.", examples=["mid-market"]
    )
    benefit: Text | None = Field(
        default=None, description="What this segment gains.", examples=["No more Friday exports"]
    )


class AcceptanceCriterion(Section):
    """A criterion by which a feature is accepted, and who checked it."""

    feature: FeatureId | None = Field(
        default=None, description="The feature: its id.", examples=["two-way-sync"]
    )
    text: Text | None = Field(
        default=None,
        description="What must be true for its users.",
        examples=["A change in either system is in the other within five minutes"],
    )
    checked_by: PersonId | None = Field(
        default=None,
        description="Who saw that it is true, from outside engineering: the id of a person.",
        examples=["priya"],
    )
    checked_on: Day | None = Field(
        default=None, description="The date on which they saw it.", examples=["2027-01-28"]
    )


class BriefAgreed(Section):
    """Who agreed to the brief, for each of the two functions that write it."""

    product: Agreement | None = Field(
        default=None, description="Who agreed for product management, and when."
    )
    marketing: Agreement | None = Field(
        default=None, description="Who agreed for product marketing or marketing, and when."
    )


class Brief(Section):
    """Does one page say which problem, for whom, how we will know, and who agreed?"""

    problem: Statement | None = Field(
        default=None,
        description="The problem, as those who have it would put it.",
        examples=["Revenue teams keep two systems in step by hand, and forecast on the wrong one."],
    )
    outcome: Text | None = Field(
        default=None,
        description="What is true for them once it is solved.",
        examples=["Both systems agree before the forecast, without an export."],
    )
    for_: list[Benefit] | None = Field(
        default=None, alias="for", description="Who benefits, and how; no segment may appear twice."
    )
    acceptance: list[AcceptanceCriterion] | None = Field(
        default=None, description="How we know that each feature does what it is for."
    )
    assets: list[Text] | None = Field(
        default=None,
        description="The assets that the launch needs, by name; an empty list means that it needs none.",
        examples=[["Email copy", "Slides"]],
    )
    agreed: BriefAgreed | None = Field(default=None, description="Who agreed to the brief, and when.")

    @model_validator(mode="after")
    def _each_segment_once(self) -> Self:
        seen: set[str] = set()
        for index, each in enumerate(self.for_ or ()):
            if each.segment in seen:
                words = f"segment {quote(each.segment)} appears twice"
                raise wrong_at(("for", index, "segment"), each.segment, words, "merge the two entries")
            if each.segment:
                seen.add(each.segment)
        return self

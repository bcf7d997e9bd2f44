"""Cadence: the meetings that hold the teams together, the roadmap and backlogs, and open questions."""

from typing import Annotated, Literal, Self, TypeAlias

from pydantic import Field, model_validator

from launchcheck.plan.links import Link
from launchcheck.plan.parts import Function
from launchcheck.plan.references import Once, PersonId, reference
from launchcheck.plan.types import Day, Id, Rank, Section, Text, not_before, wrong_at
from launchcheck.text import quote

RitualKind: TypeAlias = Literal["sync", "review", "customers", "debrief", "email", "other"]
Rhythm: TypeAlias = Literal["day", "week", "month", "six_weeks", "quarter", "once"]
RoadmapTier: TypeAlias = Literal["strategic", "initiative", "release"]
Risk: TypeAlias = Literal["low", "medium", "high"]
RoadmapId: TypeAlias = Annotated[str, reference("roadmap entry", "cadence.roadmap")]
"""The id of an entry of `cadence.roadmap`."""


class Ritual(Section):
    """A meeting, or an email, that comes back."""

    id: Id = Field(description="The id that findings refer to.", examples=["sync"])
    name: Text | None = Field(default=None, description="What it is called.", examples=["Launch sync"])
    kind: RitualKind | None = Field(default=None, description="What kind of meeting it is.")
    every: Rhythm | None = Field(default=None, description="How often it takes place.")
    minutes: Rank | None = Field(default=None, description="How long it takes, in minutes.", examples=[45])
    owner: PersonId | None = Field(
        default=None, description="Who runs it: the id of a person.", examples=["dana"]
    )
    functions: list[Function] | None = Field(default=None, description="The functions that take part.")
    agenda: list[Text] | None = Field(
        default=None, description="What it goes through.", examples=[["outcomes", "blockers", "owners"]]
    )
    last_held: Day | None = Field(
        default=None, description="The date on which it last took place.", examples=["2027-02-11"]
    )
    next_on: Day | None = Field(
        default=None, description="The date on which it takes place next.", examples=["2027-02-18"]
    )


class RoadmapEntry(Section):
    """A strategy, an initiative or a release."""

    id: Id = Field(description="The id that other entries refer to.", examples=["orbit-sync-2"])
    tier: RoadmapTier | None = Field(default=None, description="What it is; a release is the smallest.")
    part_of: RoadmapId | None = Field(
        default=None, description="The larger entry that it belongs to: its id.", examples=["sync-everything"]
    )
    what: Text | None = Field(default=None, description="What it is about.", examples=["Sync with every CRM"])
    owner: PersonId | None = Field(
        default=None, description="Who answers for it: the id of a person.", examples=["priya"]
    )
    date: Day | None = Field(
        default=None, description="The date on which it should be there.", examples=["2027-06-30"]
    )
    risk: Risk | None = Field(default=None, description="The risk that it comes later.")

    @model_validator(mode="after")
    def _belongs_to_another(self) -> Self:
        if self.part_of == self.id:
            raise wrong_at(("part_of",), self.id, f"{quote(self.id)} is part of itself")
        return self


class Backlog(Section):
    """A list of what to do next, and whose it is."""

    owner: PersonId | None = Field(
        default=None, description="Who keeps it: the id of a person.", examples=["priya"]
    )
    url: Link | None = Field(
        default=None,
        description="Where to find it: an http(s) URL, or a path relative to the plan's folder.",
        examples=["https://tracker.example.com/orbit"],
    )


class Backlogs(Section):
    """The backlogs of product and of marketing, and when they were last compared."""

    product: Backlog | None = Field(default=None, description="The backlog of product.")
    market: Backlog | None = Field(default=None, description="The backlog of marketing.")
    synchronized_on: Day | None = Field(
        default=None, description="The date on which they were last compared.", examples=["2027-01-14"]
    )


class TeamQuestion(Section):
    """A question of one team to another."""

    question: Text | None = Field(
        default=None, description="The question.", examples=["Does the trial include two-way sync?"]
    )
    asked_on: Day | None = Field(
        default=None, description="The date on which it was asked.", examples=["2027-02-01"]
    )
    owner: PersonId | None = Field(
        default=None, description="Who answers it: the id of a person.", examples=["priya"]
    )
    answered_on: Day | None = Field(
        default=None, description="The date on which it was answered.", examples=["2027-02-03"]
    )

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        not_before(self, "answered_on", "asked_on")
        return self


class Cadence(Section):
    """Do the teams meet, look at the same things, and answer each other?"""

    rituals: Annotated[list[Ritual], Once("ritual")] | None = Field(
        default=None, description="The meetings that hold the teams together."
    )
    roadmap: Annotated[list[RoadmapEntry], Once("roadmap entry")] | None = Field(
        default=None, description="Strategies, initiatives and releases, and what belongs to what."
    )
    roadmap_reviewed_on: Day | None = Field(
        default=None, description="The date of the last review of the roadmap.", examples=["2027-01-21"]
    )
    backlogs: Backlogs | None = Field(default=None, description="The backlogs of product and of marketing.")
    questions: list[TeamQuestion] | None = Field(
        default=None, description="Questions between teams; an empty list means that there are none."
    )

"""The goals of the launch, and the guardrails that would stop it."""

from typing import Literal, TypeAlias

from pydantic import Field

from launchcheck.plan.links import Link
from launchcheck.plan.parts import Function
from launchcheck.plan.references import PersonId
from launchcheck.plan.types import Day, Id, Number, Section, Text

GoalKind: TypeAlias = Literal["primary", "secondary", "guardrail"]


class Measurement(Section):
    """When the baseline was measured, and where to see it."""

    date: Day | None = Field(default=None, description="The day of it.", examples=["2027-01-20"])
    source: Link | None = Field(
        default=None,
        description="Where it can be seen: an http(s) URL, or a path relative to the plan's folder.",
        examples=["https://dash.example.com/activation"],
    )


class Instrumentation(Section):
    """When and where the events behind a goal were seen."""

    date: Day | None = Field(default=None, description="The day of it.", examples=["2027-02-03"])
    environment: Text | None = Field(
        default=None, description="Where they were seen.", examples=["production"]
    )


class Goal(Section):
    """A metric that the launch should move or, for a guardrail, must not move."""

    id: Id = Field(description="What campaigns call the goal by.", examples=["activation"])
    kind: GoalKind | None = Field(
        default=None,
        description="Exactly one goal is primary; a guardrail is a number that would make us stop.",
    )
    metric: Text | None = Field(
        default=None, description="What is counted.", examples=["Activated workspaces"]
    )
    unit: Text | None = Field(
        default=None,
        description="What baseline, target and threshold are numbers of.",
        examples=["workspaces"],
    )
    baseline: Number | None = Field(
        default=None, description="The number before the launch, in `unit`.", examples=[0]
    )
    target: Number | None = Field(default=None, description="The number to reach, in `unit`.", examples=[400])
    by: Day | None = Field(
        default=None,
        description="The day (a date, not a person) by which the target is to be reached.",
        examples=["2027-05-17"],
    )
    threshold: Number | None = Field(
        default=None,
        description="A guardrail's number, in `unit`: beyond it, `action` is taken.",
        examples=[30],
    )
    action: Text | None = Field(
        default=None, description="What is done beyond the threshold.", examples=["Pause the rollout"]
    )
    owner: PersonId | None = Field(
        default=None, description="Who answers for the goal: the id of a person.", examples=["priya"]
    )
    function: Function | None = Field(default=None, description="The function that answers for it.")
    baseline_measured: Measurement | None = Field(
        default=None, description="When the baseline was measured, and where it can be seen."
    )
    instrumented: Instrumentation | None = Field(
        default=None, description="When and where the events behind it were seen."
    )
    dashboard: Link | None = Field(
        default=None,
        description="Where one sees how it goes: an http(s) URL, or a path relative to the plan's folder.",
        examples=["https://dash.example.com/activation"],
    )

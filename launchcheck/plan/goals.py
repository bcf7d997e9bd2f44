"""The goals of the launch, and the guardrails that would stop it."""

from typing import Literal, Self, TypeAlias

from pydantic import Field, model_validator

from launchcheck.plan.links import Link
from launchcheck.plan.parts import Function
from launchcheck.plan.references import PersonId
from launchcheck.plan.types import Day, Id, Number, Section, Text, wrong_at

GoalKind: TypeAlias = Literal["primary", "secondary", "guardrail"]
Better: TypeAlias = Literal["higher", "lower"]


class Measurement(Section):
    """When the baseline was measured, and where to see it."""

    date: Day | None = Field(
        default=None, description="The date of the measurement.", examples=["2027-01-20"]
    )
    source: Link | None = Field(
        default=None,
        description="Where to see it: an http(s) URL, or a path relative to the plan's folder.",
        examples=["https://dash.example.com/activation"],
    )


class Instrumentation(Section):
    """When and where the events behind a goal were seen."""

    date: Day | None = Field(
        default=None, description="The date on which they were seen.", examples=["2027-02-03"]
    )
    environment: Text | None = Field(
        default=None, description="The environment in which they were seen.", examples=["production"]
    )


class Goal(Section):
    """A metric that the launch should move or, for a guardrail, must not push past a threshold."""

    id: Id = Field(description="The id that campaigns refer to.", examples=["activation"])
    kind: GoalKind | None = Field(
        default=None,
        description="Exactly one goal must be primary; a guardrail is a number that would make us stop.",
    )
    metric: Text | None = Field(
        default=None, description="The metric that is measured.", examples=["Activated workspaces"]
    )
    unit: Text | None = Field(
        default=None,
        description="The unit of baseline, target and threshold.",
        examples=["workspaces"],
    )
    baseline: Number | None = Field(
        default=None, description="The number before the launch, in `unit`.", examples=[0]
    )
    target: Number | None = Field(default=None, description="The number to reach, in `unit`.", examples=[400])
    by: Day | None = Field(
        default=None,
        description="The date (not a person) by which the target must be reached.",
        examples=["2027-05-17"],
    )
    threshold: Number | None = Field(
        default=None,
        description="For a guardrail, the number (in `unit`) that triggers `action`.",
        examples=[30],
    )
    better: Better | None = Field(
        default=None,
        description=(
            "For a guardrail, whether higher or lower figures are better: which side of the threshold"
            " is safe."
        ),
        examples=["lower"],
    )
    action: Text | None = Field(
        default=None,
        description="What happens when the threshold is crossed.",
        examples=["Pause the rollout"],
    )
    owner: PersonId | None = Field(
        default=None, description="Who owns the goal: the id of a person.", examples=["priya"]
    )
    function: Function | None = Field(default=None, description="The function that is accountable for it.")
    baseline_measured: Measurement | None = Field(
        default=None, description="When the baseline was measured, and where to see it."
    )
    instrumented: Instrumentation | None = Field(
        default=None, description="When and where the events behind the goal were seen."
    )
    dashboard: Link | None = Field(
        default=None,
        description="Where to follow progress: an http(s) URL, or a path relative to the plan's folder.",
        examples=["https://dash.example.com/activation"],
    )

    @model_validator(mode="after")
    def _has_one_direction(self) -> Self:
        if self.better and self.kind in {"primary", "secondary"}:
            message = f"better is for guardrails; a {self.kind} goal goes from its baseline to its target"
            raise wrong_at(("better",), self.better, message, "remove it")
        return self

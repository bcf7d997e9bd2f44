"""The jobs of the launch: what is to be done, by whom, and by when."""

from typing import Annotated, Literal, Self, TypeAlias

from pydantic import Field, model_validator

from launchcheck.plan.links import Link
from launchcheck.plan.references import Once, PersonId, TaskId
from launchcheck.plan.sections import AreaName
from launchcheck.plan.types import Day, DueDay, Flag, Id, Section, Text, wrong_at
from launchcheck.text import quote

Kind: TypeAlias = Literal[
    "messaging",
    "assets",
    "training",
    "customer_communication",
    "press",
    "legal",
    "billing",
    "event",
    "readiness",
    "launch",
    "after",
    "other",
]
Phase: TypeAlias = Literal["discovery", "development", "go_to_market"]
Topic: TypeAlias = Literal[
    "customer_problems", "delivery", "design", "feasibility", "pricing", "messaging", "launch", "other"
]


class Task(Section):
    """A job of the launch, before it or after it."""

    id: Id = Field(description="The id that other tasks refer to.", examples=["navigation"])
    what: Text | None = Field(
        default=None, description="What is to be done.", examples=["Entry in the navigation"]
    )
    area: AreaName | None = Field(
        default=None, description="The area that it belongs to, by default launch.", examples=["product"]
    )
    owner: PersonId | None = Field(
        default=None,
        description="Who does it: the id of a person, by default the owner of its area.",
        examples=["ben"],
    )
    due: DueDay | None = Field(
        default=None,
        description=(
            "When it is due: a date, a period, or days from the launch (T-3) or from the first customers"
            " (F-1); by default T-1."
        ),
        examples=["T-3", "2027-02-10", "2027-02"],
    )
    done_on: Day | None = Field(
        default=None, description="The date on which it was done.", examples=["2027-02-10"]
    )
    blocks_launch: Flag | None = Field(
        default=None,
        description="Whether the launch waits for it; by default it does if it is due by the launch.",
    )
    evidence: Link | None = Field(
        default=None,
        description="What shows it: an http(s) URL, or a path relative to the plan's folder.",
        examples=["qa/navigation.md"],
    )
    kind: Kind | None = Field(default=None, description="What kind of job it is.")
    needs: list[TaskId] | None = Field(
        default=None,
        description="The tasks that must be done before it: ids of tasks.",
        examples=[["message"]],
    )
    phase: Phase | None = Field(default=None, description="The phase of the work.")
    topic: Topic | None = Field(default=None, description="The topic of the work.")
    deliverable: Text | None = Field(
        default=None, description="What comes out of it.", examples=["Price list"]
    )
    responsible: list[PersonId] | None = Field(
        default=None, description="Who does the work with its owner: ids of people.", examples=[["uma"]]
    )
    consulted: list[PersonId] | None = Field(
        default=None, description="Who is asked before it is done: ids of people.", examples=[["dana"]]
    )
    informed: list[PersonId] | None = Field(
        default=None, description="Who is told once it is done: ids of people.", examples=[["omar"]]
    )

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        for index, id in enumerate(self.needs or ()):
            if id == self.id:
                raise wrong_at(("needs", index), id, f"task {quote(id)} needs itself")
        for index, person in enumerate(self.informed or ()):
            if person in (self.consulted or ()):
                words = f"{quote(person)} is both consulted and informed"
                raise wrong_at(("informed", index), person, words, "who is consulted is informed, too")
        return self


Tasks: TypeAlias = Annotated[list[Task], Once("task")]
"""The one list of jobs."""

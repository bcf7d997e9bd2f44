"""The launch itself: its name, dates and tier, its people, and the owners of its areas."""

import datetime
from typing import Annotated, Literal, Self, TypeAlias

from pydantic import ConfigDict, Field, model_validator

from launchcheck.plan.git_addresses import GitAddress
from launchcheck.plan.links import Link, PlanFile
from launchcheck.plan.parts import Functions, Period
from launchcheck.plan.references import PersonId
from launchcheck.plan.sections import with_areas
from launchcheck.plan.time_zones import TimeZone
from launchcheck.plan.types import Day, JsonSchema, NullIs, PlannedDate, Section, Text, choice, wrong_at

Status: TypeAlias = Literal["planned", "launched", "cancelled"]


class Person(Section):
    """A person on the launch; the key under `people` is the id."""

    name: Text | None = Field(
        default=None, description="The name that reports show.", examples=["Priya Nair"]
    )
    function: Functions | None = Field(
        default=None,
        description="The person's function in the company, or a list of several.",
        examples=["product_management", ["engineering", "product_management"]],
    )
    email: Text | None = Field(
        default=None, description="The person's email address.", examples=["priya@example.com"]
    )
    git: list[GitAddress] | None = Field(
        default=None,
        description="The addresses that the person commits with; `votes --verify --authors` compares them.",
        examples=[["priya@example.com", "1234567+priya@users.noreply.github.com"]],
    )
    backup: PersonId | None = Field(
        default=None, description="Who fills in: the id of a person.", examples=["ben"]
    )
    away: list[Period] | None = Field(
        default=None,
        description="When the person is away.",
        examples=[[{"from": "2027-01-25", "to": "2027-01-29"}]],
    )


@with_areas(PersonId | None)
class Owners(Section):
    """The one person who owns each area of the launch."""

    product: PersonId | None = Field(
        default=None, description="Owns the product area: the id of a person.", examples=["priya"]
    )
    audience: PersonId | None = Field(
        default=None, description="Owns buyer and audience: the id of a person.", examples=["dana"]
    )
    goals: PersonId | None = Field(
        default=None, description="Owns the goals: the id of a person.", examples=["dana"]
    )
    campaigns: PersonId | None = Field(
        default=None, description="Owns the campaigns: the id of a person.", examples=["sam"]
    )
    sales: PersonId | None = Field(
        default=None, description="Owns sales readiness: the id of a person.", examples=["omar"]
    )
    customer_success: PersonId | None = Field(
        default=None, description="Owns customer success readiness: the id of a person.", examples=["lin"]
    )


class Hold(Section):
    """How to stop the launch, and who can."""

    owner: PersonId | None = Field(
        default=None, description="Who can stop it: the id of a person.", examples=["grace"]
    )
    how: Text | None = Field(
        default=None,
        description="How to stop it.",
        examples=["Pause all sends in the marketing hub"],
    )
    statement: Link | None = Field(
        default=None,
        description="The holding statement: an http(s) URL, or a path relative to the plan's folder.",
        examples=["comms/holding-statement.md"],
    )


class Review(Section):
    """A review of the results after the launch."""

    date: Day | None = Field(default=None, description="The date of the review.", examples=["2027-02-23"])
    owner: PersonId | None = Field(
        default=None, description="Who runs the review: the id of a person.", examples=["dana"]
    )


class Need(Section):
    """Another launch that this one waits for; `launchcheck portfolio` compares the two."""

    plan: PlanFile = Field(
        description="The plan of the launch that is needed: a path relative to this plan's folder.",
        examples=["../core/launch.yaml"],
    )
    by: Day | None = Field(
        default=None,
        description="The last date on which that launch may be; by default that of this launch.",
        examples=["2027-02-01"],
    )
    what: Text | None = Field(
        default=None,
        description="What is needed of it.",
        examples=["The sync engine in all regions"],
    )


_HAS_LAUNCHED: JsonSchema = {"properties": {"status": {"const": "launched"}}, "required": ["status"]}
_ON_A_DAY: JsonSchema = {
    "properties": {"date": {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}}
}


class Launch(Section):
    """What is launched, when, and who decides."""

    model_config = ConfigDict(json_schema_extra={"if": _HAS_LAUNCHED, "then": _ON_A_DAY})

    name: Text = Field(description="The name of what is launched.", examples=["Orbit Sync 2.0"])
    summary: Text | None = Field(default=None, description="What it is, in one sentence.")
    status: Annotated[Status, NullIs("planned")] = Field(
        default="planned",
        description=(
            "The status of the launch. A cancelled launch is not checked; a launched one is checked as of"
            " its launch date, unless --as-of gives another date."
        ),
    )
    tier: Annotated[Literal[1, 2, 3], choice("Tier", 1, 2, 3)] = Field(
        description="The launch tier: 1 everyone hears of it, 2 one audience does, 3 it ships quietly."
    )
    tier_reason: Text | None = Field(
        default=None,
        description="The reason for this tier.",
        examples=["New buyer, new price plan, every existing customer is touched."],
    )
    release_date: PlannedDate | None = Field(
        default=None,
        description=(
            "Product's date: the first date on which customers can have it, or the period it is in."
        ),
        examples=["2027-02-09"],
    )
    date: PlannedDate = Field(
        description=(
            "Marketing's date: the public announcement. Every due date is counted from it. Until the day is"
            " known, the week, month, quarter, half or year it will be in; due dates are then counted from"
            " the last day of that period."
        ),
        examples=["2027-02-16", "2027-Q1"],
    )
    planned_on: Day | None = Field(
        default=None,
        description=(
            "The date on which the plan began. What would have been due earlier, or soon after, is due"
            " later instead."
        ),
        examples=["2026-12-01"],
    )
    timezone: Annotated[TimeZone, NullIs("UTC")] = Field(
        default="UTC",
        description="The IANA name of the time zone that all dates in this plan are in.",
        examples=["Europe/London"],
    )
    owner: PersonId | None = Field(
        default=None, description="Who runs the launch: the id of a person.", examples=["dana"]
    )
    decider: PersonId | None = Field(
        default=None, description="Who makes the go/no-go decision: the id of one person.", examples=["grace"]
    )
    review_on: Day | None = Field(
        default=None, description="The date of the go/no-go meeting.", examples=["2027-02-12"]
    )
    embargo_until: Day | None = Field(
        default=None,
        description="The first date on which anything may be said in public.",
        examples=["2027-02-16"],
    )
    hold: Hold | None = Field(
        default=None, description="Who can stop the launch, how, and the holding statement."
    )
    reviews: list[Review] | None = Field(
        default=None, description="The reviews after the launch, booked before it."
    )
    needs: list[Need] | None = Field(default=None, description="The launches that this one waits for.")

    @model_validator(mode="after")
    def _has_launched_on_a_day(self) -> Self:
        if self.status == "launched" and not self.date.is_day:
            message = f"the launch has happened, so its date is a day; {self.date.text} is a period"
            raise wrong_at(("date",), self.date.text, message, "write the day of the launch as YYYY-MM-DD")
        return self

    @property
    def day(self) -> datetime.date:
        """The planning day, T: the launch date, or the last day of the period that it is in."""
        return self.date.last

    @property
    def release_day(self) -> datetime.date | None:
        """The release date, or the last day of the period that it is in."""
        return self.release_date.last if self.release_date else None

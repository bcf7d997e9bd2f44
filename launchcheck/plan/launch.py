"""The launch itself: its name, dates and tier, its people, and the owners of its areas."""

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from launchcheck.plan.links import Link
from launchcheck.plan.parts import Function, Period
from launchcheck.plan.references import PersonId
from launchcheck.plan.sections import with_areas
from launchcheck.plan.time_zones import TimeZone
from launchcheck.plan.types import Day, NullIs, Section, Text, choice

Status: TypeAlias = Literal["planned", "launched", "cancelled"]


class Person(Section):
    """A person in the launch; the key under `people` is the id."""

    name: Text | None = Field(
        default=None, description="The name that reports show.", examples=["Priya Nair"]
    )
    function: Function | None = Field(default=None, description="What the person does in the company.")
    email: Text | None = Field(default=None, description="Where to write to.", examples=["priya@example.com"])
    backup: PersonId | None = Field(
        default=None, description="Who stands in: the id of a person.", examples=["ben"]
    )
    away: list[Period] | None = Field(
        default=None,
        description="When the person is not there.",
        examples=[[{"from": "2027-01-25", "to": "2027-01-29"}]],
    )


@with_areas(PersonId | None)
class Owners(Section):
    """The one person who owns each area of the launch."""

    product: PersonId | None = Field(
        default=None, description="Answers for the product: the id of a person.", examples=["priya"]
    )
    audience: PersonId | None = Field(
        default=None, description="Answers for buyer and audience: the id of a person.", examples=["dana"]
    )
    goals: PersonId | None = Field(
        default=None, description="Answers for the goals: the id of a person.", examples=["dana"]
    )
    campaigns: PersonId | None = Field(
        default=None, description="Answers for the campaigns: the id of a person.", examples=["sam"]
    )
    sales: PersonId | None = Field(
        default=None, description="Answers for telling sales: the id of a person.", examples=["omar"]
    )
    customer_success: PersonId | None = Field(
        default=None, description="Answers for customer success: the id of a person.", examples=["lin"]
    )


class Hold(Section):
    """How to stop the launch, and who can."""

    owner: PersonId | None = Field(
        default=None, description="Who can stop it: the id of a person.", examples=["grace"]
    )
    how: Text | None = Field(
        default=None,
        description="What is done to stop it.",
        examples=["Pause all sends in the marketing hub"],
    )
    statement: Link | None = Field(
        default=None,
        description="What is said then: an http(s) URL, or a path relative to the plan's folder.",
        examples=["comms/holding-statement.md"],
    )


class Review(Section):
    """A review of the results after the launch."""

    date: Day | None = Field(default=None, description="The day of the review.", examples=["2027-02-23"])
    owner: PersonId | None = Field(
        default=None, description="Who runs the review: the id of a person.", examples=["dana"]
    )


class Launch(Section):
    """What is launched, when, and who decides."""

    name: Text = Field(description="What is launched.", examples=["Orbit Sync 2.0"])
    summary: Text | None = Field(default=None, description="What it is, in a sentence.")
    status: Annotated[Status, NullIs("planned")] = Field(
        default="planned",
        description=(
            "Where the launch stands. A cancelled launch is asked nothing; a launched one is judged as of"
            " the launch date unless --as-of says otherwise."
        ),
    )
    tier: Annotated[Literal[1, 2, 3], choice("Tier", 1, 2, 3)] = Field(
        description="How loud it is: 1 everyone hears of it, 2 one audience does, 3 it ships quietly."
    )
    tier_reason: Text | None = Field(
        default=None,
        description="Why it has this tier.",
        examples=["New buyer, new price plan, every existing customer is touched."],
    )
    release_date: Day | None = Field(
        default=None,
        description="Product's date: from this day customers can have it.",
        examples=["2027-02-09"],
    )
    date: Day = Field(
        description="Marketing's date: on this day the world is told. Every due date hangs on it.",
        examples=["2027-02-16"],
    )
    timezone: Annotated[TimeZone, NullIs("UTC")] = Field(
        default="UTC",
        description="The IANA name of the time zone in which the days of this plan begin and end.",
        examples=["Europe/London"],
    )
    owner: PersonId | None = Field(
        default=None, description="Who runs the launch: the id of a person.", examples=["dana"]
    )
    decider: PersonId | None = Field(
        default=None, description="Who says go or no-go: the id of one person.", examples=["grace"]
    )
    review_on: Day | None = Field(
        default=None, description="The day of the go/no-go meeting.", examples=["2027-02-12"]
    )
    embargo_until: Day | None = Field(
        default=None,
        description="The first day on which anything public may be said.",
        examples=["2027-02-16"],
    )
    hold: Hold | None = Field(
        default=None, description="Who can stop the launch, how, and what is said then."
    )
    reviews: list[Review] | None = Field(
        default=None, description="The reviews after the launch, booked before it."
    )

"""Waivers: open items that a named person has accepted until a date."""

from pydantic import Field

from launchcheck.plan.references import PersonId
from launchcheck.plan.types import Day, Section, Text


class Waiver(Section):
    """A waiver: a named person accepts an open item of the checklist until a date."""

    check: Text = Field(description="The id of the item that is waived.", examples=["campaigns.covered"])
    where: Text | None = Field(
        default=None,
        description="The one finding that is waived, instead of all; an id may replace an index.",
        examples=["audience.segments.enterprise"],
    )
    reason: Text = Field(
        description="Why the item is accepted.", examples=["Enterprise hears about it at the March summit."]
    )
    approved_by: PersonId = Field(description="Who accepted it: the id of a person.", examples=["grace"])
    approved_on: Day = Field(description="The date of the approval.", examples=["2027-02-05"])
    expires: Day = Field(description="The last date on which the waiver is valid.", examples=["2027-03-05"])
    follow_up: Text | None = Field(
        default=None, description="What happens next.", examples=["Add the summit as a campaign."]
    )

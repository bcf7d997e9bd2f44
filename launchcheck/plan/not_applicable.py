"""What does not apply to a launch: areas and items, each with the reason and the person who says so."""

from pydantic import Field

from launchcheck.plan.references import PersonId
from launchcheck.plan.types import Section, Text


class NotApplicable(Section):
    """Why an area or an item does not apply to this launch; the key is its id."""

    reason: Text = Field(
        description="Why it does not apply.", examples=["An internal tool; nobody sells it."]
    )
    by: PersonId = Field(
        description=(
            "Who says so: the id of a person, not of the owner of that area (unless it is launch.decider)."
            " An item that may never be waived, and an area with such an item, take the decider's word."
        ),
        examples=["grace"],
    )

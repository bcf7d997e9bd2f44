"""Accessibility: who checked whether people with disabilities can use it, and which barriers are left."""

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from launchcheck.plan.links import LONGEST_LINK, Link, as_link, is_local
from launchcheck.plan.parts import Confirmation, OrNone
from launchcheck.plan.references import CampaignId, CaveatId, Once, PersonId
from launchcheck.plan.types import Day, Flag, Id, Section, Text, problem, read_by
from launchcheck.text import quote

AuditKind: TypeAlias = Literal["automated", "manual", "assistive_technology", "people_with_disabilities"]
BarrierLevel: TypeAlias = Literal["A", "AA", "AAA"]
BarrierStatus: TypeAlias = Literal["open", "fixed"]

_NOT_NEEDED = "not_needed"


def _captions(value: object) -> str:
    if value == _NOT_NEEDED:
        return _NOT_NEEDED
    if not isinstance(value, str) or is_local(value):
        hint = f"write an http(s) URL, or {_NOT_NEEDED} where nothing is spoken"
        raise problem(f"{quote(value)} is not a URL", hint)
    return as_link(value)


Captions: TypeAlias = Annotated[
    str,
    read_by(
        _captions,
        "Captions",
        meant=f"URL or {_NOT_NEEDED}",
        type="string",
        minLength=1,
        maxLength=LONGEST_LINK,
    ),
]
"""The http(s) URL of captions or a transcript, or the word `not_needed`."""


class AccessibilityAudit(Section):
    """A check of one surface."""

    kind: AuditKind | None = Field(
        default=None,
        description="How it was checked; `assistive_technology` is a screen reader, a switch or the like.",
    )
    surface: Text | None = Field(default=None, description="What was checked.", examples=["Web app"])
    date: Day | None = Field(default=None, description="The date of the check.", examples=["2027-01-18"])
    by: PersonId | None = Field(
        default=None, description="Who checked it: the id of a person, not a date.", examples=["uma"]
    )
    source: Link | None = Field(
        default=None,
        description="The result: an http(s) URL, or a path relative to the plan's folder.",
        examples=["https://a11y.example.com/manual"],
    )


class Barrier(Section):
    """Something that keeps people with disabilities from using it as others do."""

    id: Id = Field(description="Its id, as in the result of the check.", examples=["A-7"])
    what: Text | None = Field(
        default=None, description="What the barrier is.", examples=["Password sign-in shows no focus"]
    )
    level: BarrierLevel | None = Field(
        default=None, description="The level of the criterion that it fails, as in WCAG."
    )
    blocks_task: Flag | None = Field(
        default=None, description="Whether it keeps anyone from finishing a main task."
    )
    status: BarrierStatus | None = Field(
        default=None, description="Whether it is fixed; if it is missing, the barrier counts as open."
    )
    owner: PersonId | None = Field(
        default=None, description="Who fixes it: the id of a person.", examples=["ben"]
    )
    fix_by: Day | None = Field(
        default=None, description="The date by which it is fixed.", examples=["2027-03-15"]
    )
    caveat: CaveatId | None = Field(
        default=None,
        description="The caveat that tells customers of it: the id of a caveat.",
        examples=["eu-sso"],
    )


class AccessibilityStatement(Section):
    """The page that says what people with disabilities can expect."""

    url: Link | None = Field(
        default=None,
        description="Where to read it: an http(s) URL, or a path relative to the plan's folder.",
        examples=["https://orbit.example.com/accessibility"],
    )
    updated_on: Day | None = Field(
        default=None,
        description="The date on which it was last brought up to date.",
        examples=["2027-02-04"],
    )


class AccessibleMedia(Section):
    """A check of what a campaign shows and says: contrast, alternative texts, captions."""

    campaign: CampaignId | None = Field(
        default=None, description="The campaign: its id.", examples=["launch-email"]
    )
    checked_by: PersonId | None = Field(
        default=None,
        description="Who checked contrast and alternative texts, not its owner: the id of a person.",
        examples=["uma"],
    )
    checked_on: Day | None = Field(
        default=None, description="The date of the check.", examples=["2027-02-08"]
    )
    captions: Captions | None = Field(
        default=None,
        description="The URL of captions or a transcript, or `not_needed` where nothing is spoken.",
        examples=["https://www.example.com/webinar/captions"],
    )


class Accessibility(Section):
    """Can people with disabilities use it, and do they know where they cannot?"""

    standard: Text | None = Field(
        default=None, description="The standard that it is checked against.", examples=["WCAG 2.2 AA"]
    )
    audits: list[AccessibilityAudit] | None = Field(
        default=None, description="The checks, each of one surface in one way."
    )
    barriers: (
        Annotated[
            Annotated[list[Barrier], Once("barrier")] | Literal["none"],
            OrNone("barriers"),
        ]
        | None
    ) = Field(
        default=None,
        description="The barriers that were found: a list, or the word `none`, with barriers_confirmed.",
    )
    barriers_confirmed: Confirmation | None = Field(
        default=None, description="Who confirmed that no barriers were found, and when."
    )
    statement: AccessibilityStatement | None = Field(
        default=None, description="The page that says what people with disabilities can expect."
    )
    media: list[AccessibleMedia] | None = Field(
        default=None, description="A check of each campaign that the public sees."
    )

"""The buyer, the users and the segments, and the message to them."""

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from launchcheck.plan.links import Link
from launchcheck.plan.references import Once, PersonId
from launchcheck.plan.types import Count, Day, Id, Rank, Section, Text

EvidenceKind: TypeAlias = Literal[
    "customer_interviews",
    "survey",
    "usage_data",
    "support_tickets",
    "win_loss",
    "beta",
    "market_research",
    "analyst",
    "other",
]


class Buyer(Section):
    """The economic buyer."""

    role: Text | None = Field(
        default=None, description="The buyer's job title.", examples=["VP Revenue Operations"]
    )
    pain: Text | None = Field(
        default=None, description="The buyer's pain.", examples=["Two systems that disagree"]
    )
    trigger: Text | None = Field(
        default=None,
        description="What makes the buyer look for a solution now.",
        examples=["A missed forecast"],
    )
    budget: Text | None = Field(
        default=None, description="Where the money comes from.", examples=["Owns the tooling budget"]
    )
    objections: list[Text] | None = Field(
        default=None,
        description="The objections that the buyer will raise.",
        examples=[["Security review takes a quarter"]],
    )


class User(Section):
    """A user, as distinct from the buyer."""

    role: Text | None = Field(
        default=None, description="The user's job title.", examples=["Revenue operations analyst"]
    )
    job: Text | None = Field(
        default=None, description="What the user needs to get done.", examples=["Keep fields in step"]
    )
    today: Text | None = Field(
        default=None, description="How the user does it today.", examples=["Weekly CSV export"]
    )


class Segment(Section):
    """A segment of the market."""

    id: Id = Field(description="The id that campaigns refer to.", examples=["mid-market"])
    name: Text | None = Field(
        default=None, description="The name that reports show.", examples=["Mid-market SaaS"]
    )
    accounts: Count | None = Field(
        default=None, description="The number of accounts in the segment.", examples=[1200]
    )
    priority: Rank | None = Field(
        default=None, description="The priority of the segment; 1 comes first.", examples=[1]
    )
    why: Text | None = Field(
        default=None, description="The reason for this priority.", examples=["Shortest security review"]
    )


class Evidence(Section):
    """Evidence that the need is real."""

    kind: EvidenceKind | None = Field(
        default=None,
        description=(
            "The kind of evidence. Interviews, surveys, usage data, support tickets, win/loss and beta"
            " come from customers; market research, analysts and other do not."
        ),
    )
    count: Count | None = Field(
        default=None, description="How many people were asked, or cases counted.", examples=[14]
    )
    date: Day | None = Field(default=None, description="The date of the evidence.", examples=["2026-11-20"])
    source: Link | None = Field(
        default=None,
        description="Where to read it: an http(s) URL, or a path relative to the plan's folder.",
        examples=["research/interviews.md"],
    )


class Alternative(Section):
    """An alternative that customers could use instead."""

    name: Text | None = Field(
        default=None, description="The name of the alternative.", examples=["Weekly CSV export"]
    )
    our_difference: Text | None = Field(
        default=None,
        description="Why customers should choose us instead.",
        examples=["Minutes instead of days"],
    )
    proof: Link | None = Field(
        default=None,
        description="Proof of the difference: an http(s) URL, or a path relative to the plan's folder.",
        examples=["research/timing.md"],
    )
    checked_on: Day | None = Field(
        default=None,
        description="The date on which someone last looked at it.",
        examples=["2027-01-25"],
    )


class AffectedAccounts(Section):
    """The customers that the launch affects, and who tells them before the public announcement."""

    count: Count | None = Field(default=None, description="The number of affected accounts.", examples=[340])
    named: list[Text] | None = Field(
        default=None,
        description="The accounts that are told individually; an empty list means that there are none.",
        examples=[["Acme", "Globex"]],
    )
    owner: PersonId | None = Field(
        default=None, description="Who tells them: the id of a person.", examples=["lin"]
    )
    told_by: Day | None = Field(
        default=None,
        description="The date (not a person) by which they are told.",
        examples=["2027-02-04"],
    )


class Audience(Section):
    """Who is the buyer and the audience?"""

    buyer: Buyer | None = Field(default=None, description="The economic buyer, and their pain.")
    users: list[User] | None = Field(default=None, description="The users, as distinct from the buyer.")
    segments: Annotated[list[Segment], Once("segment")] | None = Field(
        default=None, description="The market segments, in order of priority; no id may appear twice."
    )
    not_for: list[Text] | None = Field(
        default=None, description="Who it is not for.", examples=[["Companies without a CRM"]]
    )
    evidence: list[Evidence] | None = Field(default=None, description="Evidence that the need is real.")
    alternatives: list[Alternative] | None = Field(
        default=None, description="What customers would use instead, and why they should choose us."
    )
    affected_accounts: AffectedAccounts | None = Field(
        default=None, description="The affected customers, who are told before the public."
    )


class Messaging(Section):
    """The message, its version, and when it last changed."""

    version: Count | None = Field(
        default=None,
        description="The version number of the message; raise it when the message changes.",
        examples=[3],
    )
    changed_on: Day | None = Field(
        default=None, description="The date on which the message last changed.", examples=["2027-01-15"]
    )
    statement: Text | None = Field(
        default=None,
        description="The message in one sentence.",
        examples=["For revenue operations teams whose systems disagree, Orbit Sync keeps both right."],
    )

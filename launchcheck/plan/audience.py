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
        default=None, description="What the buyer is.", examples=["VP Revenue Operations"]
    )
    pain: Text | None = Field(
        default=None, description="What hurts the buyer.", examples=["Two systems that disagree"]
    )
    trigger: Text | None = Field(
        default=None, description="What makes the buyer look for a cure now.", examples=["A missed forecast"]
    )
    budget: Text | None = Field(
        default=None, description="Whose money it is.", examples=["Owns the tooling budget"]
    )
    objections: list[Text] | None = Field(
        default=None,
        description="What the buyer will say against it.",
        examples=[["Security review takes a quarter"]],
    )


class User(Section):
    """A user, as distinct from the buyer."""

    role: Text | None = Field(
        default=None, description="What the user is.", examples=["Revenue operations analyst"]
    )
    job: Text | None = Field(
        default=None, description="What the user wants done.", examples=["Keep fields in step"]
    )
    today: Text | None = Field(
        default=None, description="How it is done today.", examples=["Weekly CSV export"]
    )


class Segment(Section):
    """A segment of the market."""

    id: Id = Field(description="What campaigns call the segment by.", examples=["mid-market"])
    name: Text | None = Field(
        default=None, description="The name that people use.", examples=["Mid-market SaaS"]
    )
    accounts: Count | None = Field(default=None, description="How many accounts it has.", examples=[1200])
    priority: Rank | None = Field(default=None, description="Its place in the order, 1 first.", examples=[1])
    why: Text | None = Field(
        default=None, description="Why it has this place.", examples=["Shortest security review"]
    )


class Evidence(Section):
    """Evidence that the need is real."""

    kind: EvidenceKind | None = Field(
        default=None,
        description=(
            "Where it comes from. Interviews, surveys, usage data, support tickets, win/loss and beta"
            " come from customers; market research, analysts and other do not."
        ),
    )
    count: Count | None = Field(default=None, description="How many were asked or counted.", examples=[14])
    date: Day | None = Field(default=None, description="The day of it.", examples=["2026-11-20"])
    source: Link | None = Field(
        default=None,
        description="Where it can be read: an http(s) URL, or a path relative to the plan's folder.",
        examples=["research/interviews.md"],
    )


class Alternative(Section):
    """An alternative that customers could use instead."""

    name: Text | None = Field(default=None, description="What it is.", examples=["Weekly CSV export"])
    our_difference: Text | None = Field(
        default=None, description="Why us.", examples=["Minutes instead of days"]
    )
    proof: Link | None = Field(
        default=None,
        description="What shows the difference: an http(s) URL, or a path relative to the plan's folder.",
        examples=["research/timing.md"],
    )


class AffectedAccounts(Section):
    """The customers that the launch affects, and who tells them before the public announcement."""

    count: Count | None = Field(default=None, description="How many there are.", examples=[340])
    named: list[Text] | None = Field(
        default=None, description="Those that are told one by one.", examples=[["Acme", "Globex"]]
    )
    owner: PersonId | None = Field(
        default=None, description="Who tells them: the id of a person.", examples=["lin"]
    )
    told_by: Day | None = Field(
        default=None,
        description="The day (a date, not a person) by which they are told.",
        examples=["2027-02-04"],
    )


class Audience(Section):
    """Who is the buyer and the audience?"""

    buyer: Buyer | None = Field(default=None, description="Who signs, and what hurts them.")
    users: list[User] | None = Field(default=None, description="Who uses it.")
    segments: Annotated[list[Segment], Once("segment")] | None = Field(
        default=None, description="The parts of the market, in order of priority; an id stands once."
    )
    not_for: list[Text] | None = Field(
        default=None, description="Who it is not for.", examples=[["Companies without a CRM"]]
    )
    evidence: list[Evidence] | None = Field(default=None, description="What shows that the need is real.")
    alternatives: list[Alternative] | None = Field(
        default=None, description="What they would use instead, and why us."
    )
    affected_accounts: AffectedAccounts | None = Field(
        default=None, description="The customers it touches, who hear of it before the public."
    )


class Messaging(Section):
    """The message, its version, and when it last changed."""

    version: Count | None = Field(
        default=None,
        description="The number of the message; it grows when the message changes.",
        examples=[3],
    )
    changed_on: Day | None = Field(
        default=None, description="The day on which the message last changed.", examples=["2027-01-15"]
    )
    statement: Text | None = Field(
        default=None,
        description="The message in a sentence.",
        examples=["For revenue operations teams whose systems disagree, Orbit Sync keeps both right."],
    )

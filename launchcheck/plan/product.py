"""The product: its scope, readiness, availability, rollout and caveats."""

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from launchcheck.plan.links import Link
from launchcheck.plan.parts import Article, Confirmation, OrNone
from launchcheck.plan.references import Once, PersonId
from launchcheck.plan.types import (
    Amount,
    Count,
    Day,
    Flag,
    Id,
    Percent,
    PlannedDate,
    Section,
    Text,
    choice,
)

FeatureStatus: TypeAlias = Literal["planned", "in_progress", "done", "cut"]
Stage: TypeAlias = Literal["alpha", "beta", "limited", "general"]


class Scope(Section):
    """What the launch includes, and what it does not."""

    in_: list[Text] | None = Field(
        default=None, alias="in", description="What is part of the launch.", examples=[["Two-way sync"]]
    )
    out: list[Text] | None = Field(
        default=None, description="What is not, so that no one expects it.", examples=[["Audit log"]]
    )
    frozen_on: Day | None = Field(
        default=None, description="The date on which the scope was frozen.", examples=["2027-01-12"]
    )


class Availability(Section):
    """Who can have it: stage, pricing plans, regions and roles."""

    stage: Stage | None = Field(default=None, description="The release stage.")
    plans: list[Text] | None = Field(
        default=None, description="The pricing plans that include it.", examples=[["team", "enterprise"]]
    )
    regions: list[Text] | None = Field(
        default=None, description="The regions in which it is offered.", examples=[["us", "eu"]]
    )
    roles: list[Text] | None = Field(
        default=None, description="The roles of users who can use it.", examples=[["admin"]]
    )


class Feature(Section):
    """A feature that the launch includes."""

    id: Id = Field(description="The id that claims refer to.", examples=["two-way-sync"])
    name: Text | None = Field(
        default=None, description="The name that customers see.", examples=["Two-way sync"]
    )
    status: FeatureStatus | None = Field(
        default=None, description="The status of the feature; `cut` means that it is not part of the launch."
    )
    evidence: Link | None = Field(
        default=None,
        description="Evidence that it is done: an http(s) URL, or a path relative to the plan's folder.",
        examples=["qa/two-way-sync.md"],
    )
    availability: Availability | None = Field(
        default=None,
        description="Who gets this feature, where that differs from `product.availability`.",
        examples=[{"stage": "beta", "plans": ["enterprise"]}],
    )


class Defect(Section):
    """An open defect of severity 1 or 2."""

    id: Id = Field(description="The id of the defect in the issue tracker.", examples=["ORB-311"])
    severity: Annotated[Literal[1, 2], choice("Severity", 1, 2)] | None = Field(
        default=None, description="The severity; 1 is the worst."
    )
    owner: PersonId | None = Field(
        default=None, description="Who fixes it: the id of a person.", examples=["ben"]
    )
    fix_by: PlannedDate | None = Field(
        default=None,
        description="The date (not a person) by which it is fixed.",
        examples=["2027-02-05"],
    )
    blocks_launch: Flag | None = Field(default=None, description="Whether it blocks the launch.")
    note: Text | None = Field(
        default=None, description="A short description.", examples=["Slow first sync over 1M rows"]
    )


class Step(Section):
    """A step of the rollout: who has it from a date on, or from an event on."""

    date: Day | None = Field(default=None, description="The date of the step.", examples=["2027-01-20"])
    after: Text | None = Field(
        default=None,
        description="What the step waits for, where its date is not known.",
        examples=["Ten submissions without an error"],
    )
    percent: Percent | None = Field(
        default=None,
        description="The percentage of customers who have it from then on, 0 to 100.",
        examples=[5],
    )
    customers: Count | None = Field(
        default=None, description="How many customers have it from then on.", examples=[25]
    )
    exit: Text | None = Field(
        default=None,
        description="What must be true before the next step.",
        examples=["No severity 1 for five days"],
    )
    exit_met_on: Day | None = Field(
        default=None,
        description="The date on which `exit` was met.",
        examples=["2027-01-27"],
    )


class Rollout(Section):
    """How it reaches customers, step by step, and what stops the rollout."""

    steps: list[Step] | None = Field(default=None, description="The steps, up to 100 percent.")
    stop_triggers: list[Text] | None = Field(
        default=None,
        description="What stops the rollout.",
        examples=[["Error rate above 1 % for ten minutes"]],
    )
    dashboard: Link | None = Field(
        default=None,
        description="Where to follow the rollout: an http(s) URL, or a path relative to the plan's folder.",
        examples=["https://dash.example.com/orbit-sync"],
    )
    on_call: PersonId | None = Field(
        default=None, description="Who is on call for the rollout: the id of a person.", examples=["ben"]
    )


class Rollback(Section):
    """The test of the rollback."""

    tested_on: Day | None = Field(default=None, description="The date of the test.", examples=["2027-02-02"])
    by: PersonId | None = Field(
        default=None, description="Who tested it: the id of a person, not a date.", examples=["ben"]
    )
    minutes: Amount | None = Field(
        default=None, description="How many minutes the rollback took.", examples=[12]
    )
    evidence: Link | None = Field(
        default=None,
        description="What shows it: an http(s) URL, or a path relative to the plan's folder.",
        examples=["runbooks/rollback.md"],
    )


class Caveat(Section):
    """A caveat: a limit of the product that customers must know before they expect otherwise."""

    id: Id = Field(description="The id that campaigns, FAQ and objections refer to.", examples=["eu-sso"])
    text: Text | None = Field(
        default=None,
        description="The caveat, as it is worded for customers.",
        examples=["EU tenants get single sign-on in April."],
    )
    customer_visible: Flag | None = Field(
        default=None,
        description="Whether customers notice. If so, a campaign, the FAQ and an objection must carry it.",
    )
    workaround: Text | None = Field(
        default=None, description="What customers can do in the meantime.", examples=["Password sign-in"]
    )
    fix_by: PlannedDate | None = Field(
        default=None,
        description="The date (not a person) by which it is resolved.",
        examples=["2027-04-15"],
    )


Caveats: TypeAlias = Annotated[Annotated[list[Caveat], Once("caveat")] | Literal["none"], OrNone("caveats")]
"""The caveats, or the word `none`."""


class Usability(Section):
    """A usability test with existing customers: can they use it without help?"""

    date: Day | None = Field(default=None, description="The date of the test.", examples=["2027-01-18"])
    participants: Count | None = Field(default=None, description="The number of participants.", examples=[8])
    evidence: Link | None = Field(
        default=None,
        description="What shows it: an http(s) URL, or a path relative to the plan's folder.",
        examples=["research/usability.md"],
    )


class ExistingCustomers(Section):
    """What the launch means for existing customers."""

    path: Text | None = Field(
        default=None,
        description="How existing customers get it.",
        examples=["Switched on for every team workspace; no migration."],
    )
    usability: Usability | None = Field(
        default=None, description="A test that shows whether they can use it without help."
    )


class Doc(Article):
    """A page of the documentation."""

    owner: PersonId | None = Field(
        default=None, description="Who owns the page: the id of a person.", examples=["priya"]
    )


class Product(Section):
    """Is the product ready to be launched? Any caveats?"""

    scope: Scope | None = Field(
        default=None, description="What is in, what is out, and when that was settled."
    )
    features: Annotated[list[Feature], Once("feature")] | None = Field(
        default=None, description="The features that are launched; no id may appear twice."
    )
    defects: Annotated[list[Defect], Once("defect")] | None = Field(
        default=None, description="Open defects of severity 1 and 2; an empty list means that there are none."
    )
    availability: Availability | None = Field(
        default=None, description="Who gets it: stage, plans, regions, roles."
    )
    rollout: Rollout | None = Field(default=None, description="How it reaches customers, and what stops it.")
    rollback: Rollback | None = Field(default=None, description="The test of the rollback.")
    caveats: Caveats | None = Field(
        default=None,
        description="What customers must know: a list, or the word `none`, which needs caveats_confirmed.",
    )
    caveats_confirmed: Confirmation | None = Field(
        default=None, description="Who confirmed the caveats, or that there are none, and when."
    )
    existing_customers: ExistingCustomers | None = Field(
        default=None, description="How existing customers get it, and whether they can use it."
    )
    docs: list[Doc] | None = Field(default=None, description="The documentation pages.")

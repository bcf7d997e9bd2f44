"""Security: who reviewed the design, who attacked it, what was found, and whom outsiders can tell."""

from typing import Annotated, Literal, Self, TypeAlias

from pydantic import Field, model_validator

from launchcheck.plan.links import Link
from launchcheck.plan.parts import Confirmation, OrNone
from launchcheck.plan.references import Once, PersonId
from launchcheck.plan.types import Day, Id, Section, Text, not_before, wrong_at

FindingSeverity: TypeAlias = Literal["critical", "high", "medium", "low"]
FixStatus: TypeAlias = Literal["open", "fixed"]


class SecurityReview(Section):
    """A review of the design by someone from security."""

    by: PersonId | None = Field(
        default=None,
        description="Who reviewed it, from security: the id of a person, not a date.",
        examples=["sue"],
    )
    date: Day | None = Field(default=None, description="The date of the review.", examples=["2027-01-14"])
    source: Link | None = Field(
        default=None,
        description="Its result: an http(s) URL, or a path relative to the plan's folder.",
        examples=["https://sec.example.com/review/81"],
    )


class SecurityTest(Section):
    """A test in which someone who did not build it attacks it."""

    by: PersonId | None = Field(
        default=None,
        description="Who attacked it, from outside engineering: the id of a person. Or set `firm`.",
        examples=["sue"],
    )
    firm: Text | None = Field(
        default=None, description="The company that attacked it.", examples=["Northlab"]
    )
    to: Day | None = Field(default=None, description="The last date of the test.", examples=["2027-01-20"])
    retested_on: Day | None = Field(
        default=None,
        description=(
            "The date on which the fixes were tested again, not before `to`; if nothing was found, the"
            " last date of the test."
        ),
        examples=["2027-02-03"],
    )
    source: Link | None = Field(
        default=None,
        description="The report: an http(s) URL, or a path relative to the plan's folder.",
        examples=["https://sec.example.com/pentest/12"],
    )

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        not_before(self, "retested_on", "to")
        return self


class SecurityFinding(Section):
    """A weakness that a review or a test found."""

    id: Id = Field(description="Its id, as in the report.", examples=["S-1"])
    severity: FindingSeverity | None = Field(default=None, description="How bad it is.")
    status: FixStatus | None = Field(
        default=None, description="Whether it is fixed; if it is missing, the finding counts as open."
    )
    owner: PersonId | None = Field(
        default=None, description="Who fixes it: the id of a person.", examples=["ben"]
    )
    fix_by: Day | None = Field(
        default=None, description="The date by which it is fixed.", examples=["2027-03-31"]
    )
    closed_on: Day | None = Field(
        default=None,
        description="The date on which a new test showed that it is fixed.",
        examples=["2027-01-27"],
    )

    @model_validator(mode="after")
    def _closed_once_fixed(self) -> Self:
        if self.closed_on and self.status == "open":
            words = f"'closed_on' is {self.closed_on}, but 'status' is open"
            raise wrong_at(("closed_on",), str(self.closed_on), words, "set status to fixed, or remove it")
        return self


class SecurityContact(Section):
    """Where outsiders report a weakness, and who answers."""

    url: Link | None = Field(
        default=None,
        description="The page or file that says how to report one: an http(s) URL, or a path.",
        examples=["https://orbit.example.com/.well-known/security.txt"],
    )
    checked_on: Day | None = Field(
        default=None,
        description="The date on which a test message last reached the person on call.",
        examples=["2027-02-08"],
    )
    on_call: PersonId | None = Field(
        default=None, description="Who answers: the id of a person.", examples=["sue"]
    )


class SecurityAnswers(Section):
    """The answers to the security questionnaires of buyers."""

    url: Link | None = Field(
        default=None,
        description="Where to find them: an http(s) URL, or a path relative to the plan's folder.",
        examples=["https://trust.example.com/orbit-sync"],
    )
    updated_on: Day | None = Field(
        default=None,
        description="The date on which they were last brought up to date.",
        examples=["2027-02-01"],
    )
    owner: PersonId | None = Field(
        default=None, description="Who keeps them up to date: the id of a person.", examples=["sue"]
    )


class Security(Section):
    """Has someone tried to break in before the launch, and is what they found fixed?"""

    review: SecurityReview | None = Field(default=None, description="The review of the design.")
    test: SecurityTest | None = Field(default=None, description="The test by someone who did not build it.")
    findings: (
        Annotated[
            Annotated[list[SecurityFinding], Once("finding")] | Literal["none"],
            OrNone("findings"),
        ]
        | None
    ) = Field(
        default=None,
        description=(
            "The weaknesses that were found: a list, or the word `none`, which needs findings_confirmed."
        ),
    )
    findings_confirmed: Confirmation | None = Field(
        default=None, description="Who confirmed that nothing was found, and when."
    )
    contact: SecurityContact | None = Field(default=None, description="Where outsiders report a weakness.")
    answers: SecurityAnswers | None = Field(
        default=None, description="The answers to the security questionnaires of buyers."
    )

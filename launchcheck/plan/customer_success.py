"""Customer success: is it ready to field questions?"""

from typing import Self

from pydantic import Field, model_validator

from launchcheck.plan.links import Link
from launchcheck.plan.parts import Article, Period
from launchcheck.plan.references import CaveatId, PersonId
from launchcheck.plan.time_zones import TimeZone
from launchcheck.plan.types import Amount, Count, Day, Rank, Section, Text, not_above


class Question(Section):
    """A question that customers will ask, with its answer."""

    question: Text | None = Field(
        default=None, description="What they ask.", examples=["When does the EU get single sign-on?"]
    )
    answer: Text | None = Field(
        default=None, description="What to answer.", examples=["In April; password sign-in until then."]
    )
    owner: PersonId | None = Field(
        default=None, description="Who keeps the answer right: the id of a person.", examples=["lin"]
    )
    covers: list[CaveatId] | None = Field(
        default=None, description="The caveats it explains: ids of caveats.", examples=[["eu-sso"]]
    )


class Training(Section):
    """A training session, and how much of the team attended."""

    date: Day | None = Field(default=None, description="The day of the training.", examples=["2027-02-01"])
    trained: Count | None = Field(
        default=None, description="How many were trained; at most `total`.", examples=[18]
    )
    total: Count | None = Field(default=None, description="How many the team has.", examples=[20])
    recording: Link | None = Field(
        default=None,
        description="Where it can be seen again: an http(s) URL, or a path relative to the plan's folder.",
        examples=["https://video.example.com/orbit"],
    )

    @model_validator(mode="after")
    def _possible(self) -> Self:
        not_above(self, "trained", "total")
        return self


class Macro(Section):
    """A canned reply."""

    name: Text | None = Field(default=None, description="What it is called.", examples=["sync-not-starting"])
    url: Link | None = Field(
        default=None,
        description="Where it is: an http(s) URL, or a path relative to the plan's folder.",
        examples=["https://help.example.com/macros/1"],
    )


class Escalation(Section):
    """A level of escalation: who takes what the level below cannot answer."""

    level: Rank | None = Field(default=None, description="Its place in the order, 1 first.", examples=[1])
    who: PersonId | None = Field(
        default=None, description="Who takes it: the id of a person.", examples=["lin"]
    )
    contact: Text | None = Field(default=None, description="How to reach them.", examples=["#orbit-support"])
    hours: Amount | None = Field(default=None, description="Within how many hours they answer.", examples=[2])


class Cover(Period):
    """The people who cover the days after the launch."""

    people: list[PersonId] | None = Field(
        default=None, description="Who is there: ids of persons.", examples=[["lin", "ben"]]
    )
    expected_tickets: Count | None = Field(
        default=None, description="How many tickets are expected in these days.", examples=[120]
    )
    time_zones: list[TimeZone] | None = Field(
        default=None,
        description="The time zones whose working hours are covered: IANA names.",
        examples=[["Europe/London", "America/New_York"]],
    )


class KeyAccount(Section):
    """An account that is told in person."""

    account: Text | None = Field(
        default=None,
        description="The account, as audience.affected_accounts.named has it.",
        examples=["Acme"],
    )
    owner: PersonId | None = Field(
        default=None, description="Who talks to them: the id of a person.", examples=["lin"]
    )
    message_on: Day | None = Field(
        default=None, description="The day on which they are written to.", examples=["2027-02-04"]
    )


class Drill(Section):
    """A drill: someone outside the team asks the hardest questions."""

    date: Day | None = Field(default=None, description="The day of the drill.", examples=["2027-02-09"])
    by: PersonId | None = Field(
        default=None,
        description="Who asked, from neither customer success nor support: the id of a person, not a date.",
        examples=["sam"],
    )
    questions: Count | None = Field(default=None, description="How many were asked.", examples=[10])
    answered: Count | None = Field(
        default=None, description="How many were answered; at most `questions`.", examples=[9]
    )

    @model_validator(mode="after")
    def _possible(self) -> Self:
        not_above(self, "answered", "questions")
        return self


class CustomerSuccess(Section):
    """Are customer success managers ready to field questions?"""

    briefed_on: Day | None = Field(
        default=None, description="The day on which the team was told.", examples=["2027-01-28"]
    )
    faq: list[Question] | None = Field(default=None, description="The questions to expect, answered.")
    training: Training | None = Field(default=None, description="How many of the team were trained.")
    macros: list[Macro] | None = Field(default=None, description="The canned replies.")
    escalation: list[Escalation] | None = Field(
        default=None, description="Who takes the call when they cannot answer, level by level."
    )
    cover: Cover | None = Field(default=None, description="Who is there in the days after the launch.")
    help: list[Article] | None = Field(default=None, description="The help articles.")
    key_accounts: list[KeyAccount] | None = Field(
        default=None, description="The accounts that hear of it in person, by whom and when."
    )
    drill: Drill | None = Field(
        default=None, description="The hardest questions, put to the team by an outsider."
    )

"""Customer success: is it ready to field questions?"""

from typing import Self

from pydantic import Field, model_validator

from launchcheck.plan.links import Link
from launchcheck.plan.parts import Article, Period
from launchcheck.plan.references import CaveatId, PersonId
from launchcheck.plan.time_zones import TimeZone
from launchcheck.plan.types import Amount, Count, Day, Rank, Section, Text, not_above


class FaqEntry(Section):
    """A question that customers will ask, with its answer."""

    question: Text | None = Field(
        default=None,
        description="The question, as customers ask it.",
        examples=["When does the EU get single sign-on?"],
    )
    answer: Text | None = Field(
        default=None, description="The answer to give.", examples=["In April; password sign-in until then."]
    )
    owner: PersonId | None = Field(
        default=None, description="Who keeps the answer up to date: the id of a person.", examples=["lin"]
    )
    covers: list[CaveatId] | None = Field(
        default=None, description="The caveats it explains: ids of caveats.", examples=[["eu-sso"]]
    )


class Training(Section):
    """A training session, and how much of the team attended."""

    date: Day | None = Field(default=None, description="The date of the training.", examples=["2027-02-01"])
    trained: Count | None = Field(
        default=None, description="How many people were trained; at most `total`.", examples=[18]
    )
    total: Count | None = Field(default=None, description="How many people the team has.", examples=[20])
    recording: Link | None = Field(
        default=None,
        description="Where to watch it again: an http(s) URL, or a path relative to the plan's folder.",
        examples=["https://video.example.com/orbit"],
    )

    @model_validator(mode="after")
    def _possible(self) -> Self:
        not_above(self, "trained", "total")
        return self


class Macro(Section):
    """A canned reply."""

    name: Text | None = Field(
        default=None, description="The name of the reply.", examples=["sync-not-starting"]
    )
    url: Link | None = Field(
        default=None,
        description="Where to find it: an http(s) URL, or a path relative to the plan's folder.",
        examples=["https://help.example.com/macros/1"],
    )


class Escalation(Section):
    """A level of escalation: who takes questions that the level below cannot answer."""

    level: Rank | None = Field(default=None, description="The level; 1 comes first.", examples=[1])
    who: PersonId | None = Field(
        default=None, description="Who takes the question: the id of a person.", examples=["lin"]
    )
    contact: Text | None = Field(default=None, description="How to reach them.", examples=["#orbit-support"])
    hours: Amount | None = Field(
        default=None, description="The number of hours in which they answer.", examples=[2]
    )


class Cover(Period):
    """The people who cover the days after the launch."""

    people: list[PersonId] | None = Field(
        default=None, description="Who is on duty: ids of people.", examples=[["lin", "ben"]]
    )
    expected_tickets: Count | None = Field(
        default=None, description="How many tickets are expected in this period.", examples=[120]
    )
    time_zones: list[TimeZone] | None = Field(
        default=None,
        description="The time zones whose working hours are covered: IANA names.",
        examples=[["Europe/London", "America/New_York"]],
    )


class KeyAccount(Section):
    """An account that hears about the launch from a person."""

    account: Text | None = Field(
        default=None,
        description="The name of the account, as in audience.affected_accounts.named.",
        examples=["Acme"],
    )
    owner: PersonId | None = Field(
        default=None, description="Who talks to the account: the id of a person.", examples=["lin"]
    )
    message_on: Day | None = Field(
        default=None, description="The date on which they get the message.", examples=["2027-02-04"]
    )


class Drill(Section):
    """A drill: someone outside the team asks the hardest questions."""

    date: Day | None = Field(default=None, description="The date of the drill.", examples=["2027-02-09"])
    by: PersonId | None = Field(
        default=None,
        description="Who asked, from outside customer success and support: the id of a person, not a date.",
        examples=["sam"],
    )
    questions: Count | None = Field(default=None, description="How many questions were asked.", examples=[10])
    answered: Count | None = Field(
        default=None, description="How many questions were answered; at most `questions`.", examples=[9]
    )

    @model_validator(mode="after")
    def _possible(self) -> Self:
        not_above(self, "answered", "questions")
        return self


class CustomerSuccess(Section):
    """Are customer success managers ready to field questions?"""

    briefed_on: Day | None = Field(
        default=None, description="The date on which the team was briefed.", examples=["2027-01-28"]
    )
    faq: list[FaqEntry] | None = Field(default=None, description="The questions to expect, with answers.")
    training: Training | None = Field(default=None, description="How much of the team was trained.")
    macros: list[Macro] | None = Field(default=None, description="The canned replies.")
    escalation: list[Escalation] | None = Field(
        default=None, description="Who takes escalations from customer success, level by level."
    )
    cover: Cover | None = Field(default=None, description="Who covers the days after the launch.")
    help: list[Article] | None = Field(default=None, description="The help articles.")
    key_accounts: list[KeyAccount] | None = Field(
        default=None, description="The accounts that hear about it from a person, from whom, and when."
    )
    drill: Drill | None = Field(
        default=None, description="A drill: someone outside the team asks the hardest questions."
    )

"""Press and analysts: who was briefed in confidence, who speaks, what they answer, and who watches."""

from typing import Annotated, Literal, Self, TypeAlias

from pydantic import AfterValidator, Field, model_validator

from launchcheck.plan.links import Link
from launchcheck.plan.parts import Period
from launchcheck.plan.references import CampaignId, CaveatId, PersonId
from launchcheck.plan.types import Amount, Day, Section, Text, not_before, wrong_at
from launchcheck.text import quote

BriefingKind: TypeAlias = Literal["press", "analyst", "influencer"]


class Spokesperson(Section):
    """A person who speaks to the press."""

    person: PersonId | None = Field(
        default=None, description="Who speaks: the id of a person.", examples=["grace"]
    )
    rehearsed_on: Day | None = Field(
        default=None,
        description="The date on which they last rehearsed the hard questions.",
        examples=["2027-02-04"],
    )


def _each_once(people: list[Spokesperson]) -> list[Spokesperson]:
    seen: set[str] = set()
    for index, each in enumerate(people):
        if each.person in seen:
            words = f"spokesperson {quote(each.person or '')} appears twice"
            raise wrong_at((index, "person"), each.person, words)
        if each.person:
            seen.add(each.person)
    return people


class PressBriefing(Section):
    """A conversation with someone outside, before the public knows."""

    who: Text | None = Field(
        default=None,
        description="The paper, firm or channel that is briefed, rather than a person.",
        examples=["The Ledger"],
    )
    kind: BriefingKind | None = Field(
        default=None, description="What they are: press, an analyst or an influencer."
    )
    date: Day | None = Field(default=None, description="The date of the briefing.", examples=["2027-02-08"])
    by: PersonId | None = Field(
        default=None, description="Who briefs them: the id of a person, not a date.", examples=["grace"]
    )
    agreed_on: Day | None = Field(
        default=None,
        description="The date on which they agreed to the embargo.",
        examples=["2027-02-05"],
    )
    confidential_until: Day | None = Field(
        default=None,
        description="The first date on which they may publish; not before `date`.",
        examples=["2027-02-16"],
    )

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        not_before(self, "confidential_until", "date")
        return self


class PressQuote(Section):
    """A quote in the press release."""

    who: Text | None = Field(
        default=None,
        description="Who is quoted: the company, rather than a person.",
        examples=["Acme"],
    )
    approved_on: Day | None = Field(
        default=None,
        description="The date on which they approved the quote.",
        examples=["2027-02-08"],
    )


class PressRelease(Section):
    """The press release."""

    campaign: CampaignId | None = Field(
        default=None,
        description="The campaign that it is part of: the id of a campaign.",
        examples=["launch-email"],
    )
    url: Link | None = Field(
        default=None,
        description="Where to read it: an http(s) URL, or a path relative to the plan's folder.",
        examples=["https://docs.example.com/release"],
    )
    approved_by: PersonId | None = Field(
        default=None, description="Who approved it: the id of a person, not a date.", examples=["grace"]
    )
    approved_on: Day | None = Field(
        default=None, description="The date of the approval.", examples=["2027-02-10"]
    )
    quotes: list[PressQuote] | None = Field(
        default=None, description="The quotes of others in it; an empty list means that it has none."
    )


class PressAnswer(Section):
    """A hard question from the press, with the answer to give."""

    question: Text | None = Field(
        default=None, description="The question.", examples=["Is the price going up?"]
    )
    answer: Text | None = Field(
        default=None, description="The answer to give.", examples=["For new seats, yes."]
    )
    covers: list[CaveatId] | None = Field(
        default=None, description="The caveats it explains: ids of caveats.", examples=[["eu-sso"]]
    )


class PressWatch(Period):
    """Who watches what is written about the launch, from its first date to its last."""

    person: PersonId | None = Field(
        default=None, description="Who watches, and answers: the id of a person.", examples=["sam"]
    )
    hours: Amount | None = Field(
        default=None,
        description="The number of hours in which they ask for a correction.",
        examples=[2],
    )


class Press(Section):
    """Are press and analysts told in time, in confidence, by someone who can answer?"""

    told_on: Day | None = Field(
        default=None,
        description="The date on which communications heard of the launch.",
        examples=["2026-12-17"],
    )
    owner: PersonId | None = Field(
        default=None,
        description="Who talks to press and analysts, and answers their calls: the id of a person.",
        examples=["sam"],
    )
    spokespeople: Annotated[list[Spokesperson], AfterValidator(_each_once)] | None = Field(
        default=None, description="Who speaks to the press; no person may appear twice."
    )
    briefings: list[PressBriefing] | None = Field(
        default=None, description="Everyone outside who hears of it before the public, and when."
    )
    release: PressRelease | None = Field(default=None, description="The press release.")
    answers: list[PressAnswer] | None = Field(
        default=None, description="The hard questions, and the answers that spokespeople give."
    )
    watch: PressWatch | None = Field(
        default=None, description="Who watches what is written in the first days."
    )

"""After the launch: what was found, measured, promised and cleaned up."""

from typing import Annotated, Literal, Self

from pydantic import Field, ValidationInfo, model_validator

from launchcheck.plan.links import Link
from launchcheck.plan.parts import Confirmation, OrNone
from launchcheck.plan.references import CaveatId, GoalId, PersonId, launch_in
from launchcheck.plan.types import Day, Number, Section, Text, wrong_at
from launchcheck.text import quote


class FirstLook(Section):
    """The first day, as someone saw it."""

    date: Day | None = Field(
        default=None, description="The date on which it was written.", examples=["2027-02-17"]
    )
    by: PersonId | None = Field(
        default=None, description="Who wrote it: the id of a person, not a date.", examples=["dana"]
    )
    went_wrong: Annotated[list[Text] | Literal["none"], OrNone("went_wrong", "what went wrong")] | None = (
        Field(
            default=None,
            description="What went wrong, or the word none.",
            examples=[["The docs page was slow for an hour"]],
        )
    )


class Figure(Section):
    """A figure of a goal or a guardrail on one day."""

    goal: GoalId | None = Field(
        default=None, description="The goal: the id of an entry of goals.", examples=["activation"]
    )
    date: Day | None = Field(
        default=None,
        description="The date of the figure, no earlier than the launch.",
        examples=["2027-02-23"],
    )
    value: Number | None = Field(
        default=None, description="The figure, in the unit of the goal.", examples=[96]
    )
    source: Link | None = Field(
        default=None,
        description="Where to see it: an http(s) URL, or a path relative to the plan's folder.",
        examples=["https://dash.example.com/activation"],
    )

    @model_validator(mode="after")
    def _measures_the_launch(self, info: ValidationInfo) -> Self:
        launch = launch_in(info)
        if self.date and launch and self.date < launch.first:
            message = f"the figure is from {self.date}, before the launch, {launch.text}"
            hint = "a figure from before the launch is the baseline of its goal"
            raise wrong_at(("date",), str(self.date), message, hint)
        return self


class CaveatEnd(Section):
    """The end of a caveat, and when customers heard of it."""

    caveat: CaveatId | None = Field(
        default=None, description="The caveat: the id of an entry of product.caveats.", examples=["eu-sso"]
    )
    gone_on: Day | None = Field(
        default=None, description="The date on which the limit was gone.", examples=["2027-04-12"]
    )
    told_on: Day | None = Field(
        default=None, description="The date on which customers were told.", examples=["2027-04-13"]
    )


class GoCondition(Section):
    """A condition of a go, and when it was met."""

    text: Text | None = Field(
        default=None,
        description="The condition; for one of a vote, the words of the vote.",
        examples=["Two more solutions engineers trained"],
    )
    owner: PersonId | None = Field(
        default=None,
        description="Who meets it: the id of a person; by default as in the vote.",
        examples=["omar"],
    )
    by: Day | None = Field(
        default=None,
        description="The date (not a person) by which it must be met; by default as in the vote.",
        examples=["2027-03-01"],
    )
    closed_on: Day | None = Field(
        default=None, description="The date on which it was met.", examples=["2027-02-26"]
    )


class DebriefAction(Section):
    """What is done differently, by whom and by when."""

    text: Text | None = Field(
        default=None,
        description="What is done differently.",
        examples=["Load-test the docs before a mailing"],
    )
    owner: PersonId | None = Field(
        default=None, description="Who does it: the id of a person.", examples=["ben"]
    )
    by: Day | None = Field(
        default=None, description="The date (not a person) by which it is done.", examples=["2027-04-30"]
    )
    done_on: Day | None = Field(
        default=None, description="The date on which it was done.", examples=["2027-04-22"]
    )


class Debrief(Section):
    """The meeting about how the launch went."""

    date: Day | None = Field(default=None, description="The date of the debrief.", examples=["2027-02-24"])
    by: PersonId | None = Field(
        default=None, description="Who led it: the id of a person, not a date.", examples=["dana"]
    )
    people: list[PersonId] | None = Field(
        default=None, description="Who was there: ids of people.", examples=[["dana", "priya", "omar"]]
    )
    actions: list[DebriefAction] | None = Field(default=None, description="What is done differently.")


class CustomerStory(Section):
    """A story of a customer who uses it."""

    customer: Text | None = Field(
        default=None, description="The customer: the name of a company.", examples=["Acme"]
    )
    published_on: Day | None = Field(
        default=None, description="The date on which it was published.", examples=["2027-03-04"]
    )
    url: Link | None = Field(
        default=None,
        description="Where to read it: an http(s) URL, or a path relative to the plan's folder.",
        examples=["https://stories.example.com/acme"],
    )


class CleanupTask(Section):
    """Something that the launch needed and that must go."""

    what: Text | None = Field(default=None, description="What must go.", examples=["Feature flag"])
    owner: PersonId | None = Field(
        default=None, description="Who removes it: the id of a person.", examples=["ben"]
    )
    by: Day | None = Field(
        default=None, description="The date (not a person) by which it is gone.", examples=["2027-03-31"]
    )
    done_on: Day | None = Field(
        default=None, description="The date on which it was gone.", examples=["2027-03-25"]
    )


class After(Section):
    """Did it work, and was what we promised done?"""

    first_look: FirstLook | None = Field(default=None, description="The first day, as someone saw it.")
    results: list[Figure] | None = Field(
        default=None,
        description="Figures of goals and guardrails since the launch; one of each goal a day.",
    )
    caveats: list[CaveatEnd] | None = Field(
        default=None, description="Caveats that are gone; no caveat may appear twice."
    )
    conditions: list[GoCondition] | None = Field(
        default=None,
        description="Conditions of a go, and when they were met; those in the votes are known without it.",
    )
    debrief: Debrief | None = Field(default=None, description="The meeting about how the launch went.")
    stories: list[CustomerStory] | None = Field(default=None, description="Stories of customers who use it.")
    cleanup: Annotated[list[CleanupTask] | Literal["none"], OrNone("cleanup", "what must go")] | None = Field(
        default=None, description="What the launch needed and must go: flags, beta plans, banners; or none."
    )
    cleanup_confirmed: Confirmation | None = Field(
        default=None, description="Who confirmed that there is nothing to clean up, and when."
    )

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        figures: set[tuple[str, str]] = set()
        for index, each in enumerate(self.results or ()):
            if each.goal and each.date:
                if (each.goal, str(each.date)) in figures:
                    message = f"goal {quote(each.goal)} has two figures on {each.date}"
                    raise wrong_at(("results", index, "date"), str(each.date), message, "keep one of them")
                figures.add((each.goal, str(each.date)))
        ended: set[str] = set()
        for index, end in enumerate(self.caveats or ()):
            if end.caveat in ended:
                message = f"caveat {quote(end.caveat or '')} appears twice"
                raise wrong_at(("caveats", index, "caveat"), end.caveat, message)
            if end.caveat:
                ended.add(end.caveat)
        return self

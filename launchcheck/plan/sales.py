"""Sales: touchpoints, kit, training results, demo and questions."""

from typing import Literal, Self, TypeAlias, get_args

from pydantic import Field, model_validator

from launchcheck.plan.links import Link
from launchcheck.plan.references import CaveatId, PersonId, SalesAudience
from launchcheck.plan.types import Amount, Count, Day, Section, Text, not_above, wrong_at

Way: TypeAlias = Literal[
    "all_hands",
    "team_meeting",
    "manager_huddle",
    "email",
    "chat",
    "live_training",
    "recording",
    "office_hours",
    "demo",
    "battlecard",
    "course",
    "newsletter",
    "one_to_one",
    "kickoff",
    "other",
]
WAYS: tuple[str, ...] = get_args(Way)


class Touch(Section):
    """A touchpoint: one time that sales hears about the launch; it counts from its date on."""

    date: Day | None = Field(
        default=None,
        description="The date of the touchpoint; a future date is scheduled.",
        examples=["2027-01-12"],
    )
    way: Way | None = Field(default=None, description="The channel; `other` needs a `way_note`.")
    way_note: Text | None = Field(
        default=None,
        description="The channel, when `way` is `other`.",
        examples=["Poster in the kitchen"],
    )
    audiences: list[SalesAudience] | None = Field(
        default=None,
        description="Who hears it: names from sales.audiences.",
        examples=[["account_executives"]],
    )
    owner: PersonId | None = Field(
        default=None, description="Who runs the touchpoint: the id of a person.", examples=["dana"]
    )
    message_version: Count | None = Field(
        default=None, description="The messaging.version that sales hears.", examples=[2]
    )
    evidence: Link | None = Field(
        default=None,
        description="What shows it: an http(s) URL, or a path relative to the plan's folder.",
        examples=["notes/all-hands.md"],
    )

    @model_validator(mode="after")
    def _says_which(self) -> Self:
        if self.way == "other" and self.way_note is None:
            raise wrong_at(("way",), self.way, "way 'other' needs a way_note", "name the channel in way_note")
        return self


class Objection(Section):
    """An objection that customers raise, with its answer."""

    objection: Text | None = Field(
        default=None,
        description="The objection, as customers raise it.",
        examples=["No single sign-on in the EU"],
    )
    answer: Text | None = Field(
        default=None, description="The answer to give.", examples=["April; password sign-in until then"]
    )
    covers: list[CaveatId] | None = Field(
        default=None, description="The caveats it explains: ids of caveats.", examples=[["eu-sso"]]
    )


class Kit(Section):
    """Material for sales; each link is an http(s) URL, or a path relative to the plan's folder."""

    pitch: Link | None = Field(
        default=None, description="Link to the pitch.", examples=["https://docs.example.com/pitch"]
    )
    talk_track: Link | None = Field(
        default=None,
        description="Link to the talk track: what to say, in order.",
        examples=["https://docs.example.com/talk"],
    )
    demo_script: Link | None = Field(
        default=None,
        description="Link to the demo script: what to show, in order.",
        examples=["https://docs.example.com/demo"],
    )
    one_pager: Link | None = Field(
        default=None,
        description="Link to the one-page summary for customers.",
        examples=["https://docs.example.com/one-pager"],
    )
    qualification: Link | None = Field(
        default=None,
        description="Link to the questions that qualify a prospect.",
        examples=["https://docs.example.com/qualification"],
    )
    battlecard: Link | None = Field(
        default=None,
        description="Link to the comparison with alternatives.",
        examples=["https://docs.example.com/battlecard"],
    )
    proof_points: list[Text] | None = Field(
        default=None,
        description="Results that customers have seen.",
        examples=[["Cut a weekly export from two days to four minutes at Acme"]],
    )
    objections: list[Objection] | None = Field(
        default=None, description="The objections that customers raise, with answers."
    )


class Understood(Section):
    """The result of testing what sales knows."""

    method: Text | None = Field(
        default=None, description="How knowledge was tested.", examples=["certification"]
    )
    passed: Count | None = Field(
        default=None, description="How many people passed; at most `total`.", examples=[41]
    )
    total: Count | None = Field(default=None, description="How many people there are.", examples=[46])
    date: Day | None = Field(default=None, description="The date of the test.", examples=["2027-02-08"])

    @model_validator(mode="after")
    def _possible(self) -> Self:
        not_above(self, "passed", "total")
        return self


class Demo(Section):
    """The environment in which sales can demo the product."""

    environment: Link | None = Field(
        default=None,
        description="Where to find it: an http(s) URL, or a path relative to the plan's folder.",
        examples=["https://demo.example.com"],
    )
    last_checked: Day | None = Field(
        default=None, description="The last date on which it was seen to work.", examples=["2027-02-08"]
    )
    owner: PersonId | None = Field(
        default=None, description="Who keeps it working: the id of a person.", examples=["omar"]
    )


class Questions(Section):
    """Where sales asks questions, who answers, and how fast."""

    channel: Text | None = Field(default=None, description="Where to ask.", examples=["#orbit-launch"])
    responder: PersonId | None = Field(
        default=None, description="Who answers: the id of a person.", examples=["dana"]
    )
    hours: Amount | None = Field(
        default=None, description="The number of hours in which they answer.", examples=[4]
    )


class Sales(Section):
    """Has sales been told seven times in seven ways?"""

    audiences: list[Text] | None = Field(
        default=None,
        description="The groups within sales that must hear about it.",
        examples=[["account_executives", "sales_development", "solutions_engineers"]],
    )
    touches: list[Touch] | None = Field(default=None, description="The touchpoints with sales.")
    kit: Kit | None = Field(default=None, description="The materials for sales.")
    understood: Understood | None = Field(default=None, description="How many people passed a test on it.")
    demo: Demo | None = Field(default=None, description="The demo environment.")
    questions: Questions | None = Field(
        default=None, description="Where sales asks questions, and who answers."
    )

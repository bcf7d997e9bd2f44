"""Research: what customers, the market and those who did not buy said, and what came of it."""

from typing import Annotated, Literal, Self, TypeAlias

from pydantic import Field, ValidationInfo, model_validator

from launchcheck.plan.links import Link
from launchcheck.plan.parts import Period
from launchcheck.plan.references import Once, PersonId, declared_in, ids
from launchcheck.plan.types import Count, Day, Flag, Id, Section, Text, wrong_at

FeedbackSource: TypeAlias = Literal[
    "beta", "interviews", "support", "sales", "board", "win_loss", "usage", "other"
]
FeedbackResult: TypeAlias = Literal["feature", "defect", "caveat", "price", "message", "declined"]
_TARGETS = {"feature": "product.features", "caveat": "product.caveats"}
"""Where the plan declares what feedback led to; defects are listed only while they are open."""


class BetaCriterion(Section):
    """A criterion that must be met before the beta ends."""

    text: Text | None = Field(
        default=None, description="What must be true.", examples=["Four of five connect without help"]
    )
    met_on: Day | None = Field(
        default=None, description="The date on which it was met.", examples=["2026-12-14"]
    )
    source: Link | None = Field(
        default=None,
        description="What shows it: an http(s) URL, or a path relative to the plan's folder.",
        examples=["https://research.example.com/beta"],
    )


class BetaEnd(Section):
    """What becomes of the customers of the beta."""

    reward: Text | None = Field(
        default=None, description="What they get for it.", examples=["Two months free"]
    )
    moved_to: Text | None = Field(
        default=None, description="The plan that they are on afterwards.", examples=["Team plan"]
    )
    moved_on: Day | None = Field(
        default=None, description="The date on which they move to it.", examples=["2027-02-09"]
    )


class Beta(Period):
    """A test with customers, before everyone can have it."""

    customers: list[Text] | None = Field(
        default=None,
        description="Who takes part: names of companies, rather than of people.",
        examples=[["Acme", "Globex", "Initech"]],
    )
    criteria: list[BetaCriterion] | None = Field(
        default=None, description="What must be true before the beta ends."
    )
    ends: BetaEnd | None = Field(default=None, description="What becomes of the customers of the beta.")

    @model_validator(mode="after")
    def _met_in_the_beta(self) -> Self:
        for index, each in enumerate(self.criteria or ()):
            if each.met_on and self.from_ and each.met_on < self.from_:
                message = f"'met_on' is {each.met_on}, before the beta began, {self.from_}"
                raise wrong_at(("criteria", index, "met_on"), str(each.met_on), message)
        return self


class Feedback(Section):
    """What someone said, and what came of it."""

    id: Id = Field(description="The id that findings refer to.", examples=["slow-first"])
    says: Text | None = Field(
        default=None, description="What was said.", examples=["The first sync takes an hour"]
    )
    from_: FeedbackSource | None = Field(default=None, alias="from", description="Where it was heard.")
    serious: Flag | None = Field(
        default=None, description="Whether something must come of it; by default it must."
    )
    led_to: FeedbackResult | None = Field(default=None, description="What came of it.")
    target: Text | None = Field(
        default=None,
        description=(
            "What that is: a feature or a caveat by its id, a defect by its id in the issue tracker, the new"
            " price or message, or why it was declined."
        ),
        examples=["ORB-311"],
    )

    @model_validator(mode="after")
    def _leads_somewhere(self, info: ValidationInfo) -> Self:
        where, declared = _TARGETS.get(self.led_to or ""), declared_in(info)
        if where and self.led_to and self.target and declared:
            known = declared.at(where, ids)
            if known is not None and self.target not in known:
                error = declared.unknown(self.led_to, where, self.target, known)
                hint = (error.context or {}).get("hint", "")
                raise wrong_at(("target",), self.target, error.message(), hint)
        return self


class WinLoss(Section):
    """Conversations with buyers who bought, and with those who did not."""

    won: Count | None = Field(default=None, description="How many who bought were asked.", examples=[5])
    lost: Count | None = Field(default=None, description="How many who did not buy were asked.", examples=[5])
    to: Day | None = Field(
        default=None, description="The date of the last conversation.", examples=["2027-01-08"]
    )
    by: PersonId | None = Field(
        default=None,
        description="Who asked, from outside sales: the id of a person, not a date.",
        examples=["uma"],
    )
    source: Link | None = Field(
        default=None,
        description="Where to read them: an http(s) URL, or a path relative to the plan's folder.",
        examples=["https://research.example.com/win-loss"],
    )


class AdvisoryBoard(Section):
    """The customers who advise the company, and their last meeting."""

    members: Count | None = Field(default=None, description="How many members it has.", examples=[11])
    met_on: Day | None = Field(
        default=None, description="The date of its last meeting.", examples=["2026-12-10"]
    )
    asked: list[Text] | None = Field(
        default=None, description="What it was asked.", examples=[["Two-way sync", "Price"]]
    )
    source: Link | None = Field(
        default=None,
        description="Its answers: an http(s) URL, or a path relative to the plan's folder.",
        examples=["https://research.example.com/board"],
    )


class Research(Section):
    """What did the market say, and what did we do about it?"""

    beta: Beta | None = Field(default=None, description="A test with customers, before everyone can have it.")
    feedback: Annotated[list[Feedback], Once("feedback")] | None = Field(
        default=None, description="What customers, the market and the teams that talk to them said."
    )
    win_loss: WinLoss | None = Field(
        default=None,
        description="Conversations with buyers of this product, or of what it replaces.",
    )
    advisory_board: AdvisoryBoard | None = Field(
        default=None, description="The customers who advise the company."
    )

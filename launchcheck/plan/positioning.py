"""The positioning: what it is, for whom, and why anyone should believe it, in words that were tested."""

from typing import Annotated, Literal, Self, TypeAlias

from pydantic import Field, model_validator

from launchcheck.plan.links import Link
from launchcheck.plan.parts import Agreement
from launchcheck.plan.references import Once, SegmentId
from launchcheck.plan.types import Count, Day, Id, Section, Text, not_above, wrong_at
from launchcheck.text import quote

Reader: TypeAlias = Literal["user", "buyer", "senior_buyer", "small_business"]
Argument: TypeAlias = Literal[
    "speed", "total_cost", "simplicity", "certification", "compliance", "risk", "customer_proof"
]
Method: TypeAlias = Literal["buyer_interviews", "five_second", "page_test", "sales_calls", "other"]


class MessageApproved(Section):
    """Who agreed to the message, for each of the two functions that have to keep it."""

    product: Agreement | None = Field(
        default=None, description="Who agreed for product management, and when."
    )
    sales: Agreement | None = Field(
        default=None, description="Who agreed for sales or sales enablement, and when."
    )


class Narrative(Section):
    """The story for one reader in one segment."""

    id: Id = Field(description="The id that findings refer to.", examples=["enterprise-buyer"])
    segment: SegmentId | None = Field(
        default=None, description="The segment it is for: the id of a segment.", examples=["enterprise"]
    )
    reader: Reader | None = Field(default=None, description="Who reads it in that segment.")
    message: Text | None = Field(
        default=None, description="The story in a sentence.", examples=["Every change is logged and audited"]
    )
    leans_on: list[Argument] | None = Field(
        default=None,
        description="The arguments that the story rests on.",
        examples=[["certification", "compliance"]],
    )
    proof: Link | None = Field(
        default=None,
        description="What proves it: an http(s) URL, or a path relative to the plan's folder.",
        examples=["https://trust.example.com/soc2"],
    )


class UseCase(Section):
    """A customer's work before and after."""

    id: Id = Field(description="The id that findings refer to.", examples=["forecast"])
    segment: SegmentId | None = Field(
        default=None, description="The segment of the customer: the id of a segment.", examples=["mid-market"]
    )
    before: Text | None = Field(
        default=None,
        description="How the work was done before.",
        examples=["Two days of exports before each forecast"],
    )
    after: Text | None = Field(
        default=None, description="How it is done now, or by beta customers.", examples=["Four minutes"]
    )
    customer: Text | None = Field(
        default=None, description="The name of the company, not of a person.", examples=["Acme"]
    )
    source: Link | None = Field(
        default=None,
        description="Where they say so: an http(s) URL, or a path relative to the plan's folder.",
        examples=["https://stories.example.com/acme"],
    )


class MessageTest(Section):
    """A test of the message with people outside the company."""

    method: Method | None = Field(default=None, description="How the message was tested.")
    date: Day | None = Field(
        default=None, description="The date of the test, or its last day.", examples=["2027-01-22"]
    )
    people: Count | None = Field(
        default=None, description="How many people saw or heard the message.", examples=[8]
    )
    understood: Count | None = Field(
        default=None,
        description="How many of them could say in their own words what it means; at most `people`.",
        examples=[7],
    )
    source: Link | None = Field(
        default=None,
        description="What shows it: an http(s) URL, or a path relative to the plan's folder.",
        examples=["https://research.example.com/message-test"],
    )

    @model_validator(mode="after")
    def _possible(self) -> Self:
        not_above(self, "understood", "people")
        return self


class GlossaryTerm(Section):
    """The one word for a thing, and the words that it replaces."""

    say: Text | None = Field(default=None, description="The word to use.", examples=["workspace"])
    avoid: list[Text] | None = Field(
        default=None, description="The words that it replaces.", examples=[["tenant", "instance"]]
    )


class Positioning(Section):
    """Does the market hear why it should choose us, in words that it understands?"""

    segment: SegmentId | None = Field(
        default=None, description="Whom it is for first: the id of a segment.", examples=["mid-market"]
    )
    need: Text | None = Field(
        default=None,
        description="What they need, as they would put it.",
        examples=["Two systems that agree before every forecast"],
    )
    category: Text | None = Field(
        default=None,
        description="What kind of product it is, in words that they would search for.",
        examples=["Data sync for revenue teams"],
    )
    benefit: Text | None = Field(
        default=None, description="What it does for them.", examples=["Both systems agree within minutes"]
    )
    because: Text | None = Field(
        default=None,
        description="Why they can believe that.",
        examples=["Every change is written to both systems and checked against each"],
    )
    approved: MessageApproved | None = Field(
        default=None, description="Who agreed to the message as it is now, and when."
    )
    narratives: Annotated[list[Narrative], Once("narrative")] | None = Field(
        default=None, description="The stories for each segment; no id may appear twice."
    )
    use_cases: Annotated[list[UseCase], Once("use case")] | None = Field(
        default=None, description="Customers' work before and after; no id may appear twice."
    )
    tested: MessageTest | None = Field(
        default=None, description="A test of the message with people outside the company."
    )
    glossary: list[GlossaryTerm] | None = Field(
        default=None, description="One word for each thing, and the words that it replaces."
    )

    @model_validator(mode="after")
    def _no_word_is_both(self) -> Self:
        used = {term.say.casefold(): term.say for term in self.glossary or () if term.say}
        for index, term in enumerate(self.glossary or ()):
            for nth, word in enumerate(term.avoid or ()):
                say = used.get(word.casefold())
                if say:
                    where = ("glossary", index, "avoid", nth)
                    words = f"{quote(word)} is a word to avoid and a word to use"
                    raise wrong_at(where, word, words, "keep it in one of the two places")
        return self

"""Decisions: what was decided about price, positioning and features, on which data, and what follows."""

from typing import Annotated, Literal, TypeAlias

from pydantic import AfterValidator, Field
from pydantic_core import PydanticKnownError

from launchcheck.plan.links import Link
from launchcheck.plan.references import FeatureId, Once, PersonId
from launchcheck.plan.types import Count, Day, Id, Percent, Section, Text, read_by, wrong_at
from launchcheck.text import listed, quote

_IMPACTS = (3, 2, 1, 0.5, 0.25)
Verdict: TypeAlias = Literal["must_have", "fast_follow", "later"]


def _impact(value: object) -> object:
    if type(value) in (int, float) and value in _IMPACTS:
        return value
    raise PydanticKnownError("literal_error", {"expected": listed(_IMPACTS, "or", most=len(_IMPACTS))})


def _effort(value: object) -> object:
    if type(value) not in (int, float):
        raise PydanticKnownError("float_type")
    if not 0 < value < float("inf"):  # type: ignore[operator]  # it is a number
        raise PydanticKnownError("greater_than", {"gt": 0})
    return value


Impact: TypeAlias = Annotated[float, read_by(_impact, "Impact", enum=[*_IMPACTS])]
"""How much a feature matters to whom it reaches, on the scale of RICE: 3 is massive, 0.25 minimal."""

Effort: TypeAlias = Annotated[float, read_by(_effort, "Effort", type="number", exclusiveMinimum=0)]
"""The work that a feature takes, more than 0."""


class Decision(Section):
    """What was decided, on what, by whom, and what follows."""

    decided: Text | None = Field(
        default=None, description="What was decided.", examples=["34 USD for each seat"]
    )
    because: Link | None = Field(
        default=None,
        description="The data behind it: an http(s) URL, or a path relative to the plan's folder.",
        examples=["https://wiki.example.com/price-tests"],
    )
    follows: Text | None = Field(
        default=None,
        description="What follows from it.",
        examples=["Price page and billing by 12 February"],
    )
    by: PersonId | None = Field(
        default=None, description="Who decided: the id of a person, not a date.", examples=["grace"]
    )
    date: Day | None = Field(default=None, description="The date of the decision.", examples=["2026-12-18"])


class LedgerEntry(Decision):
    """A decision of the ledger, with what was rejected and what would reopen it."""

    id: Id = Field(description="The id that findings refer to.", examples=["eu-first"])
    topic: Text | None = Field(default=None, description="What the decision is about.", examples=["Rollout"])
    rejected: Text | None = Field(
        default=None, description="The option that was not chosen.", examples=["US only"]
    )
    reopen_if: Text | None = Field(
        default=None,
        description="What would reopen the decision.",
        examples=["EU tickets above 10 a day"],
    )


def _in_percent(confidence: float) -> float:
    """The confidence in percent: calculators of RICE take 80 or 0.8, and nobody is sure of one in a hundred.

    Rounded, since 0.07 times 100 is not 7 in floating point.
    """
    return round(confidence * 100, 6) if confidence <= 1 else confidence


Confidence: TypeAlias = Annotated[Percent, AfterValidator(_in_percent)]
"""How sure a figure is, in percent; from 0 to 1 it is a share."""


class FeatureScore(Section):
    """The score of a feature: reach, impact and confidence over effort, as in RICE."""

    feature: FeatureId | None = Field(
        default=None, description="The feature: its id.", examples=["two-way-sync"]
    )
    reach: Count | None = Field(
        default=None, description="How many customers it reaches in a quarter.", examples=[900]
    )
    impact: Impact | None = Field(
        default=None, description="How much it matters to each of them: 3, 2, 1, 0.5 or 0.25.", examples=[3]
    )
    confidence: Confidence | None = Field(
        default=None,
        description="How sure the other figures are, in percent; a share such as 0.8 is read as 80.",
        examples=[80],
    )
    effort: Effort | None = Field(
        default=None, description="The work that it takes, in person-months.", examples=[4]
    )
    verdict: Verdict | None = Field(
        default=None, description="Whether the launch waits for it, or when it follows."
    )
    why: Text | None = Field(
        default=None,
        description="Why it ranks as it does, where the score says otherwise.",
        examples=["Needs a contract that ends in March"],
    )


def _each_once(scores: list[FeatureScore]) -> list[FeatureScore]:
    seen: set[str] = set()
    for index, each in enumerate(scores):
        if each.feature in seen:
            words = f"feature {quote(each.feature or '')} is scored twice"
            raise wrong_at((index, "feature"), each.feature, words, "keep one of the scores")
        if each.feature:
            seen.add(each.feature)
    return scores


class Decisions(Section):
    """What was decided, by whom, on which data, and does it still hold?"""

    pricing: Decision | None = Field(default=None, description="The decision about the price.")
    positioning: Decision | None = Field(default=None, description="The decision about the positioning.")
    features: Decision | None = Field(
        default=None, description="The decision about which features the launch waits for."
    )
    ledger: Annotated[list[LedgerEntry], Once("decision")] | None = Field(
        default=None, description="The other decisions; an empty list means that there were none."
    )
    scores: Annotated[list[FeatureScore], AfterValidator(_each_once)] | None = Field(
        default=None, description="The score of each feature; no feature may appear twice."
    )
    page: Link | None = Field(
        default=None,
        description="The page with all of it: an http(s) URL, or a path relative to the plan's folder.",
        examples=["https://wiki.example.com/orbit-decisions"],
    )
    shared_on: Day | None = Field(
        default=None, description="The date on which leaders last got the page.", examples=["2027-01-13"]
    )

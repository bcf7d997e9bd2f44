"""Localization: the languages it is offered in, and who translated, reviewed and supports each."""

from typing import Annotated, Any, Literal, Self, TypeAlias

from pydantic import AfterValidator, Field, model_validator

from launchcheck.plan.references import Ids, PersonId, names, reference
from launchcheck.plan.time_zones import TimeZone
from launchcheck.plan.types import Count, Day, Flag, Language, Section, Text, not_above, wrong_at
from launchcheck.text import quote

Surface: TypeAlias = Literal["product", "help", "campaign", "caveats", "legal", "store"]


def _languages(value: Any) -> Ids:
    """Read the languages of a list of offered languages."""
    if isinstance(value, list) and all(isinstance(item, dict) for item in value):
        return names([item.get("language") for item in value])
    return names(value)


OfferedLanguage: TypeAlias = Annotated[str, reference("language", "localization.languages", _languages)]
"""The tag of a language under `localization.languages`."""


class LocalizedLanguage(Section):
    """A language that it is offered in."""

    language: Language | None = Field(default=None, description="The tag of the language.", examples=["de"])
    regions: list[Text] | None = Field(
        default=None,
        description="The regions where it is spoken, as in product.availability.regions.",
        examples=[["eu"]],
    )
    source: Flag | None = Field(
        default=None, description="Whether it is the language that the others are translated from."
    )
    owner: PersonId | None = Field(
        default=None, description="Who answers for it: the id of a person.", examples=["sam"]
    )
    reviewer: PersonId | None = Field(
        default=None,
        description="Who speaks it and reviewed the translation: the id of another person.",
        examples=["lin"],
    )
    reviewed_on: Day | None = Field(
        default=None, description="The date of the review.", examples=["2027-02-05"]
    )


def _one_source(languages: list[LocalizedLanguage]) -> list[LocalizedLanguage]:
    seen: set[str] = set()
    source = ""
    for index, each in enumerate(languages):
        language = each.language or ""
        if language in seen:
            words = f"language {quote(language)} appears twice"
            raise wrong_at((index, "language"), language, words, "list all of its regions in one entry")
        if each.source and source:
            words = f"{quote(language)} and {quote(source)} cannot both be the source"
            raise wrong_at((index, "source"), True, words, "set source only for the one translated from")
        source = language or "another language" if each.source else source
        if language:
            seen.add(language)
    return languages


class Translation(Section):
    """What was translated into a language."""

    language: OfferedLanguage | None = Field(
        default=None, description="The language: one of localization.languages.", examples=["de"]
    )
    surface: Surface | None = Field(
        default=None,
        description="Where customers read it; `legal` are the terms, `store` the listing in a store.",
    )
    final_on: Day | None = Field(
        default=None,
        description="The date on which the translation was final.",
        examples=["2027-02-04"],
    )


def _each_once(translations: list[Translation]) -> list[Translation]:
    seen: set[tuple[str, str]] = set()
    for index, each in enumerate(translations):
        if each.language and each.surface:
            pair = (each.language, each.surface)
            if pair in seen:
                words = f"{each.surface} in {quote(each.language)} appears twice"
                raise wrong_at((index, "surface"), each.surface, words)
            seen.add(pair)
    return translations


class LanguageSupport(Section):
    """Who answers customers in a language."""

    language: OfferedLanguage | None = Field(
        default=None, description="The language: one of localization.languages.", examples=["de"]
    )
    person: PersonId | None = Field(
        default=None, description="Who answers: the id of a person.", examples=["lin"]
    )
    hours: Text | None = Field(
        default=None, description="When they answer, as customers read it.", examples=["09:00 to 17:00"]
    )
    time_zone: TimeZone | None = Field(
        default=None,
        description="The time zone of the hours: one of customer_success.cover.time_zones.",
        examples=["Europe/London"],
    )


class LanguageCheck(Section):
    """A walk through the product in a language."""

    language: OfferedLanguage | None = Field(
        default=None, description="The language: one of localization.languages.", examples=["de"]
    )
    by: PersonId | None = Field(
        default=None,
        description="Who speaks it and went through the product: the id of a person, not a date.",
        examples=["lin"],
    )
    date: Day | None = Field(default=None, description="The date on which they did.", examples=["2027-02-09"])
    found: Count | None = Field(default=None, description="How many mistakes they found.", examples=[3])
    fixed: Count | None = Field(
        default=None, description="How many of them are fixed; at most `found`.", examples=[3]
    )

    @model_validator(mode="after")
    def _possible(self) -> Self:
        not_above(self, "fixed", "found")
        return self


class Localization(Section):
    """Is it ready in every language in which it is offered?"""

    languages: Annotated[list[LocalizedLanguage], AfterValidator(_one_source)] | None = Field(
        default=None, description="The languages that it is offered in; one of them is the source."
    )
    frozen_on: Day | None = Field(
        default=None,
        description="The date from which the texts to translate no longer change.",
        examples=["2027-01-15"],
    )
    translations: Annotated[list[Translation], AfterValidator(_each_once)] | None = Field(
        default=None, description="What is final in which language; no language and surface appear twice."
    )
    support: list[LanguageSupport] | None = Field(
        default=None, description="Who answers customers in each language."
    )
    seen: list[LanguageCheck] | None = Field(
        default=None, description="Who went through the product in each language, and when."
    )

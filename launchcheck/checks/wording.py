"""Words that promise more than is offered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from pydantic import Field

from launchcheck.checks.base import MISSING, WRONG, Context, Problem, given, missing
from launchcheck.checks.entries import EntryCheck
from launchcheck.checks.options import Fact, FieldPath
from launchcheck.plan.paths import PlanPath
from launchcheck.text import listed, quote, show

if TYPE_CHECKING:
    from launchcheck.source import Where

_WORD = re.compile(r"[^\W_]+(?:[-_'’.&+][^\W_]+)*['’]?|[^\w\s]")
_ALL = ("all",)
_NEAR = 12
"""How many words before a noun are looked at: a name of that many words is none."""


class _Offer(NamedTuple):
    """What is offered: whether to everybody, and by which names, each as its words."""

    stage: str
    names: dict[str, list[list[str]]]
    places: dict[str, Where]

    def unlimited(self, noun: str) -> bool:
        """Whether the plan itself says `all`; for other nouns, whether it does so everywhere."""
        nouns = [noun] if noun in self.names else list(self.names)
        return all([*_ALL] in self.names[each] for each in nouns)

    def where(self, noun: str) -> tuple[Where, ...]:
        """Where the plan says what it offers of a noun; of others, where it says what it offers at all."""
        return (self.places[noun],) if noun in self.places else tuple(self.places.values())


class Wording(EntryCheck):
    """The `texts` of each entry promise no more than the stage, and what is `offered`, allow.

    Three kinds of words are looked for: `general_words` while the stage is another than
    `general_stage`; `sweeping_words` before one of `sweeping_nouns`; and a word right before a
    noun of `offered` that names one which is not on its list. Where a list holds the word `all`,
    everything goes.
    """

    kind: Literal["wording"]
    texts: list[FieldPath] = Field(description="The fields to read", min_length=1)
    stage: Fact = Field(description="How far the product is")
    general_stage: str = Field(description="The stage at which general words are true")
    general_words: list[str] = Field(description="Words that promise it to everybody")
    sweeping_words: list[str] = Field(description="Words such as all, every, any")
    sweeping_nouns: list[str] = Field(
        description="What sweeping words must not stand before, in the singular"
    )
    offered: dict[str, Fact] = Field(
        description="Nouns, in the singular, and the list of what is offered of each"
    )
    naming_none: list[str] = Field(
        description="Words before a noun that name none: articles, quantifiers, possessives"
    )

    def fields(self) -> Iterator[tuple[Where, PlanPath]]:
        """The fields of `where`, and the texts."""
        yield from super().fields()
        yield from ((("texts", index), path) for index, path in enumerate(self.texts))

    def reads(self) -> Iterable[PlanPath]:
        """The texts, the stage and what is offered."""
        return dict.fromkeys([*super().reads(), self.stage, *self.offered.values()])

    def problems(self, context: Context) -> Iterator[Problem]:
        """Every promise that goes too far, at the text that makes it."""
        gaps, entries = self.meant.look(context)
        yield from gaps
        stage_at, stage = context.fact(self.stage)
        if stage is None:
            yield missing(stage_at)
        offer = self._offer(context, stage)
        for where, entry in entries:
            for path in self.texts:
                for place, text in path.select(entry, where):
                    if type(text) is str:
                        yield from self._promises(place, " ".join(text.split()), offer, stage_at)

    @cached_property
    def _general(self) -> list[tuple[str, list[str]]]:
        """The general words, each with its parts."""
        return [(phrase, _words(phrase)) for phrase in self.general_words]

    @cached_property
    def _nouns(self) -> frozenset[str]:
        """The nouns before which a word may promise too much."""
        return frozenset([*self.sweeping_nouns, *self.offered])

    @cached_property
    def _no_names(self) -> frozenset[str]:
        """Words before a noun that name none of it."""
        return frozenset([*self.naming_none, *self.sweeping_words])

    def _offer(self, context: Context, stage: Any) -> _Offer:
        """What the plan offers."""
        found = {noun: context.fact(path) for noun, path in self.offered.items()}
        names = {
            noun: [
                _words(str(name)) for name in (value if isinstance(value, list) else [value]) if given(name)
            ]
            for noun, (_, value) in found.items()
        }
        return _Offer(
            show(stage or self.general_stage, 60), names, {noun: where for noun, (where, _) in found.items()}
        )

    def _promises(self, place: Where, text: str, offer: _Offer, stage_at: Where) -> Iterator[Problem]:
        """What goes too far in one text."""
        words = _words(text)
        said: set[str] = set()
        for problem in self._too_far(place, text, words, offer, stage_at):
            if problem.message not in said:
                said.add(problem.message)
                yield problem

    def _too_far(
        self, place: Where, text: str, words: list[str], offer: _Offer, stage_at: Where
    ) -> Iterator[Problem]:
        """The same, once for every time that the text says it."""
        if offer.stage != self.general_stage:
            for phrase, parts in self._general:
                if _stands(parts, words):
                    promise = f"{quote(phrase)} in {quote(text)} promises it to everybody"
                    message = f"{promise}, but {self.stage} is {offer.stage}"
                    yield Problem(place, message, related=(stage_at,))
        for index, word in enumerate(words):
            noun = word.rstrip("'’").removesuffix("s")
            if noun not in self._nouns:
                continue
            if noun in self.sweeping_nouns and not offer.unlimited(noun):
                yield from self._sweeping(
                    place, text, words[max(0, index - _NEAR) : index], word, offer, noun
                )
            if noun in self.offered:
                yield from self._named(place, text, words[max(0, index - _NEAR) : index], word, offer, noun)

    def _sweeping(
        self, place: Where, text: str, before: list[str], word: str, offer: _Offer, noun: str
    ) -> Iterator[Problem]:
        """A sweeping word before a noun, with nothing but words that name none between them."""
        for earlier in reversed(before):
            if earlier in self.sweeping_words:
                words = f"{earlier} {word}" if before[-1] == earlier else f"{earlier} … {word}"
                message = f"{quote(words)} in {quote(text)} goes too far: {self._limits(offer, noun)}"
                kind = MISSING if noun in offer.names and not offer.names[noun] else WRONG
                yield Problem(place, message, kind, related=offer.where(noun))
                return
            if earlier not in self.naming_none:
                return

    def _limits(self, offer: _Offer, noun: str) -> str:
        """What the plan offers, in words."""
        nouns = [noun] if noun in offer.names else list(offer.names)
        return "; ".join(f"{self.offered[each]} {_says(offer.names[each])}" for each in nouns)

    def _named(
        self, place: Where, text: str, before: list[str], word: str, offer: _Offer, noun: str
    ) -> Iterator[Problem]:
        """A name right before a noun that is not among those offered."""
        names = offer.names[noun]
        if not before or not before[-1][0].isalnum() or before[-1].isdigit() or [*_ALL] in names:
            return
        if before[-1] in self._no_names or _is_possessive(before[-1]):
            return
        if not any(before[-len(form) :] == form for name in names for form in _forms(name)):
            words = quote(f"{before[-1]} {word}")
            message = f"{words} in {quote(text)} names one that is not offered: {self._limits(offer, noun)}"
            yield Problem(place, message, WRONG if names else MISSING, related=(offer.places[noun],))


def _words(text: str) -> list[str]:
    """A text as its words and punctuation, for comparing."""
    return [word.replace("_", "-") for word in _WORD.findall(text.casefold())]


def _forms(name: list[str]) -> Iterator[list[str]]:
    """The ways to write a name of several words: with blanks, or with hyphens."""
    parts = [part for word in name for part in word.split("-")]
    if parts:
        yield from (name, parts, ["-".join(parts)])


def _is_possessive(word: str) -> bool:
    """Whether a word says whose something is: `acme's`, `customers'`."""
    return word.endswith(("'s", "’s", "'", "’"))


def _stands(phrase: list[str], words: list[str]) -> bool:
    """Whether the words of a phrase stand in a row."""
    return any(words[start : start + len(phrase)] == phrase for start in range(len(words) - len(phrase) + 1))


def _says(names: list[list[str]]) -> str:
    """What a list of names says, as the end of a sentence."""
    return f"says {listed([' '.join(name) for name in names])}" if names else "is not given"

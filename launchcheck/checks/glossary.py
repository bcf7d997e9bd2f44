"""Texts that must not use the words that a glossary has replaced."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple, Self, TypeAlias

from pydantic import Field

from launchcheck.checks.entries import EntryCheck, each_of
from launchcheck.checks.options import FieldPath, ListedWordPath, ListPath, OneList
from launchcheck.checks.phrases import words_of
from launchcheck.checks.problem import Answer, Problem, dotted, missing
from launchcheck.checks.reads import Reads
from launchcheck.text import quote

if TYPE_CHECKING:
    from launchcheck.checks.check import Compiler, Rule
    from launchcheck.checks.view import View
    from launchcheck.plan.paths import Found
    from launchcheck.source import Where

_MOST_WORDS = 12
"""The longest phrase that is looked for, in words."""

_Phrase: TypeAlias = tuple[str, ...]


class _Replaced(NamedTuple):
    """A phrase to avoid: its place, its text, its words, and what to say instead; empty if missing."""

    where: "Where"
    text: str
    phrase: _Phrase
    instead: str


class _Text(NamedTuple):
    """A text to read: its place and words, and the entry that it is a part of."""

    place: "Where"
    words: str
    entry_at: "Where"
    entry: Any


class _Words(NamedTuple):
    """What a glossary says to avoid, what it says to use, and by their first words how long both are."""

    avoid: dict[_Phrase, _Replaced]
    say: frozenset[_Phrase]
    lengths: dict[str, list[int]]

    @classmethod
    def of(cls, replaced: list[_Replaced], say: list[Any]) -> Self:
        """Index what is short enough to be found; of two that avoid the same, the first counts."""
        avoid = {each.phrase: each for each in reversed(replaced) if len(each.phrase) <= _MOST_WORDS}
        meant = frozenset(phrase for text in say if 0 < len(phrase := _phrase(text)) <= _MOST_WORDS)
        lengths: dict[str, list[int]] = {}
        for length, first in sorted({(len(phrase), phrase[0]) for phrase in (*avoid, *meant)}):
            lengths.setdefault(first, []).append(length)
        return cls(avoid, meant, lengths)

    def used_in(self, text: _Phrase) -> list[_Replaced]:
        """The phrases to avoid that a text uses, each once, except within a phrase that it should use."""
        found: dict[_Phrase, _Replaced] = {}
        reached = 0  # how far the phrases that it should use go that have begun
        for start, word in enumerate(text):
            if word not in self.lengths:
                continue
            phrases = [text[start : start + length] for length in self.lengths[word]]
            reached = max([reached, *(start + len(phrase) for phrase in phrases if phrase in self.say)])
            for phrase in phrases:
                if phrase in self.avoid and start + len(phrase) > reached:
                    found.setdefault(phrase, self.avoid[phrase])
        return [*found.values()]


class Glossary(EntryCheck):
    """The `texts` of each entry of `of` use none of the words that `words` says to avoid.

    Each of `words` has, in `avoid`, one word or phrase or a list of them, of at most twelve words,
    and in `say` what to use instead. They are found whole, in any case, also before 's. A phrase to
    avoid that is a part of one to say is fine there: Orbit in Orbit Cloud.
    """

    kind: Literal["glossary"]
    of: Annotated[ListPath, Reads()] = Field(description="The list whose entries have the texts")
    texts: list[FieldPath] = Field(description="The fields to read", min_length=1)
    words: OneList = Field(description="The glossary: a list")
    say: ListedWordPath = Field(description="The field with the word to use")
    avoid: ListedWordPath = Field(description="The field with the words that it replaces")

    def compile(self, build: "Compiler") -> "Rule":
        """Report each word to avoid, at the text that uses it."""
        selector, listed = self.selector(build), build.selector(self.words, {})

        def rule(view: "View") -> Answer:
            gaps, _, fits, *_ = view.once(selector)
            absent, entries, *_ = view.once(listed)
            problems = [*gaps, *absent]
            replaced = [*self._replaced(entries)]
            if entries and not replaced:
                problems.append(missing(entries[0][0] + self.avoid.steps))
            problems += [_too_long(each) for each in replaced if len(each.phrase) > _MOST_WORDS]
            words = _Words.of(replaced, [self.say.value(entry) for _, entry in entries])
            texts = [text for where, entry in fits for text in self._texts(where, entry)]
            if fits and not texts:
                problems.append(missing(fits[0][0] + self.texts[0].steps))
            for text in texts:
                problems += self._used(text, words)
            return Answer(problems, fits)

        return rule

    def _texts(self, where: "Where", entry: Any) -> Iterator[_Text]:
        """The texts of an entry."""
        for path in self.texts:
            for place, value in path.select(entry, where):
                if type(value) is str:
                    yield _Text(place, value, where, entry)

    def _replaced(self, entries: "Found") -> Iterator[_Replaced]:
        """Every phrase to avoid."""
        for where, entry in entries:
            say = self.say.value(entry)
            for place, text in each_of(self.avoid.select(entry, where)):
                phrase = _phrase(text)
                if phrase:
                    yield _Replaced(place, text, phrase, say if type(say) is str else "")

    def _used(self, text: _Text, words: _Words) -> Iterator[Problem]:
        """The problem of each phrase to avoid that a text uses."""
        place, written, where, entry = text
        for found in words.used_in(_phrase(written)):
            name = f"{self.named(where, entry)}: {dotted(place[len(where) :])}"
            hint = (
                f"say {quote(found.instead)} instead" if found.instead else f"{self.words} says to avoid it"
            )
            said = f"{name} says {quote(found.text)}; {hint}"
            yield Problem(place, said, related=(found.where,), wants=(place,))


def _too_long(replaced: _Replaced) -> Problem:
    """The problem of a phrase that is too long to look for."""
    where = replaced.where
    words = f"{quote(replaced.text)} has {len(replaced.phrase)} words; at most {_MOST_WORDS} can be found"
    return Problem(where, words, wants=(where,))


def _phrase(text: Any) -> _Phrase:
    """A text as words for comparing, without the 's of possessives; empty for anything else."""
    if type(text) is not str:
        return ()
    words = words_of(text)
    if "'" not in text and "’" not in text:
        return tuple(words)
    return tuple([word.removesuffix("'s").removesuffix("’s").rstrip("'’") or word for word in words])

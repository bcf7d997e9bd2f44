"""Copy that promises more than is offered."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple

from pydantic import Field

from launchcheck.checks.entries import EntryCheck
from launchcheck.checks.options import Fact, FieldPath, ListPath
from launchcheck.checks.phrases import words_of
from launchcheck.checks.problem import Answer, Problem, dotted, missing, name_of
from launchcheck.checks.reads import Reads
from launchcheck.checks.values import given
from launchcheck.findings import MISSING, WRONG
from launchcheck.plan.paths import PlanPath, facts_of
from launchcheck.text import counted, listed, quote, show

if TYPE_CHECKING:
    from launchcheck.checks.check import Compiler, Rule
    from launchcheck.checks.view import View
    from launchcheck.plan.paths import Found
    from launchcheck.source import Where

_ALL = ("all",)
_AVAILABILITY = "availability"
"""The fact of a feature that says who can have it."""
_NEAR = 12
"""How many words before a noun are read; no name is longer."""


class _Offer(NamedTuple):
    """What is offered: the stage, and the names of each noun, split into words.

    `called` is what messages call a place that is not called by its path.
    """

    stage: str
    stage_at: "Where"
    names: dict[str, list[list[str]]]
    places: "dict[str, Where]"
    called: "dict[Where, str]"

    def narrowed(self, feature: "tuple[Where, Any]") -> "_Offer":
        """What is offered of one feature: its own availability, where it has any."""
        where, entry = feature
        if facts_of(entry).get(_AVAILABILITY) is None:
            return self
        own = {name: path.read(entry, where) for name, path in _own(self).items()}
        own = {name: found for name, found in own.items() if given(found[1])}
        names = {noun: _names(own[noun][1]) if noun in own else old for noun, old in self.names.items()}
        places = {noun: own[noun][0] if noun in own else old for noun, old in self.places.items()}
        stage_at, stage = own.get("", (self.stage_at, self.stage))
        named = name_of("feature", where, entry)
        called = {place: f"{'.'.join(map(str, place[-2:]))} of {named}" for place, _ in own.values()}
        return _Offer(show(stage, 60), stage_at, names, places, {**self.called, **called})

    def name(self, place: "Where") -> str:
        """What messages call a place."""
        return self.called.get(place) or dotted(place)

    def unlimited(self, noun: str) -> bool:
        """Whether the plan offers `all` of this noun; for other nouns, `all` of every noun."""
        nouns = [noun] if noun in self.names else list(self.names)
        return all([*_ALL] in self.names[each] for each in nouns)

    def where(self, noun: str) -> "tuple[Where, ...]":
        """Where the plan lists what it offers of a noun; for other nouns, all such places."""
        return (self.places[noun],) if noun in self.places else tuple(self.places.values())


class _Spoken(NamedTuple):
    """A noun in a text, and the words before it."""

    place: "Where"
    text: str
    before: list[str]
    word: str
    noun: str


class Wording(EntryCheck):
    """The `texts` of each entry promise no more than the stage, and what is `offered`, allow.

    Three kinds of words are found: `general_words` while the stage is not `general_stage`;
    `sweeping_words` before one of `sweeping_nouns`; and a word right before a noun of `offered`
    that names one missing from its list. A list that contains the word `all` allows everything.
    A text that names a feature is held to the availability of that feature, where it has its own.
    Only English is read: a text whose `language` is another one is skipped, and the report says so.
    """

    kind: Literal["wording"]
    texts: list[FieldPath] = Field(description="The fields to read", min_length=1)
    stage: Fact = Field(description="The stage of the product")
    general_stage: str = Field(description="The stage at which general words are true")
    general_words: list[str] = Field(description="Words that promise it to everyone")
    sweeping_words: list[str] = Field(description="Words such as all, every, any")
    sweeping_nouns: list[str] = Field(
        description="Nouns that sweeping words must not precede, in the singular"
    )
    offered: dict[str, Fact] = Field(
        description="Nouns, in the singular, and the list of what is offered of each"
    )
    naming_none: list[str] = Field(
        description="Words before a noun that name none: articles, quantifiers, possessives"
    )
    unfit_words: dict[str, list[str]] = Field(
        {}, description="By stage, words that claim a later one, such as public beta for alpha"
    )
    feature: FieldPath | None = Field(
        None, description="The field, beside a text, that names the feature it is about"
    )
    features: Annotated[ListPath, Reads(fields=("id", "availability"))] | None = Field(
        None, description="The features, whose own `availability` a text about them is held to"
    )
    language: list[FieldPath] = Field(
        [], description="The fields, beside a text or above it, with its language; English if not set"
    )

    def compile(self, build: "Compiler") -> "Rule":
        """Report every promise that goes too far, at the text that makes it."""
        selector, reader = self.selector(build), _Reader.of(self)
        features = build.index(self.features) if self.features else None
        fields = [_Field.of(path, self) for path in self.texts]
        own = [path.last for path in self.language if path.above is None]

        def rule(view: "View") -> Answer:
            gaps, _, fits, *_ = view.once(selector)
            problems = list(gaps)
            stage_at, stage = view.fact(self.stage)
            if stage is None:
                problems.append(missing(stage_at))
            if not fits:
                return Answer(problems, fits if self.of else None)
            offer = self._offer(show(stage or self.general_stage, 60), stage_at, view)
            index = view.once(features).by_id if features else {}
            skipped: dict[str, int] = {}
            for text in _read(fits, fields, own):
                if text.language:
                    skipped[text.language] = skipped.get(text.language, 0) + 1
                    continue
                feature = index.get(text.feature) if text.feature else None
                problems += reader.promises(
                    text.place, text.words, offer.narrowed(feature) if feature else offer
                )
            return Answer(problems, fits if self.of else None, note=_skipped(skipped))

        return rule

    def _offer(self, stage: str, stage_at: "Where", view: "View") -> _Offer:
        """Collect what the plan offers."""
        found = {noun: view.fact(path) for noun, path in self.offered.items()}
        names = {noun: _names(value) for noun, (_, value) in found.items()}
        places = {noun: where for noun, (where, _) in found.items()}
        return _Offer(stage, stage_at, names, places, {})


class _Reader(NamedTuple):
    """The options of the check, ready for reading text word by word."""

    check: Wording
    general: tuple[tuple[str, list[str]], ...]
    unfit: dict[str, tuple[tuple[str, list[str]], ...]]
    nouns: frozenset[str]
    no_names: frozenset[str]

    @classmethod
    def of(cls, check: Wording) -> "_Reader":
        """Prepare the options of a check."""
        unfit = {stage: _phrases(words) for stage, words in check.unfit_words.items()}
        nouns = frozenset([*check.sweeping_nouns, *check.offered])
        return cls(
            check,
            _phrases(check.general_words),
            unfit,
            nouns,
            frozenset([*check.naming_none, *check.sweeping_words]),
        )

    def promises(self, place: "Where", text: str, offer: _Offer) -> Iterator[Problem]:
        """The problems of one text, each reported once."""
        said: set[str] = set()
        for problem in self._too_far(place, text, offer):
            if problem.message not in said:
                said.add(problem.message)
                yield problem

    def _too_far(self, place: "Where", text: str, offer: _Offer) -> Iterator[Problem]:
        """The problems of one text, with repetitions."""
        words = words_of(text)
        check = self.check
        if offer.stage != check.general_stage:
            for phrase, parts in self.general:
                if _contains(words, parts):
                    promise = f"{quote(phrase)} in {quote(text)} promises it to everyone"
                    message = f"{promise}, but {offer.name(offer.stage_at)} is {offer.stage}"
                    yield Problem(place, message, related=(offer.stage_at,), wants=(place,))
        for phrase, parts in self.unfit.get(offer.stage, ()):
            if _contains(words, parts):
                words_found = f"{quote(phrase)} in {quote(text)} claims a later stage"
                message = f"{words_found}: {offer.name(offer.stage_at)} is {offer.stage}"
                yield Problem(place, message, related=(offer.stage_at,), wants=(place,))
        for index, word in enumerate(words):
            noun = word.rstrip("'’").removesuffix("s")
            if noun not in self.nouns:
                continue
            before = words[max(0, index - _NEAR) : index]
            if noun in check.sweeping_nouns and not offer.unlimited(noun):
                yield from self._sweeping(_Spoken(place, text, before, word, noun), offer)
            if noun in check.offered:
                yield from self._named(_Spoken(place, text, before, word, noun), offer)

    def _sweeping(self, said: _Spoken, offer: _Offer) -> Iterator[Problem]:
        """The problem of a sweeping word before a noun, with only non-naming words between them."""
        for earlier in reversed(said.before):
            if earlier in self.check.sweeping_words:
                between = " " if said.before[-1] == earlier else " … "
                words = quote(f"{earlier}{between}{said.word}")
                limits = self._limits(offer, said.noun)
                message = f"{words} in {quote(said.text)} goes too far: {limits}"
                kind = MISSING if said.noun in offer.names and not offer.names[said.noun] else WRONG
                related = offer.where(said.noun)
                wants = related if kind == MISSING else (said.place,)
                yield Problem(said.place, message, kind, related, wants)
                return
            if earlier not in self.check.naming_none:
                return

    def _named(self, said: _Spoken, offer: _Offer) -> Iterator[Problem]:
        """The problem of a name right before a noun that is not offered."""
        names, before = offer.names[said.noun], said.before
        if not before or not before[-1][0].isalnum() or before[-1].isdigit() or [*_ALL] in names:
            return
        if before[-1] in self.no_names or _is_possessive(before[-1]):
            return
        if not any(before[-len(form) :] == form for name in names for form in _forms(name)):
            words = quote(f"{before[-1]} {said.word}")
            limits = self._limits(offer, said.noun)
            message = f"{words} in {quote(said.text)} names one that is not offered: {limits}"
            related = (offer.places[said.noun],)
            wants = (said.place,) if names else related
            yield Problem(said.place, message, WRONG if names else MISSING, related, wants)

    def _limits(self, offer: _Offer, noun: str) -> str:
        """What the plan offers, in words."""
        nouns = [noun] if noun in offer.names else list(offer.names)
        return "; ".join(f"{offer.name(offer.places[each])} {_says(offer.names[each])}" for each in nouns)


class _Field(NamedTuple):
    """A field to read, and the keys of the facts beside it, below the same list: language and feature."""

    path: PlanPath
    languages: list[str]
    features: list[str]

    @classmethod
    def of(cls, path: PlanPath, check: Wording) -> "_Field":
        """One of the texts of a check."""
        feature = [check.feature] if check.feature else []
        return cls(path, _beside(path, check.language), _beside(path, feature))


def _beside(path: PlanPath, fields: list[PlanPath]) -> list[str]:
    return [field.last for field in fields if field.above is path.above]


class _Text(NamedTuple):
    """A text to read: its place and words, its language if it is not English, and its feature."""

    place: "Where"
    words: str
    language: str
    feature: str


def _read(entries: "Found", fields: list[_Field], own: list[str]) -> Iterator[_Text]:
    """Every text, with what the entry says beside it; `own` are keys of the language of a whole entry."""
    for where, entry in entries:
        for path, languages, features in fields:
            holders = path.above.select(entry, where) if path.above else [(where, entry)]
            for at, holder in holders:
                facts = facts_of(holder)
                words = facts.get(path.last)
                if type(words) is str:
                    language = _first(facts, languages) or _first(facts_of(entry), own)
                    feature = _first(facts, features)
                    yield _Text((*at, path.last), " ".join(words.split()), _foreign(language), feature)


def _first(facts: Mapping[str, Any], keys: list[str]) -> str:
    """The first of some facts that is a text; empty if none is."""
    for key in keys:
        found = facts.get(key)
        if type(found) is str:
            return found
    return ""


def _skipped(texts: dict[str, int]) -> str:
    """Which texts were not read, in words; empty if all were."""
    if not texts:
        return ""
    each = listed(f"{counted(count, 'text')} in {show(language, 20)}" for language, count in texts.items())
    return f"only English is read; skipped: {each}"


def _foreign(language: str) -> str:
    """A language tag, unless it is English: en, en-GB."""
    return "" if not language or language.casefold().partition("-")[0] in {"", "en"} else language


def _own(offer: _Offer) -> dict[str, PlanPath]:
    """The paths from a feature to its own stage (under an empty name) and lists of what is offered."""
    places = {"": offer.stage_at, **offer.places}
    return {name: PlanPath.of(f"{_AVAILABILITY}.{place[-1]}") for name, place in places.items()}


def _names(value: Any) -> list[list[str]]:
    """The names in a list, or a single one, split into words."""
    return [words_of(str(name)) for name in (value if isinstance(value, list) else [value]) if given(name)]


def _phrases(phrases: list[str]) -> tuple[tuple[str, list[str]], ...]:
    """Phrases, each with its words."""
    return tuple((phrase, words_of(phrase)) for phrase in phrases)


def _forms(name: list[str]) -> Iterator[list[str]]:
    """The ways to write a name of several words: with spaces, or with hyphens."""
    parts = [part for word in name for part in word.split("-")]
    if parts:
        yield from (name, parts, ["-".join(parts)])


def _is_possessive(word: str) -> bool:
    """Whether a word is a possessive: `acme's`, `customers'`."""
    return word.endswith(("'s", "’s", "'", "’"))


def _contains(words: list[str], phrase: list[str]) -> bool:
    """Whether the words of a phrase appear in a row."""
    if phrase and phrase[0] not in words:
        return False
    return any(words[start : start + len(phrase)] == phrase for start in range(len(words) - len(phrase) + 1))


def _says(names: list[list[str]]) -> str:
    """A list of names, as the end of a sentence."""
    return f"says {listed([' '.join(name) for name in names])}" if names else "is missing"

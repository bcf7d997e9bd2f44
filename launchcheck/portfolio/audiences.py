"""Audiences over several plans: by a list that the team shares, or else by equal names."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from launchcheck import parse
from launchcheck.errors import LaunchcheckError
from launchcheck.plan.types import Text
from launchcheck.source import Source
from launchcheck.text import quote

if TYPE_CHECKING:
    from launchcheck.outline import Segment


class File(BaseModel):
    """A shared list of audiences."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    audiences: dict[Text, list[Text]] = Field(
        description="Each audience, with the ids and names that plans use for it.",
        examples=[{"mid-market": ["mid-market", "mm-saas"]}],
    )


class Audience(NamedTuple):
    """A segment of a plan as all plans know it.

    `shared` are the audiences of the list that it belongs to, and `words` its id and name, by which it is
    likely to be that of another plan.
    """

    name: str
    shared: frozenset[str]
    words: frozenset[str]


class Audiences:
    """The shared list: which audience each id or name of a segment stands for."""

    def __init__(self, names: Mapping[str, str]) -> None:
        """Know the audience of each word; words are compared without their case."""
        self._names = names

    def of(self, segment: "Segment") -> Audience:
        """A segment as all plans know it."""
        words = frozenset(word.casefold() for word in (segment.id, segment.name) if word)
        shared = frozenset(self._names[word] for word in words if word in self._names)
        return Audience(segment.name or segment.id, shared, words)


def read(path: str) -> Audiences:
    """Read a shared list.

    Raises:
        LaunchcheckError: it is unreadable or malformed, or a name belongs to two audiences; located.

    """
    source = Source.read(path)
    file = parse.read(source, File)
    names: dict[str, str] = {}
    wrong: list[LaunchcheckError] = []
    for audience, words in file.audiences.items():
        own = audience.casefold()
        for index, word in ((None, own), *enumerate(words)):
            known = names.setdefault(word.casefold(), audience)
            if known != audience:
                wrong.append(_is_twice(word, known, source, audience, index))
    if wrong:
        raise LaunchcheckError("the audiences are ambiguous", parts=tuple(wrong))
    return Audiences(names)


def _is_twice(word: str, known: str, source: Source, audience: str, index: int | None) -> LaunchcheckError:
    """A name of two audiences."""
    where = ("audiences", audience) if index is None else ("audiences", audience, index)
    return LaunchcheckError(
        f"{quote(word)} already belongs to the audience {quote(known)}",
        hint="list each id or name under one audience",
        locations=(source.locate(where, key=index is None),),
    )


def shared(one: Iterable[Audience], other: Iterable[Audience]) -> tuple[tuple[str, ...], bool]:
    """The audiences that two moments share, and whether that is only likely.

    Two segments that are both in the shared list are the same only by that list.
    """
    ours, theirs = tuple(one), tuple(other)
    certain = _listed(ours) & _listed(theirs)
    if certain:
        return tuple(sorted(certain)), False
    all_words = _words(theirs)
    unlisted = _words(each for each in theirs if not each.shared)
    names = {each.name for each in ours if each.words & (unlisted if each.shared else all_words)}
    return tuple(sorted(names)), True


def _listed(audiences: Iterable[Audience]) -> frozenset[str]:
    """The audiences of the shared list among some segments."""
    return frozenset(name for each in audiences for name in each.shared)


def _words(audiences: Iterable[Audience]) -> frozenset[str]:
    """The ids and names of some segments."""
    return frozenset(word for each in audiences for word in each.words)

"""Whether everything in one list reaches the places that must carry it."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from launchcheck.checks.base import MISSING, SCHEDULED, WRONG, Context, Problem, dotted, given, label
from launchcheck.checks.entries import EntryCheck
from launchcheck.checks.options import Conditions, FieldPath, Path, Test, fitting, show_scalar
from launchcheck.plan.paths import PlanPath
from launchcheck.text import listed, plural

if TYPE_CHECKING:
    from launchcheck.source import Where

    _Carrier = tuple[Where, Any, bool]  # an entry that names something, and whether it counts


class Place(BaseModel):
    """A list whose entries may carry what must be covered."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, defer_build=True)

    of: Path = Field(description="The list")
    field: FieldPath = Field(description="The field of its entries that names what they carry")
    called: str = Field(description="What messages call the place, such as campaign")
    where: Conditions = Field({}, description="Only entries that fit")
    has: list[FieldPath] = Field([], description="Fields that a carrying entry must give")
    at_least: int = Field(1, description="How many entries must carry it", ge=1)

    def carriers(self, context: Context, name: Any) -> list[_Carrier]:
        """The entries that name it, whether or not they count."""
        index = context.indexes.get(id(self))
        if index is None:
            index = context.indexes[id(self)] = self._index(context)
        return index.get(_key(name), [])

    def _index(self, context: Context) -> dict[Hashable, list[_Carrier]]:
        """The entries by what they name: made once, so that a join costs no more than its two sides."""
        index: dict[Hashable, list[_Carrier]] = {}
        for pair in context.select(self.of.each):
            named = [name for _, value in self.field.select(pair[1]) for name in _names(value)]
            if named:
                counts = self.fits(pair, context) and not (self.has and _lacks(self, pair))
                for key in dict.fromkeys(map(_key, named)):
                    index.setdefault(key, []).append((*pair, counts))
        return index

    def fits(self, pair: tuple[Where, Any], context: Context) -> bool:
        """Whether an entry counts."""
        return not self.where or bool(fitting(self.where, [pair], context))

    def scheduled(self, pair: tuple[Where, Any], context: Context) -> bool:
        """Whether an entry will count on a day that has not come."""
        found = {test.verdict(path.value(pair[1]), context) for path, test in self.where.items()}
        return SCHEDULED in found and found <= {SCHEDULED, ""}

    def unfit(self, carriers: list[tuple[Where, Any]], context: Context) -> tuple[str, str]:
        """Why one of those that name it does not count, and what kind of problem that is."""
        coming = [pair for pair in carriers if self.scheduled(pair, context)]
        pair = (coming or carriers)[0]
        named = f"{self.called} {label(*pair)}"
        if coming:
            return f"{named} names it, on a day that has not come", SCHEDULED
        silent: list[str] = []
        has: list[str] = []
        for path, test in self.where.items():
            values = [value for _, value in path.select(pair[1])]
            if not any(test.fits(value, context) for value in values):
                said = listed([show_scalar(value) for value in values if value is not None])
                (has if said else silent).append(f"{path} {said}".strip())
        if has:
            return f"{named} names it, but has {listed(has)}", WRONG
        return f"{named} names it, but does not say {listed(silent)}", MISSING


class Covers(EntryCheck):
    """Each entry of `of` is named in every one of `places`: a join of two or more sections."""

    kind: Literal["covers"]
    key: FieldPath | None = Field(
        None, description="What places name the entry by; left out: the entry is a word"
    )
    places: list[Place] = Field(description="Where each entry must be named", min_length=1)

    def fields(self) -> Iterator[tuple[Where, PlanPath]]:
        """The fields of `where`, and the key."""
        yield from super().fields()
        if self.key:
            yield ("key",), self.key

    def elsewhere(self) -> Iterator[tuple[Where, PlanPath, PlanPath]]:
        """The fields of each place's entries."""
        for index, place in enumerate(self.places):
            at: Where = ("places", index)
            yield (*at, "field"), place.field, place.of
            yield from (((*at, "where", path.text), path, place.of) for path in place.where)
            yield from (((*at, "has", number), path, place.of) for number, path in enumerate(place.has))

    def reads(self) -> Iterable[PlanPath]:
        """The list, and the fields of each place."""
        asked = [
            path.under(place.of) for place in self.places for path in (place.field, *place.where, *place.has)
        ]
        return dict.fromkeys([*super().reads(), *asked])

    def tests(self) -> Iterator[Test]:
        """The tests of `where`, and of each place."""
        yield from super().tests()
        for place in self.places:
            yield from place.where.values()

    def problems(self, context: Context) -> Iterator[Problem]:
        """Entries that do not reach a place, naming both."""
        gaps, entries = self.meant.look(context)
        yield from gaps
        for where, entry in entries:
            name = self.key.value(entry) if self.key else entry
            if name is None:
                yield from self.lacking(where, entry, [self.key] if self.key else [])
                continue
            yield from self._reached(context, where, entry, name)

    def _reached(self, context: Context, where: Where, entry: Any, name: Any) -> Iterator[Problem]:
        """What is wrong with how an entry is carried, in one problem."""
        short: list[str] = []
        kinds: list[str] = []
        related: list[Where] = []
        for place in self.places:
            carriers = place.carriers(context, name)
            whole = 0
            for _, _, counts in carriers:
                whole += counts
            if whole >= place.at_least:
                continue
            words, kind = self._short(place, [(at, carrier) for at, carrier, _ in carriers], whole, context)
            short.append(words)
            kinds.append(kind)
            related += [at for at, _, counts in carriers if not counts]
        if short:
            kind = WRONG if WRONG in kinds else (SCHEDULED if SCHEDULED in kinds else MISSING)
            yield Problem(where, f"{self.named(where, entry)}: {'; '.join(short)}", kind, tuple(related))

    def _short(
        self, place: Place, carriers: list[tuple[Where, Any]], whole: int, context: Context
    ) -> tuple[str, str]:
        """Why a place does not carry an entry, and what kind of problem that is."""
        if place.at_least > 1:
            later = sum(place.scheduled(pair, context) for pair in carriers)
            only = "only " if whole else ""
            words = f"{only}{whole} of {place.at_least} {plural(place.called, place.at_least)}"
            enough = later and whole + later >= place.at_least
            return f"{words}, {later} more scheduled" if later else words, SCHEDULED if enough else WRONG
        pair = next((pair for pair in carriers if place.fits(pair, context)), None)
        if pair:
            lacks = listed(_lacks(place, pair))
            return f"{place.called} {label(*pair)} does not say {lacks}", MISSING
        if carriers:
            return place.unfit(carriers, context)
        left_out = context.left_out(place.of)
        if left_out:
            return f"no {place.called} names it ({dotted(left_out)} is not given)", MISSING
        return f"no {place.called} names it", WRONG


def _lacks(place: Place, pair: tuple[Where, Any]) -> list[str]:
    """The fields that a carrying entry does not give."""
    return [path.text for path in place.has if not given(path.value(pair[1]))]


def _names(value: Any) -> list[Any]:
    """What a field names: one thing, a list of them, or nothing."""
    if type(value) is list:
        return value
    return [] if value is None else [value]


def _key(name: Any) -> Hashable:
    """A name as an index holds it; what a company's own facts hold need not be a word."""
    return name if type(name) is str or isinstance(name, Hashable) else repr(name)

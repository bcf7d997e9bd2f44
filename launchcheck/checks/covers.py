"""Lists whose every entry must be named in other lists."""

from collections.abc import Hashable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from pydantic import Field

from launchcheck.checks.entries import EntryCheck
from launchcheck.checks.options import FieldPath, ListPath
from launchcheck.checks.predicates import Condition, Conditions, conditions
from launchcheck.checks.problem import Answer, Problem, dotted, label
from launchcheck.checks.reads import Part
from launchcheck.checks.select import Fit, Misfit, Selector
from launchcheck.checks.values import given, show_scalar
from launchcheck.findings import MISSING, SCHEDULED, UNDER_WAY
from launchcheck.text import listed, plural, quote

if TYPE_CHECKING:
    from launchcheck.checks.check import Compiler, Rule
    from launchcheck.checks.view import View
    from launchcheck.source import Where


class Place(Part):
    """A list whose entries can carry (name) what must be covered."""

    of: ListPath = Field(description="The list")
    field: FieldPath = Field(description="The field of its entries that names what they carry")
    called: str = Field(description="What messages call the place, such as campaign")
    only: Conditions = Field(
        {}, description="Only entries that fit belong to the place; messages do not mention the others"
    )
    where: Conditions = Field({}, description="Only entries that fit count")
    has: list[FieldPath] = Field([], description="Fields that a carrying entry must have")
    at_least: int = Field(1, description="How many entries must carry it", ge=1)


class _Carrier(NamedTuple):
    """An entry that names something: the facts it is missing, and whether it fits."""

    where: "Where"
    entry: Any
    lacks: "tuple[Where, ...]"
    fits: bool

    @property
    def counts(self) -> bool:
        """Whether the entry carries what it names."""
        return self.fits and not self.lacks


class _Short(NamedTuple):
    """Why a place does not carry an entry: message, kind of problem, and the facts that would fix it."""

    words: str
    kind: str
    related: "tuple[Where, ...]"
    wants: "tuple[Where, ...]"


class _Carried:
    """One place in one plan, its entries indexed by what they name, so that a join takes linear time."""

    def __init__(self, place: Place, only: tuple[Condition, ...], selector: Selector, view: "View") -> None:
        self._place = place
        self._selector = selector
        self._view = view
        self._index: dict[Hashable, list[_Carrier]] = {}
        _, entries, self._fits, *_ = view.once(selector)
        fitting = {where for where, _ in self._fits}
        for where, entry in entries:
            if not all(each.meets(entry, view) for each in only):
                continue
            named = [name for _, value in place.field.select(entry) for name in _names(value)]
            if named:
                lacks = tuple(where + path.steps for path in place.has if not given(path.value(entry)))
                carrier = _Carrier(where, entry, lacks, where in fitting)
                for key in dict.fromkeys(map(_key, named)):
                    self._index.setdefault(key, []).append(carrier)

    @property
    def names_any(self) -> bool:
        """Whether any entry of the place names anything."""
        return bool(self._index)

    def carries(self, name: Any) -> bool:
        """Whether enough entries of the place carry this name."""
        return self._whole(self._index.get(_key(name), ())) >= self._place.at_least

    def _whole(self, carriers: Sequence[_Carrier]) -> int:
        """How many of some entries count."""
        return len([carrier for carrier in carriers if carrier.counts])

    def short(self, name: Any, it: str) -> _Short:
        """Why the place does not carry this name, which messages call `it`."""
        carriers = self._index.get(_key(name), [])
        whole = self._whole(carriers)
        found = self._too_few(carriers, whole) if self._place.at_least > 1 else self._none(carriers, it)
        return found._replace(related=tuple(each.where for each in carriers if not each.counts))

    def _too_few(self, carriers: list[_Carrier], whole: int) -> _Short:
        """Fewer entries carry it than needed."""
        place = self._place
        later = sum(map(self._is_scheduled, carriers))
        only = "only " if whole else ""
        words = f"{only}{whole} of {place.at_least} {plural(place.called, place.at_least)}"
        if not later:
            return _Short(words, UNDER_WAY, (), self._addition(carriers))
        enough = whole + later >= place.at_least
        kind, wants = (SCHEDULED, ()) if enough else (UNDER_WAY, self._addition(carriers))
        return _Short(f"{words}, {later} more scheduled", kind, (), wants)

    def _none(self, carriers: list[_Carrier], it: str) -> _Short:
        """No entry carries it."""
        called = self._place.called
        lacking = next((carrier for carrier in carriers if carrier.fits), None)
        if lacking:
            named = f"{called} {label(lacking.where, lacking.entry)}"
            fields = [path.text for path in self._place.has if not given(path.value(lacking.entry))]
            return _Short(f"{named} is missing {listed(fields)}", MISSING, (), lacking.lacks)
        coming = [carrier for carrier in carriers if self._is_scheduled(carrier)]
        for carrier in (*coming, *carriers)[:1]:
            names_it = f"{called} {label(carrier.where, carrier.entry)} names {it}"
            if coming:
                return _Short(f"{names_it}, on a future date", SCHEDULED, (), ())
            return _misfit(names_it, self._misfits[carrier.where])
        left_out = self._left_out()
        if left_out:
            words = f"no {called} names {it} ({dotted(left_out)} is missing)"
            return _Short(words, MISSING, (), (left_out,))
        return _Short(f"no {called} names {it}", UNDER_WAY, (), self._addition(carriers))

    @cached_property
    def _misfits(self) -> "dict[Where, Misfit]":
        """The entries that do not fit, by their places."""
        return {each.where: each for each in self._view.once(self._selector.misfits)}

    def _is_scheduled(self, carrier: _Carrier) -> bool:
        """Whether an entry will count once its date has come."""
        return not carrier.fits and self._misfits[carrier.where].fit is Fit.SCHEDULED

    def _left_out(self) -> "Where | None":
        """The first missing list, if none of the lists has an entry."""
        if self._view.once(self._selector).entries:
            return None
        lists = self._view.select(self._place.of)
        return next((where for where, value in lists if value is None), None)

    def _addition(self, carriers: list[_Carrier]) -> "tuple[Where, ...]":
        """Where to add it: missing facts of a carrier, else the name in a fitting entry, else the list."""
        lacks = [place for carrier in carriers if carrier.fits for place in carrier.lacks]
        if lacks:
            return tuple(lacks)
        taken = {carrier.where for carrier in carriers}
        for where, _ in self._fits:
            if where not in taken:
                return (where + self._place.field.steps,)
        return tuple(where for where, _ in self._view.select(self._place.of)[:1])


class Covers(EntryCheck):
    """Each entry of `of` is named in every one of `places`: a join of two or more sections.

    An entry that a place does not name yet is under way until the item is due, never wrong.
    """

    kind: Literal["covers"]
    key: FieldPath | None = Field(
        None, description="The field of an entry that places name; without it, the entry itself is the name"
    )
    places: list[Place] = Field(description="Where each entry must be named", min_length=1)
    if_named: bool = Field(False, description="Whether to ask only once a place names anything at all")

    def compile(self, build: "Compiler") -> "Rule":
        """Report each entry that a place does not name."""
        selector = self.selector(build)
        places = [
            (place, conditions(place.only), build.selector(place.of, place.where)) for place in self.places
        ]

        def rule(view: "View") -> Answer:
            gaps, _, fits, *_ = view.once(selector)
            problems = list(gaps)
            carried = _indexed(places, view) if fits or self.if_named else []
            if self.if_named and not any(place.names_any for place in carried):
                return Answer()
            for where, entry in fits:
                name = self.key.value(entry) if self.key else entry
                if name is not None:
                    short = [place for place in carried if not place.carries(name)]
                    if short:
                        problems.append(self._short(where, entry, name, short))
                elif self.key:
                    problems += self.silent_about(where, entry, [where + self.key.steps])
            return Answer(problems, fits if self.of else None)

        return rule

    def _it(self, name: Any, where: "Where", entry: Any) -> str:
        """What messages call a name: `it`, unless the entry is called something else."""
        return "it" if self.key is None or label(where, entry) == quote(name) else quote(name)

    def _short(self, where: "Where", entry: Any, name: Any, places: list[_Carried]) -> Problem:
        """Merge what several places lack into one problem of the entry."""
        it = self._it(name, where, entry)
        short = [place.short(name, it) for place in places]
        kinds = {each.kind for each in short}
        kind = UNDER_WAY if UNDER_WAY in kinds else SCHEDULED if SCHEDULED in kinds else MISSING
        related = tuple(place for each in short for place in each.related)
        wants = tuple(dict.fromkeys(place for each in short for place in each.wants))
        words = f"{self.named(where, entry)}: {'; '.join(each.words for each in short)}"
        return Problem(where, words, kind, related, wants)


def _indexed(places: list[tuple[Place, tuple[Condition, ...], Selector]], view: "View") -> list[_Carried]:
    return [_Carried(place, only, selector, view) for place, only, selector in places]


def _misfit(names_it: str, misfit: Misfit) -> _Short:
    """Why an entry that names something does not count, now or later."""
    silent: list[str] = []
    has: list[str] = []
    places: list[Where] = []
    for path, *_ in misfit.because:
        found = path.select(misfit.value, misfit.where)
        places += [place for place, _ in found]
        said = listed([show_scalar(value) for _, value in found if value is not None])
        (has if said else silent).append(f"{path} {said}".strip())
    if has:
        return _Short(f"{names_it}, but has {listed(has)}", UNDER_WAY, (), tuple(places))
    return _Short(f"{names_it}, but is missing {listed(silent)}", MISSING, (), tuple(places))


def _names(value: Any) -> list[Any]:
    """What a field names: one thing, a list of them, or nothing."""
    if type(value) is list:
        return value
    return [] if value is None else [value]


def _key(name: Any) -> Hashable:
    """A name as an index key; values under `custom` may be unhashable."""
    return name if type(name) is str or isinstance(name, Hashable) else repr(name)

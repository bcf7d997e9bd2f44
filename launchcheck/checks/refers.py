"""What a fact refers to, and what must be true of that."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from launchcheck.checks.base import MISSING, Context, Problem, dotted, given, label
from launchcheck.checks.entries import EntryCheck
from launchcheck.checks.options import Conditions, FieldPath, Path, Test, show_scalar
from launchcheck.plan.paths import PlanPath, facts_of
from launchcheck.text import quote, show

if TYPE_CHECKING:
    from launchcheck.source import Where

_NAME = PlanPath.of("name")


class Refers(EntryCheck):
    """The id in `field` leads to an entry of `to` that gives the fields in `has` and fits `is`."""

    kind: Literal["refers"]
    field: FieldPath = Field(description="The field that holds the id")
    to: Path = Field(description="The list or map in which the id stands")
    has: list[FieldPath] = Field([], description="Fields that the entry referred to must give")
    is_: Conditions = Field(
        {}, alias="is", description="Fields of the entry referred to, and what they must be"
    )
    last: bool = Field(False, description="Look at the last entry of `of` alone")

    def fields(self) -> Iterator[tuple[Where, PlanPath]]:
        """The fields of `where`, and the one that holds the id."""
        yield from super().fields()
        yield ("field",), self.field

    def elsewhere(self) -> Iterator[tuple[Where, PlanPath, PlanPath]]:
        """The fields of the entry referred to."""
        yield from ((("has", index), path, self.to) for index, path in enumerate(self.has))
        yield from ((("is", path.text), path, self.to) for path in self.is_)

    def reads(self) -> Iterable[PlanPath]:
        """The id, and what is asked of the entry it leads to."""
        asked = [path.under(self.to) for path in (*self.has, *self.is_)]
        return dict.fromkeys([*super().reads(), *asked])

    def tests(self) -> Iterator[Test]:
        """The tests of `where` and `is`."""
        yield from super().tests()
        yield from self.is_.values()

    def problems(self, context: Context) -> Iterator[Problem]:
        """References to entries that are not as they must be, naming both sides."""
        gaps, entries = self.meant.look(context)
        yield from gaps
        for where, entry in entries[-1:] if self.last else entries:
            for place, value in self.field.select(entry, where):
                if not given(value):
                    name = f"{self.named(where, entry)}: {self.field}" if self.of else dotted(place)
                    yield Problem(place, f"{name} is not given", MISSING)
                else:
                    yield from self._found(context, partial(self._name, where, entry, place), place, value)

    def _name(self, where: Where, entry: Any, place: Where) -> str:
        """What messages call the fact that refers."""
        return f"{self.named(where, entry)}: {self.field}" if self.of else dotted(place)

    def _index(self, context: Context) -> dict[Hashable, tuple[Where, Any]]:
        """The entries of `to` by their ids, made once for all checks that look there."""
        index = context.ids.get(self.to)
        if index is None:
            index = context.ids[self.to] = {}
            for pair in context.entries(self.to.each):
                where, entry = pair
                index.setdefault(where[-1], pair)
                key = facts_of(entry).get("id")  # what stands in a map need not have one
                if key is not None and (type(key) is str or isinstance(key, Hashable)):
                    index.setdefault(key, pair)
        return index

    def _found(
        self, context: Context, name: Callable[[], str], place: Where, value: Any
    ) -> Iterator[Problem]:
        """What is wrong with the entry that `value` leads to."""
        found = self._index(context).get(value) if type(value) is str or isinstance(value, Hashable) else None
        if found is None:
            yield Problem(place, f"{name()} is {quote(value)}, which {self.to} does not have")
            return
        where, entry = found
        for path in self.has:
            actual = path.value(entry)
            if actual == where[-1]:
                words = f"whose {path} is {label(where, entry)} as well; it must be another"
                yield Problem(place, f"{name()} is {_target(found)}, {words}", related=(where + path.steps,))
            elif not given(actual):
                who = "who" if self.to.text == "people" else "which"
                words = f"{name()} is {_target(found)}, {who} has no {path}"
                yield Problem(place, words, MISSING, ((*where, path.steps[0]),))
        for path, test in self.is_.items():
            beside, actual = path.read(entry, where)
            verdict = test.verdict(actual, context)
            if verdict:
                says = f"{path} is {show_scalar(actual)}" if actual is not None else f"{path} is not given"
                message = f"{name()} is {_target(found)}, whose {says}; it must be {test.words(context)}"
                yield Problem(place, message, verdict, (beside,))


def _target(found: tuple[Where, Any]) -> str:
    """What messages call the entry that is referred to: by its id, and its name where it has one."""
    where, entry = found
    named = label(where, entry)
    who = _NAME.value(entry)
    return f"{named} ({show(who, 60)})" if who and quote(who) != named else named

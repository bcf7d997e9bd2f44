"""How checks go through the entries of a list, and how they name what each entry lacks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic import Field, model_validator
from pydantic_core import InitErrorDetails, ValidationError

from launchcheck.checks.base import (
    MISSING,
    SCHEDULED,
    Check,
    Context,
    Problem,
    Progress,
    gathered,
    given,
    missing,
    name_of,
    progress_of,
)
from launchcheck.checks.options import Conditions, Path, Test, fitting, malformed, show_scalar
from launchcheck.errors import LaunchcheckError
from launchcheck.plan.paths import PlanPath
from launchcheck.text import listed

if TYPE_CHECKING:
    from launchcheck.source import Where

    Entry = tuple[Where, Any]
    Look = tuple[Sequence[Problem], list[Entry]]

_SELECTIONS: dict[tuple[object, ...], int] = {}
"""Every choice of entries that a checklist has made, and its number."""


class _Selection(NamedTuple):
    """The entries of a list that a check means; what it says stands ready, for it is asked very often."""

    number: int
    of: PlanPath | None
    each: PlanPath | None
    where: Conditions
    may_be_empty: bool

    def look(self, context: Context) -> Look:
        """What is wrong with the list, and its entries that fit `where`; the plan itself where there is none.

        A list that may be empty may also be left out of an entry, but not the list of entries itself.
        """
        found = context.looks.get(self.number)
        if found is None:
            found = context.looks[self.number] = self._find(context)
        return found

    def _find(self, context: Context) -> Look:
        """The same, looked for once."""
        of, each, where = self.of, self.each, self.where
        if of is None or each is None:
            return (), [((), context.plan)]
        found = context.entries(each)
        gaps = _gaps(of, self.may_be_empty, context) if of.many or not found else ()
        if where:
            found = fitting(where, found, context)
        return gaps, found


class EntryCheck(Check):
    """A check that goes through the entries of a list, or looks at the plan as a whole."""

    of: Path | None = Field(None, description="The list to go through; left out: the plan itself")
    where: Conditions = Field({}, description="Only entries that fit: a field, and what its value must be")
    what: str = Field("entry", description="What one entry is called in messages, such as feature")
    may_be_empty: bool = Field(False, description="Whether a list without entries passes")

    @model_validator(mode="after")
    def _known_fields(self) -> EntryCheck:
        """Refuse fields that the entries of `of` do not have, each at its own place."""
        from launchcheck.plan import Plan

        try:
            model = self.of.each.check(Plan) if self.of else Plan
        except LaunchcheckError as error:
            raise _located([(("of",), error)], self) from None
        wrong = list(_unknown(self.fields(), model, self.of))
        for option, path, of in self.elsewhere():
            wrong += _unknown([(option, path)], of.each.check(Plan), of)
        if wrong:
            raise _located(wrong, self)
        return self

    def elsewhere(self) -> Iterator[tuple[Where, PlanPath, PlanPath]]:
        """Every option that names a field of an entry of another list, and that list."""
        yield from ()

    def fields(self) -> Iterator[tuple[Where, PlanPath]]:
        """Every option that names a field of an entry, with the option's own place."""
        for path in self.where:
            yield ("where", path.text), path

    def reads(self) -> Iterable[PlanPath]:
        """The list, and the fields of its entries."""
        fields = [path.under(self.of) for _, path in self.fields()]
        needed = [path for test in self.tests() for path in test.needs()]
        return dict.fromkeys([*([self.of] if self.of else []), *fields, *needed])

    def tests(self) -> Iterator[Test]:
        """Every test among the options."""
        yield from self.where.values()

    @cached_property
    def meant(self) -> _Selection:
        """Which entries are meant: one number for every check that means the same."""
        meant = (self.of, self.may_be_empty, *((path, test.meaning) for path, test in self.where.items()))
        number = _SELECTIONS.setdefault(meant, len(_SELECTIONS))
        each = self.of.each if self.of else None
        return _Selection(number, self.of, each, self.where, self.may_be_empty)

    def progress(self, context: Context, problems: list[Problem]) -> Progress | None:
        """How many entries are in order."""
        meant = self.meant
        if meant.of is None:
            return None
        _, entries = meant.look(context)
        if not problems or not entries:
            return progress_of(len(entries), len(entries)) if entries else None
        good = dict(entries)
        depths = set(map(len, good))
        for problem in problems:
            for depth in depths:
                good.pop(problem.where[:depth], None)
        return progress_of(len(good), len(entries))

    def named(self, where: Where, entry: Any) -> str:
        """What messages call an entry."""
        return name_of(self.what, where, entry)

    def lacking(self, where: Where, entry: Any, paths: Iterable[PlanPath]) -> Iterator[Problem]:
        """What an entry does not give of `paths`, as one problem."""
        places = absent(where, entry, paths)
        if places:
            yield from self.silent_about(where, entry, places)

    def silent_about(self, where: Where, entry: Any, places: list[Where]) -> Iterator[Problem]:
        """The problem of an entry that does not give what would stand at some places."""
        if self.of is None:
            yield from gathered(places)
            return
        names = _fields(tuple([place[len(where) :] for place in places]))
        words = f"{self.named(where, entry)} does not say {names}"
        yield Problem(places[0], words, MISSING, (), tuple(places))

    def tested(self, pair: Entry, path: PlanPath, test: Test, context: Context) -> Iterator[Problem]:
        """What is wrong with one field of an entry."""
        where, entry = pair
        if not path.many and not test.verdict(path.value(entry), context):
            return
        for place, value in path.select(entry, where):
            verdict = test.verdict(value, context)
            if not verdict:
                continue
            field = ".".join(str(step) for step in place[len(where) :]) or path.text
            name = f"{self.named(where, entry)}: {field}" if self.of else field
            if verdict == MISSING:
                words = f"{name} is not given; it must be {test.words(context)}"
            elif verdict == SCHEDULED:
                words = f"{name} is scheduled for {show_scalar(value)}; it counts once it has happened"
            else:
                words = f"{name} is {show_scalar(value)}; it must be {test.words(context)}"
            yield Problem(place, words, verdict)


@lru_cache(maxsize=1024)  # entries leave out the same fields
def _fields(steps: tuple[Where, ...]) -> str:
    """Fields of an entry, as a message names them."""
    return listed([".".join(map(str, field)) for field in dict.fromkeys(steps)])


def absent(where: Where, entry: Any, paths: Iterable[PlanPath]) -> list[Where]:
    """Where an entry would say what it does not say of `paths`."""
    places: list[Where] = []
    facts = getattr(entry, "__dict__", {})
    for path in paths:
        if path.many:
            places += [place for place, value in path.select(entry, where) if not given(value)]
            continue
        value = facts[path.single] if path.single in facts else path.value(entry)
        if not value and not given(value):
            places.append(where + path.steps)
    return places


def _gaps(of: PlanPath, may_be_empty: bool, context: Context) -> Sequence[Problem]:
    """The lists at a path that are not given, or have no entry where they need one."""
    if not of.many:
        value = context.value(of)
        if value or (may_be_empty and value is not None):
            return ()
        return (missing(of.steps, empty=value is not None),)
    last = of.steps[-1]
    return [
        missing(where, empty=value is not None)
        for where, value in context.select(of)
        # The innermost list may be left out where it may be empty, but not one that it stands in.
        if not (value or (may_be_empty and (value is not None or where[-1] == last)))
    ]


def _unknown(
    fields: Iterable[tuple[Where, PlanPath]], model: Any, of: PlanPath | None
) -> Iterator[tuple[Where, LaunchcheckError]]:
    """The fields that an entry of this section does not have; below `custom` any may be there."""
    if of is not None and model is None:
        return
    for option, path in fields:
        try:
            path.check(model)
        except LaunchcheckError as error:
            if of:
                error.message = error.message.replace("a plan has", f"an entry of {of} has", 1)
            yield option, error


def _located(wrong: list[tuple[Where, LaunchcheckError]], check: Check) -> ValidationError:
    """Errors of options, each at its own place in the checklist; of conditions the key is wrong."""
    return ValidationError.from_exception_data(
        type(check).__name__,
        [
            InitErrorDetails(
                type=malformed(error.message, error.hint),
                loc=(*loc, "[key]") if loc[-2:-1] in {("where",), ("is",)} else loc,
                input=None,
            )
            for loc, error in wrong
        ],
    )

"""What a report draws next to its items: dates on a timeline, or things and the places that carry them."""

import re
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, NamedTuple, Protocol, Self, TypeAlias

from pydantic import Field, model_validator
from pydantic_core import InitErrorDetails, ValidationError, core_schema

from launchcheck.checks.options import FieldPath, ListPath, Parsed, malformed
from launchcheck.checks.reads import Part, Reads, unknown
from launchcheck.checks.values import as_day
from launchcheck.errors import LaunchcheckError
from launchcheck.plan.paths import EACH, PlanPath
from launchcheck.text import quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pydantic import BaseModel

    from launchcheck.checks.reads import Option
    from launchcheck.errors import Location
    from launchcheck.facts import Facts
    from launchcheck.plan import Plan
    from launchcheck.source import Where

HAPPENED, SCHEDULED, UNDATED = "happened", "scheduled", "undated"

# -- as a report draws them --------------------------------------------------------------------


class Mark(NamedTuple):
    """One date on a timeline; `state` is `happened`, `scheduled` or, without a date, `undated`."""

    date: date | None
    label: str
    state: str
    location: "Location"


class Timeline(NamedTuple):
    """Dated marks in the order of their dates.

    `needed` is how many the checklist asks for at this tier, and None where it does not count them.
    `what` is what one mark is called, `label_called` what a label is; `sentence` is the text
    in front of "5 of 7 times."
    """

    id: str
    title: str
    what: str
    label_called: str
    sentence: str
    needed: int | None
    marks: tuple[Mark, ...]

    @property
    def happened(self) -> tuple[Mark, ...]:
        """The marks whose date has come."""
        return tuple(mark for mark in self.marks if mark.state == HAPPENED)


class Thing(NamedTuple):
    """Something that places should carry, and whether each of them does."""

    id: str
    text: str
    visible: bool
    carried: tuple[tuple[str, bool], ...]
    location: "Location"


class Coverage(NamedTuple):
    """Things, and the places that should carry them.

    `has_text` and `has_visible` say whether the checklist names a field for the text of a thing and
    for whether customers see it; without the latter every thing counts as visible.
    """

    id: str
    title: str
    what: str
    has_text: bool
    has_visible: bool
    things: tuple[Thing, ...]


Panel: TypeAlias = Timeline | Coverage

# -- as a checklist declares them --------------------------------------------------------------


def _panel_id(text: str) -> str:
    """A panel's id: one word."""
    if not re.fullmatch(_ID, text, re.ASCII):
        hint = "an id is one word of lowercase letters, digits, - and _: touches"
        raise LaunchcheckError(f"{quote(text)} is not the id of a panel", hint=hint)
    return text


_ID = r"[a-z0-9_-]{1,40}"
PanelId: TypeAlias = Annotated[
    str, Parsed(core_schema.str_schema, _panel_id, {"type": "string", "pattern": f"^{_ID}$"})
]
_Words: TypeAlias = Annotated[str, Field(min_length=1)]


class Carrier(Part):
    """A list whose entries may carry the things of a coverage."""

    of: ListPath = Field(description="The list")
    field: FieldPath = Field(description="The field of an entry that names what it carries")
    called: _Words = Field(description="What reports call the place, such as campaign")

    @cached_property
    def _path(self) -> PlanPath:
        """The path of the field, from the top of the plan."""
        return self.field.under(self.of)

    def names(self, plan: "Plan") -> set[str]:
        """What the entries of the list name."""
        return {name for _, named in self._path.select(plan) for name in _names(named) if name}


class _Listed(Part):
    """A panel of the entries of a list."""

    single: ClassVar[tuple[str, ...]] = ()
    """The options that name one fact of an entry."""

    id: PanelId = Field(description="The id by which an extending checklist can replace the panel")
    title: _Words = Field(description="The heading in a report")
    of: Annotated[ListPath, Reads()] = Field(description="The list")
    what: _Words = Field("entry", description="What reports call one entry, such as caveat")

    @model_validator(mode="after")
    def _knows_its_fields(self) -> Self:
        """Refuse fields that the entries of their list do not have, or that cannot be drawn."""
        from launchcheck.plan import Plan

        model = self.of.each.check(Plan)
        wrong = list(unknown(self, Plan)) or list(self.undrawable(model))
        if wrong:
            details = [
                InitErrorDetails(type=malformed(error.message, error.hint), loc=option, input=None)
                for option, error in wrong
            ]
            raise ValidationError.from_exception_data(type(self).__name__, details)
        return self

    def undrawable(self, model: "type[BaseModel] | None") -> "Iterator[tuple[Option, LaunchcheckError]]":
        """The options that do not name exactly one fact of an entry; below `custom` any path is allowed."""
        for option in self.single:
            path: PlanPath | None = getattr(self, option)
            if path is None:
                continue
            if EACH in path.steps:
                message, hint = (
                    f"{quote(path)} leads to several facts; it must lead to one",
                    "write a path without []",
                )
                yield (option,), LaunchcheckError(message, hint=hint)
            elif error := _no_fact(self.of, model, path):
                yield (option,), error


class Counting(Protocol):
    """An item of a checklist, as far as a panel looks at it: its id, and the check that may count."""

    @property
    def id(self) -> str:
        """The id of the item."""

    @property
    def check(self) -> Any:
        """Its check, of any kind."""


class TimelineOf(_Listed):
    """A panel of dated marks: each entry of a list, by its date."""

    single = ("date", "label")

    shape: Literal["timeline"]
    date: FieldPath = Field(description="The field that holds an entry's date")
    label: FieldPath | None = Field(None, description="The field that holds an entry's label")
    label_called: str = Field(
        "", description="What reports call a label, such as way; if set, different labels are counted, too"
    )
    needed: str = Field(
        "", description="The item that counts this list, and so says how many entries are needed at each tier"
    )
    sentence: str = Field(
        "", description="The text in front of `5 of 7 times.` in a summary; by default the title"
    )

    def undrawable(self, model: "type[BaseModel] | None") -> "Iterator[tuple[Option, LaunchcheckError]]":
        """Also refuse a date that is not a date field."""
        yield from super().undrawable(model)
        from launchcheck.plan import fields

        above: Any = model
        for step in self.date.steps[:-1]:
            above = fields(above)[step].model if above else None
        if above and EACH not in self.date.steps and not fields(above)[self.date.last].day:
            hint = "name a field that is a date"
            yield ("date",), LaunchcheckError(f"{quote(self.date)} is not a date field", hint=hint)

    def counted_by(self, item: Counting) -> dict[int, int] | None:
        """How many entries of the list an item requires at each tier; None if it does not count them."""
        checks = item.check.checks if item.check.kind == "all" else (item.check,)
        found = [
            check.at_least or {}
            for check in checks
            if check.kind == "count" and check.of is self.of and not check.distinct
        ]
        if not found:
            return None
        return {tier: max(each.get(tier, 0) for each in found) for tiers in found for tier in tiers}

    def drawn(self, plan: "Plan", items: "Mapping[str, Counting]", tier: int, facts: "Facts") -> Timeline:
        """The marks of a plan."""
        marks = [self._mark(where, entry, facts) for where, entry in _entries(self.of, plan)]
        marks.sort(key=lambda mark: (mark.date is None, mark.date or facts.today, mark.location))
        needed = None
        if self.needed:
            item = items.get(self.needed)
            needed = ((item and self.counted_by(item)) or {}).get(tier, 0)
        return Timeline(
            self.id, self.title, self.what, self.label_called, self.sentence, needed, tuple(marks)
        )

    def _mark(self, where: "Where", entry: Any, facts: "Facts") -> Mark:
        """An entry as a mark."""
        day = as_day(self.date.value(entry))
        state = UNDATED if day is None else HAPPENED if day <= facts.today else SCHEDULED
        label = _text(self.label.value(entry)) if self.label else ""
        return Mark(day, label, state, facts.locate(where))


class CoverageOf(_Listed):
    """A panel of things by places: each entry of a list, and which other lists name it."""

    single = ("key", "text", "visible")

    shape: Literal["coverage"]
    key: FieldPath | None = Field(
        None, description="The field by which places name an entry; without it, entries are plain words"
    )
    text: FieldPath | None = Field(None, description="The field that describes an entry")
    visible: FieldPath | None = Field(
        None,
        description="The field that is false if customers do not see the entry, so no place has to carry it",
    )
    places: list[Carrier] = Field(description="The lists that may carry the entries", min_length=1)

    def undrawable(self, model: "type[BaseModel] | None") -> "Iterator[tuple[Option, LaunchcheckError]]":
        """Also refuse sections without a key, and places that do not name facts."""
        from launchcheck.plan import Plan

        yield from super().undrawable(model)
        for index, place in enumerate(self.places):
            if error := _no_fact(place.of, place.of.each.check(Plan), place.field):
                yield ("places", index, "field"), error
        if model and not self.key:
            message = f"an entry of {self.of} is a section; `key` is missing"
            yield ("of",), LaunchcheckError(message, hint="add `key`, such as key: id")

    def drawn(self, plan: "Plan", facts: "Facts") -> Coverage:
        """The things of a plan, and what carries them."""
        entries = _entries(self.of, plan)
        carried = [(place.called, place.names(plan)) for place in self.places] if entries else []
        return Coverage(
            id=self.id,
            title=self.title,
            what=self.what,
            has_text=self.text is not None,
            has_visible=self.visible is not None,
            things=tuple(self._thing(where, entry, carried, facts) for where, entry in entries),
        )

    def _thing(
        self, where: "Where", entry: Any, carried: list[tuple[str, set[str]]], facts: "Facts"
    ) -> Thing:
        """An entry, and whether each place carries it."""
        name = _text(self.key.value(entry) if self.key else entry)
        return Thing(
            id=name,
            text=_text(self.text.value(entry)) if self.text else "",
            visible=not (self.visible and self.visible.value(entry) is False),
            carried=tuple((place, name in names) for place, names in carried),
            location=facts.locate(where),
        )


PanelOf: TypeAlias = Annotated[TimelineOf | CoverageOf, Field(discriminator="shape")]


def panels_of(
    plan: "Plan", panels: "Iterable[PanelOf]", items: "Mapping[str, Counting]", facts: "Facts", tier: int
) -> tuple[Panel, ...]:
    """The panels of a checklist with these items (by id), drawn from a plan at a tier."""
    return tuple(
        each.drawn(plan, items, tier, facts) if isinstance(each, TimelineOf) else each.drawn(plan, facts)
        for each in panels
    )


def _entries(of: PlanPath, plan: "Plan") -> "list[tuple[Where, Any]]":
    """The entries of a list, each with its place; none if the list is the word `none`."""
    return [(where, entry) for where, entry in of.each.select(plan) if entry is not None]


def _names(value: Any) -> "Iterable[str]":
    """What a field names: one thing, or a list of them."""
    return map(_text, value if type(value) is list else (value,))


def _text(value: Any) -> str:
    """A value as text; empty for anything that has no text, such as a section."""
    if type(value) is str:
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return ", ".join(filter(None, map(_text, value)))
    return str(value) if isinstance(value, (int, float)) else ""


def _no_fact(of: PlanPath, model: "type[BaseModel] | None", path: PlanPath) -> LaunchcheckError | None:
    """The error for a path that leads from an entry of a list to no fact; below `custom` any path may."""
    if model is None and of.steps[0] != "custom":
        return LaunchcheckError(f"an entry of {of} is a word, so it has no {quote(path)}")
    if model and path.check(model):
        return LaunchcheckError(f"{quote(path)} is a section", hint="name a field below it")
    return None

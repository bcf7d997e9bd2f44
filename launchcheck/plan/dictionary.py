"""Every field of the plan format: its path, its meaning, what it may be, and an example."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, get_args, get_origin

from launchcheck.plan import Plan, fields
from launchcheck.plan.known import describe, unwrapped
from launchcheck.plan.paths import EACH, PlanPath
from launchcheck.plan.types import Kind
from launchcheck.windows import Window

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic.fields import FieldInfo

    from launchcheck.plan import Section
    from launchcheck.plan.known import Known


class Field(NamedTuple):
    """One field: its path, and the section that it is a key of."""

    path: PlanPath
    key: str
    section: type[Section]

    @property
    def known(self) -> Known:
        """What the field holds."""
        return fields(self.section)[self.key]

    @property
    def meaning(self) -> str:
        """What it is for."""
        return describe(self.section, self.key)

    @property
    def words(self) -> tuple[str, ...]:
        """The words that it may be; empty if it is not a choice of words."""
        choices = (part.json.get("enum", ()) for part in self._parts() if isinstance(part, Kind))
        words = next(filter(None, choices), ()) or _literals(self._info.annotation)
        return tuple(map(str, words))

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the section, or of each entry, that it holds."""
        return tuple(fields(self.known.model)) if self.known.model else ()

    @property
    def type(self) -> str:
        """What it may be, in words: `a date, YYYY-MM-DD`, `a list of entries`."""
        known = self.known
        if known.free:
            return "anything"
        one, many = self._one()
        return {"list": f"a list of {many}", "map": f"{many} by id"}.get(known.many, one)

    @property
    def one(self) -> str:
        """What one value is, in words: `a whole number`, also where the field is a list of them."""
        return "anything" if self.known.free else self._one()[0]

    @property
    def is_required(self) -> bool:
        """Whether its section is malformed without it."""
        return self._info.is_required()

    @property
    def example(self) -> Any:
        """An example of its value; None if there is none."""
        return next(iter(self._info.examples or self.words), None)

    @property
    def _info(self) -> FieldInfo:
        return self.section.model_fields[self.known.attribute]

    def _parts(self) -> list[Any]:
        return [*self._info.metadata, *unwrapped(self._info.annotation)]

    def _one(self) -> tuple[str, str]:
        """What one value is, and several of them."""
        known = self.known
        if known.model:
            return "a section", "entries"
        if known.refers:
            return (
                f"the id of a {known.thing} under {known.refers}",
                f"ids in {known.refers}",
            )
        if self.words:
            return "one of these words", "these words"
        if known.link:
            return "an http(s) URL, or a path relative to the plan's folder", "links"
        if known.day and Window in self._parts():
            return "a date, YYYY-MM-DD, or a week, month, quarter, half or year", "dates or periods"
        if known.day:
            return "a date, YYYY-MM-DD", "dates"
        json = next((part.json for part in self._parts() if isinstance(part, Kind)), {})
        named = {"integer": ("a whole number", "whole numbers"), "number": ("a number", "numbers")}
        if bool in self._parts():
            return "true or false", "true or false"
        article = "an" if known.meant[:1] in "aeio" else "a"
        text = (f"{article} {known.meant}", f"{known.meant}s") if known.meant else ("text", "texts")
        return named.get(json.get("type", ""), text)


def _literals(annotation: Any) -> tuple[Any, ...]:
    """The values of a Literal in an annotation; none if there is none."""
    if get_origin(annotation) is Literal:
        return get_args(annotation)
    return next(filter(None, map(_literals, get_args(annotation))), ())


@cache
def dictionary() -> dict[str, Field]:
    """Every field of the plan format by the text of its path, in the order of a plan."""
    return {field.path.text: field for field in _below(Plan, "")}


def _below(section: type[Section], above: str) -> Iterator[Field]:
    """The fields of a section, each followed by those below it."""
    for key, known in fields(section).items():
        yield Field(PlanPath.of(f"{above}{key}"), key, section)
        if known.model:
            yield from _below(known.model, f"{above}{key}{EACH if known.many else ''}.")


def found(name: str, *, exact: bool = False) -> list[Field]:
    """The fields that a user may mean by a path or (unless it is `exact`) by its end, such as `way`.

    Brackets may be left out, and the id or the index of an entry may be given: `sales.touches[3].way`.
    """
    steps = _steps(name)
    entry = fields(Plan)[steps[0]] if steps and steps[0] in fields(Plan) else None
    if entry and entry.many == "map":
        steps[1:2] = [step for step in steps[1:2] if entry.model and step in fields(entry.model)]
    every = dictionary().values()
    same = [field for field in every if _steps(field.path.text) == steps]
    if same or exact or not steps:
        return same
    return [field for field in every if _steps(field.path.text)[-len(steps) :] == steps]


def _steps(path: str) -> list[str]:
    """The names in a path, without what only picks an entry."""
    plain = path.replace("[", ".").replace("]", "").split(".")
    return [step for step in plain if step and not step.isdecimal()]

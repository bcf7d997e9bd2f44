"""Paths into a plan: `campaigns[].claims[].proof` names every claim's proof."""

from __future__ import annotations

import keyword
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias

from launchcheck.errors import LaunchcheckError
from launchcheck.plan import Plan
from launchcheck.plan.known import Known, fields
from launchcheck.plan.sections import PACKS
from launchcheck.text import listed, quote, suggest

Found: TypeAlias = list[tuple["Where", Any]]
"""Values in a plan, each with its place; None for a value that is missing."""

if TYPE_CHECKING:
    from pydantic import BaseModel

    from launchcheck.source import Where

EACH = "[]"
_STEP = re.compile(r"([A-Za-z0-9_-]+)(\[\])?", re.ASCII)
_MOST_STEPS = 128
"""Enough for a plan, which is at most 64 levels deep; `[]` counts as a step."""


class PlanPath:
    """A parsed path expression such as `campaigns[].claims`; `[]` after a name means every entry of it.

    `many` is whether it may lead to more than one fact. `above` is the path without its last step,
    `last` is that step, and `single` is the attribute of a path with one step, else empty.
    There is one object for each text, so paths can be compared and looked up by identity. They are
    kept for good: texts come from checklists, never from a plan.
    """

    __slots__ = ("_attributes", "_each", "_route", "above", "last", "many", "single", "steps", "text")

    text: str
    steps: tuple[str, ...]
    many: bool
    above: PlanPath | None
    last: str
    single: str
    _route: tuple[tuple[str, str], ...]
    _attributes: tuple[str, ...]
    _each: PlanPath | None

    @staticmethod
    @cache
    def of(text: str) -> PlanPath:
        """Parse a path.

        Raises:
            LaunchcheckError: the text is not a path.

        """
        path = PlanPath()
        steps: list[str] = []
        for part in text.split("."):
            found = _STEP.fullmatch(part)
            if not found:
                raise LaunchcheckError(
                    f"{quote(text)} is not a path into a plan",
                    hint="write names with dots between them, and [] after a list: campaigns[].claims",
                )
            steps += [found[1], EACH] if found[2] else [found[1]]
        if len(steps) > _MOST_STEPS:
            raise LaunchcheckError(
                f"{quote(text)} has {len(steps)} steps", hint=f"a path may have at most {_MOST_STEPS}"
            )
        path.text = text
        path.steps = tuple(steps)
        path.many = EACH in steps
        path._route = tuple((step, f"{step}_" if keyword.iskeyword(step) else step) for step in steps)
        path._each = None
        path._attributes = tuple(attribute for _, attribute in path._route)
        path.last = steps[-1]
        path.single = "" if len(steps) > 1 else path._attributes[0]
        path.above = PlanPath.of(path._until(len(steps) - 1)) if len(steps) > 1 else None
        return path

    @property
    def each(self) -> PlanPath:
        """The path to every entry of the list at this path."""
        if self._each is None:
            self._each = PlanPath.of(f"{self.text}{EACH}")
        return self._each

    @property
    def outermost(self) -> PlanPath:
        """The path to the first list on the way; the path itself if it leads to one fact."""
        return PlanPath.of(self.text.partition(EACH)[0])

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"PlanPath({self.text!r})"

    def __reduce__(self) -> tuple[object, ...]:
        return PlanPath.of, (self.text,)

    def under(self, base: PlanPath | None) -> PlanPath:
        """Return this path below every entry of `base`."""
        return PlanPath.of(f"{base.text}[].{self.text}") if base else self

    def select(self, node: Any, where: Where = ()) -> list[tuple[Where, Any]]:
        """Return the values at this path below `node`, each with its place.

        A missing fact is None, at the place where it would be; below a missing list, at the list.
        """
        if not self.many:
            return [(where + self.steps, self.value(node))]
        found: Found = [(where, node)]
        absent: Found = []
        for index in range(len(self._route)):
            found, none = self.onward(found, index)
            absent += none
        return found + absent

    def onward(self, found: Found, index: int = -1) -> tuple[Found, Found]:
        """Take one step (by its index) from all values found; return the values there, and missing lists."""
        step, attribute = self._route[index]
        if step is not EACH:
            below = (step,)
            return [(place + below, _below(value, step, attribute)) for place, value in found], []
        entries: Found = []
        absent: Found = []
        for pair in found:
            place, value = pair
            if type(value) is list:
                entries += [(place + (index,), each) for index, each in enumerate(value) if each is not None]  # noqa: RUF005  # faster
            elif type(value) is dict:
                entries += [((*place, key), entry) for key, entry in value.items()]
            elif value is None:
                absent.append(pair)  # a word has no entries, but is not missing
        return entries, absent

    def read(self, node: Any, where: Where = ()) -> tuple[Where, Any]:
        """Return the one value at a path without `[]`, and its place."""
        return where + self.steps, self.value(node)

    def value(self, node: Any) -> Any:
        """Return the one value at a path without `[]`."""
        found = node
        try:
            # Sections keep their facts in `__dict__`, and this code is hot.
            if self.single:
                return found.__dict__[self.single]
            for attribute in self._attributes:
                if found is None:
                    return None
                found = found.__dict__[attribute]
        except (AttributeError, KeyError):
            found = node
            for step, attribute in self._route:
                found = _below(found, step, attribute)
        return found

    def check(self, model: type[BaseModel] | None) -> type[BaseModel] | None:
        """Return the model of the section at this path below `model`; None for anything else.

        Raises:
            LaunchcheckError: the plan format has no such path; the hint names the closest.

        """
        for index, step in enumerate(self.steps):
            if step == EACH:
                continue
            if model is None:
                raise LaunchcheckError(f"{quote(self._until(index))} is not a section; it has no keys")
            known = fields(model)
            if step not in known:
                raise self._unknown(index, known)
            entry = known[step]
            if entry.free:
                return None
            brackets = self.steps[index + 1 : index + 2] == (EACH,)
            if brackets and not entry.many:
                raise LaunchcheckError(f"{quote(self._until(index + 1))} is not a list", hint="remove []")
            if entry.many and not brackets and index + 1 < len(self.steps):
                raise LaunchcheckError(
                    f"{quote(self._until(index + 1))} is a list", hint="write [] after it for every entry"
                )
            model = entry.model
        return model

    def _until(self, count: int) -> str:
        """Return the first `count` steps as text."""
        return ".".join(self.steps[:count]).replace(f".{EACH}", EACH)

    def _unknown(self, index: int, known: Collection[str]) -> LaunchcheckError:
        """Make the error for a step that the plan format does not have."""
        step = self.steps[index]
        place = f"{self._until(index)}" or "a plan"
        # Packs are many, and may be off: they are suggested, but not listed.
        core = [each for each in known if each not in PACKS]
        hint = suggest(step, known, f"known there: {listed(core, most=30)}")
        return LaunchcheckError(f"{place} has no {quote(step)}", hint=hint)


@cache
def referred_to(path: PlanPath) -> PlanPath | None:
    """Return the path of the list or map whose ids the facts at a path refer to, if they do."""
    model: type[BaseModel] | None = Plan
    known: Known | None = None
    for step in path.steps:
        if step is not EACH:
            known = fields(model).get(step) if model else None
            model = known.model if known else None
    return PlanPath.of(known.refers) if known and known.refers else None


def facts_of(node: Any) -> Mapping[str, Any]:
    """Return the values of a section or a map by their keys in a plan; empty for anything else."""
    if type(node) is dict:
        return node
    facts: dict[str, Any] = getattr(node, "__dict__", {})
    renamed = _renamed(type(node))  # type: ignore[arg-type]  # mypy does not know that types are hashable
    return {**facts, **{step: facts[attribute] for step, attribute in renamed}} if renamed else facts


@cache
def _renamed(kind: type) -> tuple[tuple[str, str], ...]:
    """Return the keys whose attribute has another name (`in` and `in_`), as pairs."""
    names: Iterable[str] = getattr(kind, "model_fields", ())
    return tuple((name[:-1], name) for name in names if keyword.iskeyword(name[:-1]))


def _below(value: Any, step: str, attribute: str) -> Any:
    """Return the value one step further: an entry of a map, or a fact of a section; else None."""
    if type(value) is dict:
        return value.get(step)
    try:
        return value.__dict__.get(attribute)
    except AttributeError:
        return None


def links(plan: Plan | None = None) -> tuple[PlanPath, ...]:
    """Return every path at which a link may be: in the sections that a plan has, or in all of the format."""
    keys = (
        key
        for key, attribute in fields(Plan).attributes.items()
        if plan is None or getattr(plan, attribute) is not None
    )
    return tuple(path for key in keys for path in _links_in(key))


@cache
def _links_in(section: str) -> tuple[PlanPath, ...]:
    """Return the paths of the links in one section."""
    return tuple(PlanPath.of(text) for text in _link_texts(fields(Plan)[section], section))


def _link_texts(known: Known, key: str) -> Iterator[str]:
    """Yield the paths of the links at a key and below it, as text."""
    text = f"{key}{EACH if known.many else ''}"
    if known.link:
        yield text
    elif known.model is not None:
        for below, each in fields(known.model).items():
            yield from _link_texts(each, f"{text}.{below}")

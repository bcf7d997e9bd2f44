"""The sections of a plan in one list, and those among them that are read only where a plan has them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from contextvars import ContextVar
from functools import cached_property, lru_cache
from importlib import import_module
from typing import Annotated, Any, NamedTuple, TypeAlias, TypeVar, cast

from pydantic import Field, GetJsonSchemaHandler, TypeAdapter, ValidationInfo, create_model
from pydantic.fields import FieldInfo
from pydantic_core import CoreSchema, core_schema

from launchcheck.key_hints import UNLISTED
from launchcheck.plan.types import JsonSchema, Section, one_of, problem, read_by
from launchcheck.text import quote, suggest

Model = TypeVar("Model", bound=Section)


class Entry(NamedTuple):
    """A section by its key in a plan.

    An area of the launch also has an owner under `owners`, an item or more in a checklist, and a
    vote. A pack is an area that is asked about only where it is on: its checklist has the same name,
    its owner is optional, and it votes only where a checklist polls it.
    """

    key: str
    area: bool = False
    pack: bool = False


SECTIONS = (
    Entry("packs"),
    Entry("launch"),
    Entry("people"),
    Entry("owners"),
    Entry("product", area=True),
    Entry("audience", area=True),
    Entry("messaging"),
    Entry("goals", area=True),
    Entry("campaigns", area=True),
    Entry("sales", area=True),
    Entry("customer_success", area=True),
    Entry("tasks"),
    Entry("approvals"),
    Entry("brief", pack=True),
    Entry("ownership", pack=True),
    Entry("decisions", pack=True),
    Entry("lifecycle", pack=True),
    Entry("research", pack=True),
    Entry("positioning", pack=True),
    Entry("pricing", pack=True),
    Entry("metrics", pack=True),
    Entry("legal", pack=True),
    Entry("security", pack=True),
    Entry("privacy", pack=True),
    Entry("accessibility", pack=True),
    Entry("localization", pack=True),
    Entry("operations", pack=True),
    Entry("stores", pack=True),
    Entry("partners", pack=True),
    Entry("press", pack=True),
    Entry("calendar", pack=True),
    Entry("cadence", pack=True),
    Entry("waves", pack=True),
    Entry("runsheet", pack=True),
    Entry("after", pack=True),
    Entry("sunset", pack=True),
    Entry("not_applicable"),
    Entry("waivers"),
    Entry("custom"),
)
"""Every section, in the order in which `init` writes them.

A section that is not a field of `Plan` is described by a module of its own: `pricing` by the class
`Pricing` in `launchcheck/plan/pricing.py`, a model or another annotated type. That module is
imported, and its models are built, only where a plan has the section.
"""

AREAS = tuple(entry.key for entry in SECTIONS if entry.area)
"""The areas that a launch is asked about, in the order of the report."""

PACKS = tuple(entry.key for entry in SECTIONS if entry.pack)
"""The packs: optional areas, each a section and a checklist of the same name."""

OWNED = (*AREAS, *PACKS)
"""Every area that may have an owner under `owners`."""

POLLED = ("launch", *OWNED)
"""Every area that may vote."""

AreaName: TypeAlias = Annotated[
    str, one_of("AreaName", "launch", *AREAS, unlisted=dict.fromkeys(PACKS, "a pack"))
]
"""The name of an area that may vote."""


def _pack(value: object) -> str:
    if isinstance(value, str) and value in PACKS:
        return value
    hint = suggest(value, PACKS, "`launchcheck checks --packs` lists them") if isinstance(value, str) else ""
    raise problem(f"no pack {quote(value)}", hint)


PackName: TypeAlias = Annotated[str, read_by(_pack, "PackName", type="string", enum=[*PACKS])]
"""The name of a pack."""

_described: ContextVar[Collection[str] | None] = ContextVar("_described", default=None)
"""The later sections that a JSON Schema describes; None for all of them."""


def _mark(key: str) -> JsonSchema:
    """What the JSON Schema of a pack's key has more than that of other keys: hints do not list packs."""
    return {UNLISTED: True} if key in PACKS else {}


class Later:
    """Metadata for the field of a section that is read only where a plan has it."""

    def __init__(self, key: str) -> None:
        """Read the section that SECTIONS calls `key`."""
        self.key = key

    @cached_property
    def annotation(self) -> Any:
        """The type of the section: the class that its module names after it."""
        return getattr(import_module(f"launchcheck.plan.{self.key}"), self.key.title().replace("_", ""))

    @cached_property
    def description(self) -> str:
        """What the section is about: the first sentence of its module."""
        words = import_module(f"launchcheck.plan.{self.key}").__doc__ or ""
        return " ".join(words.partition("\n\n")[0].split())

    @cached_property
    def adapter(self) -> TypeAdapter[Any]:
        """What validates the section, built when the first plan has it."""
        return TypeAdapter(self.annotation)

    def read(self, value: object, info: ValidationInfo) -> object:
        """Validate the section, with what the plan declares."""
        return None if value is None else self.adapter.validate_python(value, context=info.context)

    def __get_pydantic_core_schema__(self, source: object, handler: object) -> CoreSchema:
        """Call `read`, so that building the schema of a plan builds nothing of the section."""
        return core_schema.with_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchema:
        """Describe the section, or allow anything where its description is not wanted."""
        described = _described.get()
        if described is not None and self.key not in described:
            return _mark(self.key)
        below = handler(self.adapter.core_schema)
        return {"anyOf": [below, {"type": "null"}], "description": self.description, **_mark(self.key)}


def later_in(field: FieldInfo) -> Later | None:
    """Return the mark of a section that is read later; None for any other field."""
    return next((mark for mark in field.metadata if isinstance(mark, Later)), None)


def with_later(model: type[Model]) -> type[Model]:
    """Add to a plan a field for each section that it does not write itself."""
    keys = [entry.key for entry in SECTIONS if entry.key not in model.model_fields]
    return _extended(model, {key: (Annotated[Any, Later(key)], None) for key in keys})


def with_areas(annotation: Any) -> Callable[[type[Model]], type[Model]]:
    """Add to the owners a field of this type for each area and pack that they do not write themselves."""

    def extend(model: type[Model]) -> type[Model]:
        areas = [area for area in OWNED if area not in model.model_fields]
        return _extended(model, {area: (annotation, _owner_of(area)) for area in areas})

    return extend


def _owner_of(area: str) -> Any:
    """Describe the field for the owner of an area."""
    words = area.replace("_", " ")
    description = f"Owns {words}: the id of a person."
    return Field(default=None, description=description, json_schema_extra=_mark(area))


def _extended(model: type[Model], fields: Mapping[str, Any]) -> type[Model]:
    """Add fields to a model, under its own name; the model itself where there are none."""
    if not fields:
        return model
    names: dict[str, Any] = {"__base__": model, "__module__": model.__module__, "__doc__": model.__doc__}
    return cast("type[Model]", create_model(model.__name__, **names, **fields))


def described_as_in(model: type[Model], data: object) -> JsonSchema:
    """Return the JSON Schema of a plan, with those of the later sections that its raw data has.

    It is shared by all plans with the same sections, and must not be changed: making it takes longer
    than reading a plan.
    """
    there = data if isinstance(data, dict) else {}
    return _described_with(model, frozenset(entry.key for entry in SECTIONS if entry.key in there))


@lru_cache(maxsize=16)
def _described_with(model: type[Model], keys: frozenset[str]) -> JsonSchema:
    """Make the JSON Schema of a plan that has these sections."""
    token = _described.set(keys)
    try:
        return model.model_json_schema(mode="validation")
    finally:
        _described.reset(token)

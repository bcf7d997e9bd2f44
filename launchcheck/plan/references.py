"""Ids and references: which ids a plan declares, and names that must be among them."""

from collections.abc import Callable, Collection, Iterable
from itertools import islice
from typing import Annotated, Any, Protocol, TypeAlias

from pydantic import AfterValidator, ValidationInfo
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from launchcheck.plan.types import Kind, problem, wrong_at
from launchcheck.text import listed, quote, suggest
from launchcheck.windows import Window

DECLARED = "declared"
"""The key of the validation context that holds the `Declared` of a plan."""

REFERS_TO = "x-launchcheck-ref"
"""The key of a JSON Schema that says what a text refers to: a person, segment, goal, feature, ..."""

_MOST_SUGGESTIONS = 20
_MOST_CANDIDATES = 1000

Ids: TypeAlias = dict[Any, Any] | None
"""The ids that one place of a plan declares, in their order; None where that is unclear."""


class Declared:
    """The ids that a plan declares, by the path of the list or map that declares them.

    Data of the wrong shape declares no ids, because its own error is enough. After
    20 wrong references the rest get no suggestion, because searching for one is slow.
    """

    def __init__(self, data: object) -> None:
        """Take the raw data of a plan; each place is looked at when a reference asks for it."""
        self.data = data
        self.ids: dict[str, Ids] = {}
        self.words: dict[str, str] = {}
        self.suggestions = _MOST_SUGGESTIONS

    def at(self, where: str, read: Callable[[Any], Ids]) -> Ids:
        """Find the ids that `where` declares, and keep them in `ids`."""
        self.ids[where] = found = read(_at(self.data, where))
        return found

    def unknown(self, what: str, where: str, name: str, known: Collection[str]) -> PydanticCustomError:
        """Make the error for a name of a `what` that `where` does not declare."""
        hint = self.suggestion(name, known) or self.all_of(where, known)
        return problem(f"no {what} {quote(name)}", hint)

    def all_of(self, where: str, known: Collection[str]) -> str:
        """List what `where` declares, for a hint; the text is made once."""
        if where not in self.words:
            people = where == "people"
            names, there = listed(known), "known people" if people else f"known in {where}"
            nothing = "the plan lists no people" if people else f"nothing is listed under {where}"
            self.words[where] = f"{there}: {names}" if names else nothing
        return self.words[where]

    def suggestion(self, word: str, known: Iterable[str]) -> str:
        """Suggest the closest known word; empty where there is none, or after too many suggestions."""
        self.suggestions -= 1
        return suggest(word, islice(known, _MOST_CANDIDATES)) if self.suggestions >= 0 else ""


def declared_in(info: ValidationInfo) -> Declared | None:
    """Return what the plan declares; None where a section is validated on its own."""
    return info.context.get(DECLARED) if info.context else None


def version_of(where: str) -> AfterValidator:
    """Refuse a version that is later than the plan's own at `where`, such as `pricing.version`."""

    def exists(version: int, info: ValidationInfo) -> int:
        declared = declared_in(info)
        latest = _at(declared.data, where) if declared else None
        if type(latest) is int and version > latest:
            raise problem(f"{info.field_name} is {version}, but {where} is only {latest}")
        return version

    return AfterValidator(exists)


def launch_in(info: ValidationInfo) -> Window | None:
    """Return the launch date of the plan that is read; None where it is missing or malformed."""
    declared = declared_in(info)
    launch = declared.data.get("launch") if declared and isinstance(declared.data, dict) else None
    try:
        return Window.of(str(launch.get("date"))) if isinstance(launch, dict) else None
    except ValueError:
        return None


def _at(data: Any, where: str) -> Any:
    """Return the raw value at a path; None where it is missing, `...` where the data has another shape."""
    for key in where.split("."):
        if data is not None:
            data = data.get(key) if isinstance(data, dict) else ...
    return data


# -- ids, as places declare them -----------------------------------------------------------------


def keys(value: Any) -> Ids:
    """Read the ids of a map whose keys are ids, such as `people`."""
    if value is None:
        return {}
    return value if isinstance(value, dict) else None


def ids(value: Any) -> Ids:
    """Read the ids of a list of things with ids."""
    if isinstance(value, list) and all(isinstance(item, dict) for item in value):
        return names([item.get("id") for item in value])
    return names(value)


def names(value: Any) -> Ids:
    """Read a list of plain names; the word `none` is an empty list."""
    if value is None or value == "none":
        return {}
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        return None
    return {name.strip(): None for name in value}


def names_if_any(value: Any) -> Ids:
    """Read a list of plain names; without any, every name is accepted."""
    return names(value) or None


# -- references ----------------------------------------------------------------------------------


class Reference(Kind):
    """The kind of the id of a `what`, which the path `where` declares."""

    def __init__(self, schema: CoreSchema, what: str, where: str) -> None:
        """Validate ids with `schema`."""
        super().__init__(schema, {"type": "string", REFERS_TO: what.replace(" ", "_")})
        self.what = what
        self.where = where


def reference(what: str, where: str, read: Callable[[Any], Ids] = ids) -> Reference:
    """Make a kind for the id of a `what`, which must be one that the path `where` declares."""

    def check(name: str, info: ValidationInfo) -> str:
        declared = declared_in(info)
        if declared:
            known = declared.ids[where] if where in declared.ids else declared.at(where, read)
            if known is not None and name not in known:
                raise declared.unknown(what, where, name, known)
        return name

    text = core_schema.str_schema(strict=True, strip_whitespace=True)
    schema = core_schema.with_info_after_validator_function(check, text, ref=what)
    return Reference(schema, what, where)


PersonId: TypeAlias = Annotated[str, reference("person", "people", keys)]
"""The id of a person under `people`."""

SegmentId: TypeAlias = Annotated[str, reference("segment", "audience.segments")]
"""The id of a segment under `audience.segments`."""

GoalId: TypeAlias = Annotated[str, reference("goal", "goals")]
"""The id of a goal under `goals`."""

FeatureId: TypeAlias = Annotated[str, reference("feature", "product.features")]
"""The id of a feature under `product.features`."""

CaveatId: TypeAlias = Annotated[str, reference("caveat", "product.caveats")]
"""The id of a caveat under `product.caveats`."""

TaskId: TypeAlias = Annotated[str, reference("task", "tasks")]
"""The id of a task under `tasks`."""

CampaignId: TypeAlias = Annotated[str, reference("campaign", "campaigns")]
"""The id of a campaign under `campaigns`."""

SalesAudience: TypeAlias = Annotated[str, reference("sales audience", "sales.audiences", names_if_any)]
"""One of `sales.audiences`; any name where that list is missing or empty."""

# -- unique ids ----------------------------------------------------------------------------------


class _HasId(Protocol):
    @property
    def id(self) -> str: ...


class Once:
    """Metadata for a list of things with ids: no id may appear twice."""

    def __init__(self, what: str) -> None:
        """Call each thing a `what` in messages."""
        self.what = what

    def __get_pydantic_core_schema__(
        self, source: object, handler: Callable[[Any], CoreSchema]
    ) -> CoreSchema:
        """Validate the list, then its ids."""
        return core_schema.no_info_after_validator_function(self.check, handler(source))

    def check(self, items: list[_HasId]) -> list[_HasId]:
        """Refuse the second of two equal ids."""
        seen: set[str] = set()
        for index, item in enumerate(items):
            if item.id in seen:
                raise wrong_at((index, "id"), item.id, f"{self.what} id {quote(item.id)} appears twice")
            seen.add(item.id)
        return items

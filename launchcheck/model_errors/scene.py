"""What a message about a wrong value may need: the error, the file around it, and what is allowed there."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from pydantic import BaseModel, PydanticUserError

from launchcheck.errors import Location
from launchcheck.text import quote, show

if TYPE_CHECKING:
    from collections.abc import Iterator

    from launchcheck.source import Where

NOTHING = object()
"""The value of a key that is not in the file."""


class Readable(Protocol):
    """Data from a file: a `Source`, or a part of one."""

    @property
    def name(self) -> str:
        """What messages call the file."""
        ...

    @property
    def data(self) -> dict[str, Any]:
        """The data of the file."""
        ...

    def locate(self, where: Where, *, key: bool = False) -> Location:
        """The location of a value in the file, or of its key."""
        ...

    def typed(self, where: Where) -> str | None:
        """A value as written."""
        ...

    def as_written(self, where: Where) -> Where | None:
        """A path with the entries of lists numbered as in the file; None if it is not in the file."""
        ...


class Wrong(NamedTuple):
    """One error of pydantic: its kind and details, and where in the data it is."""

    kind: str
    said: str
    details: dict[str, Any]
    where: Where
    has_tags: bool  # it is in one branch of a union
    is_key: bool  # the key is wrong, not its value


class Scene(NamedTuple):
    """Everything a message may need: the error, what the file contains, and what is allowed there."""

    wrong: Wrong
    name: str  # the path, as people write it
    written: Where  # the path, with the entries of lists numbered as in the file
    value: Any
    typed: str  # the value, as typed in the file
    wanted: list[dict[str, Any]]  # the alternatives of the schema
    beside: list[dict[str, Any]]  # the alternatives for the mapping around it
    around: Any  # the mapping or list around it
    source: Readable
    location: Location
    schema: Schema
    commented: set[str]  # sections that are commented out

    @property
    def people(self) -> dict[str, Any]:
        """The people in the data."""
        people = self.source.data.get("people")
        return people if isinstance(people, dict) else {}

    @property
    def key(self) -> str:
        """The last step of the path, as text."""
        return str(self.wrong.where[-1]) if self.wrong.where else ""

    @property
    def is_required(self) -> bool:
        """Whether the key must be there."""
        return any(self.key in node.get("required", ()) for node in self.beside)

    @property
    def found(self) -> str:
        """The value as messages name it."""
        if self.value is NOTHING or self.value is None:
            return "nothing"
        if isinstance(self.value, list):
            return "a list"
        if isinstance(self.value, dict):
            return "key: value lines"
        return f"the text {self.typed}" if isinstance(self.value, str) else show(self.typed, 60)


def scene_of(
    source: Readable, schema: Schema, wrong: Wrong, location: Location, commented: set[str]
) -> Scene:
    """Gather everything a message may need."""
    value: Any = source.data
    around: Any = None
    for step in wrong.where:
        around = value
        is_there = step in value if isinstance(value, dict) else isinstance(value, list)
        value = value[step] if is_there else NOTHING
    if wrong.is_key:
        value = wrong.where[-1]
    typed = quote(value) if isinstance(value, str) else source.typed(wrong.where)
    typed = str(value) if typed is None else typed
    written = (*(source.as_written(wrong.where[:-1]) or wrong.where[:-1]), *wrong.where[-1:])
    name = _name(source.data, wrong.where, written)
    wanted, beside = schema.at(source.data, wrong.where), schema.at(source.data, wrong.where[:-1])
    return Scene(
        wrong, name, written, value, typed, wanted, beside, around, source, location, schema, commented
    )


def _name(data: Any, where: Where, written: Where) -> str:
    """A path as people write it: `campaigns.launch-email.owner`; an element by its id, if it has one."""
    names = []
    step: Any
    for step, number in zip(where, written, strict=True):
        data = data[step] if isinstance(data, list) or (isinstance(data, dict) and step in data) else None
        identity = data.get("id") if isinstance(data, dict) and isinstance(step, int) else None
        names.append(show(identity if isinstance(identity, str) and identity else number, 40))
    return show(".".join(names), 120) or "the file"


class Schema:
    """What is allowed where, from the JSON Schema of a model; empty if it has none."""

    def __init__(self, model: type[BaseModel], data: object) -> None:
        in_part = getattr(model, "json_schema_for", None)
        try:
            self.root: dict[str, Any] = in_part(data) if in_part else _whole(model)
        except PydanticUserError:
            self.root = {}
        self.known: dict[str, Any] = self.root.get("$defs", {})

    def at(self, data: Any, where: Where) -> list[dict[str, Any]]:
        """Every alternative for the value at `where`."""
        found = list(self.alternatives(self.root, data))
        for step in where:
            is_there = step in data if isinstance(data, dict) else isinstance(data, list)
            data = data[step] if is_there else None
            inner = (child for node in found for child in _children(node, step))
            found = [node for child in inner for node in self.alternatives(child, data)]
        return found

    def homes(self, section: str, *, is_deep: bool) -> dict[str, list[str]]:
        """The sections that know a key at their top, by the key; of `section` itself, the parts that do.

        A section is itself at home in no section, the empty one; `is_deep` keeps only those.
        """
        sections = self.root.get("properties", {})
        found = {name: [""] for name in sections}
        if is_deep:
            return found
        parts = {name: node for name, node in sections.items() if name != section}
        for schema in self.alternatives(sections.get(section), None):
            parts |= {f"{section}.{name}": node for name, node in schema.get("properties", {}).items()}
        for name, node in parts.items():
            for schema in self.alternatives(node, None):
                for key in schema.get("properties", {}):
                    found.setdefault(key, []).append(name)
        return found

    def entry_of(self, nodes: list[dict[str, Any]]) -> dict[str, Any]:
        """What is allowed under each id of a section whose keys are ids; empty for any other place."""
        below = [node.get("additionalProperties") for node in nodes]
        below += [each for node in nodes for each in node.get("patternProperties", {}).values()]
        found = (each for node in below for each in self.alternatives(node, None))
        return next((each for each in found if "properties" in each), {})

    def entries_of(self, nodes: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        """What is allowed for an entry of a list."""
        for node in nodes:
            yield from self.alternatives(node.get("items"), None)

    def alternatives(self, node: Any, value: Any) -> Iterator[dict[str, Any]]:
        """Split a schema into alternatives that are neither references nor unions."""
        if not isinstance(node, dict):
            return
        branches = [branch for union in ("anyOf", "oneOf", "allOf") for branch in node.get(union, ())]
        if "$ref" in node:
            branches.append(self.known.get(node["$ref"].rpartition("/")[2]))
        tagged = node.get("discriminator", {})
        tag = value.get(tagged.get("propertyName")) if isinstance(value, dict) else None
        if isinstance(tag, str) and tag in tagged.get("mapping", {}):
            branches = [{"$ref": tagged["mapping"][tag]}]
        if not branches:
            yield node
        for branch in branches:
            yield from self.alternatives(branch, value)


@lru_cache(maxsize=8)
def _whole(model: type[BaseModel]) -> dict[str, Any]:
    """The JSON Schema of a model, made once however many files have errors."""
    return model.model_json_schema(mode="validation")


def _children(node: dict[str, Any], step: str | int) -> Iterator[Any]:
    """The schemas one step further in."""
    if isinstance(step, int):
        yield from node.get("prefixItems", ())[step : step + 1] or [node.get("items")]
    elif step in node.get("properties", {}):
        yield node["properties"][step]
    else:
        yield node.get("additionalProperties")
        yield from node.get("patternProperties", {}).values()


def types_of(node: dict[str, Any]) -> list[str]:
    """The JSON types that a schema allows; empty if it names none."""
    kinds = node.get("type", [])
    return [] if choices_of(node) else [kinds] if isinstance(kinds, str) else list(kinds)


def choices_of(node: dict[str, Any]) -> list[Any]:
    """The few values that a schema allows, if it names them."""
    return [node["const"]] if "const" in node else list(node.get("enum", ()))


def fits(value: Any, node: dict[str, Any]) -> bool:
    """Whether the value has a type that the schema allows."""
    if choices := choices_of(node):
        return type(value) in map(type, choices)
    kinds = types_of(node)
    kind = {type(None): "null", bool: "boolean", str: "string", list: "array", dict: "object"}.get(
        type(value)
    )
    if isinstance(value, (int, float)) and kind is None:
        return "number" in kinds or (isinstance(value, int) and "integer" in kinds) or not kinds
    return kind in kinds or not kinds

"""Translate pydantic's errors into plain-language messages with fix hints, located in the file."""

from __future__ import annotations

import json
import re
import unicodedata
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from pydantic import BaseModel, PydanticUserError, ValidationError

from launchcheck import date_hints, key_hints, value_hints, yaml_hints
from launchcheck.errors import LaunchcheckError, Location
from launchcheck.source import MOST_DIGITS, PLACEHOLDER
from launchcheck.text import closest, listed, quote, show, suggest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from launchcheck.source import Where

MOST_ERRORS = 20
_LONGEST = 400
_TRIED = 12

_NOTHING = object()


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


class _Wrong(NamedTuple):
    """One error of pydantic: its kind and details, and where in the data it is."""

    kind: str
    said: str
    details: dict[str, Any]
    where: Where
    has_tags: bool  # it is in one branch of a union
    is_key: bool  # the key is wrong, not its value


class _Scene(NamedTuple):
    """Everything a message may need: the error, what the file contains, and what is allowed there."""

    wrong: _Wrong
    name: str  # the path, as people write it
    written: Where  # the path, with the entries of lists numbered as in the file
    value: Any
    typed: str  # the value, as typed in the file
    wanted: list[dict[str, Any]]  # the alternatives of the schema
    beside: list[dict[str, Any]]  # the alternatives for the mapping around it
    around: Any  # the mapping or list around it
    source: Readable
    location: Location
    schema: _Schema
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
        if self.value is _NOTHING or self.value is None:
            return "nothing"
        if isinstance(self.value, list):
            return "a list"
        if isinstance(self.value, dict):
            return "key: value lines"
        return f"the text {self.typed}" if isinstance(self.value, str) else show(self.typed, 60)


class _Words(NamedTuple):
    """A message and its hint."""

    message: str
    hint: str = ""


def explain(
    source: Readable, model: type[BaseModel], problem: ValidationError
) -> tuple[LaunchcheckError, ...]:
    """List the errors in the order of the file, at most `MOST_ERRORS`."""
    errors = problem.errors(include_url=False, include_input=False)
    wrongs = _without_misspelled(_without_echoes([_wrong(source.data, error) for error in errors]))
    located = [(source.locate(wrong.where, key=wrong.is_key), wrong) for wrong in wrongs]
    located.sort(key=lambda pair: (pair[0].line, pair[0].column))
    schema = _Schema(model, source.data)
    commented = key_hints.commented_out(getattr(source, "text", ""))
    parts: dict[tuple[Location, str], LaunchcheckError] = {}
    left = len(located)
    for location, wrong in located:
        if len(parts) == MOST_ERRORS:
            break
        words = _words(_scene(source, schema, wrong, location, commented))
        message, hint = show(words.message, _LONGEST), show(words.hint, _LONGEST)
        parts.setdefault((location, message), LaunchcheckError(message, hint=hint, locations=(location,)))
        left -= 1
    if left:
        more = LaunchcheckError(f"and {left:,} more", locations=(Location(source.name),))
        return (*parts.values(), more)
    return tuple(parts.values())


def _wrong(data: Any, error: Any) -> _Wrong:
    """Find the place in the data that an error of pydantic refers to."""
    loc: Where = error["loc"]
    kind: str = error["type"]
    details: dict[str, Any] = error.get("ctx") or {}
    is_key = kind == "extra_forbidden"
    if kind == "missing":
        where = (*_follow(data, loc[:-1], loc[-1]), loc[-1])
    elif loc and loc[-1] == "[key]":
        where, is_key = _follow(data, loc[:-1]), True
    else:
        where = _follow(data, loc)
    tag = str(details.get("discriminator")).strip("'")
    if kind.startswith("union_tag_") and tag.isidentifier():
        where = (*where, tag)
        kind = "missing" if kind == "union_tag_not_found" else kind
    return _Wrong(kind, error["msg"], details, where, len(where) < len(loc), is_key)


def _follow(data: Any, loc: Where, missing: str | int | None = None) -> Where:
    """Drop the steps of `loc` that are not in the data: the tags of unions.

    A tag may have the name of an existing key. Then the path that reaches the end counts: a value,
    or the mapping without the key `missing`.
    """
    found, is_whole = _walk(data, loc, missing, tries=len(loc) <= _TRIED)
    return found if is_whole or not loc else _walk(data, loc, missing, tries=False)[0]


def _walk(node: Any, loc: Where, missing: str | int | None, *, tries: bool) -> tuple[Where, bool]:
    """Follow `loc` from `node`: the steps that are in the data, and whether the last one is."""
    if not loc:
        return (), missing is None or (isinstance(node, dict) and missing not in node)
    step: Any = loc[0]
    rest = loc[1:]
    taken: tuple[Where, bool] | None = None
    if (isinstance(node, dict) and step in node) or (
        isinstance(node, list) and isinstance(step, int) and 0 <= step < len(node)
    ):
        found, is_whole = _walk(node[step], rest, missing, tries=tries)
        taken = (step, *found), is_whole
        if is_whole or not tries:
            return taken
    found, is_whole = _walk(node, rest, missing, tries=tries)
    is_whole = is_whole and (bool(rest) or missing is not None)
    return taken if taken and not is_whole else (found, is_whole)


def _without_echoes(wrongs: list[_Wrong]) -> list[_Wrong]:
    """Drop errors of union branches that were not meant.

    If one branch has errors further in, a mismatch with another branch adds nothing.
    """
    inner = {wrong.where[:depth] for wrong in wrongs if wrong.has_tags for depth in range(len(wrong.where))}
    return [
        wrong
        for wrong in wrongs
        if not (wrong.has_tags and wrong.where in inner and _is_mismatch(wrong.kind))
    ]


def _without_misspelled(wrongs: list[_Wrong]) -> list[_Wrong]:
    """Drop missing keys that are present but misspelled: one slip, one message."""
    unknown: dict[Where, list[str]] = {}
    for wrong in wrongs:
        if wrong.kind == "extra_forbidden":
            unknown.setdefault(wrong.where[:-1], []).append(str(wrong.where[-1]))
    return [
        wrong
        for wrong in wrongs
        if wrong.kind != "missing"
        or not _is_misspelled(str(wrong.where[-1]), unknown.get(wrong.where[:-1], [])[:MOST_ERRORS])
    ]


def _is_misspelled(key: str, unknown: list[str]) -> bool:
    """Whether one of the unknown keys was meant to be `key`."""
    return bool(closest(key, unknown)) or any(key_hints.alias(name, [key]) for name in unknown)


def _is_mismatch(kind: str) -> bool:
    """Whether the error is a value of another type, or none of the allowed values."""
    return kind.endswith(("_type", "_parsing", "_from_float")) or kind in {
        "literal_error",
        "enum",
        "none_required",
        "union_tag_not_found",
        "union_tag_invalid",
    }


def _scene(
    source: Readable, schema: _Schema, wrong: _Wrong, location: Location, commented: set[str]
) -> _Scene:
    """Gather everything a message may need."""
    value: Any = source.data
    around: Any = None
    for step in wrong.where:
        around = value
        is_there = step in value if isinstance(value, dict) else isinstance(value, list)
        value = value[step] if is_there else _NOTHING
    if wrong.is_key:
        value = wrong.where[-1]
    typed = quote(value) if isinstance(value, str) else source.typed(wrong.where)
    typed = str(value) if typed is None else typed
    written = (*(source.as_written(wrong.where[:-1]) or wrong.where[:-1]), *wrong.where[-1:])
    name = _name(source.data, wrong.where, written)
    wanted, beside = schema.at(source.data, wrong.where), schema.at(source.data, wrong.where[:-1])
    return _Scene(
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


class _Schema:
    """What is allowed where, from the JSON Schema of a model; empty if it has none."""

    def __init__(self, model: type[BaseModel], data: object) -> None:
        in_part = getattr(model, "json_schema_for", None)
        try:
            self.root: dict[str, Any] = (
                in_part(data) if in_part else model.model_json_schema(mode="validation")
            )
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

    def homes(self, section: str) -> dict[str, list[str]]:
        """The sections that know a key at their top, by the key, without `section` itself."""
        found: dict[str, list[str]] = {}
        for name, node in self.root.get("properties", {}).items():
            for schema in self.alternatives(node, None) if name != section else ():
                for key in schema.get("properties", {}):
                    found.setdefault(key, []).append(name)
        return found

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


def _children(node: dict[str, Any], step: str | int) -> Iterator[Any]:
    """The schemas one step further in."""
    if isinstance(step, int):
        yield from node.get("prefixItems", ())[step : step + 1] or [node.get("items")]
    elif step in node.get("properties", {}):
        yield node["properties"][step]
    else:
        yield node.get("additionalProperties")
        yield from node.get("patternProperties", {}).values()


# -- words ---------------------------------------------------------------------------------------

_NOUNS = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "key: value lines",
}
# Fallback without a schema: the prefixes of pydantic's kinds of error.
_KINDS = {
    "string": "string",
    "int": "integer",
    "float": "number",
    "finite": "number",
    "decimal": "number",
    "bool": "boolean",
    "list": "array",
    "tuple": "array",
    "set": "array",
    "frozen": "array",
    "dict": "object",
    "mapping": "object",
    "model": "object",
    "dataclass": "object",
    "date": "date",
}
_LIMITS = {
    "greater_than_equal": "{ge} or more",
    "greater_than": "more than {gt}",
    "less_than_equal": "{le} or less",
    "less_than": "less than {lt}",
    "multiple_of": "a multiple of {multiple_of}",
    "string_too_short": "at least {min_length} characters long",
    "string_too_long": "at most {max_length} characters long",
    "string_pattern_mismatch": "of the form {pattern}",
}


def _words(scene: _Scene) -> _Words:
    """The message and hint for an error."""
    kind, details = scene.wrong.kind, scene.wrong.details
    if kind == "extra_forbidden":
        return _unknown_key(scene)
    if kind == "missing":
        return _still_open(scene) or _Words(f"{scene.name} is missing", _add(scene))
    words = None if scene.wrong.is_key else _misfit(scene)
    if words or (words := _out_of_bounds(scene)):
        return words
    said = scene.wrong.said.removeprefix("Value error, ").removeprefix("Assertion failed, ")
    if kind in {"launchcheck", "value_error"}:
        hint = str(details.get("hint", ""))
        return _Words(said, _better_hint(scene, said, hint) or hint)
    return _Words(f"{scene.name}: {said[:1].lower()}{said[1:]}")


def _still_open(scene: _Scene) -> _Words | None:
    """The message for a required key that has a placeholder; None for one that is not in the file."""
    placeholder = (scene.source.typed(scene.wrong.where) or "").strip("\"'")
    if not PLACEHOLDER.fullmatch(placeholder):
        return None
    *above, key = scene.written
    owner = f"{above[-2]}[{above[-1]}]" if above and isinstance(above[-1], int) else ".".join(map(str, above))
    said = placeholder[1:-1]
    hint = f"remove the angle brackets: {said}" if date_hints.is_date(said) else ""
    return _Words(f"{owner or 'the plan'} has no {key} yet; replace {placeholder}", hint)


def _add(scene: _Scene) -> str:
    """What to add for a missing key with only one possible value."""
    choices = [choice for node in scene.wanted for choice in _choices(node)]
    is_first = len(choices) == len(scene.wrong.where) == 1
    return f"write `{scene.key}: {choices[0]}` as the first line" if is_first else ""


def _better_hint(scene: _Scene, said: str, hint: str) -> str:
    """A better hint for a value that a validator refuses, if the typed text allows one."""
    value = scene.value
    if not isinstance(value, str):
        return ""
    if said.startswith("no person "):
        return _person_hint(scene, value)
    if said.endswith(" is not an id"):
        return _id_hint(value, hint)
    if said.endswith(" is not a due day"):
        return date_hints.otherwise_written(value) if hint.startswith("write a date") else ""
    if said.endswith(" is not a time zone"):
        return value_hints.zone(value)
    if hint.startswith("write an http(s) URL"):
        return value_hints.link(value)
    if any(node.get("const") == "none" for node in scene.wanted):
        return _none_hint(scene, value)
    return ""


def _person_hint(scene: _Scene, value: str) -> str:
    """A hint for text that is not the id of a person."""
    if date_hints.is_date(value):
        return "this is the id of a person, not a date"
    if scene.source.as_written(("people", value)):
        return f"people.{value} is nothing but placeholders; replace one"
    unknown = value_hints.NOT_KNOWN if value_hints.is_placeholder(value) else ""
    return value_hints.person(value, scene.people) or unknown


def _id_hint(value: str, hint: str) -> str:
    """A hint for text that is not an id: the one it may become."""
    if found := re.fullmatch(r"([\w-]+):(\S.*)", value):
        rest = "{...}" if found[2].startswith("{") else show(found[2], 40)
        return f"put a space after the colon: {show(found[1], 40)}: {rest}"
    return f"{hint}: {value_hints.slug(value)}"


def _none_hint(scene: _Scene, value: str) -> str:
    """A hint for text in place of a list or the word none."""
    if value_hints.is_none(value):
        confirmed = f"{scene.key}_confirmed"
        is_confirmed = any(confirmed in node.get("properties", {}) for node in scene.beside)
        return f"write none, and who confirmed it under {confirmed}" if is_confirmed else "write none"
    items = [node["items"] for node in scene.wanted if isinstance(node.get("items"), dict)]
    return _as_entries(scene, value, items)


def _as_entries(scene: _Scene, value: str, items: list[dict[str, Any]]) -> str:
    """A hint for text in place of a list."""
    schemas = [schema for item in items for schema in scene.schema.alternatives(item, None)]
    return value_hints.entries(value, schemas[0] if schemas else {})


def _out_of_bounds(scene: _Scene) -> _Words | None:
    """A value that is too small, too large, too short or too long."""
    kind, details = scene.wrong.kind, scene.wrong.details
    if kind == "string_too_short" and not scene.value:
        return _Words(f"{scene.name} is empty", _fill_in(scene, []))
    if kind in {"too_short", "too_long"}:
        bound = (
            f"at least {details['min_length']}" if kind == "too_short" else f"at most {details['max_length']}"
        )
        return _Words(f"{scene.name} must have {bound} entries, not {details['actual_length']}")
    if kind in _LIMITS:
        return _Words(f"{scene.name} must be {_LIMITS[kind].format_map(details)}, not {scene.found}")
    return None


def _unknown_key(scene: _Scene) -> _Words:
    """The message for an unknown key, with the one that was probably meant."""
    key = str(scene.wrong.where[-1])
    known = list(dict.fromkeys(name for node in scene.beside for name in node.get("properties", {})))
    message = f"unknown key {quote(key)}"
    if odd := [character for character in dict.fromkeys(key) if not character.isascii()]:
        names = (f"U+{ord(character):04X} {unicodedata.name(character, '')}".strip() for character in odd[:9])
        message = f"{message}: it contains {listed(names, most=3)}"
    where, location = scene.wrong.where, scene.location
    value = scene.around.get(key) if isinstance(scene.around, dict) else None
    before = _entry_before(scene.around, key)
    if hint := key_hints.slip(key, value, before, location.text, location.column):
        return _Words(message, hint)
    empty = ""
    if location.column == 1 and before[0] and scene.around[before[0]] is None:
        empty = before[0]
    homes = scene.schema.homes(str(where[0])) if len(where) < 3 else {}
    return _Words(message, key_hints.hint(key, known, homes, scene.commented, empty))


def _entry_before(around: Any, key: str) -> tuple[str, str]:
    """The key and the value above `key`, as text; empty if there is none, or it is not a scalar."""
    keys = list(around) if isinstance(around, dict) else []
    index = keys.index(key) if key in keys else 0
    above = keys[index - 1] if index else ""
    value = around[above] if index else ""
    return above, str(value) if isinstance(value, (str, int, float)) and not isinstance(value, bool) else ""


def _misfit(scene: _Scene) -> _Words | None:
    """A value of the wrong type, or none of the allowed values."""
    formats = {node.get("format") for node in scene.wanted}
    is_mismatch = _is_mismatch(scene.wrong.kind)
    if "date" in formats or scene.wrong.kind.startswith("date"):
        return _not_a_date(scene)
    if not is_mismatch and (not scene.wanted or any(_fits(scene.value, node) for node in scene.wanted)):
        return None
    choices = [choice for node in scene.wanted for choice in _choices(node)]
    if choices and scene.value is not None and not isinstance(scene.value, (list, dict)):
        return _not_among(scene, choices)
    kinds = [kind for node in scene.wanted for kind in _types(node) if kind in _NOUNS]
    if not kinds and not choices:
        kinds = [kind for kind in [_KINDS.get(scene.wrong.kind.split("_")[0])] if kind]
    wanted = listed(dict.fromkeys([*(_NOUNS[kind] for kind in kinds), *map(_choice, choices)]), "or")
    if not wanted:
        return None
    if scene.value is None:
        return _Words(f"{scene.name} is empty: it must be {wanted}", _fill_in(scene, kinds))
    return _Words(f"{scene.name} must be {wanted}, not {scene.found}", _repair(scene, kinds))


def _fill_in(scene: _Scene, kinds: list[str]) -> str:
    """What to do about a key without a value."""
    if hint := yaml_hints.commented(scene.location.text, scene.key):
        return hint
    has_lines = {"object", "array"} & set(kinds)
    hint = "write its lines below it, further in" if has_lines else "write it after the colon"
    return hint if scene.is_required else f"{hint}, or remove the key"


def _not_among(scene: _Scene, choices: list[Any]) -> _Words:
    """A value that is none of the allowed values, nor of the types allowed next to them."""
    nodes = [node for node in scene.wanted if not _choices(node) and not _choices(node.get("items", {}))]
    others = [_NOUNS[kind] for node in nodes for kind in _types(node) if kind in _NOUNS]
    words = [json.dumps(choice) if isinstance(choice, bool) else choice for choice in choices]
    known = listed([*words, *dict.fromkeys(others)], "or", most=24)
    message = f"{scene.name}: {show(scene.typed, 60)} is not one of {known}"
    if len(words) + len(others) == 1:
        message = f"{scene.name} must be {known}, not {show(scene.typed, 60)}"
    for choice in choices:
        if isinstance(scene.value, str) and str(choice) == scene.value.strip():
            return _Words(message, f"remove the quotation marks: {choice}")
        if isinstance(choice, str) and choice == scene.typed:
            return _Words(message, f'put it in quotation marks: "{choice}"')
    if hint := value_hints.word(scene.typed.strip("'"), choices, scene.is_required):
        return _Words(message, hint)
    known_words = [choice for choice in choices if isinstance(choice, str)]
    only = f"write {choices[0]}" if len(choices) == 1 and not others else ""
    return _Words(message, suggest(str(scene.value), known_words, only))


def _repair(scene: _Scene, kinds: list[str]) -> str:
    """How to turn the typed value into one of the wanted kinds, if that is clear."""
    value = scene.value
    if value_hints.is_none(value) and (hint := _no_entries(scene, kinds)):
        return hint
    if isinstance(value, str):
        return _repair_text(scene, value, kinds)
    if isinstance(value, dict) and "array" in kinds:
        return _repair_list(value)
    if isinstance(value, list) and "string" in kinds and value and isinstance(value[0], str):
        return f"write one of them: {show(value[0], 60)}"
    if type(value) is int and kinds == ["boolean"] and value in {0, 1}:
        return f"write {'true' if value else 'false'}"
    if isinstance(value, (bool, int, float)) and "string" in kinds:
        return f'put it in quotation marks: "{show(scene.typed, 60)}"'
    return ""


def _no_entries(scene: _Scene, kinds: list[str]) -> str:
    """How to write a list without entries."""
    if kinds == ["array"]:
        return "write [] for none"
    if kinds == ["object"] and isinstance(scene.around, list):
        is_word = any(node.get("const") == "none" for node in scene.beside)
        return "write none without a list" if is_word else "write [] for none"
    return ""


def _repair_list(value: dict[str, Any]) -> str:
    """How key: value lines become a list."""
    for key in value:
        if found := re.fullmatch(r"([-–—−•*·]+)\s*(\S.*)", key):
            entry = f"- {show(found[2], 40)}"
            if found[1] == "-":
                return f"put a space after the dash: {entry}"
            what = "long dash" if found[1] in "–—−" else "bullet"
            return f"this is a {what}; type a dash and a space: {entry}"
    return "begin each entry with a dash and a space"


def _repair_text(scene: _Scene, value: str, kinds: list[str]) -> str:
    """How text becomes a number, a boolean or a list."""
    word = value.casefold()
    if {"integer", "number"} & set(kinds):
        if re.fullmatch(r"[-+]?[1-9][0-9]*|0", value, re.ASCII):
            is_short = len(value) <= MOST_DIGITS
            return f"remove the quotation marks: {value}" if is_short else f"at most {MOST_DIGITS} digits"
        beside = [name for node in scene.beside for name in node.get("properties", ())]
        whole = "number" not in kinds
        return value_hints.number(value, scene.key, beside, whole=whole, is_required=scene.is_required)
    if "boolean" in kinds and word in {"yes", "on", "y", "no", "off", "n"}:
        return f"write {'true' if word in {'yes', 'on', 'y'} else 'false'}"
    if value_hints.is_placeholder(value) and not scene.is_required:
        return value_hints.NOT_KNOWN
    if kinds == ["array"]:
        return _as_entries(
            scene, value, [node["items"] for node in scene.wanted if isinstance(node.get("items"), dict)]
        )
    if kinds == ["object"]:
        known = [(list(node.get("properties", ())), node.get("required", ())) for node in scene.wanted]
        keys, required = next(((keys, required) for keys, required in known if keys), ([], ()))
        is_key_odd = any(isinstance(step, str) and ":" in step for step in scene.wrong.where)
        return f"write {value_hints.entry(value, keys, required)}" if keys and not is_key_odd else ""
    return ""


def _types(node: dict[str, Any]) -> list[str]:
    """The JSON types that a schema allows; empty if it names none."""
    kinds = node.get("type", [])
    return [] if _choices(node) else [kinds] if isinstance(kinds, str) else list(kinds)


def _choices(node: dict[str, Any]) -> list[Any]:
    """The few values that a schema allows, if it names them."""
    return [node["const"]] if "const" in node else list(node.get("enum", ()))


def _choice(value: Any) -> str:
    """An allowed value, as a list with other nouns names it."""
    return quote(value) if isinstance(value, str) else str(value)


def _fits(value: Any, node: dict[str, Any]) -> bool:
    """Whether the value has a type that the schema allows."""
    if choices := _choices(node):
        return type(value) in map(type, choices)
    kinds = _types(node)
    kind = {type(None): "null", bool: "boolean", str: "string", list: "array", dict: "object"}.get(
        type(value)
    )
    if isinstance(value, (int, float)) and kind is None:
        return "number" in kinds or (isinstance(value, int) and "integer" in kinds) or not kinds
    return kind in kinds or not kinds


# -- dates ---------------------------------------------------------------------------------------


def _not_a_date(scene: _Scene) -> _Words | None:
    """The error of a value that is not a date; None if it is a valid date."""
    value = scene.value
    if value is None:
        return _Words(f"{scene.name} is empty: it must be a date", f"{_fill_in(scene, [])}: YYYY-MM-DD")
    if isinstance(value, (bool, list, dict)):
        return _Words(f"{scene.name} must be a date, not {scene.found}", date_hints.FORMAT)
    if isinstance(value, str) and date_hints.is_written(value):
        hint = date_hints.impossible(value)
        return None if hint is None else _Words(f"{scene.typed} is not a valid date", hint)
    takes_periods = any("integer" in _types(node) for node in scene.wanted)
    if takes_periods and not scene.wrong.said.endswith(" is not a date"):
        return None
    is_person = isinstance(value, str) and value_hints.person(value, scene.people)
    hint = "this is a date, not a person" if is_person else ""
    typed = scene.typed.strip("'") if isinstance(value, str) else scene.typed
    hint = hint or date_hints.meant(typed, scene.is_required, takes_periods=takes_periods)
    return _Words(f"{show(scene.typed, 60)} is not a date", hint)

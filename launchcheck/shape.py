"""Pydantic's errors in a person's words, each where it stands in the file."""

from __future__ import annotations

import json
import re
import unicodedata
from calendar import monthrange
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeVar

from pydantic import BaseModel, PydanticUserError, ValidationError

from launchcheck.errors import LaunchcheckError, Location
from launchcheck.source import MOST_DIGITS
from launchcheck.text import closest, listed, quote, show

if TYPE_CHECKING:
    from collections.abc import Iterator

    from launchcheck.source import Where

Model = TypeVar("Model", bound=BaseModel)

MOST_ERRORS = 20
_LONGEST = 400
_TRIED = 12

_NOTHING = object()


class Readable(Protocol):
    """Data that stands in a file: a `Source`, or a part of one."""

    @property
    def name(self) -> str:
        """What messages call the file."""
        ...

    @property
    def data(self) -> dict[str, Any]:
        """What the file says."""
        ...

    def locate(self, where: Where, *, key: bool = False) -> Location:
        """Where in the file a value stands, or its key."""
        ...

    def typed(self, where: Where) -> str | None:
        """A value as it is written."""
        ...


def read(source: Readable, model: type[Model], *, context: Any = None) -> Model:
    """Read the data of `source` as a `model`.

    Raises LaunchcheckError if it is none. Its parts say everything that is wrong, in the order of
    the file; beyond `MOST_ERRORS` the last part says how many more there are.
    """
    try:
        return model.model_validate(source.data, context=context)
    except ValidationError as problem:
        parts = _parts(source, model, problem)
    raise LaunchcheckError("the file has errors", parts=parts)


class _Wrong(NamedTuple):
    """One error of pydantic: its kind and details, and where in the data it stands."""

    kind: str
    said: str
    details: dict[str, Any]
    where: Where
    has_tags: bool  # it stands in one branch of a union
    is_key: bool  # the key is wrong, not its value


class _Scene(NamedTuple):
    """What there is to say something about: the error, what stands in the file, what may stand there."""

    wrong: _Wrong
    name: str  # the path, as a person writes it
    value: Any
    typed: str  # the value, as it stands in the file
    wanted: list[dict[str, Any]]  # the alternatives of the schema
    beside: list[dict[str, Any]]  # the alternatives for the mapping around it

    @property
    def found(self) -> str:
        """The value as a sentence names it."""
        if self.value is _NOTHING or self.value is None:
            return "nothing"
        if isinstance(self.value, list):
            return "a list"
        if isinstance(self.value, dict):
            return "a mapping"
        return f"the text {self.typed}" if isinstance(self.value, str) else show(self.typed, 60)


class _Words(NamedTuple):
    """A message and its hint."""

    message: str
    hint: str = ""


def _parts(
    source: Readable, model: type[BaseModel], problem: ValidationError
) -> tuple[LaunchcheckError, ...]:
    """Everything that is wrong, in the order of the file, as far as a person wants to read it."""
    errors = problem.errors(include_url=False, include_input=False)
    wrongs = _without_misspelled(_without_echoes([_wrong(source.data, error) for error in errors]))
    located = [(source.locate(wrong.where, key=wrong.is_key), wrong) for wrong in wrongs]
    located.sort(key=lambda pair: (pair[0].line, pair[0].column))
    schema = _Schema(model, source.data)
    parts: dict[tuple[Location, str], LaunchcheckError] = {}
    left = len(located)
    for location, wrong in located:
        if len(parts) == MOST_ERRORS:
            break
        words = _words(_scene(source, schema, wrong))
        message, hint = show(words.message, _LONGEST), show(words.hint, _LONGEST)
        parts.setdefault((location, message), LaunchcheckError(message, hint=hint, locations=(location,)))
        left -= 1
    if left:
        more = LaunchcheckError(f"and {left:,} more", locations=(Location(source.name),))
        return (*parts.values(), more)
    return tuple(parts.values())


def _wrong(data: Any, error: Any) -> _Wrong:
    """Find the place in the data that an error of pydantic speaks of."""
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
    """Leave out the steps of `loc` that are not in the data: the tags of unions.

    A tag may be called like a key that stands there. Then the way counts that leads to the end:
    to a value, or to the mapping that lacks `missing`.
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
    """Leave out what a union says of the branches that nobody meant.

    Where one branch has errors further in, that a value is not another branch says nothing.
    """
    inner = {wrong.where[:depth] for wrong in wrongs if wrong.has_tags for depth in range(len(wrong.where))}
    return [
        wrong
        for wrong in wrongs
        if not (wrong.has_tags and wrong.where in inner and _is_mismatch(wrong.kind))
    ]


def _without_misspelled(wrongs: list[_Wrong]) -> list[_Wrong]:
    """Leave out the missing keys that stand there misspelled: one slip, one message."""
    unknown: dict[Where, list[str]] = {}
    for wrong in wrongs:
        if wrong.kind == "extra_forbidden":
            unknown.setdefault(wrong.where[:-1], []).append(str(wrong.where[-1]))
    return [
        wrong
        for wrong in wrongs
        if wrong.kind != "missing"
        or not closest(str(wrong.where[-1]), unknown.get(wrong.where[:-1], [])[:MOST_ERRORS])
    ]


def _is_mismatch(kind: str) -> bool:
    """Does pydantic say that a value is of another type, or none of the known ones?"""
    return kind.endswith(("_type", "_parsing", "_from_float")) or kind in {
        "literal_error",
        "enum",
        "none_required",
        "union_tag_not_found",
        "union_tag_invalid",
    }


def _scene(source: Readable, schema: _Schema, wrong: _Wrong) -> _Scene:
    """Gather what there is to say something about."""
    value: Any = source.data
    for step in wrong.where:
        is_there = step in value if isinstance(value, dict) else isinstance(value, list)
        value = value[step] if is_there else _NOTHING
    if wrong.is_key:
        value = wrong.where[-1]
    typed = quote(value) if isinstance(value, str) else source.typed(wrong.where)
    typed = str(value) if typed is None else typed
    name = _name(source.data, wrong.where)
    wanted, beside = schema.at(source.data, wrong.where), schema.at(source.data, wrong.where[:-1])
    return _Scene(wrong, name, value, typed, wanted, beside)


def _name(data: Any, where: Where) -> str:
    """A path as a person writes it: `campaigns.launch-email.owner`; an element by its id, if it has one."""
    names = []
    step: Any
    for step in where:
        data = data[step] if isinstance(data, list) or (isinstance(data, dict) and step in data) else None
        identity = data.get("id") if isinstance(data, dict) and isinstance(step, int) else None
        names.append(show(identity if isinstance(identity, str) and identity else step, 40))
    return show(".".join(names), 120) or "the file"


class _Schema:
    """What may stand where, as the JSON Schema of a model says; empty where it says nothing."""

    def __init__(self, model: type[BaseModel], data: object) -> None:
        in_part = getattr(model, "json_schema_for", None)
        try:
            self.root: dict[str, Any] = in_part(data) if in_part else model.model_json_schema()
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

    def alternatives(self, node: Any, value: Any) -> Iterator[dict[str, Any]]:
        """Take a schema apart into those that are no reference and no union."""
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
    """The schemas for what stands one step further in."""
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
    "object": "a mapping (key: value lines)",
}
# For where the schema says nothing: what pydantic's kinds of error begin with.
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
    """Say what is wrong."""
    kind, details = scene.wrong.kind, scene.wrong.details
    if kind == "extra_forbidden":
        return _unknown_key(scene)
    if kind == "missing":
        return _Words(f"{scene.name} is missing")
    words = None if scene.wrong.is_key else _misfit(scene)
    if words or (words := _out_of_bounds(scene)):
        return words
    said = scene.wrong.said.removeprefix("Value error, ").removeprefix("Assertion failed, ")
    if kind in {"launchcheck", "value_error"}:
        return _Words(said, str(details.get("hint", "")))
    return _Words(f"{scene.name}: {said[:1].lower()}{said[1:]}")


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
    """A key that means nothing here: which one was meant?"""
    key = str(scene.wrong.where[-1])
    known = list(dict.fromkeys(name for node in scene.beside for name in node.get("properties", {})))
    message = f"unknown key {quote(key)}"
    if odd := [character for character in dict.fromkeys(key) if not character.isascii()]:
        names = (f"U+{ord(character):04X} {unicodedata.name(character, '')}".strip() for character in odd[:9])
        message = f"{message}: it contains {listed(names, most=3)}"
    if meant := closest(key, known):
        return _Words(message, f"did you mean {quote(meant)}?")
    return _Words(message, f"known here: {listed(known, most=12)}" if known else "")


def _misfit(scene: _Scene) -> _Words | None:
    """A value of another type than is wanted, or none of the known ones."""
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
    has_lines = {"object", "array"} & set(kinds)
    hint = "write its lines below it, further in" if has_lines else "write it after the colon"
    is_required = any(scene.wrong.where[-1] in node.get("required", ()) for node in scene.beside)
    return hint if is_required else f"{hint}, or leave the key out"


def _not_among(scene: _Scene, choices: list[Any]) -> _Words:
    """A value that is none of a few known ones, or of the kinds that may stand beside them."""
    others = [
        _NOUNS[kind] for node in scene.wanted if not _choices(node) for kind in _types(node) if kind in _NOUNS
    ]
    words = [json.dumps(choice) if isinstance(choice, bool) else choice for choice in choices]
    known = listed([*words, *dict.fromkeys(others)], "or", most=24)
    message = f"{scene.name}: {show(scene.typed, 60)} is not one of {known}"
    if len(words) + len(others) == 1:
        message = f"{scene.name} must be {known}, not {show(scene.typed, 60)}"
    for choice in choices:
        if isinstance(scene.value, str) and str(choice) == scene.value.strip():
            return _Words(message, f"leave the quotation marks away: {choice}")
        if isinstance(choice, str) and choice == scene.typed:
            return _Words(message, f'put it in quotation marks: "{choice}"')
    meant = closest(str(scene.value), [choice for choice in choices if isinstance(choice, str)])
    return _Words(message, f"did you mean {quote(meant)}?" if meant else "")


def _repair(scene: _Scene, kinds: list[str]) -> str:
    """How what was typed becomes one of the wanted kinds, where that can be told."""
    value = scene.value
    if isinstance(value, str):
        return _repair_text(value, kinds)
    if isinstance(value, dict) and "array" in kinds:
        dashed = next((key for key in value if key.startswith("-")), None)
        if dashed is not None:
            return f"put a space after the dash: - {show(dashed[1:], 40)}"
        return "begin each entry with a dash and a space"
    if isinstance(value, (bool, int, float)) and "string" in kinds:
        return f'put it in quotation marks: "{show(scene.typed, 60)}"'
    return ""


def _repair_text(value: str, kinds: list[str]) -> str:
    """How text becomes a number, a boolean or a list."""
    word = value.casefold()
    if {"integer", "number"} & set(kinds) and re.fullmatch(r"[-+]?[1-9][0-9]*|0", value, re.ASCII):
        is_short = len(value) <= MOST_DIGITS
        return f"leave the quotation marks away: {value}" if is_short else f"at most {MOST_DIGITS} digits"
    if "boolean" in kinds and word in {"yes", "on", "y", "no", "off", "n"}:
        return f"write {'true' if word in {'yes', 'on', 'y'} else 'false'}"
    if kinds == ["array"]:
        return (
            f"write it as a list of one: [{show(value, 60)}]"
            if value.isalnum()
            else "write each entry after a dash"
        )
    return ""


def _types(node: dict[str, Any]) -> list[str]:
    """The JSON types that a schema allows; none said, none listed."""
    kinds = node.get("type", [])
    return [] if _choices(node) else [kinds] if isinstance(kinds, str) else list(kinds)


def _choices(node: dict[str, Any]) -> list[Any]:
    """The few values that a schema allows, if it names them."""
    return [node["const"]] if "const" in node else list(node.get("enum", ()))


def _choice(value: Any) -> str:
    """One of a few known values, as a sentence with other nouns names it."""
    return quote(value) if isinstance(value, str) else str(value)


def _fits(value: Any, node: dict[str, Any]) -> bool:
    """Is the value of a type that the schema allows?"""
    if choices := _choices(node):
        return type(value) in map(type, choices)
    kinds = _types(node)
    kind = {type(None): "null", bool: "boolean", str: "string", list: "array", dict: "object"}.get(
        type(value)
    )
    if isinstance(value, (int, float)) and kind is None:
        return "number" in kinds or (isinstance(value, int) and "integer" in kinds) or not kinds
    return kind in kinds or not kinds


# -- days ----------------------------------------------------------------------------------------

_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def _not_a_date(scene: _Scene) -> _Words | None:
    """What is wrong with a date; None if it is one, so that something else must be."""
    value, hint = scene.value, "write YYYY-MM-DD"
    if value is None:
        return _Words(f"{scene.name} is empty: it must be a date", f"{_fill_in(scene, [])}: YYYY-MM-DD")
    if isinstance(value, (bool, list, dict)):
        return _Words(f"{scene.name} must be a date, not {scene.found}", hint)
    if isinstance(value, str) and (found := _ISO.fullmatch(value)):
        if _day(*found.groups()):
            return None
        if first := _day(found[1], found[2], "1"):
            hint = f"{found[1]}-{found[2]} ends on day {monthrange(first.year, first.month)[1]}"
        return _Words(f"{scene.typed} is not a day of the calendar", hint)
    day = _day_meant(scene.typed.strip("'") if isinstance(value, str) else scene.typed)
    return _Words(f"{show(scene.typed, 60)} is not a date", f"{hint}: {day}" if day else hint)


def _day_meant(value: str) -> date | None:
    """The day that somebody meant who did not write it as YYYY-MM-DD, if only one comes into question."""
    text = unicodedata.normalize("NFKC", value[:40]).translate(_DASHES).strip().casefold()
    if found := re.match(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)|(\d{4})(\d\d)(\d\d)(?!\d)", text):
        return _day(*(found.group(1, 3, 4) if found[1] else found.group(5, 6, 7)))
    if found := re.fullmatch(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})", text):
        first, mark, second, year = found.groups()
        days = {_day(year, second, first), None if mark == "." else _day(year, first, second)} - {None}
        return days.pop() if len(days) == 1 else None
    names = [name[:3] for name in re.findall(r"[a-z]+", text)]
    months = [str(number) for number, name in enumerate(_MONTHS, 1) if name in names]
    years, numbers = re.findall(r"\b\d{4}\b", text), re.findall(r"\b\d{1,2}\b", text)
    if len(years) == len(months) == len(numbers) == 1:
        return _day(years[0], months[0], numbers[0])
    return None


_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212"), "-")


def _day(year: str, month: str, day: str) -> date | None:
    """A day of the calendar, if it is one."""
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None

"""What a message says of a wrong value, and its hint."""

from __future__ import annotations

import json
import unicodedata
from typing import Any, NamedTuple

from launchcheck import date_hints, key_hints, value_hints
from launchcheck.model_errors import repairs
from launchcheck.model_errors.scene import Scene, choices_of, fits, types_of
from launchcheck.source import PLACEHOLDER
from launchcheck.text import counted, listed, quote, show, suggest

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


class Words(NamedTuple):
    """A message and its hint."""

    message: str
    hint: str = ""


def words_of(scene: Scene) -> Words:
    """The message and hint for an error."""
    kind, details = scene.wrong.kind, scene.wrong.details
    if kind == "extra_forbidden":
        return _unknown_key(scene)
    if kind == "missing":
        return _still_open(scene) or Words(f"{scene.name} is missing", repairs.add(scene))
    words = None if scene.wrong.is_key else _misfit(scene)
    if words or (words := _out_of_bounds(scene)):
        return words
    said = scene.wrong.said.removeprefix("Value error, ").removeprefix("Assertion failed, ")
    if kind in {"launchcheck", "value_error"}:
        hint = str(details.get("hint", ""))
        return Words(said, repairs.better_hint(scene, said, hint) or hint)
    return Words(f"{scene.name}: {said[:1].lower()}{said[1:]}")


def _still_open(scene: Scene) -> Words | None:
    """The message for a required key that has a placeholder; None for one that is not in the file."""
    placeholder = (scene.source.typed(scene.wrong.where) or "").strip("\"'")
    if not PLACEHOLDER.fullmatch(placeholder):
        return None
    *above, key = scene.written
    owner = f"{above[-2]}[{above[-1]}]" if above and isinstance(above[-1], int) else ".".join(map(str, above))
    said = placeholder[1:-1]
    hint = f"remove the angle brackets: {said}" if date_hints.is_date(said) else ""
    return Words(f"{owner or 'the plan'} has no {key} yet; replace {placeholder}", hint)


def _out_of_bounds(scene: Scene) -> Words | None:
    """A value that is too small, too large, too short or too long."""
    kind, details = scene.wrong.kind, scene.wrong.details
    if kind == "string_too_short" and not scene.value:
        return Words(f"{scene.name} is empty", repairs.fill_in(scene, []))
    if kind in {"too_short", "too_long"}:
        bound, most = ("at least", "min_length") if kind == "too_short" else ("at most", "max_length")
        needed = counted(details[most], "entry")
        return Words(f"{scene.name} must have {bound} {needed}, not {details['actual_length']}")
    if kind in _LIMITS:
        return Words(f"{scene.name} must be {_LIMITS[kind].format_map(details)}, not {scene.found}")
    return None


def _unknown_key(scene: Scene) -> Words:
    """The message for an unknown key, with the one that was probably meant."""
    key = str(scene.wrong.where[-1])
    properties = {name: each for node in scene.beside for name, each in node.get("properties", {}).items()}
    known, unlisted = [*properties], {name for name in properties if properties[name].get(key_hints.UNLISTED)}
    message = f"unknown key {quote(key)}"
    if odd := [character for character in dict.fromkeys(key) if not character.isascii()]:
        names = (f"U+{ord(character):04X} {unicodedata.name(character, '')}".strip() for character in odd[:9])
        message = f"{message}: it contains {listed(names, most=3)}"
    where, location = scene.wrong.where, scene.location
    value = scene.around.get(key) if isinstance(scene.around, dict) else None
    before = _entry_before(scene.around, key)
    if hint := key_hints.slip(key, value, before, location.text, location.column):
        return Words(message, hint)
    empty = ""
    if location.column == 1 and before[0] and scene.around[before[0]] is None:
        empty = before[0]
    within = str(where[0]) if len(where) > 1 else ""
    if within and key in {"owner", "lead", "dri"} and scene.schema.at({}, ("owners", within)):
        return Words(message, f"the owner of an area goes under owners: {within}: ...")
    homes = scene.schema.homes(within or key, is_deep=len(where) > 2)
    said = {"empty": empty, "within": within}
    hint = key_hints.hint(key, known, homes, scene.commented, **said, unlisted=unlisted)
    return Words(message, hint)


def _entry_before(around: Any, key: str) -> tuple[str, str]:
    """The key and the value above `key`, as text; empty if there is none, or it is not a scalar."""
    keys = list(around) if isinstance(around, dict) else []
    index = keys.index(key) if key in keys else 0
    above = keys[index - 1] if index else ""
    value = around[above] if index else ""
    return above, str(value) if isinstance(value, (str, int, float)) and not isinstance(value, bool) else ""


def _misfit(scene: Scene) -> Words | None:
    """A value of the wrong type, or none of the allowed values."""
    formats = {node.get("format") for node in scene.wanted}
    is_other = is_mismatch(scene.wrong.kind)
    if "date" in formats or scene.wrong.kind.startswith("date"):
        return _not_a_date(scene)
    if not is_other and (not scene.wanted or any(fits(scene.value, node) for node in scene.wanted)):
        return None
    choices = [choice for node in scene.wanted for choice in choices_of(node)]
    if choices and scene.value is not None and not isinstance(scene.value, (list, dict)):
        return _not_among(scene, choices)
    kinds = [kind for node in scene.wanted for kind in types_of(node) if kind in _NOUNS]
    if not kinds and not choices:
        kinds = [kind for kind in [_KINDS.get(scene.wrong.kind.split("_")[0])] if kind]
    wanted = listed(dict.fromkeys([*(_NOUNS[kind] for kind in kinds), *map(_choice, choices)]), "or")
    if not wanted:
        return None
    if scene.value is None:
        hint = repairs.under_ids(scene) if kinds == ["object"] and scene.around else ""
        return Words(f"{scene.name} is empty: it must be {wanted}", hint or repairs.fill_in(scene, kinds))
    return Words(f"{scene.name} must be {wanted}, not {scene.found}", repairs.repair(scene, kinds))


def _not_among(scene: Scene, choices: list[Any]) -> Words:
    """A value that is none of the allowed values, nor of the types allowed next to them."""
    nodes = [node for node in scene.wanted if not choices_of(node) and not choices_of(node.get("items", {}))]
    others = [_NOUNS[kind] for node in nodes for kind in types_of(node) if kind in _NOUNS]
    unlisted = {
        word: named for node in scene.wanted for word, named in node.get(key_hints.CALLED, {}).items()
    }
    others += unlisted.values()
    shown = [choice for choice in choices if choice not in unlisted]
    words = [json.dumps(choice) if isinstance(choice, bool) else choice for choice in shown]
    known = listed([*words, *dict.fromkeys(others)], "or", most=24)
    message = f"{scene.name}: {show(scene.typed, 60)} is not one of {known}"
    if len(words) + len(others) == 1:
        message = f"{scene.name} must be {known}, not {show(scene.typed, 60)}"
    for choice in choices:
        if isinstance(scene.value, str) and str(choice) == scene.value.strip():
            return Words(message, f"remove the quotation marks: {choice}")
        if isinstance(choice, str) and choice == scene.typed:
            return Words(message, f'put it in quotation marks: "{choice}"')
    if hint := value_hints.word(scene.typed.strip("'"), choices, scene.is_required):
        return Words(message, hint)
    known_words = [choice for choice in choices if isinstance(choice, str)]
    only = f"write {choices[0]}" if len(choices) == 1 and not others else ""
    return Words(message, suggest(str(scene.value), known_words, only))


def _choice(value: Any) -> str:
    """An allowed value, as a list with other nouns names it."""
    return quote(value) if isinstance(value, str) else str(value)


def _not_a_date(scene: Scene) -> Words | None:
    """The error of a value that is not a date; None if it is a valid date."""
    value = scene.value
    if value is None:
        return Words(f"{scene.name} is empty: it must be a date", f"{repairs.fill_in(scene, [])}: YYYY-MM-DD")
    takes_periods = any("integer" in types_of(node) for node in scene.wanted)
    if isinstance(value, (bool, list, dict)):
        forms = str(scene.wrong.details.get("hint", "")) if takes_periods else date_hints.FORMAT
        return Words(f"{scene.name} must be a date, not {scene.found}", date_hints.instead(value) or forms)
    if isinstance(value, str) and date_hints.is_written(value):
        better = date_hints.impossible(value)
        return None if better is None else Words(f"{scene.typed} is not a valid date", better)
    if takes_periods and not scene.wrong.said.endswith(" is not a date"):
        return None
    is_person = isinstance(value, str) and value_hints.person(value, scene.people)
    hint = "this is a date, not a person" if is_person else ""
    typed = scene.typed.strip("'") if isinstance(value, str) else scene.typed
    hint = hint or date_hints.meant(typed, scene.is_required, takes_periods=takes_periods)
    return Words(f"{show(scene.typed, 60)} is not a date", hint)


def is_mismatch(kind: str) -> bool:
    """Whether the error is a value of another type, or none of the allowed values."""
    return kind.endswith(("_type", "_parsing", "_from_float")) or kind in {
        "literal_error",
        "enum",
        "none_required",
        "union_tag_not_found",
        "union_tag_invalid",
    }

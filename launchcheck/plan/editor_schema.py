"""The JSON Schema of a plan for editors: with placeholders, and without the word null."""

from __future__ import annotations

from typing import Any

from launchcheck.plan.types import JsonSchema

_PATTERN = "^<[\\w\\u0080-\\uffff][^<>@:/\\n]{0,80}>$"
"""A placeholder; `\\w` alone is ASCII in the regular expressions of editors."""

_NULL = {"type": "null"}
_ABOUT = ("title", "description", "examples", "default")
"""Keys that describe a value rather than restrict it."""

_PLACEHOLDER = {"$ref": "#/$defs/Placeholder"}
_OPEN = {"$ref": "#/$defs/Open"}
_DEFINITIONS = {
    "Placeholder": {
        "description": "A placeholder such as <person>: not known yet.",
        "type": "string",
        "pattern": _PATTERN,
    },
    # Without a type, so that editors do not offer null; `not` leaves text and nothing.
    "Open": {
        "description": "Not known yet: a placeholder such as <person>, or nothing after the colon.",
        "not": {"type": ["boolean", "number", "array", "object"]},
        "pattern": _PATTERN,
    },
}


def for_editors(schema: JsonSchema) -> JsonSchema:
    """Accept placeholders and empty keys wherever a plan may have them, and offer null nowhere.

    Keys that are required at the top, such as `launch`, and those that are required below them, may be
    neither.
    """
    definitions = {name: _section(node) for name, node in schema.get("$defs", {}).items()}
    for key in schema["required"]:
        name = schema["properties"][key].get("$ref", "").rpartition("/")[2]
        if name:
            definitions[name]["properties"].update(_closed(schema["$defs"][name]))
    found = _section(schema)
    found["properties"].update(_closed(schema))
    return {**found, "$defs": {**definitions, **_DEFINITIONS}}


def _closed(section: JsonSchema) -> dict[str, JsonSchema]:
    """The required keys of a section, where a placeholder is an error."""
    required = {key: section["properties"][key] for key in section["required"]}
    words = {key for key, node in required.items() if {"$ref", "const", "enum"} & node.keys()}
    refused = {"not": {"type": "string", "pattern": _PATTERN}}
    return {key: node if key in words else {**node, **refused} for key, node in required.items()}


def _section(node: JsonSchema) -> JsonSchema:
    """Describe `key: value` lines, a list, or a value, and all that is below it."""
    found = {key: value for key, value in node.items() if key != "default" or value is not None}
    if "properties" in node:
        found["properties"] = {key: _open(value) for key, value in node["properties"].items()}
    if node.get("additionalProperties") is False:
        found["patternProperties"] = {_PATTERN: True}
    elif "patternProperties" in node:
        found["patternProperties"] = {
            key: _or_placeholder(value) for key, value in node["patternProperties"].items()
        }
    elif isinstance(node.get("additionalProperties"), dict):
        found["additionalProperties"] = _or_placeholder(node["additionalProperties"])
    if "items" in node:
        found["items"] = _or_placeholder(node["items"])
    if "anyOf" in node:
        found["anyOf"] = [_section(each) for each in node["anyOf"]]
    return found


def _open(node: JsonSchema) -> JsonSchema:
    """Describe the value of a key: an optional one may be empty."""
    branches: list[Any] = node.get("anyOf", [])
    if _NULL not in branches:
        return _or_placeholder(node)
    kept = [_section(each) for each in branches if each != _NULL]
    return {**_section({key: node[key] for key in node if key != "anyOf"}), "anyOf": [*kept, _OPEN]}


def _or_placeholder(node: JsonSchema) -> JsonSchema:
    """Describe a value that may be a placeholder; any other text may be one anyway."""
    if node.get("type") == "string" and not {"pattern", "format", "enum"} & node.keys():
        return _section(node)
    about = {key: value for key, value in node.items() if key in _ABOUT}
    value = _section({key: value for key, value in node.items() if key not in _ABOUT})
    return {**about, "anyOf": [*value.get("anyOf", [value]), _PLACEHOLDER]}

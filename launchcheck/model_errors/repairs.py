"""Suggest how a wrong value is put right: as a number, a list, an entry, lines under an id."""

from __future__ import annotations

import re
from typing import Any

from launchcheck import date_hints, value_hints, yaml_hints
from launchcheck.model_errors.scene import Scene, choices_of, types_of
from launchcheck.source import MOST_DIGITS
from launchcheck.text import listed, show


def add(scene: Scene) -> str:
    """What to add for a missing key: its only possible value, or what it means."""
    choices = [choice for node in scene.wanted for choice in choices_of(node)]
    if len(choices) == len(scene.wrong.where) == 1:
        return f"write `{scene.key}: {choices[0]}` as the first line"
    nodes = [node.get("properties", {}).get(scene.key) for node in scene.beside]
    meaning = next((node["description"] for node in nodes if node and "description" in node), "")
    first = re.split(r"[.;](?:\s|$)", meaning, maxsplit=1)[0]
    return f"add `{scene.key}: ...`, {first[:1].lower()}{first[1:]}" if first else ""


def better_hint(scene: Scene, said: str, hint: str) -> str:
    """A better hint for a value that a validator refuses, if the typed text allows one."""
    value = scene.value
    if said.endswith(" is not a due day") and type(value) in {int, str}:
        return date_hints.due_day(str(value)) if hint.startswith("write a date") else ""
    if not isinstance(value, str):
        return ""
    if said.startswith("no person "):
        return _person_hint(scene, value)
    if said.endswith(" is not an id"):
        return _id_hint(value, hint)
    if said.endswith(" is not a time zone"):
        return value_hints.zone(value)
    if hint.startswith("write an http(s) URL"):
        return value_hints.link(value)
    return _none_hint(scene, value) if any(node.get("const") == "none" for node in scene.wanted) else ""


def _person_hint(scene: Scene, value: str) -> str:
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


def _none_hint(scene: Scene, value: str) -> str:
    """A hint for text in place of a list or the word none."""
    if value_hints.is_none(value):
        confirmed = f"{scene.key}_confirmed"
        is_confirmed = any(confirmed in node.get("properties", {}) for node in scene.beside)
        return f"write none, and who confirmed it under {confirmed}" if is_confirmed else "write none"
    return _as_entries(scene, value)


def _as_entries(scene: Scene, value: str) -> str:
    """A hint for text in place of a list."""
    return value_hints.entries(value, next(scene.schema.entries_of(scene.wanted), {}))


def fill_in(scene: Scene, kinds: list[str]) -> str:
    """What to do about a key without a value."""
    if hint := yaml_hints.commented(scene.location.text, scene.key):
        return hint
    has_lines = {"object", "array"} & set(kinds)
    hint = "write its lines below it, further in" if has_lines else "write it after the colon"
    return hint if scene.is_required else f"{hint}, or remove the key"


def repair(scene: Scene, kinds: list[str]) -> str:
    """How to turn the typed value into one of the wanted kinds, if that is clear."""
    value = scene.value
    if kinds == ["object"] and (hint := under_ids(scene) or _share(scene)):
        return hint
    if value_hints.is_none(value) and (hint := _no_entries(scene, kinds)):
        return hint
    if isinstance(value, str):
        return _repair_text(scene, value, kinds)
    if isinstance(value, dict):
        return _repair_lines(scene, value) if "array" in kinds else ""
    return _repair_list(scene, value, kinds) if isinstance(value, list) else _repair_scalar(scene, kinds)


def _repair_scalar(scene: Scene, kinds: list[str]) -> str:
    """How a number, or true or false, becomes a boolean or text."""
    value = scene.value
    if type(value) is int and kinds == ["boolean"] and value in {0, 1}:
        return f"write {'true' if value else 'false'}"
    if isinstance(value, (bool, int, float)) and "string" in kinds:
        texts = [node for node in scene.wanted if "string" in types_of(node)]
        if any(re.search(node.get("pattern", ""), scene.typed) for node in texts):
            return f'put it in quotation marks: "{show(scene.typed, 60)}"'
        return str(scene.wrong.details.get("hint", ""))
    return ""


def under_ids(scene: Scene) -> str:
    """How lines are written in a section whose keys are ids, such as `people` or `not_applicable`."""
    if entry := scene.schema.entry_of(scene.wanted):
        is_word = isinstance(scene.value, str) and value_hints.is_none(scene.value)
        return "for none, remove the line" if is_word else value_hints.with_id(scene.value, entry)
    entry = scene.schema.entry_of(scene.beside)
    if not entry or not isinstance(scene.around, dict):
        return ""
    lines = value_hints.unwritten(entry)
    if set(scene.around) & set(entry.get("required", ())) or set(scene.around) <= set(entry["properties"]):
        return (
            f"put an id above these lines, with them further in: {value_hints.id_of(scene.around)}: {lines}"
        )
    has_text = isinstance(scene.value, str) and not value_hints.is_placeholder(scene.value)
    return "" if has_text or not entry.get("required") else f"write {lines}"


def _no_entries(scene: Scene, kinds: list[str]) -> str:
    """How to write a list without entries."""
    if kinds == ["array"]:
        return "write [] for none"
    if kinds == ["object"] and isinstance(scene.around, list):
        is_word = any(node.get("const") == "none" for node in scene.beside)
        return "write none without a list" if is_word else "write [] for none"
    return ""


def _repair_list(scene: Scene, value: list[Any], kinds: list[str]) -> str:
    """How a list becomes text or a number, or which key of the wanted lines takes it."""
    if "string" in kinds and value and isinstance(value[0], str):
        return f"write one of them: {show(value[0], 60)}"
    if kinds == ["integer"]:
        return f"write how many: {len(value)}"
    first = set(value[0]) if value and isinstance(value[0], dict) else set()
    fields = [field for node in scene.wanted for field in node.get("properties", {}).items()]
    for key, node in fields if first else ():
        lists = list(scene.schema.alternatives(node, None))
        if any(first <= set(entry.get("properties", {})) for entry in scene.schema.entries_of(lists)):
            return f"write {key}: below it, further in, and the list below that"
    keys = listed((key for key, _ in fields), last="or")
    return f"write its lines below it, further in: {keys}" if kinds == ["object"] and keys else ""


def _share(scene: Scene) -> str:
    """How a bare share becomes an entry with its key."""
    keys = [key for node in scene.wanted for key in node.get("properties", {})]
    found = re.fullmatch(r"([0-9]{1,3}) ?%?", str(scene.value), re.ASCII)
    return f"write {{{keys[0]}: ..., percent: {found[1]}}}" if found and "percent" in keys else ""


def _repair_lines(scene: Scene, value: dict[str, Any]) -> str:
    """How key: value lines become a list."""
    for key in value:
        if found := re.fullmatch(r"([-–—−•*·]+)\s*(\S.*)", key):
            entry = f"- {show(found[2], 40)}"
            if found[1] == "-":
                return f"put a space after the dash: {entry}"
            what = "long dash" if found[1] in "–—−" else "bullet"
            return f"this is a {what}; type a dash and a space: {entry}"
    has_ids = any("id" in node.get("required", ()) for node in scene.schema.entries_of(scene.wanted))
    if has_ids and "id" not in value:
        id = show(next(iter(value), "..."), 40)
        return f"begin each entry with a dash, and write its id: - {{id: {id}, ...}}"
    return "begin each entry with a dash and a space"


def _repair_text(scene: Scene, value: str, kinds: list[str]) -> str:
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
        return _as_entries(scene, value)
    if kinds == ["object"]:
        known = [(list(node.get("properties", ())), node.get("required", ())) for node in scene.wanted]
        keys, required = next(((keys, required) for keys, required in known if keys), ([], ()))
        if "waivable" in keys and (hint := value_hints.skipped(value)):
            return hint
        is_key_odd = any(isinstance(step, str) and ":" in step for step in scene.wrong.where)
        return f"write {value_hints.entry(value, keys, required)}" if keys and not is_key_odd else ""
    return ""

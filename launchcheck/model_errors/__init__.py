"""Translate pydantic's errors into plain-language messages with fix hints, located in the file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ValidationError

from launchcheck import key_hints
from launchcheck.errors import LaunchcheckError, Location
from launchcheck.model_errors.other_file import other_file
from launchcheck.model_errors.scene import Readable, Schema, Wrong, scene_of
from launchcheck.model_errors.words import is_mismatch, words_of
from launchcheck.text import closest, show

if TYPE_CHECKING:
    from launchcheck.source import Where

MOST_ERRORS = 20
_LONGEST = 400
_TRIED = 12


def explain(
    source: Readable, model: type[BaseModel], problem: ValidationError
) -> tuple[LaunchcheckError, ...]:
    """List the errors in the order of the file, at most `MOST_ERRORS`; of another kind of file, only that."""
    if other := other_file(source, model):
        return (other,)
    errors = problem.errors(include_url=False, include_input=False)
    wrongs = _without_misspelled(_without_echoes([_wrong(source.data, error) for error in errors]))
    located = [(source.locate(wrong.where, key=wrong.is_key), wrong) for wrong in wrongs]
    located.sort(key=lambda pair: (pair[0].line, pair[0].column))
    schema = Schema(model, source.data)
    commented = key_hints.commented_out(getattr(source, "text", ""))
    parts: dict[tuple[Location, str], LaunchcheckError] = {}
    left = len(located)
    for location, wrong in located:
        if len(parts) == MOST_ERRORS:
            break
        words = words_of(scene_of(source, schema, wrong, location, commented))
        message, hint = show(words.message, _LONGEST), show(words.hint, _LONGEST)
        parts.setdefault((location, message), LaunchcheckError(message, hint=hint, locations=(location,)))
        left -= 1
    if left:
        more = LaunchcheckError(f"and {left:,} more", locations=(Location(source.name),))
        return (*parts.values(), more)
    return tuple(parts.values())


def _wrong(data: Any, error: Any) -> Wrong:
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
    return Wrong(kind, error["msg"], details, where, len(where) < len(loc), is_key)


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


def _without_echoes(wrongs: list[Wrong]) -> list[Wrong]:
    """Drop errors of union branches that were not meant.

    If one branch has errors further in, a mismatch with another branch adds nothing.
    """
    inner = {wrong.where[:depth] for wrong in wrongs if wrong.has_tags for depth in range(len(wrong.where))}
    return [
        wrong for wrong in wrongs if not (wrong.has_tags and wrong.where in inner and is_mismatch(wrong.kind))
    ]


def _without_misspelled(wrongs: list[Wrong]) -> list[Wrong]:
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

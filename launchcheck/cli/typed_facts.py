"""Facts as they are typed: the path of a place in a plan, and a value for it."""

from __future__ import annotations

import contextlib
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from launchcheck import typed_days
from launchcheck.cli.on_disk import changed
from launchcheck.edit import RefusedError
from launchcheck.errors import LaunchcheckError
from launchcheck.plan import Plan, Section, fields
from launchcheck.plan.dictionary import Field
from launchcheck.plan.paths import EACH, PlanPath
from launchcheck.source import Source
from launchcheck.text import listed, quote, suggest

if TYPE_CHECKING:
    from datetime import date

    from launchcheck.cli.on_disk import PlanOnDisk
    from launchcheck.source import Where

_STEP = re.compile(r'\.?(?:"([^"]+)"|\[(\d+)\]|([^.\[\]"]+))')


class Place(NamedTuple):
    """A place in a plan, and the field that it is, or is an entry of; None below facts of one's own.

    `is_entry` is whether it is an entry of the list or map at the field.
    """

    where: Where
    field: Field | None
    is_entry: bool

    @property
    def kind(self) -> str:
        """Whether it holds a `list`, a `map` of entries by id, or anything else (empty)."""
        return "" if self.field is None or self.is_entry else self.field.known.many


def steps(path: str) -> tuple[str, ...]:
    """The steps of a path as typed: `sales.touches[2].way`; a key with dots is in quotation marks.

    Raises:
        LaunchcheckError: it is not a path.

    """
    found = [each.group(1) or each.group(2) or each.group(3) for each in _STEP.finditer(path)]
    if not found or "".join(each[0] for each in _STEP.finditer(path)) != path or path.startswith("."):
        hint = "write names with dots between them: product.rollback.minutes, or sales.touches[0].way"
        raise LaunchcheckError(f"{quote(path)} is not a path into a plan", hint=hint)
    return tuple(found)


def place(path: str, data: Any) -> Place:
    """The place in the data of a plan that a path names; an entry may be named by its index or its id.

    Raises:
        LaunchcheckError: the plan format has no such place, or the plan no such entry.

    """
    where: list[str | int] = []
    model: type[Section] | None = Plan
    field: Field | None = None
    text, is_free, is_entry = "", False, False
    for step in steps(path):
        many = field.known.many if field and not is_entry else ""
        if is_free or many == "map":
            where.append(int(step) if isinstance(data, list) and step.isdecimal() else step)
            is_entry = True
        elif many == "list":
            where.append(_index(step, data, text))
            text, is_entry = f"{text}{EACH}", True
        else:
            text = f"{text}.{step}" if text else step
            if model is None:
                raise LaunchcheckError(f"{text.rpartition('.')[0]} has no keys; it holds one value")
            if step not in fields(model):
                _refuse(step, model, text)
            field, is_entry = Field(PlanPath.of(text), step, model), False
            where.append(step)
            is_free, model = field.known.free and field.known.model is None, field.known.model
            text = f"{text}{EACH}" if field.known.many == "map" else text
        data = _below(data, where[-1])
    return Place(tuple(where), None if is_free and len(where) > 1 else field, is_entry)


def _below(data: Any, step: str | int) -> Any:
    try:
        return data[step]
    except (IndexError, KeyError, TypeError):
        return None


def _index(step: str, data: Any, text: str) -> int:
    """The index of an entry that a step names, at most one beyond the last."""
    entries = data if isinstance(data, list) else []
    if step.isdecimal() and int(step) <= len(entries):
        return int(step)
    ids = [each.get("id") if isinstance(each, dict) else None for each in entries]
    if step in ids:
        return ids.index(step)
    known = [id for id in ids if isinstance(id, str)]
    entry = f"index {step}" if step.isdecimal() else quote(step)
    count = f"it has {len(entries)}, counted from 0"
    hint = suggest(step, known, f"{count}; ids: {listed(known)}" if known else count)
    raise LaunchcheckError(f"{text} has no entry {entry}", hint=hint)


def _refuse(step: str, model: type[Section], text: str) -> None:
    """Refuse a key that is unknown, and say which was probably meant."""
    from launchcheck import key_hints
    from launchcheck.plan.sections import PACKS

    above = text.rpartition(".")[0].replace(EACH, "") or "a plan"
    known = list(fields(model))
    hint = key_hints.hint(step, known, {}, (), unlisted=PACKS)
    raise LaunchcheckError(f"{above} has no {quote(step)}", hint=hint)


def with_typed(plan: PlanOnDisk, at: Place, typed: str, today: date) -> PlanOnDisk:
    """A plan with a value at a place as someone typed it: YAML, a text, or a date such as `fri`.

    Raises:
        LaunchcheckError: the value does not fit, or the text cannot be edited there.

    """
    values = _values(at, typed, today)
    problems = []
    for value in values:
        try:
            return changed(plan, at.where, value)
        except RefusedError:
            raise
        except LaunchcheckError as error:
            problems.append(error)
    raise problems[0]


def _values(at: Place, typed: str, today: date) -> list[Any]:
    """What a typed value may mean, the likeliest first; text that YAML takes for a comment is text.

    Raises:
        LaunchcheckError: it is empty, or a list or map that is not well formed.

    """
    read = value(typed)
    if read is None and not typed.lstrip().startswith("#"):
        raise LaunchcheckError("the value is empty", hint="to remove a fact, delete it in an editor")
    if read is None:
        return [typed]
    if isinstance(read, (dict, list)) and typed.lstrip()[:1] in "{[":
        return [dated(read, at, today)]
    values = [read, dated(typed, at, today)]
    return values if typed in values else [*values, typed]


def dated(value: Any, at: Place, today: date) -> Any:
    """A value of a place, in which dates may be written as people type them, such as `fri`."""
    return _dated(value, at.field, today, is_map=at.kind == "map") if at.field else value


def _dated(value: Any, field: Field, today: date, *, is_map: bool = False) -> Any:
    """The same for a value of a field, or of an entry of it."""
    if isinstance(value, list):
        return [_dated(each, field, today) for each in value]
    if isinstance(value, dict):
        if is_map:
            return {id: _dated(each, field, today) for id, each in value.items()}
        model = field.known.model
        below = {key: Field(field.path, key, model) for key in fields(model)} if model else {}
        return {
            key: _dated(each, below[key], today, is_map=below[key].known.many == "map")
            if key in below
            else each
            for key, each in value.items()
        }
    if field.known.day and isinstance(value, str):
        with contextlib.suppress(ValueError):
            return typed_days.read(value, today).isoformat()
    return value


def value(typed: str) -> Any:
    """A value as YAML; a text that is no YAML as it is.

    Raises:
        LaunchcheckError: a list or map is not well formed.

    """
    try:
        return Source.parse(f"value: {typed}", "VALUE").data.get("value")
    except LaunchcheckError as error:
        if typed.lstrip()[:1] in ("{", "["):
            raise LaunchcheckError(f"the value is not valid YAML: {error.message}", hint=error.hint) from None
        return typed

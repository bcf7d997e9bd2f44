"""Put one fact into the text of a plan, and keep every other character as it is."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

from launchcheck import parse
from launchcheck.edit import write
from launchcheck.edit.splice import CannotSpliceError, fill, free_entry, nested
from launchcheck.errors import LaunchcheckError
from launchcheck.plan import Plan
from launchcheck.source import PLACEHOLDER, Source

if TYPE_CHECKING:
    from launchcheck.source import Where

__all__ = ["RefusedError", "at", "change", "edit", "is_same", "put", "read"]


class RefusedError(LaunchcheckError):
    """An edit that cannot be made without touching more than the fact; nothing was changed."""


def read(text: str, name: str) -> tuple[Source, Plan]:
    """Read a plan, without its placeholders.

    Raises:
        LaunchcheckError: it is not a plan, located.

    """
    source = Source.parse(text, name)
    return source, parse.read(source, Plan)


def edit(source: Source, where: Where, value: Any) -> tuple[Source, Plan]:
    """A plan with a value at a place, as `change` makes it.

    Raises:
        RefusedError: the text cannot be changed there.
        LaunchcheckError: with the value the plan has errors, located in the text as it would be.

    """
    found = change(source, where, value)
    return found, parse.read(found, Plan)


def change(source: Source, where: Where, value: Any) -> Source:
    """The text of a plan with a value at a place; an index just beyond a list appends to it.

    `source` was read as a plan, so it is without placeholders, and `where` is numbered like its data.
    The text is read back: its data must be those in which the value was put by hand.

    Raises:
        RefusedError: it cannot be sure of that; the hint has the YAML to write.

    """
    wanted = deepcopy(source.data)
    _refuse_placeholders(source, where, value)
    try:
        put(wanted, where, value)
    except (IndexError, KeyError, TypeError):
        raise _refused(source, where, value, "something else is there") from None
    try:
        text = fill(source.text, _written(source, where, value), value)
    except CannotSpliceError as problem:
        raise _refused(source, where, value, problem.reason, problem.at) from None
    except ValueError:  # punctuation is not where it usually is
        raise _refused(source, where, value, "it is written in an unusual way") from None
    try:
        found = read_back(text, source.name)
    except LaunchcheckError:
        raise _refused(source, where, value, "the result would not be valid YAML") from None
    if not is_same(found.data, wanted):
        raise _refused(source, where, value, "the result would say something else")
    return found


def read_back(text: str, name: str) -> Source:
    """A text that was changed, without its placeholders.

    Raises:
        LaunchcheckError: it is not valid YAML.

    """
    found = Source.parse(text, name)
    parse.drop_placeholders(found, Plan)
    return found


def put(data: Any, where: Where, value: Any) -> None:
    """Put a value into plain data, with the lists and maps that are missing on the way.

    Raises:
        IndexError: the place is more than one entry beyond a list.
        KeyError, TypeError: something else is on the way.

    """
    for count, step in enumerate(where):
        is_last = count + 1 == len(where)
        missing: Any = value if is_last else [] if isinstance(where[count + 1], int) else {}
        if isinstance(step, int):
            if not isinstance(data, list):
                raise TypeError(step)
            if step == len(data):
                data.append(missing)
            elif is_last:
                data[step] = value
        elif not isinstance(data, dict):
            raise TypeError(step)
        elif is_last or data.get(step) is None:
            data[step] = missing
        data = data[step]


def is_same(one: Any, other: Any) -> bool:
    """Whether data are equal, including their types; an empty key is as good as none."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        keys = {key for data in (one, other) for key, value in data.items() if value is not None}
        return all(is_same(one.get(key), other.get(key)) for key in keys)
    if isinstance(one, list):
        return len(one) == len(other) and all(map(is_same, one, other))
    return bool(one == other)


def _written(source: Source, where: Where, value: Any) -> Where:
    """A place as the text numbers it: an entry that is only placeholders is filled before one is appended."""
    for count, step in enumerate(where):
        if isinstance(step, int):
            known = at(source.data, where[:count])
            size = len(known) if isinstance(known, list) else 0
            above = source.as_written(where[:count]) or where[:count]
            if step == size:
                last = source.as_written((*where[:count], step - 1)) if size else None
                first = int(last[-1]) + 1 if last else 0
                below = nested(where[count + 1 :], value)
                return (*above, free_entry(source.text, above, first, below), *where[count + 1 :])
    return source.as_written(where) or _as_far_as_written(source, where)


def at(data: Any, where: Where) -> Any:
    """The value at a place of plain data; None if there is none."""
    for step in where:
        try:
            data = data[step]
        except (IndexError, KeyError, TypeError):
            return None
    return data


def _as_far_as_written(source: Source, where: Where) -> Where:
    """A place of which only the beginning is in the text."""
    for count in range(len(where) - 1, 0, -1):
        if found := source.as_written(where[:count]):
            return (*found, *where[count:])
    return where


def _refuse_placeholders(source: Source, where: Where, value: Any) -> None:
    """Refuse what would count as not known."""
    if isinstance(value, str) and PLACEHOLDER.fullmatch(value):
        raise _refused(source, where, value, "a text in < > is a placeholder, which counts as missing")
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        _refuse_placeholders(source, where, each)


def _refused(source: Source, where: Where, value: Any, reason: str, at: int | None = None) -> RefusedError:
    """The error for an edit that is not made, with the YAML to write by hand."""
    step = where[-1]
    yaml = f"- {write.flow(value)}" if isinstance(step, int) else f"{write.scalar(step)}: {write.flow(value)}"
    place = source.locate(where) if at is None else source.at(at)
    return RefusedError(
        f"cannot be edited here: {reason}", hint=f"write it in an editor: {yaml}", locations=(place,)
    )

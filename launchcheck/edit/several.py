"""Put many facts into the text of a plan at once: one reading back for all of them, as far as they fit."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from pydantic import ValidationError

from launchcheck.edit import at, edit, is_same, put, read_back
from launchcheck.edit.splice import CannotSpliceError, fill_all
from launchcheck.errors import LaunchcheckError
from launchcheck.plan import Plan

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from launchcheck.source import Source, Where

    Batch: TypeAlias = list[tuple[int, Where, Any]]
    """Changes, each with its number among all."""


class Edited(NamedTuple):
    """A plan with the changes that fit it, and the numbers of those that do not."""

    source: Source
    plan: Plan
    refused: tuple[int, ...] = ()


class _ApartError(Exception):
    """Changes that cannot be made together; each may be possible by itself."""


class _UnfitError(Exception):
    """The numbers of changes with which the plan would have errors."""

    def __init__(self, numbers: set[int]) -> None:
        super().__init__()
        self.numbers = numbers


def edit_all(
    source: Source,
    plan: Plan,
    changes: Sequence[tuple[Where, Any]],
    progress: Callable[[int], object] = lambda _: None,
) -> Edited:
    """A plan with values at several places; one that ends in an index is a new entry at the end of its list.

    They are made together. Those with which the plan would have errors are left out; where it cannot be
    said which they are, or the text cannot take all at once, each half is made by itself, down to a single
    change, which is made as `edit` makes it. `progress` is called with how many changes are settled.
    """
    done = Edited(source, plan)
    first: Batch = [(number, *change) for number, change in enumerate(changes)]
    waiting = [first] if first else []
    while waiting:
        batch = waiting.pop()
        try:
            source, plan = _together(done.source, batch)
        except _UnfitError as unfit:
            done = done._replace(refused=(*done.refused, *sorted(unfit.numbers)))
            waiting += [rest] if (rest := [each for each in batch if each[0] not in unfit.numbers]) else []
            progress(len(unfit.numbers))
        except (_ApartError, LaunchcheckError):
            if len(batch) == 1:
                done = done._replace(refused=(*done.refused, batch[0][0]))
                progress(1)
            else:
                waiting += [batch[len(batch) // 2 :], batch[: len(batch) // 2]]
        else:
            done = Edited(source, plan, done.refused)
            progress(len(batch))
    return done._replace(refused=tuple(sorted(done.refused)))


def _together(source: Source, batch: Batch) -> tuple[Source, Plan]:
    """A plan with all changes of a batch.

    Raises:
        _UnfitError: the plan would have errors, and it is known with which changes.
        _ApartError, LaunchcheckError: they cannot be made, or not together.

    """
    if len(batch) == 1:
        ((_, where, value),) = batch
        return edit(source, numbered(source.data, where), value)
    wanted = deepcopy(source.data)
    places: dict[Where, int] = {}
    written = []
    for number, where, value in batch:
        place = numbered(wanted, where)
        try:
            put(wanted, place, value)
        except (LookupError, TypeError):
            raise _ApartError from None
        places[place] = number
        written.append((_as_written(source, where), value))
    try:
        text = fill_all(source.text, written)
    except (CannotSpliceError, ValueError):  # of ValueError: punctuation is not where it usually is
        raise _ApartError from None
    found = read_back(text, source.name)
    if not is_same(found.data, wanted):
        raise _ApartError
    return found, _plan(found, places)


def _plan(found: Source, places: dict[Where, int]) -> Plan:
    """The plan of a source, into which values were put at these places."""
    try:
        return Plan.model_validate(found.data)
    except ValidationError as problem:
        wrong = [error["loc"] for error in problem.errors(include_url=False, include_input=False)]
    numbers = [
        next((places[loc[:count]] for count in range(len(loc), 0, -1) if loc[:count] in places), None)
        for loc in wrong
    ]
    known = {number for number in numbers if number is not None}
    raise _UnfitError(known) if known else _ApartError


def numbered(data: Any, where: Where) -> Where:
    """A place in data, where a new entry has the index just beyond the last."""
    if not isinstance(where[-1], int):
        return where
    there = at(data, where[:-1])
    return (*where[:-1], len(there) if isinstance(there, list) else 0)


def _as_written(source: Source, where: Where) -> Where:
    """A place as the text numbers it; a new entry has the index just beyond those that say something.

    Raises:
        _ApartError: it is not in the text, or the list has no entry yet, whose form others could take.

    """
    if not isinstance(where[-1], int):
        found, above = source.as_written(where), source.as_written(where[:-1])
        if not (found or above):
            raise _ApartError
        return found or (*(above or ()), where[-1])
    size = len(at(source.data, where[:-1]) or ())
    last = source.as_written((*where[:-1], size - 1)) if size else None
    if not last:
        raise _ApartError
    return (*last[:-1], int(last[-1]) + 1)

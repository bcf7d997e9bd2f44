"""Facts that are gone, or have become placeholders, where an item passed with them, or is open no more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from launchcheck.checks.problem import dotted, label
from launchcheck.compare.names import own_names
from launchcheck.plan.paths import EACH
from launchcheck.results import Status
from launchcheck.text import counted, listed, show
from launchcheck.weakenings import Weakening

if TYPE_CHECKING:
    from collections.abc import Sequence

    from launchcheck.compare.weakened.side import Side
    from launchcheck.results import Result
    from launchcheck.source import Where

_OWN_RULES: frozenset[Where] = frozenset(
    {
        *((key,) for key in ("tasks", "approvals", "owners", "waivers", "not_applicable")),
        *(("launch", key) for key in ("status", "owner", "decider", "planned_on")),
    }
)
"""Places that other rules compare, or whose removal asks for more."""

_MOST = 4
"""How many items a message names."""


class _Gone(NamedTuple):
    """A fact that is gone: its place before, its place now as far as there is one, and what it was."""

    before: Where
    after: Where
    value: Any


def removed(old: Side, new: Side) -> Iterator[Weakening]:
    """A fact is gone that an item passed with, or without which an item is no longer open."""
    after = {each.item.id: each for each in new.report.results}
    passed = _Readers(each for each in old.report.results if each.status is Status.PASSED)
    healed = _Readers(
        each for each in old.report.results if each.is_open and _is_healed(after.get(each.item.id))
    )
    for gone in _gone(old.source.data, new.source.data):
        with_it, without = passed.of(gone.before), healed.of(gone.before)
        if with_it or without:
            yield _weakening(gone, with_it, without, new)


def _weakening(gone: _Gone, with_it: list[str], without: list[str], new: Side) -> Weakening:
    """What is gone, and which items passed with it, or are no longer open without it."""
    typed = new.source.typed(gone.after) or "" if new.source.as_written(gone.after) else ""
    now = show(typed, 60) if "<" in typed else ""
    parts = [f"{listed(with_it, most=_MOST)} passed with it"] if with_it else []
    if without:
        verb = "is" if len(without) == 1 else "are"
        parts.append(f"{listed(without, most=_MOST)} {verb} no longer open without it")
    what = f"now the placeholder {now}" if now else "gone"
    words = f"{dotted(gone.before)}{_name(gone)} is {what}; {' and '.join(parts)}"
    return Weakening("fact-gone", words, new.source.locate(gone.after), _was(gone.value), now)


def _name(gone: _Gone) -> str:
    """The name of an entry that is gone: ` ('eu-sso')`; empty where it has none."""
    is_entry = isinstance(gone.before[-1], int) and isinstance(gone.value, dict)
    name = label(gone.before, gone.value) if is_entry else ""
    return f" ({name})" if name.startswith("'") else ""


def _was(value: Any) -> str:
    """What is gone, in short."""
    if isinstance(value, (list, dict)):
        return counted(len(value), "entry" if isinstance(value, list) else "fact")
    return show(value, 80)


def _gone(old: Any, new: Any, before: Where = (), after: Where = ()) -> Iterator[_Gone]:
    """The facts of plain data that other data has not, each at the topmost place that is gone."""
    if isinstance(old, dict):
        for key, value in old.items():
            below = new.get(key) if isinstance(new, dict) else None
            where, now = (*before, key), (*after, key)
            if value is None or where in _OWN_RULES:
                continue
            if below is None:
                yield _Gone(where, now, value)
            else:
                yield from _gone(value, below, where, now)
    elif isinstance(old, list):
        entries = new if isinstance(new, list) else [each for each in old if each == new]
        for index, found in enumerate(_partners(old, entries)):
            where = (*before, index)
            if found is None:
                yield _Gone(where, after, old[index])
            else:
                yield from _gone(old[index], entries[found], where, (*after, found))


def _partners(old: list[Any], new: list[Any]) -> list[int | None]:
    """For each entry of a list, the index of the same one in another list.

    An entry is the same by its name, or by all that it says; any others go together in their order, as
    one that was renamed does.
    """
    places: dict[str, list[int]] = {}
    for index, mark in enumerate(_marks(new)):
        places.setdefault(mark, []).append(index)
    found = [places[mark].pop(0) if places.get(mark) else None for mark in _marks(old)]
    left = iter(sorted(index for rest in places.values() for index in rest))
    return [next(left, None) if each is None else each for each in found]


def _marks(entries: list[Any]) -> list[str]:
    """What an entry is known by in each of two lists."""
    names = own_names(entries)
    return [name if isinstance(name, str) else repr(entries[name]) for name in names]


def _is_healed(result: Result | None) -> bool:
    """Whether an item that was open no longer is, other than by its condition, which has its own rule."""
    if result is None or result.is_open:
        return False
    return result.status is not Status.NOT_APPLICABLE or not result.item.when


class _Readers:
    """Items by the facts that they read: the paths of each, below the first step that they share."""

    def __init__(self, results: Iterable[Result]) -> None:
        self._paths: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
        for result in results:
            for path in result.item.reads():
                self._paths.setdefault(path.steps[0], []).append((result.item.id, path.steps))

    def of(self, where: Where) -> list[str]:
        """The items that read a fact at a place or below it, or the list of which it is an entry."""
        paths = self._paths.get(str(where[0]), ())
        return list(dict.fromkeys(id for id, steps in paths if _leads(steps, where)))


def _leads(steps: Sequence[str], where: Where) -> bool:
    """Whether a path leads to a place or through it; an entry of a list or map is any entry."""
    is_entry = len(where) == len(steps) + 1 and isinstance(where[-1], int)
    if len(where) > len(steps) and not is_entry:
        return False
    return all(step in {EACH, each} for step, each in zip(steps, where, strict=False))

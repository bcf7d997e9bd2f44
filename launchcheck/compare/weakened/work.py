"""Tasks, approvals and other entries of lists that would hold the launch up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from launchcheck.checks.problem import dotted
from launchcheck.compare.weakened.side import changed
from launchcheck.dates import day
from launchcheck.plan.paths import PlanPath
from launchcheck.schedule import Due, Schedule
from launchcheck.text import quote, show
from launchcheck.weakenings import Weakening
from launchcheck.windows import Window

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from launchcheck.compare.weakened.side import Side
    from launchcheck.source import Where

_LISTS = {"tasks": "task", "approvals": "approval"}
"""The lists whose entries are due one by one, and what one entry is called."""

_BY_DEFAULT = "T-1"


class _Flag(NamedTuple):
    """A fact of the entries of a list that asks for less with one of `now` than with one of `was`."""

    of: str
    key: str
    was: tuple[Any, ...]
    now: Sequence[Any]


_FLAGS = (
    _Flag("tasks", "blocks_launch", (None, True), (False,)),
    _Flag("approvals", "blocks_launch", (None, True), (False,)),
    _Flag("product.defects", "blocks_launch", (True,), (False,)),
    _Flag("product.defects", "severity", (1,), (2,)),
    _Flag("product.caveats", "customer_visible", (True,), (False,)),
    _Flag("product.features", "status", ("planned", "in_progress", "done"), ("cut",)),
    _Flag("audience.segments", "priority", (1, 2), range(3, 100)),
    _Flag("goals", "kind", ("guardrail",), ("secondary",)),
    _Flag("campaigns", "public", (None, True), (False,)),
)


_FIXES = ("product.defects", "product.caveats")
"""Lists whose entries say by when they are fixed."""


class _Pair(NamedTuple):
    """An entry before and after a change, by its id; `after` is None where it is gone."""

    name: str
    where: Where
    before: Any
    after: Any


def removed(old: Side, new: Side) -> Iterator[Weakening]:
    """A task or an approval is gone."""
    for each in _due_one_by_one(old, new):
        if each.after is None:
            what = getattr(each.before, "what", None)
            words = f"{each.name}{f' ({show(what, 80)})' if what else ''} is gone"
            place = new.source.locate(each.where)
            yield Weakening(f"{each.name.partition(' ')[0]}-gone", words, place, each.before.id, "")


def refusals(old: Side, new: Side) -> Iterator[Weakening]:
    """An approval that was refused no longer says so."""
    for each in _due_one_by_one(old, new):
        was = getattr(each.before, "refused_on", None)
        if was and each.after and not each.after.refused_on:
            given = each.after.given_on
            now = f"given on {day(given)}" if given else "open again"
            words = f"{each.name} is now {now}; it was refused on {day(was)}"
            yield Weakening("refusal-gone", words, new.source.locate(each.where), f"refused on {was}", now)


def later(old: Side, new: Side) -> Iterator[Weakening]:
    """A task or an approval is due later, counted from the same launch."""
    schedule = Schedule.of(new.plan, new.report.as_of)
    for each in _due_one_by_one(old, new):
        if each.after is None:
            continue
        was, now = (_due(entry.due, schedule) for entry in (each.before, each.after))
        if now > was:
            words = f"{each.name} is now due {day(now)}; it was due {day(was)}"
            place = new.source.locate((*each.where, "due"))
            texts = (str(entry.due or _BY_DEFAULT) for entry in (each.before, each.after))
            yield Weakening("work-later", words, place, *texts)


def fixed_later(old: Side, new: Side) -> Iterator[Weakening]:
    """A defect or a caveat is fixed later."""
    for path in _FIXES:
        for each in _pairs(path, old, new):
            was, now = each.before.fix_by, each.after and each.after.fix_by
            if was and now and now.last > was.last:
                where = (*each.where, "fix_by")
                words = changed(f"{dotted(where)} ({quote(each.name)})", now.words, was.words)
                yield Weakening("fix-later", words, new.source.locate(where), was.text, now.text)


def asked_less(old: Side, new: Side) -> Iterator[Weakening]:
    """An entry of a list says of itself that it matters less."""
    for flag in _FLAGS:
        for each in _pairs(flag.of, old, new):
            if each.after is None:
                continue
            was, now = getattr(each.before, flag.key), getattr(each.after, flag.key)
            if was in flag.was and now in flag.now:
                where = (*each.where, flag.key)
                said = "not set" if was is None else _word(was)
                words = f"{dotted(where)} ({quote(each.before.id)}) is now {_word(now)}; it was {said}"
                yield Weakening("asked-less", words, new.source.locate(where), said, _word(now))


def _due_one_by_one(old: Side, new: Side) -> Iterator[_Pair]:
    """The tasks and approvals that were there before."""
    for key, what in _LISTS.items():
        for each in _pairs(key, old, new):
            yield each._replace(name=f"{what} {quote(each.before.id)}")


def _pairs(path: str, old: Side, new: Side) -> Iterator[_Pair]:
    """The entries of a list that were there before, each with the one of the same id."""
    steps = PlanPath.of(path)
    before, after = steps.value(old.plan), steps.value(new.plan)
    entries = after if isinstance(after, list) else []
    now = {entry.id: (index, entry) for index, entry in enumerate(entries) if entry}
    for entry in filter(None, before if isinstance(before, list) else ()):
        index, found = now.get(entry.id, (None, None))
        where: Where = steps.steps if index is None else (*steps.steps, index)
        yield _Pair(entry.id, where, entry, found)


def _due(written: Window | str | None, schedule: Schedule) -> date:
    """When a task or an approval is due, counted from one launch on both sides."""
    return written.last if isinstance(written, Window) else schedule.on(Due.read(written or _BY_DEFAULT))


def _word(value: Any) -> str:
    """A value as a plan writes it."""
    return str(value).lower() if isinstance(value, bool) else str(value)

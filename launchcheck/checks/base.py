"""What every kind of check shares: how it sees a plan, and how it says what is wrong."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from math import isfinite
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic import BaseModel, ConfigDict

from launchcheck.dates import FIRST_YEAR, LAST_YEAR, day, days, offset
from launchcheck.plan.paths import Found, PlanPath, facts_of
from launchcheck.text import listed, quote, show

if TYPE_CHECKING:
    from launchcheck.facts import Facts
    from launchcheck.plan import Plan
    from launchcheck.source import Where

MISSING, WRONG, SCHEDULED = "missing", "wrong", "scheduled"
A_DAY = "a day, like 2027-02-16"
A_NUMBER = "a number"

_CAMPAIGNS = PlanPath.of("campaigns[]")
_NUMBERS = (int, float)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_LABELS = ("id", "name", "title", "question", "objection", "text", "account", "role", "metric", "check")


class Problem(NamedTuple):
    """One thing that keeps an item from passing.

    `where` is the fact that is wrong or, for what is missing, where it would stand; `related` are
    the other places of a join. `kind` is MISSING (the plan does not say), WRONG (the facts
    contradict) or SCHEDULED (it is planned for a day that has not come). `lacks` are all the facts
    that a MISSING problem speaks of, where they are more than the one at `where`.
    """

    where: Where
    message: str
    kind: str = WRONG
    related: tuple[Where, ...] = ()
    lacks: tuple[Where, ...] = ()


class Progress(NamedTuple):
    """How far an item has come: `done` of `needed`, and how many more are scheduled."""

    done: int
    needed: int
    scheduled: int = 0


progress_of = lru_cache(maxsize=1024)(Progress)
"""`Progress` from its figures; most plans have come equally far."""


class Context:
    """A plan as checks see it: at one tier, on one day, with what is known of the world."""

    __slots__ = (
        *("_entries", "_first_public", "_sections", "_selected", "absent", "facts", "ids", "indexes"),
        *("is_cancelled", "launch_date", "looks", "plan", "scheduled", "tier", "today"),
    )

    def __init__(self, plan: Plan, facts: Facts, tier: int) -> None:
        self.plan = plan
        self.facts = facts
        self.tier = tier
        self.today = facts.today
        self.launch_date = plan.launch.date
        self.is_cancelled = plan.launch.status == "cancelled"
        # What several checks look up again and again, by what they look for.
        self.looks: dict[int, tuple[Sequence[Problem], list[tuple[Where, Any]]]] = {}
        self.scheduled: dict[int, list[tuple[Where, Any]]] = {}
        self.absent: dict[int, dict[PlanPath, Found]] = {}
        self.ids: dict[PlanPath, dict[Hashable, tuple[Where, Any]]] = {}
        self.indexes: dict[int, dict[Hashable, list[tuple[Where, Any, bool]]]] = {}
        self._selected: dict[PlanPath, tuple[Found, Found]] = {}
        self._entries: dict[PlanPath, Found] = {}
        self._sections: dict[PlanPath | None, Mapping[str, Any]] = {}
        self._first_public: tuple[Where, date] | None = None

    def select(self, path: PlanPath) -> list[tuple[Where, Any]]:
        """What stands at `path`, each with its place; None for what the plan does not say."""
        if not path.many:
            return [self.fact(path)]
        found, absent = self._many(path)
        return found + absent if absent else found

    def entries(self, path: PlanPath) -> Found:
        """What stands at a path to many facts, without what is not given."""
        found = self._entries.get(path)
        if found is None:
            found = self._many(path)[0]
            for _, entry in found:
                if entry is None:
                    found = [pair for pair in found if pair[1] is not None]
                    break
            self._entries[path] = found
        return found

    def _many(self, path: PlanPath) -> tuple[Found, Found]:
        """What stands at a path to many facts, and the lists that are not given: each step taken once."""
        known = self._selected.get(path)
        if known is None:
            above = path.above
            absent: Found = []
            if above and above.many:
                found, absent = self._many(above)
            else:
                found = [self.fact(above) if above else ((), self.plan)]
            entries, none = path.onward(found)
            known = self._selected[path] = (entries, absent + none)
        return known

    def value(self, path: PlanPath) -> Any:
        """The one value at a path without `[]`, or None."""
        above = path.above
        section = self._sections.get(above)
        if section is None:
            node = above.value(self.plan) if above else self.plan
            section = self._sections[above] = facts_of(node)
        return section.get(path.last)

    def fact(self, path: PlanPath) -> tuple[Where, Any]:
        """The one value at a path without `[]`, and its place."""
        return path.steps, self.value(path)

    def left_out(self, of: PlanPath) -> Where | None:
        """The place of the first list at `of` that is not given, where none of them has an entry."""
        found, absent = self._many(of.each)
        return absent[0][0] if absent and not found else None

    def first_public(self) -> tuple[Where, date]:
        """The day on which the first public campaign goes live; else the launch date stands in.

        A campaign that does not say whether it is public counts as public: the careful reading.
        """
        if self._first_public is None:
            live = [
                (campaign.goes_live, (*where, "goes_live"))
                for where, campaign in self.select(_CAMPAIGNS)
                if campaign and campaign.goes_live and campaign.public is not False
            ]
            first, place = min(live, default=(self.plan.launch.date, ("launch", "date")))
            self._first_public = place, first
        return self._first_public


class Check(BaseModel):
    """One kind of question that facts can answer: its fields are its options."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, defer_build=True)

    def problems(self, context: Context) -> Iterable[Problem]:
        """What keeps the plan from passing; nothing where it passes."""
        raise NotImplementedError

    def progress(self, context: Context, problems: list[Problem]) -> Progress | None:  # noqa: ARG002  # for kinds that count
        """How far the plan has come, for kinds that count; `problems` are this check's own."""
        return None

    def reads(self) -> Iterable[PlanPath]:
        """The facts that the check reads."""
        raise NotImplementedError


def given(value: Any) -> bool:
    """Whether a value says something: null, an empty list and an empty map do not."""
    return bool(value) or (value is not None and value != [] and value != {})  # noqa: PLR1714  # asked very often


@lru_cache(maxsize=4096)
def dotted(where: Where) -> str:
    """A place in the plan as a person reads it: `campaigns[2].claims[0].proof`."""
    text = "".join([f"[{step}]" if type(step) is int else f".{step}" for step in where])
    return show(text[1:] if text[:1] == "." else text)


@lru_cache(maxsize=4096)  # plans lack the same things
def missing(where: Where, *, empty: bool = False) -> Problem:
    """The problem of a fact that the plan does not give."""
    return Problem(where, f"{dotted(where)} {'is empty' if empty else 'is not given'}", MISSING)


def label(where: Where, entry: Any) -> str:
    """What to call an entry of a list: by its id, name or title, else by its place in the plan."""
    if type(entry) is str:
        return quote(entry)
    if len(where) > 1 and type(where[-1]) is str:
        return quote(where[-1])
    facts = facts_of(entry)
    for attribute in _LABELS:
        name = facts.get(attribute)
        if name:
            return quote(name)
    return dotted(where)


def name_of(what: str, where: Where, entry: Any) -> str:
    """An entry with what it is: `feature 'two-way-sync'`, or `touches[3]` of what has no name."""
    named = label(where, entry)
    return f"{what} {named}" if named.startswith("'") else named


def as_day(value: Any) -> date | None:
    """A value as a day: a company's own facts hold days as text, within the same years as a plan's."""
    if isinstance(value, date):
        return value
    if type(value) is not str or not _DAY.fullmatch(value):
        return None
    try:
        found = date.fromisoformat(value)
    except ValueError:
        return None
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else None


def as_number(value: Any) -> float | None:
    """A value as a number; true, false and what is not finite are none."""
    if isinstance(value, bool) or not isinstance(value, _NUMBERS):
        return None
    return value if isfinite(value) else None


def unfit(where: Where, value: Any, wanted: str, name: str = "") -> Problem:
    """The problem of a fact that is not given, or that is not what is `wanted`: a day, a number.

    The plan format keeps such values out; a company's own facts may be anything.
    """
    name = name or dotted(where)
    if value is None:
        return Problem(where, f"{name} is not given", MISSING)
    found = "a list" if type(value) is list else "a map" if type(value) is dict else quote(value)
    return Problem(where, f"{name} is {found}; it must be {wanted}")


class Moment:
    """A day that is known only with a plan in hand.

    `today`, `T` (the launch), `first_public` (the first public campaign), each with days added or
    taken (`T-28`, `today-365`); a path to a day (`launch.release_date`); or, after a dot, a field
    of the entry in question (`.by`).
    """

    __slots__ = ("_from_base", "base", "days", "path", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.path: PlanPath | None = None
        self.days = 0
        head, sign, rest = _split(text)
        if head in {"today", "T", "first_public"}:
            self.base = head
            self.days = offset(f"T{sign}{rest}") if sign else 0
        else:
            self.base = "entry" if text.startswith(".") else "plan"
            self.path = PlanPath.of(text.removeprefix("."))
        self._from_base = timedelta(self.days)

    def on(self, context: Context, where: Where = (), entry: Any = None) -> tuple[Where, date | None]:
        """The day, and where the plan says it."""
        path = self.path
        if path:
            place, value = path.read(entry, where) if self.base == "entry" else context.fact(path)
            return place, as_day(value)
        if self.base == "today":
            return ("launch",), context.today + self._from_base
        if self.base == "T":
            return ("launch", "date"), context.launch_date + self._from_base
        place, first = context.first_public()
        return place, first + self._from_base

    def unfit(self, context: Context, where: Where = (), entry: Any = None) -> Problem:
        """The problem of a day that the plan does not give, or that is none."""
        if self.base == "entry" and self.path:
            return unfit(*self.path.read(entry, where), A_DAY)
        place, value = context.fact(self.path) if self.path else (("launch",), None)
        return unfit(place, value, A_DAY)

    def says(self, value: date, context: Context) -> str:
        """The day in words: `the launch (Tue 16 Feb 2027)`."""
        name = self._name(context)
        if self.days:
            name = f"{days(abs(self.days))} {'after' if self.days > 0 else 'before'} {name}"
        return f"{name} ({day(value)})"

    def _name(self, context: Context) -> str:
        """What messages call the day that days are added to or taken from."""
        if self.path:
            return self.path.text
        if self.base == "today":
            return "today"
        place = context.first_public()[0]
        if self.base == "T" or place == ("launch", "date"):
            return "the launch"
        return f"the first public campaign, {label(place[:-1], context.select(_CAMPAIGNS)[int(place[1])][1])}"

    def __repr__(self) -> str:
        return f"Moment({self.text!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Moment) and other.text == self.text

    def __hash__(self) -> int:
        return hash(self.text)

    def __reduce__(self) -> tuple[object, ...]:
        return Moment, (self.text,)


def _split(text: str) -> tuple[str, str, str]:
    """A moment's text as its name, sign and days."""
    for sign in "+-":
        head, found, rest = text.partition(sign)
        if found and rest.isdigit():
            return head, sign, rest
    return text, "", ""


def gathered(missing_at: Iterable[Where], empty: Iterable[Where] = ()) -> Sequence[Problem]:
    """One problem for each section that lacks something, naming all that it lacks.

    A whole section that is not given is one problem, however many of its facts are asked for.
    Those of `empty` are given, but say nothing.
    """
    return _gathered(tuple(missing_at), tuple(empty))


@lru_cache(maxsize=1024)
def _gathered(missing_at: tuple[Where, ...], empty: tuple[Where, ...]) -> tuple[Problem, ...]:
    """The same, put into words once."""
    by_section: dict[Where, list[Where]] = {}
    for where in dict.fromkeys(missing_at):
        by_section.setdefault(where[:-1], []).append(where)
    return tuple(_lacking(section, places, empty) for section, places in by_section.items())


def _lacking(section: Where, places: list[Where], empty: tuple[Where, ...]) -> Problem:
    """The problem of a section that lacks something."""
    if len(places) == 1:
        return missing(places[0], empty=places[0] in empty)
    words = f"{dotted(section) or 'the plan'} does not say {listed([place[-1] for place in places])}"
    return Problem(places[0], words, MISSING, lacks=tuple(places))

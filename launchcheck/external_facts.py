"""Dated facts of other systems, such as an issue tracker, merged below the facts of a plan."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Annotated, Any, ClassVar, Literal, NamedTuple, TypeAlias
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field

from launchcheck import parse
from launchcheck.dates import FIRST_YEAR, LAST_YEAR, day, days
from launchcheck.errors import LaunchcheckError, Location
from launchcheck.plan import Plan
from launchcheck.plan.paths import EACH
from launchcheck.plan.types import Text, problem, read_by
from launchcheck.source import Source, Where
from launchcheck.text import listed, quote, show

VERSION = 1
"""The version of the format of a facts file."""

DECIDED_IN_PLAN = (
    "launchcheck",
    "packs",
    "launch",
    "people",
    "owners",
    "approvals",
    "decisions",
    "waves",
    "not_applicable",
    "waivers",
)
"""Sections that say what is asked, when, and who decides or accepts: only the plan itself may."""

MOST_CONTRADICTIONS = 20
"""The largest number of contradictions that are listed; one more line counts the rest."""

_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
    r"(?:[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?(?:Z|[+-][0-9]{2}:[0-9]{2}))?"
)


def _moment(value: object) -> datetime | date:
    """A date, or a date and time with its offset from UTC."""
    if not isinstance(value, str) or not _MOMENT.fullmatch(value):
        raise problem(
            f"{quote(value)} is not a date and time", "write it like 2027-02-10T06:00:00Z, or 2027-02-10"
        )
    try:
        found = datetime.fromisoformat(value) if len(value) > 10 else date.fromisoformat(value)
    except ValueError:
        raise problem(f"{quote(value)} is not a valid date and time") from None
    if not FIRST_YEAR < found.year < LAST_YEAR:  # so that no time zone moves it out of range
        raise problem(f"the year of {quote(value)} is not between {FIRST_YEAR} and {LAST_YEAR}")
    return found


Moment: TypeAlias = Annotated[
    datetime | date, read_by(_moment, "Moment", type="string", pattern=f"^{_MOMENT.pattern}$")
]
"""A date, or a date and time with an offset, as ISO 8601 writes them."""


class _Model(BaseModel):
    """A part of the file: known keys only."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, defer_build=True)


class Origin(_Model):
    """Where facts come from, when they were read there, and by whom."""

    source: Text = Field(
        description="What they were read from: an address or a name.",
        examples=["https://jira.example.com/?jql=project=ORB"],
    )
    at: Moment = Field(description="When they were read.", examples=["2027-02-10T06:00:00Z"])
    by: Text | None = Field(
        default=None, description="Who or what read them, such as a CI job.", examples=["ci"]
    )


class File(_Model):
    """Facts that were read from other systems, in the shape of a plan."""

    takes_placeholders: ClassVar[bool] = True

    facts: Literal[1] = Field(description="The version of the format.", examples=[1])
    from_: list[Origin] = Field(
        alias="from", min_length=1, description="Where the facts come from. The oldest date counts for all."
    )
    plan: dict[str, Any] = Field(
        description="The facts, in the shape of a plan, without"
        f" {listed(DECIDED_IN_PLAN[1:], 'and', len(DECIDED_IN_PLAN))}: those only the plan itself may state.",
        examples=[{"product": {"defects": [{"id": "ORB-311", "severity": 2}]}}],
    )


class FactsFile(NamedTuple):
    """A facts file that was read."""

    file: File
    source: Source

    def oldest(self, zone: str) -> tuple[int, date]:
        """Which of its origins is the oldest, and the date of that in a time zone."""
        dates = [_date_in(each.at, zone) for each in self.file.from_]
        index = min(range(len(dates)), key=dates.__getitem__)
        return index, dates[index]

    def later_than(self, day: date, zone: str) -> int | None:
        """Which of its origins is the first from after a day in a time zone; None if none is."""
        dates = [_date_in(each.at, zone) for each in self.file.from_]
        return next((index for index, found in enumerate(dates) if found > day), None)


def _date_in(moment: datetime | date, zone: str) -> date:
    """The date of a moment in a time zone; a date is the same in all of them."""
    return moment.astimezone(ZoneInfo(zone)).date() if isinstance(moment, datetime) else moment


def read(path: str, opened: Callable[[str], Source] = Source.read) -> FactsFile:
    """Read a facts file; `opened` reads its text.

    Raises:
        LaunchcheckError: it is unreadable or malformed, or states what only a plan may; located.

    """
    source = opened(path)
    file = parse.read(source, File)
    wrong = tuple(
        LaunchcheckError(
            f"{key} cannot come from facts: it says what is asked, or who decides",
            hint="remove it here, and write it in the plan",
            locations=(source.locate(("plan", key), key=True),),
        )
        for key in file.plan
        if key in DECIDED_IN_PLAN
    )
    if wrong:
        raise LaunchcheckError("the facts are malformed", parts=wrong)
    return FactsFile(file, source)


class Contradiction(NamedTuple):
    """A fact that the plan and a facts file state differently; the plan's counts.

    `message` says so of the fact, without naming it; it is a whole sentence where `where` is empty.
    """

    where: Where
    message: str
    location: Location


class Outdated(NamedTuple):
    """A fact that only a facts file states that is too old to count.

    `steps` is its place as paths write it, with `[]` for an entry of a list; `where` is where the plan
    would state it.
    """

    steps: tuple[str, ...]
    where: Where
    message: str


class Below(NamedTuple):
    """What the facts below a plan leave in doubt.

    `too_old` are the files that do not count, each in words and located.
    """

    contradictions: tuple[Contradiction, ...] = ()
    outdated: tuple[Outdated, ...] = ()
    too_old: tuple[Contradiction, ...] = ()


class Merged(Source):
    """A plan with the facts of other systems below it; each value is located in the file that states it."""

    __slots__ = ("_files", "_origins", "_plan", "below")

    def __init__(
        self, plan: Source, files: Sequence[FactsFile], old: Sequence[tuple[FactsFile, str]]
    ) -> None:
        """Merge files below a plan, later ones over earlier ones; those that are `old` only for `below`."""
        parse.drop_placeholders(plan, Plan)
        self.name, self.text = plan.name, plan.text
        self._plan, self._files = plan, (tuple(files), tuple(old))
        merging = _Merging()
        data = plan.data
        for each in reversed(files):
            data = merging.merged(data, each.source)
        self.data: dict[str, Any] = data
        self._origins = merging.origins
        outdated = [fact for each, words in reversed(old) for fact in _outdated(data, each, words)]
        too_old = (Contradiction((), words, each.source.locate(("from",), key=True)) for each, words in old)
        self.below = Below(tuple(merging.contradictions(plan)), tuple(outdated), tuple(too_old))

    def told(self) -> Iterator[tuple[Where, Origin]]:
        """The places of all facts that files state and the plan does not, with each origin of the file."""
        files = {id(each.source): each.file for each in self._files[0]}
        for where, (source, _) in self._origins.items():
            for origin in files[id(source)].from_:
                yield where, origin

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle the files, which are merged again."""
        return Merged, (self._plan, *self._files)

    def drop_placeholders(self, required: Any) -> None:
        """Do nothing: each file has dropped its own."""

    def locate(self, where: Where, *, key: bool = False) -> Location:
        """Find the deepest part of `where` that is written in the plan, or in the facts file that states it.

        What is missing is located in the plan, or else in the entry of a list that a facts file states.
        """
        source, place = self._home(where)
        return source.locate(place, key=key)

    def at(self, index: int) -> Location:
        """Find the line and column of an index of the plan's text."""
        return self._plan.at(index)

    def typed(self, where: Where) -> str | None:
        """Return the scalar at `where` as typed; None if there is none."""
        source, place = self._home(where)
        return source.typed(place)

    def as_written(self, where: Where) -> Where | None:
        """Number the entries of lists in `where` as their file does; None if it is in none of them."""
        source, place = self._home(where)
        found = source.as_written(place)
        return found[len(place) - len(where) :] if found else found

    def _home(self, where: Where) -> tuple[Source, Where]:
        """The file that states a value, and the place of the value in it."""
        steps, there = _numbered(self.data, where)
        if there < len(steps) and not any(type(step) is int for step in steps[:there]):
            return self._plan, where  # it is missing, and not in an entry: the plan may state it
        for depth in range(len(steps), 0, -1):
            origin = self._origins.get(steps[:depth])
            if origin:
                return origin[0], (*origin[1], *steps[depth:])
        return self._plan, where


def _numbered(data: Any, where: Where) -> tuple[Where, int]:
    """A place with the indices of entries that it names by their ids, and how many steps the data has."""
    steps: list[str | int] = []
    there = 0
    for step in where:
        if isinstance(data, list) and isinstance(step, str):
            ids = _by_id(data) or {}
            step = ids.get(step, step)  # noqa: PLW2901  # the same, as a number
        has = step in data if isinstance(data, dict) else isinstance(data, list) and step in range(len(data))
        there += has
        data = data[step] if has else None
        steps.append(step)
    return tuple(steps), there


class _Merging:
    """Merges facts below a plan, and remembers which file states each value."""

    def __init__(self) -> None:
        self.origins: dict[Where, tuple[Source, Where]] = {}
        self._differing: dict[Where, tuple[Source, Where] | None] = {}
        self._source: Source

    def merged(self, data: dict[str, Any], source: Source) -> dict[str, Any]:
        """Data with the facts of a file below it; call it for later files first."""
        self._source = source
        found: dict[str, Any] = self._below(data, source.data["plan"], (), ("plan",))
        return found

    def contradictions(self, plan: Source) -> Iterator[Contradiction]:
        """What the plan states differently from the latest file that says anything about it."""
        found = {where: origin for where, origin in self._differing.items() if origin}
        for where, (source, there) in list(found.items())[:MOST_CONTRADICTIONS]:
            place = source.locate(there)
            words = (
                f"is {_said(plan, where)} in the plan, and {_said(source, there)} in {place}; the plan counts"
            )
            yield Contradiction(where, words, plan.locate(where))
        if len(found) > MOST_CONTRADICTIONS:
            more = f"the facts contradict the plan in {len(found) - MOST_CONTRADICTIONS:,} more places"
            yield Contradiction((), more, Location(plan.name))

    def _below(self, ours: Any, theirs: Any, where: Where, there: Where) -> Any:
        """A value with another one below it: what it does not state comes from there."""
        if theirs is None:
            return ours
        if ours is None:
            self.origins[where] = self._source, there
            return theirs
        if isinstance(ours, dict) and isinstance(theirs, dict):
            both = {
                key: self._below(ours.get(key), value, (*where, key), (*there, key))
                for key, value in theirs.items()
            }
            return ours | both
        if isinstance(ours, list) and isinstance(theirs, list):
            known, others = _by_id(ours), _by_id(theirs)
            if known and others:  # an empty list says that there are none
                return self._entries(ours, theirs, where, there)
        if where not in self._differing:
            is_ours = not any(where[:depth] in self.origins for depth in range(1, len(where) + 1))
            differs = is_ours and not _is_same(ours, theirs)
            self._differing[where] = (self._source, there) if differs else None
        return ours

    def _entries(self, ours: list[Any], theirs: list[Any], where: Where, there: Where) -> list[Any]:
        """Two lists whose entries have ids: entries with the same id are merged, others are added."""
        found = [*ours]
        known = _by_id(ours) or {}
        for index, entry in enumerate(theirs):
            place = (*there, index)
            at = known.get(entry["id"])
            if at is None:
                self.origins[*where, len(found)] = self._source, place
                found.append(entry)
            else:
                found[at] = self._below(ours[at], entry, (*where, at), place)
        return found


def _by_id(entries: list[Any]) -> dict[str, int] | None:
    """The index of each entry by its id; None if an id is missing or appears twice."""
    ids = [entry.get("id") if isinstance(entry, dict) else None for entry in entries]
    if not all(isinstance(id, str) for id in ids) or len(set(ids)) < len(ids):
        return None
    return {str(id): index for index, id in enumerate(ids)}


def _is_same(one: Any, other: Any) -> bool:
    """Whether two values state the same; true is not 1."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_is_same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_is_same, one, other))
    return bool(one == other) and isinstance(one, bool) == isinstance(other, bool)


def _said(source: Source, where: Where) -> str:
    """A value as its file writes it; a list by its length."""
    typed = source.typed(where)
    if typed is not None:
        return show(typed, 60)
    value: Any = source.data
    for step in where:
        value = value[step]
    if isinstance(value, list):
        return f"a list of {len(value)}" if value else "an empty list"
    return "key: value lines"


def _outdated(data: dict[str, Any], old: FactsFile, words: str) -> Iterator[Outdated]:
    """What only a file states that is too old to count."""
    merging = _Merging()
    whole = merging.merged(data, old.source)
    for where, (source, there) in merging.origins.items():
        value: Any = whole
        for step in where:
            value = value[step]
        # An entry that is not added is missing from its list.
        place = next((where[:depth] for depth, step in enumerate(where) if type(step) is int), where)
        message = f"{source.locate(there)} states this, but {words}"
        for steps in dict.fromkeys(_leaves(value, tuple(map(_step, where)))):
            yield Outdated(steps, place, message)


def _leaves(value: Any, steps: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The places of all scalars in a value, as paths write them."""
    if isinstance(value, dict) and value:
        for key, each in value.items():
            yield from _leaves(each, (*steps, key))
    elif isinstance(value, list) and value:
        for each in value:
            yield from _leaves(each, (*steps, EACH))
    else:
        yield steps


def _step(step: str | int) -> str:
    """A step of a place, as paths write it."""
    return EACH if isinstance(step, int) else step


Tree: TypeAlias = dict[str, "Tree | Outdated"]
"""Outdated facts by the steps of their places."""


def tree_of(facts: Iterable[Outdated]) -> Tree:
    """Outdated facts by the steps of their places; the first of several at one place."""
    tree: Tree = {}
    for fact in facts:
        node = tree
        for step in fact.steps[:-1]:
            below_step = node.setdefault(step, {})
            if isinstance(below_step, Outdated):
                break
            node = below_step
        else:
            node.setdefault(fact.steps[-1], fact)
    return tree


def first_below(tree: Tree, steps: Sequence[str | int]) -> Outdated | None:
    """The first outdated fact that a path leads to, through, or into; None if there is none.

    `[]` in a path stands for every entry of a list, and for every key of `key: value` lines.
    """
    nodes: list[Tree | Outdated] = [tree]
    for step in steps:
        reached = next((node for node in nodes if isinstance(node, Outdated)), None)
        if reached:
            return reached
        maps = [node for node in nodes if isinstance(node, dict)]
        if step == EACH:
            nodes = [each for node in maps for each in node.values()]
        else:
            nodes = [node[str(step)] for node in maps if str(step) in node]
    while nodes:
        node = nodes[0]
        if isinstance(node, Outdated):
            return node
        nodes = [*node.values()]
    return None


def below(
    plan: Source,
    files: Sequence[FactsFile],
    today: Callable[[Plan], date],
    most_days: int | None = None,
    *,
    known_by: Callable[[Plan], date] | None = None,
    known_then: bool = False,
) -> Merged:
    """A plan with facts of other systems below it: the plan wins, and later files win over earlier ones.

    `today` is the day of the check, which may depend on the plan. Of files that are older than
    `most_days` nothing counts: what only they state is unanswered. `known_by` is the last day that facts
    may be from, by default that of the check. With `known_then`, later files are left out instead of refused.

    Raises:
        LaunchcheckError: the plan or a file is malformed, a file is from after the last day, or
            the plan refers to what only facts state that are too old; located.

    """
    found = Merged(plan, files, ())
    launch = parse.read(found, Plan)
    day_of_check, zone = today(launch), launch.launch.timezone
    last = known_by(launch) if known_by else day_of_check
    if known_then:
        files = [each for each in files if each.later_than(last, zone) is None]
        found = Merged(plan, files, ())
    old: list[tuple[FactsFile, str]] = []
    for each in files:
        index, oldest = each.oldest(zone)
        _refuse_future(each, zone, last)
        age = (day_of_check - oldest).days
        if most_days is not None and age > most_days:
            by = each.file.from_[index]
            words = f"the facts from {show(by.source, 80)} are {days(age)} old; at most {most_days} may count"
            old.append((each, words))
    if not old:
        return found
    too_old = [each for each, _ in old]
    rest = Merged(plan, [each for each in files if each not in too_old], old)
    _refuse_dangling(rest, old)
    return rest


def _refuse_dangling(rest: Merged, old: Sequence[tuple[FactsFile, str]]) -> None:
    """Refuse a plan that refers to what only facts state that are too old, such as the id of a caveat."""
    try:
        parse.read(rest, Plan)
    except LaunchcheckError as error:
        first = (error.parts or (error,))[0]
        facts, words = old[0]
        raise LaunchcheckError(
            f"the plan needs facts that are too old: {words} ({first.message})",
            hint="read the facts again",
            locations=(facts.source.locate(("from",), key=True), *first.locations),
        ) from None


def _refuse_future(facts: FactsFile, zone: str, today: date) -> None:
    """Refuse facts that could not be known on the day of the check."""
    index = facts.later_than(today, zone)
    if index is not None:
        raise LaunchcheckError(
            f"these facts were read after {day(today)}, the day of the check",
            hint="leave them out, or check as of a later date with --as-of",
            locations=(facts.source.locate(("from", index, "at")),),
        )

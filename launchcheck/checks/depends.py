"""Entries of a list that must come no earlier than the entries that they need."""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple, TypeAlias, TypeGuard

from pydantic import Field

from launchcheck.checks.days import in_words
from launchcheck.checks.entries import EntryCheck, each_of
from launchcheck.checks.options import ByTier, DueDay, FieldPath, ListPath
from launchcheck.checks.problem import Answer, Problem, label, unfit
from launchcheck.checks.reads import Reads
from launchcheck.checks.values import as_number
from launchcheck.dates import days
from launchcheck.findings import MISSING
from launchcheck.text import plural, quote, show

if TYPE_CHECKING:
    import datetime

    from launchcheck.checks.check import Compiler, Rule
    from launchcheck.checks.view import View
    from launchcheck.source import Where

_MOST_NAMED = 8
"""How many entries of a circle a message names."""


class _Node(NamedTuple):
    """An entry: its place and facts, the ids that it needs, each with its place, and when it comes.

    `needs` is None where that is missing. When it comes is `written`; `on` and `number` are both
    None where that is missing, or neither a date nor a number.
    """

    where: "Where"
    entry: Any
    needs: "tuple[tuple[Where, Hashable], ...] | None"
    written: Any
    on: "datetime.date | None"
    number: float | None

    @property
    def is_timed(self) -> bool:
        """Whether it is known when it comes."""
        return self.on is not None or self.number is not None

    def follows(self, other: "_Node", least: int) -> bool:
        """Whether it comes that much after another entry; a date and a number have no order."""
        if self.on and other.on:
            return (self.on - other.on).days >= least
        return self.number is not None and other.number is not None and self.number - other.number >= least


_Nodes: TypeAlias = Mapping[Hashable, _Node]


class Depends(EntryCheck):
    """An entry of `of` comes no earlier than all entries that it `needs`, and none wait for each other.

    `date` is a date, a period (its last day counts), days from the launch or the first customers
    such as T-3, or a number. An entry without one is unanswered if it needs others or is needed. So
    is a list of two or more in which no entry says what it needs; `needs: []` says that it needs
    none. Of entries that wait for each other, one circle is reported.
    """

    kind: Literal["depends"]
    of: Annotated[ListPath, Reads()] = Field(description="The list to go through")
    needs: FieldPath = Field(description="The ids of the entries that an entry needs: one, or a list")
    date: FieldPath = Field(description="When an entry comes: a date or a number")
    by_default: DueDay | None = Field(None, description="When an entry without a date comes, such as T-1")
    key: FieldPath = Field("id", validate_default=True, description="The field with the id of an entry")
    at_least: ByTier | None = Field(
        None, description="How much later it must come: days, or units of the number"
    )

    def compile(self, build: "Compiler") -> "Rule":
        """Report unknown ids, missing dates, a circle, and entries that come too early."""
        selector = self.selector(build)
        every = build.selector(self.of, {}, may_be_empty=True)

        def rule(view: "View") -> Answer:
            gaps, _, fits, *_ = view.once(selector)
            if not fits:
                return Answer(gaps, fits)
            nodes = {where: self._node(where, entry, view) for where, entry in view.once(every).entries}
            meant = [nodes[where] for where, _ in fits]
            return Answer([*gaps, *self._wrong(meant, self._by_id(nodes), view)], fits)

        return rule

    def _node(self, where: "Where", entry: Any, view: "View") -> _Node:
        """An entry with what it needs and when it comes."""
        written = self.date.value(entry)
        if written is None and self.by_default:
            written = self.by_default.text
        on = view.day_of(written)
        return _Node(
            where, entry, self._needed(where, entry), written, on, None if on else as_number(written)
        )

    def _needed(self, where: "Where", entry: Any) -> "tuple[tuple[Where, Hashable], ...] | None":
        """The ids that an entry needs, each with its place; None where that is missing."""
        found = [(place, value) for place, value in self.needs.select(entry, where) if value is not None]
        if not found:
            return None
        return tuple([(at, id if _is_key(id) else show(id)) for at, id in each_of(found)])

    def _by_id(self, nodes: "Mapping[Where, _Node]") -> _Nodes:
        """The entries by their id; of two with the same id, the first."""
        found: dict[Hashable, _Node] = {}
        for node in nodes.values():
            id = self.key.value(node.entry)
            if id is not None and _is_key(id):
                found.setdefault(id, node)
        return found

    def _wrong(self, meant: list[_Node], nodes: _Nodes, view: "View") -> Iterator[Problem]:
        """What is wrong with the entries that the check is about."""
        if len(meant) > 1 and all(node.needs is None for node in meant):
            place = meant[1].where + self.needs.steps
            words = f"{self.needs} is missing in every {self.what}; write [] where there are none"
            yield Problem(place, words, MISSING, wants=(place,))
            return
        needs = [(node, place, id, nodes.get(id)) for node in meant for place, id in node.needs or ()]
        yield from self._untimed(each for node, _, _, needed in needs for each in (node, needed) if each)
        circle = _circle(nodes)
        if circle:
            yield self._waiting(circle)
        around = {node.where for node in circle}
        least = (self.at_least or {}).get(view.tier, 0)
        for node, place, id, needed in needs:
            if needed is None:
                name = self.named(node.where, node.entry)
                words = f"{name} needs {quote(id)}, which {self.of} does not have"
                yield Problem(place, words, wants=(place,))
            elif not (node.follows(needed, least) or (node.where in around and needed.where in around)):
                yield from self._too_early(node, needed, least, view)

    def _untimed(self, concerned: Iterable[_Node]) -> Iterator[Problem]:
        """The problems of those entries without a date that need others or are needed, each once."""
        for where, node in {node.where: node for node in concerned if not node.is_timed}.items():
            place = where + self.date.steps
            if node.written is None:
                yield from self.silent_about(where, node.entry, [place])
            else:
                name = f"{self.named(where, node.entry)}: {self.date}"
                yield unfit(place, node.written, "a date or a number", name)

    def _too_early(self, node: _Node, needed: _Node, least: int, view: "View") -> Iterator[Problem]:
        """The problem of an entry that comes before one that it needs, or too soon after it."""
        if not (node.is_timed and needed.is_timed):
            return
        other, then = label(needed.where, needed.entry), in_words(needed.written, view)
        words = f"{self.named(node.where, node.entry)}: {self.date} is {in_words(node.written, view)}"
        words = f"{words}, but it needs {other}, whose {self.date} is {then}"
        if (node.on is None) != (needed.on is None):
            later = "a number, too" if needed.on is None else "a date, too"
        elif node.on:
            later = f"at least {days(least)} later" if least else "on that day or later"
        else:
            later = f"at least {least} more" if least else f"at least {then}"
        place, related = node.where + self.date.steps, needed.where + self.date.steps
        yield Problem(place, f"{words}; it must be {later}", related=(related,), wants=(place,))

    def _waiting(self, circle: list[_Node]) -> Problem:
        """The problem of entries that wait for each other."""
        first = circle[0]
        place = first.where + self.needs.steps
        if len(circle) == 1:
            return Problem(place, f"{self.named(first.where, first.entry)} needs itself", wants=(place,))
        named = [label(node.where, node.entry) for node in circle[:_MOST_NAMED]]
        more = len(circle) - len(named)
        named += [f"{more} more"] if more else []
        words = " → ".join([*named, named[0]])
        related = tuple(node.where + self.needs.steps for node in circle[1:_MOST_NAMED])
        words = f"these {plural(self.what, 2)} wait for each other: {words}; remove one of the needs"
        return Problem(place, words, related=related, wants=(place,))


def _is_key(id: Any) -> TypeGuard[Hashable]:
    """Whether an id can be looked up; values under `custom` may be unhashable."""
    return type(id) is str or isinstance(id, Hashable)


def _circle(nodes: _Nodes) -> list[_Node]:
    """Entries that wait for each other, each for the next and the last for the first; empty if none do.

    A loop rather than recursion, since a chain may have as many entries as a plan.
    """
    finished: set[Hashable] = set()
    for start in nodes:
        way = {start: iter(nodes[start].needs or ())} if start not in finished else {}
        while way:
            id = next(reversed(way))
            for _, needed in way[id]:
                if needed in way:
                    ids = list(way)
                    return [nodes[each] for each in ids[ids.index(needed) :]]
                if needed in nodes and needed not in finished:
                    way[needed] = iter(nodes[needed].needs or ())
                    break
            else:
                finished.add(id)
                del way[id]
    return []

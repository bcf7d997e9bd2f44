"""What does not apply to a launch: areas and items, why, and who says so; refuse who may not say it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from launchcheck import key_hints
from launchcheck.errors import LaunchcheckError
from launchcheck.people import Person
from launchcheck.plan.areas import answering, owner_of
from launchcheck.plan.paths import facts_of
from launchcheck.plan.sections import AREAS, OWNED
from launchcheck.results import Excluded, Exclusion, Note
from launchcheck.text import counted, did_you_mean, listed, quote, suggest

if TYPE_CHECKING:
    from launchcheck.checklist import Checklist, Item
    from launchcheck.facts import Facts
    from launchcheck.plan import Plan
    from launchcheck.plan.not_applicable import NotApplicable

KEY = "not_applicable"


def left_out(plan: Plan, checklist: Checklist) -> frozenset[str]:
    """The areas that do not apply, whoever says so: no item of another area asks for their facts."""
    if not (plan.not_applicable or checklist.off):
        return frozenset()
    named = {*(plan.not_applicable or ()), *checklist.off}
    return frozenset(area for area in OWNED if area in named)


class Exclusions:
    """What does not apply to one launch, checked against the rules, and what of it changes anything."""

    def __init__(self, plan: Plan, checklist: Checklist, facts: Facts) -> None:
        """Read what the plan, the settings and the checklist exclude.

        Raises:
            LaunchcheckError: the plan names something unknown, or a person who may not say so; located.

        """
        self._plan, self._facts = plan, facts
        self._off = checklist.off
        self._written = plan.not_applicable or {}
        self._used: set[str] = set()
        wrong = sorted(_refused(plan, checklist, facts), key=lambda each: each.locations)
        if wrong:
            raise LaunchcheckError("an exclusion is refused", parts=tuple(wrong))
        self.areas = left_out(plan, checklist)

    def off(self, item: Item) -> Excluded | None:
        """What settings or the checklist say about an item, or about its area."""
        off = self._off.get(item.area) or self._off.get(item.id)
        return Excluded(*off) if off else None

    def covers(self, item: Item) -> bool:
        """Whether an item, or its area, is excluded; asking does not count as a use of the entry."""
        return self.off(item) is not None or not {item.area, item.id}.isdisjoint(self._written)

    def of(self, item: Item) -> tuple[str, Excluded] | None:
        """Why an excluded item, or one of an excluded area, does not apply: in words, and as a value."""
        off = self.off(item)
        if off:
            return off.reason, off
        for id, what in ((item.area, _words(item.area)), (item.id, "it")):
            if id in self._written:
                return self._said(id, what)
        return None

    def joined(self, areas: Iterable[str], *, is_left: bool) -> tuple[str, Excluded | None]:
        """Why an item does not apply that would read facts of excluded areas; empty if some of it is left."""
        found = [self._about(area) for area in areas]
        return found[0] if found and not is_left else ("", None)

    def _about(self, area: str) -> tuple[str, Excluded]:
        """Why an area does not apply."""
        if area in self._off:
            off = Excluded(*self._off[area])
            return f"{_words(area)} is {off.reason}", off
        return self._said(area, _words(area))

    def all(self) -> tuple[Exclusion, ...]:
        """Every entry of the plan, those that change nothing marked as unused; call it after the others."""
        return tuple(
            Exclusion(
                id,
                entry.reason,
                self._person(entry),
                self._facts.locate((KEY, id), key=True),
                "in_force" if id in self._used else "unused",
            )
            for id, entry in self._written.items()
        )

    def notes(self) -> Iterator[Note]:
        """Entries that change nothing, and areas that have facts although the plan says they do not apply."""
        for each in self.all():
            if each.state == "unused":
                words = f"the entry for {each.id} under {KEY} is unused: it is not asked anyway"
                yield Note("unused", each.id, words, each.location)
        for area in OWNED:
            facts = _facts_of(self._plan, area) if area in self._written else []
            if facts:
                words = f"{_words(area)} does not apply, and {listed([words for _, words in facts], most=3)}"
                yield Note("facts", area, words, self._facts.locate(facts[0][0], key=True))

    def _said(self, id: str, what: str) -> tuple[str, Excluded]:
        """What an entry of the plan says."""
        self._used.add(id)
        entry = self._written[id]
        by = self._person(entry)
        words = f"{by.name} says that {what} does not apply: {entry.reason}"
        return words, Excluded(entry.reason, "plan", by)

    def _person(self, entry: NotApplicable) -> Person:
        person = (self._plan.people or {}).get(entry.by)
        return Person(entry.by, (person and person.name) or entry.by)


def _words(area: str) -> str:
    """An area as messages name it."""
    return area.replace("_", " ")


def _facts_of(plan: Plan, area: str) -> list[tuple[tuple[str, ...], str]]:
    """The facts of an area's section: the place of each, and its state in words."""
    section = getattr(plan, area)
    if isinstance(section, (list, dict)):
        return [((area,), _state(area, section))] if section else []
    facts = facts_of(section)
    return [
        ((area, key), _state(f"{area}.{key}", facts[key]))
        for key in dict.fromkeys(key.removesuffix("_") for key in facts)
        if facts.get(key) not in (None, [], {})
    ]


def _state(name: str, value: Any) -> str:
    """`sales.touches has 2 entries`, or `sales.kit is set`."""
    return (
        f"{name} has {counted(len(value), 'entry')}" if isinstance(value, (list, dict)) else f"{name} is set"
    )


# -- the rules: what may be excluded, and by whom ------------------------------------------------


class _Named(NamedTuple):
    """What an entry names: its area, the areas whose owner may answer, an item that may never be waived."""

    area: str
    answers: tuple[str, ...]
    strict: str


def _refused(plan: Plan, checklist: Checklist, facts: Facts) -> Iterator[LaunchcheckError]:
    """The error for each rule that an entry of the plan breaks."""
    for id, entry in (plan.not_applicable or {}).items():
        if named := _named(id, checklist):
            wrong = _disallowed(id, entry, named, plan, checklist)
            place = facts.locate((KEY, id, "by"))
        else:
            wrong = _unknown(id, checklist)
            place = facts.locate((KEY, id), key=True)
        for message, hint in wrong:
            yield LaunchcheckError(message, hint=hint, locations=(place,))


def _named(id: str, checklist: Checklist) -> _Named | None:
    """What an id names in the loaded checklists, or else in any built-in one; None if nothing."""
    if id == "launch":
        return None
    return _named_in(checklist, id) or _named_in(_built_in(), id)


def _named_in(checklist: Checklist, id: str) -> _Named | None:
    """What an id names in a checklist: one of its items, or an area with items."""
    for item in checklist.items:
        if item.id == id:
            return _Named(item.area, checklist.answers(item), "" if item.waivable else id)
    of_area = [item for item in checklist.items if item.area == id]
    if not of_area:
        return None
    (answers,) = (area.answers for area in checklist.areas if area.id == id)
    return _Named(id, answers, next((item.id for item in of_area if not item.waivable), ""))


def _built_in() -> Checklist:
    """Every built-in checklist."""
    from launchcheck import catalog

    return catalog.built_in(*catalog.names())


def _unknown(id: str, checklist: Checklist) -> Iterator[tuple[str, str]]:
    """The error of an id that names nothing, or the launch as a whole."""
    if id == "launch":
        hint = "name one of its items, such as launch.tier-reason"
        yield "the launch as a whole always applies", hint
        return
    areas = dict.fromkeys([*AREAS, *(area.id for area in checklist.areas if area.id != "launch")])
    items = dict.fromkeys(item.id for item in (*checklist.items, *_built_in().items))
    hint = f"areas: {listed(areas, most=20)}; `launchcheck checks` lists the items"
    meant = key_hints.alias(id, areas)
    near = [area for area in (*areas, *OWNED) if area[0] == id[:1].casefold()]  # not goals for legal
    known = [*areas, *items] if "." in id else near
    yield f"no area or item {quote(id)}", did_you_mean(meant) if meant else suggest(id, known, hint)


def _disallowed(
    id: str, entry: NotApplicable, named: _Named, plan: Plan, checklist: Checklist
) -> Iterator[tuple[str, str]]:
    """The errors of a person who may not say that something does not apply."""
    decider, by = plan.launch.decider, entry.by
    approvers = checklist.waivers.approvers
    if named.strict and decider is None:
        yield f"only the decider may say that {id} does not apply: {_strict(id, named)}", "set launch.decider"
    elif by == decider:
        return
    elif named.strict:
        hint = f"launch.decider ({decider}) must say so"
        yield f"{quote(by)} cannot say that {id} does not apply: {_strict(id, named)}", hint
    elif approvers and by not in approvers:
        hint = f"approvers: {listed(approvers)}; launch.decider may say so, too"
        yield f"{quote(by)} cannot say that {id} does not apply", hint
    elif by == owner_of(plan, area := answering(plan, named.answers)):
        hint = "another person must say so; the owner may only as launch.decider"
        yield f"{quote(by)} owns {area} and cannot say that {id} does not apply", hint


def _strict(id: str, named: _Named) -> str:
    """Why the decider's word is needed."""
    return "it may never be waived" if id == named.strict else f"{named.strict} may never be waived"

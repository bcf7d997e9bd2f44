"""A checklist compiled once, each item to a question with a rule, to check any number of plans."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, Self

from launchcheck import catalog
from launchcheck.checks.areas import areas_read, without
from launchcheck.checks.check import Compiler
from launchcheck.checks.predicates import conditions

if TYPE_CHECKING:
    from launchcheck.checklist import Checklist, Item, Severity
    from launchcheck.checks.check import Rule
    from launchcheck.checks.predicates import Condition
    from launchcheck.schedule import Due


class Question(NamedTuple):
    """A compiled item: its owner, severity by tier, due day, conditions and rule.

    `answers` are the areas whose owner may answer for it: the first that has one in the plan. `cut` are
    the areas that do not apply and whose facts it would read otherwise; there is no rule where nothing
    that it asks is left. `is_always_asked` if neither a fact nor the date keeps it from being asked.
    """

    item: Item
    answers: tuple[str, ...]
    severity: dict[int, Severity]
    due: Due
    applies: tuple[Condition, ...]
    rule: Rule | None
    cut: tuple[str, ...] = ()
    is_always_asked: bool = False


class Program:
    """A checklist whose checks are compiled to rules, for launches to which some areas may not apply.

    Rules are closures, which do not pickle: a program travels between processes as its checklist,
    and is compiled again on arrival.
    """

    def __init__(self, checklist: Checklist, left_out: frozenset[str] = frozenset()) -> None:
        self.checklist = checklist
        self.left_out = left_out
        build = Compiler()
        self.questions = tuple(
            _question(item, checklist.answers(item), build, left_out) for item in checklist.items
        )
        self.items = {item.id: item for item in checklist.items}
        self.due_days = frozenset(question.due for question in self.questions)
        self.answering = frozenset(question.answers for question in self.questions)
        self.panels = tuple(
            kept for panel in checklist.panels if (kept := without(panel, left_out)) is not None
        )
        self._narrowed: dict[frozenset[str], Program] = {}
        self._extended: dict[tuple[str, ...], Program] = {}

    @classmethod
    def of(cls, checklist: Checklist | Self) -> Self:
        """Compile a checklist; a program is returned as it is."""
        return checklist if isinstance(checklist, cls) else cls(checklist)  # type: ignore[arg-type]  # a checklist

    def with_packs(self, packs: tuple[str, ...]) -> Program:
        """The same checklist with packs that a plan turns on, compiled once for each set.

        Raises:
            LaunchcheckError: what a checklist changes in a pack does not fit it; located.

        """
        checklist = catalog.with_packs(self.checklist, packs) if packs else self.checklist
        if checklist is self.checklist:
            return self
        if packs not in self._extended:
            if len(self._extended) >= _MOST_KEPT:
                self._extended.clear()
            self._extended[packs] = Program(checklist)
        return self._extended[packs]

    def without(self, areas: frozenset[str]) -> Program:
        """The same checklist for a launch to which some areas do not apply, compiled once for each set."""
        if areas == self.left_out:
            return self
        if areas not in self._narrowed:
            if len(self._narrowed) >= _MOST_KEPT:
                self._narrowed.clear()
            self._narrowed[areas] = Program(self.checklist, areas)
        return self._narrowed[areas]

    @cached_property
    def leaning(self) -> Mapping[tuple[str | int, ...], frozenset[str]]:
        """The items that read a fact, such as local evidence, by the steps of its path."""
        items: dict[tuple[str | int, ...], set[str]] = {}
        for question in self.questions:
            for path in question.item.reads():
                items.setdefault(path.steps, set()).add(question.item.id)
        return {steps: frozenset(ids) for steps, ids in items.items()}

    @cached_property
    def sections_read(self) -> frozenset[str | int]:
        """The sections of a plan that its items read anything of."""
        return frozenset(steps[0] for steps in self.leaning)

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.checklist, self.left_out)


_MOST_KEPT = 64
"""How many sets of areas, and of packs, a program is kept compiled for."""


def _question(item: Item, answers: tuple[str, ...], build: Compiler, left_out: frozenset[str]) -> Question:
    """An item, compiled."""
    check = without(item.check, left_out)
    rule = check.rule(build) if check else None
    applies = conditions(item.when)
    return Question(
        item=item,
        answers=answers,
        severity=item.severity,
        due=item.due,
        applies=applies,
        rule=rule,
        cut=areas_read(item.check, left_out),
        is_always_asked=rule is not None and not (applies or item.opens),
    )

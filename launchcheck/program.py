"""A checklist compiled once, each item to a question with a rule, to check any number of plans."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, Self

from launchcheck.checks.check import Compiler
from launchcheck.checks.predicates import conditions

if TYPE_CHECKING:
    from launchcheck.checklist import Checklist, Item, Severity
    from launchcheck.checks.check import Rule
    from launchcheck.checks.predicates import Condition
    from launchcheck.schedule import Due


class Question(NamedTuple):
    """A compiled item: its owner, severity by tier, due day, conditions and rule."""

    item: Item
    owner: str
    severity: dict[int, Severity]
    due: Due
    applies: tuple[Condition, ...]
    rule: Rule


class Program:
    """A checklist whose checks are compiled to rules.

    Rules are closures, which do not pickle: a program travels between processes as its checklist,
    and is compiled again on arrival.
    """

    def __init__(self, checklist: Checklist) -> None:
        self.checklist = checklist
        build = Compiler()
        self.questions = tuple(_question(item, build) for item in checklist.items)

    @classmethod
    def of(cls, checklist: Checklist | Self) -> Self:
        """Compile a checklist; a program is returned as it is."""
        return checklist if isinstance(checklist, cls) else cls(checklist)  # type: ignore[arg-type]  # a checklist

    @cached_property
    def leaning(self) -> Mapping[tuple[str | int, ...], frozenset[str]]:
        """The items that rely on local evidence, by the steps of the path at which it is named."""
        items: dict[tuple[str | int, ...], set[str]] = {}
        for question in self.questions:
            for path in question.item.reads():
                items.setdefault(path.steps, set()).add(question.item.id)
        return {steps: frozenset(ids) for steps, ids in items.items()}

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.checklist,)


def _question(item: Item, build: Compiler) -> Question:
    """An item, compiled."""
    return Question(
        item=item,
        owner=item.answers,
        severity=item.severity,
        due=item.due,
        applies=conditions(item.when),
        rule=item.check.compile(build),
    )

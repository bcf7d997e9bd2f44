"""Figures of goals over time: the results of a list, by the goal that each of them names."""

import datetime
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from launchcheck.checks.select import Selector
    from launchcheck.checks.view import View
    from launchcheck.plan.paths import PlanPath
    from launchcheck.source import Where


class Figure(NamedTuple):
    """A figure of a result: its date, place and value."""

    on: datetime.date
    where: "Where"
    value: Any


Figures: TypeAlias = Mapping[Hashable, Sequence[Figure]]
"""The figures with a date, by the goal that they name."""


@dataclass(frozen=True)
class FiguresByGoal:
    """The figures of a list of results, the same for all checks that read them."""

    results: "Selector"
    names: "PlanPath"
    value: "PlanPath"
    date: "PlanPath"

    def select(self, view: "View") -> Figures:
        """Collect the figures; those without a date or a goal are skipped."""
        found: dict[Hashable, list[Figure]] = {}
        for where, entry in view.once(self.results).entries:
            name, on = self.names.value(entry), view.day_of(self.date.value(entry))
            if on is not None and isinstance(name, Hashable):
                place, actual = self.value.read(entry, where)
                found.setdefault(name, []).append(Figure(on, place, actual))
        return found


def of_goal(figures: Figures, id: Any) -> Sequence[Figure]:
    """The figures of one goal, by its id; values under `custom` may be unhashable."""
    return figures.get(id, ()) if isinstance(id, Hashable) else ()


def last_by(figures: Sequence[Figure], day: datetime.date) -> Figure | None:
    """The last figure up to a day; of several on one day, the one that is listed last."""
    known: Iterator[Figure] = (figure for figure in reversed(figures) if figure.on <= day)
    return max(known, key=on, default=None)


def on(figure: Figure) -> datetime.date:
    """The date of a figure."""
    return figure.on

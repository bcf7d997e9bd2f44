"""Groups of a list whose entries must score no higher than those of a group above."""

from collections.abc import Iterator
from math import isfinite, prod
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple

from pydantic import Field

from launchcheck.checks.entries import EntryCheck, absent
from launchcheck.checks.options import FieldPath, ListPath
from launchcheck.checks.problem import Answer, Problem, label
from launchcheck.checks.reads import Reads
from launchcheck.checks.values import as_number, given, show_scalar
from launchcheck.findings import MISSING
from launchcheck.text import listed, quote

if TYPE_CHECKING:
    from launchcheck.checks.check import Compiler, Rule
    from launchcheck.checks.view import View
    from launchcheck.plan.paths import Found
    from launchcheck.source import Where

_WHOLE = 100_000
"""From this score on messages leave out its fraction."""


class _Scored(NamedTuple):
    """An entry with its score, and the index of its group in their order."""

    where: "Where"
    entry: Any
    rank: int
    score: float


class Ranked(EntryCheck):
    """No entry of a later group of `order` scores higher than one of an earlier group, or it says why.

    The score is computed: the product of the fields in `times`, and of those in `percent` as shares,
    divided by those in `over`, as in RICE (reach, impact and confidence over effort). Entries
    without a figure, or of no group of `order`, are skipped; if no entry can be scored, that is
    unanswered.
    """

    kind: Literal["ranked"]
    of: Annotated[ListPath, Reads()] = Field(description="The list to go through")
    times: list[FieldPath] = Field(description="The figures to multiply", min_length=1)
    percent: list[FieldPath] = Field([], description="The figures in percent to multiply with, as shares")
    over: list[FieldPath] = Field([], description="The figures to divide by")
    group: FieldPath = Field(description="The field with the group of an entry")
    order: list[str] = Field(description="The groups, from the highest to the lowest", min_length=2)
    unless_given: FieldPath | None = Field(None, description="The field that says why an entry scores higher")
    name: FieldPath | None = Field(
        None, description="The field that messages call an entry by; else its id or name"
    )

    def compile(self, build: "Compiler") -> "Rule":
        """Report each entry that scores higher than the lowest of the groups above it."""
        selector = self.selector(build)

        def rule(view: "View") -> Answer:
            gaps, _, fits, *_ = view.once(selector)
            scored = [*self._scored(fits)]
            if fits and not scored:
                return Answer([*gaps, *self._unscored(fits)])
            lowest = _lowest_above(scored, len(self.order))
            pairs = [(each, other) for each in scored if (other := lowest[each.rank])]
            problems = [problem for each, other in pairs if (problem := self._too_high(each, other))]
            return Answer([*gaps, *problems], [(each.where, each.entry) for each in scored])

        return rule

    def _scored(self, entries: "Found") -> Iterator[_Scored]:
        """The entries that can be scored."""
        ranks = {group: rank for rank, group in enumerate(self.order)}
        for where, entry in entries:
            group = self.group.value(entry)
            rank = ranks.get(group) if type(group) is str else None
            score = self._score(entry)
            if rank is not None and score is not None:
                yield _Scored(where, entry, rank, score)

    def _score(self, entry: Any) -> float | None:
        """The score of an entry; None without all its figures, or if one to divide by is 0."""
        times = [as_number(path.value(entry)) for path in (*self.times, *self.percent)]
        over = [as_number(path.value(entry)) for path in self.over]
        known = [float(figure) for figure in (*times, *over) if figure is not None]
        if len(known) < len(times) + len(over) or not all(over):
            return None
        score = prod(known[: len(times)]) / prod(known[len(times) :]) / 100 ** len(self.percent)
        return score if isfinite(score) else None

    def _unscored(self, entries: "Found") -> Iterator[Problem]:
        """The problem of a list in which no entry can be scored, at its first entry."""
        where, entry = entries[0]
        places = absent(where, entry, [*self.times, *self.percent, *self.over, self.group])
        if places:
            yield from self.silent_about(where, entry, places)
            return
        figures = listed(path.text for path in (*self.times, *self.percent, *self.over))
        groups = f"a {self.group} of {listed(self.order, 'or')}"
        words = f"no {self.what} can be scored: it needs {figures}, none of them 0, and {groups}"
        yield Problem(where, words, MISSING, wants=(where,))

    def _too_high(self, scored: _Scored, other: _Scored) -> Problem | None:
        """The problem of an entry that scores higher than one of a group above, without saying why."""
        where, entry = scored.where, scored.entry
        if scored.score <= other.score or (self.unless_given and given(self.unless_given.value(entry))):
            return None
        above = f"{self._called(other)}, which is {quote(self.order[other.rank])} with {_shown(other.score)}"
        words = f"{self.what} {self._called(scored)} is {quote(self.order[scored.rank])}"
        words = f"{words} with a score of {_shown(scored.score)}, more than {above}"
        reason = f", or add {self.unless_given}" if self.unless_given else ""
        place = (*where, *self.group.steps)
        wants = (*where, *self.unless_given.steps) if self.unless_given else place
        words = f"{words}; change {self.group} of one of them{reason}"
        return Problem(place, words, related=(other.where,), wants=(wants,))

    def _called(self, scored: _Scored) -> str:
        """What messages call an entry."""
        name = self.name.value(scored.entry) if self.name else None
        return quote(show_scalar(name)) if given(name) else label(scored.where, scored.entry)


def _lowest_above(scored: list[_Scored], groups: int) -> list[_Scored | None]:
    """For each group, the entry with the lowest score in the groups above it."""
    lowest: list[_Scored | None] = [None] * groups
    for each in scored:
        for rank in range(each.rank + 1, groups):
            found = lowest[rank]
            if found is None or each.score < found.score:
                lowest[rank] = each
    return lowest


def _shown(score: float) -> str:
    """A score to at most six digits, or to its whole number."""
    return f"{score:.0f}" if abs(score) >= _WHOLE else f"{score:.6g}"

"""Lists that must have a minimum or maximum number of entries."""

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple

from pydantic import Field

from launchcheck.checks.entries import EntryCheck
from launchcheck.checks.options import ByTier, FieldPath, ListPath
from launchcheck.checks.predicates import Conditions
from launchcheck.checks.problem import Answer, Problem, Progress, gathered, label
from launchcheck.checks.reads import Reads
from launchcheck.checks.select import Fit, Misfit, Selection, Selector, those
from launchcheck.checks.values import as_day, given, show_scalar
from launchcheck.dates import short_day
from launchcheck.findings import MISSING, SCHEDULED, UNDER_WAY
from launchcheck.text import listed, plural, show

if TYPE_CHECKING:
    from launchcheck.checks.check import Compiler, Rule
    from launchcheck.checks.view import View
    from launchcheck.plan.paths import Found, PlanPath
    from launchcheck.source import Where

_MOST_NAMED = 3
"""How many incomplete entries a message names at most."""


class _Silent(NamedTuple):
    """An entry that might count, and the places of its missing facts."""

    where: "Where"
    entry: Any
    left_out: "tuple[Where, ...]"


class Count(EntryCheck):
    """The number of entries of `of` that fit `where` is within limits.

    With `distinct`, entries with the same value in that field count once. Entries that fit except
    for a future date are shown as scheduled, and do not count. Too few are under way until the item
    is due, and too many are wrong. With `if_any`, nothing is asked until some entry fits that: a kind
    of entry that a list need not have.
    """

    kind: Literal["count"]
    of: Annotated[ListPath, Reads()] = Field(description="The list to count")
    at_least: ByTier | None = Field(None, description="The fewest that pass")
    at_most: ByTier | None = Field(None, description="The most that pass")
    distinct: FieldPath | None = Field(None, description="Count different values of this field")
    out_of: list[str] = Field([], description="The values that `distinct` can take, to name the unused ones")
    if_any: Conditions = Field(
        {}, description="Count only where an entry fits these, too; else nothing is asked"
    )
    happened: str = Field("", description="What counted entries did, such as happened: a word for messages")

    def compile(self, build: "Compiler") -> "Rule":
        """Report too few or too many entries, and how many more are scheduled."""
        selector = build.selector(self.of, self.where, may_be_empty=self.may_be_empty)
        needs = [path for test in self.where.values() for path in test.needs()]
        any_of = build.selector(self.of, self.if_any, may_be_empty=True)
        waits = any(test.by is not None and test.by.base == "today" for test in self.where.values())

        def rule(view: "View") -> Answer:
            if self.if_any and not view.once(any_of).fits:
                return Answer()
            selection = view.once(selector)
            counted = self._counted(selection)
            later = those(view.once(selector.misfits), Fit.SCHEDULED) if waits else []
            progress = self._progress(counted, later, view)
            if selection.gaps:
                return Answer(selection.gaps, progress)
            unknown = [path.steps for path in needs if view.value(path) is None]
            if unknown:
                return Answer(tuple(gathered(unknown)), progress)
            return Answer(self._wrong(selector, counted, later, view), progress)

        return rule

    def _wrong(
        self, selector: Selector, counted: Sequence[Any], later: list[Misfit], view: "View"
    ) -> Sequence[Problem]:
        least = (self.at_least or {}).get(view.tier, 0)
        most = (self.at_most or {}).get(view.tier)
        if len(counted) < least:
            return (self._too_few(selector, counted, later, view),)
        if most is not None and len(counted) > most:
            return (self._too_many(view.once(selector), len(counted), most, view),)
        return ()

    def _progress(self, counted: Sequence[Any], later: list[Misfit], view: "View") -> Progress | None:
        """Count entries done and scheduled against those needed; None where there is an upper limit."""
        needed = (self.at_least or {}).get(view.tier)
        if not needed or self.at_most:
            return None
        return Progress(len(counted), needed, len(later))

    def _counted(self, selection: Selection) -> Sequence[Any]:
        """What counts: the entries, or the distinct values of one field."""
        if not self.distinct:
            return selection.fits
        return _different(selection.fits, self.distinct)

    def _too_few(
        self, selector: Selector, found: Sequence[Any], later: list[Misfit], view: "View"
    ) -> Problem:
        """Say what was found, what is scheduled, and what is still missing."""
        least = (self.at_least or {}).get(view.tier, 0)
        others = view.once(selector.misfits)
        silent = self._silent(view.once(selector), others)
        parts = [self._found(len(found), least, view)]
        if self.distinct:
            parts += self._named([str(value) for value in found])
        if later:
            days = listed([self._dated(each.value) for each in later])
            parts.append(f"{len(later)} {'is' if len(later) == 1 else 'are'} scheduled ({days})")
        new = self._new(later, found)
        short = least - len(found) - new
        if later and short > 0:
            parts.append(f"{short} still missing")
        parts += [_leaves_out(each) for each in silent[:_MOST_NAMED]]
        if not (self.happened or silent or later):
            parts += _closest(others)
        where = next((place for place, _ in view.select(self.of)), self.of.steps[:1])
        kind = UNDER_WAY if short > len(silent) else MISSING if short > 0 else SCHEDULED
        if self.needs_one and not (found or later):
            kind = MISSING
        places = tuple(place for each in silent for place in each.left_out)
        wants = {MISSING: places or (where,), UNDER_WAY: (where,), SCHEDULED: ()}[kind]
        return Problem(where, "; ".join(parts), kind, wants=wants)

    def _new(self, later: list[Misfit], found: Sequence[Any]) -> int:
        """How many more will count once every scheduled date has come."""
        if not self.distinct:
            return len(later)
        return len(_different([(each.where, each.value) for each in later], self.distinct, found))

    def _too_many(self, selection: Selection, found: int, most: int, view: "View") -> Problem:
        """Locate the first entry over the limit; the others are related."""
        entries = selection.fits
        exact = most == (self.at_least or {}).get(view.tier, 0)
        limit = f"exactly {most} needed" if exact else f"at most {most} allowed"
        names = listed([label(*entry) for entry in entries])
        words = f"{found} {plural(self.called or self.what, found)}{self._having(view)}: {names}"
        others = tuple(where for index, (where, _) in enumerate(entries) if index != most)
        return Problem(entries[most][0], f"{words}; {limit}", related=others)

    def _silent(self, selection: Selection, others: Sequence[Misfit]) -> list[_Silent]:
        """Entries that might count, in order: incomplete ones that nothing rules out."""
        silent = {each.where: each.left_out for each in those(others, Fit.SILENT)}
        if self.distinct:
            also = [(where, entry) for where, entry in selection.entries if where in silent]
            for where, entry in (*also, *selection.fits):
                if self.distinct.value(entry) is None:
                    places = (*silent.get(where, ()), where + self.distinct.steps)
                    silent[where] = tuple(dict.fromkeys(places))
        return [_Silent(where, entry, silent[where]) for where, entry in selection.entries if where in silent]

    def _found(self, found: int, least: int, view: "View") -> str:
        """How many were found, and how many are needed."""
        only = "only " if found else ""
        if self.happened:
            return f"{only}{found} of {least} {plural(self.what, least)} {self.happened}"
        what = self.called or self.what
        words = f"{only}{found or 'no'} {what if not found else plural(what, found)}"
        limit = "exactly" if (self.at_most or {}).get(view.tier) == least else "at least"
        return f"{words}{self._having(view)}; {limit} {least} needed"

    def _named(self, used: list[str]) -> list[str]:
        """List the values that were used, and those that are left."""
        left = [name for name in self.out_of if name not in used]
        parts = [f"used: {listed(used, most=20)}"] if used else []
        return [*parts, f"left: {listed(left, 'or', most=20)}"] if left else parts

    def _having(self, view: "View") -> str:
        """What an entry needs in order to count, as the end of a phrase: ` with status shipped`."""
        if self.called:
            return ""
        needs = [
            path.text if test.given else f"{path} {test.words(view)}"
            for path, test in self.where.items()
            # A primary goal need not be said to be primary.
            if not (test.is_ and str(test.is_[0]) in self.what)
        ]
        return f" with {', '.join(needs[:-1])}{' and ' if needs[1:] else ''}{needs[-1]}" if needs else ""

    def _dated(self, entry: Any) -> str:
        """A scheduled entry in brief: `2 Feb demo`."""
        for path, test in self.where.items():
            actual = as_day(path.value(entry)) if test.by else None
            if actual:
                way = getattr(entry, "way", None) or ""
                return show(f"{short_day(actual)} {str(way).replace('_', ' ')}".strip())
        return ""


def _leaves_out(silent: _Silent) -> str:
    """Name the missing facts that keep an entry from counting."""
    names = [".".join(map(str, place[len(silent.where) :])) for place in silent.left_out]
    return f"{label(silent.where, silent.entry)} is missing {listed(names)}"


def _closest(others: Sequence[Misfit]) -> list[str]:
    """Explain why the nearest misses do not count; among equals, the last in the list come first."""
    wrong = []
    for index, each in enumerate(others):
        reasons = [
            f"{path} {show_scalar(path.value(each.value))}" for path, *_ in each.because if not path.many
        ]
        if reasons:
            wrong.append((len(reasons), -index, f"{label(each.where, each.value)} has {listed(reasons)}"))
    nearest = sorted(wrong)[:_MOST_NAMED]
    return [words for _, _, words in sorted(nearest, key=lambda each: -each[1])]


def _different(entries: "Found", field: "PlanPath", known: Sequence[Any] = ()) -> list[Any]:
    """The distinct values of a field, in order, without the known ones."""
    read = [value for where, entry in entries for _, value in field.select(entry, where) if given(value)]
    values = [value if type(value) is str or isinstance(value, Hashable) else str(value) for value in read]
    return [value for value in dict.fromkeys(values) if value not in known]

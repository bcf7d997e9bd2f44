"""Values that must not be those of too large a part of a list."""

from collections.abc import Hashable, Iterator, Mapping
from math import ceil
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from launchcheck.checks.entries import EntryCheck, each_of
from launchcheck.checks.options import FieldPath, ListPath
from launchcheck.checks.problem import Answer, Problem
from launchcheck.checks.reads import Reads
from launchcheck.checks.values import show_scalar
from launchcheck.findings import MISSING
from launchcheck.plan.paths import PlanPath, facts_of, referred_to
from launchcheck.text import counted, quote, show

if TYPE_CHECKING:
    from launchcheck.checks.check import Compiler, Rule
    from launchcheck.checks.view import View
    from launchcheck.plan.paths import Found
    from launchcheck.source import Where

_PEOPLE = PlanPath.of("people")
_MOST_RELATED = 20
"""How many other entries a problem is related to at most."""


class Balance(EntryCheck):
    """No value of `field` is that of more than `at_most` percent of the entries of `of`.

    Entries without the field are not counted; if no entry has it, that is unanswered. Of fewer than
    `least` entries no one can say whether they are spread, and there is nothing to ask.
    """

    kind: Literal["balance"]
    of: Annotated[ListPath, Reads()] = Field(description="The list to go through")
    field: FieldPath = Field(description="The field whose values are counted, such as owner")
    at_most: int = Field(description="The largest part with the same value, in percent", ge=1, le=99)
    least: int = Field(5, description="The fewest entries that are judged", ge=1)

    def compile(self, build: "Compiler") -> "Rule":
        """Report each value that too many entries have."""
        selector = self.selector(build)

        def rule(view: "View") -> Answer:
            gaps, _, fits, *_ = view.once(selector)
            places = self._places(fits)
            total = len({where for found in places.values() for where, _ in found})
            if fits and not places:
                place = fits[0][0] + self.field.steps
                words = f"{self.field} is missing in every {self.what}"
                return Answer([*gaps, Problem(place, words, MISSING, wants=(place,))])
            if places and total < self.least and not gaps:
                only = f"only {counted(total, self.what)} with {self.field}"
                return Answer(reason=f"{only}; {self.least} or more are needed to judge")
            return Answer([*gaps, *self._too_many(places, total, view)])

        return rule

    def _places(self, entries: "Found") -> "Mapping[Hashable, list[tuple[Where, Where]]]":
        """The entries with each value, and the places of the value in them."""
        found: dict[Hashable, list[tuple[Where, Where]]] = {}
        for where, entry in entries:
            for place, value in each_of(self.field.select(entry, where)):
                places = found.setdefault(value if isinstance(value, Hashable) else repr(value), [])
                if not places or places[-1][0] != where:
                    places.append((where, place))
        return found

    def _too_many(
        self, places: "Mapping[Hashable, list[tuple[Where, Where]]]", total: int, view: "View"
    ) -> Iterator[Problem]:
        """The problems of values that too many entries have."""
        most = total * self.at_most // 100
        for value, found in places.items():
            if len(found) <= most:
                continue
            share = f"{len(found)} of {counted(total, self.what)} ({ceil(len(found) * 100 / total)} %)"
            words = f"{self._called(value, view)} has {share}; the most allowed is {most} ({self.at_most} %)"
            over = [place for _, place in found[most:]]
            yield Problem(over[0], words, related=tuple(over[1:_MOST_RELATED]), wants=tuple(over))

    def _called(self, value: Hashable, view: "View") -> str:
        """What messages call a value: a person by name, anything else as the plan writes it."""
        if referred_to(self.field.under(self.of)) is _PEOPLE:
            person = facts_of((view.value(_PEOPLE) or {}).get(value))
            return show(person.get("name") or value, 60)
        return quote(show_scalar(value))

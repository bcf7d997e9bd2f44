"""What a go depended on: conditions that must be met by their dates."""

import datetime
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from launchcheck.checks.check import Check
from launchcheck.checks.problem import Answer, Problem, Progress, dotted
from launchcheck.dates import day, days
from launchcheck.findings import MISSING, SCHEDULED
from launchcheck.plan.paths import PlanPath
from launchcheck.text import listed, quote

if TYPE_CHECKING:
    from launchcheck.checks.check import Compiler, Rule
    from launchcheck.checks.view import View
    from launchcheck.source import Where

_CONDITIONS = PlanPath.of("after.conditions")
_FIELDS = ("text", "owner", "by", "closed_on")


class ConditionsMet(Check):
    """Each condition of a go whose date has passed is met: those of the votes and of `after.conditions`.

    A condition of a vote is met once an entry of `after.conditions` with the same text has a `closed_on`;
    owner and date need not be written again. An entry that no vote has needs them. Without any
    condition there is nothing to meet.
    """

    kind: Literal["conditions_met"]

    always_reads: ClassVar = (
        _CONDITIONS,
        *(PlanPath.of(f"after.conditions[].{field}") for field in _FIELDS),
    )

    def compile(self, _build: "Compiler") -> "Rule":
        """Report conditions that are not met, though their date has passed."""

        def rule(view: "View") -> Answer:
            entries = [(where, vars(entry)) for where, entry in view.entries(_CONDITIONS)]
            voted = {_key(each.text): each for seat in _seats(view) for each in _conditions_of(seat)}
            problems: list[Problem] = []
            due = 0
            for where, entry in entries:
                vote = voted.pop(_key(entry["text"] or ""), None)
                own = {**entry, **({"owner": vote.owner, "by": vote.by} if vote else {})}
                problems += _unmet(where, own, view)
                due += own["by"] is None or own["by"] < view.today
            late = [each for each in voted.values() if each.by < view.today]
            problems += [_unwritten(each, view) for each in late]
            due += len(late)
            return Answer(problems, Progress(due - len(problems), due) if due else None)

        return rule


def _seats(view: "View") -> tuple[Any, ...]:
    """The seats of the poll; none without a record of votes."""
    return view.facts.votes.seats if view.facts.votes else ()


def _conditions_of(seat: Any) -> Iterator[Any]:
    """The conditions of the votes that count for an area."""
    for vote in seat.votes:
        yield from vote.conditions


def _key(text: str) -> str:
    """A text without case and extra spaces."""
    return " ".join(text.split()).casefold()


def _unmet(where: "Where", entry: Mapping[str, Any], view: "View") -> Iterator[Problem]:
    """What is wrong with an entry of `after.conditions`."""
    name = f"condition {quote(entry['text'])}" if entry["text"] else dotted(where)
    lacks = [field for field in ("text", "owner", "by") if entry[field] is None]
    closed: datetime.date | None = entry["closed_on"]
    if closed is None and entry["by"] and entry["by"] < view.today:
        lacks.append("closed_on")
    if lacks:
        places = tuple((*where, field) for field in lacks)
        yield Problem(places[0], f"{name} is missing {listed(lacks)}", MISSING, wants=places)
    elif closed and closed > view.today:
        words = f"{name}: closed_on is scheduled for {day(closed)}; it counts once it has happened"
        yield Problem((*where, "closed_on"), words, SCHEDULED)


def _unwritten(condition: Any, view: "View") -> Problem:
    """The problem of a condition of a vote that no entry of `after.conditions` closes."""
    person = (view.plan.people or {}).get(condition.owner)
    who = (person and person.name) or condition.owner
    late = f"{days((view.today - condition.by).days)} overdue, since {day(condition.by)}"
    words = f"a go depended on {quote(condition.text)} ({who}, {late}); {_CONDITIONS} does not close it"
    return Problem(_CONDITIONS.steps, words, MISSING, wants=(_CONDITIONS.steps,))

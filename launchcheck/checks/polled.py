"""The poll before a launch: every area has voted, then the decider decides."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, Literal, Self

from pydantic import Field

from launchcheck.checks.check import Check
from launchcheck.checks.problem import Answer, Problem, Progress
from launchcheck.dates import day, days
from launchcheck.findings import MISSING, SCHEDULED, UNDER_WAY
from launchcheck.plan import AREAS
from launchcheck.plan.paths import PlanPath
from launchcheck.plan.sections import AreaName
from launchcheck.text import counted, listed, quote, show

if TYPE_CHECKING:
    from launchcheck.checks.check import Compiler, Rule
    from launchcheck.checks.view import View
    from launchcheck.poll import Board, Decision, Seat, Vote
    from launchcheck.source import Where

STALE_AFTER_DAYS = 14
"""How many days a vote is valid by default: two weeks, the pace at which launches move."""

_DECIDER = PlanPath.of("launch.decider")


class Polled(Check):
    """Each of `areas` voted, no vote is stale or on condition, and the decider said go after every no-go.

    The votes are in the record next to the plan. A vote is stale once a fact that its area's items
    read has changed, or after `stale_after_days`; after the launch, votes no longer age. One of the
    six areas counts only if the checklist has an item for it. A no-go, and votes that disagree, are
    wrong; a stale vote is under way, and a condition is scheduled until its own date.
    """

    kind: Literal["polled"]
    areas: list[AreaName] = Field(
        [], description="The areas whose votes are needed; default: the six, without launch"
    )
    stale_after_days: int = Field(
        STALE_AFTER_DAYS, description="How many days a vote is valid, even if nothing has changed", ge=1
    )

    always_reads: ClassVar = (_DECIDER,)

    def narrowed(self, areas: frozenset[str]) -> Self | None:
        """The poll without the seats of some areas."""
        left = [area for area in self.areas or AREAS if area not in areas]
        return self.model_copy(update={"areas": left}) if left else None

    def compile(self, _build: "Compiler") -> "Rule":
        """Report missing and stale votes, open conditions, and what the decision lacks."""

        def rule(view: "View") -> Answer:
            needed = self._needed(view)
            done = sum(seat.vote is not None and not seat.vote.stale for seat in needed)
            progress = Progress(done, len(needed)) if needed else None
            return Answer(tuple(self._problems(needed, view)), progress)

        return rule

    def _problems(self, needed: "list[Seat]", view: "View") -> Iterator[Problem]:
        """Everything that keeps the poll from being complete."""
        board = view.facts.votes
        silent = [seat for seat in needed if not seat.votes]
        if len(silent) == len(needed):
            words = f"no votes yet{_ahead(board)}{_strays(view.facts.stray_records)}"
            yield Problem(("owners",), words, MISSING)
        else:
            for seat in silent:
                message = f"{seat.area} has not voted; {_who_may(view, seat)}"
                yield Problem(_place(seat.area), message, MISSING)
        for seat in board.seats if board else ():
            yield from self._standing(view, seat)
        yield from self._decisions(view)

    def _needed(self, view: "View") -> "list[Seat]":
        names, board = self.areas or AREAS, view.facts.votes
        return [seat for seat in board.seats if seat.area in names] if board else []

    def _standing(self, view: "View", seat: "Seat") -> Iterator[Problem]:
        where = _place(seat.area)
        if seat.disputed:
            both = listed([f"{vote.vote} by {_name(view, vote.by)}" for vote in seat.votes])
            yield Problem(
                where,
                f"{seat.area} voted on two branches at once ({both}); {_who_may(view, seat)} again",
            )
        board = view.facts.votes
        undecided = {vote.digest for vote in board.undecided} if board else set()
        for vote in seat.votes:
            said = f"{_said(view, vote, vote.vote)} for {seat.area}"
            if vote.stale:
                words = f"the vote is stale: {said}; {'; '.join(vote.stale_because)}"
                yield Problem(where, words, UNDER_WAY)
            if vote.digest in undecided:
                yield Problem(where, f"no decision has followed a no-go: {said}{_note(vote.note)}")
            yield from self._conditions(view, where, vote)

    def _conditions(self, view: "View", where: "Where", vote: "Vote") -> Iterator[Problem]:
        """The conditions of a vote, which stay open until its area votes again."""
        for condition in vote.conditions:
            late = (view.today - condition.by).days
            when = (
                f"{days(late)} overdue, since {day(condition.by)}"
                if condition.overdue
                else (f"due {day(condition.by)}")
            )
            message = (
                f"{vote.area} goes on condition: {show(condition.text)}; "
                f"{_name(view, condition.owner)}, {when}"
            )
            yield Problem(where, message, SCHEDULED, due=condition.by)

    def _decisions(self, view: "View") -> Iterator[Problem]:
        where = _DECIDER.steps
        decider = view.plan.launch.decider
        board = view.facts.votes
        decisions = board.decisions if board else ()
        if not decisions:
            who = f"{_name(view, decider)} decides" if decider else "launch.decider is not set"
            yield Problem(where, f"go or no-go is not decided yet; {who}", MISSING)
        if len(decisions) > 1:
            both = listed([f"{each.decision} by {_name(view, each.by)}" for each in decisions])
            yield Problem(where, f"it was decided on two branches at once ({both}); decide again")
        for decision in decisions:
            said = _said(view, decision, decision.decision)
            if decision.stale:
                because = "; ".join(decision.stale_because)
                yield Problem(where, f"the decision is stale: {said}; {because}", UNDER_WAY)
            if decision.decision != "go":
                yield Problem(where, f"the decision is no-go: {said}{_note(decision.note)}")


def _said(view: "View", spoken: "Vote | Decision", word: str) -> str:
    """Who said what, and when: `Omar Haddad said go on Fri 12 Feb 2027`."""
    from zoneinfo import ZoneInfo

    word = "go on condition" if word == "condition" else word
    at = spoken.at.astimezone(ZoneInfo(view.plan.launch.timezone))
    return f"{_name(view, spoken.by)} said {word} on {day(at.date())}"


def _who_may(view: "View", seat: "Seat") -> str:
    """Who may vote for an area, as the end of a sentence."""
    if seat.owner is None:
        return f"{'.'.join(map(str, _place(seat.area)))} is not set, so nobody can vote"
    names = [_name(view, id) for id in (seat.owner, seat.backup) if id]
    return f"{listed(names, 'or')} may vote"


def _name(view: "View", id: str) -> str:
    """A person's name, or the id if the plan no longer lists them."""
    person = (view.plan.people or {}).get(id)
    return show((person and person.name) or id, 60)


def _note(note: str) -> str:
    return f" ({quote(note, 120)})" if note else ""


def _strays(records: tuple[str, ...]) -> str:
    """Name the records without a plan: after a rename, the votes are in one of them."""
    if not records:
        return ""
    named = listed([show(each) for each in records], most=3)
    return f"; if this plan was renamed, rename its record, too: {named} has no plan"


def _ahead(board: "Board | None") -> str:
    """Note that some entries of the record have a later date."""
    count = board.ahead if board else 0
    return (
        f"; {counted(count, 'entry')} of the record {'has' if count == 1 else 'have'} a later date"
        if count
        else ""
    )


def _place(area: str) -> "Where":
    """Where the plan names the owner of an area."""
    return ("launch", "owner") if area == "launch" else ("owners", area)

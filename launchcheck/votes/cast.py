"""Voting and deciding: who may, what must be said, and the line that it leaves in the record."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from launchcheck import __version__
from launchcheck.dates import day
from launchcheck.errors import LaunchcheckError
from launchcheck.plan import POLLED
from launchcheck.text import listed, quote, show, suggest
from launchcheck.votes.board import polled_areas, voters
from launchcheck.votes.file import append
from launchcheck.votes.record import CONDITION, DECISIONS, VOTES, Basis, Entry, Term, text_of
from launchcheck.votes.snapshot import SHARED, canonical, facts_at, hold_to_areas, reads

if TYPE_CHECKING:
    from launchcheck.checklist import Checklist
    from launchcheck.plan import Plan
    from launchcheck.votes.file import Appended


def vote(
    path: str,
    plan: Plan,
    checklist: Checklist,
    *,
    area: str,
    vote: str,
    by: str,
    at: datetime,
    note: str = "",
    conditions: Iterable[Term] = (),
) -> Appended:
    """Record a vote for an area on the facts of the plan as it is.

    Raises:
        LaunchcheckError: the person may not vote for the area, something that was said is not
            right, or the record cannot be written.

    """
    may_vote(plan, area, by)
    asked = polled_areas(checklist)
    if area not in asked:
        raise LaunchcheckError(
            f"the checklist asks nothing of {quote(area)}: there is nothing to vote on",
            hint=f"it asks of {listed(asked)}",
        )
    _word(vote, VOTES, "a vote")
    entry = Entry(
        kind="vote",
        area=area,
        word=vote,
        by=by,
        at=_moment(at),
        note=_text(note, "the note"),
        conditions=_terms(plan, vote, at, conditions),
    )
    return append(path, entry, _basis(plan, reads(checklist, area)))


def decide(path: str, plan: Plan, *, decision: str, by: str, at: datetime, note: str = "") -> Appended:
    """Record the decision for the launch, after all votes that stand in the record.

    Raises:
        LaunchcheckError: the person does not decide, something that was said is not right, or the
            record cannot be written.

    """
    may_decide(plan, by)
    _word(decision, DECISIONS, "a decision")
    entry = Entry("decision", "", decision, by, _moment(at), _text(note, "the note"))
    return append(path, entry, _basis(plan, SHARED))


def _basis(plan: Plan, paths: tuple[str, ...]) -> Basis:
    """What is said now is bound to: the facts at these paths, as they are."""
    return Basis(canonical(facts_at(plan, paths)), paths, __version__)


def may_vote(plan: Plan, area: str, person: str) -> None:
    """Hold a voter to the rule: only the owner of an area or the owner's backup votes for it.

    Raises:
        LaunchcheckError: no such area, nobody of that id, or somebody else's area.

    """
    hold_to_areas(area)
    owner, backup = voters(plan, area)
    _known(plan, person)
    if owner is None:
        place = "launch.owner" if area == "launch" else f"owners.{area}"
        raise LaunchcheckError(
            f"nobody may vote for {area}: the plan names no owner of it", hint=f"name one in {place}"
        )
    if person not in {owner, backup}:
        allowed = f"{owner}, who owns it, or {backup}, the backup" if backup else f"{owner}, who owns it"
        raise LaunchcheckError(
            f"{quote(person)} may not vote for {area}", hint=f"these may: {show(allowed)}{_own(plan, person)}"
        )


def may_decide(plan: Plan, person: str) -> None:
    """Hold the decider to the rule: only `launch.decider` decides.

    Raises:
        LaunchcheckError: nobody of that id, or somebody else decides.

    """
    _known(plan, person)
    decider = plan.launch.decider
    if decider is None:
        raise LaunchcheckError(
            "nobody may decide: the plan names no decider", hint="name one person in launch.decider"
        )
    if person != decider:
        raise LaunchcheckError(
            f"{quote(person)} may not decide", hint=f"{quote(decider)} decides: launch.decider says so"
        )


def _known(plan: Plan, person: str) -> None:
    """Refuse an id that nobody has."""
    people = plan.people or {}
    if person not in people:
        from launchcheck import value_hints

        named = value_hints.person(person, {id_: vars(people[id_]) for id_ in people})
        raise LaunchcheckError(f"no person {quote(person)}", hint=named or _near(person, people, "people"))


def _near(word: str, known: Iterable[str], what: str) -> str:
    """What the word may have been meant to be."""
    return suggest(word, known, f"{what}: {listed(known) or 'none'}")


def _own(plan: Plan, person: str) -> str:
    """The areas that somebody may vote for, for a hint."""
    areas = [area for area in POLLED if person in voters(plan, area)]
    return f"; {person} votes for {listed(areas)}" if areas else ""


def _word(word: str, known: tuple[str, ...], what: str) -> None:
    """Refuse a word that is no vote or decision."""
    if word not in known:
        hint = suggest(word, known, f"say {listed(known, 'or')}")
        raise LaunchcheckError(f"{quote(word)} is not {what}", hint=hint)


def _moment(at: datetime) -> datetime:
    """The moment in UTC, in whole seconds; one without a time zone is a bug of the caller."""
    if at.tzinfo is None:
        raise ValueError("the moment of a vote needs a time zone")
    return at.astimezone(UTC).replace(microsecond=0)


def _text(text: str, what: str) -> str:
    """Text for the record."""
    try:
        return text_of(text, what)
    except ValueError as problem:
        raise LaunchcheckError(str(problem), hint="write it in plain words") from None


def _terms(plan: Plan, vote: str, at: datetime, conditions: Iterable[Term]) -> tuple[Term, ...]:
    """The conditions of a vote, each with an owner of the plan and a day that has not passed."""
    terms = tuple(conditions)
    if vote != CONDITION and terms:
        raise LaunchcheckError(
            f"a {vote} has no conditions", hint=f"vote {quote(CONDITION)}, or leave them out"
        )
    if vote == CONDITION and not terms:
        raise LaunchcheckError(
            "a go on condition needs a condition",
            hint="say what must be done, who sees to it, and by which day",
        )
    today = at.astimezone(ZoneInfo(plan.launch.timezone)).date()
    for term in terms:
        if not term.text.strip():
            raise LaunchcheckError("a condition says nothing", hint="say what must be done")
        _known(plan, term.owner)
        if term.by < today:
            raise LaunchcheckError(
                f"the condition is due on {day(term.by)}, which has passed", hint="give it a day to come"
            )
    return tuple(Term(_text(term.text, "a condition"), term.owner, term.by) for term in terms)

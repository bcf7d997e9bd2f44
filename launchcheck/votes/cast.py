"""Vote and decide: check who may and what is required, and append the line to the record."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeAlias
from zoneinfo import ZoneInfo

from launchcheck import __version__, exclusions
from launchcheck.catalog import with_packs
from launchcheck.dates import day
from launchcheck.errors import LaunchcheckError
from launchcheck.plan import POLLED
from launchcheck.text import listed, quote, show, suggest
from launchcheck.votes.board import needed, polled_areas, voters
from launchcheck.votes.file import append
from launchcheck.votes.record import CONDITION, DECISIONS, VOTES, Basis, Entry, Term, text_of
from launchcheck.votes.snapshot import (
    DECIDED,
    canonical,
    concerning,
    facts_at,
    hold_to_areas,
    links_in,
    reads,
    told_in,
)

if TYPE_CHECKING:
    from launchcheck.checklist import Checklist
    from launchcheck.plan import Plan
    from launchcheck.poll import FactsFrom, Open
    from launchcheck.source import Where
    from launchcheck.votes.file import Appended

    Absent: TypeAlias = Iterable[tuple[Where, str]]
    Told: TypeAlias = Iterable[tuple[Where, FactsFrom]]


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
    absent: Absent = (),
    told: Told = (),
) -> Appended:
    """Record a vote for an area on the facts of the plan as it is.

    `absent` are the places of local evidence that does not exist, each with its path, and `told` those
    of facts that other systems state, each with where it comes from.

    Raises:
        LaunchcheckError: the person may not vote for the area, an argument is invalid, or the
            record cannot be written.

    """
    checklist = with_packs(checklist, plan.turned_on)
    hold_to_poll(plan, checklist, area)
    may_vote(plan, area, by)
    _word(vote, VOTES, "a vote")
    paths = reads(checklist, area)
    facts = facts_at(concerning(plan, checklist, area), paths)
    entry = Entry(
        kind="vote",
        area=area,
        word=vote,
        by=by,
        at=_moment(at),
        note=_text(note, "the note"),
        conditions=_terms(plan, vote, at, conditions),
        launch=plan.name,
        wave=plan.wave,
        facts_from=told_in(facts, told),
    )
    return append(path, entry, _basis(facts, paths, absent))


def decide(
    path: str,
    plan: Plan,
    *,
    decision: str,
    by: str,
    at: datetime,
    note: str = "",
    absent: Absent = (),
    told: Told = (),
    open: Iterable[Open] | None = None,
) -> Appended:
    """Record the decision for the launch, after all votes in the record.

    `open` are the blockers that are open now, where that is known.

    Raises:
        LaunchcheckError: the person may not decide, an argument is invalid, or the record cannot be
            written.

    """
    may_decide(plan, by)
    _word(decision, DECISIONS, "a decision")
    facts = facts_at(plan, DECIDED)
    entry = Entry(
        kind="decision",
        area="",
        word=decision,
        by=by,
        at=_moment(at),
        note=_text(note, "the note"),
        launch=plan.name,
        wave=plan.wave,
        open=None if open is None else tuple(open),
        facts_from=told_in(facts, told),
    )
    return append(path, entry, _basis(facts, DECIDED, absent))


def _basis(facts: dict[str, Any], paths: tuple[str, ...], absent: Absent) -> Basis:
    """What a vote cast now is tied to: the facts at these paths."""
    return Basis(canonical(facts), paths, __version__, links_in(facts, absent))


def hold_to_poll(plan: Plan, checklist: Checklist, area: str) -> None:
    """Refuse a vote that would not count: the area has nothing to vote on, or no seat.

    Raises:
        LaunchcheckError: there is no such area, or no poll asks it.

    """
    hold_to_areas(area)
    checklist = with_packs(checklist, plan.turned_on)
    left_out = exclusions.left_out(plan, checklist)
    asked, wanted = polled_areas(checklist, left_out), needed(checklist)
    hint = f"areas that vote: {listed([each for each in asked if each in wanted])}"
    if area in left_out:
        message = f"{area} does not apply to this launch, so there is nothing to vote on"
        raise LaunchcheckError(message, hint=hint)
    if area not in asked:
        message = f"the checklist has no items for {quote(area)}, so there is nothing to vote on"
        raise LaunchcheckError(message, hint=hint)
    if area not in wanted:
        raise LaunchcheckError(f"no poll asks {area} to vote, so the vote would not count", hint=hint)


def may_vote(plan: Plan, area: str, person: str) -> None:
    """Enforce that only the owner of an area or the owner's backup votes for it.

    Raises:
        LaunchcheckError: there is no such area or person, or the person may not vote for the area.

    """
    hold_to_areas(area)
    owner, backup = voters(plan, area)
    _known(plan, person)
    if owner is None:
        place = "launch.owner" if area == "launch" else f"owners.{area}"
        raise LaunchcheckError(
            f"{place} is not set, so no one can vote for {area}", hint=f"set {place} to a person's id"
        )
    if person not in {owner, backup}:
        allowed = f"{owner} (owner) or {backup} (backup)" if backup else f"{owner} (owner)"
        raise LaunchcheckError(
            f"{quote(person)} may not vote for {area}",
            hint=f"allowed: {show(allowed)}{_own(plan, person)}",
        )


def may_decide(plan: Plan, person: str) -> None:
    """Enforce that only `launch.decider` decides.

    Raises:
        LaunchcheckError: there is no such person, or the person may not decide.

    """
    _known(plan, person)
    decider = plan.launch.decider
    if decider is None:
        raise LaunchcheckError(
            "launch.decider is not set, so no one can decide", hint="set launch.decider to a person's id"
        )
    if person != decider:
        raise LaunchcheckError(f"{quote(person)} may not decide", hint=f"launch.decider is {quote(decider)}")


def _known(plan: Plan, person: str) -> None:
    """Refuse an id that is not in the plan."""
    people = plan.people or {}
    if person not in people:
        from launchcheck import value_hints

        named = value_hints.person(person, {id_: vars(people[id_]) for id_ in people})
        raise LaunchcheckError(f"no person {quote(person)}", hint=named or _near(person, people, "people"))


def _near(word: str, known: Iterable[str], what: str) -> str:
    """A hint for an unknown word."""
    return suggest(word, known, f"{what}: {listed(known) or 'none'}")


def _own(plan: Plan, person: str) -> str:
    """The areas that a person may vote for, for a hint."""
    areas = [area for area in POLLED if person in voters(plan, area)]
    return f"; {person} votes for {listed(areas)}" if areas else ""


def _word(word: str, known: tuple[str, ...], what: str) -> None:
    """Refuse a word that is not a vote or decision."""
    if word not in known:
        hint = suggest(word, known, f"write {listed(known, 'or')}")
        raise LaunchcheckError(f"{quote(word)} is not {what}", hint=hint)


def _moment(at: datetime) -> datetime:
    """The time in UTC, in whole seconds; a missing time zone is a bug of the caller."""
    if at.tzinfo is None:
        raise ValueError("the time of a vote needs a time zone")
    return at.astimezone(UTC).replace(microsecond=0)


def _text(text: str, what: str) -> str:
    try:
        return text_of(text, what)
    except ValueError as problem:
        raise LaunchcheckError(str(problem), hint="use short, plain text") from None


def _terms(plan: Plan, vote: str, at: datetime, conditions: Iterable[Term]) -> tuple[Term, ...]:
    """The conditions of a vote, each with an owner in the plan and a deadline that has not passed."""
    terms = tuple(conditions)
    if vote != CONDITION and terms:
        raise LaunchcheckError(f"a {vote} has no conditions", hint=f"vote {quote(CONDITION)}, or remove them")
    if vote == CONDITION and not terms:
        raise LaunchcheckError(
            "a go on condition needs a condition",
            hint="say what must be done, who owns it, and by when",
        )
    today = at.astimezone(ZoneInfo(plan.launch.timezone)).date()
    for term in terms:
        if not term.text.strip():
            raise LaunchcheckError("a condition is empty", hint="say what must be done")
        _known(plan, term.owner)
        if term.by < today:
            raise LaunchcheckError(
                f"the condition is due on {day(term.by)}, which has passed",
                hint="choose today or a later date",
            )
    return tuple(Term(_text(term.text, "a condition"), term.owner, term.by) for term in terms)

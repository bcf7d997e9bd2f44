"""Who decides, who owns an area, and by which addresses a person's votes are known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from launchcheck.compare.weakened.side import changed, person
from launchcheck.plan import AREAS
from launchcheck.text import listed
from launchcheck.weakenings import Weakening

if TYPE_CHECKING:
    from collections.abc import Iterator

    from launchcheck.compare.weakened.side import Side
    from launchcheck.plan import Plan


def deciders_and_owners(old: Side, new: Side) -> Iterator[Weakening]:
    """The decider or an owner is another person than before, or no one."""
    before, after = _named(old.plan), _named(new.plan)
    for where, was in before.items():
        now = after.get(where)
        if was and now != was:
            what = "decider-changed" if where[-1] == "decider" else "owner-changed"
            words = changed(".".join(where), person(new, now), person(old, was))
            yield Weakening(what, words, new.source.locate(where), was, now or "")


def names_and_addresses(old: Side, new: Side) -> Iterator[Weakening]:
    """A person has another name, or is known by another address in git, or by none any more."""
    people = new.plan.people or {}
    for id, known in (old.plan.people or {}).items():
        if id not in people:
            continue
        before, after = (list(getattr(each, "git", None) or ()) for each in (known, people[id]))
        if known.name and people[id].name != known.name:
            was, now = known.name, people[id].name or "not set"
            place = new.source.locate(("people", id, "name"))
            yield Weakening("name-changed", changed(f"people.{id}.name", now, was), place, was, now)
        if {*after} - {*before} or (before and not after):
            was, now = (listed(each) or "none" for each in (before, after))
            words = changed(f"people.{id}.git", now, was)
            yield Weakening("address-changed", words, new.source.locate(("people", id, "git")), was, now)


def _named(plan: Plan) -> dict[tuple[str, str], str | None]:
    """The people who decide and own, by the place that names them."""
    found = {("launch", key): getattr(plan.launch, key) for key in ("decider", "owner")}
    return found | {("owners", area): getattr(plan.owners, area, None) for area in AREAS}

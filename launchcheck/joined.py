"""People over several plans: ids are local to a plan, so they are known by address, or else by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from launchcheck.people import Person

if TYPE_CHECKING:
    from launchcheck.plan import Plan


class Everyone(NamedTuple):
    """A person over several plans: the key that is the same in all of them, and the name to show."""

    key: str
    name: str


NO_ONE = Everyone("", "No owner yet")


def joined(plan: Plan, person: Person | None) -> Everyone:
    """The person of a plan as they are known in all: by e-mail address, or else by name."""
    if person is None:
        return NO_ONE
    known = (plan.people or {}).get(person.id)
    email = getattr(known, "email", None)
    return Everyone((email or person.name).casefold(), person.name)


def known_as(plan: Plan, who: str) -> Person | None:
    """The person of a plan with an id, a name or an e-mail address; None where the plan has none."""
    wanted = who.casefold()
    for id, each in (plan.people or {}).items():
        name = getattr(each, "name", None) or id
        if wanted in {id.casefold(), name.casefold(), (getattr(each, "email", None) or name).casefold()}:
            return Person(id, name)
    return None

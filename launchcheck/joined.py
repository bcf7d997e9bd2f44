"""People over several plans: ids are local to a plan, so they are known by address, or else by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from launchcheck.people import Person
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

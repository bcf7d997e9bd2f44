"""The email addresses that people commit with, which tell whose commits are whose."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Annotated, Any, Protocol, TypeAlias

from pydantic_core import CoreSchema, core_schema

from launchcheck.plan.types import problem, read_by, wrong_at
from launchcheck.text import quote

_ADDRESS = re.compile(r"[^\s<>@\x00-\x1f\x7f-\x9f]{1,200}@[^\s<>@\x00-\x1f\x7f-\x9f]{1,200}")


def _address(value: object) -> str:
    if isinstance(value, str) and _ADDRESS.fullmatch(value):
        return value
    raise problem(
        f"{quote(value)} is not an email address", "write the address that `git config user.email` prints"
    )


GitAddress: TypeAlias = Annotated[
    str, read_by(_address, "GitAddress", type="string", pattern=r"^[^\s<>@]{1,200}@[^\s<>@]{1,200}$")
]
"""An email address as git commits have it."""


class _Commits(Protocol):
    @property
    def git(self) -> list[str] | None: ...


class Apart:
    """Metadata for the people of a plan: no git address may belong to two of them."""

    def __get_pydantic_core_schema__(
        self, source: object, handler: Callable[[Any], CoreSchema]
    ) -> CoreSchema:
        """Validate the people, then their addresses."""
        return core_schema.no_info_after_validator_function(self.check, handler(source))

    def check(self, people: dict[str, _Commits]) -> dict[str, _Commits]:
        """Refuse an address that another person has already listed."""
        owner: dict[str, str] = {}
        for id, person in people.items():
            for index, address in enumerate(person.git or ()):
                if owner.setdefault(plain(address), id) != id:
                    message = f"{quote(address)} is already an address of {quote(owner[plain(address)])}"
                    raise wrong_at((id, "git", index), address, message, "list each address for one person")
        return people


def plain(address: str) -> str:
    """An address as it is compared: git keeps capitals, and mail servers ignore them."""
    return address.strip().casefold()


def addresses(person: _Commits | None) -> frozenset[str]:
    """The addresses that a person commits with, as they are compared."""
    return frozenset(map(plain, (person and person.git) or ()))


def person_with(address: str, people: Mapping[str, _Commits] | None) -> str:
    """The id of the person with a git address, or an empty string."""
    found: Iterable[str] = (id for id, each in (people or {}).items() if plain(address) in addresses(each))
    return next(iter(found), "") if address else ""

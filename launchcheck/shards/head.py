"""The first line of a shard: which part of which list it is, and what all parts must have in common."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from launchcheck.formats.escapes import as_json
from launchcheck.text import quote

if TYPE_CHECKING:
    from collections.abc import Iterable

SCHEMA = "launchcheck.shard/1"
"""The format of the lines, and its version."""

MOST_SHARDS = 1000


class Share(NamedTuple):
    """One of several equal parts of a list of plans: `3/8` is the third of eight."""

    shard: int
    of: int

    @classmethod
    def read(cls, text: str) -> Self:
        """Read `3/8`.

        Raises:
            ValueError: the text is not a share, or there is no such one.

        """
        first, sign, second = text.partition("/")
        if not (sign and first.isdecimal() and second.isdecimal() and text.isascii()):
            raise ValueError(f"{quote(text)} is not a shard; write 3/8 for the third of eight")
        shard, of = int(first), int(second)
        if not 1 <= shard <= of <= MOST_SHARDS:
            raise ValueError(f"there is no shard {text}; the first of {max(of, 1)} is 1/{max(of, 1)}")
        return cls(shard, of)

    def holds(self, path: str) -> bool:
        """Whether a plan belongs to it: by its path alone, so that other plans stay where they are."""
        return int(sha256(_normal(path).encode("utf-8", "surrogateescape")).hexdigest(), 16) % self.of == (
            self.shard - 1
        )

    def __str__(self) -> str:
        return f"{self.shard}/{self.of}"


class Head(NamedTuple):
    """What a shard is part of.

    `plans` is how many plans the whole list has, and `list` its digest; `checklist` is the digest of what
    is asked, with the settings of each folder; `as_of`, `fail_on` and `options` are how it was asked, and
    `not_default` is what settings and checklists change about the gates, in words.
    """

    shard: int
    of: int
    plans: int
    list: str
    checklist: str
    as_of: str
    fail_on: str
    default_gate: bool
    options: str
    not_default: str
    version: str

    def as_data(self) -> dict[str, Any]:
        """The head as its line has it."""
        return {"schema": SCHEMA, **self._asdict()}

    @classmethod
    def of_data(cls, data: dict[str, Any]) -> Self:
        """The head in a line.

        Raises:
            KeyError: a key is missing.

        """
        return cls(*[data[key] for key in cls._fields])

    @property
    def share(self) -> Share:
        """Which part it is."""
        return Share(self.shard, self.of)


def digest(parts: Iterable[Any]) -> str:
    """The SHA-256 of data, in hexadecimal."""
    found = sha256()
    for part in parts:
        found.update(as_json(part).encode() + b"\n")
    return found.hexdigest()


def digest_of_list(paths: Iterable[str]) -> str:
    """The digest of a list of plans, in its order."""
    return digest(map(_normal, paths))


def _normal(path: str) -> str:
    """A path as every system writes it."""
    return path.replace("\\", "/")

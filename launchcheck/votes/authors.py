"""Whether the people who are said to have voted committed their votes themselves."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from launchcheck.plan.git_addresses import addresses, plain
from launchcheck.text import counted, quote, show

if TYPE_CHECKING:
    from launchcheck.plan.launch import Person
    from launchcheck.votes.record import Line

_SHORT = 12
_IN_BRACKETS = re.compile(r"<([^<>]+)>\s*$")

_UNSIGNED = {
    "": "has no signature",
    "N": "has no signature",
    "B": "has a bad signature",
    "U": "has a signature by a key that is not trusted here",
    "E": "has a signature that cannot be checked here, as its key is missing",
    "X": "has a signature that has expired",
    "Y": "has a signature by a key that has expired",
    "R": "has a signature by a key that was revoked",
}
"""What is wrong with a signature, by the letter that git gives it; `G` is a good one."""


class Commit(NamedTuple):
    """The commit that added a line: its id, and the address of its author.

    `is_cut` says that the clone lacks the commits before it, so that the line may be older.
    `signature` is the letter that git gives to the signature (`git log --format=%G?`), and
    `signer` whose it is; both are empty where signatures were not asked for.
    """

    id: str
    address: str
    is_cut: bool = False
    signature: str = ""
    signer: str = ""


class Origin(NamedTuple):
    """A line of the record, the voter that it names, and who committed it.

    `wrong` says why the voter did not commit it, `unknown` why that cannot be told; both are empty
    for a line that an address of the voter committed. `is_replaced` says that a later line for the
    same area was committed by its voter, so that a wrong one no longer matters.
    """

    line: int
    by: str
    wrong: str = ""
    unknown: str = ""
    is_replaced: bool = False


class Authors(NamedTuple):
    """The origin of each line of a record; `signed` where a good signature was asked for, too."""

    origins: tuple[Origin, ...]
    signed: bool = False

    @property
    def wrong(self) -> tuple[Origin, ...]:
        """The lines that someone other than the voter committed, and that no later line replaces."""
        return tuple(each for each in self.origins if each.wrong and not each.is_replaced)

    @property
    def replaced(self) -> tuple[Origin, ...]:
        """The lines that someone other than the voter committed, and that a later line replaces."""
        return tuple(each for each in self.origins if each.wrong and each.is_replaced)

    @property
    def unchecked(self) -> tuple[Origin, ...]:
        """The lines of which it cannot be told who committed them."""
        return tuple(each for each in self.origins if each.unknown)

    def __str__(self) -> str:
        right = sum(not (each.wrong or each.unknown) for each in self.origins)
        how = ", with a good signature" if self.signed else ""
        words = f"{right:,} of {counted(len(self.origins), 'line')} committed by the voter{how}"
        if others := len(self.wrong) + len(self.replaced):
            words += f"; {others:,} committed by someone else"
            words += ", or not signed" if self.signed else ""
        words += f"; {len(self.replaced):,} of those replaced since" if self.replaced else ""
        return f"{words}; {len(self.unchecked):,} unchecked" if self.unchecked else words


def compare(
    lines: Iterable[Line],
    commits: Mapping[str, Commit],
    people: Mapping[str, Person] | None,
    *,
    signed: bool = False,
) -> Authors:
    """Compare the voter of each line with the author of the commit that added it.

    `commits` are those commits, by the digest of the line. A commit with lines of several voters,
    as a squash makes, has only one author: the lines of the others are unchecked.
    """
    lines = tuple(lines)
    voters: dict[str, set[str]] = {}
    for line in lines:
        if commit := commits.get(line.digest):
            voters.setdefault(commit.id, set()).add(line.entry.by)
    origins = []
    for line in lines:
        by, commit = line.entry.by, commits.get(line.digest)
        known = addresses((people or {}).get(by))
        unknown = _unknown(by, commit, known, len(voters[commit.id]) if commit else 0)
        wrong = _wrong(commit, known, signed=signed) if commit and not unknown else ""
        origins.append(Origin(line.number, by, wrong, unknown))
    return Authors(_with_replaced(lines, origins), signed)


def _with_replaced(lines: tuple[Line, ...], origins: list[Origin]) -> tuple[Origin, ...]:
    """Mark the lines that a line for the same area follows, in the record, that its voter committed."""
    followed: dict[str, frozenset[str]] = {}
    found = []
    for line, origin in zip(reversed(lines), reversed(origins), strict=True):
        after, area = followed.pop(line.digest, frozenset()), line.entry.area
        found.append(origin._replace(is_replaced=area in after))
        known = after if origin.wrong or origin.unknown else after | {area}
        for digest in line.after if known else ():
            followed[digest] = followed.get(digest, frozenset()) | known
    return tuple(reversed(found))


def _unknown(by: str, commit: Commit | None, known: frozenset[str], voters: int) -> str:
    """Why it cannot be told whether the voter committed a line, or an empty string."""
    if commit is None:
        return "not committed yet"
    if not known:
        return f"the plan lists no address under people.{show(by, 60)}.git"
    if commit.is_cut:
        return f"the clone is shallow and begins with commit {commit.id[:_SHORT]}"
    if plain(commit.address) not in known and voters > 1:
        return f"commit {commit.id[:_SHORT]} adds lines of several people, as a squash does"
    return ""


def _wrong(commit: Commit, known: frozenset[str], *, signed: bool) -> str:
    """Why the voter did not commit a line, or an empty string."""
    if plain(commit.address) not in known:
        return f"commit {commit.id[:_SHORT]} is by {quote(commit.address)}"
    if not signed:
        return ""
    if commit.signature != "G":
        return f"commit {commit.id[:_SHORT]} {_UNSIGNED.get(commit.signature, 'has no good signature')}"
    inside = _IN_BRACKETS.search(commit.signer)
    if plain(inside[1] if inside else commit.signer) not in known:
        return f"commit {commit.id[:_SHORT]} is signed by {quote(commit.signer)}"
    return ""

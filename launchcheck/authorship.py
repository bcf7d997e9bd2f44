"""Which commit added each line of a record of votes, by whom, and with which signature."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from launchcheck import git, parse, votes
from launchcheck.history import Repository
from launchcheck.plan import Plan
from launchcheck.votes.authors import Authors, Commit, compare

if TYPE_CHECKING:
    from collections.abc import Mapping

    from launchcheck.plan.launch import Person
    from launchcheck.votes import Line

# No list of commits to ignore, and no conversion: each could give a line to an older commit. The empty
# name must be an option: git sorts those of its settings, so that an empty one comes too early.
_BLAME = ("blame", "--incremental", "--ignore-revs-file=", "--no-textconv", "--root")
_GROUP = re.compile(rb"([0-9a-f]{40,64}) [0-9]+ ([0-9]+) ([0-9]+)")
# The address as the commit has it: a `.mailmap` in the repository must not replace it.
_WHO = "--format=%H%x00%ae%x00%P"
_SIGNED = "%x00%G?%x00%GS"


def authors_of(
    record: str, lines: Iterable[Line], people: Mapping[str, Person] | None, *, signed: bool = False
) -> Authors:
    """Compare the voters in a record with the authors of the commits that added its lines.

    Commits up to HEAD count; lines that are not committed are unchecked. With `signed`, git also
    verifies the signatures, for which it runs gpg or ssh-keygen as it is configured.

    Raises:
        LaunchcheckError: the record is in no git repository, or git does not answer.

    """
    repository, inside = Repository.of(record)
    head = repository.commit("HEAD")
    blob = repository.find(head, inside)
    content = repository.content(blob, record, votes.MOST_BYTES) if blob else b""
    digests = votes.digests_by_line(content)
    added = dict(_added(repository, head, inside)) if blob else {}
    commits = {each.id: each for each in _commits(repository, set(added.values()), signed=signed)}
    found = {digest: commits[added[number]] for number, digest in digests.items() if number in added}
    return compare(lines, found, people, signed=signed)


def people_at(path: str, ref: str) -> tuple[Mapping[str, Person] | None, bool]:
    """The people of the plan at a commit, and whether the commit has the plan.

    Raises:
        LaunchcheckError: no repository, no such commit, or the plan there cannot be read.

    """
    repository, inside = Repository.of(path)
    blob = repository.find(repository.commit(ref), inside)
    if not blob:
        return None, False
    return parse.read(repository.read(blob, f"{ref}:{inside}"), Plan).people, True


def _added(repository: Repository, head: str, path: str) -> Iterator[tuple[int, str]]:
    """The number of each line of a committed file, with the id of the commit that added it."""
    for row in git.ask(repository.root, *_BLAME, head, "--", path).splitlines():
        if group := _GROUP.fullmatch(row):
            first, count = int(group[2]), int(group[3])
            yield from ((number, group[1].decode()) for number in range(first, first + count))


def _commits(repository: Repository, ids: set[str], *, signed: bool) -> Iterator[Commit]:
    """The authors of commits, and their signatures where they are asked for."""
    if not ids:
        return
    is_shallow = repository.is_shallow()
    wanted = ("log", "--no-walk=unsorted", "--stdin", "--no-color", "--encoding=UTF-8", "-z")
    asked = "".join(f"{id}\n" for id in sorted(ids)).encode()
    told = git.ask(repository.root, *wanted, _WHO + (_SIGNED if signed else ""), stdin=asked)
    words = [word.decode("utf-8", "replace") for word in told.split(b"\0")]
    width = 5 if signed else 3
    for at in range(0, len(words) - width + 1, width):
        id, address, parents, *signature = words[at : at + width]
        # Git shows the first commits of a shallow clone without their parents.
        yield Commit(id, address, is_shallow and not parents, *signature)

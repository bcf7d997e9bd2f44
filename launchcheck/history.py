"""A plan as it was at commits of its git repository."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from launchcheck import api, catalog, git, parse
from launchcheck.errors import LaunchcheckError, Location
from launchcheck.facts import Facts
from launchcheck.plan import Plan
from launchcheck.plan.links import is_local
from launchcheck.plan.paths import links
from launchcheck.source import MOST_BYTES, Source
from launchcheck.text import UNSEEN, quote
from launchcheck.validate import validate
from launchcheck.wave import seen_by

if TYPE_CHECKING:
    from launchcheck.checklist import Checklist
    from launchcheck.program import Program
    from launchcheck.report import Report
    from launchcheck.source import Where


class UnreadableBaseError(LaunchcheckError):
    """The plan at a commit is malformed, located; nothing can be compared with it."""


_LOG = (
    *(
        "log",
        "--follow",
        "--raw",
        "--no-abbrev",
        "-z",
        "--no-ext-diff",
        "--no-textconv",
        "--no-show-signature",
    ),
    *("--no-color", "--encoding=UTF-8", "--format=%H%x00%aI%x00%s"),
)
_OBJECT = re.compile(rb"([0-9a-f]{40,64}) ([a-z]+) ([0-9]+)")


@dataclass(frozen=True, slots=True)
class Version:
    """A plan at one commit.

    `at` is the author date, `path` the file in the repository at that commit, `old_path` its name
    before the commit, and `blob` the object id of its content, empty if the commit deleted it.
    """

    commit: str
    at: datetime
    subject: str
    path: str
    old_path: str
    blob: str


@dataclass(frozen=True, slots=True)
class Repository:
    """A git repository; `root` is its top folder."""

    root: str

    @classmethod
    def of(cls, path: str | os.PathLike[str]) -> tuple[Repository, str]:
        """The repository that a file is in, and the file's path there.

        The path counts as it is named: a link in the place of a file has the history of the file.

        Raises:
            LaunchcheckError: there is none.

        """
        root, inside = git.place(os.fspath(path))
        if not root:
            raise LaunchcheckError(
                "the plan is not in a git repository, so it has no history",
                hint="create one with `git init`, or compare two files with `launchcheck diff OLD NEW`",
                locations=(Location(os.fspath(path)),),
            )
        return cls(root), inside

    def commit(self, ref: str) -> str:
        """The commit that a commit, tag or branch names.

        Raises:
            LaunchcheckError: there is no such commit.

        """
        # Git reads anything that begins with a dash as an option.
        if not ref.strip() or ref.startswith("-") or re.search(UNSEEN, ref):
            raise LaunchcheckError(
                f"{quote(ref)} cannot be the name of a commit, tag or branch",
                hint="write a branch or a tag, such as main or v1.2, or a commit",
            )
        wanted = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}")
        found = git.ask(self.root, *wanted, may_fail=True).strip().decode()
        if not found:
            raise LaunchcheckError(
                f"no commit, tag or branch {quote(ref)} in this repository", hint=self._unknown()
            )
        return found

    def read(self, blob: str, name: str) -> Source:
        """Read the content of a file at a commit; `name` is what messages call it.

        Raises:
            LaunchcheckError: it cannot be read, or is not YAML; located.

        """
        return Source.parse(self.content(blob, name, MOST_BYTES), name)

    def content(self, blob: str, name: str, most: int) -> bytes:
        """The content of a file at a commit, of at most so many bytes.

        Raises:
            LaunchcheckError: it cannot be read, or is larger; located.

        """
        (size,) = self._sizes([blob])
        if size is None:
            raise LaunchcheckError(
                "its content is not in this clone", hint=self._unknown(), locations=(Location(name),)
            )
        if size > most:
            message = f"the file is larger than {most // 1024 // 1024} MiB"
            raise LaunchcheckError(message, locations=(Location(name),))
        return git.ask(self.root, "cat-file", "blob", blob)

    def find(self, commit: str, path: str) -> str:
        """The object id of a file's content at a commit, or an empty string without such a file.

        A file that was renamed later is found by its old name.
        """
        return self.named(commit, path) or self._blob(commit, self.origin(commit, path))

    def origin(self, commit: str, path: str) -> str:
        """The name that a file had at a commit, if it was renamed since; else its own."""
        for version in self._log(path, f"{commit}..HEAD"):
            path = version.old_path
        return path

    def is_file(self, commit: str, path: str) -> bool:
        """Whether a path is a file at a commit, and neither a link nor below one."""
        found = self._blob(commit, path)
        return bool(found) and found == self.named(commit, path)

    def files(self, commit: str) -> tuple[str, ...]:
        """The paths of all files at a commit, without links and submodules."""
        told = git.ask(self.root, "ls-tree", "-r", "-z", "--full-tree", commit)
        lines = (line.partition(b"\t") for line in told.split(b"\0") if line)
        return tuple(os.fsdecode(name) for mode, _, name in lines if mode.startswith(b"100"))

    def named(self, commit: str, path: str) -> str:
        """The object id of the file that a path leads to at a commit; empty if it leads to none.

        Links are followed within the commit.
        """
        if "\n" in path:
            return ""
        wanted = os.fsencode(f"{commit}:{path}\n")
        told = git.ask(self.root, "cat-file", "--batch-check", "--follow-symlinks", stdin=wanted)
        found = _OBJECT.fullmatch(told.strip())
        return found[1].decode() if found and found[2] == b"blob" else ""

    def mentioning(self, commit: str, word: str) -> set[str]:
        """The paths of the files at a commit that have a word."""
        wanted = ("grep", "--name-only", "-z", "--text", "--fixed-strings", "-e", word, commit)
        told = git.ask(self.root, *wanted, may_fail=True)  # it fails where nothing is found
        return {os.fsdecode(name).partition(":")[2] for name in told.split(b"\0") if name}

    def versions(self, path: str, last: int) -> tuple[Version, ...]:
        """The last commits that changed a file, the oldest first; renames are followed."""
        return tuple(self._log(path, "HEAD", last))[::-1]

    def is_shallow(self) -> bool:
        """Whether the clone lacks older commits."""
        return git.ask(self.root, "rev-parse", "--is-shallow-repository").strip() == b"true"

    def there(self, commit: str, paths: Sequence[str]) -> list[bool]:
        """Whether there is a file or a folder at each of the paths, at a commit."""
        # Names are sent line by line; a name with a line break cannot be evidence.
        single_line = [path for path in dict.fromkeys(paths) if "\n" not in path]
        sizes = self._sizes([f"{commit}:{path}" for path in single_line]) if single_line else []
        known = {path for path, size in zip(single_line, sizes, strict=True) if size is not None}
        return [path in known for path in paths]

    def _blob(self, commit: str, path: str) -> str:
        """The object id of a file's content at a commit, or an empty string."""
        wanted = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{commit}:{path}")
        return git.ask(self.root, *wanted, may_fail=True).strip().decode()

    def _sizes(self, names: Sequence[str]) -> list[int | None]:
        """The size of each object in bytes; None for missing objects."""
        lines = "".join(f"{name}\n" for name in names).encode("utf-8", "surrogateescape")
        told = git.ask(self.root, "cat-file", "--batch-check", stdin=lines).splitlines()
        found = [_OBJECT.fullmatch(line) for line in told]
        return [int(match[3]) if match else None for match in found]

    def _log(self, path: str, revisions: str, last: int = -1) -> Iterator[Version]:
        """The commits that changed a file, the newest first."""
        told = git.ask(self.root, *_LOG, f"--max-count={last}", revisions, "--", path)
        words = iter(told.split(b"\0"))
        for commit in words:
            if not commit.strip():
                continue
            at, subject = next(words), next(words)
            change = next(words).decode().split()  # `:100644 100644 OLD NEW M`
            place = next(words)
            old = place
            if change[-1][:1] in {"R", "C"}:
                place = next(words)
            # Commits before a copy belong to the plan that was copied.
            is_copy = change[-1].startswith("C")
            blob = "" if change[-1] == "D" else change[3]
            names = os.fsdecode(place), os.fsdecode(place if is_copy else old)
            yield Version(*_commit(commit, at, subject), *names, blob)
            if is_copy:
                return

    def _unknown(self) -> str:
        """The hint for a commit that is missing."""
        if self.is_shallow():
            return "the clone is shallow: fetch older commits (fetch-depth: 0, or git fetch --unshallow)"
        return "`git branch --all` and `git tag` list what exists; `git fetch` gets the rest"


def _read(content: bytes, name: str, below: Callable[[Source], Source] | None = None) -> tuple[Plan, Source]:
    """Read a plan as a commit has it, with what is `below` it."""
    try:
        source = Source.parse(content, name)
        source = below(source) if below else source
        return parse.read(source, Plan), source
    except LaunchcheckError as error:
        raise UnreadableBaseError(
            error.message, hint=error.hint, locations=error.locations, parts=error.parts
        ) from None


def report_at(
    path: str | os.PathLike[str],
    ref: str,
    *,
    checklist: Iterable[str] | Checklist | Program = (catalog.BUILT_IN,),
    today: date,
    tier: int | None = None,
    waived: bool = True,
    skipped: Mapping[str, str] | None = None,
    wave: str = "",
    below: Callable[[Source], Source] | None = None,
) -> tuple[Report, Source] | None:
    """The report on the plan of a file at a commit, as of `today`, and that plan.

    Evidence is looked up in the commit too; votes come from the record next to the file. `skipped`
    are items that are skipped, by id, and why. With `wave`, the report is on that wave. `below` puts
    the facts of other systems below the plan. None if the commit has no such file, or no such wave
    with a date: the plan, or the wave, is newer.

    Raises:
        LaunchcheckError: no repository, or no such commit; or a link is in the place of the plan.
        UnreadableBaseError: the plan there is malformed.

    """
    repository, inside = Repository.of(path)
    commit = repository.commit(ref)
    _refuse_link(repository, commit, inside, os.fspath(path), ref)
    blob = repository.find(commit, inside)
    if not blob:
        return None
    content = repository.content(blob, f"{ref}:{inside}", MOST_BYTES)
    plan, source = _read(content, f"{ref}:{inside}", below)
    if wave:
        try:
            plan = seen_by(plan, wave, source)
        except LaunchcheckError:
            return None
    program = api.program_of(checklist)
    facts = facts_at(repository, commit, inside, plan, source, today)
    record = api.record_beside(os.fspath(path))
    if os.path.exists(record):
        from launchcheck import votes

        facts = facts._replace(
            votes=votes.board_of(votes.read(record), plan, program.checklist, today, facts.absent)
        )
    return validate(plan, program, facts, tier=tier, waived=waived, skipped=skipped), source


def _refuse_link(repository: Repository, commit: str, inside: str, path: str, ref: str) -> None:
    """Refuse a link that took the place of a plan or of its folder: it leads to another plan."""
    whole = os.path.join(repository.root, inside)
    is_link = os.path.realpath(whole) != os.path.join(os.path.realpath(repository.root), inside)
    if is_link and repository.is_file(commit, inside):
        raise LaunchcheckError(
            f"a link has taken the place of the plan that {quote(ref)} has",
            hint="put the plan itself there, so that it can be compared",
            locations=(Location(path),),
        )


def record_at(record: str, ref: str) -> tuple[str, ...]:
    """The digests of the lines of a record of votes at a commit; none if the commit has no such file.

    Raises:
        LaunchcheckError: no repository, no such commit, or the record there cannot be read.

    """
    from launchcheck import votes

    repository, inside = Repository.of(record)
    blob = repository.find(repository.commit(ref), inside)
    content = repository.content(blob, f"{ref}:{inside}", votes.MOST_BYTES) if blob else b""
    return votes.digests(content)


def facts_at(
    repository: Repository, commit: str, path: str, plan: Plan, source: Source, today: date
) -> Facts:
    """The facts at a commit: which local evidence existed there."""
    local = [
        (where, link)
        for each in links(plan)
        for where, link in each.select(plan)
        if type(link) is str and is_local(link)
    ]
    folder = os.path.dirname(path)
    names = [name for _, link in local for name in _names(folder, link)]
    found = repository.there(commit, names)
    there = dict(zip(names, found, strict=True))
    absent: list[tuple[Where, str]] = [
        (where, link) for where, link in local if not any(there.get(name) for name in _names(folder, link))
    ]
    return Facts(today, source.locate, source.name, tuple(absent))


def _names(folder: str, link: str) -> list[str]:
    """The files that a link may mean: the whole link, or the part before a `#`."""
    links_ = dict.fromkeys((link, link.partition("#")[0]))
    return [os.path.normpath(os.path.join(folder, each)).replace(os.sep, "/") for each in links_ if each]


def _commit(commit: bytes, at: bytes, subject: bytes) -> tuple[str, datetime, str]:
    """The id, date and subject of a commit."""
    try:
        when = datetime.fromisoformat(at.decode())
    except ValueError:  # git accepts invalid dates
        when = datetime.fromtimestamp(0, UTC)
    return commit.decode().strip(), when, subject.decode("utf-8", "replace")

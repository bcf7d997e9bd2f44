"""A plan as it was at commits of its git repository: the one place of the package that starts a process."""

from __future__ import annotations

import os
import re
import shutil
import subprocess  # git alone, by its full path, without a shell, with options of our own
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from launchcheck import api, catalog, shape
from launchcheck.checklist import Checklist
from launchcheck.errors import LaunchcheckError, Location
from launchcheck.facts import Facts
from launchcheck.plan import Plan
from launchcheck.plan.links import is_local
from launchcheck.plan.paths import links
from launchcheck.source import MOST_BYTES, Source
from launchcheck.text import UNSEEN, quote, show
from launchcheck.validate import validate

if TYPE_CHECKING:
    from launchcheck.report import Report
    from launchcheck.source import Where

MOST_SECONDS = 60
"""How long one question to git may take."""

# Whatever a repository's own configuration names to be run, is not: no pager, no hook, no file
# system monitor, no signature check, no external diff; and a bare repository that a pull request
# has put among the files is none. Paths are paths, even with a star or a colon in them.
_SAFELY = (
    *("--no-pager", "--no-replace-objects", "--literal-pathspecs", "--no-optional-locks"),
    *(
        "-c",
        "safe.bareRepository=explicit",
        "-c",
        "core.fsmonitor=false",
        "-c",
        f"core.hooksPath={os.devnull}",
    ),
    *("-c", "log.showSignature=false", "-c", "diff.external="),
)
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
    """A plan as one commit left it.

    `at` is the author's date, `path` the file in the repository, which may have had another name
    then, `old_path` its name before the commit, and `blob` its content; empty where the commit
    deleted it.
    """

    commit: str
    at: datetime
    subject: str
    path: str
    old_path: str
    blob: str


@dataclass(frozen=True, slots=True)
class Repository:
    """A git repository, by the folder at its top."""

    root: str

    @classmethod
    def of(cls, path: str | os.PathLike[str]) -> tuple[Repository, str]:
        """The repository that holds a file, and the file's path in it.

        Raises:
            LaunchcheckError: there is none.

        """
        real = os.path.realpath(path)
        folder = os.path.dirname(real)
        while not os.path.exists(os.path.join(folder, ".git")):
            above = os.path.dirname(folder)
            if above == folder:
                raise LaunchcheckError(
                    "the plan is in no git repository, so it has no history",
                    hint="`git init` makes one; `launchcheck diff OLD NEW` compares two files without",
                    locations=(Location(os.fspath(path)),),
                )
            folder = above
        return cls(folder), os.path.relpath(real, folder).replace(os.sep, "/")

    def commit(self, ref: str) -> str:
        """The commit that a commit, tag or branch names.

        Raises:
            LaunchcheckError: it names none.

        """
        # What begins with a dash is an option to git, whatever else we say.
        if not ref.strip() or ref.startswith("-") or UNSEEN.search(ref):
            raise LaunchcheckError(
                f"{quote(ref)} cannot be the name of a commit, tag or branch",
                hint="write a branch or a tag, such as main or v1.2, or a commit",
            )
        wanted = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}")
        found = self._git(*wanted, may_fail=True).strip().decode()
        if not found:
            raise LaunchcheckError(
                f"no commit, tag or branch {quote(ref)} in this repository", hint=self._unknown()
            )
        return found

    def read(self, blob: str, name: str) -> Source:
        """Read the content of a file at a commit; `name` is what messages call it.

        Raises:
            LaunchcheckError: it cannot be read, or is no YAML; located.

        """
        (size,) = self._sizes([blob])
        if size is None:
            raise LaunchcheckError(
                "its content is not in this clone", hint=self._unknown(), locations=(Location(name),)
            )
        if size > MOST_BYTES:
            message = f"the file is larger than {MOST_BYTES // 1024 // 1024} MiB"
            raise LaunchcheckError(message, locations=(Location(name),))
        return Source.parse(self._git("cat-file", "blob", blob), name)

    def find(self, commit: str, path: str) -> str:
        """The content of a file at a commit, by its mark; nothing where there is no such file.

        A file that has been renamed since is found by its old name.
        """
        if blob := self._blob(commit, path):
            return blob
        for version in self._log(path, f"{commit}..HEAD"):
            path = version.old_path
        return self._blob(commit, path)

    def versions(self, path: str, last: int) -> tuple[Version, ...]:
        """The last commits that changed a file, the oldest first; renames are followed."""
        return tuple(self._log(path, "HEAD", last))[::-1]

    def is_shallow(self) -> bool:
        """Whether the clone lacks older commits."""
        return self._git("rev-parse", "--is-shallow-repository").strip() == b"true"

    def there(self, commit: str, paths: Sequence[str]) -> list[bool]:
        """Whether there is a file or a folder at each of the paths, at a commit."""
        # Names are asked for line by line: what holds a line break is no name of evidence.
        asked = [path for path in dict.fromkeys(paths) if "\n" not in path]
        sizes = self._sizes([f"{commit}:{path}" for path in asked]) if asked else []
        known = {path for path, size in zip(asked, sizes, strict=True) if size is not None}
        return [path in known for path in paths]

    def _blob(self, commit: str, path: str) -> str:
        """The mark of a file's content at a commit, or nothing."""
        wanted = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{commit}:{path}")
        return self._git(*wanted, may_fail=True).strip().decode()

    def _sizes(self, names: Sequence[str]) -> list[int | None]:
        """How many bytes each object has; None for those that are not there."""
        lines = "".join(f"{name}\n" for name in names).encode("utf-8", "surrogateescape")
        told = self._git("cat-file", "--batch-check", stdin=lines).splitlines()
        found = [_OBJECT.fullmatch(line) for line in told]
        return [int(match[3]) if match else None for match in found]

    def _log(self, path: str, revisions: str, last: int = -1) -> Iterator[Version]:
        """The commits that changed a file, the newest first."""
        told = self._git(*_LOG, f"--max-count={last}", revisions, "--", path)
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
            # What comes before a copy is the history of the plan that was copied.
            is_copy = change[-1].startswith("C")
            blob = "" if change[-1] == "D" else change[3]
            names = os.fsdecode(place), os.fsdecode(place if is_copy else old)
            yield Version(*_commit(commit, at, subject), *names, blob)
            if is_copy:
                return

    def _unknown(self) -> str:
        """What to do where a commit is not there."""
        if self.is_shallow():
            return "the clone is shallow: fetch older commits (fetch-depth: 0, or git fetch --unshallow)"
        return "`git branch --all` and `git tag` list what is there; `git fetch` gets what is not"

    def _git(self, *arguments: str, stdin: bytes = b"", may_fail: bool = False) -> bytes:
        """Ask git, which may not ask anybody else.

        Raises:
            LaunchcheckError: git is not there, or does not answer.

        """
        try:
            ended = subprocess.run(  # noqa: S603  # see the import
                [_program(), *_SAFELY, *arguments],
                cwd=self.root,
                env=_environment(self.root),
                input=stdin,
                capture_output=True,
                timeout=MOST_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise LaunchcheckError(f"git has not answered within {MOST_SECONDS} seconds") from None
        except (OSError, ValueError) as problem:
            raise LaunchcheckError(f"git cannot be run: {problem}") from None
        said = ended.stderr.decode("utf-8", "replace")
        if "dubious ownership" in said:
            hint = f"git config --global --add safe.directory {show(self.root)}"
            raise LaunchcheckError(
                "git does not trust this repository: it belongs to somebody else", hint=hint
            )
        if ended.returncode and not may_fail:
            first = next((line for line in said.splitlines() if line.strip()), "no reason given")
            raise LaunchcheckError(f"git says: {show(first.removeprefix('fatal: '))}")
        return b"" if ended.returncode else ended.stdout


def plan_at(path: str | os.PathLike[str], ref: str) -> Source:
    """The plan of this file as a commit, tag or branch has it.

    Raises:
        LaunchcheckError: no repository, no such commit, or no plan there that can be read as YAML.

    """
    repository, inside = Repository.of(path)
    commit = repository.commit(ref)
    blob = repository.find(commit, inside)
    if not blob:
        raise LaunchcheckError(
            f"there is no such file at {quote(ref)}",
            hint="nothing to compare with: the plan is new since then",
            locations=(Location(os.fspath(path)),),
        )
    return repository.read(blob, f"{ref}:{inside}")


def report_at(
    path: str | os.PathLike[str],
    ref: str,
    *,
    checklist: Iterable[str] | Checklist = (catalog.BUILT_IN,),
    today: date,
    tier: int | None = None,
    waived: bool = True,
) -> tuple[Report, Source] | None:
    """What a check on that day finds in the plan of this file as a commit has it, and that plan.

    Evidence is looked for in the commit, too; votes are those of the record beside the file. None
    where the commit has no such file: the plan is new since.

    Raises:
        LaunchcheckError: no repository, no such commit; or the plan there is malformed.

    """
    repository, inside = Repository.of(path)
    commit = repository.commit(ref)
    blob = repository.find(commit, inside)
    if not blob:
        return None
    source = repository.read(blob, f"{ref}:{inside}")
    plan = shape.read(source, Plan)
    asked = checklist if isinstance(checklist, Checklist) else catalog.find(checklist)
    facts = facts_at(repository, commit, inside, plan, source, today)
    record = api.record_beside(os.fspath(path))
    if os.path.exists(record):
        from launchcheck import ledger

        facts = facts._replace(votes=ledger.board(ledger.read(record), plan, asked, today))
    return validate(plan, asked, facts, tier=tier, waived=waived), source


def facts_at(
    repository: Repository, commit: str, path: str, plan: Plan, source: Source, today: date
) -> Facts:
    """What was to be known of the world at a commit: which local evidence it has."""
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
    """The files that a link may mean, in the repository: its whole, or what stands before a `#`."""
    links_ = dict.fromkeys((link, link.partition("#")[0]))
    return [os.path.normpath(os.path.join(folder, each)).replace(os.sep, "/") for each in links_ if each]


def _commit(commit: bytes, at: bytes, subject: bytes) -> tuple[str, datetime, str]:
    """The head of a commit."""
    try:
        when = datetime.fromisoformat(at.decode())
    except ValueError:  # git itself takes dates that no calendar has
        when = datetime.fromtimestamp(0, UTC)
    return commit.decode().strip(), when, subject.decode("utf-8", "replace")


def _program() -> str:
    """Where git is; never a program of that name in the folder that is looked at."""
    found = shutil.which("git")
    if not found or not os.path.isabs(found):
        raise LaunchcheckError("git is not installed here, or not on the PATH", hint="install git")
    return found


def _environment(root: str) -> dict[str, str]:
    """The environment without what would lead git elsewhere, to the network, or to a question."""
    kept = {name: value for name, value in os.environ.items() if not name.upper().startswith("GIT_")}
    return {
        **kept,
        "LC_ALL": "C",
        "GIT_CEILING_DIRECTORIES": os.path.dirname(root),
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_ALLOW_PROTOCOL": "none",
    }

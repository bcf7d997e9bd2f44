"""Which files are plans: those that are named, that a pattern fits, or that lie below a folder.

Below a folder a plan is called `launch.yaml` or `*.launch.yaml`, or lies in a folder `launches`.
What git ignores is left out, as are links, `node_modules`, and folders that begin with a dot.
"""

from __future__ import annotations

import os
import re
import stat
import warnings
from collections.abc import Iterable, Iterator, Sequence
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from launchcheck.errors import LaunchcheckError, Location
from launchcheck.text import quote

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

PATTERNS = ("**/launch.yaml", "**/*.launch.yaml", "**/launches/**/*.yaml")
"""What plans are called; `.yml` is as good as `.yaml`."""

_NEVER = {"node_modules", "__pycache__"}
_MAGIC = re.compile(r"[*?]")
_MOST_BYTES = 1024 * 1024
_MOST_STARS = 3
# As git reads its own files: a link is none, and a pipe is not waited for.
_FLAGS = (
    os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
)

Rules: TypeAlias = "tuple[tuple[str, GitIgnoreSpec], ...]"
"""Rules of what to leave out, each with the folder that its patterns are relative to.

The first are those of whoever asked, and nothing overrules them; of the others the deepest decides.
"""


class Exclude(NamedTuple):
    """Patterns of what to leave out, as in a .gitignore that lies in `folder`."""

    patterns: Sequence[str] = ()
    folder: str = os.curdir


def find(wanted: Iterable[str], exclude: Exclude | None = None) -> Iterator[str | LaunchcheckError]:
    """The files that paths, folders and patterns name, in their order and each once.

    A path that is no folder is taken as it is, there or not, ignored or not. Where a folder or a
    pattern has no plan, an error says so in its place.
    """
    seen: set[str] = set()
    for each in wanted:
        is_empty = True
        for path in _one(each, exclude or Exclude()):
            is_empty = False
            key = os.path.abspath(path)
            if key not in seen:
                seen.add(key)
                yield path
        if is_empty:
            yield _nothing(each)


def _one(wanted: str, exclude: Exclude) -> Iterator[str]:
    """The files that one argument names."""
    if os.path.isdir(wanted):
        root = _repository(wanted)
        for path, inside in _below(wanted, root, exclude):
            name = inside.removesuffix(".yml") + ".yaml" if inside.endswith(".yml") else inside
            if any(_fits(name.split("/"), pattern.split("/")) for pattern in PATTERNS):
                yield path
    elif _MAGIC.search(wanted) and not os.path.lexists(wanted):
        yield from _matching(wanted.replace(os.sep, "/"), exclude)
    else:
        yield wanted


def _matching(pattern: str, exclude: Exclude) -> Iterator[str]:
    """The files that a pattern fits: `*` within a name, `**` for any number of folders."""
    steps = pattern.split("/")
    fixed = next(index for index, step in enumerate(steps) if _MAGIC.search(step))
    base = "/".join(steps[:fixed]) or ("/" if pattern.startswith("/") else "")
    if base and not os.path.isdir(base):
        return
    folder = base or os.curdir
    for path, _ in _below(folder, _repository(folder), exclude):
        if _fits(os.path.relpath(path, folder).replace(os.sep, "/").split("/"), steps[fixed:]):
            yield path


def _fits(names: list[str], pattern: list[str]) -> bool:
    """Whether the steps of a path are those of a pattern; one pass, however many `**` it has."""
    reached = {0}
    for step in pattern:
        if step == "**":
            reached = set(range(min(reached, default=len(names) + 1), len(names) + 1))
        else:
            reached = {at + 1 for at in reached if at < len(names) and fnmatchcase(names[at], step)}
    return len(names) in reached


def _below(folder: str, root: str, exclude: Exclude) -> Iterator[tuple[str, str]]:
    """Every file below a folder that nothing leaves out, and its path from the root on, by name."""
    top = os.path.realpath(folder)
    root = root or top
    inside = os.path.relpath(top, root).replace(os.sep, "/")
    if root == top:  # in no repository, or at its top: the path as it was given tells where it lies
        inside = "" if _is_repository(top) else _given(folder)
    rules = [(os.path.realpath(exclude.folder), _spec(exclude.patterns)), *_rules_above(top, root)]
    prefix = "" if folder == os.curdir else os.path.join(folder, "")
    yield from _walk(top, prefix, f"{inside}/" if inside not in {"", "."} else "", tuple(rules))


def _walk(place: str, shown: str, inside: str, rules: Rules) -> Iterator[tuple[str, str]]:
    """The files of one folder and of those below it, by name; as deep as there are folders."""
    rules = (*rules, *_rules_in(place))
    open_folders = [(_entries(place), shown, inside, rules)]
    while open_folders:
        entries, shown, inside, rules = open_folders[-1]
        entry = next(entries, None)
        if entry is None:
            open_folders.pop()
            continue
        is_folder = entry.is_dir(follow_symlinks=False)
        if is_folder and (entry.name in _NEVER or entry.name.startswith(".")):
            continue
        if _is_left_out(entry.path, is_folder, rules):
            continue
        if not is_folder:
            yield f"{shown}{entry.name}", f"{inside}{entry.name}"
            continue
        below = (f"{shown}{entry.name}{os.sep}", f"{inside}{entry.name}/", (*rules, *_rules_in(entry.path)))
        open_folders.append((_entries(entry.path), *below))


def _entries(folder: str) -> Iterator[os.DirEntry[str]]:
    """The files and folders of a folder by name, without links; none where it may not be read."""
    try:
        with os.scandir(folder) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
    except OSError:
        return iter(())
    return (entry for entry in found if not entry.is_symlink() and (entry.is_dir() or entry.is_file()))


def _is_left_out(path: str, is_folder: bool, rules: Rules) -> bool:
    """Whether a rule leaves a file or folder out."""
    for folder, spec in (rules[0], *reversed(rules[1:])):
        if not path.startswith(os.path.join(folder, "")):
            continue
        name = os.path.relpath(path, folder).replace(os.sep, "/")
        decided = spec.check_file(f"{name}/" if is_folder else name).include
        if decided or (decided is False and (folder, spec) != rules[0]):
            return decided
    return False


def _rules_above(top: str, root: str) -> Rules:
    """The rules of the repository that lie above a folder."""
    rules = list(_read(os.path.join(root, ".git", "info", "exclude"), root))
    place = top
    above = []
    while place != root:
        place = os.path.dirname(place)
        above.append(place)
    for each in reversed(above):
        rules += _rules_in(each)
    return tuple(rules)


def _rules_in(folder: str) -> Iterator[tuple[str, GitIgnoreSpec]]:
    """The rules that lie in a folder."""
    yield from _read(os.path.join(folder, ".gitignore"), folder)


def _read(path: str, folder: str) -> Iterator[tuple[str, GitIgnoreSpec]]:
    """The rules of a file, where it is there and is one: as for git, a link is none."""
    try:
        with os.fdopen(os.open(path, _FLAGS), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                return
            text = file.read(_MOST_BYTES).decode("utf-8", "surrogateescape")
    except OSError:
        return
    yield folder, _spec([line for line in text.splitlines() if _pattern(line)])


def _spec(patterns: Iterable[str]) -> GitIgnoreSpec:
    """Patterns as git reads them.

    Raises:
        LaunchcheckError: one of them is none.

    """
    from pathspec import GitIgnoreSpec

    for pattern in patterns:
        if pattern.strip() and not _pattern(pattern):
            hint = (
                f"* for any letters, at most {_MOST_STARS} between two slashes; ** for any number of folders"
            )
            raise LaunchcheckError(f"{quote(pattern)} is not a pattern of what to leave out", hint=hint)
    return GitIgnoreSpec.from_lines(patterns)


def _pattern(line: str) -> bool:
    """Whether a line is a pattern that can be used, and used quickly.

    A pattern becomes a regular expression, in which each star tries every length: many of them in
    one name could try for ever.
    """
    from pathspec import GitIgnoreSpec

    steps = [step for step in line.split("/") if step != "**"]
    if max((len(re.findall(r"\*+", step)) for step in steps), default=0) > _MOST_STARS:
        return False
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            GitIgnoreSpec.from_lines([line])
        except (ValueError, re.error):
            return False
    return True


def _repository(folder: str) -> str:
    """The top of the git repository that holds a folder, or nothing."""
    place = os.path.realpath(folder)
    while not _is_repository(place):
        above = os.path.dirname(place)
        if above == place:
            return ""
        place = above
    return place


def _is_repository(folder: str) -> bool:
    """Whether a git repository begins here."""
    return os.path.exists(os.path.join(folder, ".git"))


def _given(folder: str) -> str:
    """A folder as it was named, where that leads downwards."""
    path = os.path.normpath(folder).replace(os.sep, "/")
    return "" if path == "." or path.startswith(("/", "..")) else path


def _nothing(wanted: str) -> LaunchcheckError:
    """The error for an argument that stands for no plan."""
    if os.path.isdir(wanted):
        message = "no plan lies here"
        hint = (
            "below a folder plans are called launch.yaml or *.launch.yaml, or lie in a folder launches;"
            " a pattern finds others: 'plans/*.yaml'. What .gitignore or --exclude names is left out"
        )
    else:
        message = "no file fits this pattern"
        hint = "** stands for any number of folders; what .gitignore or --exclude names is left out"
    return LaunchcheckError(message, hint=hint, locations=(Location(wanted),))

"""Find plan files: those named, those that match a pattern, and those in a folder.

In a folder, plans are named `launch.yaml` or `*.launch.yaml`, or are inside a folder `launches`. What
git ignores is skipped, and so are links, `node_modules`, and folders whose name begins with a dot.
Files that git tracks are found even where a .gitignore matches them.
"""

from __future__ import annotations

import os
import re
import stat
import warnings
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Callable, Iterable, Iterator, Sequence
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from launchcheck import git, git_index
from launchcheck.errors import LaunchcheckError, Location
from launchcheck.file_names import SETTINGS
from launchcheck.text import quote, show

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

PATTERNS = ("**/launch.yaml", "**/*.launch.yaml", "**/launches/**/*.yaml")
"""File names of plans; `.yml` works like `.yaml`."""

_NEVER = {"node_modules", "__pycache__"}
_MAGIC = re.compile(r"[*?]")
_MOST_BYTES = 1024 * 1024
_MOST_STARS = 3
_HEAD = 4096
_FIRST_KEY = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:[ \t]*(?:#[^\n]*|---[ \t\r]*)?\n)*[\"']?launchcheck[\"']?[ \t]*:[ \t\r\n]"
)
# Like git reading its own files: ignore links, and do not wait for a pipe.
_FLAGS = (
    os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
)

Rule: TypeAlias = "tuple[str, GitIgnoreSpec]"
"""Patterns, and the folder that they are relative to."""


class Exclude(NamedTuple):
    """Patterns of what to skip, as in a .gitignore in `folder`.

    `gitignore` gives the content of the .gitignore in a folder where that is not the file there.
    """

    patterns: Sequence[str] = ()
    folder: str = os.curdir
    gitignore: Callable[[str], bytes] | None = None


class _Skip(NamedTuple):
    """The user's own patterns, compiled, and the rules of git where they are not those in the folders."""

    excluded: Rule | None
    gitignore: Callable[[str], bytes] | None


def find(wanted: Iterable[str], exclude: Exclude | None = None) -> Iterator[str | LaunchcheckError]:
    """The files that paths, folders and patterns name, in order and each once.

    A path that is not a folder is yielded as it is, even if it is ignored or does not exist. A folder
    or pattern without plans yields an error in its place.
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
            yield _nothing(each, exclude or Exclude())


def finds(path: str) -> bool:
    """Whether a search in its folder finds a plan's file by its name; `find` also skips what git ignores."""
    return _is_plan(f"{_inside(os.path.dirname(path) or os.curdir)}{os.path.basename(path)}")


def among(names: Iterable[str], wanted: str, exclude: Exclude, root: str) -> list[str]:
    """Those of the tracked files of a repository that a search for a path or pattern finds.

    `names` and `wanted` are relative to `root`; no file of the working tree is looked at.
    """
    root = os.path.realpath(root)
    steps = [step for step in wanted.split("/") if step]
    magic = next((index for index, step in enumerate(steps) if _MAGIC.search(step)), len(steps))
    excluded = (os.path.realpath(exclude.folder), _spec(exclude.patterns)) if exclude.patterns else None
    found = []
    for name in names:
        parts = name.split("/")
        if parts == steps:
            return [name]
        if parts[:magic] != steps[:magic] or not _is_reached(parts, magic, excluded, root):
            continue
        if _fits(parts[magic:], steps[magic:]) if magic < len(steps) else _is_plan(name):
            found.append(name)
    return found


def _is_reached(parts: list[str], start: int, excluded: Rule | None, root: str) -> bool:
    """Whether a search that begins so many folders below `root` reaches a file."""
    for end in range(start + 1, len(parts) + 1):
        is_folder = end < len(parts)
        if is_folder and _is_hidden(parts[end - 1]):
            return False
        if _is_excluded(os.path.join(root, *parts[:end]), excluded, is_folder=is_folder):
            return False
    return True


def by_first_key(folder: str, exclude: Exclude) -> list[str]:
    """The YAML files below a folder that begin like a plan, whatever they are called."""
    root = os.path.realpath(folder)
    return [
        _shown(folder, name)
        for name in _below(folder, exclude)
        if name.endswith((".yaml", ".yml")) and _is_like_a_plan(os.path.join(root, name))
    ]


def begins_like_a_plan(content: bytes) -> bool:
    """Whether the first key of a file is `launchcheck`."""
    head = content[:_HEAD]
    if head.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        head = head.decode("utf-16", "ignore").encode("utf-8", "ignore")
    return bool(_FIRST_KEY.match(head))


def _is_like_a_plan(path: str) -> bool:
    """Whether the first key of a file is `launchcheck`; only its head is read."""
    try:
        with os.fdopen(os.open(path, _FLAGS), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                return False
            return begins_like_a_plan(file.read(_HEAD))
    except OSError:
        return False


def _one(wanted: str, exclude: Exclude) -> Iterator[str]:
    """The files that one argument names."""
    if os.path.isdir(wanted):
        inside = _inside(wanted)
        for name in _below(wanted, exclude):
            if _is_plan(f"{inside}{name}"):
                yield _shown(wanted, name)
    elif _MAGIC.search(wanted) and not os.path.lexists(wanted):
        yield from _matching(wanted.replace(os.sep, "/"), exclude)
    else:
        yield wanted


def _matching(pattern: str, exclude: Exclude) -> Iterator[str]:
    """The files that match a pattern: `*` within a name, `**` for any number of folders."""
    steps = pattern.split("/")
    fixed = next(index for index, step in enumerate(steps) if _MAGIC.search(step))
    base = "/".join(steps[:fixed]) or ("/" if pattern.startswith("/") else "")
    if base and not os.path.isdir(base):
        return
    folder = base or os.curdir
    for name in _below(folder, exclude):
        if _fits(name.split("/"), steps[fixed:]):
            yield _shown(folder, name)


def _is_plan(name: str) -> bool:
    """Whether a file is named like a plan; `name` is relative to its repository."""
    if name.rpartition("/")[2] == SETTINGS:
        return False
    name = name.removesuffix(".yml") + ".yaml" if name.endswith(".yml") else name
    return any(_fits(name.split("/"), pattern.split("/")) for pattern in PATTERNS)


def _fits(names: list[str], pattern: list[str]) -> bool:
    """Whether a path matches a pattern, both as steps; one pass, however many `**` there are."""
    reached = {0}
    for step in pattern:
        if step == "**":
            reached = set(range(min(reached, default=len(names) + 1), len(names) + 1))
        else:
            reached = {at + 1 for at in reached if at < len(names) and fnmatchcase(names[at], step)}
    return len(names) in reached


def _inside(folder: str) -> str:
    """The path of a folder from the top of its repository, up to the slash before its files."""
    real = os.path.realpath(folder)
    root = git.top(real)
    if root and root != real:
        inside = os.path.relpath(real, root).replace(os.sep, "/")
    else:  # the path as the user wrote it has the folder's name
        inside = "" if root else _given(folder)
    return f"{inside}/" if inside else ""


def _shown(folder: str, name: str) -> str:
    """The path of a file as users write it, given the folder where the search began."""
    prefix = "" if folder == os.curdir else os.path.join(folder, "")
    return prefix + name.replace("/", os.sep)


def _below(folder: str, exclude: Exclude) -> list[str]:
    """Every file below a folder that is not skipped, as a path relative to it, by name."""
    excluded = (os.path.realpath(exclude.folder), _spec(exclude.patterns)) if exclude.patterns else None
    skip = _Skip(excluded, exclude.gitignore)
    return sorted(_files(os.path.realpath(folder), skip), key=lambda name: name.split("/"))


def _files(folder: str, skip: _Skip) -> Iterator[str]:
    """The files in a folder: what git lists if it can, else what its ignore rules do not match."""
    root = git.top(folder)
    try:
        listed = git.files(root, folder) if root and not skip.gitignore else None
    except LaunchcheckError:  # no git here, or it does not trust or understand the repository
        listed = None
    if listed is None:
        walked = _walked(folder, skip, _rules_above(folder, root, skip))
        tracked = _listed(_tracked(folder, root, ask=bool(skip.gitignore)), folder, skip) if root else ()
        yield from dict.fromkeys([*walked, *tracked])
    else:
        yield from _listed(listed, folder, skip)


def _tracked(folder: str, root: str, *, ask: bool) -> Iterator[str]:
    """The tracked files below a folder, as paths relative to it.

    They come from git unless it must not be asked (again), or refuses; then from its index.
    """
    inside = "" if folder == root else f"{os.path.relpath(folder, root)}/".replace(os.sep, "/")
    try:
        names = git.tracked(root) if ask else git_index.tracked(root)
    except LaunchcheckError:
        if not ask:  # the index is too large
            raise
        names = git_index.tracked(root)
    for name in names:
        if name.startswith(inside):
            yield name.removeprefix(inside)


def _listed(names: Iterable[str], top: str, skip: _Skip) -> Iterator[str]:
    """The files that git lists and that exist, with those of nested repositories."""
    is_open = {"": True}
    for name in (each.rstrip("/") for each in names):
        path = os.path.join(top, name)
        if not _leads_to(name, top, skip.excluded, is_open):
            continue
        if _is_file(path):
            if not _is_excluded(path, skip.excluded, is_folder=False):
                yield name
        elif git.is_top(path) and _is_open(name, top, skip.excluded):
            yield from (f"{name}/{each}" for each in _files(path, skip))


def _leads_to(name: str, top: str, excluded: Rule | None, is_open: dict[str, bool]) -> bool:
    """Whether a search goes into every folder above a file; `is_open` has those known so far."""
    unknown = []
    folder = name.rpartition("/")[0]
    while folder not in is_open:
        unknown.append(folder)
        folder = folder.rpartition("/")[0]
    found = is_open[folder]
    for each in reversed(unknown):
        found = is_open[each] = found and _is_open(each, top, excluded)
    return found


def _is_open(name: str, top: str, excluded: Rule | None) -> bool:
    """Whether a search goes into a folder."""
    path = os.path.join(top, name)
    if _is_hidden(name.rpartition("/")[2]) or os.path.islink(path):
        return False
    return not _is_excluded(path, excluded, is_folder=True)


def _is_file(path: str) -> bool:
    """Whether a path is a file and not a link."""
    try:
        return stat.S_ISREG(os.lstat(path).st_mode)
    except OSError:
        return False


def _walked(top: str, skip: _Skip, rules: tuple[Rule, ...]) -> Iterator[str]:
    """The files in a folder that no .gitignore matches, evaluated without git."""
    open_folders = [("", rules)]
    while open_folders:
        inside, rules = open_folders.pop()
        place = os.path.join(top, inside)
        if inside and git.is_top(place):  # a nested repository has rules and an index of its own
            yield from (f"{inside}{each}" for each in _files(place, skip))
            continue
        rules = (*rules, *_rules_in(place, skip))
        for entry in _entries(place):
            is_folder = entry.is_dir(follow_symlinks=False)
            if is_folder and _is_hidden(entry.name):
                continue
            if _is_excluded(entry.path, skip.excluded, is_folder=is_folder):
                continue
            if _is_ignored(entry.path, rules, is_folder=is_folder):
                continue
            if is_folder:
                open_folders.append((f"{inside}{entry.name}/", rules))
            else:
                yield f"{inside}{entry.name}"


def _entries(folder: str) -> list[os.DirEntry[str]]:
    """The files and folders in a folder, without links; none if it cannot be read."""
    try:
        with os.scandir(folder) as entries:
            found = [*entries]
    except OSError:
        return []
    return [entry for entry in found if not entry.is_symlink() and (entry.is_dir() or entry.is_file())]


def _is_hidden(name: str) -> bool:
    """Whether folders of this name are never searched."""
    return name in _NEVER or name.startswith(".")


def _is_excluded(path: str, excluded: Rule | None, *, is_folder: bool) -> bool:
    """Whether the user's own patterns skip a file or folder; nothing overrides them."""
    return excluded is not None and bool(_decides(excluded, path, is_folder=is_folder))


def _is_ignored(path: str, rules: tuple[Rule, ...], *, is_folder: bool) -> bool:
    """Whether the rules of git ignore a file or folder: the deepest that matches decides."""
    decisions = (_decides(rule, path, is_folder=is_folder) for rule in reversed(rules))
    return next((decided for decided in decisions if decided is not None), False)


def _decides(rule: Rule, path: str, *, is_folder: bool) -> bool | None:
    """Whether a rule skips a file or folder, or includes it again; None if it does not match."""
    folder, spec = rule
    if not path.startswith(os.path.join(folder, "")):
        return None
    name = os.path.relpath(path, folder).replace(os.sep, "/")
    return spec.check_file(f"{name}/" if is_folder else name).include


def _rules_above(folder: str, root: str, skip: _Skip) -> tuple[Rule, ...]:
    """The rules of a repository that are above a folder; none outside a repository."""
    if not root:
        return ()
    rules = list(_read(os.path.join(root, ".git", "info", "exclude"), root))
    above = []
    while folder != root:
        folder = os.path.dirname(folder)
        above.append(folder)
    for each in reversed(above):
        rules += _rules_in(each, skip)
    return tuple(rules)


def _rules_in(folder: str, skip: _Skip) -> Iterator[Rule]:
    """The rules of the .gitignore in a folder."""
    if skip.gitignore:
        yield _rules_of(skip.gitignore(folder), folder)
    else:
        yield from _read(os.path.join(folder, ".gitignore"), folder)


def _read(path: str, folder: str) -> Iterator[tuple[str, GitIgnoreSpec]]:
    """The rules in a file, if there is one; links do not count, as for git."""
    try:
        with os.fdopen(os.open(path, _FLAGS), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                return
            content = file.read(_MOST_BYTES)
    except OSError:
        return
    yield _rules_of(content, folder)


def _rules_of(content: bytes, folder: str) -> Rule:
    """The rules in the content of a .gitignore."""
    lines = content.decode("utf-8", "surrogateescape").splitlines()
    return folder, _spec([line for line in lines if _pattern(line)])


def _spec(patterns: Iterable[str]) -> GitIgnoreSpec:
    """Compile patterns as git reads them.

    Raises:
        LaunchcheckError: one of them is not a pattern.

    """
    from pathspec import GitIgnoreSpec

    for pattern in patterns:
        if pattern.strip() and not _pattern(pattern):
            hint = (
                f"* matches any characters, at most {_MOST_STARS} between two slashes; ** matches any folders"
            )
            raise LaunchcheckError(f"{quote(pattern)} is not a valid exclude pattern", hint=hint)
    return GitIgnoreSpec.from_lines(patterns)


def _pattern(line: str) -> bool:
    """Whether a line is a pattern that can be matched quickly.

    A pattern becomes a regular expression, where each star tries every length: many stars in one
    name could take forever.
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


def _given(folder: str) -> str:
    """A folder as the user wrote it, if that leads downward."""
    path = os.path.normpath(folder).replace(os.sep, "/")
    return "" if path == "." or path.startswith(("/", "..")) else path


def _nothing(wanted: str, exclude: Exclude) -> LaunchcheckError:
    """The error for an argument without plans."""
    if not os.path.isdir(wanted):
        message = "no file matches this pattern"
        hint = "** matches any number of folders; paths in .gitignore or --exclude are skipped"
    elif others := by_first_key(wanted, exclude):
        message = "no file here has the name of a plan: launch.yaml or *.launch.yaml"
        pattern = os.path.join(os.path.dirname(others[0]), "*.yaml")
        first = show(others[0], 100)
        hint = f"name a file that begins like one, such as {first}, or a pattern: {quote(pattern)}"
    else:
        message = "no launch plan found here; create one with `launchcheck init`"
        hint = (
            "in a folder, plans are named launch.yaml or *.launch.yaml, or are inside a folder launches;"
            " find others with a pattern: 'plans/*.yaml'. Paths in .gitignore or --exclude are skipped"
        )
    return LaunchcheckError(message, hint=hint, locations=(Location(wanted),))

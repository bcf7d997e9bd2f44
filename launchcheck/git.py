"""Run git read-only: the only module of the package that starts a program."""

from __future__ import annotations

import os

from launchcheck.errors import LaunchcheckError
from launchcheck.text import show

MOST_SECONDS = 60
"""Timeout for one git command."""

# Run nothing that a repository's own configuration names: no pager, hook, file system monitor,
# signature check or external diff. Ignore a bare repository that a pull request put among the
# files. Treat paths literally, even with a star or a colon in them.
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


def is_top(folder: str) -> bool:
    """Whether a folder is the top of a git repository."""
    return os.path.exists(os.path.join(folder, ".git"))


def top(folder: str) -> str:
    """The top of the git repository that a folder is in, or an empty string; links are resolved."""
    place = os.path.realpath(folder)
    while not is_top(place):
        above = os.path.dirname(place)
        if above == place:
            return ""
        place = above
    return place


def place(path: str) -> tuple[str, str]:
    """The top of the git repository that a path is in, and the path there; two empty strings without one.

    The path counts as it is named: a link in it is not followed, unless only that leads to a repository.
    """
    for whole in (os.path.abspath(path), os.path.realpath(path)):
        root = os.path.dirname(whole)
        while not is_top(root) and root != os.path.dirname(root):
            root = os.path.dirname(root)
        if is_top(root):
            return root, os.path.relpath(whole, root).replace(os.sep, "/")
    return "", ""


def files(root: str, folder: str) -> list[str]:
    """The files below a folder that are tracked or not ignored, as paths relative to it.

    Tracked files are listed even if they are deleted, or are links; a nested repository is one
    path, which ends with a slash unless it is a submodule. Only the repository's own rules count
    (`.gitignore` and `.git/info/exclude`), so that every machine finds the same files.

    Raises:
        LaunchcheckError: as for `ask`.

    """
    wanted = ("ls-files", "-z", "--cached", "--others", "--exclude-standard")
    return _names(ask(root, "-c", f"core.excludesFile={os.devnull}", *wanted, folder=folder))


def tracked(root: str) -> list[str]:
    """The tracked files of the repository at `root`, as paths relative to it.

    Raises:
        LaunchcheckError: as for `ask`.

    """
    return _names(ask(root, "ls-files", "-z", "--cached"))


def _names(listed: bytes) -> list[str]:
    """The names in a list that git ended with NULs, each once."""
    return [os.fsdecode(name) for name in dict.fromkeys(listed.split(b"\0")) if name]


def user_email(path: str) -> str:
    """The address that git commits with near a file, or an empty string where that is not known."""
    root = top(os.path.dirname(os.path.realpath(path)))
    if not root:
        return ""
    try:
        found = ask(root, "config", "--get", "user.email", may_fail=True)
    except LaunchcheckError:
        return ""
    return found.decode("utf-8", "replace").strip()


def attributes(path: str, *names: str) -> tuple[str, ...]:
    """The values of attributes that a repository gives to a file; empty where that is not known.

    Only the repository's own rules count, so that they are the same in every clone.
    """
    root, inside = place(path)
    if not root:
        return ()
    wanted = ("check-attr", "-z", *names, "--", inside)
    try:
        found = ask(root, "-c", f"core.attributesFile={os.devnull}", *wanted, may_fail=True)
    except LaunchcheckError:
        return ()
    return tuple(found.decode("utf-8", "replace").split("\0")[2::3])


def ask(root: str, *arguments: str, folder: str = "", stdin: bytes = b"", may_fail: bool = False) -> bytes:
    """Run git in the repository at `root`, from one of its folders, without network access.

    Raises:
        LaunchcheckError: git is missing or does not answer, or (unless it `may_fail`) refuses.

    """
    import subprocess  # only git, by its full path, without a shell, with fixed options

    try:
        ended = subprocess.run(  # noqa: S603  # see the import
            [_program(), *_SAFELY, *arguments],
            cwd=folder or root,
            env=_environment(root),
            input=stdin,
            capture_output=True,
            timeout=MOST_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise LaunchcheckError(f"git did not answer within {MOST_SECONDS} seconds") from None
    except (OSError, ValueError) as problem:
        raise LaunchcheckError(f"git cannot be run: {problem}") from None
    said = ended.stderr.decode("utf-8", "replace")
    if "dubious ownership" in said:
        hint = f"git config --global --add safe.directory {show(root)}"
        raise LaunchcheckError("git does not trust this repository: it belongs to another user", hint=hint)
    if ended.returncode and not may_fail:
        first = next((line for line in said.splitlines() if line.strip()), "no reason given")
        raise LaunchcheckError(f"git says: {show(first.removeprefix('fatal: '))}")
    return b"" if ended.returncode else ended.stdout


def _program() -> str:
    """The path of git, never of a program with this name in the current folder."""
    import shutil

    found = shutil.which("git")
    if not found or not os.path.isabs(found):
        raise LaunchcheckError("git is not installed here, or not on the PATH", hint="install git")
    return found


def _environment(root: str) -> dict[str, str]:
    """The environment without anything that redirects git, uses the network, or prompts."""
    kept = {name: value for name, value in os.environ.items() if not name.upper().startswith("GIT_")}
    return {
        **kept,
        "LC_ALL": "C",
        "GIT_ATTR_NOSYSTEM": "1",
        "GIT_CEILING_DIRECTORIES": os.path.dirname(root),
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_ALLOW_PROTOCOL": "none",
    }

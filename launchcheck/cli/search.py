"""Which plans a run checks: those that are named, or found; and those that the compared commit has beside."""

from __future__ import annotations

import errno
import os
import sys
from typing import TYPE_CHECKING, NamedTuple

from launchcheck import discovery
from launchcheck.errors import LaunchcheckError, Location
from launchcheck.source.files import plain_words
from launchcheck.text import listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from launchcheck.cli.settings import Found, Sought


class Search(NamedTuple):
    """What to look for: the paths and patterns of the command line, and whether there may be nothing."""

    sought: Sought
    paths: Sequence[str]
    exclude: Sequence[str]
    allow_empty: bool = False
    quiet: bool = False

    def plans(self, against: str | None) -> list[str | LaunchcheckError]:
        """The plans that are found, with an error for each argument that matches none.

        With a commit to compare with, the plans that it has and that are gone are errors, too.

        Raises:
            LaunchcheckError: there is no plan at all; or the repository has no such commit.

        """
        try:
            found = self._now()
        except LaunchcheckError:
            lost = self._gone(against, ()) if against else []
            if not lost:
                raise
            return lost
        plans = [each for each in found if isinstance(each, str)]
        return found + (self._gone(against, plans) if against else [])

    def _now(self) -> list[str | LaunchcheckError]:
        """The plans that are found."""
        settings = self.sought.find()
        exclude = _excluded(settings, self.exclude)
        if self.paths:
            return _found(self.paths, exclude, allow_empty=self.allow_empty)
        if wanted := settings.value("plans", []):
            return _found(wanted, exclude, allow_empty=self.allow_empty, named_by=settings)
        return _all(exclude, self.allow_empty, self.quiet)

    def _gone(self, ref: str, plans: Sequence[str]) -> list[str | LaunchcheckError]:
        """The plans that the same search finds at a commit, by its settings, and that are gone."""
        from launchcheck import gone
        from launchcheck.committed import Committed

        try:
            settings = self.sought._replace(at=Committed(ref)).find()
        except LaunchcheckError:  # no readable settings there: those of now
            settings = self.sought.find()
        exclude = _excluded(settings, self.exclude)
        lost = gone.plans(ref, self.paths or settings.value("plans", []), exclude, plans)
        return [gone.error(ref, path) for path in lost]


def _excluded(found: Found, patterns: Sequence[str]) -> discovery.Exclude:
    """The files to skip: patterns in a settings file are relative to it, others to the current folder."""
    rules = found.at.ignored if found.at else None
    if patterns or found.settings is None:
        return discovery.Exclude(patterns, gitignore=rules)
    return discovery.Exclude(found.settings["exclude"].value, found.folder("exclude"), rules)


def _of_settings(found: str | LaunchcheckError, settings: Found) -> str | LaunchcheckError:
    """What a setting names, or the error at its name there: who reads it later knows only the path."""
    if isinstance(found, str):
        if os.path.lexists(found):
            return found
        message, hint = plain_words(FileNotFoundError(errno.ENOENT, ""), found)
        found = LaunchcheckError(message, hint=hint, locations=(Location(found),))
    return settings.named("plans", found)


def _all(exclude: discovery.Exclude, allow_empty: bool, quiet: bool) -> list[str | LaunchcheckError]:
    """The plans below this folder: those with the name of one, or else all that begin like one."""
    try:
        named = _found([os.curdir], exclude, allow_empty=allow_empty)
    except LaunchcheckError:
        named = []
    unnamed = [] if named else discovery.by_first_key(os.curdir, exclude)
    if unnamed and not quiet:
        words = "no file has the name of a plan; checking those whose first key is launchcheck"
        sys.stderr.write(f"note: {words}: {listed(unnamed)}\n")
    return named or [*unnamed] or _found([os.curdir], exclude, allow_empty=allow_empty)


def _found(
    wanted: Sequence[str],
    exclude: discovery.Exclude,
    *,
    allow_empty: bool,
    named_by: Found | None = None,
) -> list[str | LaunchcheckError]:
    """The plans that were found, with an error for each path or pattern that matches none."""
    found = list(discovery.find(wanted, exclude))
    if allow_empty:
        return [each for each in found if isinstance(each, str)]
    if named_by:
        found = [_of_settings(each, named_by) for each in found]
    nothing = [each for each in found if isinstance(each, LaunchcheckError)]
    if len(nothing) == len(found):
        raise LaunchcheckError("nothing to check", parts=tuple(nothing))
    return found

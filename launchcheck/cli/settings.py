"""The settings of a run or a plan: flags override variables, variables files, and files the defaults."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple

import typer

from launchcheck.errors import LaunchcheckError, Location
from launchcheck.file_names import NOT_SETTINGS, SETTINGS
from launchcheck.text import quote

if TYPE_CHECKING:
    from collections.abc import Sequence

    from launchcheck.checklist import Checklist
    from launchcheck.committed import Committed
    from launchcheck.config import Settings

PREFIX = "LAUNCHCHECK_"
_KEYS = {"checklist": "checklists"}
"""Settings whose flags have another name, because they may be repeated."""


class Found(NamedTuple):
    """The settings in force, or None, and the files that they come from, the nearest last.

    Checklists are read as they were `at` a commit, if there is one.
    """

    settings: Settings | None
    files: tuple[str, ...] = ()
    at: Committed | None = None

    def value(self, key: str, default: Any) -> Any:
        """One setting, or the default if it is not set."""
        return default if self.settings is None else self.settings[key].value

    def checklists(self, chosen: Sequence[str] | None) -> Sequence[str]:
        """The checklists that are chosen, or else those of the settings, or else the built-in one."""
        from launchcheck.catalog import BUILT_IN

        return chosen or self.value("checklists", [BUILT_IN])

    def known(self) -> Settings:
        """Every setting, and where it comes from."""
        from launchcheck import config

        return dict(config.DEFAULTS) if self.settings is None else self.settings

    def said(self, key: str) -> str:
        """A setting as a message names it, with where it comes from: `fail_on (.launchcheck.yaml:1:1):`."""
        return f"{key} ({self.settings[key].origin}):" if self.settings else key

    def folder(self, key: str) -> str:
        """The folder that patterns of a setting are relative to: that of its file, or the current one."""
        return (self.settings[key].folder if self.settings else "") or os.curdir

    def adjust(self, chosen: Sequence[str] | None) -> tuple[Sequence[str] | Checklist, dict[str, str]]:
        """The checklist with the settings applied, and the items that they skip, with the reasons.

        Without settings, it is only named, so that the built-in one needs no reading.

        Raises:
            LaunchcheckError: a checklist is missing or malformed, or settings do not fit it; located.

        """
        if self.settings is None and self.at is None:
            return self.checklists(chosen), {}
        checklist = self.checklist(chosen)
        if self.settings is None:
            return checklist, {}
        from launchcheck import config

        return config.adjust(checklist, self.settings)

    def checklist(self, chosen: Sequence[str] | None, below: Sequence[str] = ()) -> Checklist:
        """Read the checklists, over those `below`.

        Raises:
            LaunchcheckError: one is missing or malformed; located.

        """
        from launchcheck import catalog

        names = [*below, *self.checklists(chosen)]
        try:
            return catalog.find(names, self.at.read) if self.at else catalog.find(names)
        except LaunchcheckError as error:
            if chosen:
                raise
            raise self.named("checklists", error) from None

    def named(self, key: str, error: LaunchcheckError) -> LaunchcheckError:
        """The error of a file that a setting names, at its name there; other errors as they are."""
        is_whole_file = not (error.parts or any(place.line for place in error.locations))
        setting = self.settings[key] if self.settings else None
        if not setting or not is_whole_file:
            return error
        for name, place in zip(setting.value, setting.places, strict=False):
            if _is_about(error, name):
                cannot = f"cannot read {quote(name)}: " if error.locations else ""
                return LaunchcheckError(f"{cannot}{error.message}", hint=error.hint, locations=(place,))
        hint = "; ".join(filter(None, (error.hint, f"named in {setting.origin}")))
        return LaunchcheckError(error.message, hint=hint, locations=error.locations)


def _is_about(error: LaunchcheckError, name: str) -> bool:
    """Whether a file, or a checklist that is built in, is what an error is about."""
    paths = [os.path.normpath(place.path) for place in error.locations]
    return os.path.normpath(name) in paths or quote(name) in error.message


class Sought(NamedTuple):
    """What the command line says about settings: flags, and the one file to read, or that there is none.

    `flags` are settings by the names of their flags; those without a value are not set. An empty
    `file` means those that are found. Files are read as they were `at` a commit, if there is one.
    """

    flags: dict[str, Any]
    file: str = ""
    no_files: bool = False
    at: Committed | None = None

    @classmethod
    def of(
        cls,
        path: str | None,
        flags: dict[str, Any],
        *,
        no_config: bool = False,
        policy_from: str | None = None,
    ) -> Sought:
        """Combine the options of a command with the variables for the file and its commit.

        Raises:
            typer.BadParameter: both --config and --no-config.

        """
        if path and no_config:
            raise typer.BadParameter("--config and --no-config cannot be used together")
        file = "" if no_config else path or os.environ.get(f"{PREFIX}CONFIG") or ""
        given = {name: value for name, value in flags.items() if value}
        return cls(given, file, no_config, _committed(policy_from))

    @property
    def base(self) -> str | None:
        """The commit to compare plans with, unless the command line names another."""
        return self.at.ref if self.at else None

    def around(self, folder: str) -> tuple[str, ...]:
        """The settings files for the plans in a folder, the nearest last."""
        if self.file or self.no_files:
            return (self.file,) if self.file else ()
        if self.at and self.at.has(folder, SETTINGS):
            return self.at.around(folder, SETTINGS)
        return _around(folder)

    def find(self, plan: str = "") -> Found:
        """The settings for a plan, or for the current folder.

        Without a file, variables or flags nothing is imported.

        Raises:
            LaunchcheckError: a file or a variable is malformed, located; or there is no such commit.

        """
        here = self.around(os.curdir)
        near = self.around(os.path.dirname(plan)) if plan else here
        if not (here or near or self.flags or any(name.startswith(PREFIX) for name in os.environ)):
            return Found(None, at=self.at)
        from launchcheck import config

        opened = {"opened": self.at.read} if self.at else {}
        settings = config.read(near, os.environ, of_run=here, **opened)
        for name, value in self.flags.items():
            settings[_KEYS.get(name, name)] = config.Setting(value, f"--{name.replace('_', '-')}")
        return Found(settings, near, self.at)


def _committed(ref: str | None) -> Committed | None:
    """The files of the commit that a flag or the variable names; None if neither does."""
    wanted = ref if ref is not None else os.environ.get(f"{PREFIX}POLICY_FROM") or None
    if wanted is None:
        return None
    from launchcheck.committed import Committed

    return Committed(wanted)


def _around(folder: str) -> tuple[str, ...]:
    """The files in a folder and in those above it, within the repository, the nearest last.

    Raises:
        LaunchcheckError: a file there is called like settings, and would not be read.

    """
    found: list[str] = []
    place = os.path.abspath(folder)
    while True:
        misnamed = os.path.join(place, NOT_SETTINGS)
        if os.path.lexists(misnamed):
            raise LaunchcheckError(
                f"a settings file is called {SETTINGS}, so this one would not be read",
                hint=f"rename it to {SETTINGS}",
                locations=(Location(os.path.relpath(misnamed)),),
            )
        path = os.path.join(place, SETTINGS)
        if os.path.lexists(path):  # also a link to nowhere, whose settings would be missing
            found.append(os.path.relpath(path))
        above = os.path.dirname(place)
        if above == place or os.path.exists(os.path.join(place, ".git")):
            return tuple(reversed(found))
        place = above

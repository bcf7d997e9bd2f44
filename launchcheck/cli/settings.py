"""The settings of a run: flags override variables, which override the file, which overrides the defaults."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple

import typer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from launchcheck.checklist import Checklist
    from launchcheck.config import Settings

NAME = ".launchcheck.yaml"
PREFIX = "LAUNCHCHECK_"
_KEYS = {"checklist": "checklists"}
"""Settings whose flags have another name, because they may be repeated."""


class Found(NamedTuple):
    """The settings in force, or None, and the file that they come from."""

    settings: Settings | None
    file: str

    def value(self, key: str, default: Any) -> Any:
        """One setting, or the default if it is not set."""
        return default if self.settings is None else self.settings[key].value

    def known(self) -> Settings:
        """Every setting, and where it comes from."""
        from launchcheck import config

        return dict(config.DEFAULTS) if self.settings is None else self.settings

    def adjust(self, names: Sequence[str]) -> tuple[Sequence[str] | Checklist, dict[str, str]]:
        """The checklist with the settings applied, and the items that they skip, with the reasons."""
        if self.settings is None:
            return names, {}
        from launchcheck import catalog, config

        return config.adjust(catalog.find(names), self.settings)


def find(path: str | None, flags: dict[str, Any], *, no_config: bool = False) -> Found:
    """Combine a file, variables and flags.

    `flags` are settings by the names of their flags; those without a value are not set. Without a
    file, variables or flags nothing is imported.

    Raises:
        typer.BadParameter: both --config and --no-config.
        LaunchcheckError: the file or a variable is malformed, located.

    """
    if path and no_config:
        raise typer.BadParameter("--config and --no-config cannot be used together")
    file = "" if no_config else path or os.environ.get(f"{PREFIX}CONFIG") or _above(os.getcwd())
    given = {name: value for name, value in flags.items() if value}
    if not (file or given or any(name.startswith(PREFIX) for name in os.environ)):
        return Found(None, "")
    from launchcheck import config

    settings = config.read(file, os.environ)
    for name, value in given.items():
        settings[_KEYS.get(name, name)] = config.Setting(value, f"--{name.replace('_', '-')}")
    return Found(settings, file)


def _above(folder: str) -> str:
    """The nearest file in a folder or above it, within the repository; empty if there is none."""
    while True:
        path = os.path.join(folder, NAME)
        if os.path.exists(path):
            return os.path.relpath(path)
        above = os.path.dirname(folder)
        if above == folder or os.path.exists(os.path.join(folder, ".git")):
            return ""
        folder = above

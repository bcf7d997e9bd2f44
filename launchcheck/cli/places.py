"""Paths as the platform of a pipeline knows them, whatever folder the command runs in."""

from __future__ import annotations

import os
import re
from copy import copy
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

from launchcheck import git
from launchcheck.errors import LaunchcheckError, Location
from launchcheck.formats import Format

if TYPE_CHECKING:
    from collections.abc import Callable

    from launchcheck.report import Report

FOR_PLATFORMS = {
    Format.GITHUB,
    Format.GITLAB,
    Format.AZURE,
    Format.SARIF,
    Format.CHECKSTYLE,
    Format.JUNIT,
}
"""Formats whose reader matches paths with files of a checkout."""

_ROOTS = ("GITHUB_WORKSPACE", "CI_PROJECT_DIR", "BUILD_SOURCESDIRECTORY")
"""Variables with the folder of the checkout, on GitHub, GitLab and Azure."""


def of_report(report: Report, format: Format) -> Report:
    """A report with paths as the reader of a format matches them."""
    if format not in FOR_PLATFORMS or of_path(report.source) == report.source:
        return report
    return report._replace(
        source=of_path(report.source),
        results=_moved(report.results),
        waivers=_moved(report.waivers),
        notes=_moved(report.notes),
        lowered=_moved(report.lowered),
        weakened=_moved(report.weakened),
        exclusions=_moved(report.exclusions),
    )


def of_error(error: LaunchcheckError, format: Format) -> LaunchcheckError:
    """An error with paths as the reader of a format matches them."""
    if format not in FOR_PLATFORMS:
        return error
    moved = copy(error)
    moved.locations = _moved(error.locations)
    moved.parts = tuple(of_error(part, format) for part in error.parts)
    return moved


def of_plan(path: str, format: Format) -> str:
    """The path of a plan as the reader of a format matches it."""
    return of_path(path) if format in FOR_PLATFORMS else path


def _moved(value: Any) -> Any:
    """A value with other paths in all its locations."""
    if isinstance(value, Location):
        return value._replace(path=of_path(value.path))
    if isinstance(value, tuple):
        parts = [_moved(part) if isinstance(part, tuple) else part for part in value]
        return type(value)(*parts) if hasattr(value, "_fields") else tuple(parts)
    return value


def of_path(path: str) -> str:
    """A path relative to the checkout, else to its repository, else as it was named."""
    return _of_path(path, os.getcwd(), tuple(os.environ.get(name, "") for name in _ROOTS))


_HOSTS = (
    ("{GITHUB_SERVER_URL}/{GITHUB_REPOSITORY}/blob/{GITHUB_SHA}", "/{path}#L{line}"),
    ("{CI_PROJECT_URL}/-/blob/{CI_COMMIT_SHA}", "/{path}#L{line}"),
    ("{BUILD_REPOSITORY_URI}?version=GC{BUILD_SOURCEVERSION}", "&path=/{path}&line={line}&lineEnd={line}"),
)
"""Where GitHub, GitLab and Azure show a line, with the variables of their pipelines."""

_OF_AZURE = "TfsGit"
"""The provider of a repository that is on Azure: its pipelines also build those of other hosts."""


def addresses(lines: str | None) -> Callable[[Location], str] | None:
    """What says where a code host shows a place: the setting `lines`, else the pipeline; None if neither."""
    found = lines or next(filter(None, (_of_host(base, line) for base, line in _HOSTS)), "")
    return partial(address_of, found) if found else None


def _of_host(base: str, line: str) -> str:
    """The address of lines on a code host; empty outside of its pipelines."""
    if os.environ.get("BUILD_REPOSITORY_PROVIDER", _OF_AZURE) != _OF_AZURE:
        return ""
    try:
        found = base.format_map({name: value for name, value in os.environ.items() if value})
    except KeyError:
        return ""
    address = re.sub(r"(?<=://)[^/@]*@", "", found)  # a user or a token in front of the host
    return address + line if address.startswith(("https://", "http://")) else ""


def address_of(lines: str, place: Location) -> str:
    """Where a code host shows a place; empty for what has no line in the repository."""
    from urllib.parse import quote

    path = of_path(place.path)
    if place.line <= 0 or os.path.isabs(path) or path.startswith(("<", "..")) or ":" in path:
        return ""
    return lines.replace("{path}", quote(path.replace(os.sep, "/"))).replace("{line}", str(place.line))


@lru_cache(maxsize=1024)
def _of_path(path: str, current: str, roots: tuple[str, ...]) -> str:
    """The same in a folder; the findings of a plan have few paths."""
    is_file = os.sep in path or path.endswith((".yaml", ".yml")) or os.path.lexists(path)
    if not is_file or path.startswith("<") or (":" in path and not os.path.lexists(path)):  # main:a.yaml
        return path
    folder = os.path.realpath(os.path.join(current, os.path.dirname(path)))
    whole = os.path.join(folder, os.path.basename(path))
    for root in (*roots, git.top(folder)):
        top = os.path.realpath(root) if root and os.path.isabs(root) else ""
        if top and whole.startswith(os.path.join(top, "")):
            return os.path.relpath(whole, top)
    return path

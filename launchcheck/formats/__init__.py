"""The faces of a report: one module a format, loaded only where it is asked for."""

from __future__ import annotations

from enum import StrEnum
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple, TextIO

from launchcheck.report import FailOn

if TYPE_CHECKING:
    from launchcheck.report import Report


class Format(StrEnum):
    """How a report is written; a member's value is the name of its module."""

    TERMINAL = "terminal"
    TEXT = "text"
    JSON = "json"
    JSONL = "jsonl"
    JUNIT = "junit"
    SARIF = "sarif"
    GITHUB = "github"
    GITLAB = "gitlab"
    AZURE = "azure"
    MARKDOWN = "markdown"
    CSV = "csv"
    TAP = "tap"
    CHECKSTYLE = "checkstyle"


class Options(NamedTuple):
    """How the person who asked wants to see a report.

    `fail_on` is the rule that the gate goes by. `verbose` lists what is not open, too. `color` and
    `width` (in columns) are found out from the stream and the environment where they are None.
    """

    fail_on: FailOn = FailOn.BLOCKER
    verbose: bool = False
    color: bool | None = None
    width: int | None = None


def write(report: Report, format: Format, out: TextIO, options: Options = Options()) -> None:  # noqa: B008  # it never changes
    """Write the report to the stream.

    Raises:
        OSError: the stream cannot be written to; BrokenPipeError where its reader went away.

    """
    import_module(f"{__name__}.{format.value}").write(report, out, options)

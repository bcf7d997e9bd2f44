"""The names of the formats, and what a user may choose about how a report is written."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from launchcheck.report import FailOn

if TYPE_CHECKING:
    from collections.abc import Callable

    from launchcheck.errors import Location
    from launchcheck.report import Rules


class Format(StrEnum):
    """The formats; a member's name is that of the module that defines its `WRITER`, in lowercase."""

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
    CSV_EXCEL = "csv-excel"
    TAP = "tap"
    CHECKSTYLE = "checkstyle"
    HTML = "html"
    XLSX = "xlsx"

    @property
    def is_text(self) -> bool:
        """Whether it can be read in a terminal; a workbook cannot."""
        return self is not Format.XLSX


TEXT_FORMATS = tuple(each for each in Format if each.is_text)
"""The formats that are text, in the order of all."""


class Options(NamedTuple):
    """What a user may choose about how a report is written.

    `fail_on` is the rule that decides the gate, or several, and `default_gate` whether it is the
    default. `verbose` shows everything, also items that are not open. `docs` is where the pages of
    items are, for links; empty for none. `address_of` says where a code host shows a place; None if
    none does. Where `color` and `width` (in columns) are None, the stream and the environment decide.
    """

    fail_on: FailOn | Rules = FailOn.BLOCKER
    default_gate: bool = False
    verbose: bool = False
    docs: str = ""
    address_of: Callable[[Location], str] | None = None
    color: bool | None = None
    width: int | None = None

    def linking(self, docs: str | None, address_of: Callable[[Location], str] | None) -> Options:
        """The same with links: to the pages of items, and to the places of findings."""
        return self._replace(docs=docs or "", address_of=address_of)

    @property
    def rules(self) -> Rules:
        """The rules that decide the gate."""
        return (self.fail_on,) if isinstance(self.fail_on, FailOn) else self.fail_on

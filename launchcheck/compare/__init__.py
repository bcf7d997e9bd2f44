"""The faces of a comparison: what changed, for a terminal, for a pull request, for a program."""

from __future__ import annotations

from enum import StrEnum
from importlib import import_module
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from launchcheck.compare.model import Comparison


class ComparisonFormat(StrEnum):
    """How a comparison is written; a member's value is the name of its module."""

    TERMINAL = "terminal"
    MARKDOWN = "markdown"
    JSON = "json"


def write(comparison: Comparison, format: ComparisonFormat, out: TextIO) -> None:
    """Write the comparison to the stream.

    Raises:
        OSError: the stream cannot be written to; BrokenPipeError where its reader went away.

    """
    import_module(f"{__name__}.{format.value}").write(comparison, out)

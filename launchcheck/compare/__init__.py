"""What changed between two reports, and the formats that show it."""

from __future__ import annotations

from enum import StrEnum
from importlib import import_module
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from launchcheck.compare.model import Comparison


class ComparisonFormat(StrEnum):
    """The formats of a comparison; a member's value is the name of its module."""

    TERMINAL = "terminal"
    MARKDOWN = "markdown"
    JSON = "json"


def write(comparison: Comparison, format: ComparisonFormat, out: TextIO) -> None:
    """Write a comparison.

    Raises:
        OSError: the stream cannot be written to; BrokenPipeError when its reader is gone.

    """
    import_module(f"{__name__}.{format.value}").write(comparison, out)

"""Whether output is colored: what the user forces or forbids, and then what the stream is."""

from __future__ import annotations

import os
from enum import StrEnum
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Mapping, MutableMapping

_FORCES = ("FORCE_COLOR", "CLICOLOR_FORCE")
_FORBIDS = "NO_COLOR"


class Color(StrEnum):
    """When to color: if the stream is a terminal that can show it, always, or never."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


def choose(color: Color, environment: MutableMapping[str, str] = os.environ) -> None:
    """Let a choice of the user override the environment, for this process and those it starts.

    `auto` forgets what forces or forbids color, so that only the stream decides.
    """
    for name in (*_FORCES, _FORBIDS, "CLICOLOR"):
        environment.pop(name, None)
    if color is not Color.AUTO:
        environment[_FORCES[0] if color is Color.ALWAYS else _FORBIDS] = "1"


def is_colored(out: TextIO, environment: Mapping[str, str] = os.environ) -> bool:
    """Whether to color, decided as ruff does: by what forces it, what forbids it, and then the stream."""
    if any(environment.get(name, "0") not in {"", "0"} for name in _FORCES):
        return True
    if environment.get(_FORBIDS) or environment.get("CLICOLOR") == "0" or environment.get("TERM") == "dumb":
        return False
    return out.isatty()


def can_link(out: TextIO, environment: Mapping[str, str] = os.environ) -> bool:
    """Whether the stream is a terminal that may open hyperlinks; forcing color does not make it one."""
    return out.isatty() and environment.get("TERM") != "dumb" and is_colored(out, environment)

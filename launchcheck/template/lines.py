"""The lines of facts in YAML: short ones on one line, long ones with a line for each part."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from launchcheck.template.blanks import Blank

if TYPE_CHECKING:
    from collections.abc import Iterator

    from launchcheck.template.blanks import Facts

WIDTH = 100

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9 ._-]*[A-Za-z0-9._]|[A-Za-z]", re.ASCII)
_WORDS = {"null", "true", "false", "yes", "no", "on", "off", "y", "n"}


def lines(key: str, value: Facts, indent: str) -> Iterator[str]:
    """Write a key and its value."""
    is_many = isinstance(value, list) and any(isinstance(entry, dict) for entry in value)
    is_map = isinstance(value, dict) and any(isinstance(entry, dict) for entry in value.values())
    line = f"{indent}{scalar(key)}: {flow(value)}"
    if not isinstance(value, (dict, list)) or not (is_many or is_map or len(line) > WIDTH):
        yield line
        return
    yield f"{indent}{scalar(key)}:"
    if isinstance(value, dict):
        for name, entry in value.items():
            yield from lines(name, entry, f"{indent}  ")
    else:
        for entry in value:
            yield from _entry(entry, f"{indent}  ")


def _entry(value: Facts, indent: str) -> Iterator[str]:
    """Write an entry of a list."""
    line = f"{indent}- {flow(value)}"
    if not isinstance(value, dict) or len(line) <= WIDTH:
        yield line
        return
    dash = "- "
    for key, inner in value.items():
        for each in lines(key, inner, f"{indent}  "):
            yield f"{indent}{dash}{each.removeprefix(f'{indent}  ')}"
            dash = "  "


def flow(value: Facts) -> str:
    """Write a value on one line."""
    if isinstance(value, dict):
        return f"{{{', '.join(f'{scalar(key)}: {flow(entry)}' for key, entry in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(flow, value))}]"
    return scalar(value)


def scalar(value: object) -> str:
    """Write a scalar; a text is quoted unless every YAML version reads it as the same text."""
    if isinstance(value, Blank) or not isinstance(value, str):
        return str(value) if isinstance(value, Blank) else json.dumps(value)
    is_plain = _PLAIN.fullmatch(value) and value.casefold() not in _WORDS
    return value if is_plain else json.dumps(value, ensure_ascii=False)

"""Write values as YAML: on one line, or with a line for each part."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

WIDTH = 100
"""The length from which a value gets a line for each of its parts."""

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_PLAIN = re.compile(r"[^\W\d_](?:[\w ./@%+()=;’‘“”–—…!?'$€£&*-]|,(?!$)|:(?=//)|(?<=\w)#)*", re.UNICODE)
_IN_FLOW = re.compile(r"[^,\[\]{}?]*")  # PyYAML's own parser ends a text between braces at ?
# Words that YAML 1.1 reads as a boolean or null, and numbers without digits at their beginning.
_WORDS = {"null", "true", "false", "yes", "no", "on", "off", "y", "n"}


def scalar(value: object, *, in_flow: bool = False, style: str = "") -> str:
    """Write a scalar: plain where every YAML reads it as the same text, else in quotation marks.

    `style` is the quotation mark to use for text; `in_flow` is whether it is between braces or brackets.
    """
    if not isinstance(value, str):
        return json.dumps(value)
    if style == "'" and value.isprintable():
        return "'" + value.replace("'", "''") + "'"
    is_plain = (_DATE.fullmatch(value) or _is_plain(value)) and (not in_flow or _IN_FLOW.fullmatch(value))
    return value if is_plain and style != '"' else _quoted(value)


def _is_plain(value: str) -> bool:
    """Whether a text needs no quotation marks outside of braces and brackets."""
    if not (_PLAIN.fullmatch(value) and value.isprintable()):
        return False
    return value.casefold() not in _WORDS and not value.endswith(" ")


def _quoted(value: str) -> str:
    """A text in double quotation marks; what YAML does not take as it is becomes an escape."""
    text = json.dumps(value, ensure_ascii=False)
    return "".join(each if each.isprintable() else _escape(each) for each in text)


def _escape(character: str) -> str:
    code = ord(character)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def flow(value: Any) -> str:
    """Write a value on one line."""
    if isinstance(value, dict):
        pairs = (f"{scalar(key, in_flow=True)}: {flow(each)}" for key, each in value.items())
        return f"{{{', '.join(pairs)}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(flow, value))}]"
    return scalar(value, in_flow=True)


def is_long(value: Any, start: str) -> bool:
    """Whether a value behind `start` needs lines of its own: it holds maps, or one line is too short."""
    if not isinstance(value, (dict, list)) or not value:
        return False
    entries = value.values() if isinstance(value, dict) else value
    return any(isinstance(each, dict) for each in entries) or len(f"{start} {flow(value)}") > WIDTH


def lines(key: str, value: Any, indent: str, step: str) -> Iterator[str]:
    """Write a key and its value; each level is indented by one more `step`."""
    start = f"{indent}{scalar(key)}:"
    if not is_long(value, start):
        yield f"{start} {flow(value) if isinstance(value, (dict, list)) else scalar(value)}"
        return
    yield start
    yield from below(value, indent + step, step)


def below(value: Any, indent: str, step: str) -> Iterator[str]:
    """Write the keys of a map, or the entries of a list, each on lines of its own."""
    if isinstance(value, dict):
        for key, each in value.items():
            yield from lines(key, each, indent, step)
    else:
        for each in value:
            is_block = isinstance(each, dict) and is_long(each, f"{indent}-")
            is_block = is_block and len(f"{indent}- {flow(each)}") > WIDTH
            yield from entry(each, indent, " ", step, is_block=is_block)


def entry(value: Any, indent: str, gap: str, step: str, *, is_block: bool) -> Iterator[str]:
    """Write an entry of a list, with a `gap` after its dash: as a block, or on one line."""
    if not (is_block and isinstance(value, dict) and value):
        yield f"{indent}-{gap}{flow(value) if isinstance(value, (dict, list)) else scalar(value)}"
        return
    inner = f"{indent} {gap}"
    lead = f"{indent}-{gap}"
    for line in below(value, inner, step):
        yield f"{lead}{line.removeprefix(inner)}"
        lead = inner

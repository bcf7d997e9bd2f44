"""Escape text from a plan for lines, JSON, XML and Markdown, so that no reader takes it for a command."""

from __future__ import annotations

import json
import re
from json.encoder import encode_basestring_ascii as quoted
from typing import TYPE_CHECKING, Any, TextIO

from launchcheck.text import UNSEEN, show

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from xml.etree.ElementTree import Element

LONGEST = 4000
"""Messages are shown in full; no text from a plan may fill a log."""

# What the log readers of CI systems take for a command, anywhere in a line.
COMMAND = re.compile(r"#(?=#\[|#vso\[|#teamcity\[)|:(?=:[A-Za-z])", re.IGNORECASE)

# These two are compiled where they are first used: most formats need neither.
_NOT_XML = "[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"

# What means something to Markdown or HTML within a line: text from a plan never begins one. What
# means something to a code host even when it is written as a reference (a mention, an issue or
# whatever else has a number, an emoji, a link) is kept from its next character by one of no width.
_MARKDOWN = (
    r"""(?P<host>@|(?:[#!$&%~^]|(?<=\bGH)-)(?=[\w"'])|:(?=//|[\w+-]+(?::|$))|(?<=\bwww)\.)"""
    r"""|[&<>\\`*{}\[\]#|~$^]|(?<![^\W_])_|_(?![^\W_])"""
)
_BREAKS = re.compile(r"[\r\n\t\x0b\x0c\x85\u2028\u2029]+")


def line(text: str, limit: int = LONGEST) -> str:
    """Text as part of a line."""
    return show(text, limit)


def write_line(out: TextIO, text: str) -> None:
    """Write a line, with escapes for what the stream cannot encode."""
    encoding = getattr(out, "encoding", None) or "utf-8"
    out.write(text.encode(encoding, "backslashreplace").decode(encoding) + "\n")


def write_json(out: TextIO, value: Any, indent: int | None = None) -> None:
    """Write JSON in ASCII, with escapes for what would be a command."""
    out.write(as_json(value, indent) + "\n")


def write_json_lines(out: TextIO, values: Iterable[Any]) -> None:
    """Write each value on a line of its own, as `write_json` would."""
    out.write(_harmless("".join([f"{_COMPACT.encode(value)}\n" for value in values])))


def as_json(value: Any, indent: int | None = None, level: int = 0) -> str:
    """JSON in ASCII, indented by `level` steps, with escapes for what would be a command."""
    if indent is None:
        return _harmless(_COMPACT.encode(value))
    step = " " * indent
    return _harmless(_indented(value, f"\n{step * level}", step))


_COMPACT = json.JSONEncoder(allow_nan=False)


_SCALARS: dict[type, Callable[[Any], str]] = {
    str: quoted,
    int: repr,
    bool: {True: "true", False: "false"}.__getitem__,
    type(None): {None: "null"}.__getitem__,
}


def _indented(value: Any, line: str, step: str) -> str:
    """JSON over several lines; `line` ends one and begins the next at the depth of the value.

    The json module indents in Python, one piece after another, and takes twice as long as this.
    """
    deeper = line + step
    if isinstance(value, dict):
        # Most values are scalars: to write them here saves a third of the time.
        parts = [
            f"{quoted(key)}: "
            f"{write(each) if (write := _SCALARS.get(type(each))) else _indented(each, deeper, step)}"
            for key, each in value.items()
        ]
        return f"{{{deeper}{f',{deeper}'.join(parts)}{line}}}" if parts else "{}"
    if isinstance(value, list | tuple):
        parts = [
            write(each) if (write := _SCALARS.get(type(each))) else _indented(each, deeper, step)
            for each in value
        ]
        return f"[{deeper}{f',{deeper}'.join(parts)}{line}]" if parts else "[]"
    return _COMPACT.encode(value)


def _harmless(text: str) -> str:
    """Escape what a CI system would take for a command."""
    if "::" in text or "##" in text:
        return COMMAND.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
    return text


XML_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def write_xml(out: TextIO, root: Element) -> None:
    """Write XML in ASCII, which is UTF-8 on every stream, with references for what would be a command."""
    out.write(f"{XML_HEAD}{as_xml(root)}\n")


def as_xml(root: Element, level: int = 0) -> str:
    """An element as XML, indented by `level` steps."""
    from xml.etree import ElementTree as ET

    ET.indent(root, level=level)
    text = ET.tostring(root, encoding="us-ascii", xml_declaration=False).decode("ascii")
    return COMMAND.sub(lambda found: f"&#{ord(found[0])};", text.replace("\r", "&#13;"))


def xml(text: str) -> str:
    """Text with visible escapes for the characters that XML 1.0 cannot have."""
    return re.sub(_NOT_XML, _visible, text)


def markdown(text: str, limit: int = 300) -> str:
    """Text as plain text within a line of Markdown, in table cells too."""
    text = _BREAKS.sub(" ", text).strip()
    if len(text) > limit:
        text = f"{text[: limit * 2 // 3]}…{text[-(limit // 3) :]}"
    return re.sub(_MARKDOWN, _entity, re.sub(UNSEEN, _visible, text), flags=re.IGNORECASE)


def visible(text: str) -> str:
    """Text as one line, with visible escapes for invisible characters."""
    return re.sub(UNSEEN, _visible, _BREAKS.sub(" ", text))


def _entity(found: re.Match[str]) -> str:
    """A character as a numeric reference, separated from what follows where the two mean something."""
    return f"&#{ord(found[0])};" + ("&#8203;" if found["host"] else "")


def _visible(found: re.Match[str]) -> str:
    r"""An invisible or unwritable character as `\x1b` or `\u202e`."""
    code = ord(found[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"

"""Turn packs on in the text of a plan, with their sections at its end, and keep every other character."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from launchcheck import parse
from launchcheck.edit import RefusedError, change, is_same
from launchcheck.errors import LaunchcheckError
from launchcheck.plan import Plan
from launchcheck.source import Source

if TYPE_CHECKING:
    from collections.abc import Sequence


def turn_on(source: Source, packs: Sequence[str]) -> Source:
    """A plan in which `packs` names these packs too: below its first line, or behind those that it names.

    Raises:
        RefusedError: the text cannot be changed there.

    """
    named = source.data.get("packs")
    if named:
        for pack in packs:
            size = len(source.data["packs"])
            source = source if pack in source.data["packs"] else change(source, ("packs", size), pack)
        return source
    if "packs" in Source.parse(source.text).data:  # empty, or a placeholder
        return change(source, ("packs",), [*packs])
    first = source.locate(("launchcheck",), key=True)
    lines = source.text.splitlines(keepends=True)
    eol = "\r\n" if "\r\n" in source.text else "\n"
    at = (first.line or 1) - 1
    head = lines[at] if lines[at].endswith(("\n", "\r")) else f"{lines[at]}{eol}"
    text = "".join([*lines[:at], head, f"packs: [{', '.join(packs)}]{eol}", *lines[at + 1 :]])
    return _read_back(source, text, {**source.data, "packs": [*packs]})


def append(source: Source, sections: str) -> Source:
    """A plan with sections at its end in which nothing is known yet.

    Raises:
        RefusedError: the text cannot be continued there.

    """
    eol = "\r\n" if "\r\n" in source.text else "\n"
    gap = eol if source.text.endswith(("\n", "\r")) else eol * 2
    text = f"{source.text}{gap}{sections.replace(chr(10), eol)}"
    return _read_back(source, text, source.data)


def _read_back(source: Source, text: str, wanted: dict[str, Any]) -> Source:
    """The plan in a text, which must have the wanted data, besides what is only placeholders."""
    try:
        found = Source.parse(text, source.name)
        parse.drop_placeholders(found, Plan)
    except LaunchcheckError:
        raise _refused(source, "it is written in an unusual way") from None
    known = {key: value for key, value in found.data.items() if key in wanted or value not in (None, {}, [])}
    if not is_same(known, wanted):
        raise _refused(source, "the result would say something else")
    return found


def _refused(source: Source, reason: str) -> RefusedError:
    return RefusedError(
        f"packs cannot be added here: {reason}",
        hint="write packs: [NAME] in an editor; `launchcheck next` then says what to fill in",
        locations=(source.locate(("launchcheck",), key=True),),
    )

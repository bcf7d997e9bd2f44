"""Turn packs on in the text of a plan, with their sections at its end, and keep every other character."""

from __future__ import annotations

import re
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
    text, eol = source.text, _line_end(source.text)
    ends = [found.end() for found in re.finditer(r"\r\n|\n|\r", text)]
    line = source.locate(("launchcheck",), key=True).line
    at = ends[line - 1] if line <= len(ends) else len(text)
    head = text[:at] if at in ends else f"{text}{eol}"
    text = f"{head}packs: [{', '.join(packs)}]{eol}{text[at:]}"
    return _read_back(source, text, {**source.data, "packs": [*packs]})


def append(source: Source, sections: str) -> Source:
    """A plan with sections at its end in which nothing is known yet.

    Raises:
        RefusedError: the text cannot be continued there.

    """
    eol = _line_end(source.text)
    gap = eol if source.text.endswith(("\n", "\r")) else eol * 2
    text = source.text + gap + sections.replace("\n", eol)
    return _read_back(source, text, source.data)


def _line_end(text: str) -> str:
    """How the lines of a text end."""
    return "\r\n" if "\r\n" in text else "\n"


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

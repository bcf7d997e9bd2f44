"""Checkstyle XML, which most tools that comment on reviews can read: what is open or waived, by file."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

import launchcheck
from launchcheck.formats._escapes import write_xml, xml
from launchcheck.formats._notes import notes

if TYPE_CHECKING:
    from launchcheck.formats import Options
    from launchcheck.report import Report


def write(report: Report, out: TextIO, options: Options) -> None:  # noqa: ARG001  # its readers gate by rules of their own
    """Write an error for each finding; what is waived is of severity info, what has no line is at line 1."""
    from xml.etree.ElementTree import Element, SubElement

    root = Element("checkstyle", {"version": launchcheck.__version__})
    files: dict[str, Element] = {}
    for note in notes(report):
        if note.path not in files:
            files[note.path] = SubElement(root, "file", {"name": xml(note.path)})
        place = {"line": str(note.location.line or 1)}
        if note.location.column:
            place["column"] = str(note.location.column)
        text = {"severity": note.level, "message": xml(note.message), "source": f"launchcheck.{xml(note.id)}"}
        SubElement(files[note.path], "error", place | text)
    write_xml(out, root)

"""Checkstyle XML, which most tools that comment on reviews can read: what is open or waived, by file."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

import launchcheck
from launchcheck.formats.escapes import XML_HEAD, as_xml, write_xml, xml
from launchcheck.formats.notes import notes, path
from launchcheck.formats.writer import Writer
from launchcheck.summary import mistakes, state

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from launchcheck.errors import LaunchcheckError
    from launchcheck.formats import Options
    from launchcheck.formats.writer import Whole
    from launchcheck.report import Report, Rules


def _single(report: Report, out: TextIO, options: Options) -> None:
    """Write an error for each finding, with severity info where it is waived, at line 1 where it has none."""
    from xml.etree.ElementTree import Element

    root = Element("checkstyle", {"version": launchcheck.__version__})
    _add(report, root, {}, options.rules)
    write_xml(out, root)


def _add(report: Report, root: Element, files: dict[str, Element], rules: Rules) -> None:
    """Add each finding under its file; `files` are those that exist."""
    from xml.etree.ElementTree import SubElement

    for note in notes(report, *rules):
        if note.path not in files:
            files[note.path] = SubElement(root, "file", {"name": xml(note.path)})
        place = {"line": str(note.location.line or 1)}
        if note.location.column:
            place["column"] = str(note.location.column)
        text = {"severity": note.level, "message": xml(note.message), "source": f"launchcheck.{xml(note.id)}"}
        SubElement(files[note.path], "error", place | text)


def _head(out: TextIO, options: Options) -> None:
    out.write(f'{XML_HEAD}<checkstyle version="{launchcheck.__version__}">\n')


def _part(report: Report, out: TextIO, options: Options) -> None:
    """Write the files of one plan; its own is listed even without findings."""
    from xml.etree.ElementTree import Element, SubElement

    root = Element("checkstyle")
    own = path(report.source)
    _add(report, root, {own: SubElement(root, "file", {"name": xml(own)})}, options.rules)
    out.writelines(f"  {as_xml(file, level=1).rstrip()}\n" for file in root)


def _failed(plan: str, error: LaunchcheckError, out: TextIO, options: Options) -> None:
    """Write the errors of a plan that could not be checked."""
    from xml.etree.ElementTree import Element, SubElement

    file = Element("file", {"name": xml(path(plan))})
    for message, hint, place in mistakes(plan, error):
        at = {"line": str(place.line or 1)} | ({"column": str(place.column)} if place.column else {})
        words = f"{message}; {hint}" if hint else message
        about = {"severity": "error", "message": xml(words), "source": f"launchcheck.{state(error)}"}
        SubElement(file, "error", at | about)
    out.write(f"  {as_xml(file, level=1).rstrip()}\n")


def _tail(whole: Whole, out: TextIO, options: Options) -> None:
    out.write("</checkstyle>\n")


WRITER = Writer(part=_part, failed=_failed, head=_head, tail=_tail, single=_single)

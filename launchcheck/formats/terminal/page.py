"""The page that a terminal report is drawn on: its width, its colors, its marks, and how text wraps on it."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, NoReturn, TextIO

from rich.console import Console
from rich.style import Style
from rich.text import Text

from launchcheck.color import can_link, is_colored
from launchcheck.plan.links import is_local
from launchcheck.text import show

if TYPE_CHECKING:
    from collections.abc import Sequence

    from launchcheck.errors import Location
    from launchcheck.formats import Options

NARROWEST, WIDEST = 40, 110
"""The least and the greatest width of a page: narrower is unreadable, wider is hard to follow."""

_LONGEST = 500

_LINK = re.compile(
    r"""https?://[^\s'"<>()\[\]{}…]*[^\s'"<>()\[\]{}….,;:!?]"""  # a web address, without the mark after it
    r"|[\w.-]+(?:/[\w.-]+)*\.[A-Za-z]\w{1,4}(?![\w./-])"  # what may be a file: evidence/faq.md
)

# Replacements for common typographic characters, for streams that cannot encode them.
_PLAIN = str.maketrans(
    {
        "\u2026": "...",
        "\u2013": "-",
        "\u2014": "-",
        "\u2018": "'",
        "\u2019": "'",
        "\u201c": '"',
        "\u201d": '"',
        "\u00b7": "|",
        "\u2192": "->",
    }
)


class Marks(NamedTuple):
    """The marks for states; each is shown with a word or a number."""

    passed: str
    overdue: str
    later: str
    waived: str
    told: str
    scheduled: str
    missing: str
    dot: str
    bullet: str
    more: str
    silent: str
    warning: str


UNICODE = Marks("■", "✗", "□", "◆", "●", "○", "·", "·", "\u2013", "…", "?", "!")
ASCII = Marks("#", "x", "-", "~", "*", "o", ".", "|", "-", "~", "?", "!")


class _Console(Console):
    """A console that lets its caller handle a closed pipe."""

    def on_broken_pipe(self) -> NoReturn:
        """Raise the error; rich would exit with 1, which means that the gate is closed."""
        raise  # noqa: PLE0704  # rich calls this while it handles the BrokenPipeError


class Page:
    """A stream of lines of one width.

    All text goes through `text`, so that nothing from a plan can style the page or break its layout.
    """

    def __init__(self, out: TextIO, options: Options, folder: str = "") -> None:
        """Find out what the stream can show; `folder` is the plan's, which evidence is relative to."""
        self.verbose = options.verbose
        self._folder = folder
        self._encoding = getattr(out, "encoding", None) or "utf-8"
        self.marks = (
            UNICODE if self._draws("".join(getattr(UNICODE, name) for name in Marks._fields)) else ASCII
        )
        color = is_colored(out) if options.color is None else options.color
        self._has_links = can_link(out)
        self._console = _Console(
            file=out,
            color_system="standard" if color else None,
            force_terminal=color,
            force_jupyter=False,
            no_color=not color,
            markup=False,
            emoji=False,
            highlight=False,
        )
        self.width = min(max(options.width or self._console.width, NARROWEST), WIDEST)
        # rich would draw nothing on a terminal that reports a width of 0.
        self._console.width = self.width
        self.is_terminal = out.isatty()
        self._lines: list[Text] = []

    def text(self, value: object, style: str = "") -> Text:
        """Text as the page can show it: on one line, in characters that the stream can encode.

        A web address in it, or a file in the plan's folder, opens where the terminal can follow
        hyperlinks, also where it is cut or wrapped.
        """
        words = show(" ".join(str(value).split()), _LONGEST)
        if not words.isascii() and not self._draws(words):
            words = words.translate(_PLAIN).encode(self._encoding, "backslashreplace").decode(self._encoding)
        found = Text(words, style)
        for link in _LINK.finditer(words) if self._has_links else ():
            if address := self._address(link[0]):
                found.stylize(Style(link=address), *link.span())
        return found

    def _address(self, link: str) -> str:
        """Where a link of a plan leads: a web address, or a file in the plan's folder; else empty."""
        if not is_local(link):
            return link
        path = os.path.join(self._folder, link)
        return Path(path).absolute().as_uri() if ".." not in link and os.path.isfile(path) else ""

    def place(self, location: Location, style: str = "") -> Text:
        """A place in a file, which opens the file where the terminal can follow hyperlinks."""
        shown = self.text(location, style)
        if self._has_links and os.path.isfile(location.path):
            line = f"#{location.line}" if location.line else ""
            shown.stylize(Style(link=f"{Path(location.path).absolute().as_uri()}{line}"))
        return shown

    def join(self, *parts: Text | str) -> Text:
        """Join parts on one line; plain strings are ours: spacing or marks, never text from a plan."""
        return Text.assemble(*parts)

    def cut(self, text: Text, width: int) -> Text:
        """Shorten a long name to its column; the details below give it in full."""
        if text.cell_len <= width:
            return text
        short = text.copy()
        short.truncate(width - 1)
        return Text.assemble(short, (self.marks.more, text.style))

    def blank(self) -> None:
        """Write an empty line."""
        self._lines.append(Text())

    def put(self, text: Text, indent: int = 0, first: Text | None = None) -> None:
        """Write a paragraph, indented by `indent` columns; `first` comes before its first line."""
        margin = Text(" " * indent)
        lead = margin if first is None else Text.assemble(first, " " * (indent - first.cell_len))
        for line in self.wrap(text, self.width - indent):
            self._lines.append(Text.assemble(lead, line))
            lead = margin

    def wrap(self, text: Text, width: int) -> list[Text]:
        """Wrap a text to lines of at most `width` columns; at least one line."""
        return list(text.wrap(self._console, width)) or [Text()]

    def flow(
        self, parts: Sequence[Text], indent: int = 0, first: Text | None = None, last: Text | None = None
    ) -> None:
        """Write short parts with a dot between them; a line ends between two parts where it can.

        `last` is aligned right if everything fits on one line; otherwise it is one more part.
        """
        room = self.width - indent
        if last is not None:
            whole = Text(f" {self.marks.dot} ").join(parts)
            gap = room - whole.cell_len - last.cell_len
            if gap > 1:
                self.put(Text.assemble(whole, " " * gap, last), indent, first)
                return
            parts = [*parts, last]
        line = Text()
        for part in parts:
            if line and line.cell_len + 3 + part.cell_len > room:
                self.put(line, indent, first)
                line, first = Text(), None
            line = Text.assemble(line, f" {self.marks.dot} ", part) if line else part
        self.put(line, indent, first)

    def sides(self, left: Text, right: Text, indent: int = 0, first: Text | None = None) -> None:
        """Write two texts at the two edges of the page, or under each other where they do not fit."""
        gap = self.width - indent - left.cell_len - right.cell_len
        if gap > 1:
            self.put(Text.assemble(left, " " * gap, right), indent, first)
        else:
            self.put(left, indent, first)
            self.put(right, indent)

    def close(self) -> None:
        """Write all lines to the stream at once."""
        for line in self._lines:
            line.rstrip()
        self._console.print(Text("\n").join(self._lines), soft_wrap=True)

    def _draws(self, words: str) -> bool:
        """Whether the stream can encode all these characters."""
        try:
            words.encode(self._encoding)
        except (UnicodeEncodeError, LookupError):
            return False
        return True


def fitted(options: Options, out: TextIO) -> Options:
    """Options with color and width resolved, so that they no longer depend on the stream."""
    color = is_colored(out) if options.color is None else options.color
    return options._replace(color=color, width=options.width or Console(file=out).width)


def pad(text: Text, width: int) -> Text:
    """Text padded with spaces to a number of columns, whatever the width of its characters."""
    return Text.assemble(text, " " * max(0, width - text.cell_len))

"""The page that a terminal report is drawn on: its width, its colors, its marks, and how text wraps on it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple, NoReturn, TextIO

from rich.console import Console
from rich.text import Text

from launchcheck.text import show

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from launchcheck.formats import Options

NARROWEST, WIDEST = 40, 110
"""Columns: below the first nothing can be read, beyond the second the eye loses the line."""

_LONGEST = 500

# What text is commonly set with, for streams that have none of it.
_PLAIN = str.maketrans(
    {
        "\u2026": "...",
        "\u2013": "-",
        "\u2014": "-",
        "\u2018": "'",
        "\u2019": "'",
        "\u201c": '"',
        "\u201d": '"',
    }
)


class Marks(NamedTuple):
    """What stands for a state; a word or a number always stands beside it."""

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


UNICODE = Marks("■", "✗", "□", "◆", "●", "○", "·", "·", "\u2013", "…")
ASCII = Marks("#", "!", "-", "~", "*", "o", ".", "|", "-", "~")


class _Console(Console):
    """A console that leaves it to its caller what a reader who went away means."""

    def on_broken_pipe(self) -> NoReturn:
        """Let the error out; rich would end the process with 1, which says *not ready*."""
        raise  # noqa: PLE0704  # rich calls this while it handles the BrokenPipeError


class Page:
    """A stream of lines of one width.

    All words go through `text`, so that nothing from a plan can style, break or leave the page.
    """

    def __init__(self, out: TextIO, options: Options) -> None:
        """Find out what the stream can show."""
        self.verbose = options.verbose
        self._encoding = getattr(out, "encoding", None) or "utf-8"
        self.marks = (
            UNICODE if self._draws("".join(getattr(UNICODE, name) for name in Marks._fields)) else ASCII
        )
        color = _is_colored(out, os.environ) if options.color is None else options.color
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
        # rich itself would draw nothing at all on a terminal that says it has no columns.
        self._console.width = self.width
        self._lines: list[Text] = []

    def text(self, value: object, style: str = "") -> Text:
        """Words as the page can show them: on one line, in the characters that the stream has."""
        words = show(" ".join(str(value).split()), _LONGEST)
        if not words.isascii() and not self._draws(words):
            words = words.translate(_PLAIN).encode(self._encoding, "backslashreplace").decode(self._encoding)
        return Text(words, style)

    def join(self, *parts: Text | str) -> Text:
        """Parts side by side; a plain string is ours, and only spacing or a mark."""
        return Text.assemble(*parts)

    def cut(self, text: Text, width: int) -> Text:
        """A long name, shortened to its column; what stands below says it in full."""
        if text.cell_len <= width:
            return text
        short = text.copy()
        short.truncate(width - 1)
        return Text.assemble(short, (self.marks.more, text.style))

    def blank(self) -> None:
        """Leave a line empty."""
        self._lines.append(Text())

    def put(self, text: Text, indent: int = 0, first: Text | None = None) -> None:
        """Write a paragraph, its lines `indent` columns in; `first` stands in front of the first one."""
        margin = Text(" " * indent)
        lead = margin if first is None else Text.assemble(first, " " * (indent - first.cell_len))
        for line in self.wrap(text, self.width - indent):
            self._lines.append(Text.assemble(lead, line))
            lead = margin

    def wrap(self, text: Text, width: int) -> list[Text]:
        """A text as lines of at most so many columns; at least one."""
        return list(text.wrap(self._console, width)) or [Text()]

    def flow(
        self, parts: Sequence[Text], indent: int = 0, first: Text | None = None, last: Text | None = None
    ) -> None:
        """Write short parts with a dot between them; a line ends between two parts where it can.

        `last` stands at the right edge where all of them fit into one line, else it is one more part.
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

    def sides(self, left: Text, right: Text) -> None:
        """Write two texts at the two edges of the page, or under each other where they do not fit."""
        gap = self.width - left.cell_len - right.cell_len
        if gap > 1:
            self._lines.append(Text.assemble(left, " " * gap, right))
        else:
            self.put(left)
            self.put(right)

    def close(self) -> None:
        """Send the lines off in one piece."""
        for line in self._lines:
            line.rstrip()
        self._console.print(Text("\n").join(self._lines), soft_wrap=True)

    def _draws(self, words: str) -> bool:
        """Whether the stream has all these characters."""
        try:
            words.encode(self._encoding)
        except (UnicodeEncodeError, LookupError):
            return False
        return True


def fitted(options: Options, out: TextIO) -> Options:
    """Options that no longer depend on the stream: what it would be asked for is in them."""
    color = _is_colored(out, os.environ) if options.color is None else options.color
    return options._replace(color=color, width=options.width or Console(file=out).width)


def pad(text: Text, width: int) -> Text:
    """Text filled up with blanks to so many columns, however wide its characters are."""
    return Text.assemble(text, " " * max(0, width - text.cell_len))


def _is_colored(out: TextIO, environment: Mapping[str, str]) -> bool:
    """Whether to color, decided as ruff does: what forces, then what forbids, then what the stream is."""
    if environment.get("FORCE_COLOR", "0") not in {"", "0"}:
        return True
    if environment.get("CLICOLOR_FORCE", "0") not in {"", "0"}:
        return True
    if environment.get("NO_COLOR") or environment.get("CLICOLOR") == "0" or environment.get("TERM") == "dumb":
        return False
    return out.isatty()

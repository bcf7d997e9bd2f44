"""The protocol of formats: a document has a head, a part for each plan as it is checked, and a tail."""

import io
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple, TextIO, TypeAlias

if TYPE_CHECKING:
    import tempfile
    from collections.abc import Callable, Sequence

    from launchcheck.checklist import Checklist
    from launchcheck.errors import LaunchcheckError
    from launchcheck.formats.options import Format, Options
    from launchcheck.report import Report
    from launchcheck.summary import Row, Tally

    WritePart: TypeAlias = Callable[[Report, TextIO, Options], None]


class Whole(NamedTuple):
    """What is known once every plan has been checked.

    `failures` are the plans that could not be checked; `rows` are all plans, the worst first, for
    formats that need them. `not_default` counts what settings and checklists change about the gate.
    """

    tally: "Tally"
    failures: "Sequence[Row]"
    rows: "Sequence[Row]"
    checklist: "Checklist"
    not_default: str = ""

    @property
    def gate(self) -> str:
        """Whether the gate over all plans is open, why, and what is not default."""
        state = "open" if self.tally.is_open else "closed"
        rest = f" [{self.not_default}]" if self.not_default else ""
        return f"the gate is {state}: {self.tally.reason}{rest}"


def _no_head(out: TextIO, options: "Options") -> None:
    """Write nothing."""


def _no_failure(path: str, error: "LaunchcheckError", out: TextIO, options: "Options") -> None:
    """Write nothing: standard error reports the plans that could not be checked."""


def _no_tail(whole: Whole, out: TextIO, options: "Options") -> None:
    """Write nothing."""


class Writer(NamedTuple):
    """How a format writes one plan or many: the `WRITER` of its module. Each function is pure.

    `part` and `failed` run where a plan is checked, which may be another process; `between`
    separates what they write. Set `needs_rows` where the tail lists every plan.

    The document of one plan, named on its own, is its part without head and tail, unless `single`
    writes it another way. Set `for_people` where a search that found only one plan should show that
    document too; programs get a list of one. A plan that could not be checked is a list of one for all.

    Where the order over all plans matters, `merge` makes one part of several, and `settle` writes it
    before the tail. Where something about all plans comes before the parts, `above` writes it, and the
    parts wait in a temporary file.
    """

    part: "WritePart"
    failed: "Callable[[str, LaunchcheckError, TextIO, Options], None]" = _no_failure
    head: "Callable[[TextIO, Options], None]" = _no_head
    tail: "Callable[[Whole, TextIO, Options], None]" = _no_tail
    between: str = ""
    needs_rows: bool = False
    single: "WritePart | None" = None
    for_people: bool = False
    merge: "Callable[[Sequence[str]], str] | None" = None
    settle: "Callable[[str, TextIO, Options], None] | None" = None
    above: "Callable[[Whole, TextIO, Options], None] | None" = None

    def for_one(self) -> "Writer":
        """The writer for the only plan that a search found: its own document, or the list if it failed."""
        above, tail = self.above, self.tail
        return self._replace(
            part=self.single or self.part,
            above=above and (lambda whole, *to: above(whole, *to) if whole.failures else None),
            tail=lambda whole, *to: tail(whole, *to) if whole.failures else None,
        )


_MOST_IN_MEMORY = 8 * 2**20
"""How many bytes of parts wait in memory before they go to a temporary file."""

_PIECE = 2**16
"""How many characters are read back from there at once."""

_MOST_WAITING = 64
"""How many parts wait before they are merged, so that memory stays bounded."""


def writer_of(format: "Format", *, alone: bool = False) -> Writer:
    """The writer of a format; `alone` says that a search found only one plan."""
    found: Writer = import_module(f"launchcheck.formats.{format.name.lower()}").WRITER
    return found.for_one() if alone and found.for_people else found


class Sheet(io.StringIO):
    """One part of a document, in the encoding of the document."""

    def __init__(self, encoding: str) -> None:
        super().__init__()
        self._named = encoding

    @property
    def encoding(self) -> str:  # type: ignore[override]  # typeshed takes it for a variable
        """The encoding of the document."""
        return self._named


class Document:
    """A document that is being written."""

    def __init__(self, format: "Format", out: TextIO, options: "Options", *, alone: bool = False) -> None:
        self.format, self.options = format, options
        self._writer = writer_of(format, alone=alone)
        self._out = out
        self._is_first = True
        self._waiting: list[str] = []
        self._below = _spool() if self._writer.above else None
        self._writer.head(out, options)

    @property
    def encoding(self) -> str:
        """The encoding of the stream."""
        return getattr(self._out, "encoding", None) or "utf-8"

    @property
    def needs_rows(self) -> bool:
        """Whether the tail lists every plan."""
        return self._writer.needs_rows

    def add(self, part: str) -> None:
        """Write the part of the next plan, unless it is empty."""
        if part and self._writer.merge:
            self._waiting.append(part)
            if len(self._waiting) >= _MOST_WAITING:
                self._waiting = [self._writer.merge(self._waiting)]
        elif part:
            (self._below or self._out).write(part if self._is_first else f"{self._writer.between}{part}")
            self._is_first = False

    def close(self, whole: Whole) -> None:
        """Write what waited for all plans, and the tail."""
        if self._waiting and self._writer.merge and self._writer.settle:
            self._writer.settle(self._writer.merge(self._waiting), self._out, self.options)
        if self._below and self._writer.above:
            self._writer.above(whole, self._out, self.options)
            with self._below:
                self._below.seek(0)
                while text := self._below.read(_PIECE):
                    self._out.write(text)
        self._writer.tail(whole, self._out, self.options)


def _spool() -> "tempfile.SpooledTemporaryFile[str]":
    """A place for parts that wait: memory for a few, a temporary file for many."""
    import tempfile

    return tempfile.SpooledTemporaryFile(_MOST_IN_MEMORY, "w+", encoding="utf-8", newline="")

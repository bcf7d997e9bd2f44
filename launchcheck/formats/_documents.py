"""A document over several plans: a head, a part for each plan as it comes, and a tail."""

from __future__ import annotations

import io
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple, Protocol, TextIO

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from launchcheck.checklist import Checklist
    from launchcheck.errors import LaunchcheckError
    from launchcheck.formats import Format, Options
    from launchcheck.overview import Row, Tally
    from launchcheck.report import Report


class Whole(NamedTuple):
    """What is known once every plan was checked.

    `failures` are the plans that could not be; `rows` are all, the worst first, for the formats
    that ask for them.
    """

    tally: Tally
    failures: Sequence[Row]
    rows: Sequence[Row]
    checklist: Checklist


class _Part(Protocol):
    """Writes what there is to say of one plan."""

    def __call__(self, report: Report, out: TextIO, options: Options) -> None: ...


def _no_head(out: TextIO, options: Options) -> None:
    """Begin without a word."""


def _no_failure(path: str, error: LaunchcheckError, out: TextIO, options: Options) -> None:
    """Leave it to standard error what could not be checked."""


def _no_tail(whole: Whole, out: TextIO, options: Options) -> None:
    """End without a word."""


class Several(NamedTuple):
    """How a format writes several plans; each of its functions is pure.

    `part` and `failed` are called where a plan is checked, which may be another process, and
    `between` stands between what they write. `needs_rows` asks for a line of every plan at the end.
    """

    part: _Part
    failed: Callable[[str, LaunchcheckError, TextIO, Options], None] = _no_failure
    head: Callable[[TextIO, Options], None] = _no_head
    tail: Callable[[Whole, TextIO, Options], None] = _no_tail
    between: str = ""
    needs_rows: bool = False


def several(format: Format, *, alone: bool = False) -> Several:
    """How a format writes several plans, or one that was looked for and is `alone`."""
    module = import_module(f"launchcheck.formats.{format.value}")
    found: Several = getattr(module, "ALONE", module.SEVERAL) if alone else module.SEVERAL
    return found


class Sheet(io.StringIO):
    """A part of a document, in the encoding of the document."""

    def __init__(self, encoding: str) -> None:
        super().__init__()
        self._named = encoding

    @property
    def encoding(self) -> str:  # type: ignore[override]  # typeshed takes it for a variable
        """What can be written."""
        return self._named


class Document:
    """A document that is being written."""

    def __init__(self, format: Format, out: TextIO, options: Options, *, alone: bool = False) -> None:
        self.format, self.options = format, options
        self._several = several(format, alone=alone)
        self._out = out
        self._is_first = True
        self._several.head(out, options)

    @property
    def encoding(self) -> str:
        """What can be written."""
        return getattr(self._out, "encoding", None) or "utf-8"

    @property
    def needs_rows(self) -> bool:
        """Whether the end has a line of every plan."""
        return self._several.needs_rows

    def add(self, part: str) -> None:
        """Write what there is to say of the next plan, if there is anything."""
        if part:
            self._out.write(part if self._is_first else f"{self._several.between}{part}")
            self._is_first = False

    def close(self, whole: Whole) -> None:
        """Write the end."""
        self._several.tail(whole, self._out, self.options)

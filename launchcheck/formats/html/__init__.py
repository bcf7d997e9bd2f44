"""A page for people who open no terminal: one launch, or many with a table of them first.

It is one file that needs nothing else: it reads from no network, works without its script, on paper
and on a phone, and is dark where its reader's screen is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

import launchcheck
from launchcheck.dates import day
from launchcheck.formats import notes
from launchcheck.formats.html.board import anchor_of, board
from launchcheck.formats.html.engine import fill
from launchcheck.formats.writer import Writer
from launchcheck.summary import mistakes, weakenings, what_failed
from launchcheck.text import capitalized, show

if TYPE_CHECKING:
    from launchcheck.errors import LaunchcheckError
    from launchcheck.formats import Options
    from launchcheck.formats.writer import Whole
    from launchcheck.report import Report

_TITLE = 40
"""The longest name in the title of a page, which browsers cut off."""


def _single(report: Report, out: TextIO, options: Options) -> None:
    """Write the page of one launch."""
    shown = board(report, options, level=1)
    title = f"{show(report.launch.name, _TITLE)}: {notes.verdict(report)}"
    fill("head.html", out, title=title)
    fill("launch.html", out, board=shown, alone=True, version=launchcheck.__version__)
    fill("tail.html", out)


def _part(report: Report, out: TextIO, options: Options) -> None:
    """Write one launch of several."""
    shown = board(report, options, level=2)
    fill("launch.html", out, board=shown, alone=False, version=launchcheck.__version__)


def _failed(path: str, error: LaunchcheckError, out: TextIO, options: Options) -> None:
    """Write what is wrong with a plan that could not be checked."""
    wrong = mistakes(path, error)
    fill(
        "failed.html",
        out,
        path=notes.path(path),
        anchor=anchor_of(path),
        what=what_failed(error),
        wrong=wrong,
    )


def _above(whole: Whole, out: TextIO, options: Options) -> None:
    """Write the gate and the table of all launches."""
    fill("head.html", out, title=show(capitalized(whole.tally.counted), _TITLE))
    fill(
        "launches.html",
        out,
        whole=whole,
        anchor_of=anchor_of,
        day=day,
        weakened=weakenings(whole.rows),
        what_failed=what_failed,
        heading=capitalized(whole.tally.counted),
    )


def _tail(whole: Whole, out: TextIO, options: Options) -> None:
    """Close the page."""
    fill("tail.html", out)


WRITER = Writer(
    part=_part, failed=_failed, above=_above, tail=_tail, needs_rows=True, single=_single, for_people=True
)

"""A view as a page of its own, in the style of the board."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from launchcheck.formats.html.engine import fill
from launchcheck.text import show

if TYPE_CHECKING:
    from launchcheck.views import Page

_TITLE = 60


def write(page: Page, out: TextIO, _width: int | None) -> None:
    """Write a heading, the facts under it, then each table.

    Raises:
        LaunchcheckError: jinja2 is not installed.

    """
    fill("head.html", out, title=show(page.title, _TITLE))
    fill("view.html", out, page=page)
    fill("tail.html", out)

"""The address of the page of an item."""

from __future__ import annotations

from typing import TYPE_CHECKING

from launchcheck import catalog

if TYPE_CHECKING:
    from launchcheck.checklist import Item

_PAGE = "{page}"


def page_of(item: Item, docs: str) -> str:
    """Where the page of an item is, below the address of all pages or in the place of its `{page}`.

    Empty without an address, and for an item of a company's own, which has no page.
    """
    if not docs or not catalog.is_built_in(item.id):
        return ""
    page = f"items/{item.id}"
    return docs.replace(_PAGE, page) if _PAGE in docs else f"{docs.rstrip('/')}/{page}.html"

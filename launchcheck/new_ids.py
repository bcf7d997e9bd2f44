"""Ids for what is new in a plan, made from its name."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

_WORD = re.compile(r"[^a-z0-9]+")
_LONGEST = 32


def new_id(name: str, taken: Collection[str]) -> str:
    """An id for something new, made from its name: `Dana Reyes` becomes `dana`, or `dana-reyes` if taken."""
    words = [word for word in _WORD.split(_ascii(name)) if word] or ["new"]
    for count in range(1, len(words) + 1):
        found = "-".join(words[:count])[:_LONGEST].strip("-")
        if found not in taken:
            return found
    return _numbered(found, taken)


def id_of_words(text: str, taken: Collection[str]) -> str:
    """An id for an entry, made from the first words of its text."""
    words = [word for word in _WORD.split(_ascii(text)) if word][:4] or ["entry"]
    found = "-".join(words)[:_LONGEST].strip("-")
    return _numbered(found, taken) if found in taken else found


def _numbered(id: str, taken: Collection[str]) -> str:
    """An id with the first number behind it that makes it new."""
    return next(f"{id}-{number}" for number in range(2, len(taken) + 3) if f"{id}-{number}" not in taken)


def _ascii(text: str) -> str:
    """Text in lowercase letters without accents."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(each for each in plain if not unicodedata.combining(each))

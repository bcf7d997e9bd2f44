"""Texts as words, to find words and phrases in them in any case."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W_]+(?:[-_'’.&+][^\W_]+)*['’]?|[^\w\s]")


def words_of(text: str) -> list[str]:
    """A text as its words and punctuation, for comparing."""
    words = _WORD.findall(text.casefold())
    return [word.replace("_", "-") for word in words] if "_" in text else words

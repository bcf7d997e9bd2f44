"""A value of a plan as plain JSON data, the same for all ways to write it."""

from __future__ import annotations

import unicodedata
from datetime import date
from typing import Any

from launchcheck.plan.known import fields
from launchcheck.plan.types import Section
from launchcheck.windows import Window

_EXACT = 2**53  # up to here every integer has exactly one float


def plain(value: Any) -> Any:
    """Return a value as JSON data: dates as text, null left out, since null and missing are the same."""
    if isinstance(value, Section):
        known = fields(type(value)).attributes
        pairs = ((key, getattr(value, attribute)) for key, attribute in known.items())
        return {key: plain(entry) for key, entry in pairs if entry is not None}
    if isinstance(value, dict):
        return {_normal(key): plain(entry) for key, entry in value.items() if entry is not None}
    if isinstance(value, list):
        return [plain(entry) for entry in value]
    if isinstance(value, str):
        return _normal(value)
    if isinstance(value, Window):
        return value.text
    if isinstance(value, date):
        return value.isoformat()
    # 400 and 400.0 are the same number.
    if isinstance(value, float) and value.is_integer() and abs(value) < _EXACT:
        return int(value)
    return value


def _normal(text: str) -> str:
    """Return text in the one Unicode form of what it shows: editors and file systems write é in two ways."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)

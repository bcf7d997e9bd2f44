"""What all tests share: names of cases that can be given to pytest again."""

from __future__ import annotations


def pytest_make_parametrize_id(val: object) -> str | None:
    """Call a case with a backslash otherwise: pytest takes one on its command line for a slash."""
    text = ascii(val)[1:-1] if isinstance(val, str) else ascii(val)[2:-1] if isinstance(val, bytes) else ""
    return text.replace("\\", "|") if "\\" in text else None

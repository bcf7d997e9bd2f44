"""What all tests share: names that can be given to pytest again, and a start with nothing remembered."""

from __future__ import annotations

import pytest
from launches import calm, commit, git, here  # noqa: F401  # fixtures


def pytest_make_parametrize_id(val: object) -> str | None:
    """Call a case with a backslash otherwise: pytest takes one on its command line for a slash."""
    text = ascii(val)[1:-1] if isinstance(val, str) else ascii(val)[2:-1] if isinstance(val, bytes) else ""
    return text.replace("\\", "|") if "\\" in text else None


@pytest.fixture(scope="session", autouse=True)
def _nothing_is_remembered() -> None:
    """Put everything into words anew: mutmut forks from a process that has the right ones already."""
    from launchcheck import dates
    from launchcheck.checks import base, entries

    for cached in (base.dotted, base.missing, base._gathered, entries._fields, dates.day, dates.due_on):
        cached.cache_clear()

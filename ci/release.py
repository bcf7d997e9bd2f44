"""Run by the release workflow: refuse a tag that does not fit, and print what changed as its notes.

`python -I ci/release.py v0.1.0`: the tag is `v` and the version of the package, and CHANGELOG.md begins with
that version and the day of its release. A version with changes that are listed as unreleased is refused.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
_VERSION = re.compile(r'^__version__ = "(\d+\.\d+\.\d+)"$', re.MULTILINE)
_SECTION = re.compile(
    r"^## \[([^\]]+)\](?: - (\d{4}-\d{2}-\d{2}))?$\n(.*?)(?=^## \[|\Z)", re.MULTILINE | re.DOTALL
)


def version() -> str:
    """The version of the package."""
    (found,) = _VERSION.findall((ROOT / "launchcheck" / "__init__.py").read_text(encoding="utf-8"))
    return str(found)


def notes(tag: str, number: str, changelog: str) -> str:
    """What changed in a version, from the changelog.

    Raises:
        SystemExit: the tag, the version and the changelog do not agree; with what is wrong.

    """
    if tag != f"v{number}":
        raise SystemExit(f"the tag is {tag}, but launchcheck/__init__.py says {number}: tag v{number}")
    sections = _SECTION.findall(changelog)
    if not sections or sections[0][0] != number:
        first = sections[0][0] if sections else "nothing"
        raise SystemExit(
            f"CHANGELOG.md begins with {first}, not with {number}: list what changed under ## [{number}]"
        )
    _, day, text = sections[0]
    if not day:
        raise SystemExit(f"the day of {number} is missing in CHANGELOG.md: ## [{number}] - 2026-11-27")
    return f"{text.strip()}\n"


if __name__ == "__main__":
    print(notes(sys.argv[1], version(), (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")), end="")

"""The most urgent commands for a log reader, of one plan or of many, and how many more there are."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from launchcheck.formats.notes import urgency
from launchcheck.text import counted, listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from launchcheck.formats.notes import Note

MOST = 50
"""How many annotations a run may have: code hosts show few, and a log is read by people, too."""

KINDS = ("error", "warning", "notice")


class Command(NamedTuple):
    """One line of a log reader's language, of a kind, with the key that it is sorted by.

    Equal keys keep the order of the plans, and within a plan that of the checklist.
    """

    key: list[Any]
    kind: str
    line: str

    @classmethod
    def of(cls, note: Note, line: str) -> Command:
        """The command about a finding."""
        *key, due = urgency(note)
        return cls([*key, due.isoformat()], note.level, line)


FAILED: list[Any] = [-1]
"""The key of what comes first: a plan that could not be checked."""

LAST: list[Any] = [9]
"""The key of what comes last: the verdict of a plan."""


class Most(NamedTuple):
    """The most urgent commands, and the numbers of the others by kind."""

    kept: Sequence[Command]
    left: Counter[str]

    @classmethod
    def of(cls, commands: Iterable[Command], left: Counter[str] | None = None) -> Most:
        """Keep the most urgent ones."""
        found = sorted(commands, key=lambda each: each.key)
        return cls(found[:MOST], Counter(each.kind for each in found[MOST:]) + (left or Counter()))

    def part(self) -> str:
        """The same as a line of JSON: what one plan, or several, contribute to a document."""
        return json.dumps([self.kept, self.left])

    @classmethod
    def read(cls, part: str) -> Most:
        """What `part` wrote."""
        kept, left = json.loads(part)
        return cls([Command(*each) for each in kept], Counter(left))

    @property
    def rest(self) -> str:
        """The others, counted: `12 more: 2 errors and 10 warnings`; empty if there are none."""
        if not self.left:
            return ""
        kinds = listed(counted(self.left[kind], kind) for kind in KINDS if self.left[kind])
        return f"{self.left.total():,} more, less urgent: {kinds}"


def merged(parts: Iterable[str]) -> str:
    """The most urgent commands of several parts, as one part."""
    found = [Most.read(part) for part in parts]
    left = sum((each.left for each in found), Counter())
    return Most.of([command for each in found for command in each.kept], left).part()

"""What the columns of a Jira export mean: bugs are defects, stories and epics are features."""

from __future__ import annotations

from typing import TYPE_CHECKING

from launchcheck.tables.take import Mapped

if TYPE_CHECKING:
    from collections.abc import Collection

_COLUMNS = {"Issue key", "Issue Type", "Summary"}
_SEVERITIES = {"blocker": "1", "highest": "1", "critical": "1", "high": "2", "major": "2"}
_STATES = {
    **dict.fromkeys(("to do", "open", "backlog", "selected for development", "new"), "planned"),
    **dict.fromkeys(("in progress", "in review", "in development", "testing"), "in_progress"),
    **dict.fromkeys(("done", "closed", "resolved", "released"), "done"),
    **dict.fromkeys(("won't do", "rejected", "canceled", "cancelled"), "cut"),
}
_OPEN = frozenset(state for state, found in _STATES.items() if found in {"planned", "in_progress"})

PRESETS = {
    "product.defects": Mapped(
        {
            "Issue key": "id",
            "Summary": "note",
            "Assignee": "owner",
            "Due date": "fix_by",
            "Due Date": "fix_by",
        },
        {("Priority", word): ("severity", number) for word, number in _SEVERITIES.items()},
        {"Issue Type": frozenset({"bug"}), "Priority": frozenset(_SEVERITIES), "Status": _OPEN},
    ),
    "product.features": Mapped(
        {"Issue key": "id", "Summary": "name"},
        {("Status", word): ("status", state) for word, state in _STATES.items()},
        {"Issue Type": frozenset({"epic", "story", "new feature"})},
    ),
}
"""By list: which column is which fact, and which rows are entries. Closed bugs are no open defects."""


def is_jira(headers: Collection[str]) -> bool:
    """Whether a table is an export of Jira."""
    return set(headers) >= _COLUMNS

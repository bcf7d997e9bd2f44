"""What the columns of a Jira export mean: open bugs are defects, stories and epics are features.

That an issue is done is a tick, not a fact: a feature has no status because of it. Which priorities are
severity 1 or 2 is not guessed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from launchcheck.tables.take import Mapped

if TYPE_CHECKING:
    from collections.abc import Collection

_COLUMNS = {"Issue key", "Issue Type", "Summary"}
_DUE = ("Due date", "Due Date")  # of Jira in the cloud, and on a server
_STATES = {
    **dict.fromkeys(("to do", "open", "backlog", "selected for development", "new"), "planned"),
    **dict.fromkeys(("in progress", "in review", "in development", "testing"), "in_progress"),
}


def presets(values: Collection[tuple[str, str]]) -> dict[str, Mapped]:
    """By list: which column is which fact, and which rows are entries.

    `values` are the columns and cells that someone has given a meaning: bugs need it for their priority.
    """
    priorities = frozenset(cell for header, cell in values if header == "Priority")
    return {
        "product.defects": Mapped(
            {"Issue key": "id", "Summary": "note", "Assignee": "owner", **dict.fromkeys(_DUE, "fix_by")},
            {},
            {"Issue Type": frozenset({"bug"}), "Status": frozenset(_STATES), "Priority": priorities},
        ),
        "product.features": Mapped(
            {"Issue key": "id", "Summary": "name"},
            {("Status", word): ("status", state) for word, state in _STATES.items()},
            {"Issue Type": frozenset({"epic", "story", "new feature"})},
        ),
    }


def is_jira(headers: Collection[str]) -> bool:
    """Whether a table is an export of Jira."""
    return set(headers) >= _COLUMNS

"""The one error for a file that is of another kind than the one that was wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import BaseModel

from launchcheck.errors import LaunchcheckError

if TYPE_CHECKING:
    from launchcheck.model_errors.scene import Readable

_KINDS = {
    "launchcheck": ("a plan", "name it as the plan: launchcheck validate PLAN"),
    "checklist": ("a checklist", "name it with --checklist, next to the plan"),
    "facts": ("a facts file", "name it with --facts, next to the plan"),
}
"""The files that launchcheck reads by the key of their version: what each is, and how to name it."""


def other_file(source: Readable, model: type[BaseModel]) -> LaunchcheckError | None:
    """The error for a plan where a checklist was wanted, and the like; None for any other file."""
    fields = model.model_fields
    wanted = next((key for key in _KINDS if key in fields and fields[key].is_required()), None)
    if wanted in source.data:
        return None
    for key, (what, hint) in _KINDS.items():
        if key in source.data and key not in fields:
            message = f"this is {what}, not {_KINDS[wanted][0] if wanted else 'a settings file'}"
            return LaunchcheckError(message, hint=hint, locations=(source.locate((key,), key=True),))
    return None

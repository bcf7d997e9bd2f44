"""Write facts into a plan for `set` and `add`: one edit, shown, and on disk unless it is a dry run."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any

import typer

from launchcheck import edit
from launchcheck.cli import edits
from launchcheck.cli.on_disk import PlanOnDisk, changed
from launchcheck.cli.typed_facts import Place, dated, place, value, with_typed
from launchcheck.errors import LaunchcheckError
from launchcheck.text import quote, show

if TYPE_CHECKING:
    from datetime import date


def set_fact(path: str, fact: str, typed: str, today: date | None, *, dry_run: bool) -> None:
    """Write one fact into the plan at a path.

    Raises:
        LaunchcheckError: the plan, the fact or the value is not right, or the file cannot be written.

    """
    plan = PlanOnDisk.open(path)
    at = place(fact, plan.source.data)
    _finish(plan, with_typed(plan, at, typed, today or _today(plan)), dry_run=dry_run)


def add_fact(path: str, fact: str, typed: str, today: date | None, *, dry_run: bool) -> None:
    """Add an entry to a list of the plan at a path, or entries with their ids to a map.

    Raises:
        LaunchcheckError: what `set_fact` raises, and the fact is neither a list nor a map.

    """
    plan = PlanOnDisk.open(path)
    at = place(fact, plan.source.data)
    before = edit.at(plan.source.data, at.where)
    kind = at.kind or ("list" if isinstance(before, list) else "")
    if kind == "map":
        new = _with_entries(plan, at, dated(value(typed), at, today or _today(plan)))
    elif kind == "list" and (before is None or isinstance(before, list)):
        new = _with_more(plan, at, typed, today or _today(plan))
    else:
        hint = f"replace it with `launchcheck set {show(shlex.quote(path))} {show(shlex.quote(fact))} ...`"
        holds = f"is {quote(before)}" if kind and isinstance(before, str) else "holds one value"
        raise LaunchcheckError(f"{show(fact)} {holds}, not a list to add to", hint=hint)
    _finish(plan, new, dry_run=dry_run)


def _with_more(plan: PlanOnDisk, at: Place, typed: str, today: date) -> PlanOnDisk:
    """A plan with another entry in a list, or several."""
    size = len(edit.at(plan.source.data, at.where) or ())
    read = value(typed)
    if not (isinstance(read, list) and at.kind):  # a list of one's own facts may hold lists
        return with_typed(plan, Place((*at.where, size), at.field, is_entry=True), typed, today)
    for number, entry in enumerate(dated(read, at, today), size):
        plan = changed(plan, (*at.where, number), entry)
    return plan


def _with_entries(plan: PlanOnDisk, at: Place, entries: Any) -> PlanOnDisk:
    """A plan with more entries in a map."""
    key = show(at.where[-1])
    if not isinstance(entries, dict) or not entries:
        hint = f"for example: {key} '{{dana: {{name: Dana Reyes}}}}'"
        raise LaunchcheckError(f"{key} needs entries with their ids", hint=hint)
    known = edit.at(plan.source.data, at.where) or {}
    for id, entry in entries.items():
        if id in known:
            hint = "replace it with `launchcheck set`"
            raise LaunchcheckError(f"{key} already has {quote(id)}", hint=hint)
        plan = changed(plan, (*at.where, id), entry)
    return plan


def _today(plan: PlanOnDisk) -> date:
    """The day from which `fri` counts: in the time zone of the plan, or else that of the settings."""
    from launchcheck.cli.request import Request

    return Request.of(plan.path, None).today(plan.plan)


def _finish(plan: PlanOnDisk, new: PlanOnDisk, *, dry_run: bool) -> None:
    """Write a change, and show it."""
    if new.content == plan.content:
        typer.echo("Nothing to change: the plan already says so.")
        return
    if not dry_run:
        plan.replace(new)
    edits.write(plan, new)
    if dry_run:
        typer.echo("Nothing was written: this was a dry run.")

"""Write the lists of a plan as a workbook, and take facts from a table into a plan."""

from __future__ import annotations

import difflib
import os
import shlex
import sys
from typing import TYPE_CHECKING

import typer

from launchcheck import edit
from launchcheck.cli.on_disk import PlanOnDisk
from launchcheck.cli.progress import Progress
from launchcheck.color import is_colored
from launchcheck.edit.several import edit_all, numbered
from launchcheck.errors import LaunchcheckError, Location
from launchcheck.tables.jira import is_jira, presets
from launchcheck.tables.lists import every_list
from launchcheck.tables.read import read
from launchcheck.tables.take import Change, Mapped, NotTaken, Taken, take
from launchcheck.text import counted, listed, plural, quote, show, suggest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from launchcheck.tables.day_order import Order
    from launchcheck.tables.lists import PlanList
    from launchcheck.tables.read import Table

_MOST_SHOWN = 20
"""How many reasons why something is not taken are listed."""

_LONGEST = 500
"""How many characters of a reason are shown: some name all words that a field may be."""

_MOST_LINES = 200
"""How many lines of the changes are shown."""

_PEOPLE = (("assignee", "assignee email"), ("owner", "owner email"), ("name", "email"))
"""The columns of a tracker that name people, and their addresses, in lowercase; the best first."""


def write_sheets(path: str, output: str, *, force: bool) -> None:
    """Write the workbook of a plan.

    Raises:
        LaunchcheckError: the plan cannot be read, or the file exists, is the plan, is called like no
            workbook, or cannot be written.

    """
    from launchcheck.api import record_beside
    from launchcheck.cli import files
    from launchcheck.tables.sheets import facts_workbook

    plan = PlanOnDisk.open(path)
    if os.path.lexists(output) and not force:
        hint = "overwrite it with --force, or choose another file with -o"
        raise LaunchcheckError("the file exists already", hint=hint, locations=(Location(output),))
    files.refuse_own(output, [path, record_beside(path)])
    stem, end = os.path.splitext(output)
    if end.casefold() != ".xlsx":
        hint = f"name it {show(stem)}.xlsx, so that spreadsheet programs and `import` know it"
        raise LaunchcheckError("a workbook has a name that ends with .xlsx", hint=hint)
    content = facts_workbook(plan.source.data, plan.plan.launch.name)
    files.replace(output, content)
    table, plan_file = show(shlex.quote(output)), show(shlex.quote(path))
    typer.echo(f"Wrote {show(output)}. Fill it in, then: launchcheck import {table} --into {plan_file}")


def take_in(
    path: str,
    into: str,
    lists: Sequence[str],
    maps: Sequence[str],
    sheet: str | None,
    order: Order | None,
    *,
    update: bool,
    write: bool,
    strict: bool,
) -> None:
    """Take the facts of a table into a plan, or show what would change.

    Raises:
        LaunchcheckError: the plan or the table cannot be read, or the plan cannot be written.
        typer.Exit: 2, if something is not taken although that was required.

    """
    plan = PlanOnDisk.open(into)
    if "://" in path:
        hint = "download it as .xlsx or CSV, and name that file"
        raise LaunchcheckError(f"{quote(path)} is an address, not a file", hint=hint)
    mapped = _mapped(maps)
    known = {key for each in every_list().values() for key in each.columns} | set(mapped.keys) | set(_HEADERS)
    found = read(path, known, sheet)
    _refuse_unknown_columns(path, found, mapped)
    if not lists and not any(map(_default_lists, found)):
        raise LaunchcheckError(
            "it is not said which list of the plan this table is",
            hint=_which(found),
            locations=(Location(path),),
        )
    new, left = plan, 0
    every = [each for table in found for each in _lists(table, lists, mapped)]
    for of, table, its in sorted(every, key=lambda each: not each[0].is_map):  # others name people
        new, taken, refused = _with(new, of, table, its, order, replaces=update)
        left += _report(of, table, taken, refused)
    _show_changes(plan, new)
    if new.content == plan.content:
        typer.echo("Nothing to change.")
    elif write:
        plan.replace(new)
        typer.echo(f"Written to {show(into)}.")
    else:
        typer.echo("Nothing was written: add --write to write it.")
    if strict and left:
        raise typer.Exit(2)


def _with(
    plan: PlanOnDisk, of: PlanList, table: Table, its: Mapped, order: Order | None, *, replaces: bool
) -> tuple[PlanOnDisk, Taken, list[NotTaken]]:
    """A plan with a list taken from a table, what was taken, and what of it does not fit the plan."""
    taken = take(of, table, its, plan.source.data, order, replaces=replaces)
    plan, refused = _applied(plan, taken.changes)
    if not (of.is_map and taken.changes):
        return plan, taken, refused
    again = take(of, table, its, plan.source.data, order, replaces=replaces)  # a backup may be new, too
    plan, more = _applied(plan, again.changes)
    return plan, taken.completed(again), [*refused, *more]


def _which(tables: Sequence[Table]) -> str:
    """How to say which list a table is, and which of several tables is meant."""
    names = listed([show(each.name, 40) for each in tables])
    sheet = f"choose a sheet with --sheet ({names}), and " if len(tables) > 1 else ""
    return f"{sheet}name it with --list, such as --list product.defects"


_HEADERS = ("Issue key", "Issue Type", "Summary", "Task ID", "Assignee", "Due Date", "Title", "Status")
"""Headers of trackers, by which the row of headers is found."""


def _mapped(maps: Sequence[str]) -> Mapped:
    """What the options say about columns and cells.

    Raises:
        typer.BadParameter: one of them is not well formed.

    """
    keys: dict[str, str] = {}
    values: dict[tuple[str, str], tuple[str, str]] = {}
    for text in maps:
        column, sign, fact = text.rpartition("=")
        if not (sign and column and fact):
            raise typer.BadParameter(
                f"{quote(text)}: write COLUMN=FACT, or COLUMN:CELL=FACT:VALUE", param_hint="--map"
            )
        header, is_cell, cell = column.partition(":")
        key, has_value, value = fact.partition(":")
        if bool(is_cell) != bool(has_value):
            raise typer.BadParameter(
                f"{quote(text)}: a cell needs a value: COLUMN:CELL=FACT:VALUE", param_hint="--map"
            )
        if is_cell:
            values[header, cell.casefold()] = (key, value)
        else:
            keys[column] = fact
    return Mapped(keys, values)


def _default_lists(table: Table) -> list[str]:
    """The lists that a table is about by itself: by its name, or as an export of Jira."""
    if table.name in every_list():
        return [table.name]
    return [*presets(())] if is_jira(table.headers) else []


def _lists(table: Table, lists: Sequence[str], mapped: Mapped) -> Iterator[tuple[PlanList, Table, Mapped]]:
    """The lists that a table is about, each with what its columns mean.

    Raises:
        LaunchcheckError: the plan format has no such list.

    """
    every = every_list()
    for name in lists:
        if name not in every:
            below = [each for each in every if each.startswith(f"{name}.")]
            hint = f"write one of {listed(below)}" if below else suggest(name, every, _DESCRIBED)
            raise LaunchcheckError(f"a plan has no list {quote(name)}", hint=hint)
    for name in lists or _default_lists(table):
        said = mapped if lists else _about(every[name], mapped)
        _refuse_unknown(every[name], said)
        yield every[name], table, _with_presets(name, table, said)


_DESCRIBED = "`launchcheck explain FACT` describes a list"


def _refuse_unknown_columns(path: str, tables: Sequence[Table], mapped: Mapped) -> None:
    """Refuse columns that no table has: what the options say about them would have no effect."""
    headers = list(dict.fromkeys(each for table in tables for each in table.headers if each))
    for header in (*mapped.keys, *(header for header, _ in mapped.values)):
        if header not in headers:
            hint = suggest(header, headers, f"it has {listed(headers, most=20)}" if headers else "")
            raise LaunchcheckError(
                f"the table has no column {quote(header)}", hint=hint, locations=(Location(path),)
            )


def _about(of: PlanList, mapped: Mapped) -> Mapped:
    """What the options say about one of several lists."""
    keys = {header: key for header, key in mapped.keys.items() if key in of.columns}
    values = {cell: fact for cell, fact in mapped.values.items() if fact[0] in of.columns}
    return Mapped(keys, values)


def _with_presets(name: str, table: Table, said: Mapped) -> Mapped:
    """What the columns of a known tool mean, below what the options say."""
    preset = presets(said.values).get(name) if is_jira(table.headers) else None
    if preset:
        keys, values = {**preset.keys, **said.keys}, {**preset.values, **said.values}
        return Mapped(keys, values, preset.only, has_own=False)
    if name == "people" and table.name != "people":
        return said._replace(keys={**_people_of(table), **said.keys}, has_own=False)
    return said


def _people_of(table: Table) -> dict[str, str]:
    """The columns of a tracker that name people: those of assignees, or else of owners."""
    for name, address in _PEOPLE:
        found = {header: header.casefold() for header in table.headers}
        keys = {header: "name" for header, word in found.items() if word == name}
        if keys:
            return keys | {header: "email" for header, word in found.items() if word == address}
    return {}


def _refuse_unknown(of: PlanList, mapped: Mapped) -> None:
    """Refuse facts that an entry of the list does not have."""
    for key in (*mapped.keys.values(), *(key for key, _ in mapped.values.values())):
        if key not in of.columns:
            hint = suggest(key, of.columns, f"known there: {listed(of.columns, most=20)}")
            raise LaunchcheckError(f"an entry of {of.path} has no {quote(key)}", hint=hint)


def _applied(plan: PlanOnDisk, changes: Sequence[Change]) -> tuple[PlanOnDisk, list[NotTaken]]:
    """A plan with these changes, and those that do not fit it."""
    progress = Progress(len(changes), "row")
    try:
        found = edit_all(
            plan.source, plan.plan, [(each.where, each.value) for each in changes], progress.step
        )
    finally:
        progress.clear()
    refused = [changes[number] for number in found.refused]
    shown = [NotTaken(each.line, "the row", _why_not(plan, each)) for each in refused[:_MOST_SHOWN]]
    more = [NotTaken(each.line, "the row", "it does not fit the plan") for each in refused[_MOST_SHOWN:]]
    return plan.having(found.source, found.plan), [*shown, *more]


def _why_not(plan: PlanOnDisk, refused: Change) -> str:
    """Why a plan cannot have a change."""
    try:
        edit.edit(plan.source, numbered(plan.source.data, refused.where), refused.value)
    except LaunchcheckError as error:
        first = error.parts[0] if error.parts else error
        return f"{first.message}; {first.hint}" if first.hint else first.message
    return "it does not fit together with the other rows"


def _report(of: PlanList, table: Table, taken: Taken, refused: Sequence[NotTaken]) -> int:
    """Say what of a table is taken and what is not; return how much is not."""
    left = [*taken.left, *refused]
    count = len(taken.changes) - len(refused)
    missing = taken.only_in_plan if table.name == of.path else ()
    if not (count or left or taken.unread or missing):
        return 0
    typer.echo(f"{of.path}: {counted(count, 'change')} from {show(table.name, 60)}")
    _list_left(left, {each.line for each in refused})
    if any("Priority is" in each.why for each in left):
        typer.echo(
            "  say which priorities count: --map Priority:Highest=severity:1 --map Priority:High=severity:2"
        )
    if any(each.is_conflict for each in left):
        typer.echo("  to take the table where both say something: --update")
    if missing:
        names = listed([show(each, 40) for each in missing], most=12)
        typer.echo(f"  only in the plan, which keeps them: {names}")
    if taken.others:
        typer.echo(f"  rows about something else: {taken.others}")
    if taken.unread:
        names = listed([show(each, 40) for each in taken.unread], most=12)
        typer.echo(f"  columns that are not read: {names}")
    if taken.unread and taken.without and not is_jira(table.headers):
        names = listed([show(each, 40) for each in taken.without], last="or", most=20)
        typer.echo(f"  to read one: --map COLUMN=FACT, where FACT is {names}")
    return len(left)


def _list_left(left: Sequence[NotTaken], refused: Collection[int]) -> None:
    """List what is not taken, with the lines of all rows for which the reason is the same."""
    lines: dict[tuple[str, str, str], list[int]] = {}
    for each in left:
        how = "new entry without this" if each.is_new and each.line not in refused else "not taken"
        lines.setdefault((how, each.what, each.why), []).append(each.line)
    for (how, what, why), numbers in [*lines.items()][:_MOST_SHOWN]:
        where = f"{plural('line', len(numbers))} {listed(numbers)}"
        typer.echo(f"  {how}: {where}, {show(what, 60)}: {show(why, _LONGEST)}")
    if more := sum(map(len, [*lines.values()][_MOST_SHOWN:])):
        typer.echo(f"  and {more} more that are not taken")


def _show_changes(plan: PlanOnDisk, new: PlanOnDisk) -> None:
    """Show the lines that differ, with the one before and after."""
    before, after = plan.source.text.splitlines(), new.source.text.splitlines()
    lines = [*difflib.unified_diff(before, after, plan.path, plan.path, lineterm="", n=1)]
    for line in lines[:_MOST_LINES]:
        code = {"-": "31", "+": "32", "@": "36"}.get(line[:1]) if is_colored(sys.stdout) else None
        shown = show(line, 200)
        typer.echo(f"\x1b[{code}m{shown}\x1b[0m" if code else shown)
    if len(lines) > _MOST_LINES:
        typer.echo(f"and {len(lines) - _MOST_LINES} lines more")

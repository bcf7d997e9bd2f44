"""The facts of a plan as a workbook to fill in: a sheet for each list, with drop-downs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from launchcheck.formats.workbook import Sheet, workbook
from launchcheck.tables.cells import cell_of
from launchcheck.tables.lists import NUMBER, PlanList, every_list, lists_of

if TYPE_CHECKING:
    from launchcheck.plan.dictionary import Field

_HELP = (
    "Each sheet is a list of the launch plan: a row is an entry, a column is a fact.",
    "Add rows below the last one. What you leave empty stays unanswered.",
    "Dates are dates, or text such as 2027-02-16. Several values in one cell go on lines of their own.",
    "An id is a short name with letters, digits, - and _. Left out in a new row, it is made from the name.",
    f"The column {NUMBER} has the number of an entry in the plan; leave it empty for a new row.",
    "Nothing is removed from the plan: an entry or a fact that is to go is deleted in the plan itself.",
    "Then run: launchcheck import THIS-FILE --into PLAN. It shows what would change; --write writes it.",
)


def facts_workbook(data: Any, name: str) -> bytes:
    """The workbook of a plan's lists, in the order of the plan format."""
    lists = lists_of(data)
    nested = [f"{each.path}.{key}" for each in lists for key in each.nested]
    no_column = f"These have no column, since they are entries or sections themselves: {', '.join(nested)}."
    first = Sheet("How to fill it in", (name,), [(line,) for line in (*_HELP[:-1], no_column, _HELP[-1])])
    return workbook([first, *(_sheet(each, data) for each in lists)])


def _sheet(of: PlanList, data: Any) -> Sheet:
    """The sheet of a list: its entries as rows."""
    rows = []
    for key, entry in of.entries(data):
        first = [key] if of.is_map else [] if of.has_ids else [int(key) + 1]
        rows.append([*first, *(cell_of(field, entry.get(name)) for name, field in of.keys.items())])
    shift = len(of.columns) - len(of.keys)
    offered = {index + shift: _choices(field, data) for index, field in enumerate(of.keys.values())}
    choices = {index: words for index, words in offered.items() if words}
    notes = ("",) * shift + tuple(field.meaning for field in of.keys.values())
    return Sheet(
        of.path,
        of.columns,
        rows,
        choices={index: words for index, words in choices.items() if words},
        notes=notes,
    )


def _choices(field: Field, data: Any) -> tuple[str, ...]:
    """What a cell may hold: the words of a field, the ids that it may refer to, or yes and no."""
    if field.known.many:
        return ()
    if field.known.refers:
        found = every_list().get(field.known.refers)
        keys = found.entries(data) if found else ()
        return tuple(str(key if isinstance(key, str) else entry.get("id", "")) for key, entry in keys)
    if field.one == "true or false":
        return ("yes", "no")
    return field.words

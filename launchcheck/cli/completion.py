"""What Tab completes: people of the plan, items, areas, fields, formats; never a file name for a person."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

_USUAL = "launch.yaml"
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_NOT_PLAIN = re.compile(r"[^\w .,?()-]+")
"""What shells could take for more than text: zsh evaluates what it is given."""


def people(incomplete: str) -> list[tuple[str, str]]:
    """The people of the plan that the command line names, or of the launch.yaml here."""
    data = _data(_plan())
    found = data.get("people")
    named = found.items() if isinstance(found, dict) else ()
    known = [(id, _name(person)) for id, person in named if _ID.fullmatch(id)]
    return _only(known, incomplete, "no people in the plan")


def items(ctx: Any, incomplete: str) -> list[tuple[str, str]]:
    """The items and areas of the checklist."""
    return _only(_items(ctx), incomplete, "no items in the checklist")


def items_and_fields(ctx: Any, incomplete: str) -> list[tuple[str, str]]:
    """The items and areas of the checklist; where none begins so, the fields of a plan."""
    known = _items(ctx)
    if not any(id.startswith(incomplete) for id, _ in known):
        from launchcheck.plan.dictionary import dictionary

        known = [(path.replace("[]", ""), field.meaning) for path, field in dictionary().items()]
    return _only(known, incomplete, "no items in the checklist")


def packs(incomplete: str) -> list[tuple[str, str]]:
    """The packs."""
    from launchcheck.plan.sections import PACKS

    return _only([(pack, "") for pack in PACKS], incomplete, "no packs")


def areas(incomplete: str) -> list[tuple[str, str]]:
    """The areas that may vote."""
    from launchcheck.plan.sections import POLLED

    return _only([(area, "") for area in POLLED], incomplete, "no areas")


def words(*known: str) -> Any:
    """A few words that are always the same."""

    def complete(incomplete: str) -> list[tuple[str, str]]:
        return _only([(word, "") for word in known], incomplete, "")

    return complete


def commands(incomplete: str) -> list[tuple[str, str]]:
    """The commands."""
    from launchcheck.cli.app import COMMANDS

    return _only([(name, "") for name in COMMANDS], incomplete, "no commands")


def _only(known: Iterable[tuple[str, str]], incomplete: str, nothing: str) -> list[tuple[str, str]]:
    """Those that begin as typed.

    Shells offer file names where they get no answer. So what was typed is its own answer if nothing
    fits; and if nothing is known, the answers are a message and a space, which insert nothing.
    """
    fit = [
        (word, _NOT_PLAIN.sub(" ", about)[:80].strip())
        for word, about in known
        if word.startswith(incomplete)
    ]
    return fit or ([(incomplete, "")] if incomplete else [(nothing, ""), (" ", "")])


def _plan() -> str:
    """The plan that the command line names so far, else the usual one.

    An option without its value, which is what is completed here, stops typer from reading the rest.
    So the words are those that the shell gave.
    """
    line = os.environ.get("COMP_WORDS") or os.environ.get("_TYPER_COMPLETE_ARGS", "")
    words = [word.strip("\"'") for word in re.split(r"(?<!\\)\s+", line)]
    named = [word.replace("\\ ", " ") for word in words if word.endswith((".yaml", ".yml"))]
    return next((path for path in named if os.path.isfile(path)), _USUAL)


def _data(path: str) -> dict[str, Any]:
    """The raw data of a file; nothing if it cannot be read: completion never complains."""
    from launchcheck.errors import LaunchcheckError
    from launchcheck.source import Source

    try:
        return Source.read(path).data
    except LaunchcheckError:
        return {}


def _name(person: Any) -> str:
    """The name of a person in raw data."""
    name = person.get("name") if isinstance(person, dict) else None
    return name if isinstance(name, str) else ""


def _items(ctx: Any) -> list[tuple[str, str]]:
    """The items and areas of the checklists, named or in the settings; none if they cannot be read."""
    from launchcheck.cli.settings import Sought
    from launchcheck.errors import LaunchcheckError

    try:
        found = Sought.of(None, {}).find().checklist(ctx.params.get("checklist"))
    except LaunchcheckError:
        return []
    return [
        *((area.id, area.question) for area in found.areas),
        *((item.id, item.question) for item in found.items),
    ]

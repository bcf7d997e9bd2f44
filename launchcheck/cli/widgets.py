"""How an interview asks for a value of each kind: a line to type, or a number to choose."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from launchcheck import typed_days
from launchcheck.errors import LaunchcheckError
from launchcheck.plan.references import keys as _ids_of_map
from launchcheck.text import quote, show, suggest

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from launchcheck.plan.dictionary import Field

_NUMBER = re.compile(r"[-+]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?", re.ASCII)
_YES, _NO = {"y", "yes", "true"}, {"n", "no", "false"}
_RECENT = 60
"""How many days ago a day without a year may be: most facts of a plan have happened."""


class Choice(NamedTuple):
    """One of the values that a question offers by number: what is written, and what is shown."""

    value: str
    shown: str


class Widget(NamedTuple):
    """How a value is asked for.

    `hint` says what to type, `choices` are offered by number, and `read` turns what was typed into a value,
    or raises LaunchcheckError. `thing` is what a reference refers to, such as a person.
    """

    hint: str
    read: Callable[[str], Any]
    choices: tuple[Choice, ...] = ()
    is_list: bool = False
    thing: str = ""


def widget(field: Field, data: Any, today: date) -> Widget:
    """The widget of a field, or of one value of it if it holds a list."""
    known, is_list = field.known, field.known.many == "list"
    if known.refers:
        return _chosen(_declared(known.refers, data), is_list=is_list, thing=known.thing)
    if field.words:
        words = tuple(Choice(word, word.replace("_", " ")) for word in field.words)
        return _chosen(words, is_list=is_list)
    if known.day:
        return Widget(
            "a date: 2027-02-12, fri, +3d, 12 feb", lambda typed: _day(typed, today), is_list=is_list
        )
    if field.one == "true or false":
        return Widget("yes or no", _truth)
    if field.one in {"a number", "a whole number"}:
        return Widget(field.one, _number, is_list=is_list)
    hint = "a link, or a file beside the plan" if known.link else ""
    return Widget(hint, _text, is_list=is_list)


def _declared(path: str, data: Any) -> tuple[Choice, ...]:
    """The ids that a plan declares at a path, each with its name."""
    for step in path.split("."):
        data = data.get(step) if isinstance(data, dict) else None
    if isinstance(data, dict):
        pairs = [
            (id, each.get("name") if isinstance(each, dict) else "")
            for id, each in (_ids_of_map(data) or {}).items()
        ]
    elif isinstance(data, list):
        pairs = [
            (each.get("id"), each.get("name") or each.get("text") or each.get("metric"))
            if isinstance(each, dict)
            else (each, "")
            for each in data
        ]
    else:
        pairs = []
    return tuple(
        Choice(id, f"{show(name, 60)} ({id})" if isinstance(name, str) and name != id else id)
        for id, name in pairs
        if isinstance(id, str)
    )


def _chosen(choices: tuple[Choice, ...], *, is_list: bool, thing: str = "") -> Widget:
    """A widget that takes numbers or the words themselves."""

    def one(typed: str) -> str:
        word = typed.strip()
        if word.isascii() and word.isdecimal() and 1 <= int(word) <= len(choices):
            return choices[int(word) - 1].value
        wanted = word.casefold().replace(" ", "_")
        for each in choices:
            shown = each.shown.casefold().replace(" ", "_")
            if wanted in {each.value.casefold(), shown, shown.removesuffix(f"_({each.value.casefold()})")}:
                return each.value
        hint = suggest(word, [each.value for each in choices], to_type)
        raise LaunchcheckError(f"{quote(typed)} is not one of them", hint=hint)

    def several(typed: str) -> list[str]:
        return list(dict.fromkeys(one(part) for part in typed.split(",") if part.strip()))

    numbers = f"1 to {len(choices)}" if len(choices) > 1 else "1" if choices else ""
    number = f"a number from {numbers}" if len(choices) > 1 else numbers
    key, new = ("n", "n for someone new") if thing == "person" else ("", "")
    hint = _either(f"{numbers}; several with commas" if is_list else numbers, key)
    to_type = f"type {_either(number, new)}"
    return Widget(hint, several if is_list else one, choices, is_list=False, thing=thing)


def _either(one: str, other: str) -> str:
    """Two things that may be typed, either of which may be empty."""
    return ", or ".join(filter(None, (one, other)))


def _text(typed: str) -> str:
    """Text as it is typed; between quotation marks also what is a command."""
    text = typed.strip()
    return text[1:-1] if len(text) > 2 and text[0] == text[-1] == '"' else text


def _number(typed: str) -> int | float:
    """A number, also with commas between thousands, or with a percent sign behind it.

    Raises:
        LaunchcheckError: it is none.

    """
    text = typed.strip().removesuffix("%").strip()
    if not _NUMBER.fullmatch(text):
        raise LaunchcheckError(f"{quote(typed)} is not a number", hint="type digits, such as 12 or 0.5")
    plain = text.replace(",", "")
    return float(plain) if "." in plain else int(plain)


def _day(typed: str, today: date) -> str:
    """A date; a period as it is typed, for fields that take one.

    Raises:
        LaunchcheckError: it is neither.

    """
    from launchcheck.windows import Window

    try:
        return typed_days.read(typed, today, recent=_RECENT).isoformat()
    except ValueError as error:
        try:
            return Window.of(typed.strip()).text
        except ValueError:
            raise LaunchcheckError(str(error), hint=typed_days.FORMS) from None


def _truth(typed: str) -> bool:
    """Yes or no.

    Raises:
        LaunchcheckError: it is neither.

    """
    word = typed.strip().casefold()
    if word not in _YES | _NO:
        raise LaunchcheckError(f"{quote(typed)} is neither yes nor no", hint="type y or n")
    return word in _YES

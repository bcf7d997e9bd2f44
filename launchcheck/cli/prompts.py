"""Prompts on the terminal: a line, a value, a choice, yes or no.

Ctrl-C raises KeyboardInterrupt, which ends the command with 130. So does the end of the input
(Ctrl-D), except that `line` leaves it to its caller.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from typing import TypeVar, overload

import typer

T = TypeVar("T")


def have_terminal() -> bool:
    """Whether prompts can be shown and answered: standard input and output are a terminal."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()


def line(prompt: str) -> str:
    """Ask for a line. Input that the terminal's encoding cannot decode counts as `?`, a request for help.

    Raises:
        EOFError: the input has ended.

    """
    # `input` writes the last character itself, so that Backspace cannot erase the prompt.
    sys.stdout.write(prompt[:-1])
    sys.stdout.flush()
    try:
        return input(prompt[-1:])
    except UnicodeDecodeError:
        return "?"


def optional(prompt: str, parse: Callable[[str], T]) -> T | None:
    """Ask like `value`, but accept an empty answer."""
    return value(prompt, parse, or_nothing=True)


@overload
def value(prompt: str, parse: Callable[[str], T]) -> T: ...


@overload
def value(prompt: str, parse: Callable[[str], T], *, or_nothing: bool) -> T | None: ...


def value(prompt: str, parse: Callable[[str], T], *, or_nothing: bool = False) -> T | None:
    """Ask until `parse` accepts the answer; it raises BadParameter for one that it does not."""
    while True:
        try:
            answer = line(f"{prompt}: ")
        except EOFError:
            raise typer.Abort from None
        if not answer and or_nothing:
            return None
        if not answer:
            continue
        try:
            return parse(answer)
        except typer.BadParameter as error:
            typer.echo(f"Error: {error.message}")


def choice(question: str, choices: Mapping[int, str], prompt: str, parse: Callable[[str], T]) -> T:
    """Ask for one of several choices, which are listed with their meanings."""
    typer.echo(question)
    for key, meaning in choices.items():
        typer.echo(f"  {key}  {meaning}")
    return value(prompt, parse)


def confirm(question: str) -> bool:
    """Ask for yes or no."""
    return value(f"{question} (yes or no)", _yes_or_no)


def _yes_or_no(answer: str) -> bool:
    word = answer.strip().lower()
    if word not in {"y", "yes", "n", "no"}:
        raise typer.BadParameter("answer yes or no")
    return word in {"y", "yes"}

"""What the commands have in common that show a view of plans."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from launchcheck.views import ViewFormat

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from launchcheck.plan import Plan
    from launchcheck.report import Report
    from launchcheck.views import Page

Shown: TypeAlias = Annotated[
    ViewFormat, typer.Option("--format", help="Output format; `schema view` describes the JSON.")
]


def show(
    path: str, as_of: date | None, tier: int | None, format: ViewFormat, draw: Callable[[Plan, Report], Page]
) -> None:
    """Read and check a plan, and write the page that `draw` makes of both."""
    show_all([path], as_of, tier, format, lambda launches: draw(*launches[0]))


def show_all(
    paths: Sequence[str],
    as_of: date | None,
    tier: int | None,
    format: ViewFormat,
    draw: Callable[[Sequence[tuple[Plan, Report]]], Page],
) -> None:
    """Read and check plans, and write the page that `draw` makes of all of them with their reports."""
    from launchcheck import views
    from launchcheck.cli.request import Request

    launches = []
    for path in paths:
        request = Request.of(path, None, as_of=as_of, tier=tier)
        loaded = request.load()
        launches.append((loaded.plan, request.report(loaded)))
    views.write(draw(launches), format, sys.stdout)


def chosen(value: str | None, words: tuple[str, ...], option: str) -> str:
    """A word of a plan that an option names; empty for none.

    Raises:
        typer.BadParameter: it is not one of them.

    """
    from launchcheck.text import listed, quote, suggest

    if value is None or value in words:
        return value or ""
    hint = suggest(value, words, f"it is one of {listed(words, 'or', most=len(words))}")
    raise typer.BadParameter(f"{quote(value)} is not one; {hint}", param_hint=f"'{option}'")

"""The portfolio in each of its formats."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, TextIO

from launchcheck.formats.escapes import write_json
from launchcheck.portfolio.formats import PortfolioFormat

if TYPE_CHECKING:
    from launchcheck.portfolio.gate import Gate
    from launchcheck.portfolio.model import Portfolio


def write(portfolio: Portfolio, gate: Gate | None, format: PortfolioFormat, out: TextIO) -> None:
    """Write a portfolio; `gate` is None if nothing may close it.

    Raises:
        LaunchcheckError: the format needs a library that is not installed.

    """
    match format:
        case PortfolioFormat.TERMINAL:
            from launchcheck.portfolio import terminal

            terminal.write(portfolio, gate, out)
        case PortfolioFormat.MARKDOWN | PortfolioFormat.HTML:
            from launchcheck.portfolio.page import page

            import_module(f"launchcheck.views.{format.value}").write(page(portfolio, gate), out, None)
        case PortfolioFormat.JSON:
            from launchcheck.portfolio.data import document

            write_json(out, document(portfolio, gate), indent=2)
        case PortfolioFormat.CSV:
            from launchcheck.portfolio.data import write_table

            write_table(portfolio, out)

"""The formats of a portfolio, and what may close its gate."""

from __future__ import annotations

from enum import StrEnum


class PortfolioFormat(StrEnum):
    """Formats of a portfolio."""

    TERMINAL = "terminal"
    MARKDOWN = "markdown"
    HTML = "html"
    JSON = "json"
    CSV = "csv"


class PortfolioFailOn(StrEnum):
    """What closes the gate of a portfolio: a collision, or also one that is only likely."""

    COLLISION = "collision"
    LIKELY = "likely"

"""Whether a portfolio may go on: closed by collisions, if that was asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Self

from launchcheck.portfolio.formats import PortfolioFailOn
from launchcheck.text import counted

if TYPE_CHECKING:
    from launchcheck.portfolio.model import Portfolio


class Gate(NamedTuple):
    """Whether the gate is open, the rule that decided, and the reason in words."""

    is_open: bool
    fail_on: PortfolioFailOn
    reason: str

    @classmethod
    def of(cls, portfolio: Portfolio, fail_on: PortfolioFailOn) -> Self:
        """Decide by a rule: collisions close the gate, those that are only likely if the rule says so."""
        likely = len(portfolio.collisions) - len(portfolio.certain)
        if fail_on is PortfolioFailOn.COLLISION:
            count, rest = len(portfolio.certain), f", {likely} only likely" if likely else ""
        else:
            count, rest = len(portfolio.collisions), ""
        return cls(not count, fail_on, f"{counted(count, 'collision') if count else 'no collision'}{rest}")

    @property
    def words(self) -> str:
        """The gate as a line: `Gate closed: 2 collisions`."""
        return f"Gate {'open' if self.is_open else 'closed'}: {self.reason}"

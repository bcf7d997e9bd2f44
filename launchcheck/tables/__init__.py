"""The lists of a plan as tables: sheets that people fill in, and tables of any tool read back."""

from launchcheck.tables.cells import Order
from launchcheck.tables.lists import PlanList, lists_of
from launchcheck.tables.read import Table, read
from launchcheck.tables.take import Mapped, Taken, take

__all__ = ["Mapped", "Order", "PlanList", "Table", "Taken", "lists_of", "read", "take"]

"""People as reports name them: the id that a plan gives them, and their name."""

from __future__ import annotations

from typing import NamedTuple


class Person(NamedTuple):
    """A person in the plan, by id and by name."""

    id: str
    name: str

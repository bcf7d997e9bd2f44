"""Checks decide items from facts. Each kind of check is one file; `AnyCheck` is one of any kind."""

from typing import Annotated, TypeAlias

from launchcheck.checks.check import Check
from launchcheck.checks.kinds import KINDS, OneOf

AnyCheck: TypeAlias = Annotated[Check, OneOf(*KINDS, "all")]
"""A check of any kind: a single one, or several that must all hold."""

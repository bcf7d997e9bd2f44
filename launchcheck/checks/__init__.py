"""What can be decided from facts: a check is one file, and `AnyCheck` is every kind of it."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from pydantic import Field

from launchcheck.checks.all import All
from launchcheck.checks.kinds import OneCheck

AnyCheck: TypeAlias = Annotated[OneCheck | All, Field(discriminator="kind")]
"""A check of any kind: one that stands alone, or several that must all hold."""

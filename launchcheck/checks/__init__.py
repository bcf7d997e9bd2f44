"""Checks decide items from facts. Each kind of check is one file; `AnyCheck` is the union of all kinds."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from pydantic import Field

from launchcheck.checks.all import All
from launchcheck.checks.kinds import OneCheck

AnyCheck: TypeAlias = Annotated[OneCheck | All, Field(discriminator="kind")]
"""A check of any kind: a single one, or several that must all hold."""

"""Test material that a clone may lack: tests that need it are skipped with a reason, and fail where `CI` is set."""

from __future__ import annotations

import os

import pytest

IN_CI = bool(os.environ.get("CI"))


def require(present: bool, reason: str) -> None:
    """Skip a test whose material is missing; in CI, fail it instead."""
    if present:
        return
    if IN_CI:
        pytest.fail(f"{reason} (required where CI is set)")
    pytest.skip(reason)

"""Modules that take long to load are loaded only where they are used; then all of them is there."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

READY = Path(__file__).parent.parent.parent / "examples" / "ready.yaml"


def said(code: str) -> list[str]:
    """The lines that a program prints."""
    process = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=60, check=False)
    return (process.stdout + process.stderr).decode().splitlines()


def test_a_check_does_not_load_them() -> None:
    """Neither they nor the parser of email and the hashes that they need are loaded to check a plan."""
    code = f"""
import sys
sys.argv = ["launchcheck", "validate", {str(READY)!r}, "--quiet"]
from launchcheck.cli import main
try:
    main()
finally:
    print({{"email.message", "importlib.metadata._adapters", "hmac", "pydantic"}} & {{*sys.modules}})
"""
    assert said(code)[-1:] == ["{'pydantic'}"]


@pytest.mark.parametrize(
    "use",
    [
        "import importlib.metadata; print(importlib.metadata.version('typer'))",
        "from importlib.metadata import version; print(version('typer'))",
        "from importlib import metadata; print(metadata.distribution('typer').version)",
        "from importlib.metadata import entry_points, version; entry_points(); print(version('typer'))",
        "import importlib.metadata as m; m.version; import importlib.metadata._meta; print(m.version('typer'))",
    ],
)
def test_what_uses_one_gets_all_of_it(use: str) -> None:
    """Each way to import it gives what the module itself gives."""
    assert said(f"from launchcheck.cli import delayed; delayed.delay(); {use}") == [version("typer")]


def test_one_that_is_there_stays() -> None:
    """Where it is loaded already nothing takes its place."""
    code = "import importlib.metadata as m; from launchcheck.cli import delayed; delayed.delay(); import sys;"
    assert said(f"{code} print(sys.modules['importlib.metadata'] is m)") == ["True"]


def test_secrets_are_random() -> None:
    """What asks for random bytes gets them."""
    code = (
        "from launchcheck.cli import delayed; delayed.delay(); import secrets; from secrets import token_hex;"
    )
    assert said(f"{code} print(len(secrets.token_bytes(8)), len(token_hex(8)))") == ["8 16"]

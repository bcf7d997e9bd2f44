"""`launchcheck certificate`: the decision, with all that was known and accepted when it was made."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import Annotated

import typer

from launchcheck.cli.options import Checklists
from launchcheck.cli.polling import AsOf, PlanFile, Record

EXAMPLES = """
launchcheck certificate launch.yaml
launchcheck certificate launch.yaml -o decisions/orbit.md
launchcheck certificate launch.yaml --as-of 2027-02-16 --format json
"""


class CertificateFormat(StrEnum):
    """How the certificate is written; a member's value is the name of its module."""

    MARKDOWN = "markdown"
    JSON = "json"


def certificate(
    path: PlanFile,
    format_: Annotated[
        CertificateFormat, typer.Option("--format", help="How to write it.")
    ] = CertificateFormat.MARKDOWN,
    output: Annotated[
        str | None, typer.Option("--output", "-o", metavar="FILE", help="Write it to this file.")
    ] = None,
    checklist: Checklists = None,
    as_of: AsOf = None,
    ledger_: Record = None,
) -> None:
    """Write the record of the decision.

    What was launched and when, the votes with dissent and conditions, waivers, caveats, and the
    digests of the plan and of the record. Votes that are stale are called so. The same plan, record,
    checklist and day give the same bytes.
    """
    from importlib import import_module
    from io import StringIO

    from launchcheck.cli import files, polling

    record = polling.record_of(path, ledger_)
    if output:
        _refuse_own(output, [path, record])
    standing = polling.standing(polling.read(path, checklist), record, as_of)
    write = import_module(f"launchcheck.votes.{format_.value}").write_certificate
    if output is None:
        write(standing, sys.stdout)
        return
    text = StringIO()
    write(standing, text)
    files.write(output, text.getvalue(), force=True)


def _refuse_own(output: str, own: list[str]) -> None:
    """Keep the certificate from taking the place of what it is about."""
    import os

    from launchcheck.errors import LaunchcheckError, Location

    if os.path.realpath(output) in map(os.path.realpath, own):
        raise LaunchcheckError(
            "the certificate would take the place of what it is about",
            hint="choose another file",
            locations=(Location(output),),
        )

"""`launchcheck certificate`: the decision, with everything that was known and accepted at the time."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import Annotated

import typer

from launchcheck.cli.options import (
    Authors,
    Checklists,
    FactsFiles,
    FactsMaxAge,
    Ledger,
    OfWave,
    PlanFile,
    Signed,
    StandingDay,
)

EXAMPLES = """
launchcheck certificate launch.yaml
launchcheck certificate launch.yaml -o decisions/orbit.md
launchcheck certificate launch.yaml --format html -o decision.html
launchcheck certificate launch.yaml --as-of 2027-02-16 --format json
"""


class CertificateFormat(StrEnum):
    """Formats of a certificate; a member's value is the name of its module."""

    MARKDOWN = "markdown"
    HTML = "html"
    JSON = "json"


def certificate(
    path: PlanFile,
    format_: Annotated[
        CertificateFormat, typer.Option("--format", help="Output format.")
    ] = CertificateFormat.MARKDOWN,
    output: Annotated[
        str | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write to this file instead of standard output."),
    ] = None,
    authors: Authors = False,
    signed: Signed = False,
    checklist: Checklists = None,
    facts: FactsFiles = None,
    facts_max_age: FactsMaxAge = None,
    as_of: StandingDay = None,
    ledger_: Ledger = None,
    wave: OfWave = "",
) -> None:
    """Write a certificate of the decision.

    It shows what is launched and when, the votes with dissent and conditions, waivers, caveats, and
    the digests of the plan and of the record of votes. Stale votes are marked. The same plan,
    record, checklist and date produce identical bytes; with --authors, the history of the record
    counts, too.
    """
    from importlib import import_module
    from io import StringIO

    from launchcheck.cli import files, polling
    from launchcheck.cli.fact_files import FactsOptions
    from launchcheck.cli.request import Request

    if signed and not authors:
        raise typer.BadParameter("--signed requires --authors")
    request = Request.of(
        path, checklist, as_of=as_of, ledger=ledger_, facts=FactsOptions.of(facts, facts_max_age)
    )._replace(wave=wave)
    if output:
        files.refuse_own(output, [path, request.record])
    standing = polling.standing(request)
    if authors:
        standing = polling.with_authors(standing, signed=signed)
    write = import_module(f"launchcheck.votes.{format_.value}").write_certificate
    if output is None:
        write(standing, sys.stdout)
        return
    text = StringIO()
    write(standing, text)
    files.write(output, text.getvalue(), force=True)

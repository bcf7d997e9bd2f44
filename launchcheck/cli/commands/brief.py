"""`launchcheck brief`: write the launch on one page."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import Annotated

import typer

from launchcheck.cli.options import AsOf, Checklists, FactsFiles, FactsMaxAge, PlanFile, Tier

EXAMPLES = """
launchcheck brief launch.yaml
launchcheck brief launch.yaml --format html -o brief.html
launchcheck brief launch.yaml --format markdown > brief.md
"""


class BriefFormat(StrEnum):
    """Formats of a brief."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    JSON = "json"


def brief(
    path: PlanFile,
    output: Annotated[
        str | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write to this file instead of standard output."),
    ] = None,
    checklist: Checklists = None,
    facts: FactsFiles = None,
    facts_max_age: FactsMaxAge = None,
    as_of: AsOf = None,
    tier: Tier = None,
    format_: Annotated[BriefFormat, typer.Option("--format", help="Output format.")] = BriefFormat.TEXT,
) -> None:
    """Write a one-page brief of the launch.

    It answers four questions: which problem, who benefits, which metric, when. Then come the
    caveats, the blockers due next, and the waivers. To get a PDF, print the HTML. The
    same plan, checklist and date produce identical bytes. Exits with 0 whatever the verdict.
    """
    from importlib import import_module
    from io import StringIO

    from launchcheck.cli import files
    from launchcheck.cli.fact_files import FactsOptions
    from launchcheck.cli.request import Request
    from launchcheck.views import brief as view

    name = "terminal" if format_ is BriefFormat.TEXT else format_.value
    write = import_module(f"launchcheck.views.{name}").write
    request = Request.of(path, checklist, as_of=as_of, tier=tier, facts=FactsOptions.of(facts, facts_max_age))
    loaded = request.load()
    page = view.page(loaded.plan, request.report(loaded))
    if output is None:
        write(page, sys.stdout, None)
        return
    files.refuse_own(output, [path])
    text = StringIO()
    write(page, text, None)
    files.write(output, text.getvalue(), force=True)

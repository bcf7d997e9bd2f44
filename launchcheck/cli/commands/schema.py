"""`launchcheck schema`: the JSON Schemas, for editors and for programs."""

from __future__ import annotations

from typing import Annotated

import typer

from launchcheck.cli import schemas

EXAMPLES = """
launchcheck schema plan > launch-plan.schema.json
launchcheck schema checklist
launchcheck schema report
launchcheck schema diff
launchcheck schema config
launchcheck schema facts
launchcheck schema next
launchcheck schema plan --draft draft-07
"""


def schema(
    subject: Annotated[
        schemas.Subject,
        typer.Argument(metavar="WHAT", help="The file or output to describe."),
    ],
    draft: Annotated[
        schemas.Draft,
        typer.Option(help="The version of JSON Schema; draft-07 is for older editors.", show_default=True),
    ] = schemas.Draft.DRAFT_2020_12,
) -> None:
    """Print the JSON Schema of a file or of an output.

    An editor that knows the schema of plans completes keys and marks mistakes as you type.
    """
    import json

    found = schemas.schema(subject)
    shown = schemas.in_draft_07(found) if draft is schemas.Draft.DRAFT_07 else found
    typer.echo(json.dumps(shown, indent=2))

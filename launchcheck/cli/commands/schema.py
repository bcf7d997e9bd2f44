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
launchcheck schema next
"""


def schema(
    subject: Annotated[
        schemas.Subject,
        typer.Argument(metavar="WHAT", help="The file or output to describe."),
    ],
) -> None:
    """Print the JSON Schema of a file or of an output.

    An editor that knows the schema of plans completes keys and marks mistakes as you type.
    """
    import json

    typer.echo(json.dumps(schemas.schema(subject), indent=2))

"""`launchcheck schema`: the JSON Schemas, for editors and for programs."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

import typer

EXAMPLES = """
launchcheck schema plan > launch-plan.schema.json
launchcheck schema checklist
launchcheck schema report
launchcheck schema diff
launchcheck schema config
"""


class Subject(StrEnum):
    """What a schema describes."""

    PLAN = "plan"
    CHECKLIST = "checklist"
    REPORT = "report"
    DIFF = "diff"
    CONFIG = "config"


def schema(
    subject: Annotated[
        Subject,
        typer.Argument(metavar="plan|checklist|report|diff|config", help="What the schema describes."),
    ],
) -> None:
    """Print the JSON Schema of what is read or written.

    An editor that knows the schema of plans completes keys and marks mistakes while you type.
    """
    import json

    typer.echo(json.dumps(_schema(subject), indent=2))


def _schema(subject: Subject) -> dict[str, Any]:
    """The schema, with what is needed to keep it apart from others."""
    if subject is Subject.REPORT:
        import json

        from launchcheck.formats.json import schema as report_schema

        found: dict[str, Any] = json.loads(report_schema())
        return found
    if subject is Subject.DIFF:
        import json

        from launchcheck.compare.json import schema as diff_schema

        compared: dict[str, Any] = json.loads(diff_schema())
        return compared
    if subject is Subject.PLAN:
        from launchcheck.plan import VERSION, Plan

        return _named("plan", VERSION, Plan.model_json_schema(by_alias=True))
    if subject is Subject.CONFIG:
        from launchcheck import config

        return _named("config", config.VERSION, config.File.model_json_schema(by_alias=True))
    from launchcheck.checklist import FORMAT, Layer

    return _named("checklist", FORMAT, Layer.model_json_schema(by_alias=True))


def _named(what: str, version: int, body: dict[str, Any]) -> dict[str, Any]:
    """A schema under the name of what it describes."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:launchcheck:{what}:{version}",
        **body,
        "title": f"launchcheck {what}, version {version}",
    }

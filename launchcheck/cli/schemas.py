"""The JSON Schemas of the files that launchcheck reads and writes."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Any


class Subject(StrEnum):
    """What a schema describes."""

    PLAN = "plan"
    CHECKLIST = "checklist"
    REPORT = "report"
    DIFF = "diff"
    CONFIG = "config"
    FACTS = "facts"
    CHECKS = "checks"
    EXPLAIN = "explain"
    NEXT = "next"
    PACKS = "packs"
    VIEW = "view"
    AGENDA = "agenda"
    PORTFOLIO = "portfolio"


_BESIDE = {
    *(Subject.CHECKS, Subject.EXPLAIN, Subject.NEXT, Subject.PACKS, Subject.VIEW),
    *(Subject.AGENDA, Subject.PORTFOLIO),
}
"""The outputs of commands, whose schemas are files next to this one."""


def schema(subject: Subject) -> dict[str, Any]:
    """The JSON Schema of a subject."""
    if subject in _BESIDE:
        written: dict[str, Any] = json.loads(
            Path(__file__).with_name(f"{subject.value}.schema.json").read_text("utf-8")
        )
        return written
    if subject is Subject.REPORT:
        from launchcheck.formats.json import schema as report_schema

        found: dict[str, Any] = json.loads(report_schema())
        return found
    if subject is Subject.DIFF:
        from launchcheck.compare.json import schema as diff_schema

        compared: dict[str, Any] = json.loads(diff_schema())
        return compared
    if subject is Subject.PLAN:
        from launchcheck.plan import VERSION, Plan
        from launchcheck.plan.editor_schema import for_editors

        return _named("plan", VERSION, for_editors(Plan.model_json_schema(by_alias=True)))
    if subject is Subject.CONFIG:
        from launchcheck import config

        return _named("config", config.VERSION, config.File.model_json_schema(by_alias=True))
    if subject is Subject.FACTS:
        from launchcheck import external_facts

        return _named("facts", external_facts.VERSION, external_facts.File.model_json_schema(by_alias=True))
    from launchcheck.checklist import FORMAT, Layer

    return _named("checklist", FORMAT, Layer.model_json_schema(by_alias=True))


def _named(what: str, version: int, body: dict[str, Any]) -> dict[str, Any]:
    """A schema with the id and title of what it describes."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:launchcheck:{what}:{version}",
        **body,
        "title": f"launchcheck {what}, version {version}",
    }


class Draft(StrEnum):
    """A version of the language of JSON Schemas."""

    DRAFT_2020_12 = "2020-12"
    DRAFT_07 = "draft-07"


def in_draft_07(node: Any) -> Any:
    """The same schema for tools that know only draft-07, which ignores everything beside a `$ref`."""
    if isinstance(node, str) and node.startswith("#/$defs/"):
        return node.replace("$defs", "definitions", 1)
    if isinstance(node, list):
        return [in_draft_07(each) for each in node]
    if not isinstance(node, dict):
        return node
    found = {"definitions" if key == "$defs" else key: in_draft_07(value) for key, value in node.items()}
    if "$schema" in found:
        found["$schema"] = "http://json-schema.org/draft-07/schema#"
    if isinstance(found.get("$ref"), str) and len(found) > 1:
        found["allOf"] = [{"$ref": found.pop("$ref")}, *found.get("allOf", [])]
    return found

"""The files of the site that are not pages: schemas at fixed addresses, and all pages as one text."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from launchcheck.cli.schemas import Subject, in_draft_07, schema

VERSIONED = {Subject.PLAN: 1, Subject.CHECKLIST: 1, Subject.REPORT: 1, Subject.CONFIG: 1, Subject.FACTS: 1}
"""The schemas that others refer to, each with the version in its address, which stays with the format."""

_MATCHES = {
    Subject.PLAN: ("launchcheck plan", "A product launch plan", ["*.launch.yaml", "*.launch.yml"]),
    Subject.CONFIG: ("launchcheck settings", "Settings of launchcheck", [".launchcheck.yaml"]),
}
"""The files that editors find by their names alone: names that no other tool uses."""


def files(address: str, docs: Path) -> dict[str, str]:
    """Each file by its path below the site, which is served at an address."""
    from generate.all import full

    found = {"llms-full.txt": full(docs), "schemas/schemastore.json": _json(catalog(address))}
    for subject in VERSIONED:
        for ending, body in (("", schema(subject)), (".draft-07", in_draft_07(schema(subject)))):
            path = _path(subject, ending)
            found[path] = _json({**body, "$id": f"{address}/{path}"})
    return found


def catalog(address: str) -> dict[str, Any]:
    """The entries for the catalog of SchemaStore, which most editors read (schemastore.org)."""
    return {
        "schemas": [
            {"name": name, "description": words, "fileMatch": matches, "url": f"{address}/{_path(subject)}"}
            for subject, (name, words, matches) in _MATCHES.items()
        ]
    }


def _path(subject: Subject, ending: str = "") -> str:
    """Where a schema is."""
    return f"schemas/{subject.value}-{VERSIONED[subject]}{ending}.json"


def _json(value: Any) -> str:
    return json.dumps(value, indent=1, ensure_ascii=False) + "\n"

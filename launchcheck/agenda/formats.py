"""The formats of an agenda."""

from __future__ import annotations

from enum import StrEnum


class AgendaFormat(StrEnum):
    """Formats of an agenda."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    JSON = "json"
    SLACK = "slack"
    TEAMS = "teams"
    JIRA = "jira"
    GITHUB = "github"

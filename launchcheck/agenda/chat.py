"""The agenda for chat: Slack's Block Kit and Teams' Adaptive Cards, within their limits, with dead text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from launchcheck.dates import day
from launchcheck.formats.escapes import as_json
from launchcheck.text import counted, show

if TYPE_CHECKING:
    from collections.abc import Iterator

    from launchcheck.agenda.model import Agenda, Entry, Part

MOST_BLOCKS = 50
MOST_IN_SECTION = 2_900
MOST_IN_ALL = 12_000
"""Slack allows 50 blocks and 3,000 characters in a section, and refuses about 13,200 in all."""

MOST_IN_CARD = 26_000
"""Teams allows 28 kB for a message, as JSON."""

_LONGEST = 300


def slack(agenda: Agenda) -> dict[str, Any]:
    """A message for an incoming webhook of Slack.

    `verbatim` keeps Slack from making links and mentions of what a plan says.
    """
    title = _title(agenda)
    blocks: list[dict[str, Any]] = [{"type": "header", "text": {"type": "plain_text", "text": title[:150]}}]
    room = MOST_IN_ALL
    sections: list[str] = []
    lines = [*_lines(agenda)]
    shown = 0
    text = ""
    for line in lines:
        words = _mrkdwn(line)
        if len(words) + 1 > room or len(sections) >= MOST_BLOCKS - 3:
            break
        if text and len(text) + len(words) + 1 > MOST_IN_SECTION:
            sections.append(text)
            text = ""
        text = f"{text}\n{words}" if text else words
        room -= len(words) + 1
        shown += 1
    sections += [text] if text else []
    if shown < len(lines):
        sections.append(f"and {len(lines) - shown} more")
    blocks += [
        {"type": "section", "text": {"type": "mrkdwn", "text": each, "verbatim": True}} for each in sections
    ]
    return {"text": title, "blocks": blocks}


def teams(agenda: Agenda) -> dict[str, Any]:
    """A message for a workflow of Teams: one Adaptive Card, in text runs, which know no Markdown."""
    body: list[dict[str, Any]] = [_run(_title(agenda), bold=True)]
    lines = [*_lines(agenda)]
    size, shown = 0, 0
    for line in lines:
        run = _run(line, bold=not line.startswith("• "))
        size += len(as_json(run)) + 2
        if size > MOST_IN_CARD:
            break
        body.append(run)
        shown += 1
    if shown < len(lines):
        body.append(_run(f"and {len(lines) - shown} more"))
    card = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "body": body,
    }
    kind = "application/vnd.microsoft.card.adaptive"
    return {"type": "message", "attachments": [{"contentType": kind, "contentUrl": None, "content": card}]}


def _title(agenda: Agenda) -> str:
    """What is said first, and to those who hear the message."""
    late = sum(part.overdue for part in agenda.parts)
    rest = f", {late} overdue" if late else ""
    return f"Launch agenda, {day(agenda.as_of)}: {counted(len(agenda.entries), 'open item')}{rest}"


def _lines(agenda: Agenda) -> Iterator[str]:
    """A line for each person and each entry."""
    for part in agenda.parts:
        yield _person(part)
        yield from (_line(entry) for entry in part.entries)


def _person(part: Part) -> str:
    late = f", {part.overdue} overdue" if part.overdue else ""
    return f"{show(part.person.name, 80)}: {len(part.entries)} open{late}"


def _line(entry: Entry) -> str:
    asked, write = show(entry.question, _LONGEST), show(entry.write, _LONGEST)
    return f"• {show(entry.launch, 60)}, {entry.words}: {asked} {write}"


def _mrkdwn(text: str) -> str:
    """Text in which Slack finds no mention, no link and no channel."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _run(text: str, *, bold: bool = False) -> dict[str, Any]:
    """A paragraph of plain text."""
    run: dict[str, Any] = {"type": "TextRun", "text": text}
    return {"type": "RichTextBlock", "inlines": [run | ({"weight": "Bolder"} if bold else {})]}

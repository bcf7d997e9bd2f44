"""A page for each command: what it does, its arguments and options, and examples."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from generate.markdown import block, page, paragraphs, table, text

from launchcheck.cli.app import COMMANDS, EXIT_CODES, MOST_UNGROUPED, app, heading

_TYPE = re.compile(r" <(list\[)?str\]?>")
"""The type of an argument that is text, which says nothing."""


def pages() -> Iterator[tuple[str, str]]:
    """The index, and the page of each command."""
    group: Any = app()
    commands = {name: group.get_command(None, name) for name in COMMANDS}
    yield "commands/index.md", _index(group, commands)
    for name, command in commands.items():
        yield f"commands/{name}.md", _page(name, command)


def _page(name: str, command: Any) -> str:
    """The page of one command."""
    context = command.make_context(name, [], resilient_parsing=True, help_option_names=["-h", "--help"])
    usage = " ".join(["launchcheck", name, *command.collect_usage_pieces(context)])
    shown = _without_marks(command.epilog or "").partition("Examples:")[2]
    examples = "\n".join(line.strip() for line in shown.splitlines() if line.strip())
    return page(
        f"launchcheck {name}",
        block("text", usage),
        paragraphs(_without_marks(command.help or "")),
        *_parameters(command, context),
        "## Examples",
        block("text", examples),
    )


def _parameters(command: Any, context: Any) -> Iterator[str]:
    """The arguments, then the options by their groups."""
    groups: dict[str, list[tuple[str, str]]] = {}
    found = [(param, param.get_help_record(context)) for param in command.get_params(context)]
    is_grouped = len(found) > MOST_UNGROUPED
    for param, record in found:
        if record:
            groups.setdefault(heading(param, is_grouped=is_grouped), []).append(record)
    for title, records in groups.items():
        yield f"## {title}"
        rows = [(f"`{_TYPE.sub('', ' '.join(name.split()))}`", text(words)) for name, words in records]
        yield table(("argument" if title == "Arguments" else "option", "what it does"), rows)


def _without_marks(words: str) -> str:
    """Help without what only tells the terminal how to break lines."""
    return re.sub("\b\n", "", words)


def _index(group: Any, commands: dict[str, Any]) -> str:
    """All commands, and what every one of them has in common."""
    rows = [
        (f"[{name}]({name}.md)", text(command.get_short_help_str(200))) for name, command in commands.items()
    ]
    codes = [tuple(line.split(maxsplit=1)) for line in EXIT_CODES.splitlines()[2:]]
    context = group.make_context("launchcheck", [], resilient_parsing=True)
    everywhere = [record for param in group.get_params(context) if (record := param.get_help_record(context))]
    return page(
        "Commands",
        table(("command", "what it does"), rows),
        "## Options of launchcheck itself",
        table(
            ("option", "what it does"),
            [(f"`{name}`", text(words)) for name, words in everywhere],
        ),
        "## Exit codes",
        table(("exit code", "meaning"), [(f"`{code}`", text(meaning)) for code, meaning in codes]),
    )

"""Parsers for the formats' output, written from the consumers' rules and not from ours."""

from __future__ import annotations

import html
import io
import re
from dataclasses import dataclass, field

import yaml
from markdown_it import MarkdownIt

from launchcheck.formats import Options, write


def render(report, format, options=None, encoding="utf-8"):
    """The output of a format, as the bytes of a stream read back."""
    out = io.TextIOWrapper(io.BytesIO(), encoding=encoding, newline="\n")
    write(report, format, out, options or Options())
    out.flush()
    return out.buffer.getvalue().decode(encoding)


@dataclass
class Command:
    """A command found by a log reader."""

    name: str
    properties: dict[str, str] = field(default_factory=dict)
    data: str = ""


def log_lines(output):
    """Lines as .NET's StreamReader reads them."""
    return re.split(r"\r\n|\r|\n", output)


def github_commands(output):
    """Every command that the runner of GitHub Actions finds (actions/runner, ActionCommand.cs).

    It tries `::name` at the start of a line first, then the older `##[name]` anywhere. Every name
    counts as a command here, known to the runner or not.
    """
    found = (_github_new(line) or _bracketed(line, "##[", GITHUB_OLD) for line in log_lines(output))
    return [command for command in found if command]


GITHUB_OLD = {"%3B": ";", "%0D": "\r", "%0A": "\n", "%5D": "]", "%25": "%"}
GITHUB_DATA = {"%0D": "\r", "%0A": "\n", "%25": "%"}
GITHUB_PROPERTY = {"%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ",", "%25": "%"}
AZURE = {"%3B": ";", "%0D": "\r", "%0A": "\n", "%5D": "]", "%AZP25": "%"}


def _github_new(line):
    """`::name key=value,key=value::data`, or None."""
    line = line.lstrip()
    end = line.find("::", 2)
    if not line.startswith("::") or end < 0:
        return None
    name, _, properties = line[2:end].partition(" ")
    if not re.fullmatch(r"[A-Za-z-]+", name):
        return None
    command = Command(name, data=_unescape(line[end + 2 :], GITHUB_DATA))
    command.properties = _properties(properties.strip().split(","), GITHUB_PROPERTY)
    return command


def azure_commands(output):
    """Every command that the agent of Azure Pipelines finds (azure-pipelines-agent, Command.cs)."""
    found = (_bracketed(line, "##vso[", AZURE) for line in log_lines(output))
    return [command for command in found if command]


def teamcity_commands(output):
    """Every service message that TeamCity finds."""
    return [line for line in log_lines(output) if "##teamcity[" in line.lower()]


def _bracketed(line, prefix, escapes):
    """`##prefix[name key=value;key=value]data` anywhere in a line, or None."""
    start = line.lower().find(prefix)
    end = line.find("]", start)
    if start < 0 or end < 0:
        return None
    name, _, properties = line[start + len(prefix) : end].partition(" ")
    return Command(name, _properties(properties.split(";"), escapes), _unescape(line[end + 1 :], escapes))


def _properties(parts, escapes):
    """Properties as .NET splits them, without empty ones."""
    pairs = (part.partition("=") for part in parts)
    return {
        key: _unescape(value.lstrip("="), escapes) for key, _, value in pairs if key and value.lstrip("=")
    }


def _unescape(text, escapes):
    """Undo one kind of escape after the other, as the runners do."""
    for escape, character in escapes.items():
        text = text.replace(escape, character)
    return text


@dataclass
class Point:
    """A test point of TAP."""

    ok: bool
    number: int
    description: str
    directive: str
    reason: str
    details: dict | None = None


_POINT = re.compile(r"(not )?ok (\d+) - ((?:\\[\\#]|[^\\#])*?)(?: # (TODO|SKIP) (.*))?")


def tap_points(output):
    """The points of a TAP 14 document, which may contain only points, their YAML and comments."""
    lines = iter(output.removesuffix("\n").split("\n"))
    assert next(lines) == "TAP version 14"
    plan = re.fullmatch(r"1\.\.(\d+)( # SKIP .*)?", next(lines))
    points = []
    for line in lines:
        if line == "  ---":
            block = [each.removeprefix("  ") for each in iter(lambda: next(lines), "  ...")]
            points[-1].details = yaml.safe_load("\n".join(block))
        elif not line.startswith("# "):
            negated, number, text, directive, reason = _POINT.fullmatch(line).groups()
            plain = re.sub(r"\\([\\#])", r"\1", text)
            points.append(Point(not negated, int(number), plain, directive or "", reason or ""))
    assert [point.number for point in points] == [*range(1, int(plan[1]) + 1)]
    return points


def sarif_text(message):
    """The text of a SARIF message (3.11.5, 3.11.6), which must have no placeholder and no link."""
    text = message["text"]
    assert not re.search(r"(?<!\\)(?:\\\\)*[\[\]]", text)
    assert not re.search(r"(?<!\{)(?:\{\{)*\{(?!\{)", text)
    return re.sub(r"\\([\[\]\\])", r"\1", text.replace("{{", "{").replace("}}", "}"))


TAGS = {"h2", "h3", "p", "strong", "code", "table", "thead", "tbody", "tr", "th", "td"}
"""The elements that our Markdown is made of."""

_STYLE = re.compile(r' style="text-align:(?:left|right)"')


@dataclass
class Page:
    """A page of Markdown as a reader sees it."""

    tags: set[str]
    tables: list[list[list[str]]]
    text: str


def markdown_page(source):
    """A page of GitHub's Markdown, rendered; zero-width characters stay in the text."""
    shown = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(source)
    shown = _STYLE.sub("", shown)
    cells = [
        [
            [_plain(cell) for cell in re.findall(r"<t[hd]>(.*?)</t[hd]>", row)]
            for row in table.split("<tr>")[1:]
        ]
        for table in shown.split("<table>")[1:]
    ]
    tags = {tag.strip("</>") for tag in re.findall(r"<[^>]*>", shown)}
    return Page(tags, cells, _plain(shown))


def _plain(shown):
    """HTML as the text in which a code host looks for mentions."""
    return html.unescape(re.sub(r"<[^>]*>", "", shown))

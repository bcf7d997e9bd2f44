"""Malformed and odd inputs: each has the outcome that the corpus index expects."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest
from launches import errors_in

from launchcheck import cli

CORPUS = Path(__file__).parent / "data" / "badinputs"
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200b\u200e\u200f\ufeff]")
NOTHING = re.compile(rb"#.*|^---|^\.\.\.", re.MULTILINE)
"""What a YAML file may have and yet say nothing: comments, and marks of documents."""
COMMAND = re.compile(r"^\s*::\w|##\[|##vso\[|##teamcity\[", re.MULTILINE)
PLAN = "launchcheck: 1\nlaunch: {name: Orbit Sync 2.0, date: 2027-02-16, tier: 1}\n"
MOST_LINES = 80
MOST_LINES_OF_ONE = 7
"""The message, the place, three lines of the file with the caret, another place, and the hint."""
EXIT = {"input-error": 2, "not-ready": 1, "fine": 1}


class Input(NamedTuple):
    """A row of the corpus: the file, the acceptable exit codes, and the lines to name."""

    file: str
    codes: frozenset[int]
    lines: frozenset[str]


def corpus() -> list[Input]:
    """Read every row of the index."""
    rows = [line.split("\t") for line in (CORPUS / "index.tsv").read_text("utf-8").splitlines()[1:]]
    return [
        Input(
            row[0],
            frozenset(EXIT[name] for name in [row[1], *row[4].split(",")] if name),
            frozenset(row[3].split("/")) - {"", "0"} if row[1] == "input-error" else frozenset(),
        )
        for row in rows
    ]


def test_corpus_is_complete():
    """Every file is in the index, and an empty corpus does not pass."""
    assert sorted(bad.file for bad in corpus()) == sorted(path.name for path in CORPUS.glob("*.yaml"))
    assert len(corpus()) == 315


@pytest.fixture(autouse=True)
def plain(monkeypatch):
    """Remove variables that turn on annotations or color."""
    for name in ("GITHUB_ACTIONS", "FORCE_COLOR", "CLICOLOR_FORCE"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize("format", ["terminal", "json"])
@pytest.mark.parametrize("bad", corpus(), ids=lambda bad: bad.file)
def test_bad_input_gets_a_verdict_or_a_clear_refusal(bad, format, capsys):
    """No byte sequence causes a traceback, a control character in the output, or a line that a CI runner executes."""
    path = str(CORPUS / bad.file)
    code = cli.run(["validate", "--as-of", "2027-02-15", "--format", format, path])
    shown = capsys.readouterr()
    assert code in bad.codes, shown.err
    named = calm_lines(bad, shown)
    if code == 2:
        assert shown.out == ""
        assert not bad.lines or bad.lines & set(named), shown.err
        assert all(int(line) <= last_line(path) for line in named)


ROLES = {
    "checklist": ["checks", "--checklist", "./{}"],
    "settings": ["validate", "launch.yaml", "--config", "{}"],
    "record": ["votes", "launch.yaml", "--ledger", "{}"],
}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("bad", corpus(), ids=lambda bad: bad.file)
def test_bad_input_is_no_checklist_no_settings_and_no_record(bad, role, capsys, tmp_path, monkeypatch):
    """Not even a valid plan is one of these; but settings may be empty, and a record without a line end is one torn line, which is reported."""
    content = (CORPUS / bad.file).read_bytes()
    (tmp_path / "launch.yaml").write_text(PLAN)
    (tmp_path / bad.file).write_bytes(content)
    monkeypatch.chdir(tmp_path)
    code = cli.run([word.format(bad.file) for word in ROLES[role]])
    shown = capsys.readouterr()
    is_torn = role == "record" and b"\n" not in content
    sets_nothing = role == "settings" and not NOTHING.sub(b"", content).strip()
    assert code == (0 if is_torn else 1 if sets_nothing else 2), shown
    assert not is_torn or not content or f"{len(content)} bytes; it does not count" in shown.out
    named = calm_lines(bad, shown)
    assert code != 2 or errors_in(shown.err)[0].place.startswith(bad.file)
    assert role == "record" or all(int(line) <= last_line(tmp_path / bad.file) for line in named)


@pytest.mark.parametrize("bad", corpus(), ids=lambda bad: bad.file)
def test_bad_input_is_no_block_of_waivers(bad, capsys, tmp_path, monkeypatch):
    """As the `waivers:` of a valid plan it is refused, unless it is empty."""
    lines = (CORPUS / bad.file).read_bytes().splitlines(keepends=True)
    (tmp_path / bad.file).write_bytes(f"{PLAN}waivers:\n".encode() + b"".join(b"  " + line for line in lines))
    monkeypatch.chdir(tmp_path)
    code = cli.run(["validate", "--as-of", "2027-02-15", "--format", "text", bad.file])
    shown = capsys.readouterr()
    says_nothing = not any(line.partition(b"#")[0].strip() for line in lines)
    assert code == (1 if says_nothing else 2), shown
    calm_lines(bad, shown)


def calm_lines(bad: Input, shown) -> list[str]:
    """Return the lines that the errors name; the output contains nothing that a terminal or a CI runner executes."""
    assert not CONTROL.search(shown.out + shown.err)
    assert not COMMAND.search(shown.out + "\n" + shown.err)
    errors = errors_in(shown.err)
    assert len(shown.err.splitlines()) <= MOST_LINES
    assert [each.lines for each in errors if not each.message or each.lines > MOST_LINES_OF_ONE] == []
    return re.findall(re.escape(bad.file) + r":(\d+)", shown.err)


def last_line(path: str | Path) -> int:
    """The number of lines in an editor, counting LF, CRLF and CR."""
    content = Path(path).read_bytes().replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return content.count(b"\n") + 1

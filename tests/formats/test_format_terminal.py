"""The terminal format: nothing is cut, plan text is harmless, and color is optional."""

from __future__ import annotations

import io
import re

import pytest
from reports import REPORTS, TODAY, finding, report, result
from rich.cells import cell_len

from launchcheck.errors import Location
from launchcheck.formats import Format, Options, write
from launchcheck.formats.terminal.page import Page
from launchcheck.report import FailOn

COLORS = (
    "NO_COLOR",
    "FORCE_COLOR",
    "CLICOLOR",
    "CLICOLOR_FORCE",
    "TERM",
    "COLUMNS",
    "LINES",
    "TTY_COMPATIBLE",
)
ESCAPES = re.compile(r"\x1b\[[\d;]*m")


@pytest.fixture(autouse=True)
def _scrubbed(monkeypatch):
    """Remove the settings of the machine that runs the tests."""
    for name in COLORS:
        monkeypatch.delenv(name, raising=False)


class Screen(io.StringIO):
    """A stream that may be a terminal."""

    def __init__(self, *, terminal: bool) -> None:
        super().__init__()
        self.terminal = terminal

    def isatty(self) -> bool:
        """Whether it is one."""
        return self.terminal


def shown(report, *, terminal=False, **options):
    """The visible output."""
    out = Screen(terminal=terminal)
    write(report, Format.TERMINAL, out, Options(**options))
    return out.getvalue()


@pytest.mark.parametrize(
    ("environment", "terminal", "colored"),
    [
        ({}, True, True),
        ({}, False, False),
        ({"NO_COLOR": "1"}, True, False),
        ({"NO_COLOR": ""}, True, True),
        ({"TERM": "dumb"}, True, False),
        ({"CLICOLOR": "0"}, True, False),
        ({"FORCE_COLOR": "1"}, False, True),
        ({"FORCE_COLOR": "0"}, False, False),
        ({"CLICOLOR_FORCE": "1"}, False, True),
        ({"CLICOLOR_FORCE": "0"}, True, True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False, True),
        ({"CLICOLOR_FORCE": "1", "TERM": "dumb"}, False, True),
    ],
)
def test_color_follows_the_environment(monkeypatch, environment, terminal, colored):
    """Variables that force color win over those that forbid it, and both over the stream."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert ("\x1b[" in shown(REPORTS["mixed"], terminal=terminal)) is colored


@pytest.mark.parametrize("color", [True, False])
def test_options_override_the_environment(monkeypatch, color):
    """A request for color, or for none, is honored."""
    monkeypatch.setenv("NO_COLOR" if color else "FORCE_COLOR", "1")
    assert ("\x1b[" in shown(REPORTS["mixed"], color=color)) is color


@pytest.mark.parametrize("name", REPORTS)
def test_color_changes_no_text(name):
    """Without its colors, a colored report is the plain one."""
    colored = shown(REPORTS[name], color=True, width=80)
    assert ESCAPES.sub("", colored) == shown(REPORTS[name], color=False, width=80)


def test_uses_only_the_terminals_named_colors():
    """It is readable on light and on dark: no backgrounds, nothing dimmed, no links."""
    codes = {
        code
        for report in REPORTS.values()
        for code in ESCAPES.findall(shown(report, color=True, verbose=True))
    }
    used = {number for code in codes for number in code[2:-1].split(";")}
    assert used <= {"0", "1", "4", "31", "32", "33", "36"}


@pytest.mark.parametrize("width", [40, 60, 80, 200])
@pytest.mark.parametrize("name", REPORTS)
def test_stays_within_its_width(name, width):
    """No line is wider than the terminal, whatever the width of its characters."""
    lines = shown(REPORTS[name], width=width, verbose=True).splitlines()
    assert [line for line in lines if cell_len(line) > width] == []


@pytest.mark.parametrize("columns", ["0", "1", "5"])
def test_a_terminal_of_width_zero_shows_everything(monkeypatch, columns):
    """Some tools set COLUMNS=0; it once gave an empty report."""
    monkeypatch.setenv("COLUMNS", columns)
    assert shown(REPORTS["mixed"]) == shown(REPORTS["mixed"], width=40)


@pytest.mark.parametrize("width", [40, 80, 200])
def test_cuts_no_content(width):
    """Every word of a finding is shown at every width."""
    words = [f"word{n}" for n in range(60)]
    actual = shown(report(result(findings=(finding(" ".join(words)),))), width=width)
    assert [word for word in words if word not in actual.split()] == []


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
@pytest.mark.parametrize("name", REPORTS)
def test_draws_with_the_characters_of_the_stream(name, encoding):
    """Characters that a stream lacks are replaced, without an error."""
    out = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    write(REPORTS[name], Format.TERMINAL, out, Options(width=80))
    out.flush()
    assert "gate " in out.buffer.getvalue().decode(encoding)


def test_urgent_items_come_first():
    """In an area: overdue items, then blockers by due date, then warnings."""
    rows = [
        result("sales.warning", severity="warning", days=-9),
        result("sales.later", days=9),
        result("sales.late", days=-1),
        result("sales.soon", days=2),
    ]
    actual = [line.split()[0] for line in shown(report(*rows)).splitlines() if line.startswith("  sales.")]
    assert actual == ["sales.late", "sales.soon", "sales.later", "sales.warning"]


def test_long_lists_of_findings_are_cut_and_counted():
    """Five of nine findings are shown, with how to see the others."""
    many = report(result(findings=tuple(finding(f"finding {n}") for n in range(9))))
    assert shown(many).count("– finding") == 5
    assert "and 4 more; --verbose lists them" in shown(many)
    assert shown(many, verbose=True).count("– finding") == 9


def test_a_long_report_ends_with_what_to_do_first():
    """The five most urgent of sixty items are at the end."""
    lines = shown(REPORTS["many"], width=80).splitlines()
    start = lines.index("to do first")
    assert [line.split()[1:2] for line in lines[start + 1 : start + 7]] == [
        ["product.item-0"],
        ["customer_success.item-50"],
        ["customer_success.item-43"],
        ["sales.item-36"],
        ["sales.item-29"],
        [],
    ]
    assert "to do first" not in shown(REPORTS["mixed"])


@pytest.mark.parametrize(
    ("rule", "line"),
    [
        (FailOn.BLOCKER, "gate closed (exit 1): 6 open blockers [--fail-on blocker]"),
        (FailOn.OVERDUE, "gate closed (exit 1): 1 overdue blocker [--fail-on overdue]"),
        (FailOn.WARNING, "gate closed (exit 1): 8 open items [--fail-on warning]"),
        (FailOn.NEVER, "gate open (exit 0): this gate never closes [--fail-on never]"),
    ],
)
def test_the_last_line_is_the_gate(rule, line):
    """The last line says whether the gate is open, and which rule decided."""
    assert shown(REPORTS["mixed"], fail_on=rule).splitlines()[-1] == line


def test_a_closed_pipe_is_left_to_the_caller():
    """Rich would end the process with 1, which means *not ready*."""

    class Closed(io.StringIO):
        def write(self, _):
            """Fail as a closed pipe does."""
            raise BrokenPipeError

    with pytest.raises(BrokenPipeError):
        write(REPORTS["mixed"], Format.TERMINAL, Closed(), Options())


def test_output_is_deterministic():
    """It depends only on the report and the options."""
    assert shown(REPORTS["mixed"], width=80) == shown(REPORTS["mixed"], width=80)
    assert str(TODAY.year) in shown(REPORTS["mixed"])


class _Terminal(io.StringIO):
    """A stream that claims to be a terminal."""

    def isatty(self):
        """Claim to be a terminal."""
        return True


@pytest.mark.parametrize(
    ("stream", "variables", "is_linked"),
    [
        (_Terminal, {}, True),
        (_Terminal, {"TERM": "dumb"}, False),
        (_Terminal, {"TERM": "dumb", "FORCE_COLOR": "1"}, False),
        (_Terminal, {"NO_COLOR": "1"}, False),
        (io.StringIO, {"FORCE_COLOR": "1"}, False),
        (io.StringIO, {}, False),
    ],
)
def test_places_are_links_where_a_terminal_can_follow_them(
    monkeypatch, tmp_path, stream, variables, is_linked
):
    """The link leads to the line of the file; its address contains no character of the path as it is."""
    for name in ("FORCE_COLOR", "CLICOLOR_FORCE", "CLICOLOR", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {"TERM": "xterm-256color", **variables}.items():
        monkeypatch.setenv(name, value)
    path = tmp_path / "a b\x1b.yaml"
    path.touch()
    page = Page(out := stream(), Options(width=200))

    page.put(page.place(Location(str(path), 12, 3)))
    page.put(page.place(Location("<stdin>", 1, 1)))
    page.close()

    assert (f";file://{tmp_path}/a%20b%1B.yaml#12\x1b\\" in out.getvalue()) is is_linked
    assert out.getvalue().count("\x1b]8;") == (2 if is_linked else 0)
    assert "a b\\x1b.yaml:12:3" in out.getvalue()

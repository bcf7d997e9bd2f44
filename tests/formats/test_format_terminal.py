"""The terminal format: nothing is cut, plan text is harmless, and color is optional."""

from __future__ import annotations

import io
import re
from datetime import date

import pytest
from reports import REPORTS, TODAY, finding, launch, report, result, waiver
from rich.cells import cell_len

from launchcheck.errors import Location
from launchcheck.formats import Format, Options, write
from launchcheck.formats.terminal.page import Page
from launchcheck.report import FailOn
from launchcheck.results import Status
from launchcheck.schedule import FirstCustomers

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
    text = out.buffer.getvalue().decode(encoding)
    assert "gate " in text
    assert "\\xb7" not in text


def test_urgent_items_come_first():
    """In an area: overdue items, then blockers by due date, then warnings."""
    rows = [
        result("sales.warning", severity="warning", days=-9),
        result("sales.later", days=9),
        result("sales.late", days=-1),
        result("sales.soon", days=2),
    ]
    lines = shown(report(*rows), verbose=True).partition("\nnext\n")[0].splitlines()
    assert [line.split()[0] for line in lines if line.startswith("  sales.")] == [
        "sales.late",
        "sales.soon",
        "sales.later",
        "sales.warning",
    ]


def test_long_lists_of_findings_are_cut_and_counted():
    """One of nine findings is shown, five of an area alone, and all with --verbose."""
    many = report(result(findings=tuple(finding(f"finding {n}") for n in range(9))))
    assert shown(many).count("finding ") == 1
    assert "finding 0  launch.yaml:12:5  +8 more" in shown(many, width=80)
    alone = shown(many._replace(only_area="sales"))
    assert alone.count("– finding") == 5
    assert "and 4 more; --verbose lists them" in alone
    assert shown(many, verbose=True).count("– finding") == 9


def test_at_most_eight_blockers_are_shown_in_full():
    """Of ten that are wrong, the last two take a line each."""
    rows = [result(f"sales.item-{n}", days=n, question=f"Question {n}?") for n in range(10)]
    lines = shown(report(*rows), width=80).splitlines()
    assert sum("Question " in line for line in lines) == 8
    assert [line for line in lines if "sales.item-8" in line or "sales.item-9" in line] == [
        "  ✗ sales.item-8  sales.kit.pitch is missing; due Wed 3 Feb",
        "  ✗ sales.item-9  sales.kit.pitch is missing; due Thu 4 Feb",
    ]


def test_a_report_ends_with_the_three_most_urgent_things():
    """Each with its fix and how to learn more, in at most seven lines, the last of which is the gate."""
    text = shown(REPORTS["many"], width=80)
    lines = text[text.index("\nnext\n") + 1 :].splitlines()
    assert [line.strip() for line in lines] == [
        "next",
        "✗ Fill in sales.kit.",
        "launchcheck explain product.item-0",
        "✗ Fill in sales.kit.",
        "launchcheck explain sales.item-36",
        "✗ Fill in sales.kit.",
        "launchcheck explain product.item-15",
        "",
        "gate closed (exit 1): 60 open blockers [--fail-on blocker]",
    ]


def test_the_core_is_named_first_and_folded_items_are_not_named():
    """A line for each open core item; what another item explains is counted with it."""
    first = FirstCustomers(date(2027, 1, 29), ("launch", "release_date"), "10 % on Fri 29 Jan 2027")
    missing = (finding("product.docs is missing", "missing", wants=(("product", "docs"),)),)
    rows = [
        result("sales.kit", days=-3),
        result("product.docs", Status.UNANSWERED, -1, findings=missing, core=True),
        result("product.more-docs", Status.UNANSWERED, 3, findings=missing, because_of="product.docs"),
    ]
    text = shown(report(*rows, launch=launch(first_customers=first)), width=80)
    assert "NOT READY  core: 1 unanswered (overdue) · 1 other blocker open (overdue)" in text
    start = text.index("core  first")
    assert text[start : text.index("\n\nwrong")].splitlines() == [
        "core  first customers: 10 % on Fri 29 Jan 2027, in 3 days",
        "  nothing is answered yet; start with `launchcheck next launch.yaml`",
        "  ? product.docs  not set; due Mon 25 Jan (overdue)",
    ]
    assert "more-docs" not in text


def test_silent_blockers_are_folded_by_area():
    """How many, which, when the first is due, and how many are overdue, by the titles of the areas."""
    rows = [
        result(f"customer_success.{name}", Status.UNANSWERED, days)
        for name, days in (("faq", -2), ("trained", 3), ("escalation", 4), ("cover", 5))
    ]
    text = shown(report(*rows), width=80)
    assert (
        "  ? Customer success  4 unanswered: faq, ...; first due Sun 24 Jan, 1 overdue" in text.splitlines()
    )


@pytest.mark.parametrize(
    ("options", "changes", "is_shown"),
    [
        ({"default_gate": True, "terminal": True}, {}, False),
        ({"default_gate": True, "terminal": False}, {}, True),
        ({"default_gate": False, "terminal": True}, {}, True),
        ({"default_gate": True, "terminal": True}, {"tier": 3}, True),
        ({"default_gate": True, "terminal": True}, {"waivers": (waiver(),)}, True),
    ],
    ids=["asked by nobody", "not a terminal", "--fail-on", "another tier", "waivers"],
)
def test_the_gate_is_left_out_only_where_it_says_nothing_new(options, changes, is_shown):
    """On a terminal, with no --fail-on given and nothing in force that is not default."""
    text = ESCAPES.sub("", shown(report(result())._replace(**changes), **options))
    assert ("\ngate closed" in text) is is_shown


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


@pytest.mark.parametrize("is_linked", [True, False])
def test_evidence_leads_to_the_page_or_the_file(monkeypatch, tmp_path, is_linked):
    """A web address to itself, a file in the plan's folder to the file; anything else is text."""
    for name in ("FORCE_COLOR", "CLICOLOR_FORCE", "CLICOLOR", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color" if is_linked else "dumb")
    folder = tmp_path / "plans"
    (folder / "evidence").mkdir(parents=True)
    (folder / "evidence" / "faq.md").touch()
    (tmp_path / "secret.md").touch()
    page = Page(out := _Terminal(), Options(width=60), str(folder))

    page.put(page.text("see https://docs.example.com/a?b=c (or evidence/faq.md), then goals.few"))
    page.put(page.text("../secret.md, evidence/none.md, evidence/faq.md/x and javascript:alert(1)"))
    page.put(page.cut(page.text("https://docs.example.com/a-very-long-address-that-is-cut"), 20))
    page.close()

    links = re.findall("\x1b]8;[^;]*;([^\x1b]+)\x1b", out.getvalue())
    assert set(links) == (
        {
            "https://docs.example.com/a?b=c",
            f"file://{folder}/evidence/faq.md",
            "https://docs.example.com/a-very-long-address-that-is-cut",
        }
        if is_linked
        else set()
    )
    assert "goals.few" in out.getvalue()

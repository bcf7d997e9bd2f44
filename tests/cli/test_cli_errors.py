"""Error messages as a user sees them."""

from __future__ import annotations

import io
import sys

import pytest

from launchcheck import api
from launchcheck.cli import errors
from launchcheck.errors import LaunchcheckError, Location


class _Terminal(io.StringIO):
    """A standard error stream that claims to be a terminal."""

    def isatty(self):
        """Claim to be a terminal."""
        return True


@pytest.fixture
def on_terminal(monkeypatch):
    """Show an error on a terminal."""

    def shown(error, color="never"):
        stream = _Terminal()
        monkeypatch.setenv("NO_COLOR" if color == "never" else "FORCE_COLOR", "1")
        monkeypatch.setattr(sys, "stderr", stream)
        errors.show(error)
        return stream.getvalue()

    return shown


USAGE = {
    "an unknown command": (
        ["valdate"],
        "error: no such command 'valdate'. Did you mean 'validate'?\nhelp: try `launchcheck --help`\n",
    ),
    "a plan without a command": (
        ["launches/orbit.yaml"],
        (
            "error: no such command 'launches/orbit.yaml'\n"
            "help: did you mean `launchcheck validate launches/orbit.yaml`?\n"
        ),
    ),
    "a folder without a command": (
        ["."],
        "error: no such command '.'\nhelp: did you mean `launchcheck validate .`?\n",
    ),
    "help for an unknown command": (
        ["help", "valdate"],
        ("error: no such command 'valdate'. Did you mean 'validate'?\nhelp: try `launchcheck help --help`\n"),
    ),
    "quiet and verbose at once": (
        ["validate", "plan.yaml", "-q", "-v"],
        ("error: --quiet and --verbose cannot be used together\nhelp: try `launchcheck validate --help`\n"),
    ),
    "an unknown option": (
        ["validate", "plan.yaml", "--formt", "text"],
        (
            "error: no such option: --formt (Possible options: --format)\n"
            "help: try `launchcheck validate --help`\n"
        ),
    ),
    "no plan": (
        ["validate", "."],
        (
            "error: no file here has the name of a plan: launch.yaml or *.launch.yaml\n"
            " --> .\n"
            "help: name a file that begins like one, such as plan.yaml, or a pattern: '*.yaml'\n"
        ),
    ),
    "an unknown format": (
        ["validate", "plan.yaml", "--fail-on", "blockers"],
        (
            "error: invalid value for '--fail-on': 'blockers' is not one of blocker, overdue,"
            " failed, warning, regression, weakened or never\nhelp: try `launchcheck validate --help`\n"
        ),
    ),
    "no tier": (
        ["checks", "--tier", "4"],
        (
            "error: invalid value for '--tier': '4' is not a tier; write 1, 2 or 3\n"
            "help: try `launchcheck checks --help`\n"
        ),
    ),
    "no day of the calendar": (
        ["validate", "plan.yaml", "--as-of", "2027-02-30"],
        (
            "error: invalid value for '--as-of': '2027-02-30' is not a valid date; write YYYY-MM-DD\n"
            "help: try `launchcheck validate --help`\n"
        ),
    ),
    "a day in short": (
        ["validate", "plan.yaml", "--as-of", "20270201"],
        (
            "error: invalid value for '--as-of': '20270201' is not a valid date;"
            " write YYYY-MM-DD: 2027-02-01\n"
            "help: try `launchcheck validate --help`\n"
        ),
    ),
    "a day of another age": (
        ["validate", "plan.yaml", "--as-of", "9999-12-31"],
        (
            "error: invalid value for '--as-of': '9999-12-31' is out of range; the year must be between 2000"
            " and 2100\nhelp: try `launchcheck validate --help`\n"
        ),
    ),
    "no number": (
        ["trend", "plan.yaml", "--last", "all"],
        "error: invalid value for '--last': write a whole number\nhelp: try `launchcheck trend --help`\n",
    ),
    "a number that is too small": (
        ["portfolio", "--weeks", "0"],
        "error: invalid value for '--weeks': write at least 1\nhelp: try `launchcheck portfolio --help`\n",
    ),
    "a number that is too large": (
        ["validate", "--jobs", "65"],
        (
            "error: invalid value for '--jobs' / '-j': write at most 64\n"
            "help: try `launchcheck validate --help`\n"
        ),
    ),
    "two days": (
        ["validate", "plan.yaml", "--as-of", "2027-02-01", "--at-launch"],
        ("error: --as-of and --at-launch cannot be used together\nhelp: try `launchcheck validate --help`\n"),
    ),
    "a workflow command and an escape": (
        ["::error::x\x1b[31m"],
        "error: no such command ': :error: :x\\x1b[31m'\nhelp: try `launchcheck --help`\n",
    ),
    "a file that is not there": (
        ["validate", "a\x1b[31mb\nc.yaml"],
        "error: no such file\n --> a\\x1b[31mb\\nc.yaml\n",
    ),
    "an unknown checklist": (
        ["validate", "plan.yaml", "--checklist", "lunch", "--as-of", "2027-02-01"],
        (
            "error: no checklist called 'lunch'\nhelp: did you mean 'launch'? built in: launch,"
            " and the packs that `launchcheck checks --packs` lists; a file of your own needs its path: './lunch.yaml'\n"
        ),
    ),
}


@pytest.mark.parametrize(("arguments", "words"), USAGE.values(), ids=USAGE)
def test_reports_wrong_arguments(here, arguments, words):
    """A usage error exits with 2, with a plain message that nothing executes."""
    ended = here(*arguments)

    assert (ended.code, ended.out, ended.err) == (2, "", words)


def test_shows_the_help_without_arguments(here):
    """The bare command prints its help to standard error and exits with 2: it has checked nothing."""
    ended = here()

    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("Usage: launchcheck [OPTIONS] COMMAND ...\n\n  Is this launch ready to go?")


def test_locates_an_error(here, tmp_path):
    """An error in a plan has file, line, column and a hint."""
    plan = tmp_path / "plan.yaml"
    plan.write_text(plan.read_text().replace("  owner:", "  ownr:"))

    ended = here("validate", "plan.yaml", "--as-of", "2027-02-01")

    assert (ended.code, ended.out) == (2, "")
    assert ended.err == (
        "error: unknown key 'ownr'\n"
        " --> plan.yaml:6:3\n"
        "  |\n"
        "6 |   ownr: dana\n"
        "  |   ^^^^\n"
        "help: did you mean 'owner'?\n"
    )


def test_names_both_places(here, tmp_path):
    """The error for a duplicate key names its first place."""
    plan = tmp_path / "plan.yaml"
    plan.write_text(plan.read_text().replace("  tier: 2\n", "  tier: 1\n  tier: 3\n"))

    ended = here("validate", "plan.yaml", "--as-of", "2027-02-01")

    assert ended.err == (
        "error: the key 'tier' appears twice here, first on line 5\n"
        " --> plan.yaml:6:3\n"
        "  |\n"
        "6 |   tier: 3\n"
        "  |   ^\n"
        "note: see plan.yaml:5:3\n"
        "help: keep one of them\n"
    )


def test_stays_short_in_a_log(here, tmp_path):
    """A log shows the first errors, and that there are more."""
    plan = tmp_path / "plan.yaml"
    plan.write_text(plan.read_text() + "".join(f"key{number}: 1\n" for number in range(100)))

    lines = here("validate", "plan.yaml", "--as-of", "2027-02-01").err.splitlines()

    assert len(lines) <= errors.MOST_LINES
    assert lines[:5] == [
        "error: unknown key 'key0'",
        "  --> plan.yaml:11:1",
        "   |",
        "11 | key0: 1",
        "   | ^^^^",
    ]
    assert lines[-1] == "error: and more; fix these first"


def test_shows_all_of_few_errors(capsys):
    """When all parts fit, no count of more is printed."""
    parts = tuple(LaunchcheckError(f"wrong {number}", hint="fix it") for number in range(12))

    errors.show(LaunchcheckError("wrong", parts=parts))

    assert "and more" not in capsys.readouterr().err


CARETS = {
    "a word": (
        Location("p.yaml", 3, 9, 3, 12, "  tier: four"[:8] + "4th"),
        "3 |   tier: 4th\n  |         ^^^\n",
    ),
    "a place without an end": (Location("p.yaml", 1, 3, text="a: b"), "1 | a: b\n  |   ^\n"),
    "the end of a line": (Location("p.yaml", 1, 5, text="a: b"), "1 | a: b\n  |     ^\n"),
    "tabs": (Location("p.yaml", 1, 3, 1, 4, "\t\tb"), "1 |         b\n  |         ^\n"),
    "wide characters": (
        Location("p.yaml", 1, 7, 1, 9, "name: 発売"),
        "1 | name: 発売\n  |       ^^^^\n",
    ),
    "what is written as an escape": (
        Location("p.yaml", 1, 2, 1, 3, "\u202eb"),
        "1 | \\u202eb\n  |       ^\n",
    ),
    "the middle of a long line": (
        Location("p.yaml", 1, 101, 1, 102, "x" * 100 + "!" + "y" * 100),
        f"1 | …{'x' * 50}!{'y' * 39}…\n  |{' ' * 52}^\n",
    ),
}


@pytest.mark.parametrize(("place", "picture"), CARETS.values(), ids=CARETS)
def test_draws_a_caret(on_terminal, place, picture):
    """The line of the file is shown, with carets below the error."""
    shown = on_terminal(LaunchcheckError("wrong", locations=(place,)))

    assert shown == f"error: wrong\n --> {place}\n  |\n{picture}"


def test_draws_no_caret_for_a_whole_file(on_terminal):
    """An error without a line has no caret."""
    shown = on_terminal(LaunchcheckError("gone", hint="look", locations=(Location("p.yaml"),)))

    assert shown == "error: gone\n --> p.yaml\nhelp: look\n"


def test_colors_an_error(on_terminal):
    """The word error, the gutter, the carets and the word help stand out."""
    place = Location("p.yaml", 1, 3, 1, 4, "a: b")

    shown = on_terminal(LaunchcheckError("wrong", hint="look", locations=(place,)), color="always")

    assert shown == (
        "\x1b[1;31merror:\x1b[0m wrong\n"
        "\x1b[1;34m -->\x1b[0m p.yaml:1:3\n"
        "\x1b[1;34m  |\x1b[0m\n"
        "\x1b[1;34m1 |\x1b[0m a: b\n"
        "\x1b[1;34m  |\x1b[0m\x1b[1;31m   ^\x1b[0m\n"
        "\x1b[1;36mhelp:\x1b[0m look\n"
    )


def test_shows_more_errors_in_a_terminal(on_terminal):
    """A terminal shows every part up to the limit, and a count of the rest."""
    parts = tuple(LaunchcheckError(f"wrong {number}", hint="fix it") for number in range(30))

    lines = on_terminal(LaunchcheckError("wrong", parts=parts)).splitlines()

    assert len(lines) == 3 * errors.MOST_PARTS + 1
    assert lines[:4] == ["error: wrong 0", "help: fix it", "", "error: wrong 1"]
    assert lines[-2:] == ["", "error: and more; fix these first"]


def test_admits_a_bug(here, monkeypatch):
    """A crash is never mistaken for a closed gate: it exits with 70, and says what to report."""

    def broken(*_, **__):
        raise ValueError("\x1b[31m::error::x")

    monkeypatch.setattr(api, "examine", broken)

    ended = here("validate", "plan.yaml", "--as-of", "2027-02-01")

    lines = ended.err.splitlines()
    assert (ended.code, ended.out) == (70, "")
    assert lines[0] == (
        "error: this is a bug in launchcheck. Please report it, with the command, the plan and this:"
    )
    assert lines[1].startswith("launchcheck 0.1.0, Python 3.")
    assert lines[2] == "Traceback (most recent call last):"
    assert lines[-1] == "ValueError: \\x1b[31m: :error: :x"


@pytest.mark.skipif(sys.platform == "win32", reason="a folder that is in use cannot be removed")
@pytest.mark.parametrize("command", [["validate"], ["validate", "plan.yaml"], ["checks"]])
def test_says_that_the_current_folder_was_removed(here, tmp_path, monkeypatch, command):
    """Another shell, or a checkout, may have removed it: that is no bug."""
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()

    ended = here(*command)

    assert (ended.code, ended.out) == (2, "")
    assert ended.err == "error: the current folder was removed\nhelp: go to one that exists\n"


def test_can_be_interrupted(here, monkeypatch):
    """An interrupt exits with 130, silently."""

    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(api, "examine", interrupted)

    ended = here("validate", "plan.yaml", "--as-of", "2027-02-01")

    assert (ended.code, ended.out, ended.err) == (130, "", "")

"""`launchcheck init`: creating a plan."""

from __future__ import annotations

import os
import select
import signal
import stat
import time
from datetime import date

import pytest
from command import apart, started

from launchcheck import api, parse
from launchcheck.cli import files
from launchcheck.errors import LaunchcheckError
from launchcheck.plan import Plan
from launchcheck.source import Source

FLAGS = ("--name", "Orbit", "--date", "2027-03-02", "--tier", "1")
TIERS = (1, 2, 3)


def plan_of(text: str) -> Plan:
    """The plan in a text."""
    return parse.read(Source.parse(text), Plan)


def test_writes_a_plan_to_fill_in(here, tmp_path):
    """The plan is written, and the next steps are shown."""
    ended = here("init", *FLAGS)

    assert (ended.code, ended.err) == (0, "")
    assert ended.out == "Wrote launch.yaml. Next:\n  launchcheck validate launch.yaml\n"
    text = (tmp_path / "launch.yaml").read_text()
    assert text.startswith("# yaml-language-server: $schema=plan.schema.json\n#\n# A launch plan. ")
    assert "#   launchcheck validate launch.yaml\n" in text


@pytest.mark.parametrize("tier", TIERS)
def test_is_valid_at_once(here, tier):
    """A new plan is valid, and its gate is closed: it is unanswered."""
    here("init", "--name", "Orbit", "--date", "2027-03-02", "--tier", str(tier))

    ended = here("validate", "launch.yaml", "--as-of", "2026-06-01", "--format", "text")

    assert (ended.code, ended.err) == (1, "")
    assert " launch.tier-reason launch.tier_reason is missing" in ended.out


NAMES = {"": "a launch needs a name", "  ": "a launch needs a name"} | {
    name: f"'{shown}' contains invisible characters; a name must be one line of visible text"
    for name, shown in {"a\nb": "a\\nb", "a\x1b[31m": "a\\x1b[31m", "\u202ea": "\\u202ea"}.items()
}


@pytest.mark.parametrize("name", NAMES)
def test_refuses_an_invisible_name(here, name, tmp_path):
    """A name is one line of visible text."""
    ended = here("init", "--name", name, "--date", "2027-03-02", "--tier", "1")

    assert (ended.code, ended.out) == (2, "")
    assert ended.err == (
        f"error: invalid value for '--name': {NAMES[name]}\nhelp: try `launchcheck init --help`\n"
    )
    assert not (tmp_path / "launch.yaml").exists()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ((), "--name, --date and --tier are required"),
        (("--name", "Orbit"), "--date and --tier are required"),
        (("--name", "Orbit", "--tier", "1"), "--date is required"),
    ],
)
def test_names_the_missing_flags(given, words):
    """Without a terminal, the error names the flags to use."""
    ended = apart("init", *given)

    assert (ended.code, ended.out) == (2, "")
    assert ended.err == (
        f"error: {words} without a terminal\n"
        'help: for example: launchcheck init --name "Orbit Sync 2.0" --date 2027-02-16 --tier 1\n'
    )


def test_writes_to_standard_output(here, tmp_path):
    """A dash means standard output."""
    ended = here("init", "-", *FLAGS)

    here("init", *FLAGS)
    assert (ended.code, ended.out) == (0, (tmp_path / "launch.yaml").read_text())
    assert not (tmp_path / "-").exists()


@pytest.mark.parametrize("kind", ["file", "folder", "dangling link"])
def test_never_overwrites(here, tmp_path, kind):
    """Whatever exists stays unchanged."""
    there = tmp_path / "launch.yaml"
    make = {"file": lambda: there.write_text("mine"), "folder": there.mkdir}
    make.get(kind, lambda: there.symlink_to("gone"))()

    ended = here("init", *FLAGS)

    assert (ended.code, ended.out) == (2, "")
    assert ended.err == (
        "error: already exists\n --> launch.yaml\nhelp: overwrite it with --force, or choose another path\n"
    )
    assert kind != "file" or there.read_text() == "mine"


def test_overwrites_with_force(here, tmp_path):
    """--force writes to the target of a link, keeps the mode, and leaves nothing else behind."""
    (tmp_path / "target.yaml").write_text("old")
    (tmp_path / "target.yaml").chmod(0o640)
    (tmp_path / "launch.yaml").symlink_to("target.yaml")

    ended = here("init", "--force", *FLAGS)

    assert (ended.code, ended.err) == (0, "")
    assert (tmp_path / "launch.yaml").is_symlink()
    assert plan_of((tmp_path / "target.yaml").read_text()).launch.name == "Orbit"
    assert stat.S_IMODE((tmp_path / "target.yaml").stat().st_mode) == 0o640
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "launch.yaml", "plan.yaml", "target.yaml", "tiny.yaml"
    ]  # fmt: skip


def test_writes_a_new_file_with_force(here, tmp_path):
    """--force does not require an existing file."""
    ended = here("init", "--force", *FLAGS)

    assert (ended.code, (tmp_path / "launch.yaml").exists()) == (0, True)


def test_reports_a_missing_folder(here):
    """The message is in plain language."""
    ended = here("init", "gone/launch.yaml", *FLAGS)

    assert (ended.code, ended.out) == (2, "")
    assert ended.first == "gone/launch.yaml: cannot be written: no such file or directory"


@pytest.mark.parametrize(("force", "call"), [(False, "fsync"), (True, "fsync"), (True, "replace")])
def test_leaves_the_old_file_on_failure(monkeypatch, tmp_path, force, call):
    """A full disk in the middle of writing changes nothing."""

    def fails(*_):
        raise OSError(28, "")

    there = tmp_path / "there.yaml"
    if force:
        there.write_text("old")
    monkeypatch.setattr(os, call, fails)

    with pytest.raises(LaunchcheckError, match="cannot be written: no space left on device"):
        files.write(str(there), "new", force=force)

    assert sorted(path.name for path in tmp_path.glob("there*")) == (["there.yaml"] if force else [])
    assert not force or there.read_text() == "old"


class Talk:
    """A command in a pseudo-terminal, driven by the test."""

    def __init__(self, *arguments: str) -> None:
        pty = pytest.importorskip("pty")
        self.terminal, inside = pty.openpty()
        self.heard = ""
        environment = {**os.environ, "NO_COLOR": "1"}
        self.process = started(*arguments, stdin=inside, stdout=inside, stderr=inside, env=environment)
        os.close(inside)

    def hear(self, words: str) -> None:
        """Wait until a text is printed."""
        until = time.monotonic() + 60
        while words not in self.heard:
            ready, _, _ = select.select([self.terminal], [], [], max(0, until - time.monotonic()))
            assert ready, f"{words!r} is not in {self.heard!r}"
            self.heard += self._read()

    def say(self, words: str) -> None:
        """Type a line."""
        self.heard = ""
        os.write(self.terminal, f"{words}\n".encode())

    def end(self) -> int:
        """Read to the end."""
        while more := self._read():
            self.heard += more
        os.close(self.terminal)
        return self.process.wait(timeout=60)

    def _read(self) -> str:
        """The new output; empty at the end."""
        try:
            return os.read(self.terminal, 10_000).decode()
        except OSError:  # Linux raises this when the other end is closed
            return ""


def test_prompts_in_a_terminal(tmp_path):
    """Run bare, it repeats each prompt until it has an answer, and confirms the weekday of the date."""
    talk = Talk("init")
    talk.hear("Name of the launch: ")
    talk.say("Orbit: 2")
    talk.hear("Launch date (YYYY-MM-DD, or a period such as 2027-Q1): ")
    talk.say("16.2.2027")
    talk.hear("Error: '16.2.2027' is not a date; write YYYY-MM-DD, or a period: ")
    talk.hear("or 2027\r\nLaunch date (YYYY-MM-DD, or a period such as 2027-Q1): ")
    talk.say("2027-02-16")
    talk.hear("That is Tue 16 Feb 2027.")
    talk.hear("  1  everyone hears of it\r\n  2  one audience does\r\n  3  it ships quietly\r\nTier: ")
    talk.say("9")
    talk.hear("Error: '9' is not a tier; write 1, 2 or 3\r\nTier: ")
    talk.say("2")
    talk.hear("Wrote launch.yaml.")

    assert talk.end() == 0
    launch = plan_of((tmp_path / "launch.yaml").read_text()).launch
    assert (launch.name, launch.day, launch.tier) == ("Orbit: 2", date(2027, 2, 16), 2)


def test_a_new_plan_may_have_a_period_for_a_date(here):
    """Due dates are those of its last day, and the plan is valid."""
    ended = here("init", "-", "--name", "Orbit", "--date", "2027-Q1", "--tier", "3")

    assert (
        "  date: 2027-Q1    # Wed 31 Mar 2027, the last day of 2027-Q1: the public announcement;" in ended.out
    )
    assert api.read_plan(ended.out).launch.date.text == "2027-Q1"


@pytest.mark.parametrize("key", ["ctrl-c", "ctrl-d"])
def test_can_be_interrupted_while_it_prompts(tmp_path, key):
    """Ctrl-C or the end of input ends it; nothing is written and there is no traceback."""
    if key == "ctrl-c" and signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        pytest.skip("the process that started the tests ignores Ctrl-C, and so do its children")
    talk = Talk("init", "--name", "Orbit", "--tier", "1")
    talk.hear("Launch date (YYYY-MM-DD, or a period such as 2027-Q1): ")
    if key == "ctrl-d":
        os.write(talk.terminal, b"\x04")
    else:  # the terminal turns this into a signal
        time.sleep(0.2)
        talk.process.send_signal(signal.SIGINT)

    assert talk.end() == 130
    assert "Traceback" not in talk.heard
    assert not (tmp_path / "launch.yaml").exists()


def test_does_not_prompt_if_the_file_exists(tmp_path):
    """The error comes before the first prompt."""
    (tmp_path / "launch.yaml").touch()

    talk = Talk("init")

    assert talk.end() == 2
    assert talk.heard == (
        "error: already exists\r\n --> launch.yaml\r\nhelp: overwrite it with --force, or choose another path\r\n"
    )

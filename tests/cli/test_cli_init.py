"""`launchcheck init`: the first plan of a launch."""

from __future__ import annotations

import os
import re
import select
import signal
import stat
import time
from datetime import date

import pytest
from command import apart, started

from launchcheck import catalog, parse, template
from launchcheck.cli import files
from launchcheck.errors import LaunchcheckError
from launchcheck.plan import Plan
from launchcheck.source import Source

FLAGS = ("--name", "Orbit", "--date", "2027-03-02", "--tier", "1")
TIERS = (1, 2, 3)


def plan_of(text: str) -> Plan:
    """Read a plan from its text."""
    return parse.read(Source.parse(text), Plan)


def written(tier: int, name: str = "Orbit", launch: date = date(2027, 3, 2)) -> str:
    """The text of a first plan."""
    return template.plan(name, launch, tier, catalog.built_in(), "launch.yaml")


def uncommented(text: str) -> str:
    """The plan as an editor leaves it that takes one comment sign from every line below the head."""
    head, body = text.split("\n\n", 1)
    return f"{head}\n\n" + re.sub(r"^( *)#(?: |(?=#))", r"\1", body, flags=re.MULTILINE)


def test_writes_a_plan_to_fill_in(here, tmp_path):
    """The plan is there, and so is what to do next."""
    ended = here("init", *FLAGS)

    assert (ended.code, ended.err) == (0, "")
    assert ended.out == "Wrote launch.yaml. Next:\n  launchcheck validate launch.yaml\n"
    assert (
        (tmp_path / "launch.yaml")
        .read_text()
        .startswith("# A launch plan. What to run next:\n#\n#   launchcheck validate launch.yaml\n")
    )


@pytest.mark.parametrize("tier", TIERS)
def test_is_valid_at_once(here, tier):
    """A fresh plan is read without an error, and its gate is shut: it is unanswered."""
    here("init", "--name", "Orbit", "--date", "2027-03-02", "--tier", str(tier))

    ended = here("validate", "launch.yaml", "--as-of", "2026-06-01", "--format", "text")

    assert (ended.code, ended.err) == (1, "")
    assert " launch.tier-reason launch.tier_reason is not given" in ended.out


@pytest.mark.parametrize("tier", TIERS)
def test_is_valid_when_uncommented(tier):
    """What is commented out is a plan that fits together, with nothing twice."""
    plan = plan_of(uncommented(written(tier)))

    assert (plan.launch.tier, plan.launch.tier_reason is None) == (tier, False)
    assert [segment.id for segment in plan.audience.segments] == ["mid-market", "enterprise"]


@pytest.mark.parametrize("tier", TIERS)
def test_asks_what_its_tier_asks(tier):
    """Every item of the tier stands in the plan, with its due day; no other does."""
    text = written(tier)

    asked = {item.id for item in catalog.built_in().items if tier in item.severity and item.example}
    assert set(re.findall(r"  \[([a-z_.-]+), (?:blocker|warning), due ", text)) == asked


def test_says_when_each_answer_is_due():
    """A question stands with its severity and its day, above the YAML that answers it."""
    assert (
        "  ## Is the tier argued for?  [launch.tier-reason, blocker, due Fri 1 Jan 2027, T-60]\n"
        "  # tier_reason: New buyer, new price plan, every existing customer is touched.\n"
    ) in written(1)


def test_moves_the_days_of_the_examples_along():
    """Examples lie around the launch as they lie around the one that they were written for."""
    assert "  # release_date: 2027-02-23\n" in written(1)
    assert "  # release_date: 2028-02-22\n" in written(1, launch=date(2028, 2, 29))


def test_shows_what_others_refer_to():
    """A fact that the tier is not asked for, but that others need, is there and says so."""
    assert ("## Not asked at tier 3, but what is asked refers to it.\n#   segments:\n") in written(3)


@pytest.mark.parametrize(
    "name",
    [
        "Orbit Sync 2.0", "Orbit: Sync", "Orbit #2", '"Orbit"', "it's", "- Orbit", "yes", "null", "2.0",
        "2027-02-16", "*", "&a", "!b", "{c}", "[d]", "%e", "@f", "`g`", "|", ">", "Größe 発売 🚀",
        "back\\slash", "a: b # c", "~", "x", "::error::x", "trailing:", "\u0646\u200c\u0645",
    ],
)  # fmt: skip
def test_writes_any_name(name):
    """A name comes back as it was typed, whatever YAML takes its characters for."""
    assert plan_of(written(3, name)).launch.name == name


NAMES = {"": "a launch needs a name", "  ": "a launch needs a name"} | {
    name: f"'{shown}' has characters that cannot be seen: a name is one line of text"
    for name, shown in {"a\nb": "a\\nb", "a\x1b[31m": "a\\x1b[31m", "\u202ea": "\\u202ea"}.items()
}


@pytest.mark.parametrize("name", NAMES)
def test_refuses_a_name_that_cannot_be_seen(here, name, tmp_path):
    """A name is one line of text that somebody can read."""
    ended = here("init", "--name", name, "--date", "2027-03-02", "--tier", "1")

    assert (ended.code, ended.out) == (2, "")
    assert ended.err == (
        f"launchcheck: invalid value for '--name': {NAMES[name]}\n  hint: try launchcheck init --help\n"
    )
    assert not (tmp_path / "launch.yaml").exists()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ((), "--name, --date and --tier are needed"),
        (("--name", "Orbit"), "--date and --tier are needed"),
        (("--name", "Orbit", "--tier", "1"), "--date is needed"),
    ],
)
def test_says_what_it_would_have_asked_for(given, words):
    """Where nobody can be asked, the flags are named."""
    ended = apart("init", *given)

    assert (ended.code, ended.out) == (2, "")
    assert ended.err == (
        f"launchcheck: {words} where nobody can be asked\n"
        '  hint: for example: launchcheck init --name "Orbit Sync 2.0" --date 2027-02-16 --tier 1\n'
    )


def test_writes_to_standard_output(here, tmp_path):
    """A dash stands for standard output."""
    ended = here("init", "-", *FLAGS)

    assert (ended.code, ended.out) == (0, written(1))
    assert not (tmp_path / "-").exists()


@pytest.mark.parametrize("kind", ["file", "folder", "dangling link"])
def test_never_writes_over_what_is_there(here, tmp_path, kind):
    """What is there stays as it is, whatever it is."""
    there = tmp_path / "launch.yaml"
    make = {"file": lambda: there.write_text("mine"), "folder": there.mkdir}
    make.get(kind, lambda: there.symlink_to("gone"))()

    ended = here("init", *FLAGS)

    assert (ended.code, ended.out) == (2, "")
    assert ended.err == (
        "launch.yaml: is there already\n  hint: choose another path, or write over it with --force\n"
    )
    assert kind != "file" or there.read_text() == "mine"


def test_writes_over_a_file_by_force(here, tmp_path):
    """--force puts the plan where a link leads, keeps the mode, and leaves nothing else behind."""
    (tmp_path / "target.yaml").write_text("old")
    (tmp_path / "target.yaml").chmod(0o640)
    (tmp_path / "launch.yaml").symlink_to("target.yaml")

    ended = here("init", "--force", *FLAGS)

    assert (ended.code, ended.err) == (0, "")
    assert (tmp_path / "launch.yaml").is_symlink()
    assert (tmp_path / "target.yaml").read_text() == written(1)
    assert stat.S_IMODE((tmp_path / "target.yaml").stat().st_mode) == 0o640
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "launch.yaml", "plan.yaml", "target.yaml", "tiny.yaml"
    ]  # fmt: skip


def test_writes_a_new_file_by_force(here, tmp_path):
    """--force does not need a file that is there."""
    ended = here("init", "--force", *FLAGS)

    assert (ended.code, (tmp_path / "launch.yaml").exists()) == (0, True)


def test_says_what_keeps_it_from_writing(here):
    """A folder that is not there is named in plain words."""
    ended = here("init", "gone/launch.yaml", *FLAGS)

    assert (ended.code, ended.out) == (2, "")
    assert ended.err == "gone/launch.yaml: cannot be written: no such file or directory\n"


@pytest.mark.parametrize(("force", "call"), [(False, "fsync"), (True, "fsync"), (True, "replace")])
def test_leaves_the_old_file_or_none(monkeypatch, tmp_path, force, call):
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
    """A command in a pseudo-terminal, spoken to word by word."""

    def __init__(self, *arguments: str) -> None:
        pty = pytest.importorskip("pty")
        self.terminal, inside = pty.openpty()
        self.heard = ""
        self.process = started(*arguments, stdin=inside, stdout=inside, stderr=inside)
        os.close(inside)

    def hear(self, words: str) -> None:
        """Wait until something is said."""
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
        """Listen to the end."""
        while more := self._read():
            self.heard += more
        os.close(self.terminal)
        return self.process.wait(timeout=60)

    def _read(self) -> str:
        """What was said since; nothing at the end."""
        try:
            return os.read(self.terminal, 10_000).decode()
        except OSError:  # how Linux says that nobody is left inside
            return ""


def test_asks_in_a_terminal(tmp_path):
    """Run bare, it asks for each thing until it has it, and says the day of the week back."""
    talk = Talk("init")
    talk.hear("What is launched: ")
    talk.say("Orbit: 2")
    talk.hear("When is the world told (YYYY-MM-DD): ")
    talk.say("16.2.2027")
    talk.hear("Error: '16.2.2027' is not a day; write YYYY-MM-DD\r\nWhen is the world told (YYYY-MM-DD): ")
    talk.say("2027-02-16")
    talk.hear("That is Tue 16 Feb 2027.")
    talk.hear("  1  everyone hears of it\r\n  2  one audience does\r\n  3  it ships quietly\r\nTier: ")
    talk.say("9")
    talk.hear("Error: '9' is not a tier; write 1, 2 or 3\r\nTier: ")
    talk.say("2")
    talk.hear("Wrote launch.yaml.")

    assert talk.end() == 0
    launch = plan_of((tmp_path / "launch.yaml").read_text()).launch
    assert (launch.name, launch.date, launch.tier) == ("Orbit: 2", date(2027, 2, 16), 2)


@pytest.mark.parametrize("key", ["ctrl-c", "ctrl-d"])
def test_can_be_left_while_it_asks(tmp_path, key):
    """Ctrl-C or the end of input ends it, with nothing written and no traceback."""
    if key == "ctrl-c" and signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        pytest.skip("whoever started the tests ignores Ctrl-C, and so does what they start")
    talk = Talk("init", "--name", "Orbit", "--tier", "1")
    talk.hear("When is the world told (YYYY-MM-DD): ")
    if key == "ctrl-d":
        os.write(talk.terminal, b"\x04")
    else:  # the signal that a terminal makes of it
        time.sleep(0.2)
        talk.process.send_signal(signal.SIGINT)

    assert talk.end() == 130
    assert "Traceback" not in talk.heard
    assert not (tmp_path / "launch.yaml").exists()


def test_asks_nothing_for_a_file_that_is_there(tmp_path):
    """Nobody answers three questions to hear that the file is there."""
    (tmp_path / "launch.yaml").touch()

    talk = Talk("init")

    assert talk.end() == 2
    assert talk.heard == (
        "launch.yaml: is there already\r\n  hint: choose another path, or write over it with --force\r\n"
    )

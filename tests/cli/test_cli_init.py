"""`launchcheck init`: creating a plan."""

from __future__ import annotations

import json
import os
import re
import select
import signal
import stat
import time
from datetime import date
from pathlib import Path

import pytest
import typer
from command import apart, started

from launchcheck import api, parse
from launchcheck.cli import files, options
from launchcheck.errors import LaunchcheckError
from launchcheck.plan import Plan
from launchcheck.source import Source
from launchcheck.text import quote

FLAGS = ("--name", "Orbit", "--date", "2090-03-02", "--tier", "1")
TIERS = (1, 2, 3)
EXAMPLES = Path(__file__).parents[2] / "examples"


def plan_of(text: str) -> Plan:
    """The plan in a text."""
    return parse.read(Source.parse(text), Plan)


def test_writes_a_plan_to_fill_in(here, tmp_path):
    """The plan is written, and the next steps are shown."""
    ended = here("init", *FLAGS)

    assert (ended.code, ended.err) == (0, "")
    assert ended.out == (
        "Wrote launch.yaml. Next:\n"
        "  launchcheck ask launch.yaml    (answer what it asks, one question at a time)\n"
        "  launchcheck validate launch.yaml\n"
        "  launchcheck checks --packs    (more to ask, such as about price, law, press or launch day)\n"
    )
    text = (tmp_path / "launch.yaml").read_text()
    assert text.startswith("# yaml-language-server: $schema=plan.schema.json\n#\n# A launch plan. ")
    assert "#   launchcheck validate launch.yaml\n" in text


@pytest.mark.parametrize("tier", TIERS)
def test_is_valid_at_once(here, tier):
    """A new plan is valid, and its gate is closed: it is unanswered."""
    here("init", "--name", "Orbit", "--date", "2090-03-02", "--tier", str(tier))

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
    ended = here("init", "--name", name, "--date", "2090-03-02", "--tier", "1")

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


def test_makes_missing_folders(here, tmp_path):
    """A plan may be the first file of its folder."""
    ended = here("init", "launches/2090/orbit.yaml", *FLAGS)

    assert (ended.code, ended.err) == (0, "")
    assert (tmp_path / "launches/2090/orbit.yaml").exists()


def test_reports_a_folder_that_cannot_be_made(here, tmp_path):
    """The message is in plain language."""
    (tmp_path / "file").touch()

    ended = here("init", "file/launch.yaml", *FLAGS)

    assert (ended.code, ended.out) == (2, "")
    assert ended.err == "error: cannot be written: file exists\n --> file/launch.yaml\n"


@pytest.mark.parametrize(
    ("path", "launch", "warning"),
    [
        ("launch.yaml", "2020-02-14", "the launch date, Fri 14 Feb 2020, is in the past"),
        ("launch.yaml", "2020-Q1", "the launch date, Tue 31 Mar 2020, is in the past"),
        ("launch.yaml", "2090-03-04", "the launch date, Sat 4 Mar 2090, is on a weekend"),
        (
            "orbit.yaml",
            "2090-03-02",
            (
                "`launchcheck validate` does not find a plan of this name in a folder; call it launch.yaml or"
                " *.launch.yaml, or put it in a folder launches"
            ),
        ),
    ],
)
def test_warns_of_slips(here, path, launch, warning):
    """A date in the past or on a weekend, and a name that no search finds, may be slips; the plan is written."""
    ended = here("init", path, "--name", "Orbit", "--date", launch, "--tier", "1")

    assert (ended.code, ended.err) == (0, f"warning: {warning}\n")


@pytest.mark.parametrize(
    ("path", "launch"),
    [
        ("orbit.launch.yaml", "2090-03-02"),
        ("launches/x.yaml", "2090-03-02"),
        ("launch.yml", "2090-H1"),
        ("-", "2090"),
    ],
)
def test_warns_of_nothing_else(here, path, launch):
    """The last day of a period may be on a weekend, and names that a search finds are fine."""
    assert here("init", path, "--name", "Orbit", "--date", launch, "--tier", "1").err == ""


def test_takes_people_and_owners(here, tmp_path):
    """Those that options name are facts; all others are placeholders."""
    owners = ("--owner", "sales=omar", "--owner", "launch=dana", "--owner", "decider=omar")
    ended = here("init", *FLAGS, "--person", "dana=Dana Reyes", "--person", "omar=Omar: H", *owners)

    assert (ended.code, ended.err) == (0, "")
    plan = plan_of((tmp_path / "launch.yaml").read_text())
    assert {id: person.name for id, person in plan.people.items()} == {
        "dana": "Dana Reyes",
        "omar": "Omar: H",
    }
    assert (plan.launch.owner, plan.launch.decider) == ("dana", "omar")
    assert plan.owners.model_dump(exclude_none=True) == {"sales": "omar"}


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (
            ("--person", "dana"),
            "invalid value for '--person': 'dana' is not an id and a name; write \"dana=Dana Reyes\"",
        ),
        (
            ("--person", "d r=D"),
            "invalid value for '--person': 'd r=D' is not an id and a name; write \"dana=Dana Reyes\"",
        ),
        (
            ("--owner", "sales"),
            "invalid value for '--owner': 'sales' is not an area and a person; write sales=dana",
        ),
        (("--owner", "sale=dana"), "invalid value for '--owner': no area 'sale'; did you mean 'sales'?"),
        (
            ("--owner", "sales=dana"),
            "no person 'dana', who is to own sales; add --person \"dana=NAME\"",
        ),
    ],
)
def test_refuses_wrong_people(here, given, words, tmp_path):
    """Nothing is written."""
    ended = here("init", *FLAGS, *given)

    assert (ended.code, ended.out) == (2, "")
    assert ended.err == f"error: {words}\nhelp: try `launchcheck init --help`\n"
    assert not (tmp_path / "launch.yaml").exists()


LAST = """\
launchcheck: 1
launch: {name: Old, date: 2026-02-17, tier: 2, tier_reason: Old reason, status: launched, owner: dana, timezone: Asia/Tokyo}
people:
  dana: {name: Dana Reyes, function: sales, backup: omar, away: [{from: 2026-01-01, to: 2026-01-09}]}
  omar: {name: Omar Haddad}
owners: {sales: omar}
product:
  features: [{id: sync, name: Sync, status: done, evidence: qa/sync.md}]
  defects: []
  caveats: none
  rollback: {tested_on: 2026-02-02, by: omar, minutes: 12}
campaigns: [{id: email, name: Email, channel: email, owner: omar, goes_live: 2026-02-17, public: true}]
sales:
  touches:
    - {date: 2026-01-02, way: demo, owner: omar}
    - {date: 2026-01-03, way: email, owner: dana}
    - {date: 2026-01-05, way: email, owner: dana}
tasks:
  - {id: nav, what: Entry in the navigation, owner: omar, due: T-3, done_on: 2026-02-10, blocks_launch: true}
  - {id: shop, what: Shop window, due: 2026-02-10, needs: [nav]}
waivers: [{check: sales.kit, reason: Old, approved_by: dana, approved_on: 2026-02-01, expires: 2026-03-01}]
not_applicable: {audience.buyer: {reason: Old, by: omar}}
custom: {review: {url: https://a.example, done: true}}
"""


def test_starts_from_the_last_launch(here, tmp_path):
    """People, owners and structure stay; what was true of that launch is asked anew; its tier is the default."""
    (tmp_path / "old.yaml").write_text(LAST)

    ended = here("init", "--from", "old.yaml", "--name", "New", "--date", "2090-03-02")

    assert (ended.code, ended.err) == (0, "")
    found = plan_of((tmp_path / "launch.yaml").read_text()).model_dump(exclude_none=True, mode="json")
    assert {"name", "date", "tier", "status", "planned_on", "owner", "timezone"} == set(found["launch"])
    assert (found["launch"]["tier"], found["launch"]["status"]) == (2, "planned")
    assert (found["launch"]["owner"], found["launch"]["timezone"]) == ("dana", "Asia/Tokyo")
    assert {key: value for key, value in found.items() if key not in {"launch", "launchcheck"}} == {
        "people": {
            "dana": {"name": "Dana Reyes", "function": "sales", "backup": "omar"},
            "omar": {"name": "Omar Haddad"},
        },
        "owners": {"sales": "omar"},
        "campaigns": [{"id": "email", "name": "Email", "channel": "email", "owner": "omar"}],
        "tasks": [
            {
                "id": "nav",
                "what": "Entry in the navigation",
                "owner": "omar",
                "due": "T-3",
                "blocks_launch": True,
            },
            {"id": "shop", "what": "Shop window", "needs": ["nav"]},
        ],
        "sales": {"touches": [{"way": "demo", "owner": "omar"}, {"way": "email", "owner": "dana"}]},
    }


def test_options_win_over_the_last_launch(here, tmp_path):
    """A tier and people that are given replace those of the last plan."""
    (tmp_path / "old.yaml").write_text(LAST)

    given = ("--tier", "3", "--person", "ada=Ada", "--owner", "sales=ada")
    here("init", "--from", "old.yaml", "--name", "New", "--date", "2090-03-02", *given)

    plan = plan_of((tmp_path / "launch.yaml").read_text())
    assert (plan.launch.tier, sorted(plan.people), plan.owners.sales) == (3, ["ada", "dana", "omar"], "ada")


@pytest.mark.parametrize("example", sorted(EXAMPLES.glob("*.yaml")), ids=lambda path: path.stem)
def test_starts_from_every_example(here, example, tmp_path):
    """Whatever the last plan says, the next one is valid, and knows no date, state, figure or link."""
    ended = here("init", "--from", str(example), "--name", "New", "--date", "2090-03-02", "--tier", "1")
    if example.stem in {"acme", "malformed"}:
        assert ended.code == 2
        return

    data = plan_of((tmp_path / "launch.yaml").read_text()).model_dump(exclude_none=True, mode="json")
    launch = data.pop("launch")
    assert not {"tier_reason", "review_on", "release_date"} & set(launch)
    assert not re.findall(r"\d{4}-\d{2}-\d{2}|https?:", json.dumps(data))


def test_reports_a_last_plan_that_is_malformed(here, tmp_path):
    """The error is located in that plan, and nothing is written."""
    (tmp_path / "old.yaml").write_text(LAST.replace("tier: 2", "tier: 7"))

    ended = here("init", "--from", "old.yaml", "--name", "New", "--date", "2090-03-02")

    assert ended.code == 2
    assert ended.err.startswith("error: launch.tier: 7 is not one of 1, 2 or 3\n --> old.yaml:2:")
    assert not (tmp_path / "launch.yaml").exists()


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
    """Run bare, it repeats each prompt until it has an answer, and asks for people and owners."""
    talk = Talk("init")
    talk.hear("Name of the launch: ")
    talk.say("Orbit: 2")
    talk.hear("Launch date (YYYY-MM-DD, or a period such as 2027-Q1): ")
    talk.say("16.2.2090")
    talk.hear("Error: '16.2.2090' is not a date; write YYYY-MM-DD: 2090-02-16")
    talk.hear("Launch date (YYYY-MM-DD, or a period such as 2027-Q1): ")
    talk.say("2090-02-16")
    talk.hear("That is Thu 16 Feb 2090.")
    talk.hear("Tier: ")
    assert re.search(
        r"  1  everyone hears of it: \d+ blockers, \d+ warnings\r\n  2  one audience", talk.heard
    )
    talk.say("9")
    talk.hear("Error: '9' is not a tier; write 1, 2 or 3\r\nTier: ")
    talk.say("2")
    for name, id in {"Dana Reyes": "dana", "Dana Lee": "dana-lee", "Omar": "omar"}.items():
        talk.hear("Name: ")
        talk.say(name)
        talk.hear(f"  {id}\r\n")
    talk.hear("Name: ")
    talk.say("")
    talk.hear("Runs the launch: ")
    talk.say("lin")
    talk.hear("Error: no person 'lin'; write one of dana, dana-lee or omar\r\nRuns the launch: ")
    talk.say("omar")
    talk.hear("Decides go or no-go: ")
    talk.say("dana lee")
    for area in ("product", "audience", "goals", "campaigns", "sales", "customer success"):
        talk.hear(f"Owns {area}: ")
        talk.say("dana" if area == "sales" else "")
    talk.hear("Wrote launch.yaml.")

    assert talk.end() == 0
    plan = plan_of((tmp_path / "launch.yaml").read_text())
    assert (plan.launch.name, plan.launch.day, plan.launch.tier) == ("Orbit: 2", date(2090, 2, 16), 2)
    assert (plan.launch.owner, plan.launch.decider) == ("omar", "dana-lee")
    assert plan.owners.model_dump(exclude_none=True) == {"sales": "dana"}


def test_the_prompt_takes_dates_as_people_type_them(tmp_path):
    """The date that is meant is shown before anything else is asked."""
    talk = Talk("init", "--name", "Orbit", "--tier", "1")
    talk.hear("Launch date (YYYY-MM-DD, or a period such as 2027-Q1): ")
    talk.say("fri")
    talk.hear("That is Fri ")
    talk.hear("Name: ")
    os.write(talk.terminal, b"\x04")
    assert talk.end() == 130


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


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("3/4/2027", "2027-03-04 or 2027-04-03?"),
        ("Feb 5, 2027", "write YYYY-MM-DD: 2027-02-05"),
        ("Q1 2027", "write 2027-Q1"),
        ("soon", "write YYYY-MM-DD, or a period: 2027-W07, 2027-02, 2027-Q1, 2027-H1 or 2027"),
    ],
)
def test_a_date_in_another_form_is_written_out(typed, hint):
    """The error has the date or the period that is meant, as far as that is clear."""
    with pytest.raises(typer.BadParameter) as refused:
        options.planned(typed)
    assert refused.value.message == f"{quote(typed)} is not a date; {hint}"

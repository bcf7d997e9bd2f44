"""What Tab completes, in the protocols of bash, zsh and fish, and in the shells themselves."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest

PEOPLE = "dana\nsam\n"


@pytest.fixture
def completed(here, monkeypatch):
    """What bash offers for the last word of a line."""

    def offered(line):
        words = line.split(" ")
        monkeypatch.setenv("_LAUNCHCHECK_COMPLETE", "complete_bash")
        monkeypatch.setenv("COMP_WORDS", line)
        monkeypatch.setenv("COMP_CWORD", str(len(words) - 1))
        ended = here()
        assert (ended.code, ended.err) == (0, "")
        return ended.out

    return offered


@pytest.mark.parametrize(
    "line",
    [
        "launchcheck validate plan.yaml --owner ",
        "launchcheck validate --owner ",
        "launchcheck next plan.yaml --owner ",
        "launchcheck vote plan.yaml --as ",
        "launchcheck decide plan.yaml --as ",
        "launchcheck vote plan.yaml --condition x --owner ",
    ],
)
def test_completes_people_of_the_plan(completed, tmp_path, line):
    """The plan is the one on the line, or the launch.yaml here."""
    (tmp_path / "launch.yaml").write_text((tmp_path / "plan.yaml").read_text())

    assert completed(line) == PEOPLE


def test_never_completes_a_file_name_for_a_person(completed, tmp_path):
    """Shells offer files where they get no answer, so there always is one that inserts nothing new."""
    (tmp_path / "broken.yaml").write_text("people: [\n")

    assert completed("launchcheck validate plan.yaml --owner d") == "dana\n"
    assert completed("launchcheck validate plan.yaml --owner p") == "p\n"
    for nowhere in ("gone.yaml", "broken.yaml", "tiny.yaml"):
        assert completed(f"launchcheck validate {nowhere} --owner ") == "no people in the plan\n \n"


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("launchcheck validate --format js", "json\njsonl\n"),
        ("launchcheck validate --fail-on w", "warning\nweakened\n"),
        ("launchcheck validate --select sales.seven", "sales.seven-times\nsales.seven-ways\n"),
        ("launchcheck validate --checklist ./tiny.yaml --select l", "launch\nlaunch.owner\n"),
        ("launchcheck explain goals.f", "goals.few\n"),
        ("launchcheck explain sales.touches.w", "sales.touches.way\nsales.touches.way_note\n"),
        ("launchcheck vote plan.yaml --area cu", "customer_success\n"),
        ("launchcheck vote plan.yaml --vote n", "no-go\n"),
        ("launchcheck --color a", "auto\nalways\n"),
        ("launchcheck help vo", "vote\nvotes\n"),
        ("launchcheck nex", "next\n"),
    ],
)
def test_completes_values(completed, line, offered):
    """Items, areas, fields, formats, votes and commands."""
    assert completed(line) == offered


def test_completes_items_of_the_settings(completed, tmp_path):
    """The checklist is that of the team, unless the line names one."""
    (tmp_path / ".launchcheck.yaml").write_text("checklists: [./tiny.yaml]\n")

    assert completed("launchcheck explain launch.o") == "launch.owner\n"
    assert completed("launchcheck explain --checklist launch goals.f") == "goals.few\n"


def test_completes_in_zsh_and_fish(here, monkeypatch):
    """Both show names beside ids."""
    monkeypatch.setenv("_TYPER_COMPLETE_ARGS", "launchcheck validate plan.yaml --owner ")
    monkeypatch.setenv("_LAUNCHCHECK_COMPLETE", "complete_zsh")
    assert here().out == '_arguments \'*: :(("dana":"Dana Reyes"\n"sam":"Sam Okoye"))\'\n'
    monkeypatch.setenv("_LAUNCHCHECK_COMPLETE", "complete_fish")
    monkeypatch.setenv("_TYPER_COMPLETE_FISH_ACTION", "get-args")
    assert here().out == "dana\tDana Reyes\nsam\tSam Okoye\n"


def test_gives_a_shell_nothing_to_execute(here, tmp_path, monkeypatch):
    """Zsh evaluates the answer: of a name in a plan only plain characters are left, and odd ids are left out."""
    (tmp_path / "plan.yaml").write_text(
        'people: {dana: {name: "$(touch owned) `id` \\"; rm \\\\ [red]x"}, "a$(id)": {name: Sam}}\n'
    )
    monkeypatch.setenv("_TYPER_COMPLETE_ARGS", "launchcheck validate plan.yaml --owner ")
    monkeypatch.setenv("_LAUNCHCHECK_COMPLETE", "complete_zsh")

    out = here().out

    assert not {*out.removeprefix("_arguments '*: :((").removesuffix("))'\n")} & {*"$`;\\[]'"}
    assert "a$" not in out


BASH = """
eval "$(launchcheck --show-completion bash)"
COMP_WORDS=(launchcheck validate plan.yaml --owner "{word}")
COMP_CWORD=4
_launchcheck_completion launchcheck
printf '%s\\n' "${{COMPREPLY[@]}}"
"""
ZSH = """
compdef() {{ }}
_arguments() {{ print -r -- "$1" }}
eval "$(launchcheck --show-completion zsh)"
words=(launchcheck validate plan.yaml --owner "{word}")
CURRENT=5
_launchcheck_completion
"""
FISH = """
launchcheck --show-completion fish | source
complete --do-complete "launchcheck validate plan.yaml --owner {word}"
"""


@pytest.fixture
def answer(tmp_path):
    """What a shell offers, after it has run the script that --show-completion prints."""

    def answer(shell: str, script: str, word: str) -> str:
        program = tmp_path / "bin" / "launchcheck"
        program.parent.mkdir(exist_ok=True)
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m launchcheck "$@"\n')
        program.chmod(0o755)
        ended = subprocess.run(
            [shell, "-c", script.format(word=word)],
            capture_output=True,
            text=True,
            check=True,
            env={
                **os.environ,
                "HOME": str(tmp_path),
                "PATH": f"{program.parent}:{os.environ['PATH']}",
                "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1",
            },
        )
        return ended.stdout.strip()

    return answer


@pytest.mark.skipif(not shutil.which("bash"), reason="there is no bash here")
@pytest.mark.parametrize(("word", "offered"), [("", "dana\nsam"), ("s", "sam"), ("p", "p")])
def test_completes_in_a_real_bash(answer, word, offered):
    """Bash offers the ids of the people, and what was typed where none begins so."""
    assert answer("bash", BASH, word) == offered


@pytest.mark.skipif(not shutil.which("zsh"), reason="there is no zsh here")
@pytest.mark.parametrize(
    ("word", "offered"),
    [
        ("", '*: :(("dana":"Dana Reyes" "sam":"Sam Okoye"))'),
        ("s", '*: :(("sam":"Sam Okoye"))'),
        ("p", '*: :(("p"))'),
    ],
)
def test_completes_in_a_real_zsh(answer, word, offered):
    """Zsh offers them with their names."""
    assert answer("zsh", ZSH, word) == offered


@pytest.mark.skipif(not shutil.which("fish"), reason="there is no fish here")
@pytest.mark.parametrize(
    ("word", "offered"), [("", "dana\tDana Reyes\nsam\tSam Okoye"), ("s", "sam\tSam Okoye"), ("p", "p")]
)
def test_completes_in_a_real_fish(answer, word, offered):
    """Fish offers them with their names."""
    assert answer("fish", FISH, word) == offered

"""The help: every command has one, with working examples."""

from __future__ import annotations

import shlex

import pytest

from launchcheck.cli.app import COMMANDS


def test_lists_the_commands_and_the_exit_codes(here):
    """The main help names all of them."""
    ended = here("--help")

    assert (ended.code, ended.err) == (0, "")
    listed = ended.out.partition("\nCommands:\n")[2].partition("\n\n")[0]
    assert [line.split()[0] for line in listed.splitlines()] == [*COMMANDS]
    assert "..." not in listed
    assert "    1    the gate is closed\n" in ended.out


@pytest.mark.parametrize("command", COMMANDS)
def test_gives_examples(here, command):
    """The help of a command ends with examples, whose options exist."""
    ended = here(command, "--help")

    assert (ended.code, ended.err) == (0, "")
    examples = ended.out.partition("\n  Examples:\n")[2].splitlines()
    assert examples
    for example in examples:
        words = shlex.split(example)
        assert f"launchcheck {command}" in example
        assert {word for word in words if word.startswith("--")} <= set(ended.out.split())


def test_helps_with_completion(here, monkeypatch):
    """The shell gets the possible completions."""
    monkeypatch.setenv("_LAUNCHCHECK_COMPLETE", "complete_bash")
    monkeypatch.setenv("COMP_WORDS", "launchcheck val")
    monkeypatch.setenv("COMP_CWORD", "1")

    ended = here()

    assert (ended.code, ended.out.split()) == (0, ["validate"])


@pytest.mark.parametrize("arguments", [["help"], ["help", "validate"], ["help", "help"]], ids=" ".join)
def test_help_is_also_a_command(here, arguments):
    """It prints what --help prints."""
    ended = here(*arguments)

    assert (ended.code, ended.err) == (0, "")
    assert ended.out == here(*arguments[1:], "--help").out


def test_groups_the_options_of_validate(here):
    """Many options are easier to find by what they are about."""
    shown = here("validate", "--help").out

    titles = [line[:-1] for line in shown.splitlines() if line.endswith(":") and line[0] != " "]
    assert titles == ["Arguments", "What to check", "When", "Gate", "Output", "Settings", "Options"]
    gate = shown.partition("\nGate:\n")[2].partition("\n\n")[0]
    assert "--fail-on" in gate
    assert "--against" in gate


def test_lists_few_options_together(here):
    """A short list needs no groups."""
    assert "\nOptions:\n" in here("checks", "--help").out
    assert "\nOutput:\n" not in here("checks", "--help").out


@pytest.mark.parametrize("flag", ["--version", "-V"])
def test_prints_the_version(here, flag):
    """Both spellings work, alone and with other options."""
    assert here(flag).out == here("--color", "never", flag).out == "launchcheck 0.1.0\n"


TINY = ("--checklist", "./tiny.yaml", "--as-of", "2027-02-01")


@pytest.mark.parametrize(
    ("variables", "color", "is_colored"),
    [
        ({}, "auto", False),
        ({}, "always", True),
        ({"FORCE_COLOR": "1"}, None, True),
        ({"FORCE_COLOR": "1"}, "never", False),
        ({"FORCE_COLOR": "1"}, "auto", False),
        ({"NO_COLOR": "1"}, "always", True),
        ({"TERM": "dumb"}, "always", True),
    ],
)
@pytest.mark.parametrize("is_before", [True, False])
def test_chooses_color(here, monkeypatch, variables, color, is_colored, is_before):
    """The option wins over the environment, before the command and after it, for reports and for errors."""
    for name in ("FORCE_COLOR", "NO_COLOR", "CLICOLOR_FORCE", "CLICOLOR"):
        monkeypatch.setenv(name, variables.get(name, ""))  # set, so that it is restored
    monkeypatch.setenv("TERM", variables.get("TERM", "xterm"))
    option = ("--color", color) if color else ()

    def shown(*arguments):
        return here(*option, *arguments) if is_before else here(*arguments, *option)

    assert ("\x1b[" in shown("validate", "plan.yaml", *TINY).out) is is_colored
    assert ("\x1b[" in shown("validate", "gone.yaml", *TINY).err) is is_colored

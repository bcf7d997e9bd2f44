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

"""Prompts: typed text, the end of input, and Ctrl-C, at every kind of prompt."""

from __future__ import annotations

import io
import sys

import pytest
import typer

from launchcheck.cli import prompts
from launchcheck.cli.options import tier


@pytest.fixture
def typed(monkeypatch):
    """Type lines, then end the input."""

    def ready(text):
        stdin = io.TextIOWrapper(io.BytesIO(text if isinstance(text, bytes) else text.encode()), "utf-8")
        monkeypatch.setattr(sys, "stdin", stdin)

    return ready


def interrupted(_prompt):
    """An input interrupted by Ctrl-C."""
    raise KeyboardInterrupt


def test_returns_the_typed_text(typed, capsys):
    """The prompt and the line end are not part of it."""
    typed("go\nno-go\n")
    assert prompts.line("product: ") == "go"
    assert prompts.line("sales: ") == "no-go"
    assert capsys.readouterr().out == "product: sales: "


def test_end_of_input_is_passed_to_the_caller(typed):
    """A meeting ends there in an orderly way."""
    typed("")
    with pytest.raises(EOFError):
        prompts.line("product: ")


def test_undecodable_input_asks_for_help(typed):
    """Bytes outside the terminal's encoding are not an answer."""
    typed(b"\xff\n")
    assert prompts.line("product: ") == "?"


def test_repeats_until_a_value_is_valid(typed, capsys):
    """Each invalid answer is explained; after an empty one the prompt is repeated silently."""
    typed("\n9\n2\n")
    assert prompts.value("Tier", tier) == 2
    assert capsys.readouterr().out == "Tier: Tier: Error: '9' is not a tier; write 1, 2 or 3\nTier: "


def test_lists_the_choices(typed, capsys):
    """Each is listed once, with its meaning."""
    typed("4\n1\n")
    assert prompts.choice("How loud?", {1: "very", 2: "less"}, "Tier", tier) == 1
    assert capsys.readouterr().out == (
        "How loud?\n  1  very\n  2  less\nTier: Error: '4' is not a tier; write 1, 2 or 3\nTier: "
    )


@pytest.mark.parametrize(
    ("answer", "expected"), [("y", True), ("Yes", True), ("n", False), (" no ", False), ("what\nyes", True)]
)
def test_asks_for_yes_or_no(typed, answer, expected):
    """The full word or its first letter is accepted."""
    typed(f"{answer}\n")
    assert prompts.confirm("Overwrite it?") is expected


ASKS = [
    lambda: prompts.value("Tier", tier),
    lambda: prompts.choice("How loud?", {1: "very"}, "Tier", tier),
    lambda: prompts.confirm("Overwrite it?"),
]


@pytest.mark.parametrize("ask", ASKS, ids=["value", "choice", "confirm"])
def test_the_end_of_input_leaves_an_interview(typed, ask):
    """The command then exits with 130, as after Ctrl-C."""
    typed("")
    with pytest.raises(typer.Abort):
        ask()


@pytest.mark.parametrize("ask", [lambda: prompts.line("product: "), *ASKS])
def test_ctrl_c_ends_every_prompt(monkeypatch, ask):
    """None of them takes it for an answer."""
    monkeypatch.setattr("builtins.input", interrupted)
    with pytest.raises(KeyboardInterrupt):
        ask()

"""Lines that a person types: a signal is heard whenever it comes."""

from __future__ import annotations

import os
import select
import signal
import sys

import pytest

from launchcheck.cli import keyboard

pytestmark = pytest.mark.skipif(os.name != "posix", reason="only there can a pipe be waited for")


@pytest.fixture
def typed(monkeypatch):
    """A keyboard that can be typed on."""
    theirs, ours = os.pipe()
    with os.fdopen(theirs) as stdin, os.fdopen(ours, "w", buffering=1) as keys:
        monkeypatch.setattr(sys, "stdin", stdin)
        yield keys


@pytest.fixture
def heard():
    """The signals that were heard; none of them interrupts."""
    numbers = []
    before = signal.signal(signal.SIGINT, lambda number, _: numbers.append(number))
    yield numbers
    signal.signal(signal.SIGINT, before)


def test_gives_what_is_typed(typed, capsys):
    """After the question, without the line's end."""
    typed.write("go\n")
    assert keyboard.line("product: ") == "go"
    typed.write("no-go\n")
    assert keyboard.line("sales: ") == "no-go"
    assert capsys.readouterr().out == "product: sales: "


def test_says_when_the_input_has_ended(typed):
    """As `input` does."""
    typed.close()
    with pytest.raises(EOFError):
        keyboard.line("product: ")


def test_hears_a_signal_that_comes_just_before_it_waits(typed, heard, monkeypatch):
    """It wakes up although the signal came before it slept, and goes on waiting where that interrupts nothing."""
    slept = []
    real = select.select

    def sleep(*waited):
        if slept:
            typed.write("go\n")
        else:
            signal.raise_signal(signal.SIGINT)
        slept.append(real(*waited, 10))
        return slept[-1]

    monkeypatch.setattr(select, "select", sleep)
    assert keyboard.line("product: ") == "go"
    assert heard == [signal.SIGINT]
    assert [bool(ready) for ready, _, _ in slept] == [True, True]
    assert sys.stdin not in slept[0][0]


def test_leaves_signals_as_they_were(typed):
    """What woke others before wakes them again."""
    typed.write("go\n")
    keyboard.line("product: ")
    assert signal.set_wakeup_fd(-1) == -1

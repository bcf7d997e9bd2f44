"""Packs turned on in the text of a plan: what is added, what stays, and what is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from test_edit import HEAD, PLANS, plan

from launchcheck import edit, parse
from launchcheck.edit.packs import append, turn_on
from launchcheck.plan import PACKS, Plan
from launchcheck.source import Source

SECTION = "# pricing: What is new?\npricing:\n  version: <number>\n"


def on(text: str, *packs: str) -> str:
    """A plan with packs turned on."""
    return turn_on(plan(text), packs).text


def refused(change: Any, source: Source, *arguments: Any) -> tuple[str, str]:
    """Why a change is refused, and what to do."""
    with pytest.raises(edit.RefusedError) as caught:
        change(source, *arguments)
    return caught.value.message, caught.value.hint


def test_packs_are_named_below_the_first_line() -> None:
    """Nothing else changes, whatever comes before and behind it."""
    assert on("", "pricing") == HEAD.replace("launchcheck: 1\n", "launchcheck: 1\npacks: [pricing]\n")
    source = Source.parse("# mine\nlaunch: {name: O, date: 2027-02-16, tier: 3}\nlaunchcheck: 1  # one", "p")
    expected = f"{source.text}\npacks: [pricing, legal]\n"
    assert turn_on(source, ["pricing", "legal"]).text == expected


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("packs: [legal]  # ours\n", "packs: [legal, pricing]  # ours\n"),
        ("packs:\n  - legal  # ours\n", "packs:\n  - legal  # ours\n  - pricing\n"),
        ("packs: []\n", "packs: [pricing]\n"),
        ("packs: <pack>\n", "packs: [pricing]\n"),
        ("packs: [pricing, legal]\n", "packs: [pricing, legal]\n"),
    ],
)
def test_packs_are_added_to_those_that_a_plan_names(before: str, after: str) -> None:
    """In the form in which it names them; one that is named already stays where it is."""
    assert on(before, "pricing") == HEAD + after


@pytest.mark.parametrize("eol", ["\n", "\r\n"])
@pytest.mark.parametrize("end", ["", "\n"])
def test_a_section_goes_to_the_end_in_the_form_of_the_file(eol: str, end: str) -> None:
    """With an empty line before it, and the line ends that the file has."""
    text = f"launchcheck: 1{eol}launch: {{name: Orbit, date: 2027-02-16, tier: 3}}"
    source = Source.parse(text + end.replace("\n", eol), "plan.yaml")
    assert append(source, SECTION).text == f"{text}{eol}{eol}{SECTION}".replace("\r\n", "\n").replace(
        "\n", eol
    )


@pytest.mark.parametrize("text", [HEAD + "...\n", HEAD + "custom:\n  note: |+\n    kept\n"])
def test_a_text_that_cannot_be_continued_is_refused(text: str) -> None:
    """Behind its end there is another document, or a text whose empty lines count."""
    message, hint = refused(append, Source.parse(text, "plan.yaml"), SECTION)
    assert message.startswith("packs cannot be added here: ")
    assert hint == "write packs: [NAME] in an editor; `launchcheck next` then says what to fill in"


def test_a_plan_between_braces_is_refused() -> None:
    """A line cannot be added there."""
    text = "{launchcheck: 1,\n launch: {name: Orbit, date: 2027-02-16, tier: 3}}\n"
    message, _ = refused(turn_on, Source.parse(text, "plan.yaml"), ["pricing"])
    assert message == "packs cannot be added here: it is written in an unusual way"


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_every_plan_keeps_its_text_and_its_facts(path: Path) -> None:
    """One line more, or one name more, and all other lines are as they were."""
    source = Source.read(path)
    parse.drop_placeholders(source, Plan)
    found = turn_on(source, PACKS)
    assert found.data == {**source.data, "packs": [*PACKS]}
    added = [line for line in found.text.splitlines() if line not in source.text.splitlines()]
    assert added == [f"packs: [{', '.join(PACKS)}]"]

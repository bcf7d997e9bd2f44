"""Facts put into the text of a plan: what changes, what stays, and what is refused."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml_edit
from hypothesis import given, settings
from hypothesis import strategies as st

from launchcheck import edit, parse
from launchcheck.errors import LaunchcheckError
from launchcheck.plan import Plan
from launchcheck.source import Source

ROOT = Path(__file__).parents[2]
PLANS = [
    *(ROOT / "examples" / f"{name}.yaml" for name in ("my-va", "not-ready", "on-track", "quiet", "ready")),
    *(path for path in sorted((ROOT / "tests/real").glob("*.yaml")) if path.stem != "expected"),
]
HEAD = "launchcheck: 1\nlaunch: {name: Orbit, date: 2027-02-16, tier: 3}\n"

Where = tuple[str | int, ...]


def plan(text: str) -> Source:
    """A plan, read as the editor expects it."""
    source = Source.parse(HEAD + text, "launch.yaml")
    parse.drop_placeholders(source, Plan)
    return source


def after(text: str, where: Where, value: Any) -> str:
    """What follows the first two lines of a plan after an edit."""
    return edit.change(plan(text), where, value).text.removeprefix(HEAD)


def refused(text: str, where: Where, value: Any) -> str:
    """Why an edit is refused: the place, the message and the hint."""
    with pytest.raises(edit.RefusedError) as caught:
        edit.change(plan(text), where, value)
    return f"{caught.value}; {caught.value.hint}"


def changed_or_not(source: Source, where: Where, value: Any) -> Source | str:
    """An edit, or why it is refused."""
    try:
        return edit.change(source, where, value)
    except edit.RefusedError as error:
        return error.message


def places(data: Any, where: Where = ()) -> Iterator[tuple[Where, Any]]:
    """Every place in plain data, with its value."""
    yield where, data
    entries = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for step, value in entries:
        yield from places(value, (*where, step))


def edits(data: Any) -> Iterator[tuple[Where, Any]]:
    """Replace every fact, add to every map and to every list."""
    for where, value in places(data):
        if isinstance(value, dict) and where:
            yield (*where, "another"), "two words"
        elif isinstance(value, list):
            yield (*where, len(value)), "one: more"
        elif where:
            yield where, "other words"
            yield where, 12


def by_another(text: str, where: Where, value: Any) -> str:
    """The same edit, made by the library yaml-edit."""
    document = yaml_edit.Document.parse(text)
    node: Any = document
    for step in where[:-1]:
        found = node.get(step)
        node = found.as_mapping() or found.as_sequence()
    last = where[-1]
    if isinstance(last, int) and last == len(node.to_python()):
        node.append(value)
    else:
        node.set(last, value)
    return str(document)


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_says_the_same_as_another_editor(path: Path) -> None:
    """At every place of every plan, the result says what the library yaml-edit makes of the same edit."""
    source = Source.read(path)
    for where, value in edits(source.data):
        ours = edit.change(source, where, value)
        assert ours.data == Source.parse(by_another(source.text, where, value)).data, where


def test_compares_enough_edits() -> None:
    """More than 3,000 edits are compared with the other editor."""
    assert sum(1 for path in PLANS for _ in edits(Source.read(path).data)) > 3_000


@pytest.mark.parametrize("value", [{"a": {"b": ["x", "y"]}}, [{"a": "x" * 60, "b": "y" * 60}]])
@pytest.mark.parametrize("path", PLANS[2:], ids=lambda path: path.stem)
def test_writes_structures_or_refuses(path: Path, value: Any) -> None:
    """A list or map in place of any fact is what the plan then says; only comments that would go stop it."""
    source = Source.read(path)
    for where, _ in places(source.data):
        if not where:
            continue
        found = changed_or_not(source, where, value)
        if isinstance(found, str):
            assert found == "cannot be edited here: a comment in the value would be lost"
            continue
        wanted = Source.parse(source.text).data
        edit.put(wanted, where, value)
        assert found.data == wanted, where


def block(data: Any, indent: str, words: Iterator[int], eol: str) -> str:
    """Random data as lines, with a numbered comment after some of them."""
    lines = []
    for key, value in data.items() if isinstance(data, dict) else (("-", each) for each in data):
        start = f"{indent}-" if isinstance(data, list) else f"{indent}{key}:"
        number = next(words)
        if isinstance(value, dict) and value and number % 3 and isinstance(data, dict):
            lines.append(f"{start}  # c{number}{eol}{block(value, indent + '  ', words, eol)}")
        elif isinstance(value, list) and value and number % 3 and isinstance(data, dict):
            lines.append(f"{start}{eol}{block(value, indent + ' ' * (number % 2 * 2), words, eol)}")
        else:
            lines.append(
                f"{start} {json.dumps(value, ensure_ascii=False)}{f' # c{number}' if number % 2 else ''}"
            )
    return eol.join(lines)


KEYS = st.text("abcdef", min_size=1, max_size=4)
LEAVES = st.one_of(
    st.integers(-9, 99), st.booleans(), st.text(max_size=12).filter(lambda text: text.isprintable() and text[:1] != "<"),
    st.sampled_from(["no", "2027-02-02", "12:30", "a: b", "- a", "a #b", "'", '"', "{a}", "é, ü", "<a", "0x1", "~"]),
)  # fmt: skip
DATA = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=12,
)


@given(
    data=st.dictionaries(KEYS, DATA, min_size=1, max_size=4),
    eol=st.sampled_from(["\n", "\r\n"]),
    is_ended=st.booleans(),
    value=DATA,
    choice=st.integers(0, 10_000),
)
@settings(max_examples=300, deadline=None)
def test_changes_only_what_is_asked(data: Any, eol: str, is_ended: bool, value: Any, choice: int) -> None:
    """In a random plan, at a random place, the data are as asked, and comments and line ends are as before."""
    numbers = iter(range(10_000))
    text = f"{HEAD}custom:\n".replace("\n", eol) + block(data, "  ", numbers, eol) + (eol if is_ended else "")
    source = Source.parse(text)
    parse.drop_placeholders(source, Plan)
    found = list(places(source.data.get("custom") or {}, ("custom",)))
    where, old = found[choice % len(found)]
    if isinstance(old, list):
        where = (*where, len(old))
    elif isinstance(old, dict):
        where = (*where, "zz")
    changed = changed_or_not(source, where, value)
    if isinstance(changed, str):
        assert changed.endswith(("would be lost", "between braces"))
        return
    wanted = Source.parse(text).data
    edit.put(wanted, where, value)
    assert json.dumps(changed.data, sort_keys=True) == json.dumps(wanted, sort_keys=True)
    assert re.findall("# c[0-9]+", changed.text) == re.findall("# c[0-9]+", text)
    assert changed.text.endswith(eol) is is_ended or not changed.text.endswith("\n")
    assert eol == "\n" or not re.search("(?<!\r)\n", changed.text)


@pytest.mark.parametrize(
    ("text", "where", "value", "expected"),
    [
        ("people:\n  dana: {name: Dana}  # here\n", ("people", "dana", "name"), "Dana Reyes", "people:\n  dana: {name: Dana Reyes}  # here\n"),
        ("custom: {a: 'it'}\n", ("custom", "a"), "it's", "custom: {a: 'it''s'}\n"),
        ('custom: {a: "1"}\n', ("custom", "a"), "x", 'custom: {a: "x"}\n'),
        ("custom:\n  a: x", ("custom", "b"), "no", 'custom:\n  a: x\n  b: "no"'),
        ("custom:\r\n  a: x\r\n", ("custom", "b"), "w", "custom:\r\n  a: x\r\n  b: w\r\n"),
        ("custom:\n  a:   # why\n  b: 1\n", ("custom", "a"), "x", "custom:\n  a: x   # why\n  b: 1\n"),
        ("custom:\n  a:   # why\n", ("custom", "a", 0, "b", "c"), 1, "custom:\n  a:   # why\n    - {b: {c: 1}}\n"),
        ("custom:\n    a:\n        b: 1\n", ("custom", "c"), {"d": {"e": 1}}, "custom:\n    a:\n        b: 1\n    c:\n        d: {e: 1}\n"),
        ("custom:\n  a:\n  - x\n  -   y\n", ("custom", "a", 2), "z", "custom:\n  a:\n  - x\n  -   y\n  -   z\n"),
        ("custom:\n  a:\n  - b: 1\n    c: 2\n", ("custom", "a", 1), {"b": 3, "c": 4}, "custom:\n  a:\n  - b: 1\n    c: 2\n  - b: 3\n    c: 4\n"),
        ("custom:\n  a:\n  - {b: 1}\n\n  - {b: 2}\n", ("custom", "a", 2), {"b": 3}, "custom:\n  a:\n  - {b: 1}\n\n  - {b: 2}\n\n  - {b: 3}\n"),
        ("custom: {a: [x, y,], b: {}}\n", ("custom", "a", 2), "z, or so", 'custom: {a: [x, y, "z, or so"], b: {}}\n'),
        ("custom: {a: [x], b: {}}\n", ("custom", "b", "c"), 1, "custom: {a: [x], b: {c: 1}}\n"),
        ("custom: {a: x}\n", ("custom", "a"), "Who?", 'custom: {a: "Who?"}\n'),
        ("custom:\n  a: x\n", ("custom", "a"), "Who?", "custom:\n  a: Who?\n"),
        ("custom:\n  a: |\n    one\n    two\n  b: 1\n", ("custom", "a"), "three", "custom:\n  a: three\n  b: 1\n"),
        ("custom:\n  a: []\n", ("custom", "a", 0), {"b": 1}, "custom:\n  a:\n    - {b: 1}\n"),
        ("custom: {a: 1}\n\n# sales: told? ---\n# how\n\ngoals: []\n", ("sales", "audiences", 0), "all", "custom: {a: 1}\n\n# sales: told? ---\n# how\nsales:\n  audiences: [all]\n\ngoals: []\n"),
    ],
)  # fmt: skip
def test_writes_like_its_neighbors(text: str, where: Where, value: Any, expected: str) -> None:
    """New YAML has the form, the indent, the quotation marks and the line ends of what is around it."""
    assert after(text, where, value) == expected


@pytest.mark.parametrize(
    ("text", "where", "value", "expected"),
    [
        ("people:\n  <id>: {name: <text>, function: <function>}\n", ("people", "dana", "name"), "Dana", "people:\n  dana: {name: Dana, function: <function>}\n"),
        ("sales:\n  touches:\n    - date: <YYYY-MM-DD>\n      way: <way>\n", ("sales", "touches", 0), {"way": "demo"}, "sales:\n  touches:\n    - date: <YYYY-MM-DD>\n      way: demo\n"),
        ("goals:\n  - {id: <id>, by: <YYYY-MM-DD>}\n  - {id: <id>, threshold: <number>}\n", ("goals", 0), {"threshold": 3}, "goals:\n  - {id: <id>, by: <YYYY-MM-DD>}\n  - {id: <id>, threshold: 3}\n"),
        ("product:\n  scope: {in: [<text>], out: [<text>]}\n", ("product", "scope", "in"), ["sync", "alerts"], "product:\n  scope: {in: [sync, alerts], out: [<text>]}\n"),
        ("product:\n  caveats:\n    - {id: <id>}\n", ("product", "caveats"), "none", "product:\n  caveats: none\n"),
    ],
)  # fmt: skip
def test_fills_placeholders_in_place(text: str, where: Where, value: Any, expected: str) -> None:
    """A placeholder is replaced where it is, and those beside it stay."""
    assert after(text, where, value) == expected


@pytest.mark.parametrize(
    ("text", "where", "value", "expected"),
    [
        ("custom: {a: &x {b: 1}, c: *x}\n", ("custom", "c", "b"), 2, "launch.yaml:3:13: cannot be edited here: the value is shared: it comes from the anchor &x; write it in an editor: b: 2"),
        ("custom: {a: &x {b: 1}, c: *x}\n", ("custom", "a", "b"), 2, "launch.yaml:3:27: cannot be edited here: the value is shared: *x repeats it; write it in an editor: b: 2"),
        ("custom:\n  a: &x {b: 1}\n  c:\n    <<: *x\n", ("custom", "c", "b"), 2, "launch.yaml:6:5: cannot be edited here: the keys here are shared: << merges others; write it in an editor: b: 2"),
        ("custom: {a: , b: 1}\n", ("custom", "a"), 2, "launch.yaml:3:13: cannot be edited here: the value is empty, between braces; write it in an editor: a: 2"),
        ("custom:\n  a:\n    # why\n    - 1\n", ("custom", "a"), "x", "launch.yaml:6:5: cannot be edited here: a comment in the value would be lost; write it in an editor: a: x"),
        ("custom: {a: x}\n", ("custom", "a", "b"), 1, "launch.yaml:3:10: cannot be edited here: something else is there; write it in an editor: b: 1"),
        ("custom: {a: [x]}\n", ("custom", "a", 4), [1], "launch.yaml:3:10: cannot be edited here: something else is there; write it in an editor: - [1]"),
        ("custom: {a: x}\n", ("custom", "a"), ["<later>"], 'launch.yaml:3:13: cannot be edited here: a text in < > is a placeholder, which counts as missing; write it in an editor: a: "<later>"'),
    ],
)  # fmt: skip
def test_refuses_with_the_reason(text: str, where: Where, value: Any, expected: str) -> None:
    """What cannot be written for sure is refused, with the place, the reason, and the YAML to write."""
    assert refused(text, where, value) == expected


def test_refuses_what_a_plan_may_not_have() -> None:
    """A value that the plan format does not accept is an error at its place in the text as it would be."""
    source, _ = edit.read(HEAD, "launch.yaml")
    with pytest.raises(LaunchcheckError) as caught:
        edit.edit(source, ("product", "rollback", "minutes"), "soon")
    assert (
        str(caught.value)
        == "launch.yaml:4:23: product.rollback.minutes must be a number, not the text 'soon'"
    )

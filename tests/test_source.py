"""YAML as launchcheck reads it: values, places, and errors in files that cannot be read."""

from __future__ import annotations

import errno
import os
import pickle
import re
import stat
import threading
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from launchcheck import yaml_hints
from launchcheck.errors import LaunchcheckError
from launchcheck.source import DEEPEST, MOST_BYTES, MOST_VALUES, Source, build
from launchcheck.text import UNSEEN
from launchcheck.yaml_hints import BEGIN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PARSERS: dict[str, Callable[[str], Any]] = {"python": build._PureParser}
if yaml.__with_libyaml__:
    PARSERS["libyaml"] = build._parser


@pytest.fixture(params=PARSERS)
def _either_parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Run a test with each of PyYAML's parsers."""
    monkeypatch.setattr(build, "_parser", PARSERS[request.param])
    return


both = pytest.mark.usefixtures("_either_parser")


def error(content: bytes | str) -> LaunchcheckError:
    """The error for a text."""
    with pytest.raises(LaunchcheckError) as caught:
        Source.parse(content, "plan.yaml")
    return caught.value


def value(text: str) -> Any:
    """The value of a YAML text."""
    return Source.parse(f"a: {text}\n").data["a"]


def place(text: str, *where: str | int, key: bool = False) -> str:
    """Line and column of a path."""
    return str(Source.parse(text, "plan.yaml").locate(where, key=key)).removeprefix("plan.yaml:")


PLAN = """\
# a plan
launchcheck: 1

launch:
  name: Orbit Sync 2.0
  tier:
  hold: {owner: grace, how: "Stop"}
segments:
  - id: mid-market
    accounts: 1200
  - {id: enterprise}
base: &base
  x: 1
  y: [a, b]
copy: *base
more:
  <<: *base
  z: 2
"""


# -- values --------------------------------------------------------------------------------------


@both
@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("", None),
        ("~", None),
        ("null", None),
        ("Null", None),
        ("true", True),
        ("TRUE", True),
        ("False", False),
        ("0", 0),
        ("-0", 0),
        ("+12", 12),
        ("-5", -5),
        ("1.5", 1.5),
        ("1.10", 1.1),
        (".5", 0.5),
        ("1.", 1.0),
        ("1e3", 1000.0),
        ("9" * 18, 10**18 - 1),
    ],
)
def test_null_booleans_and_decimal_numbers_follow_yaml_1_2(text: str, meant: object) -> None:
    """This is the core schema, with decimal numbers only."""
    assert value(text) == meant
    assert type(value(text)) is type(meant)


AS_TYPED = """\
no on off yes y n No OFF tRUE 12:30 190:20:30 0755 007 0o17 0x1f 0b1 1_000 1,000 2027-02-16 2026-02-30 .nan
.inf -.Inf nan inf 1e400 1.2.3 1-2 +-1 . -- + e3 1e <<< = 12% $5 T-14 nullo trues \u0661\u0662 \uff11\uff12"""


@both
@pytest.mark.parametrize(
    "text",
    AS_TYPED.split(),
)
def test_everything_else_is_text_as_typed(text: str) -> None:
    """No word turns into a boolean, no time into minutes, no date into another date."""
    assert value(text) == text


@both
@pytest.mark.parametrize("text", ["9" * 19, "1" * 5000, "0." + "3" * 18, "1" * 18 + ".5"])
def test_a_number_of_more_than_18_digits_is_text(text: str) -> None:
    """Python refuses to print very long integers, and floats lose digits."""
    assert value(text) == text


@both
@pytest.mark.parametrize("text", ['"true"', "'1'", '"~"', "'null'", '""', "!!str 1", "!!str"])
def test_quoted_and_tagged_text_stays_text(text: str) -> None:
    """Quoted text is never converted."""
    assert value(text) == text.removeprefix("!!str").strip().strip("'\"")


@both
def test_redundant_core_tags_are_accepted() -> None:
    """Plans written by a program may have them."""
    text = "a: !!map {b: !!seq [!!int 1, !!float 1, !!float 1.5, !!bool true, !!null ~, !!str x]}"
    assert Source.parse(text).data == {"a": {"b": [1, 1, 1.5, True, None, "x"]}}


OTHER_TAGS = """\
!!python/name:os.system|!!python/tuple [1]|!mytag 1|!!timestamp foo|!!binary aGk=|!!set {x}|!!omap [x: 1]|\
!!map [1]|!!seq {x: 1}|!!str {x: 1}|!<tag:x,2000:y> 1|!important"""


@both
@pytest.mark.parametrize(
    "text",
    OTHER_TAGS.split("|"),
)
def test_other_tags_are_refused(text: str) -> None:
    """A tag asks for a Python object, or contradicts the value."""
    problem = error(f"a: {text}\n")
    assert "is not allowed here" in problem.message
    assert str(problem.locations[0]) == "plan.yaml:1:4"
    assert problem.hint == "delete the tag; text that starts with ! needs quotation marks"


@both
@pytest.mark.parametrize(
    "text", ["!!int foo", "!!int ''", "!!float", "!!bool", "!!null x", "!!bool no", "!!int 1.5"]
)
def test_a_tag_that_contradicts_its_scalar_is_refused(text: str) -> None:
    """PyYAML raises IndexError, KeyError and ValueError for these."""
    assert "is not what its tag !!" in error(f"a: {text}").message


@both
def test_keys_are_text_as_typed() -> None:
    """This includes keys that other readers take for numbers and booleans."""
    text = "1: a\ntrue: b\non: c\n1.0: d\n'~': e\n\"<<\": f\n!!str 2: g\n? h\n: i\n"
    assert Source.parse(text).data == dict(
        zip(["1", "true", "on", "1.0", "~", "<<", "2", "h"], "abcdefgi", strict=True)
    )


@both
@pytest.mark.parametrize(
    ("text", "message", "where"),
    [
        ("~: x", "a key is empty", "1:1"),
        ("a:\n  null: x", "a key is empty", "2:3"),
        ('"": x', "a key is empty", "1:1"),
        ("? [a, b]\n: 1", "a key must be text, not a list or key: value lines", "1:3"),
        ("a: {{b: c}: 1}", "a key must be text, not a list or key: value lines", "1:5"),
        ("a: &a {*a : 1}", "the alias '*a' contains itself", "1:8"),
        ("a: &a [1]\n*a : 1", "a key must be text, not a list or key: value lines", "2:1"),
        ("!x a: 1", "the tag '!x' is not allowed here", "1:1"),
    ],
)
def test_a_key_must_be_text(text: str, message: str, where: str) -> None:
    """Each error has its own place."""
    assert str(error(text)) == f"plan.yaml:{where}: {message}"


@both
def test_an_alias_may_be_a_key() -> None:
    """It is unusual, but valid YAML."""
    assert Source.parse("a: &k name\n*k : 1\n").data == {"a": "name", "name": 1}


@both
@pytest.mark.parametrize("second", ["tier", '"tier"', "'tier'", '"t\\x69er"', "&x tier", "!!str tier"])
def test_a_duplicate_key_shows_both_places(second: str) -> None:
    """If the last one won, a second line could change what a reviewer saw in the first."""
    problem = error(f"launch:\n  tier: 1\n  name: x\n  {second}: 3\n")
    assert problem.message == "the key 'tier' appears twice here, first on line 2"
    assert [str(location) for location in problem.locations] == ["plan.yaml:4:3", "plan.yaml:2:3"]


# -- anchors, aliases and merges -------------------------------------------------------------------


@both
def test_aliases_and_merges_are_expanded() -> None:
    """A map's own keys win over merged ones, and earlier merges over later ones."""
    data = Source.parse(f"{PLAN}all: {{<<: [*base, {{x: 3, w: 4}}], y: 5}}\n").data
    assert data["copy"] == {"x": 1, "y": ["a", "b"]}
    assert data["more"] == {"x": 1, "y": ["a", "b"], "z": 2}
    assert data["all"] == {"x": 1, "y": 5, "w": 4}


@both
def test_an_anchor_may_be_redefined_and_two_merges_both_count() -> None:
    """YAML 1.2 allows the first; nothing forbids the second."""
    assert Source.parse("a: &x 1\nb: &x 2\nc: *x\n").data["c"] == 2
    text = "a: &a {x: 1}\nb: &b {x: 2, y: 2}\nc:\n  <<: *a\n  <<: *b\n"
    assert Source.parse(text).data["c"] == {"x": 1, "y": 2}


@both
@pytest.mark.parametrize(
    ("text", "message", "where"),
    [
        ("b: *a\na: &a 1", "the alias '*a' has no anchor '&a' before it", "1:4"),
        ("a: &a [*a]", "the alias '*a' contains itself", "1:8"),
        ("a: &a\n  b: &b\n    c: *a", "the alias '*a' contains itself", "3:8"),
        ("&r\na: *r", "the alias '*r' contains itself", "2:4"),
        ("a: &a {<<: *a, x: 1}", "the alias '*a' contains itself", "1:12"),
        ("a: {<<: 1}", "<<: can only merge key: value lines", "1:9"),
        ("a: {<<: ~}", "<<: can only merge key: value lines", "1:9"),
        ("a: {<<: [{}, x]}", "<<: can only merge key: value lines", "1:9"),
    ],
)
def test_an_impossible_alias_or_merge_is_refused(text: str, message: str, where: str) -> None:
    """The error points at the alias or at the merged value."""
    assert str(error(text)) == f"plan.yaml:{where}: {message}"


NO_TAG = "delete the tag; text that starts with ! needs quotation marks"
NO_KEY = "a key is a name before a colon; text that starts with [ or { needs quotation marks"


@both
@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("a: !!int x", "1:4: 'x' is not what its tag !!int says", "delete the tag"),
        ("a: !x 1", "1:4: the tag '!x' is not allowed here", NO_TAG),
        ("a: !!set {x}", "1:4: the tag '!!set' is not allowed here", NO_TAG),
        (
            "a: !<tag:yaml.org,2002:x:tag:yaml.org,2002:> 1",
            "1:4: the tag '!!x:tag:yaml.org,2002:' is not allowed here",
            NO_TAG,
        ),
        (
            "a: *b",
            "1:4: the alias '*b' has no anchor '&b' before it",
            "text that starts with * needs quotation marks",
        ),
        ("a: &x [*x]", "1:8: the alias '*x' contains itself", ""),
        (
            "a: {<<: 1}",
            "1:9: <<: can only merge key: value lines",
            "write <<: *name, with &name in front of key: value lines above",
        ),
        (
            'x: "\\\\"\na: "b\\e" # \\',
            "2:6: an escape produces the control character U+001B",
            "delete it; for a backslash itself use single quotation marks",
        ),
        ("a: 1\nb: 2\na: 3", "3:1: the key 'a' appears twice here, first on line 1", "keep one of them"),
        ("a: 1\n---\nb: 1", "2:1: a second document starts here", "one plan per file"),
        ("? [a]\n: 1", "1:3: a key must be text, not a list or key: value lines", NO_KEY),
    ],
)
def test_says_what_to_do(text: str, message: str, hint: str) -> None:
    """The place, the error, and how to fix it."""
    found = error(text)
    assert (str(found), found.hint) == (f"plan.yaml:{message}", hint)


def test_an_empty_file_says_how_to_begin() -> None:
    """The error has no place."""
    found = error("# nothing")
    assert (str(found), found.hint) == ("plan.yaml: the file is empty", BEGIN)


def test_text_may_have_a_text_tag() -> None:
    """Either tag is accepted."""
    assert Source.parse("a: !!str 1\nb: ! 2").data == {"a": "1", "b": "2"}


# -- limits --------------------------------------------------------------------------------------


def test_a_file_may_have_2_mib() -> None:
    """One more byte is refused."""
    text = "a: 1\n#".ljust(MOST_BYTES, "x")
    assert Source.parse(text).data == {"a": 1}
    assert str(error(f"{text}x")) == "plan.yaml: the file is larger than 2 MiB"


@both
@pytest.mark.parametrize(("opening", "first"), [("[", 67), ("{a: ", 256)])
def test_nesting_is_bounded(opening: str, first: int) -> None:
    """Otherwise libyaml would end the process, and the other parser would overflow the stack.

    The place is the first level above the limit, unless libyaml (from 0.2.6 on) reaches its own limit before it reports that level.
    """
    assert Source.parse(f"a: {'[' * (DEEPEST - 1)}{']' * (DEEPEST - 1)}")
    for levels in (DEEPEST, 1000, 2000):
        deep = error(f"a: {opening * levels}")
        assert deep.message == "nested more than 64 levels deep"
        (place,) = deep.locations
        assert place.line == 1
        assert first <= place.column <= 3 + len(opening) * levels


@both
def test_a_tag_named_like_an_error_is_not_taken_for_one() -> None:
    """Parser errors are recognized by the parser's words, not by those of the file."""
    assert "nested" not in error("a: !RecursionError!x 1").message


@pytest.mark.parametrize("entry", ["  - x\n", "  - {}\n"])
def test_values_are_bounded(entry: str) -> None:
    """The limit applies while reading, not afterwards."""
    most = MOST_VALUES - 1
    assert len(Source.parse("a:\n" + entry * most).data["a"]) == most
    problem = error("a:\n" + entry * (most + 1))
    assert problem.message == "more than 100,000 values, counting what aliases repeat"
    assert problem.locations[0].line > 0


BOMBS = {
    "lists": "a0: &a0 [x,x,x,x,x,x,x,x,x]\n"
    + "".join(f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 22)),
    "merges": "a0: &a0 {k: [x,x,x,x,x,x,x,x,x]}\n"
    + "".join(f"a{n}: &a{n} {{<<: [{','.join([f'*a{n - 1}'] * 9)}]}}\n" for n in range(1, 12)),
    "wide": "a: &a [" + "x," * 300 + "]\nb: &b [" + "*a," * 300 + "]\nc: [" + "*b," * 300 + "]\n",
    "a chain of merges": "a0: &a0 {k0: 1}\n"
    + "".join(f"a{n}: &a{n} {{<<: *a{n - 1}, k{n}: 1}}\n" for n in range(1, 500)),
    "many merges": "a: &a {x: 1}\nb:\n" + "  <<: *a\n" * MOST_VALUES,
    "empty merges": "a: &a {}\nb:\n" + "  <<: *a\n" * (MOST_VALUES + 1),
}


@both
@pytest.mark.parametrize("bomb", [name for name in BOMBS if not name.endswith(" merges")])
def test_repeated_aliases_count(bomb: str) -> None:
    """A small file must not grow in memory."""
    assert error(BOMBS[bomb]).message == "more than 100,000 values, counting what aliases repeat"


@pytest.mark.parametrize("bomb", [name for name in BOMBS if name.endswith(" merges")])
def test_repeated_merges_count(bomb: str) -> None:
    """This holds even for empty maps."""
    assert error(BOMBS[bomb]).message == "more than 100,000 values, counting what aliases repeat"


def test_harmless_repetition_is_harmless() -> None:
    """729 values, three levels, and ten thousand anchors are accepted."""
    bomb = "".join(BOMBS["lists"].splitlines(keepends=True)[:3])
    assert len(Source.parse(bomb).data["a2"][8][8]) == 9
    many = "".join(f"k{n}: &k{n} {n}\n" for n in range(10_000))
    assert len(Source.parse(many).data) == 10_000


# -- bytes and characters ----------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_supported_encodings_are_read_alike(encoding: str) -> None:
    """These are UTF-8, with or without a byte order mark, and UTF-16 with one."""
    mark = "\ufeff" if encoding in {"utf-16-le", "utf-16-be"} else ""
    read = Source.parse((mark + PLAN + "text: café 🚀\n").encode(encoding), "plan.yaml")
    assert read.data["text"] == "café 🚀"
    assert str(read.locate(("text",))) == "plan.yaml:19:7"


@pytest.mark.parametrize(
    ("content", "message", "hint"),
    [
        ("a: 1\nb: café".encode("latin-1"), "2:7: not UTF-8 text: byte 0xE9", "save the file as UTF-8"),
        ("b: 日".encode("shift-jis"), "1:4: not UTF-8 text: byte 0x93", "save the file as UTF-8"),
        (b"a: caf\xc3", "1:7: not UTF-8 text: byte 0xC3", "save the file as UTF-8"),
        (b"\xef\xbb\xbfa: \xff", "1:4: not UTF-8 text: byte 0xFF", "save the file as UTF-8"),
        (b"\x89PNG\r\n", "1:1: not UTF-8 text: byte 0x89", "save the file as UTF-8"),
        ("a: 1".encode("utf-32"), "1:1: this is UTF-32 text, not UTF-8", "save the file as UTF-8"),
        (b"\xff\xfea\0:\0 \0\0\xd8", "1:4: not UTF-16 text: byte 0x00", "save the file as UTF-8"),
        (
            "a: 1".encode("utf-16-le"),
            "1:2: this looks like UTF-16 text without a byte order mark",
            "save the file",
        ),
        (
            "a: 1".encode("utf-16-be"),
            "1:1: this looks like UTF-16 text without a byte order mark",
            "save the file",
        ),
        ("a: 1\nb: x\0", "2:5: an invisible control character (U+0000)", "delete it"),
        ("a: \x07", "1:4: an invisible control character (U+0007)", "delete it"),
        ("a: \x1b[31m", "1:4: an invisible control character (U+001B)", "delete it"),
        ("a: x\x9b", "1:5: an invisible control character (U+009B)", "delete it"),
        (
            "a: x\x85",
            "1:5: an unusual line break (U+0085)",
            "replace it with an ordinary line break or a space",
        ),
        (
            "a: 1\r\nb: x\u2028y",
            "2:5: an unusual line break (U+2028)",
            "replace it with an ordinary line break",
        ),
        (
            "\ufeff\ufeffa: 1",
            "1:1: a byte order mark (U+FEFF) in the middle of the text",
            "delete this invisible",
        ),
        ("a: \ufffe", "1:4: a character that is not text (U+FFFE)", "delete it"),
        ("a: \ud800", "1:4: a character that is not text (U+D800)", "delete it"),
    ],
)
def test_unreadable_text_is_refused_at_its_place(content: bytes | str, message: str, hint: str) -> None:
    """A parser would report a byte offset at best."""
    problem = error(content)
    assert str(problem) == f"plan.yaml:{message}"
    assert problem.hint.startswith(hint)


@both
@pytest.mark.parametrize("escape", ["e", "0", "x07", "r", "N", "L", "P", "b", "x9b", "ufffe", "uFEFF"])
@pytest.mark.parametrize("text", ['a: "x {}"', '"x {}": 1', 'a: ["x {}"]', 'a: !!str "x {}"'])
def test_escaped_control_characters_are_refused(escape: str, text: str) -> None:
    """A terminal, XML or a calendar would execute or refuse them, in values and in keys."""
    problem = error(text.format(f"\\{escape}"))
    assert problem.message.startswith("an escape produces the control character U+")
    assert problem.locations[0].column == text.index("{") + 1


@both
def test_an_escaped_surrogate_is_refused() -> None:
    """Only one of the parsers refuses it by itself."""
    assert error('a: "\\ud800"').locations[0].column == 5


@both
def test_escaped_line_breaks_and_tabs_are_accepted() -> None:
    """They are text, in keys too."""
    assert Source.parse('"a\\nb": "c\\td\\n"').data == {"a\nb": "c\td\n"}


# -- documents ------------------------------------------------------------------------------------


@both
@pytest.mark.parametrize("text", ["", "\n", "# only a comment\n", "---\n", "...\n", "---\n...\n", " \n# x\n"])
def test_an_empty_file_says_so(text: str) -> None:
    """No line is wrong."""
    assert str(error(text)) == "plan.yaml: the file is empty"


@both
@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("- a\n", "1:1: the file contains a list, not key: value lines", BEGIN),
        ("text\n", "1:1: the file contains text, not key: value lines", BEGIN),
        ("# x\n~\n", "2:1: the file contains text, not key: value lines", BEGIN),
        (
            "launch:1\n",
            "1:1: the file contains text, not key: value lines",
            "put a space after the colon: launch: 1",
        ),
        (
            "[launch]\nname = 1\n",
            "1:1: the file contains a list, not key: value lines",
            BEGIN,
        ),
        ("<!DOCTYPE html>\n", "1:1: this is a web page or XML, not a YAML file", "fetch the file itself"),
        ("a: 1\n---\nb: 1\n", "2:1: a second document starts here", "one plan per file"),
        ("a: 1\n---\n", "2:1: a second document starts here", "one plan per file"),
        ("a: 1\n...\nb: 1\n", "3:1: this does not belong to the plan above it", "one plan per file"),
        (
            "---\na: 1\n---\n# Title\n\nSome *text*\n",
            "3:1: a second document starts here",
            "one plan per file",
        ),
    ],
)
def test_a_file_holds_one_map(text: str, message: str, hint: str) -> None:
    """Anything else is refused."""
    problem = error(text)
    assert str(problem) == f"plan.yaml:{message}"
    assert problem.hint.startswith(hint)


# -- typos -------------------------------------------------------------------------------------------


SLIPS = [
    (
        "a: Orbit: the sync",
        "1:9: a colon and a space inside a value that has no quotation marks",
        'a: "Orbit: the sync"',
    ),
    ("a: x: y # z", "1:5: a colon and a space inside a value that has no quotation marks", 'a: "x: y"'),
    ("a: @orbit", "1:4: text that starts with @ needs quotation marks", 'write "@orbit"'),
    ("a: `orbit`", "1:4: text that starts with ` needs quotation marks", 'write "`orbit`"'),
    ("a: %orbit", "1:4: text that starts with % needs quotation marks", 'write "%orbit"'),
    ("a: [@x, y]", "1:5: text that starts with @ needs quotation marks", 'write "@x"'),
    ("a: & friends", "1:4: text that starts with & needs quotation marks", 'write "& friends"'),
    ("a: * friends", "1:4: text that starts with * needs quotation marks", 'write "* friends"'),
    ("a: !e!x 1", "1:4: text that starts with ! needs quotation marks", 'write "!e!x 1"'),
    ("a: ? why", "1:4: text that starts with ? needs quotation marks", 'write "? why"'),
    ("a: > more # x", "1:4: text that starts with > needs quotation marks", 'write "> more"'),
    ("a: |0\n  x", "1:4: text that starts with | needs quotation marks", 'write "|0"'),
    ("a: {orbit} sync", "1:4: text that starts with { needs quotation marks", 'write "{orbit} sync"'),
    ('a: [beta] "x"', "1:4: text that starts with [ needs quotation marks", "write '[beta] \"x\"'"),
    (
        "a: - x",
        "1:4: a list cannot begin on the line of its key",
        "put each item on a line of its own below the key",
    ),
    (
        "a: {% x %}",
        "1:4: a template is not YAML",
        'fill it in first, or put it in quotation marks: "{% x %}"',
    ),
    (
        "a: {{ x }}",
        "1:5: a key must be text, not a list or key: value lines",
        "fill the template in first, or put it in",
    ),
    (
        "a: 'Bob's x'",
        "1:8: an apostrophe ends this text, and more text follows",
        'write "Bob\'s x", or the apostrophe twice',
    ),
    (
        'a: "say "hi""',
        "1:10: more text follows after the closing quotation mark",
        "put the whole value in one pair",
    ),
    ("a: 'x\nb: 1\n", "1:4: the quotation mark ' that opens here is never closed", "close it with '"),
    ("a: 'x\nb: 'y'\n", "1:4: the quotation mark ' that opens here is never closed", "close it with '"),
    ("a: [1\n", "1:4: the [ that opens here is never closed", "close it with ]"),
    ("a: {b: 1\nc: 2\n", "1:4: the { that opens here is never closed", "close it with }"),
    ("a: [1, 2]]", "1:10: a ] where a value should be", "delete it, or put text in quotation marks"),
    ("a: , b", "1:4: a , where a value should be", "delete it, or put text in quotation marks"),
    (
        "a: {b: x #1, c: 2}",
        "1:10: # begins a comment here, so the { before it is not closed",
        "text that contains #",
    ),
    (
        "a: {b: c: d}",
        "1:9: inside { }, text with a : needs quotation marks",
        "put the text in quotation marks",
    ),
    (
        "a: {b: ? c}",
        "1:8: inside { }, text with a ? needs quotation marks",
        "put the text in quotation marks",
    ),
    (
        'a: {b: "x" y}',
        "1:12: a comma or a } is missing here",
        "text that contains , [ ] { } or quotation marks",
    ),
    ("a: {b: 1, , c: 2}", "1:11: a comma with nothing before it", "delete one comma"),
    (
        'a: "\\q"',
        "1:5: '\\q' is not an escape sequence in double quotation marks",
        "use single quotation marks, as for",
    ),
    (
        'a: "C:\\Users\\x"',
        "1:7: '\\U' is not an escape sequence in double quotation marks",
        "use single quotation marks",
    ),
    (
        'a: "\\UFFFFFFFF"',
        "1:5: '\\U' is not an escape sequence in double quotation marks",
        "use single quotation marks",
    ),
    ("a: 1\n\tb: 2", "2:1: a tab where YAML needs spaces", "replace the tab with spaces"),
    ("a:\n\t- x", "2:1: a tab where YAML needs spaces", "replace the tab with spaces"),
    (
        "a:\n  b: 1\n   c: 2",
        "3:4: the indentation of this line does not fit the lines above it",
        "start it in the same",
    ),
    (
        "a:\n  b: 1\n c: 2",
        "3:2: the indentation of this line does not fit the lines above it",
        "start it in the same",
    ),
    (
        "a:\n\xa0 b: x\n  c: y",
        "2:1: a character that looks like a space (U+00A0) indents this line",
        "replace it with",
    ),
    ("a: 1\nb 2\n", "2:1: this line has no colon with a space after it", "did you mean b: 2?"),
    ("a: 1\nb:2\n", "2:1: this line has no colon with a space after it", "put a space after the colon: b: 2"),
    ("a: 1\n: x\n", "2:1: a key is missing before this colon", "write a name before the colon"),
    ("a: 1\n" + "k" * 1025 + ": 1", "2:1: a key is longer than 1,024 characters", ""),
    (
        "%YAML 2.0\n---\na: 1",
        "1:1: a line that starts with % is an instruction to YAML, and not a known one",
        "delete it",
    ),
    (
        "%YAML 1.1\n%YAML 1.1\n---\na: 1",
        "2:1: a line that starts with % is an instruction to YAML",
        "delete it",
    ),
    ("a: 1\r\nb: [1\r\n", "2:4: the [ that opens here is never closed", "close it with ]"),
    ("a: 1\rb: @\rc: 1\r", "2:4: text that starts with @ needs quotation marks", 'write "@"'),
    (
        "a: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> main\n",
        "2:1: a merge conflict is left in the file",
        "keep one of the two versions and delete the lines",
    ),
]


@both
@pytest.mark.parametrize(
    ("text", "message", "hint"), SLIPS, ids=[ascii(text[:12])[1:-1].replace("\\", "|") for text, *_ in SLIPS]
)
def test_a_typo_is_explained_at_its_place(text: str, message: str, hint: str) -> None:
    """The message is in plain language, with a hint."""
    problem = error(text)
    assert str(problem).startswith(f"plan.yaml:{message}")
    assert hint in problem.hint


def test_a_conflict_with_the_same_key_on_both_sides_is_a_conflict() -> None:
    """It is not reported as a duplicate key."""
    text = 'a: "\n<<<<<<< x\n=======\n>>>>>>> y\n"\nb: 1\nb: 2\n'
    assert str(error(text)) == "plan.yaml:2:1: a merge conflict is left in the file"


def test_an_untranslated_parser_error_is_passed_on() -> None:
    """It is short, on one line, and not an exception of the parser."""
    problem = yaml_hints.explain("a: 1\n", "something: new\x1b" + "x" * 1000, 3, 3)
    assert problem.message.startswith("this is not YAML: something: new\\x1bxxx")
    assert len(problem.message) < 150


# -- places ---------------------------------------------------------------------------------------


@both
@pytest.mark.parametrize(
    ("where", "line_and_column"),
    [
        ((), "2:1"),
        (("launchcheck",), "2:14"),
        (("launch",), "4:1"),
        (("launch", "name"), "5:9"),
        (("launch", "tier"), "6:3"),
        (("launch", "hold"), "7:9"),
        (("launch", "hold", "owner"), "7:17"),
        (("launch", "date"), "4:1"),
        (("launch", "hold", "statement"), "7:3"),
        (("launch", "name", "further", 3), "5:3"),
        (("sales", "touches", 0), "2:1"),
        (("segments",), "8:1"),
        (("segments", 0), "9:5"),
        (("segments", 1), "11:5"),
        (("segments", 0, "accounts"), "10:15"),
        (("segments", "enterprise"), "11:5"),
        (("segments", "enterprise", "id"), "11:10"),
        (("segments", "mid-market", "name"), "9:5"),
        (("segments", "nobody"), "8:1"),
        (("segments", 2), "8:1"),
        (("segments", -1), "8:1"),
        ((3,), "2:1"),
        (("copy",), "15:7"),
        (("copy", "y", 1), "14:10"),
        (("more", "x"), "13:6"),
        (("more", "z"), "18:6"),
    ],
)
def test_a_path_leads_to_its_line(where: tuple[str | int, ...], line_and_column: str) -> None:
    """A path leads to the value, or to the key above if the value is missing, empty or a block."""
    assert place(PLAN, *where) == line_and_column


@both
def test_an_entry_is_found_by_its_id() -> None:
    """The first entry with the id is found; a list has no id, and neither does a value that is not text."""
    text = "a: [[{id: id}], {id: 1}, {id: b, n: 1}, {id: b, n: 2}, &c {id: c}]\nd: [{<<: *c, n: 3}, *c]\n"
    assert place(text, "a", 0, "id", "id") == "1:11"
    assert place(text, "a", "id") == "1:1"
    assert place(text, "a", "b", "n") == "1:37"
    assert place(text, "a", "c", "id") == "1:64"
    assert place(text, "d", "c", "n") == "2:17"
    assert place(text, "d", 1, "id") == "1:64"


@both
def test_a_path_can_lead_to_a_key() -> None:
    """This is for errors in the key itself."""
    assert place(PLAN, "launch", "name", key=True) == "5:3"
    assert place(PLAN, "segments", 0, "accounts", key=True) == "10:5"
    assert place(PLAN, "segments", 1, key=True) == "11:5"
    assert place(PLAN, key=True) == "2:1"


@both
def test_a_scalar_has_an_end_and_its_line() -> None:
    """A caret can be drawn below it."""
    read = Source.parse(
        "a:\n  b: Orbit 🚀 x\n  c: |\n    one\n    two\n\n  d: *e\n".replace("*e", "x"), "plan.yaml"
    )
    name = read.locate(("a", "b"))
    assert (name.line, name.column, name.end_line, name.end_column) == (2, 6, 2, 15)
    assert name.text == "  b: Orbit 🚀 x"
    block = read.locate(("a", "c"))
    assert (block.line, block.column, block.end_line, block.end_column) == (3, 6, 5, 8)
    assert (read.locate(("a",), key=True).end_line, read.locate(("a",), key=True).end_column) == (1, 2)
    assert read.locate(()).end_line == 0


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@both
def test_lines_are_counted_as_in_editors(end: str) -> None:
    """All line ends count."""
    read = Source.parse(PLAN.replace("\n", end), "plan.yaml")
    location = read.locate(("segments", 0, "accounts"))
    assert str(location) == "plan.yaml:10:15"
    assert location.text == "    accounts: 1200"


def test_a_very_long_line_is_not_kept() -> None:
    """Thousands of findings in a one-line plan would each hold a copy."""
    read = Source.parse(f"{{a: 1, b: {'x' * 2000}}}")
    assert read.locate(("a",)).text == ""
    assert read.locate(("a",)).column == 5


@both
@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("1.10", "1.10"),
        ("'1'", "'1'"),
        ("&x !!str 1.0", "1.0"),
        ("", ""),
        ("[1]", None),
        ("*n", "0x1f"),
        ("Null # x", "Null"),
    ],
)
def test_a_scalar_is_returned_as_typed(text: str, typed: str | None) -> None:
    """`1.10` is never shown as 1.1."""
    assert Source.parse(f"n: &n 0x1f\na: {text}\n").typed(("a",)) == typed


def test_a_missing_value_has_no_typed_text() -> None:
    """This covers a missing key and the top."""
    assert Source.parse(PLAN).typed(("launch", "date")) is None
    assert Source.parse(PLAN).typed(()) is None


def test_a_source_can_be_pickled() -> None:
    """A pool of processes needs this."""
    read = pickle.loads(pickle.dumps(Source.parse(PLAN, "plan.yaml")))
    assert (read.name, read.text, read.data) == ("plan.yaml", PLAN, Source.parse(PLAN).data)
    assert str(read.locate(("launch", "name"))) == "plan.yaml:5:9"
    assert repr(read) == "Source('plan.yaml')"


# -- files ----------------------------------------------------------------------------------------


def unreadable(path: object) -> LaunchcheckError:
    """The error for a path."""
    with pytest.raises(LaunchcheckError) as caught:
        Source.read(path)  # type: ignore[arg-type]
    location = caught.value.locations[0]
    assert (location.path, location.line, location.column) == (os.fspath(path), 0, 0)  # type: ignore[call-overload]
    return caught.value


def test_a_file_is_read_by_its_name(tmp_path: Path) -> None:
    """Messages use the same name."""
    path = tmp_path / "launch.yaml"
    path.write_text(PLAN, encoding="utf-8")
    read = Source.read(path)
    assert (read.name, read.data["launchcheck"]) == (str(path), 1)


def test_what_is_not_a_file_is_reported_plainly(tmp_path: Path) -> None:
    """It neither waits nor crashes."""
    (tmp_path / "launch.yaml").write_text("")
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "dangling").symlink_to("nowhere")
    missing = unreadable(tmp_path / "lanch.yaml")
    assert (missing.message, missing.hint) == ("no such file", f"did you mean '{tmp_path / 'launch.yaml'}'?")
    assert unreadable(tmp_path / "no" / "such.yaml").hint == ""
    assert unreadable("").message == "no such file"
    assert unreadable(tmp_path).message == "a directory, not a file"
    assert (
        unreadable(tmp_path / "launch.yaml" / "x").message
        == "no such file: a part of the path is not a directory"
    )
    assert unreadable(tmp_path / "loop").message == "a link that leads back to itself"
    assert unreadable(tmp_path / "dangling").message == "a link to a file that does not exist"
    assert unreadable(tmp_path / ("x" * 300)).message == "the name is too long for a file"
    assert unreadable("a\0b").message == "this cannot be the name of a file"
    assert unreadable("/dev/null").message == "a device, not a file"
    assert unreadable("/dev/zero").message == "a device, not a file"


def test_a_file_without_permission_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system's message is used only where there is no better one."""

    def refuse(number: int) -> Callable[..., int]:
        def fails(*_: object) -> int:
            raise OSError(number, os.strerror(number))

        return fails

    monkeypatch.setattr(os, "open", refuse(13))
    assert unreadable(tmp_path / "x").message == "permission denied"
    monkeypatch.setattr(os, "open", refuse(5))
    assert unreadable(tmp_path / "x").message == "cannot be read: input/output error"


def test_a_file_is_not_read_far_past_the_limit(tmp_path: Path) -> None:
    """Its size does not matter."""
    path = tmp_path / "large.yaml"
    with path.open("wb") as file:
        file.truncate(MOST_BYTES * 50)
    assert unreadable(path).message == "the file is larger than 2 MiB"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_read_to_its_end(tmp_path: Path) -> None:
    """Without a writer it is empty at once; a slow writer is waited for."""
    path = tmp_path / "pipe"
    os.mkfifo(path)
    assert stat.S_ISFIFO(path.stat().st_mode)
    assert unreadable(path).message == "the file is empty"

    reader, writer = os.pipe()
    with os.fdopen(reader, "rb") as stream:
        timer = threading.Timer(0.1, lambda: (os.write(writer, b"a: 1\n"), os.close(writer)))
        timer.start()
        assert Source.read(f"/dev/fd/{stream.fileno()}").data == {"a": 1}
        timer.join()


def test_an_open_stream_is_read_to_its_end_or_the_limit() -> None:
    """It is read in pieces, as pipes deliver them."""

    class Drips:
        def __init__(self, *pieces: bytes) -> None:
            self.pieces = list(pieces)

        def read(self, size: int) -> bytes:
            assert size > 0
            return self.pieces.pop(0) if self.pieces else b""

    stream: Any = Drips(b"a: ", b"1", b"\n")
    assert Source.read_stream(stream).data == {"a": 1}
    endless: Any = Drips(*[b"#" * MOST_BYTES] * 3)
    with pytest.raises(LaunchcheckError, match=r"^<stdin>: the file is larger than 2 MiB$"):
        Source.read_stream(endless)
    assert endless.pieces


def test_a_closed_stream_is_reported() -> None:
    """It is like a file that cannot be read."""
    reader, writer = os.pipe()
    os.close(writer)
    with os.fdopen(reader, "rb") as stream:
        pass
    with pytest.raises(LaunchcheckError, match=r"^<stdin>: the stream is closed$"):
        Source.read_stream(stream)


def test_a_broken_stream_is_reported() -> None:
    """The message is the system's."""

    class Broken:
        def read(self, _size: int) -> bytes:
            raise OSError(errno.EIO, "")

    broken: Any = Broken()
    with pytest.raises(LaunchcheckError) as caught:
        Source.read_stream(broken, "pipe.yaml")
    assert (str(caught.value), caught.value.hint) == (
        f"pipe.yaml: cannot be read: {os.strerror(errno.EIO).lower()}",
        "",
    )


# -- any input -----------------------------------------------------------------------------------------

WORDS = """\
a b: a:_ : - _-_ [ ] { } , # & &x *x *x_: ! !!int !!str !e!x !<y> | > |2 |0 ' " \\ \\x \\U0011ffff
\\e ? ?_ @ `
% %YAML %TAG --- ... << <<:_ ~ null true 1 1.5 1e400 .nan 2027-02-16 = {{ {% <<<<<<< ======= >>>>>>> C:\\Users
don't \ufeff \x85 \u2028 \0 \ud800 é 🚀 0x1f"""
TOKENS = st.lists(
    st.sampled_from([*WORDS.split(), "\t", "\n", "\n", "\n  ", "\n    ", "\r\n", "\r", " ", " ", ": "]),
    max_size=30,
).map(lambda tokens: "".join(tokens).replace("_", " "))


def attempt(content: bytes | str) -> Source | LaunchcheckError:
    """The source, or the error that is raised."""
    try:
        return Source.parse(content, "plan.yaml")
    except LaunchcheckError as problem:
        return problem


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(TOKENS, TOKENS.map("launch:\n  name: {}".format), st.text(max_size=60)),
    st.sampled_from(sorted(PARSERS)),
)
@example("a: '\n", "python")
@example('a: "\\UFFFFFFFF"', "python")
@example('a: "\\U00110000"', "python")
@example(f"%YAML 1.{'9' * 5000}\n---\na: 1", "python")
@example(f"a: *{'x' * 10_000}", "python")
@example(f"a: !{'x' * 10_000} 1", "python")
def test_any_text_is_data_or_a_located_error(text: str, parser: str) -> None:
    """Nothing else is raised; messages are short and printable; places are within the file."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(build, "_parser", PARSERS[parser])
        read = attempt(text)
    if isinstance(read, Source):
        assert isinstance(read.data, dict)
        assert all(read.locate((key,)).line >= 1 for key in read.data)
        return
    lines = max(1, len(re.split(r"\r\n|\r|\n", text)))
    for location in read.locations:
        assert 0 <= location.line <= lines
        assert location.column <= len(location.text) + 1 or not location.text
    for words in (read.message, read.hint):
        assert len(words) <= 250
        assert not re.search(UNSEEN, words)
    assert read.message


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=60))
def test_any_bytes_are_data_or_a_located_error(content: bytes) -> None:
    """This includes binary files."""
    read = attempt(content)
    assert read.data if isinstance(read, Source) else read.locations


# PyYAML writes +.5 and 1e3, which were not numbers before YAML 1.2, without quotation marks.
TEXTS = st.sampled_from(["true", "1", "1.5", "~", "null", "no"]) | st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters="\ufeff")
).filter(lambda text: build._resolve(text) == text)
PLANS = st.dictionaries(
    st.from_regex(r"[a-z_]{1,8}", fullmatch=True),
    st.recursive(
        st.one_of(st.none(), st.booleans(), st.integers(-(10**17), 10**17), TEXTS),
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abcd"), inner, max_size=3)
        ),
        max_leaves=8,
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=60, deadline=None)
@given(PLANS)
def test_the_style_of_a_plan_does_not_change_its_data(plan: dict[str, Any]) -> None:
    """Block or flow style, quotation marks, comments, line ends and byte order marks make no difference."""
    block = yaml.safe_dump(plan, allow_unicode=True, width=1000)
    flow = yaml.safe_dump(plan, allow_unicode=True, default_flow_style=True)
    quoted = yaml.safe_dump(plan, default_style='"', allow_unicode=True)
    assert Source.parse(block).data == plan
    assert Source.parse(flow).data == plan
    assert Source.parse(quoted).data == plan
    assert Source.parse("\ufeff# a comment\n\n" + block).data == plan
    assert Source.parse(block.encode("utf-16")).data == plan
    assert Source.parse(block.replace("\n", "\r\n")).data == plan


@settings(max_examples=60, deadline=None)
@given(PLANS)
@example({"a": "\xa0"})
def test_every_value_is_found_at_its_place(plan: dict[str, Any]) -> None:
    """The text at the place is read as the value again."""
    read = Source.parse(yaml.safe_dump(plan, allow_unicode=True))

    def check(node: Any, where: tuple[str | int, ...]) -> None:
        steps = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
        for step, inner in steps:
            check(inner, (*where, step))
        if not isinstance(node, (dict, list)):
            typed = read.typed(where)
            assert typed is not None
            if "\n" not in typed:
                assert Source.parse(f"a: {typed}").data["a"] == node
                location = read.locate(where)
                assert node is None or location.text[location.column - 1 :] == typed

    check(read.data, ())


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"PK\x03\x04\x14\x00\x06\x00word/document.xml", "this is a Word document, not text"),
        (b"PK\x03\x04\x14\x00\x06\x00xl/workbook.xml", "this is an Excel workbook, not text"),
        (b"PK\x03\x04\xff", "this is a Word, Excel or zip file, not text"),
        (b"%PDF-1.7\n%\xe2", "this is a PDF, not text"),
    ],
)
def test_a_renamed_document_is_reported(content: bytes, message: str) -> None:
    """The file was written in an office program and renamed, not saved as text."""
    problem = error(content)
    assert str(problem) == f"plan.yaml:1:1: {message}"
    assert problem.hint == "save it as plain text; renaming the file is not enough"

"""Text from a plan in the output of launchcheck."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from launchcheck.text import closest, listed, plural, quote, show

COMMAND = re.compile(r"::[A-Za-z]|##\[|##vso\[|##teamcity\[", re.IGNORECASE)
SPELLED_WITH = "\u200c\u200d"  # joiners, which words and emoji need

NASTY = st.lists(
    st.one_of(
        st.text(max_size=8),
        st.characters(categories=["Cc", "Cf", "Cs", "Zl", "Zp"]),
        st.sampled_from(
            [
                "::",
                ":",
                "#",
                "##",
                "##[",
                "##vso[",
                "##TeamCity[",
                "::error",
                "error",
                "\u202e",
                "\ud800",
                "\r\n",
            ]
        ),
        st.integers(1, 300).map(lambda count: "x" * count),
    ),
    max_size=12,
).map("".join)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain text, with 'quotes' and \\", "plain text, with 'quotes' and \\"),
        ("", ""),
        ("two\nlines\r\nand\ttabs", "two\\nlines\\r\\nand\\ttabs"),
        ("\x1b[31mred\x1b[0m\x07\x00\x7f", "\\x1b[31mred\\x1b[0m\\x07\\x00\\x7f"),
        ("\x9b1m\x85", "\\x9b1m\\x85"),
        ("\u202eevil\u2066\u200f\u061c", "\\u202eevil\\u2066\\u200f\\u061c"),
        ("zero\u200bwidth\u2060\ufeff\xad\u180e", "zero\\u200bwidth\\u2060\\ufeff\\xad\\u180e"),
        ("\u2028line\u2029", "\\u2028line\\u2029"),
        ("\ud800 and \udfff", "\\ud800 and \\udfff"),
        ("tag\U000e0041\U000e007f", "tag\\U000e0041\\U000e007f"),
        ("\ufff9\ufffe\uffff", "\\ufff9\\ufffe\\uffff"),
        ("Größe, 東京, עברית, ‘x’", "Größe, 東京, עברית, ‘x’"),
        ("👩‍👩‍👧‍👦 ❤️ می‌خواهم", "👩‍👩‍👧‍👦 ❤️ می‌خواهم"),
    ],
)
def test_invisible_characters_are_escaped(text: str, expected: str) -> None:
    """Controls, bidi, zero-width, tag characters and surrogates become escapes; visible text stays."""
    assert show(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("::error file=a::owned", ": :error file=a: :owned"),
        (":::error", ":: :error"),
        ("x::Stop-Commands::t", "x: :Stop-Commands: :t"),
        ("##[group]x", "# #[group]x"),
        ("###[group]x", "## #[group]x"),
        ("##vso[task.complete]", "# #vso[task.complete]"),
        ("##VSO[task.complete]", "# #VSO[task.complete]"),
        ("##teamcity[blockClosed]", "# #teamcity[blockClosed]"),
        ("## heading", "## heading"),
        ("10::30, std:: and a::1", "10::30, std:: and a::1"),
        ("\n::error::x", "\\n: :error: :x"),
    ],
)
def test_no_log_reader_finds_a_command(text: str, expected: str) -> None:
    """Text that a CI system would execute is broken up; text that only resembles it stays."""
    assert show(text) == expected


@pytest.mark.parametrize(("value", "expected"), [(7, "7"), (None, "None"), (2.5, "2.5"), (True, "True")])
def test_values_are_shown_as_text(value: object, expected: str) -> None:
    """Values that are not text are shown as Python writes them."""
    assert show(value) == expected


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("abcdefghij", 10, "abcdefghij"),
        ("abcdefghijk", 10, "abcdef…ijk"),
        ("abcdefghij" * 1000, 10, "abcdef…hij"),
        ("abc", 2, "a…"),
        ("abc", 1, "…"),
        ("\n" * 10, 10, "\\n\\n\\n…n\\n"),
        ("#" * 9 + "[x]", 10, "######…[x]"),
    ],
)
def test_long_text_is_shortened_in_the_middle(text: str, limit: int, expected: str) -> None:
    """The beginning and the end stay, and escapes count with their full length."""
    assert show(text, limit) == expected


def test_shortening_leaves_no_command() -> None:
    """A command in the remaining text is broken up, wherever the text is cut."""
    text = f"{'x' * 300}::error::y"
    assert [COMMAND.search(show(text, limit)) for limit in range(1, 320)] == [None] * 319


@given(NASTY, st.integers(1, 250))
def test_any_text_becomes_one_harmless_line(text: str, limit: int) -> None:
    """The line is within its limit, without control characters and commands."""
    shown = show(text, limit)
    unseen = [
        char
        for char in shown
        if unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"}
        or (
            unicodedata.bidirectional(char) in {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
        )
    ]
    assert (len(shown) <= limit, len(shown.splitlines()) <= 1, unseen, COMMAND.search(shown)) == (
        True,
        True,
        [],
        None,
    )


@given(NASTY, st.integers(1, 250))
def test_showing_is_idempotent(text: str, limit: int) -> None:
    """Shown text is harmless already, and stays unchanged."""
    shown = show(text, limit)
    assert show(shown, limit) == shown


@given(NASTY)
def test_shown_text_can_be_encoded(text: str) -> None:
    """This holds whatever surrogates the text had."""
    assert show(text).encode("utf-8").decode("utf-8") == show(text)


@pytest.mark.parametrize(
    ("value", "expected"), [("it's", "'it's'"), (3, "'3'"), ("x" * 61, f"'{'x' * 40}…{'x' * 19}'")]
)
def test_a_quotation_has_single_marks(value: object, expected: str) -> None:
    """It is shown text, shortened."""
    assert quote(value) == expected


@pytest.mark.parametrize(
    ("word", "known", "expected"),
    [
        ("campaings", ["campaigns", "sales"], "campaigns"),
        ("Sales", ["campaigns", "sales"], "sales"),
        ("customer success", ["customer_success"], "customer_success"),
        ("SEVEN", ["Seven"], "Seven"),
        ("xyz", ["campaigns", "sales"], ""),
        ("", ["campaigns"], ""),
        ("sales", [], ""),
        ("campaigns" + "x" * 100_000, ["campaigns"], ""),
    ],
)
def test_suggests_the_closest_word(word: str, known: list[str], expected: str) -> None:
    """A typo finds its word; an unrelated word finds nothing."""
    assert closest(word, known) == expected


@pytest.mark.parametrize(
    ("words", "last", "most", "expected"),
    [
        ([], "and", 8, ""),
        (["a"], "and", 8, "a"),
        (["a", "b"], "and", 8, "a and b"),
        (["a", "b", "c"], "or", 8, "a, b or c"),
        ([1, 2, 3], "and", 2, "1, 2 and 1 more"),
        (["a", "b", "c", "d"], "or", 2, "a, b or 2 more"),
        (["a\nb", "::error"], "and", 8, "a\\nb and : :error"),
        (iter("abc"), "and", 8, "a, b and c"),
    ],
)
def test_lists_words_like_a_sentence(words: list[object], last: str, most: int, expected: str) -> None:
    """Commas, a conjunction before the last, and a count of the rest."""
    assert listed(words, last, most) == expected


@pytest.mark.parametrize(
    ("what", "count", "expected"),
    [
        ("touch", 1, "touch"),
        ("touch", 2, "touches"),
        ("touch", 0, "touches"),
        ("entry", 2, "entries"),
        ("FAQ entry", 2, "FAQ entries"),
        ("day", 2, "days"),
        ("step", 2, "steps"),
        ("ways", 1, "ways"),
        ("ways", 7, "ways"),
        ("box", 2, "boxes"),
        ("wish", 2, "wishes"),
        ("canned reply", 3, "canned replies"),
    ],
)
def test_plurals_are_regular_english(what: str, count: int, expected: str) -> None:
    """The ending follows the number and the word."""
    assert plural(what, count) == expected

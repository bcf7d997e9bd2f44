"""Text from a plan, as it leaves launchcheck."""

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
def test_what_cannot_be_seen_is_spelled_out(text: str, expected: str) -> None:
    """Controls, bidi, zero-width, tag characters and surrogates become escapes; writing stays."""
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
def test_no_log_reader_takes_it_for_a_command(text: str, expected: str) -> None:
    """What a CI system would obey is taken apart; what only looks like it stays."""
    assert show(text) == expected


@pytest.mark.parametrize(("value", "expected"), [(7, "7"), (None, "None"), (2.5, "2.5"), (True, "True")])
def test_values_are_shown_as_text(value: object, expected: str) -> None:
    """What is no text is shown by its own words."""
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
    """The beginning and the end stay, and escapes count as they are written."""
    assert show(text, limit) == expected


def test_a_cut_leaves_no_command() -> None:
    """A command in the part that is kept is taken apart, whatever the limit cuts."""
    text = f"{'x' * 300}::error::y"
    assert [COMMAND.search(show(text, limit)) for limit in range(1, 320)] == [None] * 319


@given(NASTY, st.integers(1, 250))
def test_whatever_it_is_it_shows_as_one_harmless_line(text: str, limit: int) -> None:
    """Any text becomes one line within its limit, without controls and without commands."""
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
def test_showing_twice_shows_no_more_than_showing_once(text: str, limit: int) -> None:
    """What has been shown is harmless already, and stays as it is."""
    shown = show(text, limit)
    assert show(shown, limit) == shown


@given(NASTY)
def test_what_is_shown_can_be_written_anywhere(text: str) -> None:
    """Shown text encodes, whatever surrogates it held."""
    assert show(text).encode("utf-8").decode("utf-8") == show(text)


@pytest.mark.parametrize(
    ("value", "expected"), [("it's", "'it's'"), (3, "'3'"), ("x" * 61, f"'{'x' * 40}…{'x' * 19}'")]
)
def test_a_quotation_stands_between_marks(value: object, expected: str) -> None:
    """A quotation is shown text, shortened, between single marks."""
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
def test_the_closest_word_is_the_one_that_was_meant(word: str, known: list[str], expected: str) -> None:
    """A slip of the pen finds its word; what resembles nothing finds nothing."""
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
def test_words_are_listed_as_a_sentence_does(
    words: list[object], last: str, most: int, expected: str
) -> None:
    """Commas, then a word before the last; after so many, how many more there are."""
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
def test_several_things_have_another_ending(what: str, count: int, expected: str) -> None:
    """Words take the ending that English gives several of them."""
    assert plural(what, count) == expected

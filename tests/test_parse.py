"""Errors in data that does not fit a model: their wording, and their order, which is that of the file."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from enum import Enum
from typing import Annotated, Any, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, Tag, field_validator
from pydantic_core import PydanticCustomError

from launchcheck import model_errors, parse
from launchcheck.errors import LaunchcheckError
from launchcheck.source import Source
from launchcheck.text import UNSEEN


def _own_word(text: object) -> object:
    if text == "taken":
        raise PydanticCustomError("launchcheck", "{word} is taken", {"word": "it", "hint": "take another"})
    return text


def _iso(value: object) -> date:
    if not isinstance(value, str) or len(value) != 10 or "W" in value:
        raise PydanticCustomError("launchcheck", "no date")
    return date.fromisoformat(value)


Day = Annotated[date, BeforeValidator(_iso)]


class Strict(BaseModel):
    """Configured like the models of a plan."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Color(Enum):
    """An enumeration."""

    RED = "red"
    BLUE = "blue"


class Caveat(Strict):
    """An entry with an id."""

    id: str
    text: str | None = None
    sure: bool | None = None


class Count(Strict):
    """One kind of check."""

    kind: Literal["count"]
    of: str
    at_least: int = 1


class Each(Strict):
    """Another kind, with a field that has a kind's name."""

    kind: Literal["each"]
    each: str
    count: int | None = None


def _list_or_word(value: object) -> str:
    return "list" if isinstance(value, list) else "word"


class Launch(Strict):
    """A section."""

    name: Annotated[str, Field(min_length=1, max_length=30)]
    tier: Literal[1, 2, 3]
    stage: Literal["alpha", "beta", "general"] | None = None
    color: Annotated[Color, Field(strict=False)] | None = None
    day: Day | None = None
    plain_day: date | None = None
    after: Annotated[str, BeforeValidator(_own_word)] | None = None


class Plan(Strict):
    """The whole."""

    launch: Launch
    people: dict[Annotated[str, Field(pattern="^[a-z]+$")], Caveat] = {}
    caveats: list[Caveat] | Literal["none"] | None = None
    tagged: (
        Annotated[
            Annotated[list[Caveat], Tag("list")] | Annotated[Literal["none"], Tag("word")],
            Discriminator(_list_or_word),
        ]
        | None
    ) = None
    checks: list[Annotated[Count | Each, Field(discriminator="kind")]] = []
    count: Annotated[int, Field(ge=0, le=100)] | None = None
    share: Annotated[float, Field(gt=0, lt=1, multiple_of=0.25)] | None = None
    names: Annotated[list[str], Field(min_length=1, max_length=2)] | None = None
    code: Annotated[str, Field(pattern="^[A-Z]+$", min_length=2)] | None = None
    from_: str | None = Field(None, alias="from")
    custom: dict[str, Any] | None = None
    even: int | None = None

    @field_validator("even")
    @classmethod
    def _is_even(cls, value: int | None) -> int | None:
        if value is not None and value % 2:
            raise ValueError(f"{value} is odd")
        if value == 4:
            raise AssertionError("not four")
        return value


HEAD = "launch:\n  name: x\n  tier: 1\n"


def wrong(text: str) -> list[str]:
    """The errors, each with its place."""
    with pytest.raises(LaunchcheckError) as caught:
        parse.read(Source.parse(text, "p"), Plan)
    return [str(part).removeprefix("p:") for part in caught.value.parts]


def only(text: str, head: str = HEAD) -> tuple[str, str]:
    """The single error below a launch, and its hint."""
    with pytest.raises(LaunchcheckError) as caught:
        parse.read(Source.parse(head + text, "p"), Plan)
    (part,) = caught.value.parts
    assert part.locations[0].line >= 1
    return part.message, part.hint


def test_data_that_fits_becomes_the_model() -> None:
    """The context is passed on."""
    assert parse.read(Source.parse(HEAD), Plan).launch.name == "x"

    class Asks(Strict):
        a: int

        @field_validator("a")
        @classmethod
        def _knows(cls, value: int, info: Any) -> int:
            return int(info.context[value])

    assert parse.read(Source.parse("a: 1"), Asks, context={1: 5}).a == 5


def test_all_errors_are_reported_in_file_order() -> None:
    """Each has its own place."""
    text = "zzz: 1\nlaunch:\n  tier: 4\n  day: x\ncaveats:\n  - text: x\n  - id: 1\ncount: -5\n"
    assert wrong(text) == [
        "1:1: unknown key 'zzz'",
        "2:1: launch.name is missing",
        "3:9: launch.tier: 4 is not one of 1, 2 or 3",
        "4:8: 'x' is not a date",
        "6:5: caveats.0.id is missing",
        "7:9: caveats.1.id must be text, not 1",
        "8:8: count must be 0 or more, not -5",
    ]


def test_an_entry_with_an_id_is_named_by_it() -> None:
    """A position in a list means little to a user."""
    assert only("caveats:\n  - {id: eu-sso, text: 1.10}\n") == (
        "caveats.eu-sso.text must be text, not 1.10",
        'put it in quotation marks: "1.10"',
    )


# -- keys ----------------------------------------------------------------------------------------


def test_an_unknown_key_suggests_the_closest() -> None:
    """Suggestions are keys known at that place, spelled as in files."""
    assert only("  stgae: beta\n") == ("unknown key 'stgae'", "did you mean 'stage'?")
    assert only("form: x\n") == ("unknown key 'form'", "did you mean 'from'?")
    assert only("caveats:\n  - {id: x, txet: y}\n") == ("unknown key 'txet'", "did you mean 'text'?")
    assert only("checks:\n  - {kind: count, of: x, at_lest: 1}\n") == (
        "unknown key 'at_lest'",
        "did you mean 'at_least'?",
    )
    assert only("checks:\n  - {kind: each, each: x, of: 1}\n") == (
        "unknown key 'of'",
        "known here: kind, each and count",
    )


def test_an_unknown_key_is_located_at_the_key() -> None:
    """The error does not point at its value."""
    assert wrong(f"{HEAD}  teir: 1\n") == ["4:3: unknown key 'teir'"]


def test_a_lookalike_key_is_explained() -> None:
    """It has a letter of another script, or an invisible one; the known key is not reported missing as well."""
    assert only("launch:\n  name: x\n  ti\u0435r: 1\n", "") == (
        "unknown key 'ti\u0435r': it contains U+0435 CYRILLIC SMALL LETTER IE",
        "did you mean 'tier'?",
    )
    assert only("launch:\n  name: x\n  tier\u200b: 1\n", "") == (
        "unknown key 'tier\\u200b': it contains U+200B ZERO WIDTH SPACE",
        "did you mean 'tier'?",
    )


def test_a_missing_key_is_named_by_its_path() -> None:
    """The place is where a user would add it."""
    assert wrong("count: 1\n") == ["1:1: launch is missing"]
    assert wrong("launch:\n  name: x\n") == ["1:1: launch.tier is missing"]


def test_an_invalid_key_is_located_at_the_key() -> None:
    """The error does not point at its value."""
    assert wrong(f"{HEAD}people:\n  B1: {{id: x}}\n") == [
        "5:3: people.B1 must be of the form ^[a-z]+$, not the text 'B1'"
    ]


# -- types ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("from: 1.10", "from must be text, not 1.10", 'put it in quotation marks: "1.10"'),
        ("from: true", "from must be text, not true", 'put it in quotation marks: "true"'),
        ("from: 1_0", "", ""),
        ("from: [x]", "from must be text, not a list", "write one of them: x"),
        ("from: {a: b}", "from must be text, not key: value lines", ""),
        ("count: 1.5", "count must be a whole number, not 1.5", ""),
        ("count: '5'", "count must be a whole number, not the text '5'", "remove the quotation marks: 5"),
        (
            "count: " + "9" * 30,
            f"count must be a whole number, not the text '{'9' * 30}'",
            "at most 18 digits",
        ),
        ("count: five", "count must be a whole number, not the text 'five'", ""),
        ("count: true", "count must be a whole number, not true", ""),
        ("share: x", "share must be a number, not the text 'x'", ""),
        ("names: x", "names must be a list, not the text 'x'", "write it as a list of one: [x]"),
        ("names: x, y", "names must be a list, not the text 'x, y'", "write it as a list: [x, y]"),
        (
            "names: {a: b}",
            "names must be a list, not key: value lines",
            "begin each entry with a dash and a space",
        ),
        ("names:\n  -a: b", "names must be a list, not key: value lines", "put a space after the dash: - a"),
        ("names: [1]", "names.0 must be text, not 1", 'put it in quotation marks: "1"'),
        (
            "people: x",
            "people must be key: value lines, not the text 'x'",
            "write each below it, further in: x: {id: ...}",
        ),
        (
            "people: [x]",
            "people must be key: value lines, not a list",
            "write each below it, further in: x: {id: ...}",
        ),
        ("checks: [1]", "checks.0 must be key: value lines, not 1", ""),
        (
            "caveats: [{id: x, sure: yes}]",
            "caveats.x.sure must be true or false, not the text 'yes'",
            "write true",
        ),
        (
            "caveats: [{id: x, sure: off}]",
            "caveats.x.sure must be true or false, not the text 'off'",
            "write false",
        ),
        ("custom: x", "custom must be key: value lines, not the text 'x'", ""),
    ],
)
def test_a_wrong_type_says_what_the_value_must_be(text: str, message: str, hint: str) -> None:
    """The message quotes the value as typed."""
    if not message:
        assert parse.read(Source.parse(HEAD + text), Plan).from_ == "1_0"
        return
    assert only(f"{text}\n") == (message, hint)


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        (
            "launch:",
            "launch is empty: it must be key: value lines",
            "write its lines below it, further in",
        ),
        (
            "launch:\n  tier: 1\n  name:",
            "launch.name is empty: it must be text",
            "write it after the colon",
        ),
        (
            "launch:\n  tier: 1\n  name: ''",
            "launch.name is empty",
            "write it after the colon",
        ),
        (
            f"{HEAD}checks:\n",
            "checks is empty: it must be a list",
            "write its lines below it, further in, or remove the key",
        ),
    ],
)
def test_a_key_without_a_value_says_so(text: str, message: str, hint: str) -> None:
    """An optional key can be removed instead."""
    assert only(text, "") == (message, hint)


# -- known words and limits --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        (
            "  stage: genral",
            "launch.stage: 'genral' is not one of alpha, beta or general",
            "did you mean 'general'?",
        ),
        ("  stage: zzz", "launch.stage: 'zzz' is not one of alpha, beta or general", ""),
        ("  stage: 1", "launch.stage: 1 is not one of alpha, beta or general", ""),
        ("  stage: [beta]", "launch.stage must be 'alpha', 'beta' or 'general', not a list", ""),
        ("  color: blu", "launch.color: 'blu' is not one of red or blue", "did you mean 'blue'?"),
        ("count: 101", "count must be 100 or less, not 101", ""),
        ("share: 0", "share must be more than 0.0, not 0", ""),
        ("share: 1.50", "share must be less than 1.0, not 1.50", ""),
        ("share: 0.3", "share must be a multiple of 0.25, not 0.3", ""),
        ("names: []", "names must have at least 1 entry, not 0", ""),
        ("names: [a, b, c]", "names must have at most 2 entries, not 3", ""),
        ("code: A", "code must be at least 2 characters long, not the text 'A'", ""),
        ("code: Ab", "code must be of the form ^[A-Z]+$, not the text 'Ab'", ""),
        (
            "checks: [{kind: cuont, of: x}]",
            "checks.0.kind: 'cuont' is not one of count or each",
            "did you mean 'count'?",
        ),
        ("checks: [{of: x}]", "checks.0.kind is missing", ""),
        ("even: 3", "3 is odd", ""),
        ("even: 4", "even: not four", ""),
        ("  after: taken", "it is taken", "take another"),
    ],
)
def test_a_value_out_of_bounds_says_which_bounds(text: str, message: str, hint: str) -> None:
    """Messages of our own validators are shown unchanged."""
    assert only(f"{text}\n") == (message, hint)


def test_quotation_marks_around_a_known_number_are_noticed() -> None:
    """There is no other error."""
    assert only("launch:\n  name: x\n  tier: '2'\n", "") == (
        "launch.tier: '2' is not one of 1, 2 or 3",
        "remove the quotation marks: 2",
    )


# -- unions ----------------------------------------------------------------------------------------


def test_a_union_reports_errors_of_the_intended_branch() -> None:
    """Errors of the other branches are omitted."""
    assert wrong(f"{HEAD}caveats:\n  - id: 1\n") == ["5:9: caveats.0.id must be text, not 1"]
    assert wrong(f"{HEAD}tagged:\n  - text: x\n") == ["5:5: tagged.0.id is missing"]
    assert wrong(f"{HEAD}tagged: nnoe\n") == ["4:9: tagged: 'nnoe' is not one of none or a list"]
    assert wrong(f"{HEAD}caveats: nnoe\n") == ["4:10: caveats: 'nnoe' is not one of none or a list"]
    assert wrong(f"{HEAD}caveats: {{a: 1}}\n") == [
        "4:10: caveats must be a list or 'none', not key: value lines"
    ]


def test_a_tag_named_like_a_key_is_not_a_key() -> None:
    """`each` and `count` are kinds of checks, and also keys of one."""
    assert wrong(f"{HEAD}checks:\n  - kind: each\n    each: x\n    count: x\n") == [
        "7:12: checks.0.count must be a whole number, not the text 'x'"
    ]
    assert wrong(f"{HEAD}checks:\n  - kind: each\n    each: x\n    coutn: 3\n") == [
        "7:5: unknown key 'coutn'"
    ]
    assert wrong(f"{HEAD}checks:\n  - kind: each\n    each: 1\n") == [
        "6:11: checks.0.each must be text, not 1"
    ]
    assert wrong(f"{HEAD}checks:\n  - kind: count\n    count: 3\n    of: 1\n") == [
        "6:5: unknown key 'count'",
        "7:9: checks.0.of must be text, not 1",
    ]


# -- dates ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["day", "plain_day"])
@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("2026-02-30", "'2026-02-30' is not a valid date", "2026-02 ends on day 28"),
        ("2026-13-01", "'2026-13-01' is not a valid date", "did you mean 2026-01-13?"),
        ("0000-01-01", "'0000-01-01' is not a valid date", "write YYYY-MM-DD"),
        ("02/16/2027", "'02/16/2027' is not a date", "write YYYY-MM-DD: 2027-02-16"),
        ("16/02/2027", "'16/02/2027' is not a date", "write YYYY-MM-DD: 2027-02-16"),
        ("03/02/2027", "'03/02/2027' is not a date", "2027-03-02 or 2027-02-03?"),
        ("02/02/2027", "'02/02/2027' is not a date", "write YYYY-MM-DD: 2027-02-02"),
        ("3.2.2027", "'3.2.2027' is not a date", "write YYYY-MM-DD: 2027-02-03"),
        ("2027-2-16", "'2027-2-16' is not a date", "write YYYY-MM-DD: 2027-02-16"),
        ("2027/02/16", "'2027/02/16' is not a date", "write YYYY-MM-DD: 2027-02-16"),
        ("20270216", "20270216 is not a date", "write YYYY-MM-DD: 2027-02-16"),
        ("'20270216'", "'20270216' is not a date", "write YYYY-MM-DD: 2027-02-16"),
        ("2027-02-16T00:00:00", "'2027-02-16T00:00:00' is not a date", "write YYYY-MM-DD: 2027-02-16"),
        ("2027-02-16 10:00Z", "'2027-02-16 10:00Z' is not a date", "write YYYY-MM-DD: 2027-02-16"),
        ("'2027-02-16 '", "'2027-02-16 ' is not a date", "write YYYY-MM-DD: 2027-02-16"),
        (
            "\uff12\uff10\uff12\uff17-02-16",
            "'\uff12\uff10\uff12\uff17-02-16' is not a date",
            "write YYYY-MM-DD: 2027-02-16",
        ),
        ("2027\u221202\u221216", "'2027\u221202\u221216' is not a date", "write YYYY-MM-DD: 2027-02-16"),
        ("16 Feb 2027", "'16 Feb 2027' is not a date", "write YYYY-MM-DD: 2027-02-16"),
        ("February 16, 2027", "'February 16, 2027' is not a date", "write YYYY-MM-DD: 2027-02-16"),
        ("16 Feb March 2027", "'16 Feb March 2027' is not a date", "write YYYY-MM-DD"),
        ("2027-W07-2", "'2027-W07-2' is not a date", "write YYYY-MM-DD"),
        ("13/13/2027", "'13/13/2027' is not a date", "write YYYY-MM-DD"),
        ("1771200000", "1771200000 is not a date", "write YYYY-MM-DD"),
        ("0", "0 is not a date", "write YYYY-MM-DD"),
        ("1.5", "1.5 is not a date", "write YYYY-MM-DD"),
        ("soon", "'soon' is not a date", "not known yet? Remove the line: it is then unanswered"),
        ("true", "launch.KEY must be a date, not true", "write YYYY-MM-DD: the date itself"),
        ("[2027-02-16]", "launch.KEY must be a date, not a list", "write it without a list: 2027-02-16"),
    ],
)
def test_a_date_has_one_format(key: str, text: str, message: str, hint: str) -> None:
    """The hint gives the intended date if there is only one."""
    assert only(f"  {key}: {text}\n") == (message.replace("KEY", key), hint)


def test_a_date_without_a_value_says_so() -> None:
    """This applies to required dates."""

    class Dated(Strict):
        day: Day

    with pytest.raises(LaunchcheckError) as caught:
        parse.read(Source.parse("day:\n", "p"), Dated)
    (part,) = caught.value.parts
    assert (str(part), part.hint) == (
        "p:1:1: day is empty: it must be a date",
        "write it after the colon: YYYY-MM-DD",
    )


# -- limits of messages -----------------------------------------------------------------------------


def test_at_most_twenty_errors_are_reported() -> None:
    """The rest are counted."""
    parts = wrong("".join(f"k{number}: 1\n" for number in range(1000)) + HEAD)
    assert parts[0] == "1:1: unknown key 'k0'"
    assert parts[19] == "20:1: unknown key 'k19'"
    assert parts[20:] == [" and 980 more"] or parts[20:] == ["p: and 980 more"]


def test_a_repeated_error_is_reported_once() -> None:
    """Several branches of a union may report the same error."""

    class Two(Strict):
        a: int | bool

    with pytest.raises(LaunchcheckError) as caught:
        parse.read(Source.parse("a: x", "p"), Two)
    assert str(caught.value) == "p:1:4: a must be a whole number or true or false, not the text 'x'"


def test_a_model_without_a_json_schema_is_still_explained() -> None:
    """Only the list of known keys is missing."""

    class Odd(Strict):
        a: int
        b: list[str] = []
        c: Callable[[], int] | None = None

    text = "a: x\nb: 1\nbb: 1\n"
    with pytest.raises(LaunchcheckError) as caught:
        parse.read(Source.parse(text, "p"), Odd)
    assert str(caught.value).splitlines() == [
        "p:1:4: a must be a whole number, not the text 'x'",
        "p:2:4: b must be a list, not 1",
        "p:3:1: unknown key 'bb'",
    ]


def attempt(text: str) -> LaunchcheckError:
    """The errors in a text; an error without parts if there is none."""
    try:
        parse.read(Source.parse(text, "p"), Plan)
    except LaunchcheckError as problem:
        return problem
    return LaunchcheckError("")


@settings(max_examples=100, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from([*Plan.model_fields, "from", "x\u200b", "[/]"]),
        st.recursive(
            st.none()
            | st.booleans()
            | st.integers()
            | st.text(max_size=300)
            | st.sampled_from(["none", "2027-02-30"]),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(
                    st.sampled_from(["id", "kind", "count", "each", "name", "tier", "day", "zz"]), inner
                )
            ),
            max_leaves=10,
        ),
        min_size=1,
    )
)
def test_messages_are_short_and_printable_for_any_data(data: dict[str, Any]) -> None:
    """Every error has its place in the file."""
    problem = attempt(json.dumps(data, ensure_ascii=False))
    assert len(problem.parts) <= model_errors.MOST_ERRORS + 1
    for part in problem.parts:
        assert part.locations[0].path == "p"
        assert part.message
        assert max(len(part.message), len(part.hint)) <= 420
        assert not re.search(UNSEEN, part.message + part.hint)

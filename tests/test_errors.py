"""LaunchcheckError: the one kind of error that a user can fix."""

from __future__ import annotations

import copy
import pickle

import pytest

from launchcheck.errors import LaunchcheckError, Location

HERE = Location("plan.yaml", 8, 16, 8, 20, text="  date: soon")
THERE = Location("plan.yaml", 3)


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        (Location("plan.yaml"), "plan.yaml"),
        (Location("plan.yaml", 8), "plan.yaml:8"),
        (Location("plan.yaml", 8, 16), "plan.yaml:8:16"),
        (HERE, "plan.yaml:8:16"),
        (Location("C:\\plans\\a.yaml", 1, 1), "C:\\plans\\a.yaml:1:1"),
    ],
)
def test_a_place_is_written_as_editors_expect(location: Location, expected: str) -> None:
    """File, line and column, as far as they are known."""
    assert str(location) == expected


def test_places_sort_by_file_line_and_column() -> None:
    """Lines and columns are compared as numbers, after the file."""
    places = [Location("b", 1), Location("a", 10, 1), Location("a", 9, 2), Location("a", 9, 1), Location("a")]
    assert [str(place) for place in sorted(places)] == ["a", "a:9:1", "a:9:2", "a:10:1", "b:1"]


def test_the_source_line_is_ignored_in_comparisons() -> None:
    """Two places are equal whether or not their line of text is known."""
    bare = Location("plan.yaml", 8, 16, 8, 20)
    assert (bare == HERE, hash(bare) == hash(HERE), "soon" in repr(HERE)) == (True, True, False)


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (LaunchcheckError("no plan"), "no plan"),
        (LaunchcheckError("no plan", hint="write one"), "no plan"),
        (LaunchcheckError("no date", locations=(HERE, THERE)), "plan.yaml:8:16: no date"),
        (
            LaunchcheckError(
                "the file has errors",
                parts=(LaunchcheckError("a", locations=(THERE,)), LaunchcheckError("b")),
            ),
            "plan.yaml:3: a\nb",
        ),
    ],
)
def test_an_error_says_where_and_what(error: LaunchcheckError, expected: str) -> None:
    """An error is shown as its first place and its message; several errors are one line each."""
    assert str(error) == expected


def test_args_hold_the_message() -> None:
    """The arguments of the exception are the message alone."""
    assert LaunchcheckError("no plan", hint="write one").args == ("no plan",)


@pytest.mark.parametrize(
    "remake", [lambda error: pickle.loads(pickle.dumps(error)), copy.copy, copy.deepcopy]
)
def test_an_error_can_be_pickled_and_copied(remake: object) -> None:
    """It keeps its hint, its places and its parts."""
    part = LaunchcheckError("no date", hint="write one", locations=(HERE, THERE))
    error = LaunchcheckError("the file has errors", hint="see below", locations=(THERE,), parts=(part,))
    again = remake(error)  # type: ignore[operator]
    found = [(each.message, each.hint, each.locations, str(each)) for each in (again, *again.parts)]
    assert found == [
        ("the file has errors", "see below", (THERE,), "plan.yaml:8:16: no date"),
        ("no date", "write one", (HERE, THERE), "plan.yaml:8:16: no date"),
    ]


def test_a_place_can_be_pickled() -> None:
    """It keeps the text of its line."""
    assert pickle.loads(pickle.dumps(HERE)).text == "  date: soon"

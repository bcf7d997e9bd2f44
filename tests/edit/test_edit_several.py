"""Many facts put into a plan at once are the same as one after the other."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from launchcheck import edit
from launchcheck.edit.several import edit_all
from launchcheck.errors import LaunchcheckError
from launchcheck.source import Source, Where

HEAD = "launchcheck: 1\nlaunch: {name: Orbit, date: 2027-02-16, tier: 1}\npeople: {ben: {name: Ben Ode}}\n"
FORMS = {
    "block": "product:\n  defects:\n    - {id: a, severity: 1}\n    - {id: b, severity: 2}  # here\n",
    "spaced": "product:\n  defects:\n  - id: a\n    severity: 1\n\n  - id: b\n    severity: 2\n",
    "one line": "product: {defects: [{id: a, severity: 1}, {id: b, severity: 2}]}\n",
    "empty": "product:\n  availability: {stage: general}\n",
    "placeholder": "product:\n  defects:\n    - {id: a}\n    - {id: b}\n    - {id: <id>, severity: <1 or 2>}\n",
    "anchor": "product:\n  defects: &all\n    - {id: a}\n    - {id: b}\ncustom: {again: *all}\n",
}
DEFECTS: Where = ("product", "defects")
ENTRIES = st.fixed_dictionaries(
    {
        "id": st.sampled_from("cdefgh"),
        "severity": st.sampled_from([1, 2, 3]),
        "owner": st.sampled_from(["ben", "x"]),
    }
)
CHANGES = st.lists(
    st.one_of(
        st.tuples(st.just((*DEFECTS, 0)), ENTRIES),
        st.tuples(
            st.sampled_from([(*DEFECTS, at, key) for at in (0, 1) for key in ("note", "owner", "severity")]),
            st.sampled_from([1, 2, 7, "ben", "Not yet", "nobody"]),
        ),
    ),
    max_size=9,
)


def one_by_one(source: Source, changes: list[tuple[Where, Any]]) -> tuple[str, list[int]]:
    """The text after the changes that fit, made one after the other, and the numbers of the others."""
    refused = []
    for number, (where, value) in enumerate(changes):
        place = where
        if isinstance(where[-1], int):
            place = (*where[:-1], len(edit.at(source.data, where[:-1]) or ()))
        try:
            source, _ = edit.edit(source, place, value)
        except LaunchcheckError:
            refused.append(number)
    return source.text, refused


@pytest.mark.parametrize("form", FORMS)
@given(changes=CHANGES)
@settings(max_examples=60, deadline=None)
def test_all_at_once_is_one_after_the_other(form: str, changes: list[tuple[Where, Any]]) -> None:
    """The same text, and the same changes refused, whatever form the list has."""
    source, plan = edit.read(HEAD + FORMS[form], "plan.yaml")
    found = edit_all(source, plan, changes)
    assert (found.source.text, [*found.refused]) == one_by_one(source, changes)
    assert edit.read(found.source.text, "plan.yaml")[1] == found.plan


def test_ten_thousand_entries_are_read_back_a_few_times(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not once for each, although one in a hundred does not fit."""
    read = []
    real = Source.parse.__func__
    monkeypatch.setattr(Source, "parse", classmethod(lambda cls, *given: read.append(1) or real(cls, *given)))
    source, plan = edit.read(HEAD + FORMS["block"], "plan.yaml")
    entries = [{"id": f"n{at}", "severity": 1 if at % 100 else 9} for at in range(10_000)]
    settled = []
    found = edit_all(source, plan, [((*DEFECTS, 0), each) for each in entries], settled.append)
    assert len(found.plan.product.defects) == 2 + 9_900
    assert [*found.refused] == [*range(0, 10_000, 100)]
    assert sum(settled) == 10_000
    assert len(read) < 6
